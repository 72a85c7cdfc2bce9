"""Writes a schedule as Microsoft Project saves it in XML (MSPDI): money in hundredths, durations as ISO 8601."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from data.samples.mspdi_tasks import (
    DAY,
    SKILL_FIELD,
    UNSET,
    begin,
    duration,
    elapsed,
    element,
    end,
    minutes_of,
    section,
    tasks,
)
from data.samples.schedule import Person, Schedule, Task, Work
from data.samples.workdays import Workdays

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="http://schemas.microsoft.com/project">\n'
)
SYMBOLS = {"EUR": "€", "GBP": "£", "CHF": "CHF"}
PERSONAL = 100  # UIDs of the calendars of people follow this


def write_mspdi(path: Path, schedule: Schedule) -> Path:
    """Write one project into one file and give its path."""
    days = Workdays(schedule.holidays)
    uids = {person.email: number for number, person in enumerate(schedule.people, 1)}
    path.write_text(
        HEAD
        + _project(schedule)
        + section("ExtendedAttributes", _fields(schedule))
        + section("Calendars", _calendars(schedule))
        + section("Tasks", tasks(schedule, days))
        + section("Resources", (_resource(uid, person) for uid, person in enumerate(schedule.people, 1)))
        + section("Assignments", _assignments(schedule, days, uids))
        + "</Project>\n",
        encoding="utf-8",
        newline="\n",
    )
    return path


def _project(schedule: Schedule) -> str:
    fields = {
        "SaveVersion": 14,
        "BuildNumber": "16.0.17928.20148",
        "Name": escape(schedule.name),
        "GUID": schedule.guid,
        "Title": escape(schedule.name),
        "Company": "Tarnholm Water Systems",
        "Manager": escape(schedule.manager),
        "CreationDate": begin(schedule.start),
        "LastSaved": end(schedule.status),
        "ScheduleFromStart": 1,
        "StartDate": begin(schedule.start),
        "FinishDate": end(schedule.finish),
        "FYStartDate": 1,
        "CriticalSlackLimit": 0,
        "CurrencyDigits": 2,
        "CurrencySymbol": SYMBOLS[schedule.currency],
        "CurrencyCode": schedule.currency,
        "CurrencySymbolPosition": 0,
        "CalendarUID": 1,
        "DefaultStartTime": "08:00:00",
        "DefaultFinishTime": "17:00:00",
        "MinutesPerDay": DAY,
        "MinutesPerWeek": 5 * DAY,
        "DaysPerMonth": 20,
        "DefaultTaskType": 1,
        "DefaultFixedCostAccrual": 3,
        "DurationFormat": 7,
        "WorkFormat": 2,
        "BaselineForEarnedValue": 0,
        "StatusDate": end(schedule.status),
        "CurrentDate": begin(schedule.status),
        "DefaultTaskEVMethod": 1,
    }
    return "".join(f"<{key}>{value}</{key}>\n" for key, value in fields.items())


def _fields(schedule: Schedule) -> Iterator[str]:
    """Declare the custom field that says which skill a task needs, where the project uses it."""
    if any(task.skill for task in schedule.tasks):
        yield element("ExtendedAttribute", {"FieldID": SKILL_FIELD, "FieldName": "Text1", "Alias": "Skill needed"})


def _calendars(schedule: Schedule) -> Iterator[str]:
    times = "".join(
        element("WorkingTime", {"FromTime": f"{a}:00", "ToTime": f"{b}:00"})
        for a, b in (("08:00", "12:00"), ("13:00", "17:00"))
    )
    week = "".join(
        element("WeekDay", {"DayType": day, "DayWorking": 1}, section("WorkingTimes", [times]))
        if 1 < day < 7
        else element("WeekDay", {"DayType": day, "DayWorking": 0})
        for day in range(1, 8)
    )
    base = {"UID": 1, "Name": "Standard", "IsBaseCalendar": 1, "IsBaselineCalendar": 0, "BaseCalendarUID": UNSET}
    exceptions = section("Exceptions", [_closed(schedule.holidays)]) if schedule.holidays else ""
    yield element("Calendar", base, section("WeekDays", [week]), exceptions)
    for number, person in enumerate(schedule.people, 1):
        own = {"UID": PERSONAL + number, "Name": escape(person.name), "IsBaseCalendar": 0, "IsBaselineCalendar": 0}
        yield element("Calendar", own | {"BaseCalendarUID": 1})


def _closed(days: Iterable[date]) -> str:
    first, last = min(days), max(days)
    period = element("TimePeriod", {"FromDate": f"{first}T00:00:00", "ToDate": f"{last}T23:59:00"})
    after = {"Occurrences": (last - first).days + 1, "Name": "Year end", "Type": 1, "DayWorking": 0}
    rest = "".join(f"<{key}>{value}</{key}>" for key, value in after.items())
    return f"<Exception><EnteredByOccurrences>0</EnteredByOccurrences>{period}{rest}</Exception>\n"


def _resource(uid: int, person: Person) -> str:
    fields = {
        "UID": uid,
        "ID": uid,
        "Name": escape(person.name),
        "Type": 1,
        "IsNull": 0,
        "Initials": "".join(word[0] for word in person.name.split()),
        "Group": person.department,
        "EmailAddress": person.email,
        "MaxUnits": "1.00",
        "CalendarUID": PERSONAL + uid,
        "StandardRate": 0,
        "StandardRateFormat": 2,
        "IsGeneric": 0,
        "IsInactive": 0,
    }
    return element("Resource", fields)


def _assignments(schedule: Schedule, days: Workdays, uids: Mapping[str, int]) -> Iterator[str]:
    number = 0
    for task in schedule.tasks:
        for work in task.work:
            number += 1
            yield _assignment(number, task, work, uids[work.person], elapsed(task, schedule.status, days), days)


def _assignment(uid: int, task: Task, work: Work, person: int, share: float, days: Workdays) -> str:
    total = minutes_of(work, days)
    fields = {
        "UID": uid,
        "TaskUID": task.uid,
        "ResourceUID": person,
        "PercentWorkComplete": round(share * 100),
        "ActualCost": 0,
        "ActualFinish": end(task.actual_finish),
        "ActualStart": begin(task.actual_start),
        "ActualWork": duration(total * share),
        "Cost": 0,
        "Finish": end(work.finish),
        "RemainingCost": 0,
        "RemainingWork": duration(total - total * share),
        "Start": begin(work.start),
        "Units": round(work.minutes / DAY, 4),
        "Work": duration(total),
        "WorkContour": 8 if work.spread else 0,
    }
    return element("Assignment", fields, *(_spread(uid, work, days) if work.spread else ()))


def _spread(uid: int, work: Work, days: Workdays) -> Iterator[str]:
    """Give the work still to do day by day, as the tool keeps it when somebody has changed a day by hand."""
    for day in days.days[days.on_or_after(work.start) : days.after(work.finish)]:
        yield element(
            "TimephasedData",
            {
                "Type": 1,
                "UID": uid,
                "Start": begin(day),
                "Finish": begin(day + timedelta(1)),
                "Unit": 2,
                "Value": duration(work.minutes),
            },
        )
