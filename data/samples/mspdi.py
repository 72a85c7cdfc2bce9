"""Writes a schedule as Microsoft Project saves it in XML (MSPDI): money in hundredths, durations as ISO 8601."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from data.samples.schedule import Person, Schedule, Task, Work
from data.samples.workdays import Workdays

DAY = 480  # minutes
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="http://schemas.microsoft.com/project">\n'
)
SYMBOLS = {"EUR": "€", "GBP": "£", "CHF": "CHF"}
SKILL_FIELD = "188743731"  # Text1
SUMMARIES = 10_000_000  # UIDs of the summary rows follow this, beyond any task
PERSONAL = 100  # UIDs of the calendars of people follow this
UNSET = "-1"


def write_mspdi(path: Path, schedule: Schedule) -> Path:
    """Write one project into one file and give its path."""
    days = Workdays(schedule.holidays)
    uids = {person.email: number for number, person in enumerate(schedule.people, 1)}
    path.write_text(
        HEAD
        + _project(schedule)
        + _section("ExtendedAttributes", _fields(schedule))
        + _section("Calendars", _calendars(schedule))
        + _section("Tasks", _tasks(schedule, days))
        + _section("Resources", (_resource(uid, person) for uid, person in enumerate(schedule.people, 1)))
        + _section("Assignments", _assignments(schedule, days, uids))
        + "</Project>\n",
        encoding="utf-8",
        newline="\n",
    )
    return path


def _element(name: str, fields: Mapping[str, object], *inner: str) -> str:
    lines = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value is not None)
    return f"<{name}>{lines}{''.join(inner)}</{name}>\n"


def _section(name: str, elements: Iterable[str]) -> str:
    return f"<{name}>\n{''.join(elements)}</{name}>\n"


def _begin(day: date | None) -> str | None:
    return day and f"{day}T08:00:00"


def _end(day: date | None) -> str | None:
    return day and f"{day}T17:00:00"


def _duration(minutes: float) -> str:
    hours, rest = divmod(round(minutes * 60), 3600)
    return f"PT{hours}H{rest // 60}M{rest % 60}S"


def _project(schedule: Schedule) -> str:
    fields = {
        "SaveVersion": 14,
        "BuildNumber": "16.0.17928.20148",
        "Name": escape(schedule.name),
        "GUID": schedule.guid,
        "Title": escape(schedule.name),
        "Company": "Tarnholm Water Systems",
        "Manager": escape(schedule.manager),
        "CreationDate": _begin(schedule.start),
        "LastSaved": _end(schedule.status),
        "ScheduleFromStart": 1,
        "StartDate": _begin(schedule.start),
        "FinishDate": _end(schedule.finish),
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
        "StatusDate": _end(schedule.status),
        "CurrentDate": _begin(schedule.status),
        "DefaultTaskEVMethod": 1,
    }
    return "".join(f"<{key}>{value}</{key}>\n" for key, value in fields.items())


def _fields(schedule: Schedule) -> Iterator[str]:
    """Declare the custom field that says which skill a task needs, where the project uses it."""
    if any(task.skill for task in schedule.tasks):
        yield _element("ExtendedAttribute", {"FieldID": SKILL_FIELD, "FieldName": "Text1", "Alias": "Skill needed"})


def _calendars(schedule: Schedule) -> Iterator[str]:
    times = "".join(
        _element("WorkingTime", {"FromTime": f"{a}:00", "ToTime": f"{b}:00"})
        for a, b in (("08:00", "12:00"), ("13:00", "17:00"))
    )
    week = "".join(
        _element("WeekDay", {"DayType": day, "DayWorking": 1}, _section("WorkingTimes", [times]))
        if 1 < day < 7
        else _element("WeekDay", {"DayType": day, "DayWorking": 0})
        for day in range(1, 8)
    )
    base = {"UID": 1, "Name": "Standard", "IsBaseCalendar": 1, "IsBaselineCalendar": 0, "BaseCalendarUID": UNSET}
    exceptions = _section("Exceptions", [_closed(schedule.holidays)]) if schedule.holidays else ""
    yield _element("Calendar", base, _section("WeekDays", [week]), exceptions)
    for number, person in enumerate(schedule.people, 1):
        own = {"UID": PERSONAL + number, "Name": escape(person.name), "IsBaseCalendar": 0, "IsBaselineCalendar": 0}
        yield _element("Calendar", own | {"BaseCalendarUID": 1})


def _closed(days: Iterable[date]) -> str:
    first, last = min(days), max(days)
    period = _element("TimePeriod", {"FromDate": f"{first}T00:00:00", "ToDate": f"{last}T23:59:00"})
    after = {"Occurrences": (last - first).days + 1, "Name": "Year end", "Type": 1, "DayWorking": 0}
    rest = "".join(f"<{key}>{value}</{key}>" for key, value in after.items())
    return f"<Exception><EnteredByOccurrences>0</EnteredByOccurrences>{period}{rest}</Exception>\n"


def _tasks(schedule: Schedule, days: Workdays) -> Iterator[str]:
    """Give the project's own row, then each group with the tasks inside it."""
    yield _summary(0, 0, "0", 0, schedule.name, schedule.tasks, days)
    position = 0
    groups: dict[str, list[Task]] = {group: [] for group in schedule.groups}
    for task in schedule.tasks:
        groups[task.group].append(task)
    for number, (group, inside) in enumerate(groups.items(), 1):
        position += 1
        yield _summary(SUMMARIES + number, position, str(number), 1, group, inside, days)
        for place, task in enumerate(inside, 1):
            position += 1
            yield _task(task, position, f"{number}.{place}", schedule, days)


