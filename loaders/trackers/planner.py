"""Microsoft Planner: a plan exported to Excel, of the basic and of the premium kind."""

import re
from collections.abc import Sequence
from typing import Any

from loaders.tables.cells import shown
from loaders.tables.table import Table
from loaders.tables.written_dates import ORDERS, dates, told_by
from loaders.trackers import items as of
from loaders.trackers import outline, values
from loaders.trackers.headed import ABOVE, PASSED_OVER, WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Found, Sheeted, text_of
from loaders.trackers.tool import Tool

_STEPS = re.compile(r"\s*(\d{1,4})\s*/\s*(\d{1,4})\s*", re.ASCII)
_ID, _NAME = "Task ID | Vorgangs-ID | Aufgaben-ID", "Task Name | Vorgangsname | Aufgabenname"
_BUCKET, _PROGRESS = "Bucket Name | Bucketname | Bucket-Name", "Progress | Fortschritt | Status"
_DONE = ("Completed Checklist Items", "Abgeschlossene Checklistenelemente", "Abgeschlossene Prüflistenelemente")
_basic = by_heading({
    _ID: of.KEY, _NAME: of.NAME, _BUCKET: Meant(of.COMPONENTS), _PROGRESS: of.STATUS,
    "Priority | Priorität": of.PRIORITY, "Assigned To | Zugewiesen an | Zugewiesen zu": Meant(WHO, split=";"),
    "Start Date | Startdatum | Anfangsdatum": of.START, "Due Date | Fälligkeitsdatum | Fällig am": of.DUE,
    "Completed Date | Abschlussdatum | Abgeschlossen am | Fertigstellungsdatum": of.FINISHED,
    "Labels | Bezeichnungen | Beschriftungen": Meant(of.LABELS, split=";"),
    "Description | Notes | Beschreibung | Notizen": of.NOTE,
    " | ".join(("Created Date | Late | Erstellungsdatum | Erstellt am | Verspätet", *_DONE)): PASSED_OVER,
})  # fmt: skip
_premium = by_heading({
    "Name": of.NAME, "Bucket": Meant(of.COMPONENTS), "Assigned To": Meant(WHO, split=";,"), "Start": of.START,
    "Finish": of.DUE, "% Complete": of.PERCENT, "Priority": of.PRIORITY, "Milestone": of.IS_MILESTONE,
    "Effort": Meant(of.ESTIMATE, values.hours), "Effort Completed": Meant(of.SPENT, values.hours),
    "Effort Remaining": Meant(of.REMAINING, values.hours), "Notes": of.NOTE, "Labels": Meant(of.LABELS, split=";,"),
    "Sprint": Meant(of.SPRINTS), "Depends On": Meant(of.AFTER, split=";,"),
    "Dependents (after)": Meant(of.BLOCKS, split=";,"),
    "Task Number | Outline Number | Duration": PASSED_OVER,
})  # fmt: skip


def _steps(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Take from checklists how much of a task is done."""
    for place in (place for heading in _DONE for place in found.places(heading)):
        items.columns[of.PERCENT] = [_share(shown(cell)) for cell in columns[place]]


def _share(text: str) -> float | None:
    """Give the percentage of steps that are done: `2/5` is 40."""
    match = _STEPS.fullmatch(text)
    done, every = (int(match[1]), int(match[2])) if match else (0, 0)
    return round(100 * done / every, 4) if 0 <= done <= every and every else None


def _numbered(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Read what tasks stand below, by their outline numbers, and what they wait for, by their task numbers."""
    items.fractions = True  # a premium plan writes 25 % as 0.25, without a format
    (numbers, *_), (outlines, *_) = found.places("Task Number"), found.places("Outline Number")
    outline.settle(items, [shown(cell).strip(". ").count(".") for cell in columns[outlines]])
    places = {shown(cell).strip(): place for place, cell in enumerate(columns[numbers])}
    for name in (of.AFTER, of.BLOCKS):
        outline.tie(items, name, places)


def _plan(items: Items, found: Found) -> None:
    """Take the plan's name, id, owner and the day of the export from the rows above the tasks, or from their sheet."""
    items.left_out[ABOVE] -= found.labelled
    name = text_of(found.said, "Plan name", "Project name", "Planname", "Name des Plans")
    key = text_of(found.said, "Plan ID", "Project ID", "Plan-ID") or name
    if key:
        items.columns[of.PROJECT] = [key] * len(items)
        items.projects[key] = {"name": name or key, "manager": text_of(found.said, "Plan owner", "Project manager")}
    said = text_of(found.said, "Date of export", "Exported on", "Export date", "Exportdatum", "Datum des Exports")
    if not said:
        items.exported = None
    elif day := _day(said, found.table, items.exported):
        items.exported = day
    else:
        items.notes.append(f"the day of the export is no date that can be read in one way only: {said!r}.")


def _day(said: str, table: Table, saved: str | None) -> str | None:
    """Give the ISO day of the export. Whether its day or its month comes first tell the dates of the tasks, else the
    day on which the workbook was saved.
    """
    told = frozenset[str]().union(*(told_by([one for one in table.column(at) if isinstance(one, str)])
                                    for at in range(len(table.headings))))  # fmt: skip
    orders = told if len(told) == 1 else ORDERS
    read = {found.isoformat()[:10] for order in orders if (found := dates([said], order).values[0])}
    return next(iter(read)) if len(read) == 1 else saved if saved in read else None


_BASIC = groups(_ID, _NAME, _BUCKET, _PROGRESS)
_PREMIUM = groups("Task Number", "Outline Number", "Name", "Bucket", "% Complete")
_OF_BASIC, _OF_PREMIUM = Headed(_basic, _BASIC, finish=_steps), Headed(_premium, _PREMIUM, finish=_numbered)
LOADER = Tool(
    "planner",
    ("Microsoft Planner plan (Excel, CSV)",),
    (".xlsx", ".csv"),
    (
        Sheeted(_OF_BASIC, finish=_plan),
        Sheeted(_OF_PREMIUM, finish=_plan),
        _OF_BASIC,  # a CSV saved from the workbook, which loses the name of the plan where that stands on another sheet
        _OF_PREMIUM,
    ),
    Rules(sums=True, lasting=True),
)
