"""What stands in a cell, and what a kind of column makes of it.

A cell is None, text, a float, True or False, a date or a date with time, a `Percent` or a `Failed`. Every parser below
takes a cell that is not blank and gives the value of the record, or raises `Unfit` with what was expected instead.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1950, 2199
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")  # people and Office write a lone hyphen in all these ways

_GAP = "[ \u00a0\u2007\u2009\u202f'\u2019]"  # blanks and apostrophes that part thousands
_NUMBER = re.compile(rf"[+-]?(?:\d{{1,3}}(?:{_GAP}\d{{3}})+|\d+)?(?:(?<=\d)\.|\.(?=\d))?\d*(?:[eE][+-]?\d{{1,3}})?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?)?")
_MONTH = re.compile(r"\d{4}-\d{2}")
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_NOT_IN_WORDS = re.compile(r"[\s_/\-\u2010-\u2014]+")


class Unfit(Exception):
    """What is wrong with a cell, what was expected and what to do."""


class Percent(float):
    """A number whose cell is formatted as a percentage: 0.82 is shown as 82 %."""


class Failed(str):
    """What a cell shows whose formula gave an error, or the formula itself where its result was never stored."""


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
        return f"{_short(as_shown(cell))} %"
    if isinstance(cell, float | int):
        return _short(float(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def as_shown(share: float) -> float:
    """Give 82.0 for 0.82 without the dust that binary fractions leave (0.57 x 100)."""
    return round(share * 100, 10)


def _short(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def blank(cell: Cell) -> bool:
    """Say whether nobody wrote anything into the cell."""
    return cell is None or (type(cell) is str and not cell.strip())


# --- text -------------------------------------------------------------------------------------------------------------


def text(cell: Cell) -> str:
    """Give the text of a cell: trimmed, line ends as one character, numbers and dates as they read."""
    found = cell if type(cell) is str else shown(_sound(cell))
    if "\r" in found:
        found = found.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in found:
        raise Unfit("holds a NUL character, which is not text: write it again")
    return found.strip()


def currency(cell: Cell) -> str:
    """Give a currency code of three letters in upper case."""
    found = text(cell)
    if not _CURRENCY.fullmatch(found):
        raise Unfit("is not a currency: write its code of three letters, such as EUR")
    return found.upper()


def _sound(cell: Cell) -> Cell:
    if isinstance(cell, Failed):
        raise Unfit(_failure(cell))
    return cell


def _failure(cell: Failed) -> str:
    if cell.startswith("="):
        return "is a formula without a stored result: open the workbook in a spreadsheet program and save it"
    return "is the error of a formula: correct the formula, or write the value itself"


# --- numbers ----------------------------------------------------------------------------------------------------------


def number(cell: Cell) -> float:
    """Give a number; a percentage counts as shown."""
    if type(cell) is float:
        return cell
    if isinstance(cell, Percent):
        return as_shown(cell)
    return _written_number(cell)[0]


def money(cell: Cell) -> float:
    """Give an amount of money; a percentage is none."""
    if type(cell) is float:
        return cell
    if isinstance(cell, Percent):
        raise Unfit("is a percentage: write an amount of money")
    found, percent = _written_number(cell)
    if percent:
        raise Unfit("is a percentage: write an amount of money")
    return found


def figure(cell: Cell) -> float | Marked:
    """Give a figure of a KPI; percentages, yes and no wait for the KPI's unit."""
    if type(cell) is float:
        return cell
    if isinstance(cell, Percent):
        return Marked(as_shown(cell), shown(cell), True)
    if isinstance(cell, bool) or (isinstance(cell, str) and words(cell) in _YES_NO):
        yes = yes_no(cell)
        return Marked(float(yes), "yes" if yes else "no", False)
    found, percent = _written_number(cell)
    return Marked(found, text(cell), True) if percent else found


def share(cell: Cell) -> float:
    """Give a share of 0 to 1; a bare number above 1 is a percentage."""
    if isinstance(cell, Percent):
        found = float(cell)
    elif type(cell) is float:
        found = cell / 100 if cell > 1 else cell
    else:
        found, percent = _written_number(cell)
        found = found / 100 if percent or found > 1 else found
    if not 0 <= found <= 1:
        raise Unfit("is outside 0 to 100 %")
    return found


