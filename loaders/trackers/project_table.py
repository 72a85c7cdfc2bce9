"""Microsoft Project: its table of tasks as Excel or CSV, as it is exported or copied, in several languages."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from loaders.tables.cells import blank, shown, words
from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import outline, values
from loaders.trackers.headed import PASSED_OVER, Headed, Meant, by_heading, groups
from loaders.trackers.items import Fault, Items, Person
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Found, Sheeted
from loaders.trackers.states import DROPPED
from loaders.trackers.tool import Tool

_NAME = (
    "Name | Task Name | Vorgangsname | Nom | Nom de la tâche | Nombre | Nombre de tarea | Nome | Nome attività | "
    "Nome da tarefa | Taaknaam | Naam"
)
_DURATION = "Duration | Scheduled Duration | Dauer | Durée | Duración | Durata | Duração | Duur"
_START = "Start | Start Date | Scheduled Start | Anfang | Début | Comienzo | Inizio | Início | Begindatum"
_FINISH = (
    "Finish | Finish Date | Scheduled Finish | Ende | Fertig stellen | Fin | Fine | Término | Conclusão | Einddatum"
)
_LEVEL = (
    "Outline Level | Gliederungsebene | Niveau hiérarchique | Nivel de esquema | Livello struttura | "
    "Nível da estrutura de tópicos | Overzichtsniveau"
)
_OUTLINE = "Outline Number | Gliederungsnummer | Numéro hiérarchique | Número de esquema | Numero struttura"
_WBS = "WBS | WBS Code | PSP-Code | EDT | Code WBS | Codice WBS"
_MODE = "Task Mode | Vorgangsmodus | Mode Tâche | Modo de tarea | Modalità attività | Modo da tarefa | Taakmodus"
_UNIQUE = "Unique ID | Einmalige Nr. | Eindeutige Nr. | Nº unique | N° unique | ID unique | Id. único | ID único"
_RESOURCES = (
    "Resource Names | Ressourcennamen | Ressourcenname | Noms ressources | Nombres de los recursos | Nomi risorse | "
    "Nomes dos recursos | Resourcenamen"
)
_BEFORE = "Predecessors | Vorgänger | Prédécesseurs | Predecesoras | Predecessori | Predecessoras | Voorafgaande taken"
_BEFORE_UNIQUE = "Unique ID Predecessors | Einmalige Nr. der Vorgänger | ID unique des prédécesseurs"
_ID = "ID | Nr. | N° | Nº | Id. | Id"
_PASSED = (
    "Successors | Nachfolger | Successeurs | Sucesoras | Summary | Sammelvorgang | Récapitulative | Resumen | "
    "Critical | Kritisch | Critique | Status | Indicators"
)
_UNREAD = "materials among the resources, which are no people"
_SEMICOLON = frozenset(words(one.strip()) for one in _RESOURCES.split("|")[1:])  # where a comma is a decimal sign
_NOTHING = frozenset({"NA", "NV", "NC", "NB", "ND"})  # what stands for a day that there is not
_NO_TIME = re.compile(r"0+(?:[.,]0+)?\s*[^\W\d]*\.?\s*\??")
_GROUPED = re.compile(r"(?<=\d)[.,\u00a0\u202f'](?=\d{3}(?!\d))")  # Microsoft Project writes two decimals at most
_DECIMAL = re.compile(r"([+-]\s*\d+),(\d+\s*[^\W\d])")
_APART = re.compile(r"[;,](?![^\[\]]*\])")
_RESOURCE = re.compile(r"(.*?)\s*(?:\[([^\[\]]*)\])?", re.DOTALL)
_UNITS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)")


def _no_time(cell: Any) -> bool | None:
    """Say that a row of no duration is a milestone; any other duration is what start and finish say."""
    return True if _NO_TIME.fullmatch(values.shown(cell).strip()) else None


def _hours(cell: Any) -> float | None:
    """Give working minutes of `1,040 hrs` or `16,5 Std.`."""
    return values.hours(_GROUPED.sub("", cell) if isinstance(cell, str) else cell)


def _dropped(cell: Any) -> str | None:
    """Say that a row that is not active is dropped."""
    return DROPPED if values.yes(cell) is False else None


_meaning = by_heading({
    _NAME: of.NAME, _UNIQUE: of.KEY, _START: of.START, _FINISH: of.DUE, _DURATION: Meant(of.IS_MILESTONE, _no_time),
    "Milestone | Meilenstein | Jalon | Hito": of.IS_MILESTONE,
    "Active | Aktiv | Actif | Activo | Attivo | Ativo | Actief": Meant(of.CATEGORY, _dropped),
    "% Complete | Percent Complete | % Abgeschlossen | % Achevé | % Completado | % Completato | % Concluída | "
    "% Voltooid": of.PERCENT,
    "Actual Start | Ist-Anfang | Tatsächlicher Anfang | Aktueller Anfang | Début réel | Comienzo real": of.STARTED,
    "Actual Finish | Ist-Ende | Tatsächliches Ende | Aktuelles Ende | Fin réelle | Fin real": of.FINISHED,
    "Baseline Start | Geplanter Anfang | Début planifié | Début de référence": of.BASELINE_START,
    "Baseline Finish | Geplantes Ende | Fin planifiée | Fin de référence": of.BASELINE_FINISH,
    "Work | Scheduled Work | Arbeit | Travail | Trabajo | Lavoro | Trabalho | Werk": Meant(of.ESTIMATE, _hours),
    "Actual Work | Ist-Arbeit | Tatsächliche Arbeit | Aktuelle Arbeit | Travail réel | Trabajo real": Meant(
        of.SPENT, _hours
    ),
    "Remaining Work | Verbleibende Arbeit | Travail restant | Trabajo restante": Meant(of.REMAINING, _hours),
    "Priority | Priorität | Priorité | Prioridad": of.PRIORITY, "Notes | Notizen | Notas | Note": of.NOTE,
    " | ".join((_ID, _LEVEL, _OUTLINE, _WBS, _MODE, _BEFORE, _BEFORE_UNIQUE, _RESOURCES, _PASSED)): PASSED_OVER,
})  # fmt: skip


def _of_text(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    _settle(items, found, {})


def _of_sheet(items: Items, found: Found) -> None:
    _settle(items, found.table, found.page.levels())


def _settle(items: Items, found: Table, deep: dict[int, int]) -> None:
    """Read what tasks stand below, what they wait for and who works on them; `deep` says how deep rows lie."""
    named = [name is not None for name in items.get(of.NAME)]
    outline.settle(items, _levels(items, found, deep, named))
    _ties(items, found)
    if (place := _place(found, _RESOURCES)) is not None:
        items.columns[of.PEOPLE] = list(_people(items, found.headings[place], found.column(place)))
    above = set(items.get(of.PARENT)) - {None}
    if items.has(of.IS_MILESTONE):  # not so a row of no duration that gathers others
        pairs = zip(items.get(of.IS_MILESTONE), items.get(of.KEY), strict=True)
        items.columns[of.IS_MILESTONE] = [None if key in above else flag for flag, key in pairs]
    items.left_out["rows without a name, which Microsoft Project keeps for blank lines"] += named.count(False)
    items.keep(named)


def _place(found: Table, headings: str) -> int | None:
    """Give the place of the first heading that is one of several."""
    wanted = {words(one.strip()) for one in headings.split("|")}
    return next((place for place, heading in enumerate(found.headings) if words(heading) in wanted), None)


def _levels(items: Items, found: Table, deep: dict[int, int], named: Sequence[bool]) -> list[int]:
    """Give how deep each row lies: by its level, its number, the outline of the sheet, else the blanks before its name.

    A blank row lies as deep as the row below it, and parts nothing.
    """
    levels: list[int] = []
    if (place := _place(found, _LEVEL)) is not None:
        levels = list(_read_levels(items, found.headings[place], found.column(place), named))
    elif (place := _place(found, _OUTLINE)) is not None or (place := _place(found, _WBS)) is not None:
        levels = [shown(cell).strip(". ").count(".") for cell in found.column(place)]
    elif any(deep.values()):
        levels = [deep.get(row, 0) for row in items.rows]
    else:
        place = _place(found, _NAME)
        texts = [] if place is None else [shown(cell) for cell in found.column(place)]
        levels = [len(text) - len(text.lstrip()) for text in texts]
    for at in range(len(levels) - 2, -1, -1):
        if not named[at]:
            levels[at] = levels[at + 1]
    return levels


def _read_levels(items: Items, heading: str, cells: Sequence[Any], named: Sequence[bool]) -> Iterator[int]:
    for at, cell in enumerate(cells):
        text = shown(cell).strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 4) and named[at]:
            items.faults.append(Fault(at, heading, text, "is no level of an outline: expected a number such as 2"))
        yield int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _ties(items: Items, found: Table) -> None:
    """Read what tasks wait for, by the numbers of rows, else by their lasting numbers."""
    own, lasting = _place(found, _ID), _place(found, _UNIQUE)
    for headings, numbers in ((_BEFORE, own), (_BEFORE_UNIQUE, lasting)):
        place = _place(found, headings)
        if place is None or all(map(blank, found.column(place))):
            continue
        if numbers is None:
            known = {str(row - found.head): at for at, row in enumerate(items.rows)}
        else:
            known = {shown(cell).strip(): at for at, cell in enumerate(found.column(numbers))}
        items.columns[of.AFTER] = [_parts(shown(cell)) for cell in found.column(place)]
        outline.tie(items, of.AFTER, known)
        return


def _parts(text: str) -> list[str]:
    """Give the links of a cell, whatever parts them where it was written: `2FS+1,5 days;3SS`."""
    return [part.strip() for part in re.split("[;,]", _DECIMAL.sub(r"\1.\2", text)) if part.strip()]


def _people(items: Items, heading: str, cells: Sequence[Any]) -> Iterator[list[Person] | None]:
    """Yield who works on each row, with their units: `Anna[50%];Bob`. An amount of anything else is of a material."""
    texts = [shown(cell) for cell in cells]
    by_semicolon = words(heading) in _SEMICOLON or any(";" in text for text in texts)
    for text in texts:
        found: dict[str, Person] = {}
        for part in text.split(";") if by_semicolon else _APART.split(text):
            match = _RESOURCE.fullmatch(part.strip())
            name, bracket = (match[1], match[2]) if match else (part.strip(), None)
            units = _UNITS.fullmatch((bracket or "100%").strip())
            if name and units:
                size = float(units[1].replace(",", ".")) / (100 if units[2] else 1)
                found[name] = Person(name, name, units=size)
            elif name:
                items.skipped[_UNREAD] += 1
        yield list(found.values()) or None


_REQUIRED = groups(_NAME, _DURATION, _START, _FINISH, " | ".join((_RESOURCES, _LEVEL, _MODE, _UNIQUE, _OUTLINE, _WBS)))
_OTHERS = frozenset({"bucket", "issuekey", "activityid"})
LOADER = Tool(
    "project_table",
    ("Microsoft Project table of tasks (Excel, CSV)",),
    (".xlsx", ".csv"),
    (
        Sheeted(Headed(_meaning, _REQUIRED, _OTHERS, nothing=_NOTHING), finish=_of_sheet),
        Headed(_meaning, _REQUIRED, _OTHERS, _of_text, nothing=_NOTHING),
    ),
    Rules(sums=True, deadlines=False),
)
