"""Planned value, earned value and actual cost of each project at every month's end, in whole currency units.

Planned value follows an S-shaped curve through the figure of the last load. Earned value and cost keep the ratios of
that load, except that a troubled project starts from 1.00 in May and moves evenly to its ratio. One project is stated
month by month.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from data.samples.facts import Row, table
from data.samples.workdays import month_end, month_ends

LAST = date(2026, 10, 31)
THOUSAND = 1000
RETAINED = {"P09": (date(2026, 11, 13), 5100)}  # paid after the planned finish: last day, whole budget
STEEPNESS = 1.25  # above 1: a slow start
ADDED = {"P19": 600}  # put on top of the first plan in July


class Point(NamedTuple):
    """What stood at the end of a month."""

    day: date
    planned: int
    earned: int
    cost: int


def planned_curve(start: date, finish: date, budget: int, known: date, value: int) -> dict[date, int]:
    """Give planned value by month's end: slow at first and at last, with `value` on the day `known`."""
    if finish <= known:
        return {day: round(budget * _ease(_share(start, finish, day))) for day in month_ends(start, finish)}
    speed = STEEPNESS * value / (known - start).days
    slowing = min(max(speed * (finish - known).days / (budget - value), 1), 3)
    curve: dict[date, int] = {}
    for day in month_ends(start, finish):
        if day <= known:
            curve[day] = round(value * _share(start, known, day) ** STEEPNESS)
        else:
            curve[day] = round(budget - (budget - value) * (1 - _share(known, finish, day)) ** slowing)
    return curve


def _share(start: date, finish: date, day: date) -> float:
    return min(max((day - start).days / (finish - start).days, 0), 1)


def _ease(x: float) -> float:
    return (x + x * x * (3 - 2 * x)) / 2


@cache
def points(key: str) -> list[Point]:
    """Give a project's figures at every month's end of its plan and up to the last load."""
    row = next(row for row in table("projects") if row["key"] == key)
    plan = _plan(row)
    stated = {p.day: p for p in (_stated() if key == "P06" else [])}
    days = sorted({*plan, *month_ends(min(plan), LAST)})
    found: list[Point] = []
    for day in days:
        planned = plan[min(day, max(plan))]
        earned, cost = _progress(row, day, planned)
        found.append(stated.get(day) or Point(day, *(value * THOUSAND for value in (planned, earned, cost))))
    return _rising(found)


def _plan(row: Row) -> dict[date, int]:
    start, finish = date.fromisoformat(row["start"]), date.fromisoformat(row["finish"])
    budget, value = int(row["bac"]) - ADDED.get(row["key"], 0), int(row["pv"])
    if row["key"] == "P06":
        return _line_plan(start, finish, budget)
    if row["key"] in RETAINED:
        last, whole = RETAINED[row["key"]]
        return planned_curve(start, finish, value, LAST, value) | {month_end(last): whole}
    return planned_curve(start, finish, budget, LAST, value)


def _line_plan(start: date, finish: date, budget: int) -> dict[date, int]:
    """Give the plan of the assembly line: as stated up to the last load, then evenly to its end."""
    plan = {point.day: point.planned // THOUSAND for point in _stated()}
    rest = [day for day in month_ends(start, finish) if day > LAST]
    done = plan[LAST]
    return plan | {day: done + (budget - done) * n // len(rest) for n, day in enumerate(rest, 1)}


def _stated() -> list[Point]:
    rows = table("p06")
    day = [month_end(date.fromisoformat(f"{row['month']}-01")) for row in rows]
    return [Point(d, *(int(r[k]) * THOUSAND for k in ("pv", "ev", "ac"))) for d, r in zip(day, rows, strict=True)]


def _progress(row: Row, day: date, planned: int) -> tuple[int, int]:
    """Give earned value and cost on a day from the ratios of the last load."""
    if day >= LAST:
        return int(row["ev"]), int(row["ac"])
    earned, cost = int(row["ev"]), int(row["ac"])
    schedule, money = earned / int(row["pv"]), earned / cost
    if row["r10"] == "amber":
        part = max(day.month - 5, 0) / 5 if day.year == LAST.year else 0
        schedule, money = 1 + (schedule - 1) * part, 1 + (money - 1) * part
    value = round(planned * schedule)
    return value, round(value / money)


def _rising(found: list[Point]) -> list[Point]:
    """Keep earned value from falling: work that is done stays done, and each month still earns a little."""
    kept = found[-1:]
    for point in reversed(found[:-1]):
        after = kept[0]
        least = found[-1].planned // 100 if point.day < LAST and after.earned < found[-1].planned else 0
        if point.earned > after.earned - least and point.earned > 0 and after.day <= LAST:
            ratio = point.cost / point.earned
            earned = max(after.earned - least, 0)
            point = point._replace(earned=earned, cost=round(earned * ratio / THOUSAND) * THOUSAND)
        kept.insert(0, point)
    return kept


class Line:
    """A rising broken line: money against days, read both ways."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self.xs, self.ys = xs, ys

    def __call__(self, x: float) -> float:
        """Give the height at x, straight between points and flat outside."""
        if x <= self.xs[0]:
            return self.ys[0]
        if x >= self.xs[-1]:
            return self.ys[-1]
        right = bisect_right(self.xs, x)
        x0, x1, y0, y1 = self.xs[right - 1], self.xs[right], self.ys[right - 1], self.ys[right]
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
