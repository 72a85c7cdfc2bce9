"""Earned value: planned value, earned value and actual cost of projects, and the indices made from them.

ANSI/EIA-748 and PMBOK. Counted in money; without costs in hours of work; without hours in working days. The three never
meet in one index.
"""

import numpy as np
import pandas as pd

from dashboard.analysis.estimate import estimates, less
from dashboard.analysis.planned_value import Calendars, lengths, phased, planned

MONEY, HOURS, DAYS = "money", "hours", "working days"
LEAVES = ("task", "milestone", "level_of_effort")


def leaves(tasks: pd.DataFrame) -> pd.DataFrame:
    """Keep the lines that carry work: no summaries, whose figures are their children's, and nothing inactive."""
    active = tasks["active"].astype("boolean").fillna(True).astype(bool)
    return tasks[tasks["kind"].isin(LEAVES) & active]


def budgeted(tasks: pd.DataFrame, calendars: Calendars) -> pd.DataFrame:
    """Give each leaf its budget in the unit that its project counts in.

    `tasks`: project, kind, active, baseline_start, baseline_finish (moments), baseline_cost, baseline_work (minutes),
    baseline_cost_spread, baseline_spread (JSON: money, minutes a day), percent_complete, physical_percent,
    percent_kind, calendar. A budget or days that the baseline does not state are those of its time-phased data. Gives
    the leaves with: first, last (days of the baseline), length (its working days), basis, budget, spread (JSON; missing
    in working days), scale (what one of the spread counts: time-phased data that exceed the budget give its course,
    never more than it), even (the part of the budget that they do not cover), done (share complete, 0-1),
    kind_of_percent.
    """
    rows = leaves(tasks)
    of_cost = phased(rows["baseline_cost_spread"])
    cost = _numbers(rows["baseline_cost"], of_cost["total"])
    money = _any(cost > 0, rows["project"])
    undated = rows["baseline_start"].isna() | rows["baseline_finish"].isna()
    of_work = phased(rows["baseline_spread"].where(~money | undated, None))
    work = _numbers(rows["baseline_work"], of_work["total"]) / 60
    hours = _any(work > 0, rows["project"])
    rows["basis"] = np.select([money, hours], [MONEY, HOURS], default=DAYS)
    for name, of in (("first", "baseline_start"), ("last", "baseline_finish")):
        rows[name] = _days(rows[of]).fillna(of_work[name]).fillna(of_cost[name])
    rows["length"] = lengths(rows, calendars)
    rows["budget"] = np.select([money, hours], [cost, work], default=rows["length"])
    rows["spread"] = rows["baseline_cost_spread"].where(money, rows["baseline_spread"]).where(money | hours, None)
    covered = np.select([money, hours], [of_cost["total"], of_work["total"] / 60], default=0.0)
    covered = pd.Series(covered, rows.index).fillna(0.0)
    fitting = (rows["budget"] / covered.where(covered > 0)).clip(0, 1).fillna(0.0)
    rows["scale"] = fitting.where(money, fitting / 60)
    rows["even"] = rows["budget"] - covered * fitting
    rows["kind_of_percent"] = rows["percent_kind"].fillna("duration")
    physical = (rows["kind_of_percent"] == "physical") & rows["physical_percent"].notna()
    percent = _numbers(rows["physical_percent"]).where(physical, _numbers(rows["percent_complete"]))
    rows["done"] = percent.clip(0, 100) / 100
    return rows


