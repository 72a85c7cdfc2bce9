"""How assignments lie on days, by figures worked by hand. 9 November 2026 is a Monday."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.demand import by_day, by_period, reach, spread
from dashboard.analysis.working_time import Span, WorkingTime
from tests.dashboard.analysis.planned import FULL, calendar, hours, lines

WEEK = ("2026-11-09", "2026-11-15")
C = calendar("c", FULL)


def test_an_assignment_across_a_weekend_rests_on_it() -> None:
    """24 hours from Thursday at 13:00 to Tuesday at 12:00: 4 + 8 + 8 + 4 working hours."""
    row = {"start": "2026-11-12T13:00:00", "finish": "2026-11-17T12:00:00", "remaining_work": 1440.0, "calendar": "1:c"}
    found = hours(lines(row), "2026-11-12", "2026-11-17", C)
    assert found == {"firm": [[4, 8, 0, 0, 8, 4]]}


def test_added_up_by_month_it_is_what_the_days_come_to() -> None:
    """24 hours over the last two working days of October and the first of November, and work of another kind."""
    rows = lines(
        {"start": "2026-10-29", "finish": "2026-11-02", "remaining_work": 1440.0, "calendar": "1:c"},
        {"start": "2026-10-01", "finish": "2026-10-31", "hours_per_week": 5.0, "firm": False, "calendar": "1:c"},
    )
    span = Span.of("2026-10-30", "2026-11-02")
    times = WorkingTime([C], reach(rows, span))
    whole = np.array([0, 0], dtype=np.int64)
    found = by_period(spread(rows, times).pieces, whole, 1, times, span, np.array([0, 2], dtype=np.int64))
    assert {kind: minutes.tolist() for kind, minutes in found.items()} == {
        "done": [[0, 0]], "firm": [[480, 480]], "asked": [[60, 0]], "overdue": [[0, 0]],
    }  # fmt: skip


def test_over_a_hundred_percent_units_is_demand_as_stated() -> None:
    row = {"start": "2026-11-09T08:00:00", "finish": "2026-11-10T17:00:00", "remaining_work": 1920.0, "calendar": "1:c"}
    assert hours(lines(row), *WEEK, C) == {"firm": [[16, 16, 0, 0, 0, 0, 0]]}


def test_a_task_that_finished_early_leaves_nothing_behind() -> None:
    """Planned until Friday, done on Tuesday at noon with 12 hours."""
    row = {
        "start": "2026-11-09T08:00:00", "finish": "2026-11-10T12:00:00", "actual_start": "2026-11-09T08:00:00",
        "actual_finish": "2026-11-10T12:00:00", "actual_work": 720.0, "remaining_work": 0.0, "calendar": "1:c",
        "status_date": "2026-11-13",
    }  # fmt: skip
    assert hours(lines(row), *WEEK, C) == {"done": [[8, 4, 0, 0, 0, 0, 0]]}


def test_two_calendars_spread_the_same_work_in_their_own_way() -> None:
    days = {"start": "2026-11-09", "finish": "2026-11-15", "remaining_work": 2400.0}
    found = hours(
        lines({**days, "calendar": "1:c"}, {**days, "calendar": "1:d"}), *WEEK, C, calendar("d", {"6": FULL["1"]})
    )
    assert found == {"firm": [[8, 8, 8, 8, 8, 0, 0], [0, 0, 0, 0, 0, 40, 0]]}


def test_what_has_begun_is_done_before_the_status_date_and_left_from_it_on() -> None:
    row = {
        "start": "2026-11-09T08:00:00", "finish": "2026-11-13T17:00:00", "actual_start": "2026-11-09T08:00:00",
        "actual_work": 480.0, "remaining_work": 720.0, "calendar": "1:c", "status_date": "2026-11-11",
    }  # fmt: skip
    assert hours(lines(row), *WEEK, C) == {"done": [[4, 4, 0, 0, 0, 0, 0]], "firm": [[0, 0, 4, 4, 4, 0, 0]]}


def test_work_left_before_the_status_date_is_overdue_and_not_dropped() -> None:
    row = {"start": "2026-11-09", "finish": "2026-11-12", "remaining_work": 1920.0, "status_date": "2026-11-11"}
    late = {**row, "finish": "2026-11-10", "remaining_work": 60.0}
    assert hours(lines(row, late), *WEEK) == {
        "firm": [[0, 0, 8, 8, 0, 0, 0], [0] * 7],
        "overdue": [[8, 8, 0, 0, 0, 0, 0], [0.5, 0.5, 0, 0, 0, 0, 0]],
    }


def test_the_spread_of_the_export_counts_and_is_cut_at_the_status_date() -> None:
    row = {
        "start": "2026-11-09", "finish": "2026-11-13", "work": 900.0, "actual_work": 300.0, "remaining_work": 600.0,
        "actual_spread": '[["2026-11-09","2026-11-09",300]]',
        "spread": '[["2026-11-10","2026-11-11",150],["2026-11-14","2026-11-14",300]]', "status_date": "2026-11-11",
    }  # fmt: skip
    assert hours(lines(row), *WEEK) == {
        "done": [[5, 0, 0, 0, 0, 0, 0]],
        "overdue": [[0, 2.5, 0, 0, 0, 0, 0]],
        "firm": [[0, 0, 2.5, 0, 0, 5, 0]],
    }


def test_rounded_pieces_of_a_spread_add_up_to_the_stated_work_and_others_stay_as_written() -> None:
    rounded = {"remaining_work": 1000.0, "spread": '[["2026-11-09","2026-11-11",333.33]]'}
    other = {"remaining_work": 1000.0, "spread": '[["2026-11-09","2026-11-11",300]]'}
    found = hours(lines(rounded, other), *WEEK)["firm"]
    assert [sum(row) for row in found] == pytest.approx([1000 / 60, 15], abs=1e-3)


def test_hours_a_week_and_shares_fall_on_working_days_for_each_of_those_asked() -> None:
    off = calendar("h", FULL, [["2026-11-11", "2026-11-11", []]])
    weekly = {
        "start": "2026-11-09",
        "finish": "2026-11-12T23:59:59",
        "hours_per_week": 36.0,
        "people": 4.0,
        "firm": False,
    }
    share = {"start": "2026-11-09", "finish": "2026-11-15", "share": 0.5, "firm": True, "calendar": "1:h"}
    assert hours(lines({**weekly, "calendar": "1:h"}, share), *WEEK, off) == {
        "asked": [[28.8, 28.8, 0, 28.8, 0, 0, 0], [0] * 7],
        "firm": [[0] * 7, [4, 4, 0, 4, 4, 0, 0]],
    }


def test_work_on_days_that_are_not_worked_is_even_over_them() -> None:
    row = {"start": "2026-11-14T09:00:00", "finish": "2026-11-15T15:00:00", "remaining_work": 600.0, "calendar": "1:c"}
    assert hours(lines(row), *WEEK, C) == {"firm": [[0, 0, 0, 0, 0, 5, 5]]}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({}, "no start or finish, nor has its task"),
        ({"start": "2026-11-12", "finish": "2026-11-09"}, "it ends before it begins"),
        ({"start": "2026-11-12", "finish": "2099-11-09"}, "it lasts longer than 3660 days"),
    ],
)
def test_what_can_lie_on_no_day_is_named_with_its_minutes(row: dict[str, Any], why: str) -> None:
    rows = lines({**row, "actual_work": 60.0, "remaining_work": 540.0})
    span = Span.of(*WEEK)
    laid = spread(rows, WorkingTime([], reach(rows, span)))
    assert not len(laid.pieces.line)
    assert laid.unplaced.to_numpy().tolist() == [[0, 600.0, why]]


DAYS = st.sampled_from([f"2026-11-{day:02}" for day in range(1, 29)])
TIMES = st.sampled_from(["", "T00:00:00", "T08:00:00", "T10:30:00", "T17:00:00", "T23:59:59"])


@st.composite
def assignments(draw: st.DrawFn) -> dict[str, Any]:
    start, finish = sorted([draw(DAYS), draw(DAYS)])
    done, left = draw(st.sampled_from([0.0, 77.7, 4800.0])), draw(st.sampled_from([0.0, 1.0, 3333.3]))
    begun = start if done else None
    return {
        "start": start + draw(TIMES), "finish": finish + draw(TIMES), "actual_start": begun, "actual_work": done,
        "remaining_work": left, "calendar": draw(st.sampled_from([None, "1:c", "1:d"])),
        "status_date": draw(st.none() | DAYS), "firm": draw(st.sampled_from([None, True, False])),
    }  # fmt: skip


@given(st.lists(assignments(), min_size=1, max_size=6), st.data())
def test_demand_is_conserved_however_it_is_grouped_and_binned(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    """Every hour lies on one day of one kind; groups, windows and their parts add up to the same."""
    every = lines(*rows)
    span = Span.of("2026-10-26", "2026-12-06")
    times = WorkingTime([C, calendar("d", {"2": FULL["1"]}, [["2026-11-10", "2026-11-10", []]])], reach(every, span))
    laid = spread(every, times)
    backwards = set(laid.unplaced["line"])
    whole = by_day(laid.pieces, np.arange(len(rows)), len(rows), times, span)
    each = sum(minutes.sum(axis=1) for minutes in whole.values())
    stated = [row["actual_work"] + row["remaining_work"] for row in rows]
    placed = [0.0 if place in backwards else minutes for place, minutes in enumerate(stated)]
    assert np.asarray(each) / 60 == pytest.approx(np.array(placed) / 60, abs=0.01)
    assert sum(placed) + laid.unplaced["minutes"].sum() == pytest.approx(sum(stated))
    groups = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows))))
    grouped = by_day(laid.pieces, groups, 3, times, span)
    for kind, minutes in whole.items():
        assert grouped[kind].sum(axis=0) == pytest.approx(minutes.sum(axis=0), abs=1e-6)
        assert (minutes >= 0).all()
    cut = data.draw(st.integers(1, span.days - 1))
    parts = [Span(span.first, cut), Span(span.first + cut, span.days - cut)]
    halves = [by_day(laid.pieces, groups, 3, times, part) for part in parts]
    for kind in whole:
        assert np.hstack([half[kind] for half in halves]) == pytest.approx(grouped[kind], abs=1e-6)
