"""Rows of a worksheet whose XML is as spreadsheet programs write it, taken without making an element of every cell.

What is written in any other way, a single row of it even, is left to the parser of XML, which is four times slower.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import IO, Any

from lxml import etree

from loaders.tables.cells import Cell
from loaders.tables.package import SAFE, unescaped

Slow = Callable[[etree._Element], list[Cell]]
Fast = Callable[[str | None, str | None, str], Cell]  # style, type and value of a cell that is no shared text
Text = Callable[[int], str]  # number of a shared text
_Spread = Callable[[Sequence[Cell]], Sequence[Cell]]

_CHUNK = 1 << 20
_LONGEST = 64 << 20  # bytes of a row; 16,384 cells with texts stay below it
_GAP = b"\0"  # where a row is put in
_HEAD = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*(<worksheet(?:\s[^<>]*)?>)", re.DOTALL)
_NOT_UTF8 = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", re.IGNORECASE)
_NUMBERED_ROW = re.compile(rb"\s*(?P<row><row r=\"(?P<number>\d{1,7})\"[^<>]*(?<!/)>)")
_ROW = re.compile(rb"\s*(?P<empty>(?:<row(?:\s[^<>]*)?/>\s*)*)(?P<row><row(?P<says>(?:\s[^<>]*)?)>)")
_EMPTY = re.compile(rb"<row(?:\s[^<>]*)?/>")
_NUMBER = re.compile(rb"\sr=\"(\d{1,7})\"")
_CHARACTERS = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*"  # of a text as it stands: nothing to be replaced or refused
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?'
    rf'(?:(?: t="(n|s|b|e|d|str)")?(?:/>|></c>|>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?<v>({_CHARACTERS})</v></c>)'
    rf'| t="inlineStr"><is><t(?: xml:space="preserve")?>({_CHARACTERS})</t></is></c>)'
)
_PARTS = _CELL.groups + 1  # what `split` gives of each cell, with what stands before it
_MOST_KNOWN = 50_000  # values of cells that are remembered
_NEW: Any = object()
_AS_THEY_ARE: _Spread = tuple
_STRING = re.compile(rf'<si><t(?: xml:space="preserve")?>({_CHARACTERS})</t></si>')
_STRINGS = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*(<sst(?:\s[^<>]*)?(?<!/)>)", re.DOTALL)


def plain_rows(
    file: IO[bytes], place: Callable[[str], int], fast: Fast, text: Text, slow: Slow
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield number and cells of each row. Raises `NotPlain` before the first where the sheet is not written so."""
    data = file.read(_CHUNK)
    head = _HEAD.match(data)
    begins = data.find(b"<sheetData>")
    if not head or begins < 0 or b"<!" in data[:begins] or _NOT_UTF8.match(data):
        raise NotPlain
    wrapped = head[1] + b"<sheetData>" + _GAP + b"</sheetData></worksheet>"
    cells = _Cells(place, fast, text)
    rest = data[begins + len(b"<sheetData>") :]
    number = 0
    while True:
        *rows, rest = rest.split(b"</row>")
        for row in rows:
            opening = _NUMBERED_ROW.match(row)
            if opening:
                number = max(number + 1, int(opening["number"]))
            elif opening := _ROW.match(row):
                for blank in _EMPTY.findall(opening["empty"]):
                    number = _number(blank, number)
                number = _number(opening["says"], number)
            else:
                raise ValueError(f"row {number + 1} is not written as a row")
            found = cells.of(row[opening.end() :].decode())
            yield number, slow(_element(wrapped, row[opening.start("row") :])) if found is None else found
        more = file.read(_CHUNK)
        if not more:
            break
        if len(rest) > _LONGEST:
            raise ValueError(f"row {number + 1} is longer than any spreadsheet program writes")
        rest += more
    if b"</sheetData>" not in rest:
        raise ValueError("the rows break off")


