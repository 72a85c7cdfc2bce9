"""Redmine: the CSV of the list of issues, whatever its delimiter, encoding and language, or a workbook of it."""

import re
from collections.abc import Sequence
from typing import Any

from loaders.base import Refused
from loaders.tables.durations import DAY_MINUTES
from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.headed import PASSED_OVER, WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Tie
from loaders.trackers.numbered import refuse_others
from loaders.trackers.redmine_words import further
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.tool import Tool

_hours = values.hours
_MEANT = {
    "# | ID | Unique ID | Row": of.KEY, "Project | Projekt | Projet | Proyecto": of.PROJECT,
    "Tracker | Tipo": of.TYPE, "Status | Statut | Estado": of.STATUS,
    "Priority | Priorität | Priorité | Prioridad": of.PRIORITY,
    "Subject | Thema | Sujet | Asunto": of.NAME, "Description | Beschreibung | Descripción": of.NOTE,
    "Parent task | Parent | Übergeordnete Aufgabe | Übergeordnetes Ticket | Tâche parente | Tarea padre": of.PARENT,
    "Assignee | User | Zugewiesen an | Assigné à | Asignado a": WHO,
    "Updated | Aktualisiert | Mis-à-jour | Mis à jour | Actualizado": of.UPDATED,
    "Start date | Start | Beginn | Début | Fecha de inicio": of.START,
    "Due date | Due | Abgabedatum | Echéance | Échéance | Fecha fin | Fecha de vencimiento": of.DUE,
    "Closed | Geschlossen | Fermé | Cerrada": of.FINISHED,
    "% Done | Progress | % erledigt | % réalisé | % Realizado": of.PERCENT,
    "Estimated time | Estimated hours | Geschätzter Aufwand | Temps estimé | Tiempo estimado": Meant(
        of.ESTIMATE, _hours
    ),
    "Spent time | Aufgewendete Zeit | Temps passé | Tiempo dedicado": Meant(of.SPENT, _hours),
    "Target version | Version | Zielversion | Version cible | Versión prevista": Meant(of.VERSIONS),
    "Category | Kategorie | Catégorie | Categoría": Meant(of.COMPONENTS),
    "Tags | Schlagworte": Meant(of.LABELS, split=","),
    "Related issues | Zugehörige Tickets | Demandes liées | Peticiones relacionadas": Meant(of.AFTER, split=","),
    "Follows": Meant(of.AFTER, split=","), "Precedes": Meant(of.BLOCKS, split=","),
    "Blocks": Meant(of.BLOCKS, split=","), "Blocked by": Meant(of.AFTER, split=","),
    "Created | Angelegt | Créé | Creado": PASSED_OVER,
}  # fmt: skip
_of_english = by_heading(_MEANT)
meaning = by_heading({word: meant for word, english in further() if (meant := _of_english(english))} | _MEANT)
_AFTER = re.compile(
    r"(?:follows|blocked by|folgt auf|blockiert durch|suit|bloqué par|segue|bloqueado por|bloccata da|предыдущая|"
    r"блокируется|次のチケットに後続|ブロックされている|跟随于|被阻挡)\b", re.IGNORECASE
)  # fmt: skip
_BEFORE = re.compile(
    r"(?:precedes|blocks|vorgänger von|blockiert|précède|bloque|precede|bloqueia|blocca|следующая|блокирует|"
    r"次のチケットに先行|ブロックしている|优先于|阻挡)\b", re.IGNORECASE
)  # fmt: skip
_TIED = re.compile(r"#?([\w-]+)(?:\s+\(?([+-]?\d+)\s*d.*)?$", re.DOTALL)


def finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Turn related issues into links; refuse a file without the numbers of its issues."""
    if not items.has(of.KEY):
        raise Refused(
            "the table has no column # with the numbers of its issues, by which they are known again: it was made to "
            "be imported into Redmine. In Redmine open the list of issues, choose Also available in: CSV, and load that"
        )
    for name in (of.PARENT, of.KEY):
        if items.has(name):
            items.columns[name] = [cell and cell.lstrip("#") for cell in items.get(name)]
    refuse_others(items, "#")
    after: list[list[Tie]] = [[] for _ in items.rows]
    before: list[list[Tie]] = [[] for _ in items.rows]
    for name in (of.AFTER, of.BLOCKS):
        for place, cell in enumerate(items.get(name)):
            for text in cell or ():
                _tie(text, after[place], before[place], name == of.AFTER, items)
    items.columns[of.AFTER], items.columns[of.BLOCKS] = after, before


def _tie(text: str, after: list[Tie], before: list[Tie], waits: bool, items: Items) -> None:
    said = re.split(r"(?=#)", text, maxsplit=1)
    kind, target = (said[0], said[1]) if len(said) == 2 and said[0].strip() else ("", text)
    match = _TIED.match(target.strip())
    if (kind and not (_AFTER.match(kind) or _BEFORE.match(kind))) or not match:
        items.skipped["links of other types, which say nothing about the order of work"] += 1
        return
    tie = Tie(match[1], "FS", int(match[2]) * DAY_MINUTES if match[2] else None)
    (after if (_AFTER.match(kind) if kind else waits) else before).append(tie)


_HEADED = Headed(meaning, groups("Subject | Thema | Sujet | Asunto", "Tracker | Tipo"), finish=finish)
_FURTHER = Headed(  # whose headings are common words, unlike the number sign beside them
    meaning,
    groups("#", "Título | Oggetto | Тема | 題名 | 主题", "Tipo | Tracker | Трекер | トラッカー | 跟踪"),
    finish=finish,
)
LOADER = Tool(
    "redmine",
    ("Redmine issues (CSV, Excel)",),
    (".csv", ".xlsx"),
    (_HEADED, _FURTHER, Sheeted(_HEADED), Sheeted(_FURTHER)),
    Rules(lasting=True),
)
