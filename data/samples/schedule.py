"""A schedule as any planning tool holds it; the writers turn it into their tool's own export."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Person(NamedTuple):
    """Somebody who can be given work."""

    name: str
    email: str
    department: str
    role: str


class Work(NamedTuple):
    """A person on a task: minutes a working day over a span of days."""

    person: str  # e-mail
    minutes: float
    start: date
    finish: date
    spread: bool = False  # whether the tool holds it day by day


class Task(NamedTuple):
    """A line of a schedule. Money is in whole units of the project's currency, percent is physical progress."""

    uid: int
    name: str
    group: str  # the summary above it
    milestone: bool
    start: date
    finish: date
    planned_start: date | None = None
    planned_finish: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    percent: int = 0
    budget: int = 0
    actual_cost: int = 0
    remaining_cost: int = 0
    after: tuple[int, ...] = ()  # UIDs of the tasks before it, finish to start
    work: tuple[Work, ...] = ()
    skill: str | None = None


@dataclass(slots=True)
class Schedule:
    """One project with its tasks, as of its status date."""

    key: str
    name: str
    short: str
    guid: str
    manager: str
    department: str
    programme: str
    currency: str
    status: date
    start: date
    finish: date
    tasks: list[Task]
    people: list[Person]
    holidays: frozenset[date] = frozenset()
    groups: list[str] = field(default_factory=list)
