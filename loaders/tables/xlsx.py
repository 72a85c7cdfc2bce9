"""Workbooks of Excel (.xlsx, .xlsm), read so that percentages, failed formulas and dates are told apart.

calamine reads these files faster, but it does not say which cells are formatted as percentages, gives the same empty
text for a blank cell and for #N/A, and aborts the process on a sheet with one cell far out. Here all three matter.
"""

import posixpath
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from lxml import etree

from loaders.base import Refused
from loaders.tables.cells import Cell, Failed, Percent, finite, precise, seen
from loaders.tables.levels import levels
from loaders.tables.package import MOST_COLUMNS, Package, local, reading, unescaped
from loaders.tables.plain_rows import NotPlain, plain_rows, plain_strings

_DATES = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])  # built-in formats, with the East Asian ones
_TIMES = frozenset([18, 19, 20, 21, 45, 46, 47])
_PERCENTS = frozenset([9, 10])
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # literal text, padding, colours, conditions
_COLUMN = re.compile(r"[A-Z]{1,3}")


class Xlsx:
    """One workbook: the names of its sheets, the day it was saved, and the rows of each sheet as a stream."""

    def __init__(self, path: Path) -> None:
        self._package = Package(path)
        self._workbook = self._relations("").get("officeDocument", "xl/workbook.xml")
        self._parts: dict[str, str] = {}
        self._relatives = self._relations(self._workbook)
        self._since = datetime(1899, 12, 30)
        self._read_workbook()
        self._formats: list[str] | None = None
        self._texts: list[str] | None = None

    @property
    def names(self) -> list[str]:
        """Give the names of the sheets in their order."""
        return list(self._parts)

    @property
    def saved(self) -> str | None:
        """Give the ISO day on which the workbook says it was saved."""
        return self._package.day("docProps/core.xml", "modified", "created")

    def close(self) -> None:
        """Give the file back."""
        self._package.close()

    def first_rows(self, name: str) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows as `rows` does, reading no more of the workbook's texts than they need."""
        return self.rows(name, _Texts(self._runs()) if self._texts is None else self._texts)

    def rows(self, name: str, texts: "Texts | None" = None) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the row number, counted from 1, and the cells of each row that the file has."""
        with reading(f"the sheet {name}"):
            formats, texts = self._styles(), self._strings() if texts is None else texts
            try:
                yield from self._plain_rows(self._parts[name], formats, texts)
                return
            except NotPlain:
                pass
            number = 0
            for _, row in self._package.elements(self._parts[name], "{*}row"):
                number = max(number + 1, int(row.get("r") or 0))
                yield number, self._cells(row, formats, texts)

    def levels(self, name: str) -> dict[int, int]:
        """Give how deep each row of a sheet lies, by its number; 0 at the top."""
        with reading(f"the sheet {name}"):
            return levels(self._package, self._parts[name], self._relatives.get("styles", ""))

    def _plain_rows(self, part: str, formats: list[str], texts: "Texts") -> Iterator[tuple[int, list[Cell]]]:
        def cell(style: str | None, kind: str | None, value: str) -> Cell:
            if kind is None or kind == "n":
                at = int(style or 0)
                return self._number(value, formats[at] if at < len(formats) else "")
            return self._other(kind, value, texts)

        with self._package.zip.open(part) as file:
            yield from plain_rows(file, _place, cell, texts.__getitem__, lambda row: self._cells(row, formats, texts))

    def _cells(self, row: etree._Element, formats: list[str], texts: "Texts") -> list[Cell]:
        cells: list[Cell] = []
        wanted = f"{str(row.tag)[:-3]}c"
        place = -1
        for element in row:
            if element.tag != wanted:
                continue
            letters = (element.get("r") or "").rstrip("0123456789")
            place = _place(letters) if letters else place + 1
            if not len(element):
                continue
            while len(cells) <= place:
                cells.append(None)
            cells[place] = self._cell(element, formats, texts)
        return cells

    def _cell(self, element: etree._Element, formats: list[str], texts: "Texts") -> Cell:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return _text_of(element)
        value = formula = None
        for part in element:
            name = part.tag.rpartition("}")[2]
            if name == "v":
                value = part.text
            elif name == "f":
                formula = part
        if value is None:
            return None if formula is None or kind == "str" else Failed(f"={formula.text or ''}")
        if kind == "n":
            style = int(element.get("s") or 0)
            return self._number(value, formats[style] if style < len(formats) else "")
        return self._other(kind, value, texts)

    def _other(self, kind: str, value: str, texts: "Texts") -> Cell:
        if kind == "s":
            return texts[int(value)]
        if kind == "b":
            return value.strip() in ("1", "true")
        if kind == "e":
            return Failed(value)
        if kind == "d":
            return _iso(value)
        return seen(unescaped(value))

    def _number(self, value: str, style: str) -> Cell:
        number = finite(float(value), value)
        if isinstance(number, Failed):
            return number
        number = number if len(value) < 17 else precise(number)
        if style == "percent":
            return Percent(number)
        if style == "date":
            return _date(number, self._since)
        return str(timedelta(days=number)) if style == "time" else number

    def _read_workbook(self) -> None:
        root = self._package.tree(self._workbook)
        if root is None and "xl/workbook.bin" in self._package.names:
            raise Refused(
                "this is a workbook in the binary format of Excel (.xlsb): open it, save it as .xlsx, and load that"
            )
        if root is None:
            raise Refused("the file is no workbook of Excel: it has no list of sheets. Save it as .xlsx and load that")
        for sheet in root.iterfind(".//{*}sheet"):
            relation = next((text for name, text in sheet.attrib.items() if str(name).endswith("}id")), "")
            part = self._relatives.get(str(relation))
            if part in self._package.names:
                self._parts[str(sheet.get("name"))] = part
        properties = root.find(".//{*}workbookPr")
        if properties is not None and properties.get("date1904") in ("1", "true"):
            self._since = datetime(1904, 1, 1)

    def _relations(self, part: str) -> dict[str, str]:
        """Map relation ids, and the last word of their types, to the parts that a part refers to."""
        folder, name = posixpath.split(part)
        root = self._package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, str] = {}
        for one in root if root is not None else ():
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            found.setdefault(one.get("Type", "").rpartition("/")[2], target)
            found[one.get("Id", "")] = target
        return found

    def _styles(self) -> list[str]:
        """Give what each cell style shows a number as: date, time, percent or nothing of the three."""
        if self._formats is None:
            root = self._package.tree(self._relatives.get("styles", ""))
            self._formats = _formats(root) if root is not None else []
        return self._formats

    def _strings(self) -> list[str]:
        if self._texts is None:
            self._texts = list(self._runs())
        return self._texts

    def _runs(self) -> Iterator[str]:
        part = self._relatives.get("sharedStrings", "")
        if part not in self._package.names:
            return
        try:
            with self._package.zip.open(part) as file:
                yield from map(seen, plain_strings(file, _text_of))
        except NotPlain:
            yield from (_text_of(element) for _, element in self._package.elements(part, "{*}si"))


class _Texts:
    """The texts of a workbook by their numbers, read as far as somebody asks: those of the first rows stand first."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._left = texts
        self._read: list[str] = []

    def __getitem__(self, at: int) -> str:
        self._read.extend(islice(self._left, max(0, at + 1 - len(self._read))))
        return self._read[at]


