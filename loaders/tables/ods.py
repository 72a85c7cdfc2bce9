"""Workbooks of LibreOffice (.ods)."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from loaders.base import Refused
from loaders.tables.cells import Cell, Failed, Percent, finite, precise, seen
from loaders.tables.package import MOST_COLUMNS, Package, local, reading

_MOST_REPEATS = 100_000  # of a row that holds something; blank rows are only counted


class Ods:
    """One workbook: the names of its sheets, the day it was saved, and the rows of each sheet as a stream."""

    def __init__(self, path: Path) -> None:
        self._package = Package(path)
        if "content.xml" not in self._package.names:
            raise Refused("the file is no OpenDocument workbook: it has no content. Save it again and load that")
        manifest = self._package.tree("META-INF/manifest.xml")
        if manifest is not None and manifest.find(".//{*}encryption-data") is not None:
            raise Refused(
                "the workbook has a password, so that nothing in it can be read: open it, save it without one (in "
                "LibreOffice: File > Save As, without Save with password), and load that"
            )
        self.names: list[str] = [
            _attribute(table, "name") or ""
            for _, table in self._package.elements("content.xml", "{*}table", events=("start",))
            if local(table.getparent()) == "spreadsheet"  # type: ignore[arg-type]
        ]

    @property
    def saved(self) -> str | None:
        """Give the ISO day on which the workbook says it was saved."""
        return self._package.day("meta.xml", "date", "creation-date")

    def close(self) -> None:
        """Give the file back."""
        self._package.close()

    def rows(self, name: str) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the row number, counted from 1, and the cells of each row that holds something."""
        number, inside = 0, False
        tags = ("{*}table", "{*}table-row")
        with reading(f"the sheet {name}"):
            for event, element in self._package.elements("content.xml", *tags, events=("start", "end")):
                if local(element) == "table":
                    inside = event == "start" and _attribute(element, "name") == name
                elif inside and event == "end":
                    repeats = int(_attribute(element, "number-rows-repeated") or 1)
                    cells = _cells(element)
                    for offset in range(min(repeats, _MOST_REPEATS) if cells else 0):
                        yield number + offset + 1, cells
                    number += repeats


def _attribute(element: etree._Element, name: str) -> str | None:
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def _cells(row: etree._Element) -> list[Cell]:
    """Give the cells of a row up to the last that holds something."""
    cells: list[Cell] = []
    blanks = 0
    for element in row:
        if local(element) not in ("table-cell", "covered-table-cell"):
            continue
        repeats = min(int(_attribute(element, "number-columns-repeated") or 1), MOST_COLUMNS)
        cell = _cell(element)
        if cell is None:
            blanks += repeats
            continue
        if len(cells) + blanks + repeats > MOST_COLUMNS:
            raise ValueError(f"a row has more than {MOST_COLUMNS} cells")
        cells += [None] * blanks + [cell] * repeats
        blanks = 0
    return cells


def _cell(element: etree._Element) -> Cell:
    kinds = {str(text) for key, text in element.attrib.items() if str(key).endswith("}value-type")}
    text = "\n".join(_words(part) for part in element if local(part) == "p")
    if "error" in kinds:
        return Failed(text)
    if kinds & {"float", "currency", "percentage"}:
        written = _attribute(element, "value") or ""
        number = finite(float(written), written)
        if isinstance(number, Failed):
            return number
        return Percent(precise(number)) if "percentage" in kinds else precise(number)
    if "date" in kinds:
        return _date(_attribute(element, "date-value") or "")
    if "boolean" in kinds:
        return _attribute(element, "boolean-value") == "true"
    return seen(text) or None


def _date(written: str) -> Cell:
    try:
        found = datetime.fromisoformat(written[:19])
    except ValueError:
        return written
    return date.fromisoformat(written[:10]) if not (found.hour or found.minute or found.second) else found


def _words(paragraph: etree._Element) -> str:
    """Give the text of a paragraph with its blanks, tabs and line breaks."""
    found = paragraph.text or ""
    for part in paragraph:
        name = local(part)
        if name == "s":
            found += " " * min(int(_attribute(part, "c") or 1), 1_000)
        else:
            found += {"tab": "\t", "line-break": "\n", "annotation": ""}.get(name) or _words(part)
        found += part.tail or ""
    return found
