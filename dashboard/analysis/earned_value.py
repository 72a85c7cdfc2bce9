"""Earned value: planned value, earned value and actual cost of projects, and the indices made from them.

ANSI/EIA-748 and PMBOK. Counted in money; without costs in hours of work; without hours in working days. The three never
meet in one index.
"""

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.analysis.calendars import each_calendar

MONEY, HOURS, DAYS = "money", "hours", "working days"
LEAVES = ("task", "milestone", "level_of_effort")

Calendars = Mapping[str, np.busdaycalendar]


def leaves(tasks: pd.DataFrame) -> pd.DataFrame:
    """Keep the lines that carry work: no summaries, whose figures are their children's, and nothing inactive."""
    active = tasks["active"].astype("boolean").fillna(True).astype(bool)
    return tasks[tasks["kind"].isin(LEAVES) & active]


def budgeted(tasks: pd.DataFrame, calendars: Calendars) -> pd.DataFrame:
    """Give each leaf its budget in the unit that its project counts in.

    `tasks`: project, kind, active, baseline_start, baseline_finish (moments), baseline_cost, baseline_work (minutes),
    baseline_cost_spread, baseline_spread (JSON), percent_complete, physical_percent, percent_kind, calendar. Gives the
    leaves with: first, last (days of the baseline), basis, budget, spread (JSON in the basis, missing in working days),
    done (share complete, 0-1), kind_of_percent.
    """
    rows = leaves(tasks).copy()
    rows["first"], rows["last"] = _days(rows["baseline_start"]), _days(rows["baseline_finish"])
    cost, work = _numbers(rows["baseline_cost"]), _numbers(rows["baseline_work"]) / 60
    rows["basis"] = np.select(
        [_any(cost > 0, rows["project"]), _any(work > 0, rows["project"])], [MONEY, HOURS], default=DAYS
    )
    length = _length(rows, calendars)
    rows["budget"] = np.select([rows["basis"] == MONEY, rows["basis"] == HOURS], [cost, work], default=length)
    spread = rows["baseline_cost_spread"].where(rows["basis"] == MONEY, rows["baseline_spread"])
    rows["spread"] = spread.where(rows["basis"] != DAYS, None)
    rows["kind_of_percent"] = rows["percent_kind"].fillna("duration")
    physical = (rows["kind_of_percent"] == "physical") & rows["physical_percent"].notna()
    percent = _numbers(rows["physical_percent"]).where(physical, _numbers(rows["percent_complete"]))
    rows["done"] = percent.fillna(0.0).clip(0, 100) / 100
    return rows


def planned(rows: pd.DataFrame, days: pd.DataFrame, calendars: Calendars) -> pd.Series:
    """Give the budgeted cost of the work scheduled up to the end of each day: PV, cumulative.

    `rows` as `budgeted`; `days`: project, day. Work is spread as the baseline's own time-phased data say, else evenly
    over the working days of the task. Gives one number per row of `days`.
    """
    spread = rows["spread"].notna()
    even = rows[~spread & rows["first"].notna() & rows["last"].notna() & (rows["budget"] > 0)]
    return _evenly(even, days, calendars) + _by_spread(rows[spread], days)


def _evenly(rows: pd.DataFrame, days: pd.DataFrame, calendars: Calendars) -> pd.Series:
    asked = pd.DataFrame(
        {"project": days["project"], "day": days["day"].to_numpy("datetime64[D]"), "at": range(len(days))}
    )
    length = _length(rows, calendars)
    lines = rows[["project", "first", "last", "budget", "calendar"]].assign(length=length)
    values = pd.Series(0.0, index=days.index)
    for start in range(0, len(lines) if len(days) else 0, _PART):
        values += _evenly_of(lines.iloc[start : start + _PART], asked, calendars)
    return values


_PART = 10_000  # lines at once: each meets every day of its project, which of a long plan takes much room


