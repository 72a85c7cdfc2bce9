"""Days, ages and amounts in words, the same everywhere."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

MONEY_NOT_GIVEN = "(currency not given)"
_PERCENT = ("%", "percent", "per cent")  # units whose differences are percentage points
_COINS = {"EUR": ("cents", "euro"), "USD": ("cents", "dollar"), "GBP": ("pence", "pound"), "CHF": ("rappen", "franc")}
_MONEY = re.compile(r"([A-Z]{3})(?: (k|m|bn))?")  # units that are a currency
_BARE = ("count", "number", "ratio")  # units that only say that it is a number; nobody speaks them
_PLAIN_UNITS = {"d": "days", "h": "hours", "%": "percentage points"}


def day(value: date | None, missing: str = "no date") -> str:
    """Say a day as 31 Oct 2026."""
    return f"{value.day} {value:%b} {value.year}" if value else missing


def told_on(project: Mapping[str, Any]) -> str | None:
    """Give the day up to which a project was told of: its status date, else that of its reported status."""
    return project.get("status_date") or project.get("reported_on")


def old(then: str | None, today: str) -> str | None:
    """Say how old what is of an ISO day (or moment) is on another, by the days of the calendar; None without a day."""
    if not then:
        return None
    return days_old((date.fromisoformat(today[:10]) - date.fromisoformat(then[:10])).days)


def days_old(days: int) -> str:
    """Say an age of so many days: 4 days old, 3 months old, of today."""
    if days < 1:
        return "of today"
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'} old"
    return f"{days // 30} months old" if days < 730 else f"{days // 365} years old"


def number(value: float | None, missing: str = "", digits: int | None = None) -> str:
    """Say a number with thin spaces for thousands, at which no line breaks, and no more digits than it needs, or at
    most so many after the point.
    """
    if value is None:
        return missing
    if digits is None:
        digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 3
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = "0" if text == "-0" else text
    return text.replace(",", "\u202f").replace("-", "\u2212")


def digits_apart(one: float, other: float) -> int | None:
    """Give how many digits after the point tell two numbers apart; None where those do that they are said with."""
    digits = (None, 3, 6, 9)
    return next((few for few in digits if number(one, digits=few) != number(other, digits=few)), None)


def load_of(number: int, recorded: str, others: Iterable[str]) -> str:
    """Say which load is meant: by the day when it was recorded, with its number where one of the `others`, of which
    these are the moments, was recorded on that day too.
    """
    alike = any(other[:10] == recorded[:10] for other in others)
    return f"{day_of(recorded)} (load {number})" if alike else day_of(recorded)


def days_of(first: str, last: str) -> str:
    """Say from which day to which: 2 Nov 2026 to 8 Nov 2026; one day alone where both are the same."""
    return day_of(first) if first == last else f"{day_of(first)} to {day_of(last)}"


def rounded(value: float, digits: int = 0) -> str:
    """Say a number to so many digits: 1 520; 7.1."""
    return number(round(float(value), digits))


def tenths(value: float) -> str:
    """Say a number to one decimal, as those of a column stand one below the other: 5.0; 8.3."""
    return f"{round(float(value), 1) + 0.0:.1f}".replace("-", "\u2212")


def spoken(unit: str | None) -> str:
    """Give a unit as it is said after a number: nothing for count and ratio."""
    return "" if unit is None or unit.strip().casefold() in _BARE else unit


def amount(value: float | None, unit: str | None, digits: int | None = None) -> str:
    """Say a value with its unit: 72.3 %; EUR 186 m; 1 520 where it only counts. `digits` as `number`."""
    if money := _MONEY.fullmatch(unit or ""):
        return f"{money[1]} {number(value, digits=digits)} {money[2] or ''}".strip()
    return f"{number(value, digits=digits)} {spoken(unit)}".strip()


def computed(value: float, unit: str | None) -> str:
    """Say a computed value in three digits that count, with its unit; large ones in full: 6.59 d, EUR 1 234."""
    digits = 2 - math.floor(math.log10(abs(value))) if value else 0
    return amount(round(value, max(0, digits)), unit)


def change(value: float, unit: str | None) -> str:
    """Say a difference of two values with its sign and unit, percentages in points: +6 pp, −2 d."""
    return f"{'+' if value > 0 else ''}{difference(value, unit)}"


def difference(value: float, unit: str | None) -> str:
    """Say how far two values are apart: 4 d, 6 pp."""
    return amount(value, "pp" if (unit or "").strip().casefold() in _PERCENT else unit)


def day_of(text: str | None) -> str:
    """Say an ISO day or moment as 31 Oct 2026."""
    return day(date.fromisoformat(text[:10])) if text else day(None)


def for_each(ratio: float, unit: str | None) -> str:
    """Say what is earned for each unit spent: 78 cents for each euro."""
    if unit in _COINS:
        coin, whole = _COINS[unit]
        return f"{ratio * 100:.0f} {coin} for each {whole}"
    if unit == "h":
        return f"{number(round(ratio, 2))} planned hours for each hour"
    return f"{number(round(ratio, 2))} for each {unit if unit and unit != MONEY_NOT_GIVEN else 'unit of money'} spent"


def of_unit(part: float, whole: float, unit: str | None) -> str:
    """Say a part of a way in its unit: 5 of 9 days; EUR 2 of 10 m."""
    if money := _MONEY.fullmatch(unit or ""):
        return f"{money[1]} {number(part)} of {number(whole)} {money[2] or ''}".strip()
    return f"{number(part)} of {number(whole)} {_PLAIN_UNITS.get(unit or '', spoken(unit))}".strip()


def late(days: float) -> str:
    """Say a slip: 5 working days late; on its baseline."""
    if days == 0:
        return "on its baseline"
    count = abs(int(days))
    return f"{count} working day{'' if count == 1 else 's'} {'late' if days > 0 else 'early'}"


def listed(names: Sequence[str]) -> str:
    """Say names as a list: schedule, cost and risks."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
