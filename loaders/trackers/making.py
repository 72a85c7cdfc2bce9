"""From items to records: the same for every tracker (see docs/formats/trackers.md for the rule).

A project of the tool is a project. An item is a task, below its parent; one with others below it is a summary, unless
it states work of its own. The end of an epic is a milestone, and so is every version, release and item of that type.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any

from data.records import Assignment, Dependency, FieldValue, Project, Record, Resource, Task
from loaders.base import Export, Rejection, Skipped
from loaders.trackers import items as of
from loaders.trackers.items import Items
from loaders.trackers.links import dependencies
from loaders.trackers.made import made
from loaders.trackers.milestones import versions
from loaders.trackers.people import assignments, resources
from loaders.trackers.plan import Plan
from loaders.trackers.rules import Rules
from loaders.trackers.sifting import sift

_COVERED = (Project, Task, Dependency, Resource, Assignment, FieldValue)
FIELD = "In the tracker"
_FIELDS = {
    of.TYPE: "Type", of.STATUS: "Status", of.RESOLUTION: "Resolution", of.PRIORITY: "Priority",
    of.LABELS: "Labels", of.COMPONENTS: "Components", of.SPRINTS: "Sprint",
}  # fmt: skip
_BARE = dict.fromkeys(("work", "actual_work", "remaining_work", "planned_work", "planned_cost", "actual_cost"))
_REPEATED = 200  # characters of a bad value that a message repeats


def export(items: Items, rules: Rules, feed: str) -> Export:
    """Give the records of the items of one file, and what became of the rest."""
    found = Export(records={kind: [] for kind in _COVERED}, guarded=frozenset({Project, Task}))
    found.lasting = rules.lasting or all(items.get(of.ID))
    total = len(items) + len(items.broken)
    broken = [(fault, fault.place, None) for fault in items.broken]
    found.rejections += _refused(items, [*broken, *sift(items, rules, feed)])
    found.notes += items.notes
    plan = Plan(items, rules)
    kept = len(items)
    if total or not items.projects:
        found.notes.append(f"{total:,} items: {kept:,} read, {total - kept:,} rejected or left out.")
    if kept and not items.has(of.NAME):
        found.notes.append(
            "The file has no column that names its items: they are called by their keys. Export it with that column."
        )
    records = found.records
    records[Task] = [*tasks(plan), *versions(plan)]
    records[Project] = [*projects(plan, records[Task])]
    records[Resource] = [*resources(plan)]
    records[Assignment] = [*assignments(plan)]
    records[Dependency] = [*dependencies(plan)]
    records[FieldValue] = [*fields(plan)]
    found.notes += plan.notes()
    found.skipped = [Skipped(reason, count) for reason, count in items.left_out.items() if count]
    inside = items.skipped + plan.skipped
    found.skipped += [Skipped(reason, count, inside=True) for reason, count in inside.items() if count]
    found.lines = Task, Project
    refused = len({(rejection.sheet, rejection.row) for rejection in found.rejections})
    found.rows_in = found.kept + refused + found.left_out
    newest = max(filter(None, items.get(of.UPDATED)), default=None)
    if newest:
        found.status_date, found.status_date_from = newest[:10], "changed"
    elif items.exported:
        found.status_date, found.status_date_from = items.exported, "exported"
    found.totals = totals(records)
    return found


def _refused(items: Items, faults: Iterable[tuple[of.Fault, int, str | None]]) -> list[Rejection]:
    """Say of each fault what stands where: (fault, row, key of the task that is refused)."""
    return [
        Rejection(
            f"{fault.field}: {f'{fault.value[:_REPEATED]!r} ' if fault.value else ''}{fault.reason}. Correct it in the "
            "tool and export the file again.",
            items.sheet, row, fault.field, fault.value[:_REPEATED] or None, Task, key,
        )
        for fault, row, key in faults
    ]  # fmt: skip


def tasks(plan: Plan) -> list[Task]:
    """Give a line for every item, and a summary for every epic that has items below it."""
    columns: dict[str, Sequence[Any]] = {
        "key": plan.keys, "project": plan.projects, "uid": plan.uids, "code": plan.codes, "wbs": plan.get(of.WBS),
        "parent": plan.parents, "position": plan.positions, "name": plan.names, "kind": plan.kinds,
        "active": plan.active,
        "start": plan.start, "finish": plan.finish, "actual_start": plan.started, "actual_finish": plan.finished,
        "baseline_start": plan.get(of.BASELINE_START), "baseline_finish": plan.get(of.BASELINE_FINISH),
        "work": plan.work, "actual_work": plan.actual_work, "remaining_work": plan.remaining_work,
        "planned_work": plan.planned_work, "planned_cost": plan.get(of.COST), "actual_cost": plan.get(of.ACTUAL_COST),
        "percent_complete": plan.percent,
        "deadline": plan.get(of.DUE) if plan.rules.deadlines else [None] * len(plan), "note": plan.get(of.NOTE),
        "sheet": [plan.items.sheet] * len(plan), "row": plan.items.rows,
    }  # fmt: skip
    every: list[Task] = made(Task, columns, len(plan))
    bodies = []
    for place, kind in plan.bodies.items():
        bodies.append(_body(every[place], plan, place, kind))
        every[place] = every[place]._replace(**_BARE)
    return every + bodies


def _body(line: Task, plan: Plan, place: int, kind: str) -> Task:
    """Give the line of an epic's work beside the milestone at its end: a summary of what stands below it, or a task."""
    below = {"kind": kind, "start": plan.low[place], "finish": plan.high[place], "parent": plan.above(place)}
    if kind == "summary":
        return line._replace(**_BARE, **below, key=plan.inside(place), uid=None, actual_start=None, actual_finish=None,
                             deadline=None, percent_complete=None, note=None)  # fmt: skip
    return line._replace(**below, key=plan.inside(place), uid=None, actual_start=plan.started[place], note=None)


