"""Earned schedule: when what is earned now should have been earned [Lipke].

Periods are calendar months, the first from the baseline start to the end of its month. ES and AT are counted in them.
"""

import numpy as np
import pandas as pd

from dashboard.analysis.calendars import each_calendar
from dashboard.analysis.planned_value import Calendars, planned

_HAIR = 1e-9


def periods(starts: pd.Series, finishes: pd.Series) -> pd.DataFrame:
    """Give the month ends from baseline start to baseline finish: project, number (from 1), day (the last of a month).

    `starts`, `finishes`: days by project (index).
    """
    first, last = starts.dt.to_period("M"), finishes.dt.to_period("M")
    count = (_months(last) - _months(first) + 1).clip(lower=1)
    project = np.repeat(starts.index.to_numpy(), count)
    number = np.concatenate([np.arange(1, n + 1) for n in count]) if len(count) else np.array([], dtype=int)
    month = np.repeat(_months(first).to_numpy(), count) + number  # the month after, whose first day is one too late
    day = month.astype("datetime64[M]").astype("datetime64[D]") - 1 if len(month) else month.astype("datetime64[D]")
    return pd.DataFrame({"project": project, "number": number, "day": pd.to_datetime(day)})


def curve(rows: pd.DataFrame, spans: pd.DataFrame, calendars: Calendars) -> pd.DataFrame:
    """Give cumulative PV without level of effort at the end of each period: project, number, day, pv.

    `rows` as `earned_value.budgeted`; `spans`, indexed by project: start, finish (days of the baseline).
    """
    ends = periods(spans["start"], spans["finish"])
    worked = rows[rows["kind"] != "level_of_effort"]
    return ends.assign(pv=planned(worked, ends, calendars).to_numpy())


def elapsed(spans: pd.DataFrame, days: pd.Series, calendars: Calendars) -> pd.Series:
    """Give AT: whole months since the baseline start, and of the running month the part by working days.

    `spans`, indexed by project: start, calendar. `days`: the day up to which to count, by project.
    """
    day, start = days.reindex(spans.index), spans["start"]
    known = day.notna() & start.notna() & (day >= start)
    some, upto = spans[known], day[known].to_numpy("datetime64[D]")
    month = upto.astype("datetime64[M]")
    begin = np.maximum(month.astype("datetime64[D]"), some["start"].to_numpy("datetime64[D]"))
    next_month = (month + 1).astype("datetime64[D]")
    whole = month.astype(int) - some["start"].to_numpy("datetime64[M]").astype(int)
    part = np.zeros(len(some))
    for mine, calendar in each_calendar(some["calendar"], calendars):
        all_days = np.busday_count(begin[mine], next_month[mine], busdaycal=calendar)
        gone = np.busday_count(begin[mine], upto[mine] + 1, busdaycal=calendar)
        part[mine] = np.where(all_days > 0, gone / np.maximum(all_days, 1), 1.0)
    result = pd.Series(0.0, index=spans.index).where(day.notna() & start.notna())
    result[known] = whole + part
    return result


def earned(curves: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Give es, sv_t, spi_t, ieac_t (months in all) of projects.

    `curves` as `curve`. `figures`, indexed by project: ev (without level of effort), at. ES = C + (EV - PV_C) /
    (PV_C+1 - PV_C) with C the whole periods whose cumulative PV is at most EV; on a flat stretch that EV has just
    reached ES is AT held within it; when all is earned ES is the first period with PV = BAC. AT = 0 gives no SPI(t).
    """
    ev, at = figures["ev"].astype(float), figures["at"].astype(float)
    mine = curves["project"].map(ev)
    bac = curves.groupby("project")["pv"].max().reindex(figures.index)
    hair = curves["project"].map(bac) * _HAIR
    count = (curves["pv"] <= mine + hair).groupby(curves["project"]).sum().reindex(figures.index, fill_value=0)
    first = (curves["pv"] < mine - hair).groupby(curves["project"]).sum().reindex(figures.index, fill_value=0) + 1
    at_c, after = _value(curves, figures.index, count), _value(curves, figures.index, count + 1)
    step = (after - at_c).where(after > at_c)
    es = count + ((ev - at_c) / step).fillna(0.0).clip(0, 1)
    reached = (count >= first) & (ev > 0)
    es = es.where(~reached, at.clip(first, count))
    es = es.where(~(ev >= bac * (1 - _HAIR)), first)
    es = es.where(ev.notna() & (bac > 0))
    result = pd.DataFrame({"es": es.astype(float), "at": at})
    result["sv_t"], result["spi_t"] = es - at, es / at.where(at > 0)
    months = curves.groupby("project")["number"].max().reindex(figures.index)
    result["ieac_t"] = months / result["spi_t"].where(result["spi_t"] > 0)
    return result


def _value(curves: pd.DataFrame, projects: pd.Index, number: pd.Series) -> pd.Series:
    """Give the cumulative PV at the end of a period of each project; 0 before the first, the last after it."""
    last = curves.groupby("project")["number"].max().reindex(projects)
    wanted = pd.MultiIndex.from_arrays([projects, np.minimum(number, last)])
    found = curves.set_index(["project", "number"])["pv"].reindex(wanted)
    return pd.Series(found.to_numpy(), index=projects).where(number > 0, 0.0)


def _months(month: pd.Series) -> pd.Series:
    return month.dt.year * 12 + month.dt.month - 1 - 1970 * 12
