"""Microsoft Project XML: resources, assignments, and work laid over days."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import Assignment, FieldValue, Resource
from loaders.ms_project.spread import _share, fitted  # pyright: ignore[reportPrivateUsage]
from loaders.ms_project.timetable import Timetable
from tests.loaders.mspdi import (
    OFFICE,
    assignment,
    el,
    load,
    period,
    phased,
    plan,
    reasons,
    resource,
    rows,
    standard,
    task,
    weekday,
)

ANN = resource(1, "Ann", CalendarUID=1)
NIGHT = (("00:00:00", "03:00:00"), ("04:00:00", "08:00:00"), ("23:00:00", "00:00:00"))


def work(path: Path, *data: str, calendars: tuple[str, ...] = (standard(),), person: str = ANN, **fields: object):
    """Give the assignment of one person to one task, with its notes."""
    text = plan(task(1), calendars=calendars, resources=(person,), assignments=(assignment(1, 1, 1, *data, **fields),))
    export = load(path, text)
    return rows(export, Assignment)["Plan.1"] | {"notes": export.notes}


def total(spread: object) -> float:
    """Give the sum of a packed spread, every day of a segment counted."""
    segments = json.loads(str(spread))
    days = [(date.fromisoformat(last) - date.fromisoformat(first)).days + 1 for first, last, _ in segments]
    return sum(count * amount for count, (_, _, amount) in zip(days, segments, strict=True))


def test_a_person_has_a_rate_units_and_a_calendar(tmp_path: Path):
    own = el("Calendar", UID=3, BaseCalendarUID=1)
    ann = resource(
        1,
        "Ann Berg",
        Initials="AB",
        Group="Surveying",
        EmailAddress="a.berg@example.org",
        MaxUnits="0.80",
        StandardRate="78.5",
        StandardRateFormat=2,
        CalendarUID=3,
    )
    export = load(tmp_path, plan(calendars=(standard(), own), resources=(ann,), CurrencyCode="EUR"))
    assert rows(export, Resource) == {
        "Plan.1": {
            "name": "Ann Berg",
            "kind": "person",
            "email": "a.berg@example.org",
            "short_name": "AB",
            "department": "Surveying",
            "max_units": 0.8,
            "cost_per_hour": 78.5,
            "currency": "EUR",
            "calendar": "Plan.3",
        }
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"Type": 1}, "person"),
        ({"Type": None}, "person"),
        ({"Type": 1, "IsGeneric": 1}, "role"),
        ({"Type": 0}, "material"),
        ({"Type": 0, "IsCostResource": 1}, "cost"),
        ({"Type": 2}, "cost"),
        ({"Type": 1, "IsBudget": 1}, "cost"),  # a figure that nobody works
    ],
)
def test_resources_are_people_roles_materials_or_costs(tmp_path: Path, fields, kind):
    export = load(tmp_path, plan(resources=(resource(1, "X", **fields),)))
    assert rows(export, Resource)["Plan.1"]["kind"] == kind
    assert export.totals["people"] == int(kind == "person")


def test_people_are_counted_once_by_name(tmp_path: Path):
    people = (resource(1, "Ann"), resource(2, "Bo"), resource(3, "Ann"))
    assert load(tmp_path, plan(resources=people)).totals["people"] == 2


def test_materials_have_neither_hours_nor_a_rate_per_hour(tmp_path: Path):
    concrete = resource(1, "Concrete", Type=0, StandardRate=140, MaxUnits=1)
    found = rows(load(tmp_path, plan(resources=(concrete,))), Resource)["Plan.1"]
    assert found == {"name": "Concrete", "kind": "material"}


def test_rates_and_availability_change_over_time(tmp_path: Path):
    def rate(table: int, since: str, per_hour: object) -> str:
        return el("Rate", RatesFrom=since, RateTable=table, StandardRate=per_hour)

    def available(since: str, until: str, units: object) -> str:
        return el("AvailabilityPeriod", AvailableFrom=since, AvailableTo=until, AvailableUnits=units)

    rates = el(
        "Rates", rate(0, "1984-01-01T00:00:00", 50), rate(0, "2026-07-01T00:00:00", 55), rate(1, "2026-01-01", 99)
    )
    periods = el(
        "AvailabilityPeriods",
        available("2026-01-01T00:00:00", "2026-06-30T23:59:00", 1),
        available("2026-07-01T00:00:00", "2049-12-31T23:59:00", "0.6"),
    )
    export = load(tmp_path, plan(resources=(resource(1, "Ann", rates, periods),)))
    found = rows(export, Resource)["Plan.1"]
    assert export.notes == [
        "resources with cost rate tables B to E, of which table A is kept only: 1 (first: Resource 1 'Ann')"
    ]
    assert found["rates"] == '[[null,50.0,null],["2026-07-01",55.0,null]]'
    assert found["availability"] == '[["2026-01-01","2026-06-30",1.0],["2026-07-01",null,0.6]]'


def test_one_period_of_availability_may_stand_in_the_resource(tmp_path: Path):
    limited = resource(1, "Ann", AvailableFrom="2026-06-01T00:00:00", AvailableTo="2026-07-01T23:59:00", MaxUnits=1)
    found = rows(load(tmp_path, plan(resources=(limited, resource(2, "Bo", MaxUnits=1)))), Resource)
    assert found["Plan.1"]["availability"] == '[["2026-06-01","2026-07-01",1.0]]'
    assert "availability" not in found["Plan.2"]


def test_rows_that_name_nobody_are_left_out(tmp_path: Path):
    nobody = (resource(0, None, el("ExtendedAttribute", FieldID=205520904, Value="x")), resource(5, "", IsNull=1), ANN)
    export = load(tmp_path, plan(task(1), resources=nobody, assignments=(assignment(1, 1, 0),)))
    assert list(rows(export, Resource)) == ["Plan.1"]
    assert "resource" not in rows(export, Assignment)["Plan.1"]
    assert [(skipped.reason, skipped.count) for skipped in export.skipped] == [
        ("Resource: the tool's placeholder for nobody, without a name", 2),
        ("Resource: a blank row of the list", 1),
    ]


def test_an_assignment_has_dates_work_and_cost(tmp_path: Path):
    found = work(
        tmp_path,
        el("Baseline", Number=0, Work="PT32H0M0S", Cost=249600, Finish="2026-10-08T17:00:00"),
        Start="2026-10-05T08:00:00",
        Finish="2026-10-09T17:00:00",
        ActualStart="2026-10-05T08:00:00",
        Work="PT40H0M0S",
        ActualWork="PT8H0M0S",
        RemainingWork="PT32H0M0S",
        Cost="312050.5",
        ActualCost=62410,
        RemainingCost=249640,
        Units="0.5",
        BookingType=1,
    )
    assert found == {
        "project": "Plan",
        "task": "Plan.1",
        "resource": "Plan.1",
        "units": 0.5,
        "firm": False,
        "start": "2026-10-05T08:00:00",
        "finish": "2026-10-09T17:00:00",
        "actual_start": "2026-10-05T08:00:00",
        "work": 2400,
        "baseline_work": 1920,
        "actual_work": 480,
        "remaining_work": 1920,
        "cost": 3120.505,
        "baseline_cost": 2496,
        "actual_cost": 624.1,
        "remaining_cost": 2496.4,
        "notes": [],
    }


def test_time_phased_data_goes_to_what_it_says(tmp_path: Path):
    day = ("2026-10-05T08:00:00", "2026-10-05T17:00:00")
    found = work(
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
    assert work(tmp_path, *data)["spread"] == (
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
    assert work(tmp_path, turned)["spread"] == '[["2026-10-05","2026-10-05",480]]'


def test_one_element_over_many_days_is_shared_out_by_the_calendar_of_the_person(tmp_path: Path):
    holiday = el("Exceptions", el("Exception", period("2026-10-08", "2026-10-08"), DayWorking=0))
    fridays_off = el("Calendar", el("WeekDays", weekday(6)), UID=3, BaseCalendarUID=1)
    found = work(
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
    found = work(
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
    assert json.loads(str(work(tmp_path, phased(1, start, finish, "PT8H0M0S"))["spread"])) == spread


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
    found = work(tmp_path, *thirds, Work="PT8H0M0S", RemainingWork="PT8H0M0S")
    assert found["spread"] == '[["2026-10-05","2026-10-07",160]]'
    assert found["notes"] == []
    found = work(tmp_path, *thirds, Work="PT23H0M0S", RemainingWork="PT23H0M0S")
    assert total(found["spread"]) == pytest.approx(479.5, abs=0.01)
    assert found["notes"] == [
        "time-phased work that does not add up to the stated work; both are kept as written: 1 (first: Assignment 1)"
    ]


def test_the_days_of_a_task_that_nobody_works_on_are_no_work(tmp_path: Path):
    day = phased(1, "2026-10-05T08:00:00", "2026-10-05T17:00:00", "PT8H0M0S")
    export = load(
        tmp_path, plan(task(1), assignments=(assignment(1, 1, -65535, day, Work="PT0H0M0S", RemainingWork="PT0H0M0S"),))
    )
    assert rows(export, Assignment)["Plan.1"] == {"project": "Plan", "task": "Plan.1", "work": 0, "remaining_work": 0}
    assert export.notes == [
        "assignments of nobody that state no work: the days of their task are not kept as work: 1 (first: Assignment 1)"
    ]
    assert export.totals["assignments"] == 1


def test_a_quantity_of_material_is_no_work(tmp_path: Path):
    day = ("2026-10-05T08:00:00", "2026-10-05T17:00:00")
    found = work(
        tmp_path,
        phased(1, *day, "PT50H0M0S"),
        phased(5, *day, "700000"),
        person=resource(1, "Concrete", Type=0),
        Work="PT50H0M0S",
        Units=50,
        Cost=700000,
    )
    assert found == {
        "project": "Plan",
        "task": "Plan.1",
        "resource": "Plan.1",
        "units": 50,
        "cost": 7000,
        "baseline_cost_spread": '[["2026-10-05","2026-10-05",7000]]',
        "notes": [
            "assignments of material or cost: their quantity is no work and not kept as such: 1 (first: Assignment 1)"
        ],
    }


def test_baselines_that_are_not_kept_are_counted(tmp_path: Path):
    extra = [el("Baseline", Number=number, Work="PT1H0M0S") for number in (0, 1, 2)]
    export = load(
        tmp_path,
        plan(task(1), resources=(resource(1, "Ann", extra[0]),), assignments=(assignment(1, 1, 1, *extra),)),
    )
    assert rows(export, Assignment)["Plan.1"]["baseline_work"] == 60
    assert {skipped.reason: skipped.count for skipped in export.skipped} == {
        "Baseline of a resource: baselines are kept of tasks and assignments": 1,
        "Baseline of an assignment: of assignments baseline 0 is kept": 2,
    }


def test_an_assignment_without_uid_is_known_by_its_ends(tmp_path: Path):
    pair = el("Assignment", TaskUID=1, ResourceUID=1)
    export = load(tmp_path, plan(task(1), resources=(ANN,), assignments=(pair, pair)))
    assert list(rows(export, Assignment)) == ["Plan.1-1"]
    assert len(export.rejections) == 1


def test_assignments_that_cannot_be_are_rejected(tmp_path: Path):
    day = ("2026-10-05T08:00:00", "2026-10-05T17:00:00")
    bad = (
        assignment(1, 99, 1),
        assignment(2, 1, 99),
        assignment(3, 2, 2),
        assignment(4, 1, 1, Work="forty"),
        assignment(5, 1, 1, Cost=-1, Units="x"),
        assignment(6, 1, 1, phased(1, *day, "much")),
        assignment(7, 1, 1, phased(1, day[1], day[0], "PT8H0M0S")),
        assignment(8, 1, 1, phased(1, "1990-01-01T08:00:00", "2026-01-01T08:00:00", "PT8H0M0S")),
        assignment(9, 1, 1, phased(1, "soon", "later", "PT8H0M0S")),
        assignment(10, 1, 1, el("Baseline", Number=0, Cost="x"), el("Baseline", Number=1)),
        assignment(11, 1, 1),
        assignment(11, 1, 1),
        assignment(12, 1, 1, Start=day[1], Finish="2026-10-04T17:00:00"),
        el(
            "Assignment",
            el("ExtendedAttribute", FieldID=1, Value="x"),
            el("Baseline", Number=1),
            UID="?",
            ResourceUID=1,
        ),
    )
    tasks = (task(1), task(2, Cost="x"))
    export = load(tmp_path, plan(*tasks, resources=(ANN, resource(2, "Bo", MaxUnits="half")), assignments=bad))
    assert list(rows(export, Assignment)) == ["Plan.11"]
    assert list(rows(export, FieldValue)) == []
    assert [reason for reason in reasons(export) if reason.startswith(("Assignment", "Extended"))] == [
        "Assignment 1: TaskUID '99' is a task that the file does not have.",
        "Assignment 2: ResourceUID '99' is a resource that the file does not have or that was rejected.",
        "Assignment 3: TaskUID '2' is a task that was rejected.",
        "Assignment 3: ResourceUID '2' is a resource that the file does not have or that was rejected.",
        "Assignment 4: Work 'forty' is not a duration in hours such as PT40H0M0S.",
        "Assignment 5: Cost '-1' is negative, which no cost can be.",
        "Assignment 5: Units 'x' is not a number; expected digits and a decimal point.",
        "Assignment 6: TimephasedData '2026-10-05T08:00:00 2026-10-05T17:00:00 much' is not a duration in hours such "
        "as PT40H0M0S.",
        "Assignment 7: TimephasedData '2026-10-05T17:00:00 2026-10-05T08:00:00 PT8H0M0S' ends before it begins.",
        "Assignment 8: TimephasedData '1990-01-01T08:00:00 2026-01-01T08:00:00 PT8H0M0S' is longer than 3660 days.",
        "Assignment 9: TimephasedData 'soon later PT8H0M0S' is not a date such as 2026-12-31T17:00:00.",
        "Assignment 10: Baseline Cost 'x' is not a number; expected digits and a decimal point.",
        "Assignment 11: UID '11' is used by row 22 already, which is kept.",
        "Assignment 12: Finish '2026-10-04T17:00:00' is before the start 2026-10-05T17:00:00.",
        "Assignment ?: UID '?' is not a whole number.",
        "ExtendedAttribute belongs to Assignment ?, which was rejected.",
    ]


def test_resources_that_cannot_be_are_rejected(tmp_path: Path):
    bad = (
        resource(1, "Ann"),
        resource(1, "Bo"),
        resource(2, "Cy", MaxUnits="all", Type=9),
        resource(3, "Di", el("Rates", el("Rate", StandardRate="x", RateTable=0))),
        resource(4, "Ed", el("AvailabilityPeriods", el("AvailabilityPeriod", AvailableFrom="x"))),
        el("Resource", Name="Flo"),
    )
    export = load(tmp_path, plan(resources=bad))
    assert list(rows(export, Resource)) == ["Plan.1"]
    assert reasons(export) == [
        "Resource 1 'Bo': UID '1' is used by row 11 already, which is kept.",
        "Resource 2 'Cy': Type '9' is not one of 0, 1, 2.",
        "Resource 2 'Cy': MaxUnits 'all' is not a number; expected digits and a decimal point.",
        "Resource 3 'Di': Rate StandardRate 'x' is not a number; expected digits and a decimal point.",
        "Resource 4 'Ed': AvailabilityPeriod AvailableFrom 'x' is not a date such as 2026-12-31T17:00:00.",
        "Resource 'Flo': UID is missing.",
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
    used = [day for day, value in days.items() if value]
    weekdays = [day for day in used if OFFICE_HOURS.times(day)]
    assert not weekdays or weekdays == used or begin[0] in used


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
