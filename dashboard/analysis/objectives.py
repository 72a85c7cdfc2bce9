"""What lies ahead of objectives: delivery by the projects behind them, and the outlook of their KPIs.

Result, delivery and outlook are three things and are never mixed (measures.md, "Objectives"). Each is a weighted mean
on the scale of scores with the worst child beside it, by the cuts of `status`.
"""

from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis import kpi
from dashboard.analysis.alignment import NEVER
from dashboard.analysis.causes.columns import numbers
from dashboard.analysis.causes.gaps import COMING, DELIVERED, LATE, weights
from dashboard.analysis.findings import rule_of
from dashboard.analysis.project_status import OF_DELIVERY
from dashboard.analysis.rollup import roll_up
from dashboard.analysis.status import DONE, NO_DATA
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

SHARES = [DELIVERED, COMING, LATE, "slipped", "open", "beyond", "gap_covered"]

_NO_PROJECT = "not computed: no project contributes to it or to its KPIs; link one in the Contributions sheet"
_NO_AMOUNT = (
    "not computed: no project behind it says how much of a gap it closes; give amounts in the Contributions sheet"
)
_NO_STATUS = "not computed: none of the projects behind it can be judged; see what their pages ask for"
_NO_KPI = "not computed: it has no KPI; give one in the KPIs sheet"
_NO_OUTLOOK = "not computed: none of its KPIs has an outlook that can be judged; see their pages for what is missing"
_NO_WEIGHT = "not computed: the weights of its KPIs sum to nothing; give weights above 0"


def behind(
    effects: pd.DataFrame, parts: pd.DataFrame, kpis: pd.DataFrame, projects: pd.DataFrame, objectives: pd.Index
) -> pd.DataFrame:
    """Give the projects behind each objective, each once however many of its KPIs it serves; those that are stopped or
    only proposed are behind nothing.

    `effects` and `parts` as `causes` gives them, `kpis` by key: objective, weight; `projects` by key: stage. Gives
    objective, project, links, quantified (how many have an amount), part (of the objective's gap in percent: Σ weight
    of the KPI × part of its gap), counts (Σ of the same without signs, by which delivery is weighted).
    """
    share = weights(kpis["weight"], kpis["objective"])
    to_kpi = effects["serves_kind"] == "kpi"
    objective = effects["serves"].map(kpis["objective"]).where(to_kpi, effects["serves"])
    part = parts["part"].reindex(effects.index) * effects["serves"].map(share).astype(float)
    rows = pd.DataFrame({"objective": objective, "project": effects["project"], "part": part, "counts": part.abs()})
    rows["quantified"] = effects["amount"].notna() & to_kpi
    idle = rows["project"].map(projects["stage"]).isin(NEVER)
    rows = rows[rows["objective"].isin(objectives) & ~idle].astype({"objective": object, "project": object})
    grouped = rows.groupby(["objective", "project"], sort=True)
    found = grouped.agg(links=("quantified", "size"), quantified=("quantified", "sum"))
    return found.join(grouped[["part", "counts"]].sum()).reset_index()


def delivery(
    behind: pd.DataFrame, projects: pd.DataFrame, objectives: pd.Index, cuts: Thresholds = DEFAULTS
) -> pd.DataFrame:
    """Judge the projects behind each objective, weighted by their part of its gap.

    `behind` as the function of that name, `projects` by key: name, status, stale. A status stands in the middle of its
    third of the scale, done counts 10; without an amount a project has no weight and shows in the coverage. Gives by
    objective: the columns of `roll_up`, and why. Where all are done the status is done.
    """
    key = behind["project"]
    children = pd.DataFrame({"parent": behind["objective"], "key": key, "weight": behind["counts"]})
    for name in ("name", "status", "stale"):
        children[name] = key.map(projects[name]).astype(object)
    children["stale"] = children["stale"].eq(True)
    scores = children["status"].map(OF_DELIVERY).astype(float)
    children["score"] = scores.where(children["weight"] > 0)
    frame = roll_up(list(objectives), children, cuts)
    frame["status"] = frame["status"].where(frame["worst_status"] != DONE, DONE)
    weighed = children[children["weight"] > 0]["parent"]
    reasons = [frame["children"] == 0, ~frame.index.isin(weighed), frame["score"].isna()]
    frame["why"] = np.select(reasons, [_NO_PROJECT, _NO_AMOUNT, _NO_STATUS], default="")
    return frame.assign(why=frame["why"].astype(object).where(frame["why"] != "", None))


