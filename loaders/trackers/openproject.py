"""OpenProject: work packages as CSV, in English and German, and the CSV that its import plug-in reads."""

from collections.abc import Sequence
from typing import Any

from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.headed import WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Tie
from loaders.trackers.rules import EPICS, Rules
from loaders.trackers.tool import Tool

_hours = values.hours
meaning = by_heading({
    "ID": of.KEY, "Subject | Thema": of.NAME, "Type | Typ": of.TYPE, "Status": of.STATUS,
    "Project | Projekt": of.PROJECT, "Priority | Priorität": of.PRIORITY, "Description | Beschreibung": of.NOTE,
    "Assignee | Zugewiesen an | Assigned to": WHO, "Start date | Anfangstermin | Startdatum": of.START,
    "Finish date | End date | Due date | Endtermin | Date | Datum": of.DUE, "Parent | Übergeordnete Aufgabe": of.PARENT,
    "Updated on | Updated at | Timestamp | Aktualisiert am": of.UPDATED,
    "% Complete | Percentage done | Progress (%) | Fortschritt (%) | % abgeschlossen": of.PERCENT,
    "Estimated time | Work | Aufwand | Geschätzter Aufwand": Meant(of.ESTIMATE, _hours),
    "Remaining hours | Remaining work | Verbleibender Aufwand": Meant(of.REMAINING, _hours),
    "Spent time | Aufgewendete Zeit": Meant(of.SPENT, _hours), "Story points | Story-Punkte": of.POINTS,
    "Version": Meant(of.VERSIONS), "Category | Kategorie": Meant(of.COMPONENTS),
    "Follows | Nachfolger von": Meant(of.AFTER, split=";"), "Precedes | Vorgänger von": Meant(of.BLOCKS, split=";"),
    "Blocks | Blockiert": Meant(of.BLOCKS, split=";"), "Blocked by | Blockiert durch": Meant(of.AFTER, split=";"),
})  # fmt: skip


def finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Keep of several rows of a work package the newest, as its import writes them; turn numbers into links."""
    for name in (of.BLOCKS, of.AFTER):
        if items.has(name):
            items.columns[name] = [cell and [Tie(one.lstrip("#")) for one in cell] for cell in items.get(name)]
    for name in (of.PARENT, of.KEY):
        if items.has(name):
            items.columns[name] = [cell and cell.lstrip("#").split(" ", 1)[0] for cell in items.get(name)]
    if not found.places("Timestamp"):
        return
    newest: dict[Any, int] = {}
    stamps = items.get(of.UPDATED)
    wrong = {fault.place for fault in items.faults}
    for place, key in enumerate(items.get(of.KEY)):
        if place not in wrong and (key not in newest or (stamps[place] or "") >= (stamps[newest[key]] or "")):
            newest[key] = place
    wanted = [place in wrong or newest.get(key) == place for place, key in enumerate(items.get(of.KEY))]
    items.skipped["earlier states of a work package, of which the newest counts"] += wanted.count(False)
    items.keep(wanted)


LOADER = Tool(
    "openproject",
    ("OpenProject work packages (CSV)",),
    (".csv",),
    (
        Headed(
            meaning,
            groups("ID", "Subject | Thema", "Type | Typ", "Status"),
            frozenset({"tracker", "#", "issuekey", "workitemtype"}),
            finish,
        ),
    ),
    Rules(epics=EPICS | {"phase", "feature"}),
)
