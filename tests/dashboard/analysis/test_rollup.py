"""Weighted means that never stand alone: coverage, the weights that count, and the worst child beside them."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.rollup import roll_up
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


SCORED = st.lists(
    st.tuples(st.none() | st.floats(0, 10), st.none() | st.floats(-5, 100) | st.just(0.0)), min_size=1, max_size=8
)


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
