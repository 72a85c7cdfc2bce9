"""Links between tasks, also to tasks of other projects."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from data.records import Dependency
from loaders.intake import Fault, Place, called
from loaders.mpxj.plan import Plan, shown
from loaders.mpxj.tasks import Tasks
from loaders.mpxj.values import PERCENT
from loaders.xml import parse

_GANTTPROJECT = {"1": "SS", "2": "FS", "3": "FF", "4": "SF"}


class _Link(NamedTuple):
    number: str | None
    before: str
    after: str
    source: tuple[str, str] | None  # project and key of the predecessor
    kind: str
    lag: str | None  # as MPXJ writes durations


def read_links(plan: Plan, tasks: Tasks, others: Mapping[str, str], path: Path) -> None:
    """Read the links. `others` gives the keys of all projects of the file by their own number."""
    if str(plan.project.getProjectProperties().getFileType()) == "GAN":
        links: Iterable[_Link | None] = _of_ganttproject(tasks, path)
    else:
        links = (_link(plan, tasks, relation, others) for relation in plan.project.getRelations())
    for link in links:
        place = plan.intake.place("Relation")
        if link is None:
            plan.intake.skip("Relation: to a task of another project of the file, read there")
        else:
            _take(plan, tasks, link, place)


def _link(plan: Plan, tasks: Tasks, relation: Any, others: Mapping[str, str]) -> _Link | None:
    """Give a link as MPXJ holds it, None for one whose successor is in another project."""
    before, after = relation.getPredecessorTask(), relation.getSuccessorTask()
    mine = shown(plan.project.getProjectProperties().getUniqueID())
    if _owner(after) != mine:
        return None
    uid, number = shown(before.getUniqueID()) or "", _owner(before)
    owner = others.get(number or "")
    source = tasks.ends.get(uid) if number == mine else (owner, f"{owner}.{uid}") if owner else None
    known = shown(relation.getUniqueID())
    kind, lag = str(relation.getType()), shown(relation.getLag())
    return _Link(known, uid, shown(after.getUniqueID()) or "", source, kind, lag)


def _owner(task: Any) -> str | None:
    return shown(task.getParentFile().getProjectProperties().getUniqueID())


def _of_ganttproject(tasks: Tasks, path: Path) -> Iterator[_Link]:
    """Give the links of a GanttProject file from the file itself: MPXJ 16.10 reads those of tasks at the top only."""
    for task in parse(path).iter("task"):
        for link in task.iterchildren("depend"):
            before, after = (_next(each.get("id")) for each in (task, link))
            kind = _GANTTPROJECT.get(link.get("type", ""), "FS")
            yield _Link(None, before, after, tasks.ends.get(before), kind, f"{link.get('difference') or 0}d")


def _next(number: str | None) -> str:
    """Give the unique ID that MPXJ makes of a number of GanttProject, which counts from 0."""
    return str(int(number) + 1) if number and number.isascii() and number.isdecimal() else ""


def _take(plan: Plan, tasks: Tasks, link: _Link, place: Place) -> None:
    source, target = link.source, tasks.ends.get(link.after)
    by_number = plan.primavera and link.number
    key = plan.key(f"{link.number}" if by_number else f"{link.before}-{link.after}.{link.kind}")
    faults = []
    for end, uid, field in ((source, link.before, "predecessor"), (target, link.after, "successor")):
        if end is None:
            faults.append(Fault(f"is a task that {plan.gone.get(uid, 'the file does not have')}", field, uid))
    lag = None
    try:
        lag = _lag(plan, link.lag, link.before)
    except ValueError as error:
        faults.append(Fault(str(error), "lag", link.lag))
    if not faults and (first := plan.intake.taken(Dependency, key, place)) is not None:
        faults.append(Fault(f"is linked in row {first} already, which is kept", "predecessor", link.before))
    if faults or source is None or target is None:
        plan.intake.reject(place, f"{called('Task', link.after)}, link", faults, Dependency, key)
        return
    plan.intake.keep(Dependency(key, *source, *target, type=link.kind, lag=lag, sheet=place.sheet, row=place.row))


def _lag(plan: Plan, lag: str | None, before: str) -> float | None:
    """Give a lag in working minutes; a percentage is that share of the predecessor's duration."""
    if lag is None:
        return None
    amount, unit = plan.values.split(lag)
    if unit in PERCENT:
        duration = plan.durations.get(before)
        return None if duration is None else round(amount / 100 * duration, 4)
    return plan.values.slack(lag)
