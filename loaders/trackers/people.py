"""Who works on what: the people whom items name, and their assignments."""

from collections.abc import Iterator
from typing import Any

from data.records import Assignment, Resource
from loaders.trackers import items as of
from loaders.trackers.made import made
from loaders.trackers.plan import Plan

_EVEN = "items with several people, among whom their work is divided evenly"
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


_OF_PEOPLE = ("key", "project", "task", "resource", "work", "actual_work", "remaining_work", "row")


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
        if (size := len(named)) > 1 and work:
            plan.remark(_EVEN, plan.codes[place])
            work, actual, left = (None if part is None else round(part / size, 6) for part in (work, actual, left))
        task = plan.inside(place)
        for person in named:
            yield f"{task}.{person.key}", project, task, person.key, work, actual, left, row
