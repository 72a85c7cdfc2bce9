"""The course of a KPI as points to draw: what was measured, what was to be reached when, and over which days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from dashboard.analysis.findings import rule_of
from dashboard.analysis.kpi import Rule, goal_on
from dashboard.figures.plot import Days, Values, days, values

Dated = tuple[date, float]


class Course(NamedTuple):
    """What a curve of a KPI shows; empty lists where there is nothing to show.

    `goal` is the path of the targets, `band` the inner edges of a range, `flag` the path of the red flag.
    """

    rule: Rule
    measured: list[Dated]
    goal: list[Dated]
    flag: list[Dated]
    band: tuple[float, float] | None
    days: Days
    values: Values

    def places(self, points: list[Dated]) -> list[tuple[float, float]]:
        """Give points in percent of the drawing, from the left and from the top."""
        return [(self.days.place(day), self.values.place(value)) for day, value in points]


def course(definition: Mapping[Any, Any], readings: pd.DataFrame, marks: list[date] | None = None) -> Course | None:
    """Give the course of a KPI, wide enough for `marks` too; None where nothing is measured, or several series are.

    `definition` has the columns of `queries.kpis`, `readings` those of `queries.readings`.
    """
    shown = readings[readings["actual"].notna() & readings["date"].notna()]
    if shown.empty or shown["series"].nunique(dropna=False) > 1:
        return None
    rule = rule_of(definition, readings)
    measured = [
        (date.fromisoformat(day[:10]), float(value)) for day, value in zip(shown["date"], shown["actual"], strict=True)
    ]
    goal = _goal(rule)
    flag = _flag(rule, goal)
    band = (rule.low, rule.high) if rule.better == "range" and rule.low is not None and rule.high is not None else None
    dates = [day for day, _ in (*measured, *goal)] + (marks or [])
    numbers = [value for _, value in (*measured, *goal, *flag)] + list(band or ())
    first, last = min(dates), max(dates)
    if first == last:
        first, last = first - timedelta(days=15), last + timedelta(days=15)
    return Course(rule, measured, goal, flag, band, days(first, last), values(numbers))


def _goal(rule: Rule) -> list[Dated]:
    """Give the corners of the path of the targets; a path in steps keeps each target until the next."""
    if rule.better in ("range", "yes_no"):
        return []
    dates = {day for day, _ in rule.points}
    dates |= {rule.baseline_date} if rule.baseline_date and rule.baseline is not None else set()
    dates |= {rule.target_date} if rule.target_date and rule.target is not None else set()
    corners: list[Dated] = []
    for day in sorted(dates):
        value = goal_on(rule, day)
        if value is not None:
            corners += [(day, corners[-1][1])] if rule.path == "step" and corners else []
            corners.append((day, value))
    return corners


def _flag(rule: Rule, goal: list[Dated]) -> list[Dated]:
    """Give the path of the red flag, which keeps its distance below or above the goal."""
    if rule.red_flag is None or rule.target is None or rule.counts == "to_date":
        return []
    return [(day, value - (rule.target - rule.red_flag)) for day, value in goal]
