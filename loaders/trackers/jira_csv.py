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
from loaders.trackers.items import Fault, Items, Tie
from loaders.trackers.jira_words import CATEGORIES, CUSTOM, DEPENDS
from loaders.trackers.numbered import whole
from loaders.trackers.states import DONE, fold, state_of


def _category(cell: Any) -> str | None:
    word = values.text(cell)
    return CATEGORIES.get(fold(word)) or state_of(word, {}) if word else None


# A site in another language writes its headings in it: French, Spanish, German and Portuguese are known.
_HEADINGS: dict[str, str | Meant] = {
    "Issue key | Key | Clé de ticket | Clave de incidencia | Vorgangsschlüssel | Chave da item | Chave do item": of.KEY,
    "Schlüssel | Clé | Clave | Chave": of.KEY,
    "Issue id | Id | ID de ticket | ID de la incidencia | Vorgangs-ID | ID da item | ID do item": of.ID,
    "Project key | Clé de projet | Clave del proyecto | Projektschlüssel | Chave do projeto": of.PROJECT,
    "Project name | Nom du projet | Nombre del proyecto | Projektname | Nome do projeto": of.PROJECT_NAME,
    "Project lead | Chef de projet | Responsable del proyecto | Projektleiter | Líder do projeto": of.LEAD,
    "Issue Type | Issue name | Type de ticket | Tipo de incidencia | Vorgangstyp | Tipo de item": of.TYPE,
    "Summary | Résumé | Resumen | Zusammenfassung | Resumo": of.NAME,
    "Status | État | Estado": of.STATUS,
    "Status Category | Catégorie d'état | Categoría de estado | Statuskategorie | Categoria do status": Meant(
        of.CATEGORY, _category
    ),
    "Resolution | Résolution | Resolución | Lösung | Resolução": of.RESOLUTION,
    "Priority | Priorité | Prioridad | Priorität | Prioridade": of.PRIORITY,
    "Description | Descripción | Beschreibung | Descrição": of.NOTE,
    "Parent key | Clé parent | Clave principal | Chave pai": of.PARENT,
    "Parent | Parent id | Principal | Übergeordnet | Pai": of.PARENT,
    "Due Date | Date d'échéance | Fecha de vencimiento | Fälligkeitsdatum | Data limite": of.DUE,
    "Resolved | Resolution date | Résolu | Resuelta | Erledigt | Resolvido": of.FINISHED,
    "Updated | Updated date | Mise à jour | Actualizada | Aktualisiert | Atualizado(a)": of.UPDATED,
    "Original Estimate | Time original estimate | Estimation originale | Estimación original | "
    "Ursprüngliche Schätzung | Estimativa original": Meant(of.ESTIMATE, values.seconds),
    "Remaining Estimate | Estimate | Time estimate | Estimation restante | Trabajo restante estimado | "
    "Restschätzung | Estimativa restante": Meant(of.REMAINING, values.seconds),
    "Time Spent | Temps consacré | Tiempo Trabajado | Benötigte Zeit | Tempo gasto": Meant(of.SPENT, values.seconds),
    "Assignee | Assignee name | Personne assignée | Persona asignada | Zugewiesene Person | Responsável": WHO,
    "Assignee id | ID de la personne assignée | ID de la persona asignada | ID der zugewiesenen Person | "
    "ID do responsável": WHO_ID,
    "Fix Version/s | Fix versions | Versions corrigées | Versiones corregidas | Lösungsversionen": of.VERSIONS,
    "Labels | Étiquettes | Etiquetas | Stichwörter | Categorias": of.LABELS,
    "Component/s | Components | Composants | Componentes | Komponenten": of.COMPONENTS, "Sprint": of.SPRINTS,
}  # fmt: skip
# What changes without saying anything about the work; other names.
_KNOWN = frozenset(map(words, (
    "Project type", "Project description", "Project url", "Project lead id", "Created", "Created date", "Last Viewed",
    "Work Ratio", "Parent summary",
)))  # fmt: skip
_CHANGED = frozenset(map(words, (
    "Status Category Changed", "Catégorie d'état modifiée", "Categoría de estado cambiada",
    "Statuskategorie geändert", "Categoria do status alterada",
)))  # fmt: skip
_KEY = re.compile(r".+-\d+", re.DOTALL)
_MONTH = re.compile(r"[A-ZÄÖÜ][a-zäöüéû]{2,3}\.?-\d{2}")  # what spreadsheet programs make of FEB-1
_meaning = by_heading(_HEADINGS)
_custom = by_heading(CUSTOM)
_BRACKETS = re.compile(
    r"(?:(?P<custom>custom field|champs? personnalisés?|campo personalizado|benutzerdefinierte[sn]? felde?r?)"
    r"|(?P<out>outward issue link|lien de ticket sortant|enlace de incidencia saliente)"
    r"|(?:inward issue link|lien du ticket entrant|enlace a la incidencia interna)) ?\((?P<name>.*)\)",
    re.IGNORECASE | re.DOTALL,
)


