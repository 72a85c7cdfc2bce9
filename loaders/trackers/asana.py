"""Asana: the JSON and the CSV of a project or a search."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import nested, values
from loaders.trackers.headed import PASSED_OVER, WHO, WHO_MAIL, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Person, Tie, no_place, of_records
from loaders.trackers.nested import at, label, objects, texts
from loaders.trackers.numbered import refuse_others
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.states import DONE, state_of
from loaders.trackers.tool import Tool

_READ = frozenset({
    "gid", "name", "assignee", "completed", "completed_at", "created_at", "modified_at", "due_on", "due_at", "start_on",
    "start_at", "notes", "projects", "memberships", "parent", "subtasks", "dependencies", "dependents", "tags",
    "custom_fields", "resource_subtype", "resource_type", "permalink_url", "num_subtasks", "actual_time_minutes",
})  # fmt: skip
_DEEPEST = 20  # how far subtasks stand below each other
_POINTS = frozenset({"story points", "points", "estimate points"})


@dataclass(frozen=True)
class Tasks:
    """The JSON of a project: its tasks under `data`, with their subtasks inside."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the file holds tasks with their global ids."""
        return any(
            "gid" in one and ("completed" in one or one.get("resource_type") == "task")
            for one in objects(at(nested.opening(head), "data"))[:5]
        )

    def read(self, path: Path) -> Items:
        """Read all tasks and, below them, their subtasks."""
        every = [
            (task, parent) for page in nested.whole(path) for task, parent in _flat(objects(at(page, "data")), None, 0)
        ]
        home: dict[str | None, Any] = {}
        records = []
        for task, parent in every:
            project = _project(task) or home.get(parent)
            home[label(task, "gid")] = project
            records.append(_record(task, parent, project))
        items = of_records("data", records)
        for task, _ in every:
            _count(task, items)
        return items


def _flat(tasks: list[dict[str, Any]], parent: str | None, depth: int) -> Iterator[tuple[dict[str, Any], str | None]]:
    for task in tasks:
        above = label(task, "parent", "gid") or parent
        yield task, above
        if depth < _DEEPEST:
            yield from _flat(objects(task.get("subtasks")), label(task, "gid"), depth + 1)


def _project(task: dict[str, Any]) -> Any:
    return at(task, "memberships", 0, "project") or at(task, "projects", 0)


def _record(task: dict[str, Any], parent: str | None, project: Any) -> dict[str, Any]:
    section = label(task, "memberships", 0, "section", "name")
    assignee = task.get("assignee")
    gid = label(assignee, "gid")
    custom = {(label(one, "name") or "").casefold(): one for one in objects(task.get("custom_fields"))}
    return {
        of.KEY: label(task, "gid"),
        of.PROJECT: label(project, "gid") or label(project, "name"),
        of.PROJECT_NAME: label(project, "name"),
        of.TYPE: label(task, "resource_subtype"),
        of.NAME: task.get("name"),
        of.STATUS: section,
        of.CATEGORY: DONE if task.get("completed") else _open(section),
        of.PARENT: parent,
        of.START: task.get("start_on") or task.get("start_at"),
        of.DUE: task.get("due_on") or task.get("due_at"),
        of.FINISHED: task.get("completed_at"),
        of.UPDATED: task.get("modified_at"),
        of.NOTE: task.get("notes"),
        of.ESTIMATE: at(custom.get("estimated time"), "number_value"),
        of.SPENT: task.get("actual_time_minutes") or at(custom.get("actual time"), "number_value"),
        of.POINTS: next((at(custom[name], "number_value") for name in custom if name in _POINTS), None),
        of.PEOPLE: [Person(gid, label(assignee, "name"), label(assignee, "email"))] if gid else [],
        of.LABELS: texts(task.get("tags"), "name"),
        of.AFTER: [Tie(other) for other in texts(task.get("dependencies"), "gid")],
        of.BLOCKS: [Tie(other) for other in texts(task.get("dependents"), "gid")],
    }


def _open(section: str | None) -> str | None:
    """Give what the section of an open task says; one that nobody has ticked off is not done, wherever it lies."""
    state = state_of(section, {})
    return None if state == DONE else state


