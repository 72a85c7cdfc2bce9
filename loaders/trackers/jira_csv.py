"""The CSV of Jira: that of all fields, with its repeated headings, and that of the data pipeline."""

import re
from collections.abc import Sequence
from typing import Any

from loaders.tables.cells import words
from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.columns import Written, read_column
from loaders.trackers.headed import PASSED_OVER, WHO, WHO_ID, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Tie
from loaders.trackers.jira_words import CATEGORIES, CUSTOM, DEPENDS
from loaders.trackers.states import DONE


def _category(cell: Any) -> str | None:
    return CATEGORIES.get(str(cell).strip().casefold())


_HEADINGS: dict[str, str | Meant] = {
    "Issue key": of.KEY, "Key": of.KEY, "Issue id": of.ID, "Id": of.ID, "Project key": of.PROJECT,
    "Project name": of.PROJECT_NAME, "Project lead": of.LEAD, "Issue Type": of.TYPE, "Summary": of.NAME,
    "Status": of.STATUS, "Status Category": Meant(of.CATEGORY, _category),
    "Resolution": of.RESOLUTION, "Priority": of.PRIORITY, "Description": of.NOTE, "Parent id": of.PARENT,
    "Parent key": of.PARENT, "Parent": of.PARENT, "Due Date": of.DUE, "Resolved": of.FINISHED,
    "Resolution date": of.FINISHED, "Updated": of.UPDATED, "Updated date": of.UPDATED,
    "Original Estimate": Meant(of.ESTIMATE, values.seconds), "Estimate": Meant(of.REMAINING, values.seconds),
    "Remaining Estimate": Meant(of.REMAINING, values.seconds), "Time Spent": Meant(of.SPENT, values.seconds),
    "Time original estimate": Meant(of.ESTIMATE, values.seconds), "Time estimate": Meant(of.REMAINING, values.seconds),
    "Assignee": WHO, "Assignee id": WHO_ID, "Assignee name": WHO, "Fix Version/s": of.VERSIONS,
    "Fix versions": of.VERSIONS, "Labels": of.LABELS, "Component/s": of.COMPONENTS, "Components": of.COMPONENTS,
    "Sprint": of.SPRINTS, "Issue name": of.TYPE,
}  # fmt: skip
# Sums over sub-tasks, which are counted there; what changes without saying anything about the work; other names.
_KNOWN = frozenset(map(words, (
    "Project type", "Project description", "Project url", "Project lead id", "Created", "Created date", "Last Viewed",
    "Work Ratio", "Σ Original Estimate", "Σ Remaining Estimate", "Σ Time Spent", "Parent summary",
    "Status Category Changed",
)))  # fmt: skip
_meaning = by_heading(_HEADINGS)
_custom = by_heading(CUSTOM)
_BRACKETS = re.compile(r"(custom field|outward issue link|inward issue link) ?\((.*)\)", re.IGNORECASE | re.DOTALL)


def meaning(heading: str) -> Meant | None:
    """Say what a heading means; those of custom fields and links hold their names in brackets."""
    match = _BRACKETS.fullmatch(heading.strip())
    if not match:
        return _meaning(heading) or (Meant(PASSED_OVER) if words(heading) in _KNOWN else None)
    if match[1].casefold() == "custom field":
        return _custom(match[2])
    if match[2].casefold() not in DEPENDS:
        return None
    return Meant(of.BLOCKS if match[1].casefold().startswith("outward") else of.AFTER)


def finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Take the day on which a done issue changed its category, where no other is stated; turn keys into links."""
    for name in (of.BLOCKS, of.AFTER):
        if items.has(name):
            items.columns[name] = [cell and [Tie(key) for key in cell] for cell in items.get(name)]
    for place in found.places("Status Category Changed"):
        states = items.get(of.CATEGORY)
        done = [cell if state == DONE else None for cell, state in zip(columns[place], states, strict=True)]
        items.take(of.FINISHED, found.headings[place], done, *read_column(of.FINISHED, done, Written(), None))
    if not items.has(of.PROJECT):
        items.columns[of.PROJECT] = [
            (key or "").rpartition("-")[0] or name
            for key, name in zip(items.get(of.KEY), items.get(of.PROJECT_NAME), strict=True)
        ]


AllFields = Headed(meaning, groups("Issue key", "Summary | Issue Type | Status"), finish=finish)
Pipeline = Headed(
    meaning,
    groups(
        "Key | Id",
        "Time estimate | Estimate | Timeestimate",
        "Resolution date | Resolutiondate",
        "Updated date | Updated",
    ),
    finish=finish,
)
