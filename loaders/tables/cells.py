"""What stands in a cell, and what a kind of column makes of it.

A cell is None, text, a float, True or False, a date or a date with time, a `Percent` or a `Failed`. Every parser below
takes a cell that is not blank and gives the value of the record, or raises `Unfit` with what was expected instead.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")  # people and Office write a lone hyphen in all these ways

# Spaces without width, soft hyphens, marks of byte order and of the direction of writing: they come with texts that are
# pasted from web pages, SharePoint and chats, and nobody sees that a key, a heading or a date begins or ends with one.
_UNSEEN = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff"
)
_BLANKS = " \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_AT_EDGES = "".join(sorted(_UNSEEN)) + _BLANKS + "\u2028\u2029\u202f\u205f\u3000"

_CURRENCY = re.compile(r"[A-Za-z]{3}")
_NOT_IN_WORDS = re.compile(r"[\s_/\-\u2010-\u2014]+")


class Unfit(Exception):
    """What is wrong with a cell, what was expected and what to do."""


class Percent(float):
    """A number whose cell is formatted as a percentage: 0.82 is shown as 82 %."""


class Failed(str):
    """What a cell shows whose formula gave an error, or the formula itself where its result was never stored."""


def finite(number: float, written: str) -> float | Failed:
    """Give a number; what is written in a cell for numbers and is none, such as NaN or 1e999, as failed."""
    return number if isfinite(number) else Failed(written)


class Faulty(Failed):
    """What a cell shows that its column cannot be read with, and why."""

    reason: str

    def __new__(cls, text: str, reason: str) -> "Faulty":
        """Keep the reason beside the text."""
        found = super().__new__(cls, text)
        found.reason = reason
        return found


class Marked(NamedTuple):
    """A figure of a KPI that is no bare number: a percentage as shown, or yes or no. The KPI's unit decides."""

    number: float
    text: str
    percent: bool


Cell = str | float | bool | date | None


def words(text: str) -> str:
    """Give text as headings and choices are compared: without case, blanks, underscores, strokes and hyphens."""
    return _NOT_IN_WORDS.sub("", text.casefold())


def shown(cell: Cell) -> str:
    """Give a cell as a person reads it, for messages and for columns of text."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Percent):
        return f"{short(as_shown(cell))} %"
    if isinstance(cell, float | int):
        return short(float(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def seen(text: str) -> str:
    """Give a text without what nobody sees at its edges, nor the blanks beside that."""
    if text.isascii():
        return text
    bare = text.strip()
    return text.strip(_AT_EDGES) if bare and (bare[0] in _UNSEEN or bare[-1] in _UNSEEN) else text


def has_unseen(text: str) -> bool:
    """Say whether a text holds any of what nobody sees."""
    return not text.isascii() and any(one in text for one in _UNSEEN)


def as_shown(share: float) -> float:
    """Give 82.0 for 0.82 without the dust that binary fractions leave (0.57 x 100)."""
    return round(share * 100, 10)


def short(number: float) -> str:
    """Give a number without a needless fraction."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def precise(number: float) -> float:
    """Give a number to the 15 digits that spreadsheet programs keep, without the dust of binary fractions."""
    return float(f"{number:.15g}")


def blank(cell: Cell) -> bool:
    """Say whether nobody wrote anything into the cell."""
    return cell is None or (type(cell) is str and not cell.strip())


# --- text -------------------------------------------------------------------------------------------------------------


def text(cell: Cell) -> str:
    """Give the text of a cell: trimmed, line ends as one character, numbers and dates as they read."""
    found: str = cell if type(cell) is str else shown(sound(cell))
    if "\r" in found:
        found = found.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in found:
        raise Unfit("holds a NUL character, which is not text: write it again")
    return found.strip()


def plain_texts(column: Sequence[Cell]) -> list[Any] | None:
    """Give the texts of a whole column at once, as `text` gives each and None for a blank one; None where one needs a
    closer look. Its cells are text or None.
    """
    every = "".join(filter(None, column))  # type: ignore[arg-type]
    if "\0" in every or "\r" in every:
        return None
    return [cell.strip() or None if cell else None for cell in column]  # type: ignore[union-attr]


def currency(cell: Cell) -> str:
    """Give a currency code of three letters in upper case."""
    found = text(cell)
    if not _CURRENCY.fullmatch(found):
        raise Unfit("is not a currency: write its code of three letters, such as EUR")
    return found.upper()


def sound(cell: Cell) -> Cell:
    """Give the cell back; raises `Unfit` for a formula that failed."""
    if isinstance(cell, Failed):
        raise Unfit(_failure(cell))
    return cell


def _failure(cell: Failed) -> str:
    if isinstance(cell, Faulty):
        return cell.reason
    if cell.startswith("="):
        return "is a formula without a stored result: open the workbook in a spreadsheet program and save it"
    return "is the error of a formula: correct the formula, or write the value itself"


# --- choices ----------------------------------------------------------------------------------------------------------

YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


def yes_no(cell: Cell) -> bool:
    """Give True for yes and False for no."""
    if isinstance(cell, bool):
        return cell
    found = YES_NO.get(words(shown(sound(cell))))
    if found is None:
        raise Unfit("is neither yes nor no")
    return found


def firm(cell: Cell) -> bool:
    """Give True for work that is firm and False for work that is only asked for."""
    return choice(cell, ("asked", "firm"), {}) == "firm"


def choice(cell: Cell, choices: tuple[str, ...], also: Mapping[str, str]) -> str:
    """Give the one of `choices` that is meant; `also` maps other words for them, as `words` gives them."""
    found = text(cell)
    if found in choices:
        return found
    meant = {words(one) or one: one for one in choices} | dict(also)
    one = meant.get("-" if found in DASHES else words(found) or found)
    if one is None:
        raise Unfit(f"is not one of: {', '.join(choices)}")
    return one