def percentage(cell: Cell) -> float:
    """Give a percentage of 0 to 100. A bare number up to 1 could be two things and is refused."""
    if isinstance(cell, Percent):
        found = as_shown(cell)
    else:
        found, percent = (cell, False) if type(cell) is float else _written_number(cell)
        if not percent and 0 < found <= 1:
            raise Unfit(
                f"may be {_short(found)} % or {_short(as_shown(found))} %: write the one you mean with its % sign"
            )
    if not 0 <= found <= 100:
        raise Unfit("is outside 0 to 100 %")
    return found


def hours(cell: Cell) -> float:
    """Give working minutes for hours."""
    return round(number(cell) * 60, 6)


def working_days(cell: Cell) -> float:
    """Give working minutes for working days of eight hours."""
    return round(number(cell) * 480, 6)


def _written_number(cell: Cell) -> tuple[float, bool]:
    """Read a number written as text; True beside it when it ends in a per cent sign."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell), False
    if not isinstance(_sound(cell), str):
        raise Unfit(f"is {_what(cell)}, not a number")
    written = str(cell).strip().replace("\u2212", "-")
    percent = written.endswith("%")
    bare = written.removesuffix("%").strip()
    if not bare.isascii():
        bare = re.sub(_GAP, " ", bare)
    if not any(map(str.isdigit, bare)) or not bare.isascii() or not _NUMBER.fullmatch(bare):
        raise Unfit(_why_no_number(bare))
    found = float(re.sub(_GAP, "", bare))
    if found in (float("inf"), float("-inf")):
        raise Unfit("is too large for a number")
    return found, percent


def _what(cell: Cell) -> str:
    return "yes or no" if isinstance(cell, bool) else "a date"


def _why_no_number(bare: str) -> str:
    if "," in bare and any(map(str.isdigit, bare)):
        return "may hold a decimal comma or a comma between thousands: write 44.9 for the one and 6400000 for the other"
    if any(map(str.isdigit, bare)) and not bare[:1].isdigit():
        return "is not a bare number: write the digits alone; currencies and units have columns of their own"
    return "is not a number: write digits with a point, such as 44.9"


# --- dates ------------------------------------------------------------------------------------------------------------


def day(cell: Cell) -> str:
    """Give an ISO day from a date cell or ISO text."""
    return _date(cell).isoformat()[:10]


def start(cell: Cell) -> str:
    """Give an ISO moment; a bare day begins at midnight."""
    found = _date(cell)
    return found.isoformat() if isinstance(found, datetime) else f"{found.isoformat()}T00:00:00"


def finish(cell: Cell) -> str:
    """Give an ISO moment; a bare day is included to its last second."""
    found = _date(cell)
    return found.isoformat() if isinstance(found, datetime) else f"{found.isoformat()}T23:59:59"


def month(cell: Cell) -> str:
    """Give the first day of the month that a date, or text such as 2026-10, lies in."""
    if isinstance(cell, str) and _MONTH.fullmatch(cell.strip()):
        cell = f"{cell.strip()}-01"
    return _date(cell).isoformat()[:8] + "01"


def _date(cell: Cell) -> date:
    found = cell if isinstance(cell, date) else _written_date(cell)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    if isinstance(found, datetime):
        found = found.replace(microsecond=0, tzinfo=None)
        return found if found.hour or found.minute or found.second else found.date()
    return found


def _written_date(cell: Cell) -> date:
    if not isinstance(_sound(cell), str):
        raise Unfit("is not a date: format the cell as a date, or write it as text such as 2026-10-31")
    written = str(cell).strip()
    match = _DAY.fullmatch(written)
    if not match:
        raise Unfit(_why_no_date(written))
    try:
        return (
            datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
            if match[2]
            else date.fromisoformat(match[1])
        )
    except ValueError:
        raise Unfit("is not a day of the calendar: write a date such as 2026-10-31") from None


def _why_no_date(written: str) -> str:
    if _DAY.match(written):
        return "names more than a local date and time: write the local day alone, such as 2026-10-31"
    if re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*", written, re.S):
        return "can be read with the day or the month first: write it as 2026-10-31, or format the cell as a date"
    return "is not a date: write it as 2026-10-31, or format the cell as a date"


# --- choices ----------------------------------------------------------------------------------------------------------

_YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


def yes_no(cell: Cell) -> bool:
    """Give True for yes and False for no."""
    if isinstance(cell, bool):
        return cell
    found = _YES_NO.get(words(shown(_sound(cell))))
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