def _summary(uid: int, position: int, wbs: str, level: int, name: str, inside: list[Task], days: Workdays) -> str:
    start, finish = min(task.start for task in inside), max(task.finish for task in inside)
    spent, left = sum(task.actual_cost for task in inside), sum(task.remaining_cost for task in inside)
    starts = [task.actual_start for task in inside if task.actual_start]
    ends = [task.actual_finish for task in inside if task.actual_finish]
    budget = sum(task.budget for task in inside)
    done = (
        round(sum(task.budget * task.percent for task in inside) / budget)
        if budget
        else 100 * (len(ends) == len(inside))
    )
    fields = _common(uid, position, name, wbs, level, start, finish) | {
        "Duration": _duration(days.count(start, finish) * DAY),
        "DurationFormat": 7,
        "Work": _duration(sum(_minutes(work, days) for task in inside for work in task.work)),
        "Milestone": 0,
        "Summary": 1,
        "PercentComplete": done,
        "Cost": (spent + left) * 100,
        "ActualStart": _begin(min(starts, default=None)),
        "ActualFinish": _end(max(ends)) if len(ends) == len(inside) else None,
        "ActualCost": spent * 100,
        "RemainingCost": left * 100,
        "CalendarUID": UNSET,
        "PhysicalPercentComplete": 0,
        "EarnedValueMethod": 1,
    }
    planned = [task for task in inside if task.planned_start and task.planned_finish]
    return _element("Task", fields, _rolled_baseline(planned, budget, days) if planned else "")


def _rolled_baseline(planned: list[Task], budget: int, days: Workdays) -> str:
    start = min(task.planned_start for task in planned if task.planned_start)
    finish = max(task.planned_finish for task in planned if task.planned_finish)
    return _baseline(start, finish, days.count(start, finish) * DAY, budget)


def _baseline(start: date, finish: date, minutes: float, budget: int, milestone: bool = False) -> str:
    fields = {
        "Number": 0,
        "Start": _end(start) if milestone else _begin(start),
        "Finish": _end(finish),
        "Duration": _duration(minutes),
        "DurationFormat": 7,
        "Cost": budget * 100,
    }
    return _element("Baseline", fields)


def _common(uid: int, position: int, name: str, wbs: str, level: int, start: date, finish: date) -> dict[str, object]:
    return {
        "UID": uid,
        "ID": position,
        "Name": escape(name),
        "Active": 1,
        "Manual": 0,
        "Type": 1,
        "IsNull": 0,
        "WBS": wbs,
        "OutlineNumber": wbs,
        "OutlineLevel": level,
        "Priority": 500,
        "Start": _begin(start),
        "Finish": _end(finish),
    }


