"""Geometry of the small drawings that pages set in CSS: scales, ticks, and lines as masks of any colour.

A line is drawn as an SVG image that the page uses as a mask, so that its colour comes from the page and follows the
theme without drawing again. Places are in percent of the drawing, from the left and from the top.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import quote

Point = tuple[float, float]


class Days(NamedTuple):
    """A scale of days from the first to the last, both included."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Give the place of a day in percent from the left."""
        return 100 * (day - self.first).days / max((self.last - self.first).days, 1)

    def months(self, most: int = 12) -> list[tuple[float, date]]:
        """Give the places of first days of months, at most so many, evenly chosen; with the day."""
        starts = []
        day = date(self.first.year, self.first.month, 1)
        while day <= self.last and len(starts) < 2400:
            if day >= self.first:
                starts.append(day)
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        step = _step(len(starts), most)
        return [(self.place(start), start) for start in starts if (start.year * 12 + start.month - 1) % step == 0]


class Values(NamedTuple):
    """A scale of numbers; the highest stands at the top."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Give the place of a value in percent from the top."""
        return 100 * (self.high - value) / (self.high - self.low or 1)

    def ticks(self, about: int = 4) -> list[float]:
        """Give round numbers on the scale."""
        step = _round_step((self.high - self.low) / about)
        first = math.ceil(self.low / step - 1e-9)
        return [round(count * step, 10) for count in range(first, math.floor(self.high / step + 1e-9) + 1)]


def days(first: date, last: date, *, margin: float = 0.02) -> Days:
    """Give a scale of days with a little room at both ends."""
    room = timedelta(days=max(1, round((last - first).days * margin)))
    return Days(first - room, last + room)


def values(numbers: Sequence[float], *, zero: bool = False, margin: float = 0.12) -> Values:
    """Give a scale that holds all numbers, with room above and below; from zero where bars stand on it."""
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if zero:
        return Values(0.0, max(high, 0.0) or 1.0)
    room = (high - low) * margin or abs(high) * margin or 1.0
    return Values(low - room, high + room)


def line(points: Sequence[Point], *, width: float = 2.0, dashes: str = "") -> str:
    """Give a line through points (in percent) as a CSS image for a mask; it stretches and keeps its width."""
    path = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<path d="{path}" fill="none" stroke="#000" stroke-width="{width}" stroke-linejoin="round" '
        f'stroke-linecap="round" vector-effect="non-scaling-stroke"{dashed}/></svg>'
    )
    return f'url("data:image/svg+xml,{quote(svg)}")'


def _step(count: int, most: int) -> int:
    """Give every how many months a label stands."""
    return next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if count <= most * step), 240)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough - 1e-12 * power)
