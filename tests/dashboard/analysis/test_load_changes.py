"""Whose load turned between two loads, by how much and through what, worked by hand. 2 November 2026 is a Monday."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.load import Load
from dashboard.analysis.load_changes import Booked, Turns, through, turned
from dashboard.analysis.load_changes_words import because, others, what
from dashboard.analysis.pieces import FIRM, KINDS
from dashboard.analysis.working_time import Span

WEEKS = 14
SPAN = Span.of("2026-11-02", "2027-02-07")


def weeks(*hours: float) -> list[float]:
    """Give hours a week, the last of them to the end, laid on Mondays to Fridays."""
    every = [*hours, *[hours[-1]] * (WEEKS - len(hours))]
    return [each / 5 * (day < 5) for each in every for day in range(7)]


def load(**people: tuple[list[float], list[float]]) -> Load:
    """Give capacity and firm demand of people."""
    none = np.zeros((len(people), SPAN.days))
    firm = np.array([asked for _, asked in people.values()]).reshape(none.shape) * 60
    demand = {kind: firm if kind == FIRM else none for kind in KINDS}
    return Load(list(people), np.array([had for had, _ in people.values()]).reshape(none.shape) * 60, demand)


FULL = weeks(40)


def rows(turns: Turns) -> list[tuple[Any, ...]]:
    names = ["person", "turn", "over_was", "over", "weeks", "first", "last"]
    return [(*row[:2], *map(float, row[2:4]), *row[4:]) for row in turns.rows[names].itertuples(index=False, name=None)]


def test_who_is_over_by_four_hours_more_or_less_is_told_of_and_in_which_weeks() -> None:
    """Ann: 50 of 40 in weeks 2 and 3, where she had 40. Bo: 60 then, 44 now, in week 1. Cy: 43 of 40 is no conflict."""
    then = load(ann=(FULL, weeks(40)), bo=(FULL, weeks(60, 30)), cy=(FULL, weeks(40)), dee=(FULL, weeks(44)))
    now = load(ann=(FULL, weeks(40, 50, 50, 40)), bo=(FULL, weeks(44, 30)), cy=(FULL, weeks(43)), new=(FULL, weeks(0)))
    assert rows(turned(then, now, SPAN)) == [
        ("ann", "over", 0.0, 20.0, 2, "2026-11-09", "2026-11-22"),
        ("bo", "relieved", 20.0, 4.0, 1, "2026-11-02", "2026-11-08"),
    ]


def test_who_comes_new_is_over_at_once_and_who_loses_time_is_over_without_new_work() -> None:
    then, now = load(ann=(FULL, weeks(36))), load(ann=(weeks(20, 40), weeks(36)), bo=(FULL, weeks(48, 8)))
    assert rows(turned(then, now, SPAN)) == [
        ("ann", "over", 0.0, 16.0, 1, "2026-11-02", "2026-11-08"),
        ("bo", "over", 0.0, 8.0, 1, "2026-11-02", "2026-11-08"),
    ]


def test_of_nobody_nothing_is_told() -> None:
    assert rows(turned(load(), load(), SPAN)) == rows(turned(load(ann=(FULL, weeks(60))), load(), SPAN)) == []
    assert rows(turned(load(), load(ann=(FULL, weeks(60, 0))), SPAN)) == [
        ("ann", "over", 0.0, 20.0, 1, "2026-11-02", "2026-11-08")
    ]


@pytest.mark.parametrize(("was", "now", "free"), [(24.0, 16.0, True), (16.0, 8.0, False), (20.5, 19.5, False)])
def test_who_had_half_of_thirteen_weeks_booked_and_no_longer_has_is_free(was: float, now: float, free: bool) -> None:
    """60 % to 40 % frees 104 hours; 40 % was free before; from 51 % to 49 % are 13 hours, under 40."""
    found = turned(load(ann=(FULL, weeks(was))), load(ann=(FULL, weeks(now))), SPAN).rows
    assert found[["turn", "booked_was", "booked"]].to_numpy().tolist() == [["free", 60.0, 40.0]] * free


def booked(*lines: tuple[str, str, str, list[float]]) -> Booked:
    """Give assignments of Ann: project, key, first day, hours."""
    frame = pd.DataFrame(
        [("ann", project, 1, key, f"{first}T08:00:00", None) for project, key, first, _ in lines],
        columns=["person", "project", "feed", "key", "start", "finish"],
        dtype=object,
    )
    return Booked(frame, np.array([hours for *_, hours in lines]).reshape(-1, SPAN.days) * 60)


def test_each_turn_says_through_which_work_and_how_much_of_the_persons_time() -> None:
    """In week 1 of Ann: A is new, B moved in, C with its whole project, D has more hours, E fewer, F is spread anew."""
    then = booked(
        ("B", "1", "2026-11-09", weeks(0, 9, 0)), ("C", "2", "2026-11-09", weeks(0, 8, 0)),
        ("D", "3", "2026-11-02", weeks(3, 0)), ("E", "4", "2026-11-02", weeks(30, 0)),
        ("F", "5", "2026-11-02", weeks(1, 3, 0)),
    )  # fmt: skip
    now = booked(
        ("A", "6", "2026-11-02", weeks(10, 0)), ("B", "1", "2026-11-02", weeks(9, 0)),
        ("C", "2", "2026-11-02", weeks(8, 0)), ("D", "3", "2026-11-02", weeks(10, 0)),
        ("E", "4", "2026-11-02", weeks(20, 0)), ("F", "5", "2026-11-02", weeks(3, 1, 0)),
    )  # fmt: skip
    turns = turned(load(ann=(FULL, weeks(34, 30))), load(ann=(weeks(36, 40), weeks(60, 30))), SPAN)
    less = (np.array([weeks(36, 40)]) - np.array([FULL])) * 60
    found = through(turns, then, now, less, {"C"})
    assert found[["kind", "project"]].to_numpy().tolist() == [
        ["added", "A"], ["moved", "B"], ["project", "C"], ["hours", "D"], ["time", None], ["spread", "F"],
    ]  # fmt: skip
    assert found["hours"].tolist() == pytest.approx([10, 9, 8, 7, -4, 2])


def test_of_the_work_for_one_project_the_sum_counts() -> None:
    """An export that keys its lines anew moves nothing: 20 hours went and 26 came, six more for A."""
    then, now = booked(("A", "1", "2026-11-02", weeks(20, 0))), booked(("A", "2", "2026-11-02", weeks(26, 0)))
    turns = turned(load(ann=(FULL, weeks(40))), load(ann=(FULL, weeks(46, 40))), SPAN)
    found = through(turns, then, now, np.zeros((1, SPAN.days)), set())
    assert found[["kind", "project", "hours"]].to_numpy().tolist() == [["added", "A", 6.0]]


ROW = {
    "name": "Ann",
    "weeks": 2,
    "first": "2026-11-09",
    "over_was": 0.0,
    "over": 20.0,
    "booked_was": 60.0,
    "booked": 40,
}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"turn": "over"}, "Ann is now over capacity, by 20 hours in 2 weeks from 9 Nov 2026."),
        (
            {"turn": "over", "over_was": 4.0, "weeks": 1},
            "Ann is further over capacity, by 20 hours where it was 4; it grew in 1 week from 9 Nov 2026.",
        ),
        (
            {"turn": "relieved", "over_was": 20.0, "over": 0.0},
            "Ann is no longer over capacity; it was by 20 hours in 2 weeks from 9 Nov 2026.",
        ),
        (
            {"turn": "relieved", "over_was": 20.0, "over": 5.5},
            "Ann is less over capacity, by 5.5 hours where it was 20; it fell in 2 weeks from 9 Nov 2026.",
        ),
        ({"turn": "free"}, "Ann has time again: 40 % of the next 13 weeks are booked, where it was 60 %."),
    ],
)
def test_a_turn_is_said_in_a_sentence(row: dict[str, Any], said: str) -> None:
    assert what(ROW | row) == said


def test_causes_are_said_the_largest_first_and_the_rest_counted() -> None:
    causes = [
        {"kind": "added", "name": "Pump", "hours": 12.0}, {"kind": "time", "name": None, "hours": -8.0},
        {"kind": "project", "name": "Line", "hours": 4.0}, {"kind": "moved", "name": "Bench", "hours": 2.0},
    ]  # fmt: skip
    assert because({"turn": "over", "because": causes, "time": ["absences"]}) == (
        "Through new work on Pump (12 hours), 8 hours less of their own time (absences), Line, which moved into these "
        "weeks (4 hours) and 1 more change."
    )
    assert because({"turn": "over", "because": [], "time": []}) is None
    assert others("over", 412, 5032) == "412 more people are further over capacity, by 5\u202f032 hours in all."
    assert others("free", 1, -3.0) == "1 more person has time again."
