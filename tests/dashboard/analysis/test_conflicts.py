"""Who is over capacity, by figures worked by hand. 9 November 2026 is a Monday."""

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.conflicts import against, competing, endangered, overloads, ranked, to_bring
from dashboard.analysis.load import Load
from dashboard.analysis.pieces import ASKED, FIRM, KINDS
from dashboard.analysis.working_time import Span

SPAN = Span.of("2026-11-09", "2026-12-06")  # four weeks


def load(capacity: list[float], *weeks: list[float], kind: str = FIRM) -> Load:
    """Give people with hours a day of each week from Monday to Friday."""

    def days(hours: list[float]) -> list[float]:
        return [hour * 60 for week in hours for hour in [week] * 5 + [0.0, 0.0]]

    demand = {each: np.zeros((len(weeks), SPAN.days)) for each in KINDS}
    demand[kind] = np.array([days(one) for one in weeks])
    keys: list[str | None] = [f"p{number}" for number in range(len(weeks))]
    return Load(keys, np.array([days(capacity)] * len(weeks)), demand)


def test_four_hours_over_in_a_week_are_a_conflict_and_weeks_one_after_the_other_are_one() -> None:
    """36 hours a week: 40 is over by 4, 39.5 by less; over, over, not over, over are two conflicts."""
    found = overloads(load([7.2] * 4, [8, 12, 7.9, 8.0]), SPAN)
    near = pytest.approx
    assert found.to_numpy().tolist() == [
        [
            "p0",
            "2026-11-09",
            "2026-11-20",
            2,
            100.0,
            pytest.approx(72.0),
            pytest.approx(28.0),
            pytest.approx(10000 / 72),
        ],
        ["p0", "2026-11-30", "2026-12-04", 1, 40.0, near(36.0), near(4.0), near(4000 / 36)],
    ]


def test_no_capacity_with_demand_is_a_conflict_and_not_infinity() -> None:
    found = overloads(load([0.0] * 4, [0, 2, 0, 0]), SPAN)
    assert found.to_numpy().tolist() == [["p0", "2026-11-16", "2026-11-20", 1, 10.0, 0.0, 10.0, None]]


def test_asked_work_and_demand_without_a_name_are_no_conflict() -> None:
    assert overloads(load([7.2] * 4, [20, 20, 20, 20], kind=ASKED), SPAN).empty
    assert overloads(load([7.2] * 4, [20, 20, 20, 20])._replace(keys=[None]), SPAN).empty
    assert overloads(Load([], np.zeros((0, 28)), {kind: np.zeros((0, 28)) for kind in KINDS}), SPAN).empty


LINES = pd.DataFrame(
    [["p0", "P06", "t1", "Weld", 960.0], ["p0", "P11", "t2", "Tune", None], ["p0", "P12", "t3", "Rest", 0.0],
     ["p1", "P06", "t4", "Weld", 0.0]],
    columns=["person", "project", "task", "task_name", "total_slack"], dtype=object,
)  # fmt: skip


def test_the_work_of_the_days_in_conflict_competes_most_hours_first_with_its_slack() -> None:
    found = pd.DataFrame([["p0", "2026-11-09", "2026-11-10"]], columns=["person", "first", "last"], dtype=object)
    minutes = np.zeros((4, SPAN.days))
    minutes[0, :2], minutes[1, :3], minutes[2, 5:], minutes[3, :] = 60.0, 300.0, 60.0, 60.0
    rows = competing(found, LINES, minutes, SPAN)
    rows = rows.astype(object).where(rows.notna(), None)
    assert rows.to_numpy().tolist() == [
        ["p0", "2026-11-09", "P11", "t2", "Tune", 10.0, None, 1],
        ["p0", "2026-11-09", "P06", "t1", "Weld", 2.0, 16.0, 0],
    ]
    assert competing(found.iloc[:0], LINES, minutes, SPAN).empty


def test_what_still_has_to_come_from_the_competing_work_is_endangered_once_for_each_project() -> None:
    """8 x 0.5 x 3/6 = 2.0 points of P06; what is done or moves a KPI the wrong way does not count."""
    effects = pd.DataFrame(
        [["P06", True, False], ["P06", True, True], ["P11", True, False], ["P11", True, False], ["P12", False, False]],
        columns=["project", "counts", "done"],
    )
    points = pd.DataFrame(
        {"objective": ["I1", "I1", "I4", "I2", "C1"], "points": [8 * 0.5 * 3 / 6, 1.0, None, -1.0, 5.0]}
    )
    day = "2026-11-09"
    sides = pd.DataFrame(
        [["p0", day, "P06"], ["p0", day, "P06"], ["p0", day, "P11"], ["p1", day, "P12"]],
        columns=["person", "first", "project"],
    )
    found = endangered(sides, to_bring(effects, points))
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["p0", "2026-11-09", "P06", "I1", 2.0],
        ["p0", "2026-11-09", "P11", "I4", None],
    ]
    over = pd.DataFrame(
        [["p1", "2026-11-09", 90.0], ["p0", "2026-11-09", 5.0]], columns=["person", "first", "over_hours"], dtype=object
    )
    order = ranked(over, found)
    assert order[["person", "endangered", "objectives"]].to_numpy().tolist() == [
        ["p0", 2.0, ["I1", "I4"]],
        ["p1", 0.0, []],
    ]
    assert ranked(over.iloc[:0], found.iloc[:0]).empty


def test_a_project_stands_against_those_in_its_conflict_that_have_most_to_bring() -> None:
    """P06 brings 1 point: beside P11 with 8 for one person, beside P12 with 2 + 10 for another."""
    sides = pd.DataFrame(
        [["p0", "2026-11-09", "P06"], ["p0", "2026-11-09", "P11"], ["p1", "2026-11-16", "P06"],
         ["p1", "2026-11-16", "P12"], ["p2", "2026-11-16", "P13"]],
        columns=["person", "first", "project"], dtype=object,
    )  # fmt: skip
    brings = pd.DataFrame(
        [["P06", "O1", 1.0], ["P11", "O1", 8.0], ["P12", "O1", 2.0], ["P12", "O2", 10.0]],
        columns=["project", "objective", "points"],
    )
    found = against(sides, brings).sort_index()
    assert found.index.to_list() == ["P06", "P11", "P12", "P13"]
    assert found[["endangers", "endangers_other"]].to_numpy().tolist() == [
        [1.0, 12.0],
        [8.0, 1.0],
        [12.0, 1.0],
        [0.0, 0.0],
    ]