def _evenly_of(lines: pd.DataFrame, asked: pd.DataFrame, calendars: Calendars) -> np.ndarray:
    pairs = asked.merge(lines, on="project")
    until = np.minimum(pairs["day"].to_numpy("datetime64[D]"), pairs["last"].to_numpy("datetime64[D]"))
    worked = _count(pairs["first"].to_numpy("datetime64[D]"), until, pairs["calendar"], calendars)
    over = pairs["day"].to_numpy("datetime64[D]") >= pairs["last"].to_numpy("datetime64[D]")
    share = np.where(over, 1.0, worked / pairs["length"].where(pairs["length"] > 0, np.inf))
    values = pd.Series(share * pairs["budget"]).groupby(pairs["at"].to_numpy()).sum()
    return values.reindex(range(len(asked)), fill_value=0.0).to_numpy()


def _by_spread(rows: pd.DataFrame, days: pd.DataFrame) -> pd.Series:
    """Sum segments (from day, to day, amount a day) up to days, by sorting once instead of pairing all with all.

    Up to day t, what began counts amount x (t + 1 - first), less amount x (t - last) for what has ended.
    """
    numbers = {name: place for place, name in enumerate(pd.unique(rows["project"]))}
    parts = [
        (numbers[p], *part) for p, text in zip(rows["project"], rows["spread"], strict=True) for part in _parts(text)
    ]
    if not parts:
        return pd.Series(0.0, index=days.index)
    project, first, last, amount = (np.array(column) for column in zip(*parts, strict=True))
    of_day = days["project"].map(numbers)
    day = days["day"].to_numpy("datetime64[D]").astype("int64")
    known = of_day.notna().to_numpy()
    place = of_day.fillna(0).to_numpy("int64")
    began = _up_to(project, _ordinals(first), amount, place, day)
    ended = _up_to(project, _ordinals(last) + 1, amount, place, day)
    total = began[0] * (day + 1) - began[1] - (ended[0] * (day + 1) - ended[1])
    return pd.Series(np.where(known, total, 0.0), index=days.index)


_FAR = 10_000_000  # days; keeps the projects apart in one sorted list


