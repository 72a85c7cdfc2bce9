"""What stands in an element: moments, durations, money and codes as Microsoft Project writes them.

Durations are `PT8H30M0S`, of other tools also `P10D`; money and the cost fields are hundredths of the currency; slack
and lag are tenths of a minute (Microsoft Project XML Data Interchange Schema, mspdi_pj12.xsd).
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, NamedTuple

_MOST = 100_000  # texts remembered per kind of value; more would only fill the memory
_LARGEST = 1e15
_FILES = (".mpp", ".mpt", ".mpx", ".xml")

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]+)?)?(?:Z|[+-][0-9:]+)?"
)
_DURATION = re.compile(
    r"(-?)P(?:0+Y)?(?:0+M)?(?:(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)W)?(?:(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)D)?"
    r"(?:T(?=[-0-9])(?:(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)H)?(?:(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)M)?"  # decimals: other tools
    r"(?:(-?[0-9]{1,9}(?:\.[0-9]*)?)S)?)?"
)
_DAY = 1440  # minutes
_NO_DATE = ("0001-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "9999-12-31")
_NO_MOMENT = ("1984-01-01T00:00", "2049-12-31T23:59", "2149-12-31T00:00", "2149-12-31T23:59")

# DurationFormat and LagFormat: which units are elapsed time, and which a percentage of the predecessor's duration.
ELAPSED = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})
PERCENT = frozenset({19, 20, 51, 52})


class Memo(dict[str | None, Any]):
    """A conversion that remembers what it has read: a schedule repeats few texts very often. Blank gives None."""

    def __init__(self, parse: Callable[[str], Any]) -> None:
        super().__init__({None: None})
        self._parse = parse

    def __missing__(self, text: str) -> Any:
        if len(self) > _MOST:
            self.clear()
            self[None] = None
        stripped = text.strip()
        self[text] = value = self._parse(stripped) if stripped else None
        return value


class Values:
    """The conversions of one file, by name; each takes the text of an element or None.

    The message of a ValueError goes on after the name of the field and its value: "is not a number".

    `per_day` and `per_week` are the minutes of a day and week in durations of these alone; `days` and `days_and_hours`
    hold the first duration that was read of days alone, and the first that has hours beside its days.
    """

    def __init__(self, per_day: float = _DAY, per_week: float = 7 * _DAY) -> None:
        self._per_day, self._per_week = per_day, per_week
        self.days: str | None = None
        self.days_and_hours: str | None = None
        self.text = tidy
        self.moment = Memo(moment).__getitem__
        self.end = Memo(end).__getitem__
        self.number = Memo(number).__getitem__
        self.whole = Memo(whole).__getitem__
        self.position = position
        self.uid = uid
        self.shared_uid = Memo(uid).__getitem__  # of a calendar or a resource, which many rows name
        self.percent = Memo(percent).__getitem__
        self.minutes = Memo(self._minutes).__getitem__
        self.tenths = Memo(lambda text: number(text) / 10).__getitem__
        self.money = Memo(money).__getitem__
        self.flag = Memo(flag).__getitem__
        self.constraint = Memo(one_of(CONSTRAINTS)).__getitem__
        self.percent_kind = Memo(one_of(PERCENT_KINDS)).__getitem__
        self.link_type = Memo(one_of(LINK_TYPES)).__getitem__
        self.resource_type = Memo(one_of(RESOURCE_TYPES)).__getitem__
        self.firm = Memo(one_of(BOOKINGS)).__getitem__

    def _minutes(self, text: str) -> float:
        found = duration(text)
        if found.has_days:
            if found.rest:
                self.days_and_hours = self.days_and_hours or text
            else:
                self.days = self.days or text
        return found.minutes(self._per_day, self._per_week)


CONSTRAINTS = {
    "0": "as_soon_as_possible",
    "1": "as_late_as_possible",
    "2": "must_start_on",
    "3": "must_finish_on",
    "4": "start_no_earlier_than",
    "5": "start_no_later_than",
    "6": "finish_no_earlier_than",
    "7": "finish_no_later_than",
}
PERCENT_KINDS = {"0": "duration", "1": "physical"}
LINK_TYPES = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
RESOURCE_TYPES = {"0": "material", "1": "person", "2": "cost"}
BOOKINGS = {"0": True, "1": False}  # committed, proposed


def tidy(text: str | None) -> str | None:
    """Give a text without outer blanks, None for blank."""
    return (text.strip() or None) if text else None


def stem(path: str | None) -> str:
    """Give the name of a project from the path of its file, also one of another system."""
    name = PurePath((path or "").replace("\\", "/"))
    return name.stem if name.suffix.lower() in _FILES else name.name


def moment(text: str) -> str | None:
    """Give a moment as YYYY-MM-DDTHH:MM:SS, as the clock of the project shows it.

    None for the days that stand for "no date": 1984-01-01 00:00 and the last days of 2049 and 2149, which are the ends
    of Microsoft Project's range, and the zero and last days of other tools. Other days outside 1984-2149 are refused.
    """
    if (match := _MOMENT.fullmatch(text)) is None:
        raise ValueError("is not a date such as 2026-12-31T17:00:00")
    day, time, seconds = match.groups(default="")
    shown = f"{day}T{time or '00:00'}"
    if day in _NO_DATE or shown in _NO_MOMENT:
        return None
    next_day = time == "24:00"
    try:
        value = datetime.fromisoformat(f"{day}T00:00" if next_day else shown + seconds) + timedelta(days=next_day)
    except ValueError:
        raise ValueError("is not a date that exists") from None
    if not 1984 <= value.year <= 2149:
        raise ValueError("lies outside 1984 to 2149, the years that Microsoft Project knows")
    return value.isoformat()


def end(text: str) -> str | None:
    """Give the moment at which something ends: a day without a time, as other programs write it, ends with the day."""
    found = moment(text)
    return f"{found[:10]}T23:59:59" if found and "T" not in text else found


def number(text: str) -> float:
    """Give a number with a decimal point."""
    if not _NUMBER.fullmatch(text):
        raise ValueError("is not a number; expected digits and a decimal point")
    value = float(text) + 0.0  # -0 becomes 0
    if abs(value) > _LARGEST:
        raise ValueError("is larger than any plan can hold")
    return value


def whole(text: str) -> int:
    """Give a whole number."""
    if not _WHOLE.fullmatch(text):
        raise ValueError("is not a whole number")
    return int(text)


# Numbers of rows differ from row to row, so that remembering them would not pay.
def uid(text: str | None) -> str | None:
    """Give a whole number as text, as it is written by all tools that know how to count."""
    if text and len(text) < 18 and text.isascii() and text.isdigit() and text[0] != "0":
        return text
    stripped = (text or "").strip()
    return str(whole(stripped)) if stripped else None


def position(text: str | None) -> int | None:
    """Give the number of a row."""
    if text and len(text) < 18 and text.isascii() and text.isdigit():
        return int(text)
    stripped = (text or "").strip()
    return whole(stripped) if stripped else None


def percent(text: str) -> float:
    """Give a percentage from 0 to 100."""
    value = number(text)
    if not 0 <= value <= 100:
        raise ValueError("is not a percentage from 0 to 100")
    return value


class Duration(NamedTuple):
    """A duration: its weeks and days, and the minutes beside them."""

    weeks: float
    days: float
    rest: float

    @property
    def has_days(self) -> bool:
        """Say whether any of it is written in days or weeks."""
        return bool(self.weeks or self.days)

    def minutes(self, per_day: float, per_week: float) -> float:
        """Give it in minutes. Days beside hours, as in P1DT16H, were made of hours, 24 to the day (XML Schema)."""
        if self.rest:
            per_day, per_week = _DAY, 7 * _DAY
        return round(self.weeks * per_week + self.days * per_day + self.rest, 6) + 0.0


def duration(text: str) -> Duration:
    """Give a duration; years and months have no fixed length and are refused."""
    match = _DURATION.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        raise ValueError("is not a duration in hours such as PT40H0M0S")
    sign, weeks, days, hours, mins, seconds = match.groups(default="0")
    found = Duration(float(weeks), float(days), float(hours) * 60 + float(mins) + float(seconds) / 60)
    value = found.minutes(_DAY, 7 * _DAY)
    if value and (sign == "-" or value < 0):
        raise ValueError("is negative, which no duration can be")
    return found


def money(text: str) -> float:
    """Give money in the currency; the file has hundredths of it. Negative money is refused."""
    value = number(text) / 100
    if value < 0:
        raise ValueError("is negative, which no cost can be")
    return value


def flag(text: str) -> bool:
    """Give a yes or no."""
    if text not in ("0", "1", "true", "false"):
        raise ValueError("is not 1 or 0")
    return text in ("1", "true")


def one_of(codes: Mapping[str, Any]) -> Callable[[str], Any]:
    """Give the conversion of a code by a table."""

    def convert(text: str) -> Any:
        if text not in codes:
            raise ValueError("is not one of " + ", ".join(codes))
        return codes[text]

    return convert
