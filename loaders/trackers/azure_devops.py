"""Azure DevOps: work items as JSON of the REST interface or of `az boards`, and as CSV of a query, flat or a tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.base import Refused
from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import nested, values
from loaders.trackers.headed import WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Person, Tie, no_place, of_records
from loaders.trackers.markup import plain
from loaders.trackers.nested import at, label, objects
from loaders.trackers.numbered import refuse_others
from loaders.trackers.rules import EPICS, Rules
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.states import DOING, DROPPED
from loaders.trackers.tool import Tool

_V = "Microsoft.VSTS."
_FIELDS = {
    of.PROJECT: "System.TeamProject", of.TYPE: "System.WorkItemType", of.NAME: "System.Title",
    of.STATUS: "System.State", of.UPDATED: "System.ChangedDate", of.START: _V + "Scheduling.StartDate",
    of.STARTED: _V + "Common.ActivatedDate", of.FINISHED: _V + "Common.ClosedDate",
}  # fmt: skip
_ENDS = (_V + "Scheduling.FinishDate", _V + "Scheduling.TargetDate", _V + "Scheduling.DueDate")
_HOURS = {
    of.ESTIMATE: _V + "Scheduling.OriginalEstimate", of.REMAINING: _V + "Scheduling.RemainingWork",
    of.SPENT: _V + "Scheduling.CompletedWork",
}  # fmt: skip
_SIZES = (_V + "Scheduling.StoryPoints", _V + "Scheduling.Effort", _V + "Scheduling.Size")
_OTHERS = (
    "System.Id", "System.Rev", "System.Reason", "System.Parent", "System.IterationPath", "System.AreaPath",
    "System.Tags", "System.AssignedTo", "System.Description", _V + "Common.Priority", _V + "Common.StateChangeDate",
    "System.CreatedDate", "System.CreatedBy", "System.ChangedBy",
)  # fmt: skip
_READ = frozenset([*_FIELDS.values(), *_ENDS, *_HOURS.values(), *_SIZES, *_OTHERS])
_WHO = re.compile(r"(?P<name>[^<]*?)\s*<(?P<mail>[^<>]+)>")
_TEST = "a test, not an item of work"


@dataclass(frozen=True)
class WorkItems:
    """Work items of the REST interface, one page or several, or of `az boards query`."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the file holds work items with their `System.` fields."""
        return any(name.startswith("System.") for item in _of_page(nested.opening(head))[:5] for name in item["fields"])

    def read(self, path: Path) -> Items:
        """Read all pages."""
        every = [item for page in nested.whole(path) for item in _of_page(page)]
        items = of_records("value", [_record(item) for item in every])
        for item in every:
            for name in nested.unread(item["fields"], _READ):
                items.skipped[no_place(name)] += 1
        return items


def _of_page(page: Any) -> list[dict[str, Any]]:
    every = objects(at(page, "value")) or objects(at(page, "workItems")) or objects(page)
    return [one for one in every if isinstance(one.get("fields"), dict)]


def _record(item: dict[str, Any]) -> dict[str, Any]:
    fields = item["fields"]
    record: dict[str, Any] = {name: fields.get(field) for name, field in _FIELDS.items()}
    for name, field in _HOURS.items():
        hours = fields.get(field)
        record[name] = hours * 60 if isinstance(hours, int | float) and not isinstance(hours, bool) else hours
    record[of.PROJECT] = record[of.PROJECT] or _root(label(fields, "System.AreaPath"))
    ties: dict[str, list[str]] = {}
    for one in objects(item.get("relations")):
        ties.setdefault(label(one, "rel") or "", []).append((label(one, "url") or "").rpartition("/")[2])
    description = fields.get("System.Description")
    return record | {
        of.KEY: label(item, "id") or label(fields, "System.Id"),
        of.DUE: next((fields[name] for name in _ENDS if fields.get(name)), None),
        of.POINTS: next((fields[name] for name in _SIZES if fields.get(name) is not None), None),
        of.PARENT: label(fields, "System.Parent")
        or next(iter(ties.get("System.LinkTypes.Hierarchy-Reverse", [])), None),
        of.PRIORITY: label(fields, _V + "Common.Priority"),
        of.PEOPLE: people(fields.get("System.AssignedTo")),
        of.LABELS: [tag.strip() for tag in (label(fields, "System.Tags") or "").split(";") if tag.strip()],
        of.COMPONENTS: [path] if (path := label(fields, "System.AreaPath")) else [],
        of.SPRINTS: [path] if (path := label(fields, "System.IterationPath")) else [],
        of.NOTE: plain(description) if isinstance(description, str) else description,
        of.BLOCKS: [Tie(other) for other in ties.get("System.LinkTypes.Dependency-Forward", [])],
        of.AFTER: [Tie(other) for other in ties.get("System.LinkTypes.Dependency-Reverse", [])],
    }