def projects(plan: Plan, lines: Sequence[Record]) -> list[Project]:
    """Give the projects of the file, with the days between which their lines lie."""
    low: dict[str, str] = {}
    high: dict[str, str] = {}
    for line in lines:
        if isinstance(line, Task) and line.kind != "summary" and line.active is not False:
            first, last = line.start or line.finish, line.finish or line.start
            if first and last:
                if first < low.setdefault(line.project, first):
                    low[line.project] = first
                if last > high.setdefault(line.project, last):
                    high[line.project] = last
    names = _first(plan.projects, plan.get(of.PROJECT_NAME))
    leads = _first(plan.projects, plan.get(of.LEAD))
    rows = _first(plan.projects, plan.items.rows)
    stated = plan.items.projects
    found = []
    for key in dict.fromkeys([*plan.projects, *stated]):
        record = Project(
            key, names.get(key) or key, short_name=key, manager=leads.get(key), start=low.get(key),
            finish=high.get(key), sheet=plan.items.sheet, row=rows.get(key),
        )  # fmt: skip
        found.append(record._replace(**stated.get(key, {})))
    return found


def _first(keys: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    """Give, by key, the first value that is stated."""
    found: dict[str, Any] = {}
    for key, value in zip(keys, values, strict=True):
        if value is not None:
            found.setdefault(key, value)
    return found


def fields(plan: Plan) -> list[FieldValue]:
    """Give, in one text for each item, what the tool says of it in its own words: type, status, labels and the like."""
    parts: list[list[str | None]] = []
    for name, called in _FIELDS.items():
        if plan.items.has(name):
            cells = plan.get(name)
            if name in of.LISTS:
                cells = [", ".join(cell) if cell else None for cell in cells]
            said = {cell: f"{called}: {cell}" for cell in set(cells) if cell}
            parts.append([said.get(cell or "") for cell in cells])
    texts = ["; ".join(filter(None, said)) for said in zip(*parts, strict=True)] if parts else [""] * len(plan)
    subjects = list(compress(plan.keys, texts))
    count = len(subjects)
    columns: dict[str, Sequence[Any]] = {
        "key": [f"{key}.{FIELD}" for key in subjects], "subject_kind": ["task"] * count, "subject": subjects,
        "field": [FIELD] * count, "value": list(filter(None, texts)), "sheet": [plan.items.sheet] * count,
        "row": list(compress(plan.items.rows, texts)),
    }  # fmt: skip
    return made(FieldValue, columns, count)


def totals(records: dict[type, list[Record]]) -> dict[str, int]:
    """Count what the file holds, as `load --json` names it."""
    kinds = Counter(line.kind for line in records[Task] if isinstance(line, Task))
    return {
        "projects": len(records[Project]),
        "tasks": kinds["task"] + kinds["milestone"],
        "milestones": kinds["milestone"],
        "people": len(records[Resource]),
        "assignments": len(records[Assignment]),
        "links": len(records[Dependency]),
    }