def _task(task: Task, position: int, wbs: str, schedule: Schedule, days: Workdays) -> str:
    length = 0 if task.milestone else days.count(task.start, task.finish)
    share = _elapsed(task, schedule.status, days)
    fields = _common(task.uid, position, task.name, wbs, 2, task.start, task.finish) | {
        "Duration": _duration(length * DAY),
        "DurationFormat": 7,
        "Work": _duration(sum(_minutes(work, days) for work in task.work)),
        "Milestone": int(task.milestone),
        "Summary": 0,
        "FixedCost": (task.actual_cost + task.remaining_cost) * 100,
        "FixedCostAccrual": 3,
        "PercentComplete": round(share * 100),
        "Cost": (task.actual_cost + task.remaining_cost) * 100,
        "ActualStart": _end(task.actual_start) if task.milestone else _begin(task.actual_start),
        "ActualFinish": _end(task.actual_finish),
        "ActualDuration": _duration(length * share * DAY),
        "ActualCost": task.actual_cost * 100,
        "RemainingDuration": _duration(length * (1 - share) * DAY),
        "RemainingCost": task.remaining_cost * 100,
        "ConstraintType": 0,
        "CalendarUID": UNSET,
        "PhysicalPercentComplete": task.percent,
        "EarnedValueMethod": 1,
    }
    if task.milestone:
        fields["Start"] = _end(task.start)
    return _element("Task", fields, *_skill(task), *(_link(uid) for uid in task.after), *_own_baseline(task, days))


def _own_baseline(task: Task, days: Workdays) -> Iterator[str]:
    if task.planned_start and task.planned_finish:
        length = 0 if task.milestone else days.count(task.planned_start, task.planned_finish)
        yield _baseline(task.planned_start, task.planned_finish, length * DAY, task.budget, task.milestone)


def _skill(task: Task) -> Iterator[str]:
    if task.skill:
        yield _element("ExtendedAttribute", {"FieldID": SKILL_FIELD, "Value": escape(task.skill)})


def _link(uid: int) -> str:
    fields = {"PredecessorUID": uid, "Type": 1, "CrossProject": 0, "LinkLag": 0, "LagFormat": 7}
    return _element("PredecessorLink", fields)


def _elapsed(task: Task, status: date, days: Workdays) -> float:
    """Give the share of a task's duration that lies behind the status date."""
    if task.actual_finish:
        return 1
    if not task.actual_start:
        return 0
    return min(days.count(task.start, status) / days.count(task.start, task.finish), 0.99)


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
    return _element("Resource", fields)


def _minutes(work: Work, days: Workdays) -> float:
    return work.minutes * days.count(work.start, work.finish)


def _assignments(schedule: Schedule, days: Workdays, uids: Mapping[str, int]) -> Iterator[str]:
    number = 0
    for task in schedule.tasks:
        for work in task.work:
            number += 1
            yield _assignment(number, task, work, uids[work.person], _elapsed(task, schedule.status, days), days)


def _assignment(uid: int, task: Task, work: Work, person: int, share: float, days: Workdays) -> str:
    total = _minutes(work, days)
    fields = {
        "UID": uid,
        "TaskUID": task.uid,
        "ResourceUID": person,
        "PercentWorkComplete": round(share * 100),
        "ActualCost": 0,
        "ActualFinish": _end(task.actual_finish),
        "ActualStart": _begin(task.actual_start),
        "ActualWork": _duration(total * share),
        "Cost": 0,
        "Finish": _end(work.finish),
        "RemainingCost": 0,
        "RemainingWork": _duration(total - total * share),
        "Start": _begin(work.start),
        "Units": round(work.minutes / DAY, 4),
        "Work": _duration(total),
        "WorkContour": 8 if work.spread else 0,
    }
    return _element("Assignment", fields, *(_spread(uid, work, days) if work.spread else ()))


def _spread(uid: int, work: Work, days: Workdays) -> Iterator[str]:
    """Give the work still to do day by day, as the tool keeps it when somebody has changed a day by hand."""
    for day in days.days[days.on_or_after(work.start) : days.after(work.finish)]:
        yield _element(
            "TimephasedData",
            {
                "Type": 1,
                "UID": uid,
                "Start": _begin(day),
                "Finish": _begin(day + timedelta(1)),
                "Unit": 2,
                "Value": _duration(work.minutes),
            },
        )
