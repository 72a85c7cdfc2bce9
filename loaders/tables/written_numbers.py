"""Numbers, and yes and no, written as text, and columns of them settled as a whole."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from loaders.tables.cells import Cell, Percent, Unfit, precise, words
from loaders.tables.settled import Settled, Unsettled, read_each, texts

POINT, COMMA = "point", "comma"
DECIMALS = (POINT, COMMA)
_GAP = "[ \u00a0\u2007\u2009\u202f'\u2019]"  # blanks and apostrophes that part thousands
_SIGNS = "$€£¥₹₽₺₩"
_AROUND = re.compile(rf"(?:[A-Z]{{3}}\s?|[A-Z]{{0,2}}[{_SIGNS}]\s?)?(.*?)(?:\s?[{_SIGNS}]|\s?[A-Z]{{3}})?", re.DOTALL)
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_FORMS = MappingProxyType({
    POINT: re.compile(rf"[+-]?(?:[1-9]\d{{0,2}}(?:(?:,|{_GAP})\d{{3}})+|\d+|(?=\.\d))(?:\.\d*)?{_EXPONENT}"),
    COMMA: re.compile(rf"[+-]?(?:[1-9]\d{{0,2}}(?:(?:\.|{_GAP})\d{{3}})+|\d+|(?=,\d))(?:,\d*)?{_EXPONENT}"),
})  # fmt: skip
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_THREE = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)  # of which a comma's reading is possible too
# Among them what spreadsheet programs write for true and false in their languages.
_YES = frozenset({
    "yes", "y", "true", "t", "1", "x", "ja", "j", "oui", "si", "sí", "sim", "wahr", "vrai", "verdadero", "verdadeiro",
    "vero", "waar", "sant", "sand", "sann", "prawda", "pravda", "истина", "✓", "✔", "☑",
})  # fmt: skip
_NO = frozenset({
    "no", "n", "false", "f", "0", "nein", "non", "não", "falsch", "faux", "falso", "onwaar", "falskt", "falsk", "usann",
    "fałsz", "nepravda", "ложь", "✗", "✘", "☐",
})  # fmt: skip


def numbers(cells: Sequence[Cell], decimal: str | None = None) -> Settled:
    """Read a column of numbers; `decimal` is one of `DECIMALS` where it is declared. A percentage is a `Percent`.

    Signs of currencies around a number are passed over, and (5) is -5. Raises `Unsettled` where points and commas can
    change places and nothing in the column tells, or where one cell tells the one and another the other.
    """
    mark = decimal or decimal_of(cells)

    def read(cell: Cell) -> float:
        if isinstance(cell, str):
            return _written(cell, mark)
        if isinstance(cell, bool) or not isinstance(cell, float | int):
            raise Unfit(f"is {'yes or no' if isinstance(cell, bool) else 'a date'}, not a number")
        return cell if isinstance(cell, float) else float(cell)

    return read_each(cells, read, mark)


def decimal_of(cells: Sequence[Cell]) -> str | None:
    """Give what a column of numbers has before its decimals; None where it does not matter."""
    told = told_by(cells)
    if told == frozenset(DECIMALS):
        raise Unsettled(
            f"{_example(cells, POINT)} has a decimal point and {_example(cells, COMMA)} a decimal comma: correct the "
            f"one that is wrong, or declare the decimals as '{POINT}' or '{COMMA}'"
        )
    if told:
        return next(iter(told))
    for text in texts(cells):
        if len(_readings(text)) == 2:
            raise Unsettled(
                f"'{text.strip()[:40]}' can be a number of thousands or one with decimals, and no cell of the column "
                f"tells which: declare the decimals as '{POINT}' or '{COMMA}'"
            )
    return None


def told_by(cells: Sequence[Cell]) -> frozenset[str]:
    """Give what cells of a column tell of decimals: by numbers that can be read in one way only."""
    return frozenset(mark for text in texts(cells) if ("," in text or "." in text) for mark in _only(text))


def _only(text: str) -> list[str]:
    if _PLAIN.fullmatch(text) and not _THREE.fullmatch(text):
        return [POINT]
    bare = _bare(text)[0]
    able = [mark for mark in DECIMALS if _value(bare, mark) is not None]
    return able if len(able) == 1 else []


def booleans(cells: Sequence[Cell]) -> Settled:
    """Read a column of yes and no, in the words of several languages, as x or as a tick."""

    def read(cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        said = f"{cell:g}" if isinstance(cell, float | int) else words(str(cell).strip())
        if said in _YES or said in _NO:
            return said in _YES
        raise Unfit("is neither yes nor no")

    return read_each(cells, read)


def _example(cells: Sequence[Cell], mark: str) -> str:
    return next(f"'{text.strip()[:40]}'" for text in texts(cells) if _only(text) == [mark])


def _bare(text: str) -> tuple[str, bool, bool]:
    """Give a number without what stands around it, whether it is a percentage, and whether it stands in brackets."""
    found = text.strip().replace("\u2212", "-")
    negative = found.startswith("(") and found.endswith(")")
    if negative:
        found = found[1:-1].strip()
    percent = found.endswith("%")
    found = found.removesuffix("%").strip()
    if not found[:1].isdigit() or not found[-1:].isdigit():
        sign, found = (found[0], found[1:].strip()) if found[:1] in ("+", "-") else ("", found)
        match = _AROUND.fullmatch(found)
        found = sign + (match[1] if match else found)
    return found, percent, negative


def _readings(text: str) -> set[float]:
    bare = _bare(text)[0]
    return {found for mark in DECIMALS if (found := _value(bare, mark)) is not None}


def _value(bare: str, mark: str) -> float | None:
    if not bare.isascii() and not re.sub(_GAP, "", bare).isascii():
        return None
    if not _FORMS[mark].fullmatch(bare) or not any(map(str.isdigit, bare)):
        return None
    part, decimal = (",", ".") if mark == POINT else (".", ",")
    return precise(float(re.sub(_GAP, "", bare).replace(part, "").replace(decimal, ".")))


def _written(text: str, mark: str | None) -> float:
    if mark != COMMA and len(text) < 15 and _PLAIN.fullmatch(text):
        return float(text)
    bare, percent, negative = _bare(text)
    found = _value(bare, mark or POINT)
    if found is None and mark is None:
        found = _value(bare, COMMA)
    if found is None:
        raise Unfit("is not a number" + (f" with a decimal {mark}" if mark else ""))
    if found in (float("inf"), float("-inf")):
        raise Unfit("is too large for a number")
    found = -found if negative else found
    return Percent(precise(found / 100)) if percent else found