def _up_to(
    project: np.ndarray, start: np.ndarray, amount: np.ndarray, place: np.ndarray, day: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give, per asked (project, day), the sums of amount and of amount x start over what started by that day."""
    order = np.argsort(project * _FAR + start, kind="stable")
    keys = (project * _FAR + start)[order]
    sums = [np.concatenate([[0.0], np.cumsum(values[order])]) for values in (amount, amount * start)]
    begin, end = np.searchsorted(keys, place * _FAR), np.searchsorted(keys, place * _FAR + day, side="right")
    return sums[0][end] - sums[0][begin], sums[1][end] - sums[1][begin]


def _parts(text: str) -> list[list]:
    return json.loads(text)


def _ordinals(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("int64")


def totals(rows: pd.DataFrame, projects: pd.DataFrame, calendars: Calendars) -> pd.DataFrame:
    """Give basis, bac, pv, ev, spent (actual cost, hours or missing by the schedule), loe (share of level of effort),
    unplanned (leaves without a baseline), kind_of_percent of projects.

    `rows` as `budgeted`, with actual_cost and actual_work; `projects` indexed by key: status_date. What has no baseline
    has no PV: its BAC, PV and EV are missing. Level of effort earns what was planned.
    """
    day = _days(projects["status_date"].reindex(projects.index))
    dated = pd.DataFrame({"project": projects.index, "day": day.to_numpy()}).dropna()
    effort = rows["kind"] == "level_of_effort"
    worked, levels = rows[~effort], rows[effort]
    result = pd.DataFrame(index=projects.index)
    by_project = rows.groupby("project")
    result["basis"] = by_project["basis"].first().reindex(result.index)
    result["bac"] = by_project["budget"].sum().reindex(result.index)
    levelled = pd.Series(planned(levels, dated, calendars).to_numpy(), dated["project"]).reindex(result.index)
    result["pv"] = (
        pd.Series(planned(worked, dated, calendars).to_numpy(), dated["project"]).reindex(result.index) + levelled
    )
    earned = (worked["budget"] * worked["done"]).groupby(worked["project"]).sum().reindex(result.index, fill_value=0.0)
    result["ev"] = earned + levelled
    result["effort_pv"] = levelled
    result["loe"] = levels.groupby("project")["budget"].sum().reindex(result.index, fill_value=0.0) / result["bac"]
    spent = np.select(
        [rows["basis"] == MONEY, rows["basis"] == HOURS],
        [_numbers(rows["actual_cost"]), _numbers(rows["actual_work"]) / 60],
        default=np.nan,
    )
    result["spent"] = pd.Series(spent, index=rows.index).groupby(rows["project"]).sum(min_count=1).reindex(result.index)
    bare = (rows["first"].isna() | rows["last"].isna()) & (rows["kind"] != "milestone")
    result["unplanned"] = bare.groupby(rows["project"]).sum().reindex(result.index, fill_value=0).astype(int)
    kinds = rows.groupby("project")["kind_of_percent"].agg(lambda found: ", ".join(sorted(set(found))))
    result["kind_of_percent"] = kinds.reindex(result.index)
    nothing = ~(result["bac"] > 0) | (rows["budget"] < 0).groupby(rows["project"]).any().reindex(
        result.index, fill_value=False
    )
    result.loc[nothing, ["bac", "pv", "ev", "loe", "effort_pv"]] = np.nan
    return result


def indices(figures: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from bac, pv, ev, ac and effort_pv: cv, sv, cpi, spi, eac, etc, vac, tcpi.

    EAC = BAC/CPI; where nothing is spent there is no CPI, where nothing was planned no SPI, when all is earned no TCPI,
    and none where no budget is left for work that is. Level of effort is left out of SPI.
    """
    result = figures.copy()
    bac, pv, ev, ac = (result[name].astype(float) for name in ("bac", "pv", "ev", "ac"))
    effort = result["effort_pv"].astype(float).fillna(0.0)
    result["cv"], result["sv"] = ev - ac, ev - pv
    result["cpi"] = ev / ac.where(ac > 0)
    result["spi"] = (ev - effort) / (pv - effort).where(pv - effort > 1e-9)
    result["eac"] = bac / result["cpi"].where(result["cpi"] > 0)
    result["etc"], result["vac"] = result["eac"] - ac, bac - result["eac"]
    left = bac - ac
    result["tcpi"] = ((bac - ev) / left.where(left > 0)).where(~complete(result))
    return result


def complete(figures: pd.DataFrame) -> pd.Series:
    """Say which projects have earned their whole budget."""
    return figures["ev"].notna() & (figures["ev"] >= figures["bac"] * (1 - 1e-9))


def _any(condition: pd.Series, project: pd.Series) -> pd.Series:
    return condition.groupby(project).transform("any")


def _days(moments: pd.Series) -> pd.Series:
    """Give the day of moments (ISO text); what is missing is not a time."""
    return pd.to_datetime(moments.astype("string").str[:10], format="%Y-%m-%d")


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column).astype(float).fillna(0.0)


def _length(rows: pd.DataFrame, calendars: Calendars) -> pd.Series:
    """Count the working days from the first to the last day of the baseline, both included; 0 without a baseline."""
    length = pd.Series(0.0, index=rows.index)
    dated = rows["first"].notna() & rows["last"].notna() & (rows["kind"] != "milestone" if "kind" in rows else True)
    some = rows[dated]
    first, last = some["first"].to_numpy("datetime64[D]"), some["last"].to_numpy("datetime64[D]")
    length[dated] = _count(first, last, some["calendar"], calendars)
    return length


def _count(first: np.ndarray, last: np.ndarray, calendar: pd.Series, calendars: Calendars) -> np.ndarray:
    """Count working days from the first to the last day, both included; none where the last is before the first."""
    counted = np.zeros(len(first))
    for mine, days in each_calendar(calendar, calendars):
        end = np.maximum(last[mine] + 1, first[mine])
        counted[mine] = np.busday_count(first[mine], end, busdaycal=days)
    return counted
