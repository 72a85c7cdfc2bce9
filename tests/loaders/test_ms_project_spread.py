"""Microsoft Project XML: work and cost laid over the days."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import Assignment
from loaders.ms_project.spread import _share, fitted  # pyright: ignore[reportPrivateUsage]
from loaders.ms_project.timetable import Timetable
from tests.loaders.mspdi import (
    OFFICE,
    assigned,
    assignment,
    el,
    load,
    period,
    phased,
    plan,
    resource,
    rows,
    standard,
    task,
    total,
    weekday,
)

NIGHT = (("00:00:00", "03:00:00"), ("04:00:00", "08:00:00"), ("23:00:00", "00:00:00"))


def test_time_phased_data_goes_to_what_it_says(tmp_path: Path):
    day = ("2026-10-05T08:00:00", "2026-10-05T17:00:00")
    found = assigned(
        tmp_path,
        phased(1, *day, "PT1H0M0S"),
        phased(2, *day, "PT2H0M0S"),
        phased(4, *day, "PT3H0M0S"),
        phased(5, *day, "12345"),
        phased(6, *day, "67"),
        phased(16, *day, "PT9H0M0S"),
    )
    assert {name: value for name, value in found.items() if "spread" in name} == {
        "spread": '[["2026-10-05","2026-10-05",60]]',
        "actual_spread": '[["2026-10-05","2026-10-05",120]]',
        "baseline_spread": '[["2026-10-05","2026-10-05",180]]',
        "baseline_cost_spread": '[["2026-10-05","2026-10-05",123.45]]',
        "actual_cost_spread": '[["2026-10-05","2026-10-05",0.67]]',
    }
    assert found["notes"] == ["time-phased data that is not kept: baselines 1 to 10 (1)"]


def test_equal_days_are_packed_and_days_without_work_part_them(tmp_path: Path):
    days = [f"2026-10-{day:02}" for day in range(5, 14)]
    hours = ["PT8H0M0S"] * 5 + [None, "PT0H0M0S"] + ["PT8H0M0S", "PT4H0M0S"]
    data = [
        phased(1, f"{day}T08:00:00", f"{following}T08:00:00", value)
        for day, following, value in zip(days, [*days[1:], "2026-10-14"], hours, strict=True)
    ]
    assert assigned(tmp_path, *data)["spread"] == (
        '[["2026-10-05","2026-10-09",480],["2026-10-12","2026-10-12",480],["2026-10-13","2026-10-13",240]]'
    )


def test_the_order_inside_time_phased_data_does_not_matter(tmp_path: Path):
    turned = el(
        "TimephasedData",
        Value="PT8H0M0S",
        Finish="2026-10-05T17:00:00",
        Unit=2,
        Start="2026-10-05T08:00:00",
        UID=1,
        Type=1,
    )
    assert assigned(tmp_path, turned)["spread"] == '[["2026-10-05","2026-10-05",480]]'


def test_one_element_over_many_days_is_shared_out_by_the_calendar_of_the_person(tmp_path: Path):
    holiday = el("Exceptions", el("Exception", period("2026-10-08", "2026-10-08"), DayWorking=0))
    fridays_off = el("Calendar", el("WeekDays", weekday(6)), UID=3, BaseCalendarUID=1)
    found = assigned(
        tmp_path,
        phased(4, "2026-10-05T13:00:00", "2026-10-13T12:00:00", "PT32H0M0S"),
        calendars=(standard(holiday), fridays_off),
        person=resource(1, "Ann", CalendarUID=3),
    )
    # Monday afternoon, two days, Thursday is a holiday, Friday and the weekend are free, Monday, Tuesday morning.
    assert found["baseline_spread"] == (
        '[["2026-10-05","2026-10-05",240],["2026-10-06","2026-10-07",480],'
        '["2026-10-12","2026-10-12",480],["2026-10-13","2026-10-13",240]]'
    )


def test_a_night_shift_counts_on_both_days(tmp_path: Path):
    week = el("WeekDays", *(weekday(kind, *NIGHT) for kind in range(1, 8)))
    night = el("Calendar", week, UID=3, Name="Night")
    found = assigned(
        tmp_path,
        phased(1, "2026-10-05T23:00:00", "2026-10-06T23:00:00", "PT8H0M0S"),
        calendars=(standard(), night),
        person=resource(1, "Ann", CalendarUID=3),
    )
    assert found["spread"] == '[["2026-10-05","2026-10-05",60],["2026-10-06","2026-10-06",420]]'


@pytest.mark.parametrize(
    ("start", "finish", "spread"),
    [
        ("2026-10-10T08:00:00", "2026-10-11T08:00:00", [["2026-10-10", "2026-10-10", 480]]),  # Saturday
        ("2026-10-10T08:00:00", "2026-10-11T17:00:00", [["2026-10-10", "2026-10-11", 240]]),
        ("2026-10-10T00:00:00", "2026-10-12T00:00:00", [["2026-10-10", "2026-10-11", 240]]),
    ],
)
def test_work_outside_working_time_counts_on_the_days_it_lies_in(tmp_path: Path, start, finish, spread):
    assert json.loads(str(assigned(tmp_path, phased(1, start, finish, "PT8H0M0S"))["spread"])) == spread


def test_the_calendar_of_the_task_or_the_project_holds_where_nobody_is_named(tmp_path: Path):
    sundays = el("Calendar", el("WeekDays", weekday(1, *OFFICE)), UID=3, Name="Sundays")
    data = phased(1, "2026-10-05T08:00:00", "2026-10-19T08:00:00", "PT16H0M0S")
    export = load(
        tmp_path,
        plan(
            task(1, CalendarUID=3),
            task(2),
            calendars=(standard(), sundays),
            assignments=(
                assignment(1, 1, -65535, data, Work="PT16H0M0S", RemainingWork="PT16H0M0S"),
                assignment(2, 2, -65535, data, Work="PT16H0M0S", RemainingWork="PT16H0M0S"),
            ),
        ),
    )
    found = rows(export, Assignment)
    assert found["Plan.1"]["spread"] == '[["2026-10-11","2026-10-11",480],["2026-10-18","2026-10-18",480]]'
    assert found["Plan.2"]["spread"] == '[["2026-10-05","2026-10-09",96],["2026-10-12","2026-10-16",96]]'


def test_rounding_of_the_tool_is_put_right_and_more_is_left_as_written(tmp_path: Path):
    thirds = [phased(1, f"2026-10-0{day}T08:00:00", f"2026-10-0{day}T17:00:00", "PT2H39M50S") for day in (5, 6, 7)]
    found = assigned(tmp_path, *thirds, Work="PT8H0M0S", RemainingWork="PT8H0M0S")
    assert found["spread"] == '[["2026-10-05","2026-10-07",160]]'
    assert found["notes"] == []
    found = assigned(tmp_path, *thirds, Work="PT23H0M0S", RemainingWork="PT23H0M0S")
    assert total(found["spread"]) == pytest.approx(479.5, abs=0.01)
    assert found["notes"] == [
        "time-phased work that does not add up to the stated work; both are kept as written: 1 (first: Assignment 1)"
    ]


OFFICE_HOURS = Timetable(dict.fromkeys(range(1, 6), ((480, 720), (780, 1020))), [])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1)).map(lambda moment: moment.replace(second=0))


@given(MOMENTS, st.timedeltas(timedelta(minutes=1), timedelta(days=40)), st.floats(0.01, 1e6))
def test_what_is_shared_out_adds_up_and_lies_in_working_time_if_there_is_any(start, length, amount):
    finish = start + length
    begin = (start.toordinal(), start.hour * 60 + start.minute)
    end = (finish.toordinal(), finish.hour * 60 + finish.minute)
    days: dict[int, float] = dict.fromkeys(range(begin[0], end[0] + 1), 0.0)
    _share(days, amount, begin, end, OFFICE_HOURS)
    assert sum(days.values()) == pytest.approx(amount)
    assert all(begin[0] <= day <= end[0] for day in days)
    worked = {
        day: OFFICE_HOURS.minutes(day, begin[1] if day == begin[0] else 0, end[1] if day == end[0] else 1440)
        for day in days
    }
    if any(worked.values()):
        whole = sum(worked.values())
        assert days == {day: pytest.approx(amount * minutes / whole) for day, minutes in worked.items()}


@given(MOMENTS, st.integers(1, 60 * 200))
def test_what_is_worked_until_the_end_of_a_task_is_its_duration(start, duration):
    begin = (start.toordinal(), start.hour * 60 + start.minute)
    end = OFFICE_HOURS.after(begin, duration)
    assert end is not None
    worked = sum(
        OFFICE_HOURS.minutes(day, begin[1] if day == begin[0] else 0, end[1] if day == end[0] else 1440)
        for day in range(begin[0], end[0] + 1)
    )
    assert worked == duration
    assert OFFICE_HOURS.minutes(end[0], end[1] - 1, end[1]) == 1  # and it ends in working time


@given(st.dictionaries(st.integers(1, 9), st.floats(0.1, 1e4), min_size=1), st.floats(0.5, 1.5))
def test_a_fit_adds_up_to_what_is_stated_or_changes_nothing(days, factor):
    stated = sum(days.values()) * factor
    found, agrees = fitted(days, stated)
    assert agrees == (sum(found.values()) == pytest.approx(stated))
    assert agrees or found == days
    assert set(found) == set(days)
