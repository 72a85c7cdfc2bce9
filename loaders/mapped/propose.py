"""A mapping proposed for a file from what it holds: headings that are called like fields, and how they are written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType

from loaders.base import Refused
from loaders.mapped.alike import called_like, matched, names_kind, unit_of
from loaders.mapped.model import KINDS, Plan
from loaders.mapped.model import Table as Wanted
from loaders.mapped.tables import source_of
from loaders.sheets.grid import heading
from loaders.sheets.sheet import KINDS as FORMS
from loaders.sheets.sheet import Column
from loaders.tables import written_dates, written_numbers
from loaders.tables.cells import Cell, Unfit, blank, shown
from loaders.tables.settled import Unsettled
from loaders.tables.table import Table, likely_head, table_of

_MOST_WORDS = 12
_WITH = MappingProxyType({"reported": "reported_on"})  # a field that means nothing without another


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping as text, with remarks where something is to be decided."""

    text: str
    sheet: str | None
    becomes: str


def propose(path: Path, sheet: str | None = None, becomes: str | None = None) -> Proposal:
    """Propose a mapping for a file, of one sheet of it. Raises `Refused` where the file holds no table."""
    source = source_of(path, Plan.model_construct(tables=[], encoding=None, delimiter=None))
    try:
        if source.book is None:
            tables = [(source.table(Wanted.model_construct(sheet=sheet)), None)]
        else:
            pages = [page for page in source.book.pages if sheet is None or page.label.casefold() == sheet.casefold()]
            tables = [(found, head) for page in pages if (found := table_of(page, head := likely_head(page)))]
    finally:
        source.close()
    if not tables:
        raise Refused("there is no table in it" + (f" called '{sheet}'" if sheet else ""))
    table, head = max(tables, key=lambda one: _fit(one[0], becomes, path.stem)[0])
    kind = _fit(table, becomes, path.stem)[1]
    many = source.book is not None and len(source.book.pages) > 1
    label = sheet if source.book is None else table.label if many else None
    first = head is None or all(other is not table or head == 1 for other, _ in tables)
    return Proposal("\n".join(_lines(path, table, kind, label, None if first else head)) + "\n", label, kind)


def _fit(table: Table, becomes: str | None, stem: str) -> tuple[tuple[int, int], str]:
    """Give how well a table fits the kind of row that it fits best: by its fields, and by what it is called."""
    kinds = [becomes] if becomes else list(KINDS)
    rated = []
    for kind in kinds:
        hits, filled = called_like(table, KINDS[kind]), {*matched(table, KINDS[kind]), "project"}
        foreign = {name for name, text in hits.items() if _is_foreign(table, KINDS[kind].by_name[name], text)}
        lacking = sum(1 for column in KINDS[kind].required if column.name not in filled - foreign)
        named = max(names_kind(table, label, kind) for label in (table.label or "", stem))
        known = len(hits) - len(foreign)
        rated.append(((known - 2 * lacking + named if hits else 0, known), kind))
    best = max(rated, key=lambda one: one[0])
    return best if best[0][1] or becomes else (best[0], "projects")


def _lines(path: Path, table: Table, kind: str, label: str | None, head: int | None) -> Iterator[str]:
    sheet = KINDS[kind]
    hits = matched(table, sheet)
    settled = _told_by_others(table, [(sheet.by_name[name], text) for name, text in hits.items()])
    yield f"# Proposed for {json.dumps(path.name)[1:-1]}. Correct what is wrong, then load the file with --mapping."
    yield "tables:"
    yield f"  - becomes: {kind}  # or one of: {', '.join(name for name in KINDS if name != kind)}"
    if label:
        yield f"    sheet: {_text(label)}"
    if head:
        yield f"    headings: {head}"
    yield "    columns:"
    for column in sheet.columns:
        if column.name in hits and (other := _WITH.get(column.name, column.name)) not in hits:
            yield f"      # {column.name}: {_text(hits[column.name])}  # needs {other}: a heading, or {{always: DATE}}"
        elif column.name in hits:
            cells = table.column(table.places(hits[column.name])[0])
            yield from _of_column(column, hits[column.name], cells, _settles(column) in settled)
        elif column.required and column.name == "project":
            yield f"      project: {{always: {_text(path.stem)}}}  # or the heading that says whose it is"
        elif column.name == "currency" and (code := _currency(hits)):
            yield f"      currency: {{always: {code}}}"
        elif column.required:
            among = f" (one of: {', '.join(column.offered)})" if column.offered else ""
            yield f"      {column.name}:  # required: {column.meaning}{among}; a heading, or {{always: TEXT}}"
    unread = [text for text in dict.fromkeys(table.headings) if text and text not in hits.values()]
    if unread:
        yield f"# Not read: {', '.join(map(_text, unread))}"
    free = [column.name for column in sheet.columns if column.name not in hits and not column.required]
    if free:
        yield f"# Further fields: {', '.join(free)}"


