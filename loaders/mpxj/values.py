"""What MPXJ's values say: every object of Java is taken as the text that it shows itself as, and read from there.

Durations become working minutes by the project's own day, week and month; elapsed ones count as working time, an
elapsed week as a working week. MPXJ gives units and allocations as percentages; the store has 1 for one person.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from loaders.intake import Fault

_MOST = 100_000  # texts remembered per kind of value; more would only fill the memory
_LARGEST = 1e15
_DURATION = re.compile(r"(-?\d+(?:\.\d+)?(?:E-?\d+)?)([a-z%]+)")
_RATE = re.compile(r"(-?\d+(?:\.\d+)?(?:E-?\d+)?)/([a-z]+)")
_DIGITS = re.compile(r"\d+")
_YEARS = (1900, 2200)
_WEEK = 7 * 24 * 60  # minutes
_ELAPSED = {"em": 1, "eh": 60, "ed": 1440, "ew": _WEEK, "emo": 43_200, "ey": 525_600}
PERCENT = ("%", "e%")


class Memo(dict[str, Any]):
    """A conversion that remembers what it has read: a schedule repeats few texts very often."""

    def __init__(self, parse: Callable[[str], Any]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> Any:
        if len(self) > _MOST:
            self.clear()
        self[text] = value = self._parse(text)
        return value


class Lengths(NamedTuple):
    """How long the project's day, week and month are: working minutes, minutes, days."""

    day: float
    week: float
    month: float

    @property
    def elapsed(self) -> float:
        """Working minutes that one minute of elapsed time counts as."""
        return self.week / _WEEK

    def of(self, unit: str) -> float | None:
        """Give the working minutes of a unit as MPXJ abbreviates it, None for a percentage."""
        if unit in PERCENT:
            return None
        if unit in _ELAPSED:
            return _ELAPSED[unit] * self.elapsed
        month = self.day * self.month
        return {"m": 1.0, "h": 60.0, "d": self.day, "w": self.week, "mo": month, "y": 12 * month}[unit]


class Values:
    """The conversions of one project by name; the message of a ValueError goes on after field and value."""

    def __init__(self, lengths: Lengths) -> None:
        self.lengths = lengths
        self.text = text
        self.moment = Memo(moment).__getitem__
        self.number = Memo(number).__getitem__
        self.whole = Memo(int).__getitem__
        self.percent = Memo(percent).__getitem__
        self.share = Memo(lambda shown: round(number(shown) / 100, 6)).__getitem__
        self.money = Memo(money).__getitem__
        self.any_money = Memo(lambda shown: round(number(shown), 4)).__getitem__
        self.minutes = Memo(self._not_negative).__getitem__
        self.slack = Memo(self._duration).__getitem__
        self.hourly = Memo(self._hourly).__getitem__
        self.flag = lambda shown: shown in ("true", "True")  # as Java and as its bridge writes it
        self.priority = Memo(lambda shown: float(_DIGITS.findall(shown)[0])).__getitem__
        self.name = str.lower

    def split(self, shown: str) -> tuple[float, str]:
        """Give amount and unit of a duration. Raises ValueError."""
        match = _DURATION.fullmatch(shown)
        if match is None:
            raise ValueError("is not a duration")
        return number(match[1]), match[2]

    def _duration(self, shown: str) -> float | None:
        amount, unit = self.split(shown)
        factor = self.lengths.of(unit)
        return None if factor is None else round(amount * factor, 4) + 0.0

    def _not_negative(self, shown: str) -> float | None:
        value = self._duration(shown)
        if value is not None and value < 0:
            raise ValueError("is negative, which no duration can be")
        return value

    def _hourly(self, shown: str) -> float | None:
        """Give a rate such as 40.0/d as money an hour."""
        match = _RATE.fullmatch(shown)
        if match is None:
            raise ValueError("is not a rate")
        minutes = self.lengths.of(match[2])
        return round(number(match[1]) * 60 / minutes, 6) if minutes else None


def text(shown: str) -> str | None:
    """Give a text without outer blanks, None for blank; what no database can hold becomes a question mark."""
    if "\0" in shown:
        shown = shown.replace("\0", "")
    if not shown.isascii():
        shown = shown.encode("utf-8", "replace").decode("utf-8")
    return shown.strip() or None


def moment(shown: str) -> str:
    """Give a moment as YYYY-MM-DDTHH:MM:SS."""
    try:
        value = datetime.fromisoformat(shown[:19])
    except ValueError:
        raise ValueError("is not a date that exists") from None
    if not _YEARS[0] <= value.year < _YEARS[1]:
        raise ValueError(f"lies outside {_YEARS[0]} to {_YEARS[1] - 1}, the years that a plan can reach")
    return value.isoformat()


def number(shown: str) -> float:
    """Give a finite number."""
    value = float(shown) + 0.0  # -0 becomes 0
    if not abs(value) <= _LARGEST:  # nor NaN
        raise ValueError("is no number that a plan can hold")
    return value


def percent(shown: str) -> float:
    """Give a percentage from 0 to 100."""
    value = number(shown)
    if not 0 <= value <= 100:
        raise ValueError("is not a percentage from 0 to 100")
    return round(value, 4)


def money(shown: str) -> float:
    """Give money; negative money is refused."""
    value = round(number(shown), 4)
    if value < 0:
        raise ValueError("is negative, which no cost can be")
    return value


class Columns:
    """The fields of one kind of MPXJ's objects, read into a list: the record's fields in their order, then others.

    A spec maps the name of a field to MPXJ's own field and the kind of its value. `at` gives the place of each in the
    list, `width` how many belong to the record.
    """

    def __init__(self, fields: tuple[str, ...], spec: dict[str, tuple[str, str]], java_fields: Any, values: Values):
        self.width = len(fields)
        names = [*fields, *(name for name in spec if name not in fields)]
        self.at = {name: place for place, name in enumerate(names)}
        self._blank: list[Any] = [None] * len(names)
        self._targets = [
            (self.at[name], getattr(java_fields, field), getattr(values, kind), field)
            for name, (field, kind) in spec.items()
        ]
        self._spans = [(self.at[a], self.at[b], b) for a, b in _SPANS if a in self.at and b in self.at]

    def read(self, row: Any) -> tuple[list[Any], list[Fault]]:
        """Give the values of an object, None where it says nothing, and what is wrong with them."""
        found = self._blank.copy()
        faults: list[Fault] = []
        get = row.get
        for place, field, convert, name in self._targets:
            value = get(field)
            if value is None:
                continue
            shown = str(value)
            try:
                found[place] = convert(shown)
            except ValueError as error:
                faults.append(Fault(str(error), name, shown))
        for first, second, name in self._spans:
            start, finish = found[first], found[second]
            if start is not None and finish is not None and finish[:10] < start[:10]:
                faults.append(Fault(f"is before the start {start}", name, finish))
        return found, faults


_SPANS = (("start", "finish"), ("actual_start", "actual_finish"))
