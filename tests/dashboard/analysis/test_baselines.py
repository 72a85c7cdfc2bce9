"""Baselines that moved: the first beside the current one, and the decision that moved it, or none."""

from typing import Any

import pandas as pd
import pytest

from dashboard.analysis import baselines

SAID = "Decided on 3 Sep 2026: New plan."
LOADS = (("2026-07-31", None), ("2026-08-31", "2026-07-31"), ("2026-09-30", "2026-08-31"))


def said(**keys: tuple[str | None, ...]) -> pd.DataFrame:
    rows = [(key, day, *load) for key, days in keys.items() for day, load in zip(days, LOADS, strict=True)]
    return pd.DataFrame(rows, columns=["key", "baseline", "on", "after"], dtype=object)


def test_the_first_and_the_last_move_are_told_of_what_moved_alone() -> None:
    moves = baselines.moved(
        said(
            STILL=("2026-08-28", "2026-08-28", "2026-08-28"),
            LATE=(None, "2026-08-28T17:00", "2026-08-28"),
            ONCE=("2026-08-28", "2026-08-28", "2026-10-30"),
            TWICE=("2026-08-28", "2026-09-11", "2026-10-30"),
            GONE=("2026-08-28", "2026-09-11", None),
        )
    )
    assert moves.to_dict("index") == {
        key: dict(zip(baselines.COLUMNS, values, strict=True))
        for key, values in {
            "ONCE": ("2026-08-28", "2026-08-28", "2026-10-30", "2026-09-30", "2026-08-31"),
            "TWICE": ("2026-08-28", "2026-09-11", "2026-10-30", "2026-09-30", "2026-08-31"),
            "GONE": ("2026-08-28", "2026-09-11", None, "2026-09-30", "2026-08-31"),
        }.items()
    }
    assert baselines.moved(said()).empty


@pytest.mark.parametrize(
    ("decision", "decided"),
    [
        ({}, SAID),
        ({"about_key": "M"}, SAID),
        ({"kind": "scope change"}, SAID),
        ({"kind": "decision"}, None),
        ({"state": "proposed"}, None),
        ({"about_key": "P2"}, None),
        ({"date": "2026-08-30"}, None),
    ],
)
def test_a_move_counts_as_decided_when_a_decision_since_the_load_before_says_so(
    decision: dict[str, Any], decided: str | None
) -> None:
    moves = baselines.moved(said(M=("2026-08-28", "2026-08-28", "2026-10-30")))
    mark = {"project": "P", "baseline": "2026-10-30", "slip_days": 55.0, "calendar": None}
    row = {
        "about_key": "P",
        "kind": "new baseline",
        "state": "open",
        "date": "2026-09-03",
        "text": "New plan",
    } | decision
    found = baselines.judged(
        moves, pd.DataFrame([mark], index=["M"], dtype=object), pd.DataFrame([row], dtype=object), {}
    ).loc["M"]
    # 28 Aug to 30 Oct are 45 working days from Monday to Friday, and 55 more from there.
    assert (found["first_slip_days"], found["decided"]) == (100.0, decided)


def test_without_a_slip_there_is_none_against_the_first_baseline() -> None:
    moves = baselines.moved(said(M=("2026-08-28", "2026-09-11", None)))
    mark = {"project": "P", "baseline": None, "slip_days": None, "calendar": None}
    nothing = pd.DataFrame(columns=["about_key", "kind", "state", "date", "text"], dtype=object)
    found = baselines.judged(moves, pd.DataFrame([mark], index=["M"], dtype=object), nothing, {}).loc["M"]
    assert (found["first_slip_days"], found["decided"]) == (None, None)