def _currency(hits: Mapping[str, str]) -> str | None:
    """Give the currency that the headings of the fields tell, where all that tell one agree."""
    told = {code for text in hits.values() if (code := unit_of(text)[0])}
    return told.pop() if len(told) == 1 else None


def _settles(column: Column) -> ModuleType | None:
    """Give what settles how the cells of a field are written: dates, numbers or nothing."""
    look = FORMS[column.kind].look
    if look in ("date", "month"):
        return written_dates
    return written_numbers if look in ("number", "money", "percent") else None


def _told_by_others(table: Table, hits: Sequence[tuple[Column, str]]) -> set[ModuleType]:
    """Give of what some column of the table tells how all are written, so that none has to be declared."""
    told: dict[ModuleType, frozenset[str]] = {}
    for column, text in hits:
        if form := _settles(column):
            cells = [cell for place in table.places(text) for cell in table.column(place)]
            told[form] = told.get(form, frozenset()) | form.told_by(cells)
    return {form for form, orders in told.items() if len(orders) == 1}


def _of_column(column: Column, text: str, cells: list[Cell], told: bool) -> Iterator[str]:
    form = _settles(column)
    settle = written_dates.dates if form is written_dates else written_numbers.numbers if form else None
    look = FORMS[column.kind].look
    declare = (
        "decimals: point  # or comma" if settle is written_numbers.numbers else "dates: day first  # or month first"
    )
    further = []
    if look == "money" and (times := unit_of(text)[1]):
        further.append(f"        times: {times}")
    try:
        if settle and not told:
            settle(cells)
    except Unsettled:
        further.append(f"        {declare}: decide which")
    if strange := _strange(column, cells):
        further.append(f"        words:  # each is to be one of: {', '.join(column.offered)}")
        further += [f"          {_text(word)}:" for word in strange[:_MOST_WORDS]]
    if not further:
        yield f"      {column.name}: {_text(text)}"
        return
    yield f"      {column.name}:"
    yield f"        from: {_text(text)}"
    yield from further


def _is_foreign(table: Table, column: Column, text: str) -> bool:
    """Say whether below a heading that is called otherwise stands no word of a field that offers a choice: the type
    `Bug` is no kind of objective.
    """
    if heading(text) == heading(column.name):
        return False
    cells = [cell for cell in table.column(table.places(text)[0]) if not blank(cell)]
    return bool(cells) and len(_strange(column, cells)) == len({shown(cell).strip() for cell in cells})


def _strange(column: Column, cells: list[Cell]) -> list[str]:
    """Give the words of a column that offers a choice and does not know them."""
    if not column.choices:
        return []
    found: dict[str, None] = {}
    for cell in cells:
        if not blank(cell) and shown(cell).strip() not in found:
            try:
                column.read(cell)
            except Unfit:
                found[shown(cell).strip()] = None
    return list(found)


def _text(text: str) -> str:
    """Give text as YAML, quoted where it needs to be."""
    plain = text.replace(" ", "").replace("_", "").isalnum() and text == text.strip() and text.isascii()
    return text if plain and text.casefold() not in ("null", "~") else json.dumps(text, ensure_ascii=False)
