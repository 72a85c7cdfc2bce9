"""Makes a project's schedule as it stood at the end of a month: packages, milestones, people."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from data.samples import facts
from data.samples.curves import ADDED, LAST, THOUSAND, Point, points
from data.samples.facts import Row, email, table
from data.samples.packages import LOADS, STEPS, Packages
from data.samples.schedule import Person, Schedule, Task, Work
from data.samples.workdays import YEAR_END, Workdays, month_end

EXTENSION = "Extension hall"
AUDITS = ("P08", "Samples and audits")  # its packages need this skill
SKILL, UNSKILLED = "casting audit 3", "Stellan Brink"
LARGE = 5  # people; in a larger team every other one works on a package
DAY = 480  # minutes
NAMESPACE = uuid.UUID("3b5f6a52-4f0e-4a57-9d6b-0a4f1f6f2c11")


def schedule(row: Row, month: date) -> Schedule:
    """Make the schedule of one line of the projects table as of a month's end."""
    status = month_end(month)
    holidays = YEAR_END if row["source"] == "MSPDI" else frozenset()
    packages = Packages(row, status, Workdays(holidays))
    tasks = [*_staffed(row, packages.tasks()), *_extension(row, status), *_milestones(row, status)]
    tasks = _linked([*tasks, *_booked(row, status)])
    guid = row["schedule_id"] if len(row["schedule_id"]) == 36 else str(uuid.uuid5(NAMESPACE, row["key"]))
    start = min(task.start for task in tasks)
    made = Schedule(
        key=row["key"],
        name=row["name"],
        short=row["schedule_id"],
        guid=guid.upper(),
        manager=row["manager"],
        department=row["department"],
        programme=row["programme"],
        currency=row["currency"],
        status=status,
        start=start,
        finish=max(task.finish for task in tasks),
        tasks=tasks,
        people=_people(tasks, row["source"]),
        holidays=holidays,
    )
    made.groups = list(dict.fromkeys(task.group for task in sorted(tasks, key=lambda task: task.uid)))
    return made


def _staffed(row: Row, tasks: Iterable[Task]) -> Iterator[Task]:
    """Put people on packages; one audit stays with somebody who lacks the skill for it."""
    for task in tasks:
        audit = (row["key"], task.group) == AUDITS
        members = [member for member in _members(row["key"]) if member[0] not in _lent(task)]
        if audit:
            fit = {UNSKILLED} if task.name.endswith("order") else _skilled()
            members = [member for member in members if member[0] in fit]
        yield task._replace(work=tuple(_team(task, members)), skill=SKILL if audit else None)


def _skilled() -> set[str]:
    return {row["name"] for row in table("people") if SKILL.rsplit(" ", 1)[0] in row["skills"]}


def _lent(task: Task) -> set[str]:
    """Give who is booked elsewhere from November on."""
    return {row["person"] for row in table("bookings")} if task.finish > LAST else set()


def _team(task: Task, members: Sequence[tuple[str, int]]) -> Iterator[Work]:
    """Give who works on a package: all of a small team, every other of a large one."""
    for place, (name, share) in enumerate(members):
        if len(members) <= LARGE or (place + len(task.group)) % 2:
            yield Work(email(name), share * DAY / 100, task.start, task.finish)


@cache
def _members(key: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for row in table("people"):
        for part in filter(None, row["projects"].split(";")):
            project, share = part.split()
            if project == key:
                found.append((row["name"], int(share)))
    return found


def _extension(row: Row, status: date) -> Iterator[Task]:
    """Give what was put on top of the first plan in July."""
    if row["key"] not in ADDED or status < LOADS[2]:
        return
    parts = ((date(2026, 11, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 2, 12)))
    for number, (start, finish) in enumerate(parts):
        cost = ADDED[row["key"]] * THOUSAND // len(parts)
        name = f"{EXTENSION}: {STEPS[number * 4]}"
        yield Task(600 + number, name, EXTENSION, False, start, finish, start, finish, budget=cost, remaining_cost=cost)


def _milestones(row: Row, status: date) -> Iterator[Task]:
    """Give the project's start, its milestones and its finish."""
    start, finish = date.fromisoformat(row["start"]), date.fromisoformat(row["finish"])
    group = "Milestones"
    yield _milestone(500, "Project start", group, start, start, start)
    wanted = [line for line in table("milestones") if line["project"] == row["key"]]
    for number, line in enumerate(wanted):
        yield _milestone(501 + number, line["name"], group, *milestone_dates(line, status))
    done = finish if row["closed"] and status >= finish else None
    yield _milestone(590, "Project finish", group, finish, date.fromisoformat(facts.at(row, "f", status)), done)


def milestone_dates(line: Row, status: date) -> tuple[date, date, date | None]:
    """Give baseline, forecast and actual date of a line of the milestones table as they were known on a day."""
    baseline, actual = date.fromisoformat(line["baseline"]), facts.day(line["actual"])
    if actual and actual <= status:
        return baseline, actual, actual
    return baseline, facts.day(facts.at(line, "f", status)) or baseline, None


def _milestone(uid: int, name: str, group: str, baseline: date, forecast: date, actual: date | None) -> Task:
    done = 100 if actual else 0
    return Task(uid, name, group, True, forecast, forecast, baseline, baseline, actual, actual, percent=done)


def _booked(row: Row, status: date) -> Iterator[Task]:
    """Give the work for which engineers were booked in October; it has no budget of its own."""
    if status < LAST:
        return
    lines = [line for line in table("bookings") if line["project"] == row["key"]]
    for number, name in enumerate(dict.fromkeys(line["task"] for line in lines)):
        work = tuple(_booking(line) for line in lines if line["task"] == name)
        start, finish = min(w.start for w in work), max(w.finish for w in work)
        yield Task(700 + number, name, "Controls engineers", False, start, finish, work=work)


def _booking(line: Row) -> Work:
    first, last = date.fromisoformat(line["from"]), date.fromisoformat(line["to"])
    return Work(email(line["person"]), int(line["hours_per_week"]) * 12, first, last, spread=True)


def _linked(tasks: list[Task]) -> list[Task]:
    """Put packages one after the other, and each milestone after the last package planned before it."""
    chain = [task for task in tasks if not task.milestone and task.budget]
    follows = {task.uid: (before.uid,) for before, task in pairwise(chain)}
    for task in tasks:
        if task.milestone and (before := [t.uid for t in chain if _by(t) <= _by(task)]):
            follows[task.uid] = (before[-1],)
    return [task._replace(after=follows.get(task.uid, ())) for task in tasks]


def _by(task: Task) -> date:
    return task.planned_finish or task.finish


def _people(tasks: Iterable[Task], source: str) -> list[Person]:
    """Give everybody with work, under the name that the tool at hand has for them."""
    wanted = {work.person for task in tasks for work in task.work}
    rows = (row for row in table("people") if email(row["name"]) in wanted)
    return [Person(_called(row, source), email(row["name"]), row["department"], row["role"]) for row in rows]


def _called(row: Row, source: str) -> str:
    short, _, sorted_name = row["also_known_as"].partition("; ")
    return (sorted_name if source == "XER" else short) or row["name"]


def figures(key: str, status: date) -> Point:
    """Give a project's planned value, earned value and cost on a load's day, without what was added later."""
    return next(point for point in reversed(points(key)) if point.day <= status)