Texts = list[str] | _Texts


def _formats(styles: etree._Element) -> list[str]:
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iterfind("{*}numFmts/{*}numFmt")}
    return [_shows(one.get("numFmtId", "0"), codes) for one in styles.iterfind("{*}cellXfs/{*}xf")]


def _shows(number: str, codes: dict[str | None, str]) -> str:
    if number in codes:
        return _code_shows(codes[number])
    built_in = int(number) if number.isascii() and number.isdecimal() else 0
    if built_in in _PERCENTS:
        return "percent"
    return "date" if built_in in _DATES else "time" if built_in in _TIMES else ""


def _code_shows(code: str) -> str:
    """Tell from a format's code what it shows; only its first part counts, which is for positive numbers."""
    elapsed = re.search(r"\[(h+|m+|s+)\]", code, re.IGNORECASE)
    bare = _NOT_FORMAT.sub("", code.partition(";")[0]).casefold()
    if "%" in bare:
        return "percent"
    if "general" in bare or not re.search("[ymdhs]", bare):
        return "time" if elapsed else ""
    return "date" if not elapsed and re.search("[yd]|^[^hs]*m[^hs]*$", bare) else "time"


def _place(letters: str) -> int:
    """Give the place of a column, counted from 0: 27 for AB."""
    place = 0
    for letter in letters if _COLUMN.fullmatch(letters) else "":
        place = place * 26 + ord(letter) - 64
    if not 0 < place <= MOST_COLUMNS:
        raise ValueError(f"there is no column {letters[:20]}")
    return place - 1


def _date(serial: float, since: datetime) -> Cell:
    try:
        found = since + timedelta(seconds=round(serial * 86_400))
    except (OverflowError, ValueError):
        return Failed(f"{serial!r} shown as a date")
    return found.date() if not (found.hour or found.minute or found.second) else found


def _iso(value: str) -> Cell:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    return date.fromisoformat(value[:10]) if not (found.hour or found.minute or found.second) else found


def _text_of(element: etree._Element) -> str:
    """Join the runs of a text, without the readings that East Asian texts carry beside them."""
    parts = [
        run.text or ""
        for run in element.iter("{*}t")
        if (above := run.getparent()) is not None and local(above) != "rPh"
    ]
    return seen(unescaped("".join(parts)))