def totals(rows: pd.DataFrame, projects: pd.DataFrame, calendars: Calendars) -> pd.DataFrame:
    """Give basis, bac, pv, ev, spent (by the schedule), remaining (by the plan), loe (share of level of effort),
    effort_pv, unplanned (leaves without a baseline), kind_of_percent of projects.

    `rows` as `budgeted`, with actual_cost, actual_work, remaining_cost, remaining_work; `projects` indexed by key:
    status_date. What has no baseline has no BAC, PV and EV; what was spent on it counts in money, else in hours.
    Level of effort earns what was planned.
    """
    day = _days(projects["status_date"].reindex(projects.index))
    dated = pd.DataFrame({"project": projects.index, "day": day.to_numpy()}).dropna()
    effort = rows["kind"] == "level_of_effort"
    worked, levels = rows[~effort], rows[effort]
    result = pd.DataFrame(index=projects.index)
    by_project = rows.groupby("project")
    result["bac"] = by_project["budget"].sum().reindex(result.index)
    levelled = pd.Series(planned(levels, dated, calendars).to_numpy(), dated["project"]).reindex(result.index)
    result["pv"] = (
        pd.Series(planned(worked, dated, calendars).to_numpy(), dated["project"]).reindex(result.index) + levelled
    )
    earned = (worked["budget"] * worked["done"]).groupby(worked["project"]).sum().reindex(result.index, fill_value=0.0)
    result["ev"] = earned + levelled
    result["effort_pv"] = levelled
    result["loe"] = levels.groupby("project")["budget"].sum().reindex(result.index, fill_value=0.0) / result["bac"]
    result = result.join(_spent(rows))
    bare = (rows["first"].isna() | rows["last"].isna()) & (rows["kind"] != "milestone")
    result["unplanned"] = bare.groupby(rows["project"]).sum().reindex(result.index, fill_value=0).astype(int)
    kinds: dict[str, list[str]] = {}
    for key, kind in sorted(set(zip(rows["project"], rows["kind_of_percent"], strict=True))):
        kinds.setdefault(key, []).append(kind)
    said = pd.Series({key: ", ".join(found) for key, found in kinds.items()}, dtype=object)
    result["kind_of_percent"] = said.reindex(result.index)
    nothing = ~(result["bac"] > 0) | (rows["budget"] < 0).groupby(rows["project"]).any().reindex(
        result.index, fill_value=False
    )
    result.loc[nothing, ["bac", "pv", "ev", "loe", "effort_pv"]] = np.nan
    return result


def _spent(rows: pd.DataFrame) -> pd.DataFrame:
    """Give basis, spent and remaining by project."""
    project = rows["project"]
    amounts = {
        (name, basis): pd.to_numeric(rows[f"{column}_{of}"]).astype(float) / size
        for name, column in (("spent", "actual"), ("remaining", "remaining"))
        for basis, of, size in ((MONEY, "cost", 1), (HOURS, "work", 60))
    }
    bare = rows["budget"].groupby(project).transform("sum") == 0
    costly, laborious = (_any((amounts["spent", basis] > 0) & bare, project) for basis in (MONEY, HOURS))
    basis = pd.Series(np.select([costly, laborious], [MONEY, HOURS], default=rows["basis"]), rows.index, dtype=object)
    result = {"basis": basis.groupby(project).first()}
    for name in ("spent", "remaining"):
        values = amounts[name, MONEY].where(basis == MONEY, amounts[name, HOURS].where(basis == HOURS))
        result[name] = values.groupby(project).sum(min_count=1)
    return pd.DataFrame(result)


def indices(figures: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from bac, pv, ev, ac, effort_pv, remaining and eac_form: cv, sv, cpi, spi and the estimates.

    Where nothing is spent there is no CPI, where nothing was planned no SPI. Level of effort is left out of SPI.
    """
    result = figures.copy()
    pv, ev, ac = (result[name].astype(float) for name in ("pv", "ev", "ac"))
    effort = result["effort_pv"].astype(float).fillna(0.0)
    result["cv"], result["sv"] = less(ev, ac), less(ev, pv)
    result["cpi"] = ev / ac.where(ac > 0)
    result["spi"] = (ev - effort) / (pv - effort).where(pv - effort > 1e-9)
    return result.join(estimates(result))


def _any(condition: pd.Series, project: pd.Series) -> pd.Series:
    """Say of each row whether the condition holds for any of its project."""
    place, known = pd.factorize(project)
    found = np.zeros(len(known), dtype=bool)
    found[place[condition.to_numpy(dtype=bool)]] = True
    return pd.Series(found[place], condition.index)


def _days(moments: pd.Series) -> pd.Series:
    """Give the day of moments (ISO text); what is missing is not a time."""
    place, known = pd.factorize(moments)  # of 100,000 lines few begin on a day of their own
    days = pd.to_datetime(pd.Series(known, dtype="string").str[:10], format="%Y-%m-%d")
    return pd.Series(days.array.take(place, allow_fill=True), moments.index)


def _numbers(column: pd.Series, otherwise: pd.Series | None = None) -> pd.Series:
    """Give numbers, what is missing by another column, else 0."""
    numbers = pd.to_numeric(column).astype(float)
    return (numbers if otherwise is None else numbers.fillna(otherwise)).fillna(0.0)
