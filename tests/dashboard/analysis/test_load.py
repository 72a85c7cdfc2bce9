"""Capacity and demand by group and period. 9 November 2026 is a Monday."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.load import Load, binned, edges, grouped, members
from dashboard.analysis.pieces import ASKED, DONE, FIRM, KINDS, OVERDUE
from dashboard.analysis.working_time import Span

SPAN = Span.of("2026-11-12", "2026-11-17")  # Thursday to Tuesday
NONE = [0.0] * 6


def load(*units: tuple[str | None, list[float], dict[str, list[float]]]) -> Load:
    """Give units in hours."""
    demand = {kind: np.array([asked.get(kind, NONE) for _, _, asked in units]) * 60 for kind in KINDS}
    return Load([key for key, _, _ in units], np.array([had for _, had, _ in units]) * 60, demand)


ADA = ("ada", [8.0, 4, 0, 0, 8, 8], {DONE: [8.0, 0, 0, 0, 0, 0], FIRM: [0.0, 6, 0, 0, 4, 4], ASKED: [0.0] * 5 + [8]})
BEN = ("ben", NONE, {FIRM: [0.0, 0, 1, 0, 0, 0], OVERDUE: [2.0, 0, 0, 0, 0, 0]})


def rows(found: pd.DataFrame) -> list[list[Any]]:
    return found.astype(object).where(found.notna(), None).to_numpy().tolist()


def test_a_week_adds_up_its_days_and_says_the_worst_of_them() -> None:
    """Ada: 14 of 12 hours, Friday 6 of 4. Ben has 3 hours and no capacity, which is over and not infinite."""
    assert rows(binned(load(ADA, BEN), SPAN, "week")) == [
        ["ada", "2026-11-09", 12.0, 14.0, pytest.approx(14 / 12 * 100), 150.0, 2.0, 0.0, 0.0],
        ["ada", "2026-11-16", 16.0, 8.0, 50.0, 50.0, 0.0, 8.0, 0.0],
        ["ben", "2026-11-09", 0.0, 3.0, None, None, 3.0, 0.0, 2.0],
        ["ben", "2026-11-16", 0.0, 0.0, None, None, 0.0, 0.0, 0.0],
    ]


def test_a_month_is_named_by_its_first_day_and_a_group_without_capacity_has_none() -> None:
    units = load(ADA)
    of_project = units._replace(capacity=np.full_like(units.capacity, np.nan))
    assert rows(binned(of_project, SPAN, "month")) == [["ada", "2026-11-01", None, 22.0, None, None, None, 8.0, 0.0]]
    assert binned(load(ADA), SPAN, "day")["period"].tolist()[:2] == ["2026-11-12", "2026-11-13"]


def test_nobody_and_no_days_give_no_rows() -> None:
    nobody = Load([], np.zeros((0, 6)), {kind: np.zeros((0, 6)) for kind in KINDS})
    assert binned(nobody, SPAN, "week").empty
    never = Load(["ada"], np.zeros((1, 0)), {kind: np.zeros((1, 0)) for kind in KINDS})
    assert binned(never, Span(SPAN.first, 0), "week").empty


UNITS = pd.DataFrame(
    [
        ["ada", "Engineer", "ENG", '{"plc":4,"controls":5}', None],
        ["ben", "Engineer", None, None, None],
        [None, None, "ENG", None, "controls"],
    ],
    columns=["person", "role", "department", "skills", "skill"],
    dtype=object,
)


def test_units_belong_to_their_role_and_department_and_to_each_of_their_skills() -> None:
    assert members(UNITS, "role").to_numpy().tolist() == [[0, "Engineer"], [1, "Engineer"], [2, None]]
    assert members(UNITS, "skill").to_numpy().tolist() == [[0, "plc"], [0, "controls"], [1, None], [2, "controls"]]
    asked = (None, NONE, {ASKED: [36.0] * 6})
    found = grouped(load(ADA, BEN, asked), members(UNITS, "skill"))
    week = binned(found, SPAN, "week")
    assert week[["group", "capacity_hours", "demand_hours", "asked_hours"]].to_numpy().tolist() == [
        ["controls", 12.0, 14.0, 144.0],
        ["controls", 16.0, 8.0, 80.0],
        ["plc", 12.0, 14.0, 0.0],
        ["plc", 16.0, 8.0, 8.0],
        [None, 0.0, 3.0, 0.0],
        [None, 0.0, 0.0, 0.0],
    ]


@given(st.integers(0, 800_000), st.integers(1, 900), st.sampled_from(["day", "week", "month"]))
def test_periods_part_the_days_and_no_hour_is_lost_when_they_are_binned_anew(first: int, days: int, by: str) -> None:
    span = Span(710_000 + first % 40_000, days)
    starts, periods = edges(span, by)
    assert starts[0] == 0
    assert (np.diff(starts) > 0).all()
    assert sorted(set(periods)) == periods
    minutes = np.arange(2 * days, dtype=float).reshape(2, days)
    one = Load(["a", None], minutes, dict.fromkeys(KINDS, minutes))
    found = binned(one, span, by)
    assert found["capacity_hours"].sum() * 60 == pytest.approx(minutes.sum())
    assert found["demand_hours"].sum() * 60 == pytest.approx(3 * minutes.sum())
    both = grouped(one, pd.DataFrame({"unit": [0, 1], "group": ["x", "x"]}))
    assert both.demand[FIRM].sum() == pytest.approx(minutes.sum())
