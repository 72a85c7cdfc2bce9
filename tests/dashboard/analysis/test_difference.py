"""What the things on a map carry of two moments: words, counts below, fates of links."""

from typing import Any

import pandas as pd

from dashboard.analysis.changes_rows import COLUMNS
from dashboard.analysis.difference import ADDED, CHANGED, REMOVED, Below, below, fates, in_words, marks


def rows(*given: dict[str, Any]) -> pd.DataFrame:
    plain = dict.fromkeys(COLUMNS) | {"change": "worse", "what": "Something changed."}
    lines = [{**plain, "name": one["key"], **one} for one in given]
    return pd.DataFrame(lines, columns=list(COLUMNS), dtype=object)


SLIP = {"kind": "slip", "subject_kind": "milestone", "key": "M1", "size": 20.0, "unit": "working days"}
COST = {"kind": "money", "subject_kind": "project", "key": "P1", "size": 262_000.0, "unit": "EUR"}
TURN = {"kind": "status", "subject_kind": "project", "key": "P2", "size": -40_000.0, "unit": "EUR"}
KPI = {"kind": "status", "subject_kind": "kpi", "key": "K1", "size": 0.4, "unit": "d", "change": "better"}


TARGET = {"kind": "target", "subject_kind": "kpi", "key": "K1", "size": 2.0, "unit": "d", "change": "same"}
WEIGHT = {"kind": "weight", "subject_kind": "objective", "key": "O1", "size": 2.0, "change": "same"}


def test_each_thing_says_in_a_word_or_two_what_changed_of_it() -> None:
    budget = COST | {"kind": "budget", "size": 600_000.0}
    baseline = SLIP | {"key": "M2", "kind": "baseline", "size": 45.0}
    reached = SLIP | {"key": "M3", "kind": "status", "after": "done", "change": "better"}
    assert marks(rows(SLIP, COST, budget, TURN, KPI, baseline, reached, TARGET, WEIGHT)) == {
        "milestone:M1": "+20 working days",
        "project:P1": "forecast +EUR 262 k, budget +EUR 600 k",
        "project:P2": "forecast \u2212EUR 40 k",
        "milestone:M2": "baseline +45 working days",
        "milestone:M3": "reached",
        "kpi:K1": "new target",
        "objective:O1": "new weight",
    }


def test_what_changed_below_an_objective_is_counted_once_and_in_each_objective_that_it_is_below() -> None:
    above = {"milestone:M1": ("O1", "O2"), "project:P1": ("O1",), "project:P2": ("O1",), "kpi:K1": ("O2",)}
    found = below(rows(SLIP, SLIP | {"size": 5.0}, COST, TURN, KPI), above)
    assert found == {
        "O1": Below(slipped=1, furthest=20.0, dearer=1, cheaper=1, worse=1, dearest="+EUR 262 k"),
        "O2": Below(slipped=1, furthest=20.0, better=1),
    }
    assert in_words(found["O1"]) == ["1 got worse", "1 slipped by 20 days", "+EUR 262 k", "1 cheaper"]
    restated = below(rows(TARGET, TARGET, TARGET | {"kind": "weight"}, WEIGHT), above)
    assert restated == {"O2": Below(targets=1, weights=1)}
    assert in_words(restated["O2"]) == ["1 with a new target", "1 with a new weight"]
    assert in_words(Below(slipped=2, furthest=7.0, dearer=2)) == ["2 slipped, up to 7 days", "2 dearer"]


def test_links_are_added_removed_or_changed_and_an_amount_that_stays_unknown_is_no_change() -> None:
    then = {("A", "B"): ("+", "weak"), ("B", "C"): ("+", None), ("P", "K"): float("nan"), ("Q", "K"): 2.0}
    now = {("A", "B"): ("-", "weak"), ("C", "D"): ("+", None), ("P", "K"): float("nan"), ("Q", "K"): 3.0}
    assert fates(then, now) == {
        ("A", "B"): CHANGED, ("B", "C"): REMOVED, ("C", "D"): ADDED, ("Q", "K"): CHANGED,
    }  # fmt: skip
