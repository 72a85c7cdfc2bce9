"""Who works on what: the people whom items name, and their assignments."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from data.records import Assignment, Resource
from loaders.trackers import items as of
from loaders.trackers.items import Person
from loaders.trackers.made import made
from loaders.trackers.plan import Plan

_EVEN = "items with several people, among whom their work is divided evenly"
_BY_UNITS = "items with several people, among whom their work is divided by their units"
_NO_WORK = "people of epics, milestones and summaries, which are no work of their own"


def resources(plan: Plan) -> Iterator[Resource]:
    """Yield each person once, as the first item that states most of them does."""
    seen: dict[str, Resource] = {}
    for row, named in zip(plan.items.rows, plan.get(of.PEOPLE), strict=True):
        for person in named or ():
            known = seen.get(person.key)
            if known is None:
                seen[person.key] = Resource(
                    person.key, person.name, "person", person.email, sheet=plan.items.sheet, row=row
                )
            elif person.email and not known.email:
                seen[person.key] = known._replace(email=person.email)
    yield from seen.values()


_OF_PEOPLE = ("key", "project", "task", "resource", "work", "actual_work", "remaining_work", "units", "row")


def assignments(plan: Plan) -> list[Assignment]:
    """Give who works on which task, with the hours that the item states; story points load nobody."""
    rows = list(_of_people(plan))
    stated = dict(zip(_OF_PEOPLE, zip(*rows, strict=True), strict=False))
    return made(Assignment, stated | {"sheet": [plan.items.sheet] * len(rows)}, len(rows))


def _of_people(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Yield `_OF_PEOPLE` of each assignment."""
    columns = (
        plan.get(of.PEOPLE), plan.projects, plan.work, plan.actual_work, plan.remaining_work, plan.items.rows,
    )  # fmt: skip
    for place, (named, project, work, actual, left, row) in enumerate(zip(*columns, strict=True)):
        if not named:
            continue
        if not plan.works(place):
            plan.skipped[_NO_WORK] += len(named)
            continue
        if project in plan.by_points:
            work = actual = left = None
        shares = _shares(named)
        if len(named) > 1 and work and not all(person.hours for person in named):
            plan.remark(_EVEN if len(set(shares)) == 1 else _BY_UNITS, plan.codes[place])
        task = plan.inside(place)
        for person, share in zip(named, shares, strict=True):
            if person.hours:
                parts = (person.hours.whole, person.hours.done, person.hours.left)
            else:
                parts = (_part(work, share), _part(actual, share), _part(left, share))
            yield f"{task}.{person.key}", project, task, person.key, *parts, person.units, row


def _shares(named: Sequence[Person]) -> list[float]:
    """Give the share of each person in what they do together: even, or by their units where these are stated."""
    if len(named) == 1:
        return [1.0]
    units = [1.0 if person.units is None else person.units for person in named]
    whole = sum(units)
    return [one / whole for one in units] if whole else [1 / len(named)] * len(named)


@lru_cache(maxsize=4_096)  # of many few are different
def _part(minutes: float | None, share: float) -> float | None:
    return None if minutes is None else round(minutes * share, 6)
