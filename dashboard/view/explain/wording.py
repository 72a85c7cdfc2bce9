"""Money, shares, months and spans in the plain words in which figures are explained."""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dashboard.words import MONEY_NOT_GIVEN, number
from dashboard.words import for_each as for_each
from dashboard.words import late as late
from dashboard.words import listed as listed
from dashboard.words import of_unit as of_unit

IN_WORDS = {
    "on_track": "on track",
    "at_risk": "at risk",
    "off_track": "off track",
    "done": "done",
    "not_started": "not started",
    "no_data": "not judged",
}
_SIZES = ((999_500_000, 1e9, " bn", 2), (999_500, 1e6, " m", 2), (1e4, 1e3, " k", 0))  # from, divided by, word, digits
_OTHERS = ("h", "working days")


def known(value: Any) -> bool:
    """Say whether there is a value: neither None nor not a number."""
    return value is not None and value == value


def money(value: float, unit: str | None, *, named: bool = True) -> str:
    """Say an amount short and in words: EUR 3.04 m, EUR 330 k, or 3.04 m where the currency is clear; hours and days
    after it.
    """
    _, size, word, digits = next((found for found in _SIZES if abs(value) >= found[0]), (0, 1.0, "", None))
    text = number(value) or "0" if digits is None else f"{_rounded(value / size, digits)}{word}".replace("-", "\u2212")
    if unit in _OTHERS:
        return f"{number(value) or '0'} {unit}" if named else number(value) or "0"
    return f"{unit} {text}" if named and unit and unit != MONEY_NOT_GIVEN else text


def _rounded(value: float, digits: int) -> Decimal:
    """Round as people do: 0.845 is 0.85, though no binary number is 0.845."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def share(part: float, whole: float) -> str | None:
    """Say a part of a whole in percent; None where there is no whole."""
    return f"{100 * part / whole:.0f} %" if whole > 0 else None


def percent(value: float, digits: int = 1) -> str:
    """Say a share that is in percent: 77.8 %."""
    return f"{number(round(float(value), digits)) or '0'} %"


def ratio(value: float) -> str:
    """Say an index with two decimals: 0.78."""
    return f"{value:.2f}"


def month(day: date) -> str:
    """Say a month: August 2027."""
    return f"{day:%B} {day.year}"


def months(first: date, last: date) -> str:
    """Say two months, the year of the second only where it differs: August 2027 instead of March."""
    return f"{month(first)} instead of {last:%B}" + ("" if first.year == last.year else f" {last.year}")


def month_at(start: date, count: float) -> date:
    """Give the first day of the month in which so many months have gone by since the month of `start` began."""
    place = start.year * 12 + start.month - 1 + max(math.ceil(count - 1e-9), 1) - 1
    return date(place // 12, place % 12 + 1, 1)


def spanned(first: date, last: date) -> str:
    """Say how many months two days span, both included: six months."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return f"{_counted(count)} month{'' if count == 1 else 's'}"


def _counted(count: int) -> str:
    names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return names[count - 1] if count <= len(names) else str(count)


def cuts(on_track: float, at_risk: float) -> str:
    """Say the thresholds of a score: on track from 6.67, at risk from 3.33."""
    return f"on track from {number(round(on_track, 2))}, at risk from {number(round(at_risk, 2)) or '0'}"


def capital(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]