def _count(task: dict[str, Any], items: Items) -> None:
    further = len(objects(task.get("memberships")) or objects(task.get("projects"))) - 1
    items.skipped["projects beyond the first that a task stands in"] += max(further, 0)
    for name in nested.unread(task, _READ):
        items.skipped[no_place(name)] += 1
    for one in objects(task.get("custom_fields")):
        name = label(one, "name") or "custom field"
        read = name.casefold() in _POINTS | {"estimated time", "actual time"}
        if not read and label(one, "display_value"):
            items.skipped[no_place(name)] += 1


_meaning = by_heading({
    "Task ID": of.KEY, "Name": of.NAME, "Completed At": of.FINISHED, "Last Modified": of.UPDATED,
    "Section/Column": of.STATUS, "Assignee": WHO, "Assignee Email": WHO_MAIL, "Start Date": of.START,
    "Due Date": of.DUE, "Tags": Meant(of.LABELS, split=","), "Notes": of.NOTE, "Projects": of.PROJECT,
    "Parent task": of.PARENT, "Blocked By (Dependencies)": Meant(of.AFTER, split=","),
    "Blocking (Dependencies)": Meant(of.BLOCKS, split=","), "Estimated time": Meant(of.ESTIMATE, values.hours),
    "Actual time": Meant(of.SPENT, values.hours), "Story points | Points": of.POINTS, "Priority": of.PRIORITY,
    "Created At": PASSED_OVER,
})  # fmt: skip


def _sections(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Take what is done from the day on which it was; a task in several projects belongs to the first."""
    refuse_others(items, "Task ID")
    closed = items.get(of.FINISHED)
    items.columns[of.CATEGORY] = [
        DONE if day else _open(name) for day, name in zip(closed, items.get(of.STATUS), strict=True)
    ]
    several = [(name or "").split(",") for name in items.get(of.PROJECT)]
    items.columns[of.PROJECT] = [names[0].strip() or None for names in several]
    items.skipped["projects beyond the first that a task stands in"] += sum(len(names) - 1 for names in several)
    _subtasks(items)
    for name in (of.AFTER, of.BLOCKS):
        if items.has(name):
            items.columns[name] = [cell and [Tie(one) for one in cell] for cell in items.get(name)]


def _subtasks(items: Items) -> None:
    """Put subtasks, which name what they stand below and mostly no project, below it and into its project."""
    names, keys, projects, below = (items.get(name) for name in (of.NAME, of.KEY, of.PROJECT, of.PARENT))
    places: dict[str | None, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    above = dict[str | None, int]()
    up: list[int | None] = []
    for place, (name, parent) in enumerate(zip(names, below, strict=True)):
        at = above.get(parent) if parent else None
        if parent and at is None:  # further down; one that is named like it and stands below the same is none
            others = (one for one in places.get(parent, ()) if one != place and (name, below[one]) != (parent, parent))
            at = next(others, None)
        up.append(at)
        above[name] = place
    if several := sum(len(places.get(parent, ())) > 1 for parent in below if parent):
        items.notes.append(
            f"Tasks below others of a name that several have stand below the nearest above them: {several}."
        )
    lost = [at is None and text is not None and text == name for name, text, at in zip(names, below, up, strict=True)]
    items.skipped["parents that the file does not hold"] += sum(lost)
    items.columns[of.PARENT] = [
        None if gone else text if at is None else keys[at] for gone, text, at in zip(lost, below, up, strict=True)
    ]
    for place, project in enumerate(projects):
        at, steps = up[place], 0
        while project is None and at is not None and steps < _DEEPEST:
            project, at, steps = projects[at], up[at], steps + 1
        projects[place] = project


_HEADED = Headed(_meaning, groups("Task ID", "Name", "Last Modified | Completed At"), finish=_sections, even=True)
LOADER = Tool(
    "asana",
    ("Asana (CSV, Excel, JSON)",),
    (".csv", ".xlsx", ".json"),
    (Tasks(), _HEADED, Sheeted(_HEADED)),
    Rules(by_name=True, lasting=True, left_out={"section": "a heading of a list, not a task"}),
)
