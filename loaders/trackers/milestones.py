"""Versions, releases and milestones that items belong to: each is a milestone of their project."""

from collections.abc import Iterator

from data.records import Task
from loaders.trackers import items as of
from loaders.trackers.items import Version
from loaders.trackers.plan import Plan
from loaders.trackers.states import DONE

_NO_DAY = Version()


def versions(plan: Plan) -> Iterator[Task]:
    """Yield a milestone for each version: on the day that the file states, else when the last of its items ends.

    It is done when the file says so, else when all its items are; dropped items do not count.
    """
    members: dict[tuple[str, str], list[int]] = {}
    for place, named in enumerate(plan.get(of.VERSIONS)):
        for name in named or ():
            members.setdefault((plan.projects[place], name), []).append(place)
    for project, name in plan.items.versions:
        if project:
            members.setdefault((project, name), [])
    for (project, name), places in members.items():
        yield _milestone(plan, project, name, places)


def _milestone(plan: Plan, project: str, name: str, places: list[int]) -> Task:
    stated = plan.items.versions.get((project, name)) or plan.items.versions.get(("", name)) or _NO_DAY
    counted = [place for place in places if plan.active[place] is not False]
    done = stated.done
    if done is None:
        done = bool(counted) and all(plan.states[place] == DONE for place in counted)
    last = max(filter(None, (plan.finish[place] for place in counted)), default=None)
    actual = (stated.finished or last or stated.due) if done else None
    at = actual or stated.due or last
    return Task(
        f"{project}.version.{name}", project, uid=name, name=name, kind="milestone", start=at, finish=at,
        actual_start=actual, actual_finish=actual, deadline=stated.due, percent_complete=100.0 if done else 0.0,
        sheet=plan.items.sheet, row=plan.items.rows[places[0]] if places else None,
    )  # fmt: skip
