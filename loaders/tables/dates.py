"""Dates in cells: days, moments and months, from date cells and ISO text only."""

import re
from datetime import date, datetime

from loaders.tables.cells import Cell, Unfit, sound

FIRST_YEAR, LAST_YEAR = 1950, 2199
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?)?")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_MONTH = re.compile(r"\d{4}-\d{2}")


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
    if not isinstance(sound(cell), str):
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
    if match := _NUMERIC.fullmatch(written):
        return _why_not_in_this_order(*map(int, match.groups()))
    if re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*", written, re.S):
        return "is not written as dates are here: write a day such as 2026-10-31, or format the cell as a date"
    return "is not a date: write a day such as 2026-10-31, or format the cell as a date"


def _why_not_in_this_order(first: int, second: int, year: int) -> str:
    """Name the days that two numbers and a year can be; only a person knows which is meant."""
    can_be = sorted({found for pair in ((second, first), (first, second)) if (found := _day_of(year, *pair))})
    if not can_be:
        return "is not a day of the calendar: write a date such as 2026-10-31"
    if len(can_be) == 1:
        return f"is text and not a date cell: write it as {can_be[0]}, or format the cell as a date"
    return (
        f"can be read with the day or the month first: write {can_be[0]} or {can_be[1]}, whichever is meant, or format "
        "the cell as a date"
    )


def _day_of(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
