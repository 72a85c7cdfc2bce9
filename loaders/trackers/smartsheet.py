"""Smartsheet: a sheet with dependencies, as Excel with its indented rows, or as CSV."""

from collections.abc import Sequence
from typing import Any

from loaders.tables.cells import shown
from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import outline, values
from loaders.trackers.headed import WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Found, Sheeted, own_name
from loaders.trackers.tool import Tool


def no_time(cell: Any) -> bool | None:
    """Say that a row of no duration is a milestone; any other duration is what start and finish say."""
    text = values.shown(cell).strip().casefold().removesuffix("d").removesuffix("h").strip()
    return True if text in ("0", "0.0", "0,0") else None


_NAME = "Task Name | Primary Column | Task | Activity | Name"
_KEY = "Row ID | Task ID | ID"
_meaning = by_heading({
    _NAME: of.NAME, _KEY: of.KEY, "Start | Start Date": of.START,
    "Finish | End Date | Finish Date | End": of.DUE, "Duration": Meant(of.IS_MILESTONE, no_time),
    "Milestone": of.IS_MILESTONE, "% Complete | Percent Complete": of.PERCENT, "Status": of.STATUS,
    "Priority": of.PRIORITY, "Assigned To | Owner | Assignee": Meant(WHO, split=";,"),
    "Predecessors | Predecessor": Meant(of.AFTER, split=","), "Comments | Notes | Description": of.NOTE,
    "Actual Start | Actual Start Date": of.STARTED, "Actual Finish | Actual End Date | Actual Finish Date": of.FINISHED,
    "Baseline Start": of.BASELINE_START, "Baseline Finish": of.BASELINE_FINISH,
    "Effort | Planned Hours | Estimated Hours": Meant(of.ESTIMATE, values.hours),
    "Actual Hours": Meant(of.SPENT, values.hours), "Modified | Modified Date": of.UPDATED,
})  # fmt: skip


def _by_blanks(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Read what rows wait for, and what they stand below, which a CSV says by blanks before the name, if at all."""
    fields = [meant and meant.field for meant in map(_meaning, found.headings)]
    texts = [shown(row[fields.index(of.NAME)]) for row in found.rows]
    _settle(items, found, [len(text) - len(text.lstrip()) for text in texts])


def _by_outline(items: Items, found: Found) -> None:
    """Read what rows wait for, and from the outline of the sheet what they stand below; its name is the project's."""
    items.columns[of.PROJECT] = [own_name(found.page)] * len(items)
    levels = found.page.levels()
    if any(levels.values()):
        _settle(items, found.table, [levels.get(row, 0) for row in items.rows])
    else:
        _by_blanks(items, found.table, [])


def _settle(items: Items, found: Table, levels: list[int]) -> None:
    outline.settle(items, levels)
    outline.tie(items, of.AFTER, {str(row - found.head): place for place, row in enumerate(items.rows)})


_REQUIRED = groups(
    _NAME, "Predecessors | Predecessor", "Duration", "% Complete | Percent Complete", "Start | Start Date"
)
_OTHERS = frozenset({"resourcenames", "outlinelevel", "uniqueid", "taskmode", "outlinenumber", "tasknumber", "wbs"})
LOADER = Tool(
    "smartsheet",
    ("Smartsheet (Excel, CSV)",),
    (".xlsx", ".csv"),
    (
        Sheeted(Headed(_meaning, _REQUIRED, _OTHERS), finish=_by_outline),
        Headed(_meaning, _REQUIRED, _OTHERS, _by_blanks),
    ),
    Rules(sums=True),
)