def plain_strings(file: IO[bytes], slow: Callable[[etree._Element], str]) -> Iterator[str]:
    """Yield the shared texts of a workbook. Raises `NotPlain` before the first where they are not written so."""
    data = file.read(_CHUNK)
    head = _STRINGS.match(data)
    if not head or b"<!" in data or _NOT_UTF8.match(data):
        raise NotPlain
    rest = data[head.end() :]
    while True:
        ready, closing, rest = rest.rpartition(b"</si>")
        parts = _STRING.split((ready + closing).decode())
        if any(parts[::2]):
            yield from map(slow, _wrapped(head[1] + _GAP + b"</sst>", ready + closing).iterchildren("{*}si"))
        else:
            yield from map(unescaped, parts[1::2])
        more = file.read(_CHUNK)
        if not more:
            break
        if len(rest) > _LONGEST:
            raise ValueError("a text is longer than any spreadsheet program writes")
        rest += more
    if b"</sst>" not in rest:
        raise ValueError("the texts break off")


class NotPlain(Exception):
    """The sheet is written in another way than spreadsheet programs write theirs."""


def _number(opening: bytes, before: int) -> int:
    stated = _NUMBER.search(opening)
    return max(before + 1, int(stated[1]) if stated else 0)


class _Cells:
    """Takes the cells of rows from their XML, each different value once."""

    def __init__(self, place: Callable[[str], int], fast: Fast, text: Text) -> None:
        self._place, self._fast, self._text = place, fast, text
        self._known: dict[tuple[str | None, str | None, str], Cell] = {}
        self._places: dict[tuple[str, ...], _Spread | None] = {}  # of the cells of a row; see `_gaps`

    def of(self, row: str) -> list[Cell] | None:
        """Give the cells of a row, None where it is not written plainly."""
        parts = _CELL.split(row)
        if any(parts[::_PARTS]):
            return None
        known, shared = self._known, self._text
        cells: list[Cell] = []
        for style, kind, value, text in zip(
            parts[2::_PARTS], parts[3::_PARTS], parts[4::_PARTS], parts[5::_PARTS], strict=True
        ):
            if text is not None:
                cells.append(unescaped(text))
            elif value is None:
                cells.append(None)
            elif kind == "s" and value:
                cells.append(shared(int(value)))
            elif (cell := known.get((style, kind, value), _NEW)) is not _NEW:
                cells.append(cell)
            elif value or kind == "str":
                cells.append(self._read(style, kind, value))
            else:
                return None
        letters = tuple(parts[1::_PARTS])
        if letters not in self._places:
            self._places[letters] = self._gaps(letters)
        if (spread := self._places[letters]) is None:
            return None
        if spread is not _AS_THEY_ARE:
            cells = list(spread((*cells, None)))
        while cells and cells[-1] is None:
            cells.pop()
        return cells

    def _read(self, style: str | None, kind: str | None, value: str) -> Cell:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        found = self._known[style, kind, value] = self._fast(style, kind, value)
        return found

    def _gaps(self, letters: Sequence[str]) -> "_Spread | None":
        """Give what puts the cells of a row, and None behind them, in their places: `_AS_THEY_ARE` where they are the
        first ones without a gap; None where they stand in no order.
        """
        if len(self._places) > _MOST_KNOWN // 10:
            self._places.clear()
        places = list(map(self._place, letters))
        if places == list(range(len(places))):
            return _AS_THEY_ARE
        if not all(one < other for one, other in pairwise(places)):
            return None
        found = [-1] * (places[-1] + 1)
        for cell, at in enumerate(places):
            found[at] = cell
        return itemgetter(*found)  # of two at least: the last cell, and the gap before it


def _element(wrapped: bytes, row: bytes) -> etree._Element:
    return _wrapped(wrapped, row + b"</row>")[0][0]


def _wrapped(wrapped: bytes, content: bytes) -> etree._Element:
    return etree.fromstring(wrapped.replace(_GAP, content, 1), etree.XMLParser(**SAFE))
