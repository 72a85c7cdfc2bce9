"""When each contribution takes effect, and the sum of the effects up to a day."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import day_numbers, numbers, plus

OVER = ("closed", "stopped", "proposed")  # stages in which what is not done yet does not come
_CLAIM = ["project", "milestone", "serves_kind", "serves", "amount", "confidence", "agreed_by", "reviewed"]
_SUMMED = ["amount", "quantified", "unquantified"]
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
    named = contributions["milestone"].where(contributions["milestone"].notna(), contributions["milestone_text"])
    known = contributions["project"].notna() & contributions["serves"].notna()
    frame = contributions.assign(named=named)[known].drop_duplicates(["project", "named", "serves"])
    frame = frame[[*_CLAIM, "lag_days", "named"]].reset_index(drop=True)
    days = _days(frame, milestones, projects)
    lag = numbers(frame["lag_days"]).fillna(0.0)
    frame["reached"] = days["actual"]
    for name in ("baseline", "forecast", "actual"):
        frame[name] = plus(days[name], lag)
    frame["effective"] = frame["actual"].where(frame["actual"].notna(), frame["forecast"])
    frame["done"] = frame["reached"].notna()
    frame["over"] = over = frame["project"].map(projects["stage"]).isin(OVER) & ~frame["done"]
    frame["counts"] = frame["effective"].notna() & ~over
    unknown = frame["named"].notna() & ~frame["milestone"].isin(milestones.index)
    frame["why"] = None
    frame.loc[frame["effective"].isna(), "why"] = "not computed: no date of the effect; give the milestone a date"
    frame.loc[unknown, "why"] = "not computed: the milestone is not known; correct its name in the Contributions sheet"
    frame.loc[over, "why"] = "left out: its project is closed, stopped or proposed, and the milestone is not reached"
    return frame.drop(columns=["lag_days", "named"])


def _days(frame: pd.DataFrame, milestones: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Give baseline, forecast and actual day of what each contribution hangs on."""
    ended = (projects["stage"] == "closed") | (numbers(projects["percent_complete"]) >= 100)
    finishes = {
        "baseline": projects["baseline_finish"],
        "forecast": projects["finish"],
        "actual": projects["finish"].where(ended),
    }
    # By plain looking up, which for columns of text is quicker than to map, cut and compare them.
    links = list(zip(frame["named"].isna(), frame["milestone"], frame["project"], strict=True))
    days: dict[str, list[str | None]] = {}
    for name, finish in finishes.items():
        of_mark, of_project = milestones[name].to_dict(), finish.to_dict()
        days[name] = [_day(of_project.get(project) if whole else of_mark.get(mark)) for whole, mark, project in links]
    stands = projects["status_date"].to_dict()
    days["forecast"] = [
        today if day and today and not done and day < today else day
        for day, done, today in zip(
            days["forecast"], days["actual"], (_day(stands.get(project)) for *_, project in links), strict=True
        )
    ]
    return pd.DataFrame(days, index=frame.index, dtype=object)


def _day(moment: Any) -> str | None:
    return moment[:10] if isinstance(moment, str) else None


def upto(effects: pd.DataFrame, keys: pd.Series, days: pd.Series, by: str = "effective") -> pd.DataFrame:
    """Sum, for every row of a KPI and a day, the effects on that KPI up to and on that day.

    `by` names the column of days that counts. Gives, on the index of `keys`: amount, quantified and unquantified (how
    many); missing where the day is.
    """
    # In arrays, KPI after KPI, because to sort and merge a few rows takes longer than all the rest.
    mine = (effects["counts"] & effects[by].notna()).to_numpy(dtype=bool)
    codes, known = pd.factorize(effects["serves"].to_numpy(dtype=object)[mine])
    on = codes * _APART + day_numbers(effects[by]).to_numpy()[mine]
    order = np.argsort(on, kind="stable")
    codes, on, amount = codes[order], on[order], numbers(effects["amount"]).to_numpy()[mine][order]
    none = np.isnan(amount)
    steps = pd.DataFrame(np.column_stack([np.where(none, 0.0, amount), ~none, none])).groupby(codes).cumsum().to_numpy()
    asked = pd.Index(known, dtype=object).get_indexer(pd.Index(keys))
    day = day_numbers(days).to_numpy()
    last = np.searchsorted(on, asked * _APART + day, side="right") - 1
    has = (asked >= 0) & (last >= 0)
    has[has] = codes[last[has]] == asked[has]
    sums = np.zeros((len(keys), len(_SUMMED)))
    sums[has] = steps[last[has]]
    sums[np.isnan(day)] = np.nan
    return pd.DataFrame(sums, index=keys.index, columns=_SUMMED)
