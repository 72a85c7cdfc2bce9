"""The rows of tasks and summaries in a Microsoft Project file (MSPDI), and what all its elements are made with."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from xml.sax.saxutils import escape

from data.samples.schedule import Schedule, Task, Work
from data.samples.workdays import Workdays

DAY = 480  # minutes
SKILL_FIELD = "188743731"  # Text1
SUMMARIES = 10_000_000  # UIDs of the summary rows follow this, beyond any task
UNSET = "-1"


def element(name: str, fields: Mapping[str, object], *inner: str) -> str:
    """Give an element with simple fields, leaving out those that are None, and what stands inside it."""
    lines = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value is not None)
    return f"<{name}>{lines}{''.join(inner)}</{name}>\n"


def section(name: str, elements: Iterable[str]) -> str:
    """Give an element that holds others, one on each line."""
    return f"<{name}>\n{''.join(elements)}</{name}>\n"


def begin(day: date | None) -> str | None:
    """Give the moment at which work begins on a day."""
    return day and f"{day}T08:00:00"


def end(day: date | None) -> str | None:
    """Give the moment at which work ends on a day."""
    return day and f"{day}T17:00:00"


def duration(minutes: float) -> str:
    """Give minutes as an ISO 8601 duration."""
    hours, rest = divmod(round(minutes * 60), 3600)
    return f"PT{hours}H{rest // 60}M{rest % 60}S"


def tasks(schedule: Schedule, days: Workdays) -> Iterator[str]:
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
        "Duration": duration(days.count(start, finish) * DAY),
        "DurationFormat": 7,
        "Work": duration(sum(minutes_of(work, days) for task in inside for work in task.work)),
        "Milestone": 0,
        "Summary": 1,
        "PercentComplete": done,
        "Cost": (spent + left) * 100,
        "ActualStart": begin(min(starts, default=None)),
        "ActualFinish": end(max(ends)) if len(ends) == len(inside) else None,
        "ActualCost": spent * 100,
        "RemainingCost": left * 100,
        "CalendarUID": UNSET,
        "PhysicalPercentComplete": 0,
        "EarnedValueMethod": 1,
    }
    planned = [task for task in inside if task.planned_start and task.planned_finish]
    return element("Task", fields, _rolled_baseline(planned, budget, days) if planned else "")


def _rolled_baseline(planned: list[Task], budget: int, days: Workdays) -> str:
    start = min(task.planned_start for task in planned if task.planned_start)
    finish = max(task.planned_finish for task in planned if task.planned_finish)
    return _baseline(start, finish, days.count(start, finish) * DAY, budget)


def _baseline(start: date, finish: date, minutes: float, budget: int, milestone: bool = False) -> str:
    fields = {
        "Number": 0,
        "Start": end(start) if milestone else begin(start),
        "Finish": end(finish),
        "Duration": duration(minutes),
        "DurationFormat": 7,
        "Cost": budget * 100,
    }
    return element("Baseline", fields)


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
        "Start": begin(start),
        "Finish": end(finish),
    }


def _task(task: Task, position: int, wbs: str, schedule: Schedule, days: Workdays) -> str:
    length = 0 if task.milestone else days.count(task.start, task.finish)
    share = elapsed(task, schedule.status, days)
    fields = _common(task.uid, position, task.name, wbs, 2, task.start, task.finish) | {
        "Duration": duration(length * DAY),
        "DurationFormat": 7,
        "Work": duration(sum(minutes_of(work, days) for work in task.work)),
        "Milestone": int(task.milestone),
        "Summary": 0,
        "FixedCost": (task.actual_cost + task.remaining_cost) * 100,
        "FixedCostAccrual": 3,
        "PercentComplete": round(share * 100),
        "Cost": (task.actual_cost + task.remaining_cost) * 100,
        "ActualStart": end(task.actual_start) if task.milestone else begin(task.actual_start),
        "ActualFinish": end(task.actual_finish),
        "ActualDuration": duration(length * share * DAY),
        "ActualCost": task.actual_cost * 100,
        "RemainingDuration": duration(length * (1 - share) * DAY),
        "RemainingCost": task.remaining_cost * 100,
        "ConstraintType": 0,
        "CalendarUID": UNSET,
        "PhysicalPercentComplete": task.percent,
        "EarnedValueMethod": 1,
    }
    if task.milestone:
        fields["Start"] = end(task.start)
    return element("Task", fields, *_skill(task), *(_link(uid) for uid in task.after), *_own_baseline(task, days))


def _own_baseline(task: Task, days: Workdays) -> Iterator[str]:
    if task.planned_start and task.planned_finish:
        length = 0 if task.milestone else days.count(task.planned_start, task.planned_finish)
        yield _baseline(task.planned_start, task.planned_finish, length * DAY, task.budget, task.milestone)


def _skill(task: Task) -> Iterator[str]:
    if task.skill:
        yield element("ExtendedAttribute", {"FieldID": SKILL_FIELD, "Value": escape(task.skill)})


def _link(uid: int) -> str:
    fields = {"PredecessorUID": uid, "Type": 1, "CrossProject": 0, "LinkLag": 0, "LagFormat": 7}
    return element("PredecessorLink", fields)


def elapsed(task: Task, status: date, days: Workdays) -> float:
    """Give the share of a task's duration that lies behind the status date."""
    if task.actual_finish:
        return 1
    if not task.actual_start:
        return 0
    return min(days.count(task.start, status) / days.count(task.start, task.finish), 0.99)


def minutes_of(work: Work, days: Workdays) -> float:
    """Give the minutes of an assignment over all its working days."""
    return work.minutes * days.count(work.start, work.finish)