def meaning(heading: str) -> Meant | None:
    """Say what a heading means; those of custom fields and links hold their names in brackets.

    A heading that begins with a sum sign adds up sub-tasks, which are counted there. Where the table was fetched into a
    spreadsheet, custom fields stand by their names alone.
    """
    match = _BRACKETS.fullmatch(heading.strip())
    if not match:
        known = words(heading) in _KNOWN | _CHANGED or heading.startswith("Σ")
        return Meant(PASSED_OVER) if known else _meaning(heading) or _custom(heading.strip())
    if match["custom"]:
        return _custom(match["name"])
    if match["name"].casefold() not in DEPENDS:
        return None
    return Meant(of.BLOCKS if match["out"] else of.AFTER)


def finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Take the day on which a done issue changed its category, where no other is stated; turn keys into links."""
    whole(items)
    for name in (of.BLOCKS, of.AFTER):
        if items.has(name):
            items.columns[name] = [cell and [Tie(key) for key in cell] for cell in items.get(name)]
    for place, heading in enumerate(found.headings):
        if words(heading) not in _CHANGED:
            continue
        states = items.get(of.CATEGORY)
        done = [cell if state == DONE else None for cell, state in zip(columns[place], states, strict=True)]
        items.take(of.FINISHED, found.headings[place], done, *read_column(of.FINISHED, done, Written(), None))
    for place, key in enumerate(items.get(of.KEY)):
        if key and (not _KEY.fullmatch(key) or _MONTH.fullmatch(key)):
            reason = "is no key of an issue, such as TIDE-1: a line that is no issue, or whose columns are shifted"
            if _MONTH.fullmatch(key):
                reason = "is a month, which a spreadsheet program made of the key: load the file as it was exported"
            items.faults.append(Fault(place, "Issue key", key, reason))
    if not items.has(of.PROJECT):
        items.columns[of.PROJECT] = [
            (key or "").rpartition("-")[0] or name
            for key, name in zip(items.get(of.KEY), items.get(of.PROJECT_NAME), strict=True)
        ]


AllFields = Headed(
    meaning,
    groups(
        "Issue key | Clé de ticket | Clave de incidencia | Vorgangsschlüssel | Chave da item | Chave do item",
        "Summary | Issue Type | Status | Résumé | Type de ticket | Resumen | Tipo de incidencia | Zusammenfassung | "
        "Vorgangstyp | Resumo | Tipo de item",
    ),
    without=frozenset({"workdate"}),  # of a report of hours, with a row for each day and person
    finish=finish,
    even=True,
)
# As add-ons of spreadsheet programs fetch it: a key is called by one word, that others use too.
Fetched = Headed(
    meaning,
    groups("Key | Schlüssel | Clé | Clave | Chave", "Summary | Zusammenfassung | Résumé | Resumen | Resumo",
           "Status | État | Estado", "Issue Type | Type | Assignee | Reporter | Resolution | Vorgangstyp | Typ"),
    finish=finish,
)  # fmt: skip
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
