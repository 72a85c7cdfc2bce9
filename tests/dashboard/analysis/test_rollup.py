"""Weighted means that never stand alone: coverage, the weights that count, and the worst child beside them."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis import money
from dashboard.analysis.rollup import delivery, earned, roll_up
from dashboard.analysis.status import NO_DATA, WORST_FIRST, of_score


def children(*rows: tuple[str, float | None, float | None], stale: bool = False) -> pd.DataFrame:
    """Make children of O from (key, score, weight)."""
    lines = [
        {
            "parent": "O", "key": key, "name": f"name of {key}", "score": score, "weight": weight, "stale": stale,
            "status": NO_DATA if score is None else of_score(score),
        }
        for key, score, weight in rows
    ]  # fmt: skip
    columns = ["parent", "key", "name", "score", "weight", "stale", "status"]
    return pd.DataFrame(lines, columns=columns, dtype=object)


def rolled(frame: pd.DataFrame) -> dict[Any, Any]:
    return roll_up(["O"], frame).to_dict("index")["O"]


def test_a_mean_may_hide_two_reds_so_the_worst_stands_beside_it() -> None:
    """OpenText: a red of weight 4, a red of weight 5 and a green of weight 6 give 56.7 % = yellow.

    Their scale runs the other way, from 0 (good) to 1, with green at 1/6 and red at 5/6: 10 - 10 x of it is ours.
    """
    red, green = 10 - 10 * 5 / 6, 10 - 10 * 1 / 6
    found = rolled(children(("A", red, 4.0), ("B", red, 5.0), ("C", green, 6.0)))
    assert round(10 - found["score"], 2) == 5.67
    assert (found["status"], found["worst"], found["worst_name"], found["worst_status"]) == (
        "at_risk", "A", "name of A", "off_track",
    )  # fmt: skip


def test_what_is_not_scored_is_left_out_and_shown_as_coverage() -> None:
    found = rolled(children(("K40", 7.6, None), ("K41", None, None)))
    assert (round(found["score"], 2), found["status"], found["coverage"], found["children"]) == (7.6, "on_track", 1, 2)


def test_a_weight_that_is_not_stated_counts_as_one() -> None:
    assert rolled(children(("A", 9.0, None), ("B", 3.0, 2.0)))["score"] == 5.0


def test_nothing_scored_is_no_data() -> None:
    for frame in (children(("A", None, 1.0)), children(), children(("A", 5.0, 0.0))):
        found = rolled(frame)
        assert (found["status"], bool(pd.isna(found["score"]))) == (NO_DATA, True)


def test_a_stale_child_makes_its_parent_stale_where_it_is_scored() -> None:
    assert rolled(children(("A", 5.0, 1.0), stale=True))["stale"]
    assert not rolled(children(("A", None, 1.0), stale=True))["stale"]


def test_every_parent_has_its_own_line_in_the_order_asked_for() -> None:
    frame = children(("A", 5.0, 1.0))
    assert list(roll_up(["X", "O", "B"], frame).index) == ["X", "O", "B"]
    assert list(roll_up(["X", "O"], frame)["coverage"]) == [0, 1]


def test_a_weight_below_zero_counts_as_none() -> None:
    found = rolled(children(("A", 9.0, -1.0), ("B", 3.0, 2.0), ("C", 6.0, 1.0)))
    assert (found["score"], found["coverage"], found["worst"]) == (4.0, 3, "B")
    assert rolled(children(("A", 9.0, -1.0)))["status"] == NO_DATA


WEIGHTS = st.floats(-5, 0) | st.floats(1e-6, 100)
SCORED = st.lists(st.tuples(st.none() | st.floats(0, 10), st.none() | WEIGHTS), min_size=1, max_size=8)


@given(SCORED, st.data())
def test_a_better_child_never_worsens_its_parent(
    scored: list[tuple[float | None, float | None]], data: st.DataObject
) -> None:
    before = rolled(children(*((f"K{n}", score, weight) for n, (score, weight) in enumerate(scored))))
    better = [
        (score if score is None else min(10.0, score + data.draw(st.floats(0, 5))), weight) for score, weight in scored
    ]
    after = rolled(children(*((f"K{n}", score, weight) for n, (score, weight) in enumerate(better))))
    assert after["coverage"] == before["coverage"]
    for name in ("status", "worst_status"):
        known = NO_DATA not in (after["status"], before["status"])
        assert not known or WORST_FIRST[after[name]] >= WORST_FIRST[before[name]]


@given(SCORED, st.floats(0, 10))
def test_weights_sum_to_one_among_the_scored(scored: list[tuple[float | None, float | None]], level: float) -> None:
    """A mean of children that all score the same is that score, however the weights lie and whatever is not scored."""
    same = [(None if score is None else level, weight) for score, weight in scored]
    found = rolled(children(*((f"K{n}", score, weight) for n, (score, weight) in enumerate(same))))
    counts = any(score is not None and (weight is None or weight > 0) for score, weight in same)
    assert found["score"] == pytest.approx(level) if counts else bool(pd.isna(found["score"]))


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 100)), min_size=1, max_size=8))
def test_a_mean_lies_between_its_worst_and_its_best(scored: list[tuple[float, float]]) -> None:
    found = rolled(children(*((f"K{n}", score, weight) for n, (score, weight) in enumerate(scored))))
    values = [score for score, _ in scored]
    assert min(values) - 1e-9 <= found["score"] <= max(values) + 1e-9
    assert found["worst_status"] == of_score(min(values))


@pytest.mark.parametrize(("scores", "expected"), [((2.97, 2.63, 7.78), 4.46), ((8.33, 6.98, 7.80), 7.70)])
def test_objectives_of_the_story(scores: tuple[float, ...], expected: float) -> None:
    """C3 (its mean hides two off track) and I3 at the end of October, from the scores of their KPIs."""
    found = rolled(children(*((f"K{n}", score, None) for n, score in enumerate(scores))))
    assert round(found["score"], 2) == expected


# --- projects ---

LEAN_FLOW = [
    ("P06", "off_track", 6400, 4100, 3040, 3900), ("P07", "at_risk", 1300, 980, 900, 930),
    ("P08", "at_risk", 740, 560, 515, 520), ("P09", "off_track", 5100, 4700, 3560, 3790),
    ("P10", "on_track", 1050, 820, 830, 800),
]  # fmt: skip


def projects(*rows: tuple[Any, ...], rate: float | None = 1.0) -> pd.DataFrame:
    """Make projects of the programme LF from (key, status, BAC, PV, EV, AC) in thousands."""
    columns = ["key", "status", "bac", "pv", "ev", "ac"]
    frame = pd.DataFrame(rows, columns=columns).assign(parent="LF", stale=False, rate=rate)
    return frame.assign(name=frame["key"], eac=frame["bac"] * frame["ac"] / frame["ev"])


def test_a_programme_is_the_mean_of_its_projects_and_the_worst_stands_beside_it() -> None:
    """Two off track (1.67), two at risk (5), one on track (8.33): 21.67 / 5 = 4.33."""
    found = delivery(["LF"], projects(*LEAN_FLOW)).loc["LF"]
    assert (round(found["score"], 2), found["status"]) == (4.33, "at_risk")
    assert (found["worst"], found["worst_status"], found["coverage"], found["children"]) == ("P06", "off_track", 5, 5)


def test_what_is_done_counts_in_full_and_what_has_no_data_not_at_all() -> None:
    rows = projects(("A", "done", 1, 1, 1, 1), ("B", "no_data", 1, 1, 1, 1), ("C", "at_risk", 1, 1, 1, 1))
    found = delivery(["LF", "X"], rows)
    assert list(found.loc["LF", ["score", "coverage", "children", "worst"]]) == [7.5, 2, 3, "C"]
    assert found["status"].to_list() == ["on_track", NO_DATA]
    assert delivery(["LF"], rows[rows["key"] == "A"])["status"].to_list() == ["done"]


def test_cpi_and_spi_of_a_programme_are_sums_over_sums() -> None:
    """EV 8,845, AC 9,940, PV 11,160: CPI 0.890, SPI 0.793; the mean of the CPIs, 0.943, would be another figure."""
    found = earned(["LF"], projects(*LEAN_FLOW)).loc["LF"]
    assert [round(found[name], 3) for name in ("cpi", "spi")] == [0.890, 0.793]
    assert [found[name] for name in ("ev", "ac", "pv", "bac")] == [8845, 9940, 11160, 14590]
    assert [found[name] for name in ("cpi_of", "spi_of", "cost_of", "of")] == [5, 5, 5, 5]


def test_a_figure_counts_only_where_its_pair_is_known_too() -> None:
    rows = projects(
        ("A", "on_track", 10, None, 4, 5), ("B", "on_track", 10, 8, 4, None), ("C", "on_track", *[None] * 4)
    )
    found = earned(["LF", "X"], rows)
    assert list(found.loc["LF", ["ev", "ac", "cpi", "cpi_of", "pv", "spi", "spi_of", "of"]]) == [
        4, 5, 0.8, 1, 8, 0.5, 1, 3,
    ]  # fmt: skip
    assert list(found.loc["X", ["cpi_of", "of"]]) == [0, 0]
    assert found["cpi"].isna().to_list() == [False, True]


def test_nothing_spent_gives_no_index_rather_than_an_infinite_one() -> None:
    found = earned(["LF"], projects(("A", "on_track", 10, 0, 0, 0))).loc["LF"]
    assert bool(pd.isna(found["cpi"])) and bool(pd.isna(found["spi"]))


RATES = pd.DataFrame(
    [("GBP", "plan", "", 1.10), ("GBP", "plan", "2026-01-01", 1.17), ("CHF", "month", "", 1.04)],
    columns=["currency", "basis", "day", "rate"],
)


def test_money_and_hours_never_meet() -> None:
    units = pd.Series(["EUR", "GBP", "h", "CHF", None], dtype=object)
    factors, unit = money.in_one_unit(units, RATES, "EUR")
    assert unit == "EUR"
    assert factors.fillna(0.0).to_list() == [1.0, 1.17, 0.0, 0.0, 0.0]


def test_without_money_in_the_reports_currency_the_unit_of_most_counts() -> None:
    for currency in (None, "EUR"):
        factors, unit = money.in_one_unit(pd.Series(["h", "USD", "h", None], dtype=object), RATES, currency)
        assert (unit, factors.fillna(0.0).to_list()) == ("h", [1.0, 0.0, 1.0, 0.0])
    assert money.in_one_unit(pd.Series([None], dtype=object), RATES, None)[1] is None


@given(st.lists(st.sampled_from([("A", 1), ("A", 2), ("B", 3), ("B", 4), ("C", 5)]), unique=True, max_size=5))
def test_every_project_is_in_one_total_once(chosen: list[tuple[str, int]]) -> None:
    rows = pd.DataFrame(chosen, columns=["parent", "ev"]).assign(ac=1.0, pv=1.0, bac=1.0, eac=1.0, rate=1.0)
    apart, whole = earned(["A", "B", "C"], rows), earned(["all"], rows.assign(parent="all"))
    assert apart["ev"].sum() == whole["ev"].fillna(0.0).sum()
    assert apart["of"].sum() == whole["of"].sum() == len(chosen)