def people(said: Any) -> list[Person]:
    """Give whom `Assigned To` names: an object, or a text such as `Ines Holm <i.holm@example.org>`."""
    if isinstance(said, dict):
        name, mail = label(said, "displayName"), label(said, "uniqueName")
    else:
        text = nested.clean(str(said or ""))
        found = _WHO.fullmatch(text)
        name, mail = (found["name"] or None, found["mail"]) if found else (text or None, None)
    key = (mail or name or "").casefold() if mail else name
    return [Person(key, name or mail, mail if mail and "@" in mail else None)] if key else []


def _of_domain(person: Person) -> Person:
    """Give somebody as JSON names them: a server of one's own writes the login of its domain behind a name."""
    return next(iter(people(person.name)), person) if person.name and person.name.endswith(">") else person


_HEADINGS = by_heading({
    "ID": of.KEY, "Work Item Type": of.TYPE, "Title": of.NAME, "State": of.STATUS, "Assigned To": WHO,
    "Team Project": of.PROJECT, "Priority": of.PRIORITY, "Parent": of.PARENT, "Start Date": of.START,
    "Finish Date | Target Date | Due Date": of.DUE, "Activated Date": of.STARTED, "Closed Date": of.FINISHED,
    "Changed Date": of.UPDATED, "Original Estimate": Meant(of.ESTIMATE, values.hours),
    "Remaining Work": Meant(of.REMAINING, values.hours), "Completed Work": Meant(of.SPENT, values.hours),
    "Story Points | Effort | Size": of.POINTS, "Tags": Meant(of.LABELS, split=";"), "Area Path": Meant(of.COMPONENTS),
    "Iteration Path": Meant(of.SPRINTS), "Description": Meant(of.NOTE, lambda cell: plain(values.text(cell))),
})  # fmt: skip
_LEVEL = re.compile(r"title\s*(\d{1,2})", re.IGNORECASE)


def _meaning(heading: str) -> Meant | None:
    return Meant(of.NAME) if _LEVEL.fullmatch(heading.strip()) else _HEADINGS(heading)


def _root(path: str | None) -> str | None:
    """Give the team project, with which area and iteration paths begin."""
    return (path or "").partition("\\")[0].strip() or None


def _finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Add the team projects, where a table names them in its paths alone, and the parents of a tree."""
    if len(items) and not any(items.get(of.KEY)):
        raise Refused(
            "the column ID is empty, by whose numbers work items are known again: the table was made to be imported "
            "into Azure DevOps. Import it there, export the query of its items as CSV, and load that"
        )
    refuse_others(items, "ID")
    if items.has(of.PEOPLE):
        items.columns[of.PEOPLE] = [cell and [_of_domain(one) for one in cell] for cell in items.get(of.PEOPLE)]
    if not items.has(of.PROJECT):
        paths = zip(items.get(of.COMPONENTS), items.get(of.SPRINTS), strict=True)
        roots = [next((root for path in several if path and (root := _root(path[0]))), None) for several in paths]
        only = next(iter(set(roots) - {None})) if len(set(roots) - {None}) == 1 else None
        items.columns[of.PROJECT] = [root or only for root in roots]
    _tree(items, found, columns)


def _tree(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Find the parents in a tree: in which of the columns `Title 1`, `Title 2` ... a title stands is how deep it is."""
    levels = sorted((int(m[1]), place) for place, h in enumerate(found.headings) if (m := _LEVEL.fullmatch(h.strip())))
    if not levels or items.has(of.PARENT):
        return
    above: list[str | None] = []
    parents: list[str | None] = []
    for place, key in enumerate(items.get(of.KEY)):
        depth = next((at for at, (_, column) in enumerate(levels) if columns[column][place]), 0)
        del above[depth:]
        parents.append(next((one for one in reversed(above) if one), None))
        above += [None] * (depth - len(above)) + [key]
    items.columns[of.PARENT] = parents


_HEADED = Headed(_meaning, groups("ID", "Work Item Type", "Title | Title 1"), finish=_finish, even=True)
LOADER = Tool(
    "azure_devops",
    ("Azure DevOps work items (CSV, Excel, JSON)",),
    (".csv", ".xlsx", ".json"),
    (WorkItems(), _HEADED, Sheeted(_HEADED)),
    Rules(
        epics=EPICS | {"feature"},
        lasting=True,
        states={"resolved": DOING, "removed": DROPPED, "design": "todo", "inactive": DROPPED},
        left_out=dict.fromkeys(("test case", "test plan", "test suite", "shared steps", "shared parameter"), _TEST),
    ),
)
