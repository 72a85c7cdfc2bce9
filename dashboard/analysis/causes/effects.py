"""When each contribution takes effect, and the sum of the effects up to a day."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import Array, counted, floats, framed, later, places, total, unless

OVER = ("closed", "stopped", "proposed")  # stages in which what is not done yet does not come
_CLAIM = ("project", "milestone", "serves_kind", "serves", "amount", "confidence", "agreed_by", "reviewed")
_APART = 1e7  # more days than calendars have


def effects(contributions: pd.DataFrame, milestones: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Date what each contribution brings; one that several feeds state counts once, as the first states it.

    `contributions` as `queries.contributions`; `milestones` by key: baseline, forecast, actual; `projects` by key:
    stage, status_date, baseline_finish, finish, percent_complete. Without a milestone the effect hangs on the project's
    finish. A forecast that is past and not done becomes the status date. Gives a row per contribution whose ends are
    known: project, milestone, serves_kind, serves, amount, confidence, agreed_by, reviewed; reached (the day when the
    milestone was done); the days of effect (milestone + lag) `baseline`, `forecast`, `actual`, and `effective` (actual,
    else forecast); done; over (its project has ended or not begun, so it cannot come); counts (it has come or can still
    come, on a known day); why (it has no day, or does not count).
    """
    named, first = _once(contributions)
    claims = {name: contributions[name].to_numpy(dtype=object)[first] for name in (*_CLAIM, "lag_days")}
    lag = np.nan_to_num(floats(claims.pop("lag_days")))
    days = _days(named, claims, milestones, projects)
    claims["reached"] = days["actual"]
    claims |= {name: later(counted(moments), lag) for name, moments in days.items()}
    claims["effective"] = np.where(pd.isna(claims["actual"]), claims["forecast"], claims["actual"])
    stages, marks = projects["stage"].to_dict(), set(milestones.index)
    done, dated = ~pd.isna(claims["reached"]), ~pd.isna(claims["effective"])
    over = np.array([stages.get(project) in OVER for project in claims["project"]], dtype=bool) & ~done
    known = [name is None or mark in marks for name, mark in zip(named, claims["milestone"], strict=True)]
    reasons = {_OVER: over, _UNKNOWN: ~np.array(known, dtype=bool), _NO_DAY: ~dated}
    claims["why"] = unless(lag, reasons)[1]
    return framed(claims, pd.RangeIndex(len(lag)), done=done, over=over, counts=dated & ~over)


_NO_DAY = "not computed: no date of the effect; give the milestone a date"
_UNKNOWN = "not computed: the milestone is not known; correct its name in the Contributions sheet"
_OVER = "left out: its project is closed, stopped or proposed, and the milestone is not reached"


def _once(contributions: pd.DataFrame) -> tuple[list[str | None], list[int]]:
    """Give what contributions whose ends are known hang on, as named, each once, and the place of the first of each."""
    found: dict[tuple[str, str | None, str], int] = {}
    ends = (contributions[name].to_list() for name in ("project", "milestone", "milestone_text", "serves"))
    for place, (project, mark, text, serves) in enumerate(zip(*ends, strict=True)):
        if isinstance(project, str) and isinstance(serves, str):
            named = next((name for name in (mark, text) if isinstance(name, str)), None)
            found.setdefault((project, named, serves), place)
    return [named for _, named, _ in found], list(found.values())


def _days(
    named: Sequence[str | None], claims: Mapping[str, Array], milestones: pd.DataFrame, projects: pd.DataFrame
) -> dict[str, Array]:
    """Give baseline, forecast and actual day of what each contribution hangs on."""
    ended = (projects["stage"] == "closed").to_numpy() | (floats(projects["percent_complete"]) >= 100)
    finish = projects["finish"].to_numpy(dtype=object)
    finishes = {
        "baseline": projects["baseline_finish"].to_numpy(dtype=object),
        "forecast": finish,
        "actual": np.where(ended, finish, None),
    }
    links = list(zip(named, claims["milestone"], claims["project"], strict=True))
    days: dict[str, list[str | None]] = {}
    for name, ends in finishes.items():
        of_mark, of_project = milestones[name].to_dict(), dict(zip(projects.index, ends, strict=True))
        days[name] = [_day(of_project.get(of) if whole is None else of_mark.get(mark)) for whole, mark, of in links]
    stands = projects["status_date"].to_dict()
    days["forecast"] = [
        today if day and today and not done and day < today else day
        for day, done, today in zip(
            days["forecast"], days["actual"], (_day(stands.get(project)) for *_, project in links), strict=True
        )
    ]
    return {name: np.array(moments, dtype=object) for name, moments in days.items()}


def _day(moment: Any) -> str | None:
    return moment[:10] if isinstance(moment, str) else None


def upto(effects: pd.DataFrame, keys: Array, days: Array, by: str = "effective") -> dict[str, Array]:
    """Sum, for every KPI and day (as `counted`), the effects on that KPI up to and on that day.

    `by` names the column of days that counts. Gives amount, quantified and unquantified (how many); missing where the
    day is.
    """
    mine = effects["counts"].to_numpy(dtype=bool) & effects[by].notna().to_numpy()
    codes, known = pd.factorize(effects["serves"].to_numpy(dtype=object)[mine])
    on = codes * _APART + counted(effects[by])[mine]
    order = np.argsort(on, kind="stable")
    codes, on, amount = codes[order], on[order], floats(effects["amount"])[mine][order]
    asked = places(pd.Index(known, dtype=object), keys)
    first, last = np.searchsorted(codes, asked), np.searchsorted(on, asked * _APART + np.nan_to_num(days), side="right")
    bounds = list(zip(first.tolist(), np.maximum(first, last).tolist(), strict=True))
    none = np.concatenate([[0], np.cumsum(np.isnan(amount))])
    amounts, dated = np.nan_to_num(amount).tolist(), ~np.isnan(days)
    unquantified = np.array([none[end] - none[start] for start, end in bounds], dtype=float)
    sums = {
        "amount": np.array([total(amounts[start:end]) for start, end in bounds], dtype=float),
        "quantified": np.array([end - start for start, end in bounds], dtype=float) - unquantified,
        "unquantified": unquantified,
    }
    return {name: np.where(dated, values, np.nan) for name, values in sums.items()}


def between(effects: pd.DataFrame, keys: Array, after: Array, until: Array) -> dict[str, Array]:
    """Sum the effects on each KPI after one day and until another, as `upto` does."""
    start, end = upto(effects, keys, after), upto(effects, keys, until)
    return {name: end[name] - start[name] for name in end}
