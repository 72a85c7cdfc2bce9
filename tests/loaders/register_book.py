"""Registers made for tests: workbooks from plain rows, and what reading them gives."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from data.export import Export
from loaders.register import LOADER


class Percent(NamedTuple):
    """A number in a cell that is formatted as a percentage."""

    value: float


class Formula(NamedTuple):
    """A formula and the result that the workbook keeps of it."""

    text: str
    result: str | float = 0


Rows = Sequence[Sequence[Any]]


def write_xlsx(path: Path, sheets: Mapping[str, Rows], *, inline: bool = False) -> Path:
    """Write a workbook; each sheet is its rows, the first of them the headings. `inline` texts stand in their cells."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": inline}
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        share = book.add_format({"num_format": "0.0%"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, Percent):
                        page.write_number(row, place, cell.value, share)
                    elif isinstance(cell, Formula):
                        page.write_formula(row, place, cell.text, None, cell.result)  # pyright: ignore[reportArgumentType]
                    elif isinstance(cell, date):
                        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
                        page.write_datetime(row, place, moment, day)
                    elif cell is not None:
                        page.write(row, place, cell)
    return path


def write_ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write an OpenDocument workbook by hand, with runs of equal cells folded as LibreOffice folds them."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(_ods_row(row) for row in rows)}"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in sheets.items()
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content{spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:'
        f'calcext:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return path


def _ods_row(row: Sequence[Any]) -> str:
    folded: list[list[Any]] = []
    for cell in row:
        if folded and folded[-1][0] == cell and type(folded[-1][0]) is type(cell):
            folded[-1][1] += 1
        else:
            folded.append([cell, 1])
    return f"<table:table-row>{''.join(_ods_cell(*one) for one in folded)}</table:table-row>"


def _ods_cell(cell: Any, repeats: int) -> str:
    attributes, text = "", str(cell)
    if cell is None:
        text = ""
    elif isinstance(cell, Formula):
        attributes = ' office:value-type="string" office:string-value="" calcext:value-type="error"'
        text = str(cell.result)
    elif isinstance(cell, Percent):
        attributes = f' office:value-type="percentage" office:value="{cell.value}"'
    elif isinstance(cell, bool):
        attributes = f' office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, float | int):
        attributes = f' office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, date):
        attributes = f' office:value-type="date" office:date-value="{cell.isoformat()}"'
    else:
        attributes = ' office:value-type="string"'
    many = f' table:number-columns-repeated="{repeats}"' if repeats > 1 else ""
    return f"<table:table-cell{many}{attributes}><text:p>{escape(text)}</text:p></table:table-cell>"


def read_book(tmp_path: Path, **sheets: Any) -> Export:
    """Read a workbook of these sheets and check that its counts reconcile."""
    return read(write_xlsx(tmp_path / "register.xlsx", sheets))


def read(path: Path, feed: str = "register") -> Export:
    """Read a file and check that its counts reconcile."""
    export = LOADER.read(path, feed)
    assert export.rows_in == reconciled(export)
    return export


def reconciled(export: Export) -> int:
    stored = sum(map(len, export.records.values()))
    rejected = len({(one.sheet, one.row) for one in export.rejections})
    return stored + rejected + sum(one.count for one in export.skipped)


def reasons(export: Export) -> list[tuple[str | None, int | None, str | None, str | None, str]]:
    """Give sheet, row, field, value and reason of each rejection."""
    return [(one.sheet, one.row, one.field, one.value, one.reason) for one in export.rejections]
