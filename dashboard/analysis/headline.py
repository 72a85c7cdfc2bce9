"""What got worse since another moment and why: what the sentence above the map is made of."""

import pandas as pd

from dashboard.analysis.status import AT_RISK, OFF_TRACK, WORST_FIRST

_JUDGED = (OFF_TRACK, AT_RISK, "on_track", "done")


def turned(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Give the objectives whose status is worse than before, or is off track the first time that they are judged, worst
    first, then the heaviest.

    `now`, by key: status, score, weight; `before`, by key: status. Gives by key: before (None where it was not judged),
    status.
    """
    then = before["status"].reindex(now.index).astype(object)
    then = then.where(then.isin(_JUDGED), None)
    rank = now["status"].map(WORST_FIRST).astype(float)
    worse = now["status"].isin(_JUDGED) & (rank < then.map(WORST_FIRST).astype(float))
    worse |= then.isna() & (now["status"] == OFF_TRACK)
    frame = pd.DataFrame({"before": then, "status": now["status"], "rank": rank})
    frame["weight"] = -pd.to_numeric(now["weight"]).fillna(1.0)
    frame["score"] = pd.to_numeric(now["score"])
    return frame[worse].sort_values(["rank", "weight", "score"], kind="stable")[["before", "status"]]


def behind(
    objective: str, kpis: pd.DataFrame, contributions: pd.DataFrame, projects: pd.DataFrame
) -> tuple[str | None, str | None]:
    """Give the worst KPI of an objective and, among the projects that serve it, the worst by status and CPI.

    `kpis`, by key: objective, score; `contributions`: project, serves; `projects`, by key: status, cpi. A project that
    is on track or done is behind nothing that got worse, and one that serves another KPI alone is not behind this one;
    those that serve the objective itself count where none serves its worst KPI.
    """
    mine = kpis[(kpis["objective"] == objective) & kpis["score"].notna()]
    ordered = list(mine.assign(score=mine["score"].astype(float)).sort_values("score", kind="stable").index)
    known = projects[projects["status"].isin([OFF_TRACK, AT_RISK])]
    for key in [*ordered[:1], objective]:
        serving = contributions.loc[contributions["serves"] == key, "project"]
        found = known[known.index.isin(serving)]
        if len(found):
            rank = found["status"].map(WORST_FIRST)
            cpi = pd.to_numeric(found["cpi"]).fillna(1.0)
            worst = found.assign(rank=rank, index=cpi).sort_values(["rank", "index"], kind="stable")
            return (ordered[0] if ordered else None), str(worst.index[0])
    return (ordered[0] if ordered else None), None


def delayed(effects: pd.DataFrame, targets: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.DataFrame) -> pd.DataFrame:
    """Give the milestones whose slip takes an effect past its KPI's target date, those that reach most weight first.

    `effects` as `causes.effects`; `targets`, by KPI: target_date; `kpis`, by key: objective; `objectives`, by key:
    weight (missing counts as 1). Gives rows of project, milestone, objectives (a list of keys), weight.
    """
    until = effects["serves"].map(targets["target_date"]).astype("string")
    late = (effects["effective"].astype("string") > until) & (effects["baseline"].astype("string") <= until)
    rows = effects[late.fillna(False).astype(bool) & effects["counts"] & ~effects["done"]]
    reached = rows.assign(objective=rows["serves"].map(kpis["objective"]))[["project", "milestone", "objective"]]
    reached = reached.dropna().drop_duplicates().sort_values(["project", "milestone", "objective"])
    reached["weight"] = reached["objective"].map(pd.to_numeric(objectives["weight"])).fillna(1.0)
    grouped = reached.groupby(["project", "milestone"])
    found = grouped.agg(objectives=("objective", list), weight=("weight", "sum")).reset_index()
    return found.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)


def forecast_cost(projects: pd.DataFrame, rates: pd.DataFrame, currency: str | None) -> dict[str, float | int | None]:
    """Add forecast cost and budget of the projects that have both, in one currency: eac, bac, projects (how many), of.

    `projects`: eac, bac, unit (their currency); `rates` as `money.rates`, of which the newest plan rate counts. What is
    counted in hours or has no rate is left out and shows in the numbers.
    """
    plan = rates[rates["basis"] == "plan"].drop_duplicates("currency", keep="last").set_index("currency")["rate"]
    units = projects["unit"].astype(object)
    rate = units.map(plan).where(units != currency, 1.0).astype(float)
    if currency is None and units.nunique() == 1:
        rate = pd.Series(1.0, index=projects.index)
    eac, bac = (pd.to_numeric(projects[name]).astype(float) * rate for name in ("eac", "bac"))
    both = eac.notna() & bac.notna()
    known = bool(both.any())
    return {
        "eac": float(eac[both].sum()) if known else None,
        "bac": float(bac[both].sum()) if known else None,
        "projects": int(both.sum()),
        "of": len(projects),
    }


def decisions(rows: pd.DataFrame, day: str) -> dict[str, int]:
    """Count decisions that are asked for and not overdue (`due`), and those whose day has passed undone (`overdue`).

    `rows`: state, due (ISO days).
    """
    asked = still_open(rows) & (rows["due"].astype("string") >= day).fillna(False).astype(bool)
    return {"due": int(asked.sum()), "overdue": int(overdue(rows, day).sum())}


def overdue(rows: pd.DataFrame, day: str) -> pd.Series:
    """Say which decisions were to be done before a day and are not. `rows` as `decisions`."""
    return still_open(rows) & (rows["due"].astype("string") < day).fillna(False).astype(bool)


def still_open(rows: pd.DataFrame) -> pd.Series:
    """Say which decisions are neither done nor dropped. `rows` as `decisions`."""
    return rows["state"].isna() | rows["state"].isin(["proposed", "open"])
