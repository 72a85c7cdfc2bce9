"""Microsoft Project XML: weeks, exceptions old and new, those that come again, and base calendars."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import Calendar, Resource, Task
from loaders.ms_project.recurrence import MOST, Recurrence, spans
from loaders.ms_project.timetable import Timetable, disjoint
from tests.loaders.mspdi import OFFICE, el, load, period, plan, reasons, resource, rows, standard, task, weekday

WORKED = [["08:00", "12:00"], ["13:00", "17:00"]]


def calendar(path: Path, *inner: str, **fields: Any) -> dict[str, object]:
    """Give what a calendar of Monday to Friday becomes, its JSON read."""
    (found,) = rows(load(path, plan(calendars=(standard(*inner, **fields),))), Calendar).values()
    return {name: json.loads(str(v)) if name in {"week", "exceptions"} else v for name, v in found.items()}


def exceptions(path: Path, *exceptions: str) -> object:
    return calendar(path, el("Exceptions", *exceptions)).get("exceptions")


def exception(first: str, last: str, *times: tuple[str, str], **fields: object) -> str:
    pairs = [el("WorkingTime", FromTime=start, ToTime=finish) for start, finish in times]
    working = [el("WorkingTimes", *pairs)] if pairs else []
    return el("Exception", period(first, last), *working, **({"DayWorking": int(bool(times))} | fields))


def test_a_week_has_iso_days_with_their_working_times(tmp_path: Path):
    assert calendar(tmp_path) == {
        "name": "Standard",
        "project": "Plan",
        "week": {"1": WORKED, "2": WORKED, "3": WORKED, "4": WORKED, "5": WORKED, "6": [], "7": []},
    }


def test_a_day_round_the_clock_and_a_night_end_at_24(tmp_path: Path):
    night = weekday(2, ("23:00:00", "00:00:00"), ("00:00:00", "03:00:00"))
    whole = weekday(3, ("00:00:00", "00:00:00"))
    found = rows(load(tmp_path, plan(calendars=(el("Calendar", el("WeekDays", night, whole), UID=1),))), Calendar)
    assert json.loads(str(found["Plan.1"]["week"])) == {
        "1": [["00:00", "03:00"], ["23:00", "24:00"]],
        "2": [["00:00", "24:00"]],
    }


def test_a_working_day_without_times_is_as_in_the_base(tmp_path: Path):
    own = el("Calendar", el("WeekDays", el("WeekDay", DayType=2, DayWorking=1), weekday(6)), UID=2, BaseCalendarUID=1)
    found = rows(load(tmp_path, plan(calendars=(standard(), own))), Calendar)["Plan.2"]
    assert found == {"base": "Plan.1", "project": "Plan", "week": '{"5":[]}'}


def test_exceptions_of_2003_and_of_2007_are_read_and_the_newer_win(tmp_path: Path):
    old = weekday(0, inner=period("2026-12-24", "2026-12-31"))
    extra = weekday(0, *OFFICE, inner=period("2026-12-12", "2026-12-12"))
    week = el("WeekDays", weekday(2, *OFFICE), old, extra)
    found = rows(load(tmp_path, plan(calendars=(el("Calendar", week, UID=1),))), Calendar)["Plan.1"]
    assert json.loads(str(found["exceptions"])) == [
        ["2026-12-12", "2026-12-12", WORKED],
        ["2026-12-24", "2026-12-31", []],
    ]
    newer = el("Exceptions", exception("2026-12-24", "2026-12-30"))
    found = rows(load(tmp_path, plan(calendars=(el("Calendar", week, newer, UID=1),))), Calendar)["Plan.1"]
    assert found["exceptions"] == '[["2026-12-24","2026-12-30",[]]]'


RECURRING = {
    "daily": ("2026-12-24", "2026-12-26", {"Type": 1}, ["2026-12-24/2026-12-26"]),
    "every second day": (
        "2026-12-01",
        "2026-12-05",
        {"Type": 1, "Period": 2},
        ["2026-12-01", "2026-12-03", "2026-12-05"],
    ),
    "yearly": (
        "2024-02-10",
        "2027-12-31",
        {"Type": 2, "Month": 1, "MonthDay": 29},
        ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"],
    ),
    "fourth Thursday of November": (
        "2025-01-01",
        "2026-12-31",
        {"Type": 3, "Month": 10, "MonthItem": 7, "MonthPosition": 3},
        ["2025-11-27", "2026-11-26"],
    ),
    "the 15th of every second month": (
        "2026-01-20",
        "2026-06-30",
        {"Type": 4, "Period": 2, "MonthDay": 15},
        ["2026-02-15", "2026-04-15", "2026-06-15"],
    ),
    "last Friday of the month": (
        "2026-01-01",
        "2026-03-31",
        {"Type": 5, "MonthItem": 8, "MonthPosition": 4},
        ["2026-01-30", "2026-02-27", "2026-03-27"],
    ),
    "first weekday of the month": (
        "2026-01-01",
        "2026-03-31",
        {"Type": 5, "MonthItem": 1, "MonthPosition": 0},
        ["2026-01-01", "2026-02-02", "2026-03-02"],
    ),
    "every second Tuesday and Thursday": (
        "2026-09-02",
        "2026-09-17",
        {"Type": 6, "Period": 2, "DaysOfWeek": 4 + 16},
        ["2026-09-03", "2026-09-15", "2026-09-17"],
    ),
    "every third weekday": (
        "2026-10-30",
        "2026-11-10",
        {"Type": 8, "Period": 3},
        ["2026-10-30", "2026-11-04", "2026-11-09"],
    ),
    "three Mondays, by number": (
        "2026-01-05",
        "2026-12-31",
        {"Type": 6, "DaysOfWeek": 2, "EnteredByOccurrences": 1, "Occurrences": 3},
        ["2026-01-05", "2026-01-12", "2026-01-19"],
    ),
    "a number that was not entered": (
        "2026-01-05",
        "2026-01-12",
        {"Type": 6, "DaysOfWeek": 2, "EnteredByOccurrences": 0, "Occurrences": 1},
        ["2026-01-05", "2026-01-12"],
    ),
}


@pytest.mark.parametrize("name", RECURRING)
def test_exceptions_that_come_again_are_days(tmp_path: Path, name: str):
    first, last, fields, days = RECURRING[name]
    expected = [[*(day.split("/") * 2)[:2], []] if "/" in day else [day, day, []] for day in days]
    assert exceptions(tmp_path, exception(first, last, **fields)) == expected


def test_an_exception_without_end_is_followed_for_a_while(tmp_path: Path):
    export = load(
        tmp_path,
        plan(calendars=(standard(el("Exceptions", exception("1984-01-02", "2149-12-30", Type=6, DaysOfWeek=2))),)),
    )
    found = json.loads(str(rows(export, Calendar)["Plan.1"]["exceptions"]))
    assert (len(found), found[0][0]) == (MOST, "1984-01-02")
    assert export.notes == [f"exceptions were followed for {MOST} times only: 1 (first: calendar 1)"]


def test_exceptions_that_meet_hold_in_the_order_of_the_file(tmp_path: Path):
    found = exceptions(
        tmp_path,
        exception("2026-12-24", "2026-12-24", ("08:00:00", "12:00:00")),
        exception("2026-12-21", "2026-12-31"),
        exception("2026-12-30", "2027-01-02", ("08:00:00", "09:00:00")),
    )
    assert found == [
        ["2026-12-21", "2026-12-23", []],
        ["2026-12-24", "2026-12-24", [["08:00", "12:00"]]],
        ["2026-12-25", "2026-12-31", []],
        ["2027-01-01", "2027-01-02", [["08:00", "09:00"]]],
    ]


def test_other_work_weeks_hold_for_their_time_after_the_exceptions(tmp_path: Path):
    short = el("WeekDays", weekday(6, ("08:00:00", "12:00:00")), weekday(2))
    found = calendar(
        tmp_path,
        el("Exceptions", exception("2026-07-10", "2026-07-10")),
        el("WorkWeeks", el("WorkWeek", period("2026-07-06", "2026-07-19"), short, Name="Summer")),
    )
    assert found["exceptions"] == [
        ["2026-07-06", "2026-07-06", []],
        ["2026-07-10", "2026-07-10", []],
        ["2026-07-13", "2026-07-13", []],
        ["2026-07-17", "2026-07-17", [["08:00", "12:00"]]],
    ]


def test_a_base_may_stand_after_what_is_based_on_it(tmp_path: Path):
    export = load(tmp_path, plan(calendars=(el("Calendar", UID=3, BaseCalendarUID=1), standard(BaseCalendarUID=-1))))
    assert rows(export, Calendar)["Plan.3"]["base"] == "Plan.1"
    assert "base" not in rows(export, Calendar)["Plan.1"]


def test_calendars_that_cannot_be_are_rejected_by_name(tmp_path: Path):
    def bad(uid: int, *inner: str, **fields: object) -> str:
        return el("Calendar", *inner, **({"UID": uid, "Name": f"C{uid}"} | fields))

    export = load(
        tmp_path,
        plan(
            calendars=(
                standard(),
                bad(1),
                bad(2, BaseCalendarUID=99),
                bad(3, BaseCalendarUID=4),
                bad(4, BaseCalendarUID=3),
                bad(5, BaseCalendarUID=4),
                bad(6, el("WeekDays", weekday(9, *OFFICE))),
                bad(7, el("WeekDays", weekday(2, ("08:00:00", "12:00:00"), ("11:00:00", "13:00:00")))),
                bad(8, el("WeekDays", weekday(2, ("eight", "12:00:00")))),
                bad(9, el("WeekDays", weekday(2, ("08:00:00", "25:00:00")))),
                bad(10, el("Exceptions", exception("2026-12-31", "2026-12-24"))),
                bad(11, el("Exceptions", exception("2026-12-24", "soon"))),
                bad(12, el("Exceptions", el("Exception", Name="x"))),
                bad(13, el("Exceptions", exception("2026-12-24", "2026-12-31", Type=6))),
                bad(14, el("Exceptions", exception("2026-12-24", "2026-12-31", Type=12))),
                bad(15, el("Exceptions", exception("2026-12-24", "2026-12-31", Type="x"))),
                bad(16, el("Exceptions", *[exception("2026-12-24", "2026-12-24")] * 5_001)),
                el("Calendar", Name="C17"),
            )
        ),
    )
    assert list(rows(export, Calendar)) == ["Plan.1"]
    assert reasons(export) == [
        "Calendar 1 'C1': UID '1' is used by row 9 already, which is kept.",
        "Calendar 6 'C6' has the DayType '9', expected 0 to 7.",
        "Calendar 7 'C7' has working times that overlap or end before they begin.",
        "Calendar 8 'C8' has the working time 'eight', expected one such as 08:00:00.",
        "Calendar 9 'C9' has the working time '25:00:00', expected one such as 08:00:00.",
        "Calendar 10 'C10' has an exception that ends on 2026-12-24, before it begins on 2026-12-31.",
        "Calendar 11 'C11' has ToDate 'soonT23:59:00', which is not a date such as 2026-12-31T17:00:00.",
        "Calendar 12 'C12' has an exception without FromDate and ToDate.",
        "Calendar 13 'C13' has an exception that comes again without DaysOfWeek from 1 to 127.",
        "Calendar 14 'C14' has an exception of Type 12, expected 1 to 9.",
        "Calendar 15 'C15' has Type 'x', which is not a whole number.",
        "Calendar 16 'C16' has exceptions for more than 5000 days or periods.",
        "Calendar 'C17' has no UID.",
        "Calendar 2 'C2': BaseCalendarUID '99' leads to calendar 99, which the file does not have or which was "
        "rejected.",
        "Calendar 3 'C3': BaseCalendarUID '4' leads into a circle, or through more than 50 calendars.",
        "Calendar 4 'C4': BaseCalendarUID '3' leads into a circle, or through more than 50 calendars.",
        "Calendar 5 'C5': BaseCalendarUID '4' leads into a circle, or through more than 50 calendars.",
    ]


def test_a_calendar_that_the_file_does_not_have_is_noted_and_the_row_kept(tmp_path: Path):
    export = load(
        tmp_path,
        plan(
            task(1, CalendarUID=8),
            task(2, CalendarUID=-1),
            task(3, CalendarUID=1),
            resources=(resource(1, "Ann", CalendarUID=9),),
        ),
    )
    assert {key: row.get("calendar") for key, row in rows(export, Task).items()} == {
        "Plan.1": None,
        "Plan.2": None,
        "Plan.3": "Plan.1",
    }
    assert "calendar" not in rows(export, Resource)["Plan.1"]
    assert export.notes == [
        "calendars that the file does not have, so the project's calendar holds: 2 (first: Task 1: 8)"
    ]


DAYS = st.integers(min_value=730_000, max_value=730_060)
TIMES = st.sampled_from([(), ((480, 720),), ((480, 720), (780, 1020))])
RANGES = st.lists(st.tuples(DAYS, st.integers(0, 20), TIMES).map(lambda r: (r[0], r[0] + r[1], r[2])), max_size=12)


@given(RANGES)
def test_ranges_become_disjoint_and_the_first_that_names_a_day_holds(ranges):
    found = disjoint(ranges)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    for day in range(730_000, 730_081):
        named = next((times for first, last, times in ranges if first <= day <= last), None)
        assert next((times for first, last, times in found if first <= day <= last), None) == named


@given(RANGES, RANGES, st.dictionaries(st.integers(1, 7), TIMES), st.dictionaries(st.integers(1, 7), TIMES), DAYS)
def test_an_exception_goes_before_that_of_the_base_and_both_before_the_week(own, based, week, base_week, day):
    timetable = Timetable(week, disjoint(own), Timetable(base_week, disjoint(based)))
    named = [times for ranges in (own, based) for first, last, times in ranges if first <= day <= last]
    weekday = date.fromordinal(day).isoweekday()
    assert timetable.times(day) == (named[0] if named else week.get(weekday, base_week.get(weekday, ())))
    assert all(timetable.earliest <= start for start, _ in timetable.times(day))


RULES = st.builds(
    Recurrence,
    first=DAYS,
    last=st.integers(730_000, 735_000),
    kind=st.none() | st.integers(0, 10),
    period=st.none() | st.integers(-1, 40),
    occurrences=st.none() | st.integers(0, 5),
    weekdays=st.none() | st.integers(0, 130),
    month=st.none() | st.integers(-1, 12),
    month_day=st.none() | st.integers(0, 32),
    month_item=st.none() | st.integers(-1, 10),
    month_position=st.none() | st.integers(-1, 5),
)


@given(RULES)
def test_a_recurrence_gives_days_of_its_period_in_order_or_says_what_it_lacks(rule: Recurrence):
    try:
        found = spans(rule._replace(last=max(rule.first, rule.last)))
    except ValueError as error:
        assert str(error).startswith("has an exception")
        return
    assert all(rule.first <= first <= last for first, last in found)
    assert found == sorted(set(found))
    assert len(found) <= MOST


@given(st.integers(1, 5), DAYS, st.integers(0, 60))
def test_every_nth_weekday_is_counted_over_weekends(every: int, first: int, days: int):
    found = spans(Recurrence(first, first + days, kind=8, period=every))
    start = date.fromordinal(first)
    worked = [day for day in (start + timedelta(n) for n in range(days + 1)) if day.isoweekday() <= 5]
    assert [date.fromordinal(day) for day, _ in found] == worked[::every]
