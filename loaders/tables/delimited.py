"""Sheets kept as text: CSV with commas, semicolons, tabs or strokes, in the encodings that Excel and others write."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import cast

from loaders.base import Refused
from loaders.tables.cells import Cell, Failed, has_unseen, seen
from loaders.tables.western import strange_word

HEAD = 65_536  # of a file, enough for its first row
DELIMITERS = (",", ";", "\t", "|")
_FIRST_ROWS = 50  # by which a delimiter is chosen
_TITLE_ROWS, _TITLE_CELLS = 10, 2  # in which headings are looked for; cells that a row of a title may have
SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WESTERN = "cp1252"
_ALL = "surrogatepass"
_FAILURES = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_MOST_KEPT = 100_000  # different cells that are remembered
_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def decoded(data: bytes, whole: bool = True, encoding: str | None = None) -> str:
    """Give the text of a file, or of its beginning, in the encoding that is declared or found out.

    Raises `Refused` when its bytes are no text in that encoding, or in any known one.
    """
    for one in (encoding,) if encoding else _encodings(data):
        try:
            text = codecs.getincrementaldecoder(one)().decode(data, whole)
        except LookupError:
            raise Refused(f"there is no encoding '{one}': declare one such as utf-8, cp1252 or shift_jis") from None
        except UnicodeDecodeError:
            continue
        if whole and not encoding and one == _WESTERN and (word := strange_word(text)):
            raise Refused(
                f"the bytes of the file are no text in UTF-8 or UTF-16, and read as Windows-1252 they give words such "
                f"as '{word}': it is in another code page. Save it as CSV in UTF-8, or read it by a mapping that "
                "declares its encoding, such as cp1250"
            )
        return text
    if encoding:
        raise Refused(f"the bytes of the file are no text in {encoding}: declare the encoding in which it was saved")
    raise Refused("the bytes of the file are no text in UTF-8, UTF-16 or Windows-1252: save it as CSV in UTF-8")


def _encodings(data: bytes) -> tuple[str, ...]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return (encoding,)
    begin = data[:1000]
    if begin.count(0) * 10 > len(begin):  # fewer are strays in a text of single bytes
        odd = data[1:1000:2].count(0) >= data[0:1000:2].count(0)
        return ("utf-16-le" if odd else "utf-16-be",)
    return "utf-8", _WESTERN


def first_rows(text: str) -> dict[str, list[str]]:
    """Give the first row as each delimiter would part it; a file that declares its delimiter (`sep=;`) has one."""
    if declared := _SEPARATOR.match(text):
        return {declared[1]: _first(text[declared.end() :], declared[1])}
    return {delimiter: _first(text, delimiter) for delimiter in DELIMITERS}


def heading(text: str, heads: Callable[[list[str]], bool]) -> tuple[str, int, int] | None:
    """Find the row that holds a table's headings: the first that is not blank, or one below a few lines of a title.

    Give the delimiter, the row's number as `rows` counts it, and how many rows that are not blank stand above it.
    """
    declared = _SEPARATOR.match(text)
    body = text[declared.end() :] if declared else text
    for delimiter in (declared[1],) if declared else DELIMITERS:
        above = 0
        try:
            reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
            for number, cells in enumerate(islice(reader, _TITLE_ROWS), 2 if declared else 1):
                row = list(map(seen, cells))
                filled = sum(map(bool, map(str.strip, row)))
                if filled and heads(row):
                    return delimiter, number, above
                if filled > _TITLE_CELLS:
                    break
                above += filled > 0
        except csv.Error:
            continue
    return None


def best(rows: dict[str, list[str]], known: Callable[[list[str]], int]) -> str:
    """Give the delimiter under which most cells of the first row are known headings, else the one with most cells."""
    return max(rows, key=lambda delimiter: (known(rows[delimiter]), len(rows[delimiter])))


def _first(text: str, delimiter: str) -> list[str]:
    try:
        return list(map(seen, next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])))
    except csv.Error:
        return []


def steadiest(text: str) -> str:
    """Give the delimiter that parts the first rows into the most cells, and all of them into equally many."""
    if declared := _SEPARATOR.match(text):
        return declared[1]
    return max(DELIMITERS, key=lambda delimiter: _steadiness(text, delimiter))


def _steadiness(text: str, delimiter: str) -> tuple[int, int]:
    widths: list[int] = []
    try:
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _FIRST_ROWS):
            if row:
                widths.append(len(row))
    except csv.Error:
        pass
    if not widths or max(widths) == 1:
        return 0, 0
    usual = max(widths, key=widths.count)
    return (widths.count(usual) * (usual - 1) if usual > 1 else 0), max(widths)


def rows(
    path: Path,
    known: Callable[[list[str]], int] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the number, counted from 1 as a spreadsheet shows it, and the cells of each row of a file.

    The delimiter is the declared one, else that under which `known` counts most headings, else the steadiest.
    """
    try:
        text = decoded(path.read_bytes(), encoding=encoding).removeprefix("\ufeff")
    except Refused as refused:
        raise Refused(f"{path.name}: {refused}") from None
    delimiter = delimiter or (best(first_rows(text[:HEAD]), known) if known else steadiest(text[:HEAD]))
    skipped = 1 if (declared := _SEPARATOR.match(text)) else 0
    failing = "#" in text  # with which begins what a formula shows that failed
    unseen = has_unseen(text)
    body = text[declared.end() :] if declared else text
    # A text in memory takes four bytes of each character, and longer to give its lines.
    lines = io.TextIOWrapper(io.BytesIO(body.encode("utf-8", _ALL)), "utf-8", _ALL, newline="")
    del text, body
    parsed = csv.reader(lines, delimiter=delimiter, strict=True)
    numbered = cast(Iterator[tuple[int, list[Cell]]], enumerate(parsed, 1 + skipped))
    one: dict[Cell, Cell] = {}  # text for all that are equal: whole columns of a few are read much faster
    ended = 0
    try:
        for number, row in numbered:
            ended = parsed.line_num
            if len(one) > _MOST_KEPT:
                one.clear()
            same = list(map(one.setdefault, row, row))
            if unseen:
                same = [seen(cell) if type(cell) is str else cell for cell in same]
            yield number, _with_failures(same) if failing else same
    except csv.Error as error:
        begun = ended + skipped + 1
        raise Refused(
            f"{path.name} breaks in the row that begins in line {begun}: {error}. A quotation mark there is not "
            "closed, or one stands inside a cell without being doubled; save the file as CSV again"
        ) from None


def _with_failures(row: list[Cell]) -> list[Cell]:
    if _FAILURES.isdisjoint(row):
        return row
    return [Failed(cell) if cell in _FAILURES else cell for cell in row]