def judged_outlooks(
    outlooks: pd.DataFrame, kpis: pd.DataFrame, readings: pd.DataFrame, cuts: Thresholds = DEFAULTS
) -> pd.DataFrame:
    """Add to the outlooks of KPIs (`causes.outlook`) the score that they would have on their target's date, by the same
    rule as readings, and its status.
    """
    dated = dict(iter(readings[readings["target"].notna()].groupby("kpi", sort=False)))
    none = readings.iloc[:0]
    found: list[tuple[float | None, str]] = []
    for key, definition in zip(kpis.index, kpis.to_dict("records"), strict=True):
        value, day = outlooks["outlook"][key], outlooks["target_date"][key]
        if pd.isna(value):
            found.append((None, NO_DATA))
            continue
        rule, on = rule_of(definition, dated.get(key, none)), date.fromisoformat(str(day)[:10])
        made = kpi.score(rule, float(value), on, cuts.of(key))
        found.append((made.value, made.status))
    scores = pd.Series([score for score, _ in found], index=kpis.index, dtype=float)
    return outlooks.assign(score=scores, status=pd.Series([one for _, one in found], index=kpis.index, dtype=object))


def outlook(
    judged: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.Index, cuts: Thresholds = DEFAULTS
) -> pd.DataFrame:
    """Roll up where the KPIs of each objective will be on the dates of their targets.

    `judged` as `judged_outlooks`; `kpis` by key: objective, name, weight, stale. Gives by objective: the columns of
    `roll_up`, short (how many KPIs will be worse than their target), short_share (of the weight of those judged, in
    percent), why.
    """
    children = kpis[["objective", "name", "weight", "stale"]].rename(columns={"objective": "parent"})
    children = children.join(judged[["score", "status"]]).reset_index(names="key")
    frame = roll_up(list(objectives), children, cuts)
    weight = numbers(kpis["weight"]).where(kpis["weight"].notna(), 1.0).where(judged["score"].notna())
    short = judged["short"].eq(True) & weight.notna()
    total = weight.groupby(kpis["objective"]).sum().reindex(frame.index)
    frame["short"] = short.groupby(kpis["objective"]).sum().reindex(frame.index, fill_value=0).astype(int)
    part = weight.where(short, 0.0).groupby(kpis["objective"]).sum().reindex(frame.index)
    frame["short_share"] = part / total.where(total > 0) * 100
    reasons = [frame["children"] == 0, frame["coverage"] == 0, frame["score"].isna()]
    why = pd.Series(np.select(reasons, [_NO_KPI, _NO_OUTLOOK, _NO_WEIGHT], default=""), frame.index, dtype=object)
    return frame.assign(why=why.where(why != "", None))


def gap(gaps: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.Index) -> pd.DataFrame:
    """Give how much of the way each objective has work behind it: the weighted mean over its KPIs that have a gap.

    `gaps` as `causes.gaps`, `kpis` by key: objective, weight. Gives by objective, in percent: `SHARES`, of which
    delivered + coming + late + open − beyond = 100; measured (KPIs with a gap), children (all), over (how many are
    covered over 100 %).
    """
    known = gaps["gap_covered"].notna()
    of = kpis["objective"]
    weight = numbers(kpis["weight"]).where(kpis["weight"].notna(), 1.0).clip(lower=0).where(known, 0.0)
    total = weight.groupby(of).sum().reindex(objectives)
    frame = pd.DataFrame(index=objectives)
    for name in SHARES:
        sums = (gaps[name].fillna(0.0) * weight).groupby(of).sum().reindex(objectives)
        frame[name] = sums / total.where(total > 0)
    for name, counted in (("measured", known), ("children", known.notna()), ("over", gaps["over"])):
        frame[name] = counted.groupby(of).sum().reindex(objectives, fill_value=0).astype(int)
    return frame
