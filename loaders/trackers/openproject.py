"""OpenProject: work packages as CSV, in English and German, and the CSV that its import plug-in reads."""

import re
from collections.abc import Sequence
from typing import Any

from loaders.tables.book import Page
from loaders.tables.cells import shown, words
from loaders.tables.durations import DAY_MINUTES
from loaders.tables.table import Table, table_of
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.headed import WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Tie
from loaders.trackers.numbered import refuse_others
from loaders.trackers.rules import EPICS, Rules
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.tool import Tool

_hours = values.hours
_RELATION = frozenset({"relationtype", "beziehungstyp"})  # heading of the first column about a related work package
_RELATED = ("Follows", "Precedes", "Parent", "Other relations")
_SAYS = {
    **dict.fromkeys(("follows", "blockedby", "predecessor(before)", "vorgänger(davor)", "nachfolgervon"), "Follows"),
    **dict.fromkeys(("precedes", "blocks", "successor(after)", "nachfolger(danach)", "vorgängervon"), "Precedes"),
    **dict.fromkeys(("childof", "parent", "kindvon", "übergeordnet"), "Parent"),
}
_LAG = re.compile(r"#?(\S+)(?: \+(\d+(?:\.\d+)?)d)?")  # an id, with the days between the two
meaning = by_heading({
    "ID": of.KEY, "Subject | Thema | Sujet": of.NAME, "Type | Typ": of.TYPE, "Status | Statut": of.STATUS,
    "Project | Projekt | Projet": of.PROJECT, "Priority | Priorität | Priorité": of.PRIORITY,
    "Description | Beschreibung": of.NOTE,
    "Assignee | Zugewiesen an | Assigned to | Assigné à | Responsable de l'exécution": WHO,
    "Start date | Anfangstermin | Startdatum | Date de début": of.START,
    "Finish date | End date | Due date | Endtermin | Date | Datum | Date de fin": of.DUE,
    "Parent | Übergeordnete Aufgabe | Übergeordnetes Arbeitspaket": of.PARENT,
    "Updated on | Updated at | Timestamp | Aktualisiert am | Mis à jour le": of.UPDATED,
    "% Complete | Percentage done | Progress (%) | Fortschritt (%) | % abgeschlossen | % Fertig": of.PERCENT,
    "% réalisé": of.PERCENT,
    "Estimated time | Work | Aufwand | Geschätzter Aufwand | Travail | Temps estimé": Meant(of.ESTIMATE, _hours),
    "Remaining hours | Remaining work | Verbleibender Aufwand | Travail restant": Meant(of.REMAINING, _hours),
    "Spent time | Aufgewendete Zeit | Temps passé": Meant(of.SPENT, _hours), "Story points | Story-Punkte": of.POINTS,
    "Version": Meant(of.VERSIONS), "Category | Kategorie | Catégorie": Meant(of.COMPONENTS),
    "Follows | Nachfolger von": Meant(of.AFTER, split=";"), "Precedes | Vorgänger von": Meant(of.BLOCKS, split=";"),
    "Blocks | Blockiert": Meant(of.BLOCKS, split=";"), "Blocked by | Blockiert durch": Meant(of.AFTER, split=";"),
})  # fmt: skip


def finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Keep of several rows of a work package the newest, as its import writes them; turn numbers into links."""
    for name in (of.BLOCKS, of.AFTER):
        if items.has(name):
            items.columns[name] = [cell and [_tie(one) for one in cell] for cell in items.get(name)]
    for name in (of.PARENT, of.KEY):
        if items.has(name):
            items.columns[name] = [cell and cell.lstrip("#").split(" ", 1)[0] for cell in items.get(name)]
    refuse_others(items, "ID")
    if not found.places("Timestamp"):
        return
    newest: dict[Any, int] = {}
    stamps = items.get(of.UPDATED)
    wrong = {fault.place for fault in items.faults}
    for place, key in enumerate(items.get(of.KEY)):
        if place not in wrong and (key not in newest or (stamps[place] or "") >= (stamps[newest[key]] or "")):
            newest[key] = place
    wanted = [place in wrong or newest.get(key) == place for place, key in enumerate(items.get(of.KEY))]
    items.left_out["earlier states of a work package, of which the newest counts"] += wanted.count(False)
    items.keep(wanted)


def _tie(text: str) -> Tie:
    match = _LAG.fullmatch(text)
    return Tie(match[1], "FS", float(match[2]) * DAY_MINUTES if match[2] else None) if match else Tie(text)


def sheet(page: Page, head: int) -> Table | None:
    """Read the sheet of work packages: with relations, a row stands for each of them, with the ID of the related one.

    Each work package is kept once, with what it follows and precedes in columns of their own.
    """
    found = table_of(page, head)
    if found is None:
        return None
    split = next((place for place, heading in enumerate(found.headings) if words(heading) in _RELATION), None)
    before, behind = ([at for at in found.places("ID") if split and (at > split) == after] for after in (False, True))
    return _once(found, split, before[0], behind[0]) if split and before and behind else found


def _once(found: Table, split: int, mine: int, theirs: int) -> Table:
    made = Table(found.label, found.head, [*found.headings[:split], *_RELATED])
    known: dict[str, list[Any]] = {}
    for number, row in zip(found.numbers, found.rows, strict=True):
        key = shown(row[mine])
        if key not in known:
            known[key] = [*row[:split], *([None] * len(_RELATED))]
            made.numbers.append(number)
            made.rows.append(known[key])
        if other := shown(row[theirs]):
            place = split + _RELATED.index(_SAYS.get(words(shown(row[split])), _RELATED[-1]))
            lag = row[split + 1]
            other = f"{other} +{shown(lag)}d" if isinstance(lag, float) and lag > 0 else other
            known[key][place] = f"{known[key][place]};{other}" if known[key][place] else other
    return made


_HEADED = Headed(
    meaning,
    groups("ID", "Subject | Thema | Sujet", "Type | Typ", "Status | Statut"),
    frozenset({"tracker", "#", "issuekey", "workitemtype"}),
    finish,
)
LOADER = Tool(
    "openproject",
    ("OpenProject work packages (CSV, Excel)",),
    (".csv", ".xls", ".xlsx"),
    (_HEADED, Sheeted(_HEADED, table=sheet, old=True)),
    Rules(epics=EPICS | {"phase", "feature", "fonctionnalité"}, lasting=True),
)
