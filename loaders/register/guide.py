"""The sheets of the register as a page of the documentation: `python -m loaders.register.guide > docs/register.md`."""

from collections.abc import Iterator

from loaders.register.template import HOW_TO_FILL
from loaders.sheets.every import SHEETS
from loaders.sheets.sheet import KINDS, Column, Sheet
from loaders.tables.cells import shown

_NEEDS = {"R": "required", "d": "", "": ""}


def markdown() -> str:
    """Give the page: how to fill, then a table for each sheet."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# The sheets of the register"
    yield ""
    yield "Made from the description that also reads the register and writes its template; do not edit it by hand."
    yield ""
    yield from (f"* {text}" for text in HOW_TO_FILL)
    yield "* A folder of CSV files with the names of the sheets, or one such file, is a register as well."
    for number, sheet in enumerate(SHEETS, 1):
        yield from ("", f"## {number}. {sheet.name}")
        yield from _table(sheet)


def _table(sheet: Sheet) -> Iterator[str]:
    holds = sheet.holds[0].upper() + sheet.holds[1:]
    yield f"{holds}. Kept by: {sheet.kept_by}."
    if sheet.called:
        yield f"The sheet may also be called: {', '.join(sheet.called)}."
    yield ""
    yield "| column | must it be filled | what it holds | example | other headings |"
    yield "|---|---|---|---|---|"
    for column in sheet.columns:
        cells = (column.name, _need(column), _holds(column), shown(column.example), ", ".join(column.called))
        yield f"| {' | '.join(map(_escaped, cells))} |"


def _need(column: Column) -> str:
    if column.default:
        return f"no; blank: {column.default}"
    need = _NEEDS.get(column.need, column.need.replace("R ", "required ", 1))
    return need or "no"


def _holds(column: Column) -> str:
    offered = f"one of: {', '.join(column.offered)}" if column.offered else KINDS[column.kind].expects
    return f"{column.meaning} ({offered})"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("\n", " ")


if __name__ == "__main__":
    print(markdown())
