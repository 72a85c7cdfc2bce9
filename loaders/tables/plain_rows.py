"""Rows of a worksheet whose XML is as spreadsheet programs write it, taken without making an element of every cell.

What is written in any other way, a single row of it even, is left to the parser of XML, which is four times slower.
"""

import re
from collections.abc import Callable, Iterator
from typing import IO

from lxml import etree

from loaders.tables.cells import Cell
from loaders.tables.package import SAFE, unescaped
from loaders.tables.plain_cells import CHARACTERS, Cells, Fast, Text

Slow = Callable[[etree._Element], list[Cell]]

_CHUNK = 1 << 20
_LONGEST = 64 << 20  # bytes of a row; 16,384 cells with texts stay below it
_GAP = b"\0"  # where a row is put in
_HEAD = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*(<worksheet(?:\s[^<>]*)?>)", re.DOTALL)
_NOT_UTF8 = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", re.IGNORECASE)
_NUMBERED_ROW = re.compile(rb"\s*(?P<row><row r=\"(?P<number>\d{1,7})\"[^<>]*(?<!/)>)")
_ROW = re.compile(rb"\s*(?P<empty>(?:<row(?:\s[^<>]*)?/>\s*)*)(?P<row><row(?P<says>(?:\s[^<>]*)?)>)")
_EMPTY = re.compile(rb"<row(?:\s[^<>]*)?/>")
_NUMBER = re.compile(rb"\sr=\"(\d{1,7})\"")
_STRING = re.compile(rf'<si><t(?: xml:space="preserve")?>({CHARACTERS})</t></si>')
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
    cells = Cells(place, fast, text)
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
            found = cells.of(number, row[opening.end() :].decode())
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
        written = (ready + closing).decode()
        parts = _STRING.split(written)
        if any(parts[::2]):
            yield from map(slow, _wrapped(head[1] + _GAP + b"</sst>", ready + closing).iterchildren("{*}si"))
        else:
            yield from map(unescaped, parts[1::2]) if "_x" in written else parts[1::2]
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


def _element(wrapped: bytes, row: bytes) -> etree._Element:
    return _wrapped(wrapped, row + b"</row>")[0][0]


def _wrapped(wrapped: bytes, content: bytes) -> etree._Element:
    return etree.fromstring(wrapped.replace(_GAP, content, 1), etree.XMLParser(**SAFE))
