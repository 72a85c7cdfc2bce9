"""Who shares the people of a project, worked by hand. 2 November 2026 is a Monday; both spans are two weeks."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.load import Load
from dashboard.analysis.neighbours import SHARED, shared
from dashboard.analysis.pieces import FIRM, KINDS
from dashboard.analysis.working_time import Span

SPAN = Span.of("2026-11-02", "2026-11-15")


def weeks(first: float, second: float) -> list[float]:
    """Give hours of two weeks, laid on Mondays to Fridays."""
    return [each / 5 * (day < 5) for each in (first, second) for day in range(7)]


def neighbours(*lines: tuple[str | None, str, list[float]]) -> list[tuple[Any, ...]]:
    """Give who shares people with A, of lines of person, project and hours; everybody has 40 hours a week."""
    frame = pd.DataFrame([line[:2] for line in lines], columns=["person", "project"], dtype=object)
    minutes = np.array([line[2] for line in lines]).reshape(-1, SPAN.days) * 60
    people = sorted({person for person, *_ in lines if person})
    asked = np.array([minutes[(frame["person"] == person).to_numpy()].sum(axis=0) for person in people])
    asked = asked.reshape(-1, SPAN.days)
    demand = {kind: asked if kind == FIRM else np.zeros_like(asked) for kind in KINDS}
    load = Load(list(people), np.array([weeks(40, 40)] * len(people)).reshape(-1, SPAN.days) * 60, demand)
    found = shared("A", frame, minutes, load, SPAN)
    return list(found[list(SHARED)].round(6).itertuples(index=False, name=None))


def test_people_are_shared_in_the_weeks_in_which_they_work_for_both() -> None:
    """Ann: A 30 and 20, B 20 in week 1 and C 40 in week 2: over by 10, then by 20. Bo: A and B in week 1 only."""
    assert neighbours(
        ("ann", "A", weeks(30, 20)), ("ann", "B", weeks(20, 0)), ("ann", "C", weeks(0, 40)),
        ("bo", "A", weeks(10, 0)), ("bo", "B", weeks(30, 30)), ("bo", "C", weeks(0, 5)),
    ) == [
        ("B", ["bo", "ann"], 1, 40.0, 50.0, 10.0),
        ("C", ["ann"], 1, 20.0, 40.0, 20.0),
    ]  # fmt: skip


def test_several_tasks_of_one_project_are_one_and_who_has_no_name_is_nobody() -> None:
    assert neighbours(
        ("ann", "A", weeks(8, 8)), ("ann", "A", weeks(2, 2)), ("ann", "B", weeks(4, 4)), ("ann", "B", weeks(1, 0)),
        (None, "A", weeks(40, 40)), (None, "B", weeks(40, 40)),
    ) == [("B", ["ann"], 2, 20.0, 9.0, 0.0)]  # fmt: skip


def test_who_works_for_one_after_the_other_is_not_shared() -> None:
    assert neighbours(("ann", "A", weeks(8, 0)), ("ann", "B", weeks(0, 8)), ("bo", "B", weeks(8, 8))) == []
    assert neighbours() == []
