"""What stands in a cell or a field of a tracker, and what it becomes."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from loaders.tables import durations, written_numbers
from loaders.tables.cells import Percent, as_shown

FIRST_YEAR, LAST_YEAR = 1950, 2199
_MOST = 1e9
# Hours and minutes, 2:30, and what a cell with the format of a time is read as: 1 day, 2:30:00.
_CLOCK = re.compile(r"(?:(\d{1,4}) days?, )?(\d{1,5}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


class Unfit(ValueError):
    """What is wrong with a value, and what was expected."""


def each(cells: Sequence[Any], read: Callable[[Any], Any]) -> tuple[list[Any], list[tuple[int, str]]]:
    """Read every cell, each different one once; give the values, and (place, reason) of what cannot be read."""
    kinds = set(map(type, cells)) - {type(None)}
    if len(kinds) > 1 or not kinds <= {str, float}:
        return _each_apart(cells, read)
    known: dict[Any, Any] = dict.fromkeys(cells)
    if read in (text, key) and kinds <= {str}:
        many = 2 * len(known) > len(cells)  # to look each up would take longer than to read it again
        if plain := _plain(cells if many else known):
            return plain if many else list(map(dict(zip(known, plain, strict=True)).__getitem__, cells)), []
    bad: dict[Any, str] = {}
    for cell in known:
        try:
            known[cell] = None if cell is None or cell == "" else read(cell)
        except Unfit as unfit:
            bad[cell] = str(unfit)
    found = list(map(known.__getitem__, cells))
    return found, [(place, bad[cell]) for place, cell in enumerate(cells) if cell in bad] if bad else []


def _plain(cells: Iterable[Any]) -> list[Any] | None:
    """Give several texts at once, None where one of them needs a closer look."""
    every = "".join(filter(None, cells))
    if "\0" in every or "\r" in every or not (every.isascii() or every == every.encode("utf-8", "replace").decode()):
        return None
    return [cell.strip() or None if cell else None for cell in cells]


def _each_apart(cells: Sequence[Any], read: Callable[[Any], Any]) -> tuple[list[Any], list[tuple[int, str]]]:
    """Read cells of which some are equal without being the same, such as 1 and yes."""
    found: list[Any] = []
    faults: list[tuple[int, str]] = []
    for place, cell in enumerate(cells):
        try:
            found.append(None if cell is None or cell == "" else read(cell))
        except Unfit as unfit:
            found.append(None)
            faults.append((place, str(unfit)))
    return found, faults


def shown(cell: Any) -> str:
    """Give a cell as a person reads it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def text(cell: Any) -> str | None:
    """Give the text of a cell without outer blanks, None for a blank one. A NUL and lone surrogates are no text."""
    if isinstance(cell, (dict, list)):
        raise Unfit("is a list or an object, where a text was expected")
    found = (cell if type(cell) is str else shown(cell)).strip()
    if "\r" in found:
        found = found.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in found or (not found.isascii() and found != found.encode("utf-8", "replace").decode()):
        raise Unfit("holds characters that are no text: write it again")
    return found or None


def key(cell: Any) -> str | None:
    """Give the text by which an item is known. A date is none: spreadsheet programs make one of FEB-1."""
    if isinstance(cell, date):
        raise Unfit(
            "is a date, which a spreadsheet program made of the key: load the file as it was exported, without opening "
            "and saving it in between"
        )
    return text(cell)


def moment(cell: Any) -> str | None:
    """Give an ISO moment, local as written, from a date or from ISO text."""
    if isinstance(cell, datetime):
        return _year(cell).replace(microsecond=0, tzinfo=None).isoformat()
    if isinstance(cell, date):
        return f"{_year(cell).isoformat()}T00:00:00"
    found = text(cell)
    if found is None:
        return None
    match = _ISO.fullmatch(found)
    if not match:
        raise Unfit("is not a date: expected a day such as 2026-10-31")
    return _checked(f"{found[:10]}T{match[4]}{match[5] or ':00'}" if match[4] else f"{found[:10]}T00:00:00")


def start(cell: Any) -> str | None:
    """Give the moment at which something begins; a bare day begins at midnight."""
    return moment(cell)


