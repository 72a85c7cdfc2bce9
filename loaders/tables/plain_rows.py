"""Rows of a worksheet whose XML is as spreadsheet programs write it, taken without making an element of every cell.

What is written in any other way, a single row of it even, is left to the parser of XML, which is four times slower.
"""

import re
from collections.abc import Callable, Iterator
from typing import IO

from lxml import etree

from loaders.tables.cells import Cell
from loaders.tables.package import SAFE

Slow = Callable[[etree._Element], list[Cell]]
Fast = Callable[[str | None, str | None, str], Cell]  # style, type and value of a cell

_CHUNK = 1 << 20
_LONGEST = 64 << 20  # bytes of a row; 16,384 cells with texts stay below it
_GAP = b"\0"  # where a row is put in
_HEAD = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*(<worksheet(?:\s[^<>]*)?>)", re.DOTALL)
_NOT_UTF8 = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", re.IGNORECASE)
_ROW = re.compile(rb"\s*((?:<row(?:\s[^<>]*)?/>\s*)*)<row((?:\s[^<>]*)?)>")
_EMPTY = re.compile(rb"<row(?:\s[^<>]*)?/>")
_NUMBER = re.compile(rb"\sr=\"(\d{1,7})\"")
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(n|s|b|e|d|str)")?'
    r"(?:/>|></c>|>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?<v>([^<&]*)</v></c>)"
)


def plain_rows(
    file: IO[bytes], place: Callable[[str], int], fast: Fast, slow: Slow
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield number and cells of each row. Raises `NotPlain` before the first where the sheet is not written so."""
    data = file.read(_CHUNK)
    head = _HEAD.match(data)
    begins = data.find(b"<sheetData>")
    if not head or begins < 0 or b"<!" in data[:begins] or _NOT_UTF8.match(data):
        raise NotPlain
    wrapped = head[1] + b"<sheetData>" + _GAP + b"</sheetData></worksheet>"
    rest = data[begins + len(b"<sheetData>") :]
    number = 0
    while True:
        *rows, rest = rest.split(b"</row>")
        for row in rows:
            opening = _ROW.match(row)
            if not opening:
                raise ValueError(f"row {number + 1} is not written as a row")
            for blank in _EMPTY.findall(opening[1]):
                number = _number(blank, number)
            number = _number(opening[2], number)
            cells = _cells(row[opening.end() :].decode(), place, fast)
            yield number, slow(_element(wrapped, row[opening.start(2) - len(b"<row") :])) if cells is None else cells
        more = file.read(_CHUNK)
        if not more:
            break
        if len(rest) > _LONGEST:
            raise ValueError(f"row {number + 1} is longer than any spreadsheet program writes")
        rest += more
    if b"</sheetData>" not in rest:
        raise ValueError("the rows break off")


class NotPlain(Exception):
    """The sheet is written in another way than spreadsheet programs write theirs."""


def _number(opening: bytes, before: int) -> int:
    stated = _NUMBER.search(opening)
    return max(before + 1, int(stated[1]) if stated else 0)


def _cells(text: str, place: Callable[[str], int], fast: Fast) -> list[Cell] | None:
    cells: list[Cell] = []
    end = 0
    for match in _CELL.finditer(text):
        if match.start() != end:
            return None
        end = match.end()
        letters, style, kind, value = match.groups()
        if value is None:
            continue
        at = place(letters)
        if at != len(cells):
            if at < len(cells):
                return None
            cells += [None] * (at - len(cells))
        cells.append(fast(style, kind, value))
    return cells if end == len(text) else None


def _element(wrapped: bytes, row: bytes) -> etree._Element:
    whole = wrapped.replace(_GAP, row + b"</row>", 1)
    return etree.fromstring(whole, etree.XMLParser(**SAFE))[0][0]
