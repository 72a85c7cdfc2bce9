"""Which heading of a table is called like which field, when a mapping is proposed: never when a file is read."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType

from loaders.sheets.grid import heading
from loaders.sheets.sheet import KINDS as FORMS
from loaders.sheets.sheet import Column, Sheet
from loaders.tables import written_dates, written_numbers
from loaders.tables.cells import blank, shown
from loaders.tables.settled import Unsettled
from loaders.tables.table import Table

_ALIKE = 0.82
_LONGEST_KEY = 40
_CODE = r"£|€|\$|EUR|USD|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|BRL|MXN|ZAR"
_TIMES = MappingProxyType({
    "k": 1_000, "t": 1_000, "thousand": 1_000, "thousands": 1_000, "tsd": 1_000, "m": 1_000_000, "mn": 1_000_000,
    "mio": 1_000_000,
    "million": 1_000_000, "millions": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000,
})  # fmt: skip
_SIZE = "|".join(_TIMES)
_UNIT = re.compile(rf"(?:in )?({_CODE})?\s?({_SIZE})?\.?\s?({_CODE})?", re.IGNORECASE)
_LAST = re.compile(  # with a size only apart from the word before: the m of `Budget £m`, but not that of `Items`
    rf"[\s_]+((?i:(?:in )?(?:(?:{_CODE})\s?(?:{_SIZE})|(?:{_SIZE})\.?\s?(?:{_CODE}))))\.?$|[\s_]*({_CODE})$"
)
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")

_SCORED = frozenset({"probability", "money"})  # of a risk, for which many registers give points
_POINTS = re.compile(r"[0-9]|10")

# What a row is called in the headings of its own table: "Risk ID" is the key of a risk, "Project name" its name.
_CALLED = MappingProxyType({
    "strategy": ("objective", "goal"),
    "kpis": ("kpi", "indicator", "measure", "performancemetric", "metric", "keyresult", "okr"),
    "readings": ("reading",),
    "projects": ("project", "investment", "projekt", "projet", "proyecto"),
    "milestones": ("milestone", "meilenstein", "jalon", "hito"), "people": ("person", "employee", "staff"),
    "absences": ("absence",), "assignments": ("assignment",), "risks": ("risk",), "decisions": ("decision",),
    "tasks": ("task", "activity", "vorgang", "aufgabe", "tâche", "tarea"),
    "contributions": ("contribution",), "external": ("supplier", "vendor"),
})  # fmt: skip
# Headings that often mean the field, but too loosely to read a register by them; the surest first.
_USUAL = MappingProxyType({
    "key": ("#", "no", "nr", "number", "ref", "reference", "nummer", "schlüssel", "kennung", "codeprojet", "code",
            "código", "clave"), "uid": ("#", "nr", "number", "ref"),
    "name": ("title", "description", "kurzbeschreibung", "nombre", "nom", "bezeichnung", "titel", "intitulé", "nome",
             "intituléduprojet", "nomduprojet", "nombredelproyecto"), "title": ("event",),
    "baseline": ("planneddate", "plandate", "targetdate", "duedate", "baselinefinish", "baselineend", "target", "due",
                 "startvalue", "startingvalue"),
    "forecast": ("currentdate", "expecteddate", "currentfinish", "forecastfinish"),
    "actual": ("completiondate", "completed", "actualfinish", "actualvalue", "currentvalue"),
    "kpi": ("kpiid", "kpicode", "kpiname", "indicatorid", "indicatorname", "metricid", "metricname", "measureid"),
    "date": ("period", "reportingdate"), "target_date": ("duedate", "deadline", "due"),
    "budget": ("baselinebudget", "totalbudget", "plannedbudget", "totalbaselinewholelifecosts", "wholelifecosts",
               "wholelifecost", "lifecyclecost", "totalcost",
               "presupuesto"),
    "reported": ("ipadeliveryconfidenceassessment", "deliveryconfidenceassessment", "ipadca", "overallrag"),
    "manager": ("lead", "owner", "projectlead", "leiter", "leitung", "verantwortlich", "chefdeprojet", "responsable",
                "jefedeproyecto"),
    "department": ("bereich", "abteilung", "service", "departamento"), "currency": ("währung", "devise", "moneda"),
    "percent_complete": ("fortschritt", "avancement", "avance", "progress", "%done", "percentdone",
                         "%abgeschlossen",
                         "prozentabgeschlossen", "%achevé"),
    "programme": ("programm", "programa"),
    "start": ("currentstart", "projectedstart", "forecaststart", "plannedstart", "planstart",
              "startplanned", "beginn", "anfang", "startdatum", "début", "datededébut", "inicio", "fechadeinicio",
              "geplantesstartdatum", "geplanterstart"),
    "finish": ("currentfinish", "projectedcompletion", "projectedfinish", "forecastfinish", "plannedfinish",
               "planfinish", "plannedend", "planend", "plannedcompletion", "completion", "endplanned",
               "closingdate", "target", "deadline", "due", "duedate",
               "ende", "enddatum", "fin", "datedefin", "fechadefin",
               "geplantesenddatum", "geplantesende"),
    "actual_finish": ("actualcompletion",),
    "baseline_start": ("baselinestart", "plannedstart"),
    "baseline_finish": ("baselineend", "baselinefinish", "plannedfinish", "plannedcompletion"),
    "unit": ("unitofmeasure", "uom"),
    "role": ("jobtitle", "position", "title"), "hours_per_week": ("weeklyhours", "hoursaweek"),
})  # fmt: skip


def matched(table: Table, sheet: Sheet) -> dict[str, str]:
    """Give, by field, the heading that is called like it, and for a key else one that can serve; each heading once."""
    found = called_like(table, sheet)
    free = [text for text in dict.fromkeys(table.headings) if text and text not in found.values()]
    if "uid" in sheet.by_name and "uid" not in found and "code" in found:
        found["uid"] = found.pop("code")
    for name in ("key", "uid"):
        if name in sheet.by_name and name not in found and (own := _telling(table, free)):
            found[name] = own
    return {column.name: found[column.name] for column in sheet.columns if column.name in found}


def called_like(table: Table, sheet: Sheet) -> dict[str, str]:
    """Give, by field, the heading that is called like it; each heading once."""
    found: dict[str, str] = {}
    free = [text for text in dict.fromkeys(table.headings) if text]

    def take(name: str, text: str | None) -> None:
        if text and name not in found:
            found[name] = text
            free.remove(text)

    for text in list(free):
        column = sheet.by_heading.get(heading(text))
        if column and not _is_scored(column, table, text):
            take(column.name, text)
    for column in sheet.columns:
        take(column.name, _own(column, sheet.name.casefold(), table, free))
    for column in sheet.columns:
        take(column.name, _nearest(column, table, free))
    return found


def names_kind(table: Table, label: str, kind: str) -> int:
    """Say how far a table names what its rows are: in the name of the file or sheet, in its headings."""
    named = any(word in heading(label) for word in _CALLED.get(kind, (kind,)))
    return 2 * named + any(heading(text).startswith(_CALLED.get(kind, (kind,))) for text in table.headings)


def unit_of(text: str) -> tuple[str | None, int | None]:
    """Give the currency that a heading names, and how many of it its numbers count: "Cost (£m)" millions of pounds."""
    last = _LAST.search(text)
    for said in (*_IN_BRACKETS.findall(text), (last[1] or last[2]) if last else ""):
        if said.strip() and (found := _UNIT.fullmatch(said.strip())):
            code = (found[1] or found[3] or "").upper()
            return {"£": "GBP", "€": "EUR", "$": ""}.get(code, code) or None, _TIMES.get((found[2] or "").casefold())
    return None, None


def _own(column: Column, kind: str, table: Table, free: Sequence[str]) -> str | None:
    """Give a heading that is called like the field without what a row is called, and without a currency."""
    called = [heading(text) for text in (column.name, *column.called)] + list(_USUAL.get(column.name, ()))
    if column.name in ("name", "title"):
        called = [*_CALLED.get(kind, ()), *called]
    for one in called:
        for text in free:
            if one in _bare(text, kind) and _holds(column, table, text):
                return text
    return None


def _bare(text: str, kind: str) -> Iterator[str]:
    plain = heading(_LAST.sub("", _IN_BRACKETS.sub("", text)))
    yield plain
    yield plain.removesuffix("date")
    for word in _CALLED.get(kind, ()):
        if plain.startswith(word) and plain != word:
            yield plain.removeprefix(word)


def _nearest(column: Column, table: Table, free: Sequence[str]) -> str | None:
    called = [heading(text) for text in (column.name, *column.called)]
    rated = [(max(SequenceMatcher(None, heading(text), one).ratio() for one in called), text) for text in free]
    best = max(rated, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE and _holds(column, table, best[1]) else None


def _holds(column: Column, table: Table, text: str) -> bool:
    """Say whether most cells below a heading can be dates or numbers, where the field wants such."""
    look = FORMS[column.kind].look
    cells = [cell for cell in table.column(table.places(text)[0]) if not blank(cell)]
    if _is_scored(column, table, text):
        return False
    try:
        if look in ("date", "month"):
            read = written_dates.dates(cells, None, look == "month")
        elif look in ("number", "money", "percent"):
            read = written_numbers.numbers(cells)
        else:
            return True
    except Unsettled:
        return True
    return not cells or 2 * len(read.faults) < len(cells)


def _is_scored(column: Column, table: Table, text: str) -> bool:
    """Say whether points up to 10 or words stand below a heading that means a probability or money: 4 is not 4 %."""
    if column.name not in _SCORED:
        return False
    cells = [cell for cell in table.column(table.places(text)[0]) if not blank(cell)]
    said = [text for cell in cells if (text := shown(cell).strip()) and not text.startswith("(")]
    numbers = [text for text in said if any(map(str.isdigit, text))]
    if not numbers:
        return bool(said)
    return any(text not in ("0", "1") for text in numbers) and all(map(_POINTS.fullmatch, numbers))


def _telling(table: Table, free: Sequence[str]) -> str | None:
    """Give the first heading below which every row has a short text of its own: no amounts, but numbers that count."""
    for text in free:
        cells = [shown(cell).strip() for cell in table.column(table.places(text)[0])]
        alone = cells and all(0 < len(cell) <= _LONGEST_KEY for cell in cells) and len(set(cells)) == len(cells)
        if alone and (text == table.headings[0] or any(cell[:1].isalpha() for cell in cells)):
            return text
    return None