def finish(cell: Any) -> str | None:
    """Give the moment at which something ends; a bare day is included to its last second."""
    found = moment(cell)
    return f"{found[:10]}T23:59:59" if found and found.endswith("T00:00:00") else found


def _checked(found: str) -> str:
    try:
        _year(datetime.fromisoformat(found))
    except ValueError as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit("is not a day of the calendar: expected a day such as 2026-10-31") from None
    return found


def _year(found: Any) -> Any:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return found


def number(cell: Any) -> float | None:
    """Give a number."""
    if isinstance(cell, bool):
        raise Unfit("is yes or no, where a number was expected")
    if isinstance(cell, int | float):
        found = float(cell) if abs(cell) <= _MOST * 1e6 else float("inf")
    else:
        written = text(cell)
        if written is None:
            return None
        if not _NUMBER.fullmatch(written):
            raise Unfit("is not a number: expected digits with a decimal point, such as 12.5")
        found = float(written)
    if not abs(found) <= _MOST * 1e6:
        raise Unfit("is not a number that can be counted with")
    return found


def amount(cell: Any) -> float | None:
    """Give a number that is not below zero."""
    found = number(cell)
    if found is not None and not 0 <= found <= _MOST:
        raise Unfit("is no amount of work: expected a number from 0 to 1,000,000,000")
    return found


def hours(cell: Any) -> float | None:
    """Give working minutes for hours, or for a duration with its units such as 2d 4h."""
    return _minutes(cell, 60)


def seconds(cell: Any) -> float | None:
    """Give working minutes for seconds, or for a duration with its units such as 2d 4h."""
    return _minutes(cell, 1 / 60)


def days(cell: Any) -> float | None:
    """Give working minutes for working days, or for a duration with its units such as 2d 4h."""
    return _minutes(cell, durations.DAY_MINUTES)


def _minutes(cell: Any, one: float) -> float | None:
    if isinstance(cell, str) and (clock := _CLOCK.fullmatch(cell.strip())):
        elapsed, whole, minutes, rest = (int(part or 0) for part in clock.groups())
        return round((24 * elapsed + whole) * 60 + minutes + rest / 60, 6)
    if isinstance(cell, str) and (written := cell.strip().rstrip(".")) and written[-1].isalpha():
        return _duration(written)
    found = amount(cell)
    return None if found is None else round(found * one, 6)


def _duration(written: str) -> float:
    if durations.THOUSANDS.search(written):
        raise Unfit("can be thousands or decimals: export it without a sign between thousands, such as 1040 h")
    found = durations.minutes(written)
    if found is None:
        raise Unfit("is not a duration: expected hours, or a text such as 2d 4h 30m")
    return found


def percent(cell: Any) -> float | None:
    """Give a percentage of 0 to 100."""
    if isinstance(cell, Percent):
        cell = as_shown(cell)
    elif isinstance(cell, str):
        cell = cell.strip().removesuffix("%").rstrip()
    found = number(cell) if cell != "" else None
    if found is not None and not 0 <= found <= 100:
        raise Unfit("is outside 0 to 100 %")
    return found


def is_bare(cell: Any) -> bool:
    """Say whether a percentage stands without a sign and without the format of one."""
    return not isinstance(cell, Percent) and "%" not in str(cell)


def are_shares(found: Sequence[float | None], bare: Sequence[bool | None], *, always: bool) -> bool:
    """Say whether percentages are written as shares of 1: bare numbers up to 1, some of them between 0 and 1, which as
    a percentage nobody states. Of a tool that `always` writes them so, it is enough that none is above 1.
    """
    known = [value for value, one in zip(found, bare, strict=True) if value is not None and (one or not always)]
    every = always or False not in bare
    return every and bool(known) and max(known) <= 1 and (always or any(0 < value < 1 for value in known))


def yes(cell: Any) -> bool | None:
    """Give True for yes and False for no, in the words of several languages; None for blank."""
    if isinstance(cell, bool):
        return cell
    found = written_numbers.booleans([text(cell)])
    if found.faults:
        raise Unfit("is neither yes nor no")
    return found.values[0]
