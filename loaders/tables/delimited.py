"""Sheets kept as text: CSV with commas, semicolons, tabs or strokes, in the encodings that Excel and others write."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from loaders.base import Refused
from loaders.tables.cells import Cell, Failed

HEAD = 65_536  # of a file, enough for its first row
DELIMITERS = (",", ";", "\t", "|")
SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FAILURES = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def decoded(data: bytes, whole: bool = True) -> str:
    """Give the text of a file, or of its beginning; raises `Refused` when its bytes are no text in a known encoding."""
    for encoding in _encodings(data):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data, whole)
        except UnicodeDecodeError:
            continue
    raise Refused("the bytes of the file are no text in UTF-8, UTF-16 or Windows-1252: save it as CSV in UTF-8")


def _encodings(data: bytes) -> tuple[str, ...]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return (encoding,)
    if b"\0" in data[:1000]:
        odd = data[1:1000:2].count(0) >= data[0:1000:2].count(0)
        return ("utf-16-le" if odd else "utf-16-be",)
    return "utf-8", "cp1252"


def first_rows(text: str) -> dict[str, list[str]]:
    """Give the first row as each delimiter would part it; a file that declares its delimiter (`sep=;`) has one."""
    if declared := _SEPARATOR.match(text):
        return {declared[1]: _first(text[declared.end() :], declared[1])}
    return {delimiter: _first(text, delimiter) for delimiter in DELIMITERS}


def best(rows: dict[str, list[str]], known: Callable[[list[str]], int]) -> str:
    """Give the delimiter under which most cells of the first row are known headings, else the one with most cells."""
    return max(rows, key=lambda delimiter: (known(rows[delimiter]), len(rows[delimiter])))


def _first(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def rows(path: Path, known: Callable[[list[str]], int]) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the number, counted from 1 as a spreadsheet shows it, and the cells of each row of a file."""
    try:
        text = decoded(path.read_bytes())
    except Refused as refused:
        raise Refused(f"{path.name}: {refused}") from None
    delimiter = best(first_rows(text[:HEAD]), known)
    skipped = 1 if (declared := _SEPARATOR.match(text)) else 0
    source = io.StringIO(text[declared.end() :] if declared else text, newline="")
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    begun = 1 + skipped
    try:
        for number, row in enumerate(reader, 1 + skipped):
            begun = reader.line_num + skipped + 1
            yield number, [Failed(cell) if cell in _FAILURES else cell for cell in row]
    except csv.Error as error:
        raise Refused(
            f"{path.name} breaks in the row that begins in line {begun}: {error}. A quotation mark there is not "
            "closed, or one stands inside a cell without being doubled; save the file as CSV again"
        ) from None
