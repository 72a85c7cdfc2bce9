"""What lies ahead of objectives: delivery by the projects behind them, and the outlook of their KPIs.

Result, delivery and outlook are three things and are never mixed (measures.md, "Objectives"). Each is a weighted mean
on the scale of scores with the worst child beside it, by the cuts of `status`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis import kpi
from dashboard.analysis.alignment import NEVER
from dashboard.analysis.causes.columns import Array, at, floats, framed, places, records, total, totals, unless
from dashboard.analysis.causes.gaps import COMING, DELIVERED, LATE, weighing, weights
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
    of, to_kpi = places(kpis.index, effects["serves"]), (effects["serves_kind"] == "kpi").to_numpy()
    share = at(weights(kpis["weight"], kpis["objective"]).to_numpy(), of)
    objective = np.where(to_kpi, at(kpis["objective"].to_numpy(dtype=object), of), effects["serves"])
    part = parts["part"].reindex(effects.index).to_numpy() * share
    quantified = effects["amount"].notna().to_numpy() & to_kpi
    stages, judged = projects["stage"].to_dict(), set(objectives)
    found: dict[tuple[str, str], list[tuple[bool, float]]] = {}
    for aim, project, known, each in zip(objective, effects["project"], quantified, np.nan_to_num(part), strict=True):
        if aim in judged and stages.get(project) not in NEVER:
            found.setdefault((aim, project), []).append((bool(known), float(each)))
    pairs = sorted(found)
    lines = [found[pair] for pair in pairs]
    return framed(
        {"objective": _objects(aim for aim, _ in pairs), "project": _objects(project for _, project in pairs)},
        pd.RangeIndex(len(pairs)),
        links=np.array([len(mine) for mine in lines], dtype=int),
        quantified=np.array([sum(known for known, _ in mine) for mine in lines], dtype=int),
        part=np.array([total([each for _, each in mine]) for mine in lines], dtype=float),
        counts=np.array([total([abs(each) for _, each in mine]) for mine in lines], dtype=float),
    )


def _objects(values: Iterable[Any]) -> Array:
    return np.array(list(values), dtype=object)


def delivery(
    behind: pd.DataFrame, projects: pd.DataFrame, objectives: pd.Index, cuts: Thresholds = DEFAULTS
) -> pd.DataFrame:
    """Judge the projects behind each objective, weighted by their part of its gap.

    `behind` as the function of that name, `projects` by key: name, status, stale. A status stands in the middle of its
    third of the scale, done counts 10; without an amount a project has no weight and shows in the coverage. Gives by
    objective: the columns of `roll_up`, and why. Where all are done the status is done.
    """
    of = places(projects.index, behind["project"])
    own = {name: at(projects[name].to_numpy(dtype=object), of) for name in ("name", "status", "stale")}
    weight = behind["counts"].to_numpy()
    scores = np.array([OF_DELIVERY.get(status, np.nan) for status in own["status"]], dtype=float)
    children = framed(
        own | {name: behind[one].to_numpy() for name, one in (("parent", "objective"), ("key", "project"))},
        behind.index,
        weight=weight,
        score=np.where(weight > 0, scores, np.nan),
    )
    children["stale"] = [old is True for old in own["stale"]]
    frame = roll_up(list(objectives), children, cuts)
    frame["status"] = frame["status"].where(frame["worst_status"] != DONE, DONE)
    weighed = frame.index.isin(behind["objective"][weight > 0])
    reasons = {_NO_PROJECT: frame["children"] == 0, _NO_AMOUNT: ~weighed, _NO_STATUS: frame["score"].isna()}
    return _with_reasons(frame, reasons)


def _with_reasons(frame: pd.DataFrame, reasons: Mapping[str, Any]) -> pd.DataFrame:
    why = unless(frame["score"].to_numpy(), {reason: np.asarray(holds) for reason, holds in reasons.items()})[1]
    return frame.assign(why=pd.Series(why, index=frame.index, dtype=object))


def judged_outlooks(
    outlooks: pd.DataFrame, kpis: pd.DataFrame, readings: pd.DataFrame, cuts: Thresholds = DEFAULTS
) -> pd.DataFrame:
    """Add to the outlooks of KPIs (`causes.outlook`) the score that they would have on their target's date, by the same
    rule as readings, and its status.
    """
    dated = dict(iter(readings[readings["target"].notna()].groupby("kpi", sort=False)))
    none = readings.iloc[:0]
    found: list[tuple[float | None, str]] = []
    ahead = (outlooks[name][kpis.index] for name in ("outlook", "target_date"))
    for key, definition, value, day, own in zip(kpis.index, records(kpis), *ahead, cuts.each(kpis.index), strict=True):
        if pd.isna(value):
            found.append((None, NO_DATA))
            continue
        rule, on = rule_of(definition, dated.get(key, none)), date.fromisoformat(str(day)[:10])
        made = kpi.score(rule, float(value), on, own)
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
    own = {name: kpis[name].to_numpy(dtype=object) for name in ("name", "weight", "stale")}
    own |= {"parent": kpis["objective"].to_numpy(dtype=object), "key": kpis.index.to_numpy(dtype=object)}
    score = judged["score"].to_numpy()
    children = framed(own | {"status": judged["status"].to_numpy(dtype=object)}, kpis.index, score=score)
    frame = roll_up(list(objectives), children, cuts)
    of, known = places(frame.index, own["parent"]), ~np.isnan(score)
    weight = np.where(known, np.where(kpis["weight"].isna(), 1.0, floats(kpis["weight"])), 0.0)
    short = judged["short"].eq(True).to_numpy() & known & ~np.isnan(weight)
    stated = np.nan_to_num(weight)
    whole, part, count = (totals(each, of, len(frame)) for each in (stated, stated * short, short.astype(float)))
    frame["short"] = count.astype(int)
    frame["short_share"] = part / np.where(whole > 0, whole, np.nan) * 100
    reasons = {_NO_KPI: frame["children"] == 0, _NO_OUTLOOK: frame["coverage"] == 0, _NO_WEIGHT: frame["score"].isna()}
    return _with_reasons(frame, reasons)


def gap(gaps: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.Index) -> pd.DataFrame:
    """Give how much of the way each objective has work behind it: the weighted mean over its KPIs that have a gap.

    `gaps` as `causes.gaps`, `kpis` by key: objective, weight. Gives by objective, in percent: `SHARES`, of which
    delivered + coming + late + open − beyond = 100; measured (KPIs with a gap), children (all), over (how many are
    covered over 100 %).
    """
    of, count = places(objectives, kpis["objective"]), len(objectives)
    known = gaps["gap_covered"].notna().to_numpy()
    weight = np.where(known, weighing(kpis["weight"]), 0.0)
    whole = totals(weight, of, count)
    whole = np.where(whole > 0, whole, np.nan)
    shares = {name: totals(np.nan_to_num(gaps[name].to_numpy()) * weight, of, count) / whole for name in SHARES}
    counted = {"measured": known, "children": np.ones(len(known)), "over": gaps["over"].to_numpy()}
    counts = {name: totals(np.asarray(each, dtype=float), of, count).astype(int) for name, each in counted.items()}
    return pd.DataFrame(shares | counts, index=objectives)
