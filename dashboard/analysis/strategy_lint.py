"""What is wrong with the strategy itself: gaps, circles, weights and claims that cannot be right (product.md, M8)."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import at, directions, places

MANY = 25  # objectives on one map; Kaplan and Norton advise 15 to 25
COLUMNS = ["rule", "subject_kind", "subject", "name", "value", "advice"]
ADVICE = {
    "objective_without_kpi": "Give it a KPI, or nobody can tell whether it is met.",
    "kpi_without_objective": "Name the live objective that it measures.",
    "kpi_without_project": "Link a project to it, or say that it needs none.",
    "project_without_objective": "Link it to a KPI or an objective, or ask why it is paid for.",
    "cycle": "Take out one of the links: a cause cannot be its own effect.",
    "too_many_objectives": "Keep the 15 to 25 that matter; the rest belongs to units or to KPIs.",
    "weights_sum_to_nothing": "Give weights above 0; until then no mean can be formed.",
    "negative_weight": "Give a weight of 0 or more.",
    "against_direction": "Check the sign of the amount: it moves the KPI away from its target.",
    "over_declared": "Ask whose amount is too large: together they claim more than the gap.",
}


def lint(
    objectives: pd.DataFrame,
    kpis: pd.DataFrame,
    links: pd.DataFrame,
    contributions: pd.DataFrame,
    projects_served: pd.DataFrame,
    gaps: pd.DataFrame,
    names: pd.Series,
) -> pd.DataFrame:
    """Give every fault of the map, one row each: rule, subject_kind, subject, name, value, advice.

    `objectives` by key: name, weight; `kpis` by key: name, objective, weight, better, baseline, target; `links`:
    source, target; `contributions` as `queries.contributions`; `projects_served` as `alignment.projects_served`; `gaps`
    as `causes.gaps`; `names`: those of projects, by key. A cycle's subject is its first objective, its value the keys
    in it.
    """
    rows = [
        *_lacking(objectives, kpis, contributions, projects_served, names),
        *_cycles(links, objectives),
        *_weights(objectives, kpis),
        *_claims(contributions, kpis, gaps),
    ]
    if len(objectives) > MANY:
        rows.append(_rows("too_many_objectives", "strategy", pd.Index([""]), None, [len(objectives)]))
    found = [frame for frame in rows if len(frame)]
    if not found:
        return pd.DataFrame(columns=COLUMNS, dtype=object)
    faults = pd.concat(found, ignore_index=True)[COLUMNS]
    return faults.where(faults.notna(), None)


def _rows(rule: str, kind: str, subjects: pd.Index, names: pd.Series | None, value: Any = None) -> pd.DataFrame:
    frame = pd.DataFrame({"subject": subjects}, dtype=object)
    frame["name"] = frame["subject"].map(names).astype(object) if names is not None else None
    frame["value"] = pd.Series(value, index=frame.index, dtype=object)
    return frame.assign(rule=rule, subject_kind=kind, advice=ADVICE[rule]).astype(object)


def _lacking(
    objectives: pd.DataFrame, kpis: pd.DataFrame, contributions: pd.DataFrame, served: pd.DataFrame, names: pd.Series
) -> list[pd.DataFrame]:
    linked = contributions.loc[contributions["project"].notna(), "serves"]
    bare = objectives.index[~objectives.index.isin(kpis["objective"])]
    lost = kpis.index[~kpis["objective"].isin(objectives.index)]
    idle = kpis.index[~kpis.index.isin(linked) & kpis["objective"].isin(objectives.index)]
    orphans = served.index[served["path"] == "nothing"]
    return [
        _rows("objective_without_kpi", "objective", bare, objectives["name"]),
        _rows("kpi_without_objective", "kpi", lost, kpis["name"]),
        _rows("kpi_without_project", "kpi", idle, kpis["name"]),
        _rows("project_without_objective", "project", orphans, names),
    ]


def _cycles(links: pd.DataFrame, objectives: pd.DataFrame) -> list[pd.DataFrame]:
    rings = cycles(links)
    if rings.empty:
        return []
    members = rings.groupby("cycle", sort=True)["objective"].agg(" → ".join)
    return [_rows("cycle", "objective", pd.Index(members.index), objectives["name"], members.to_numpy())]


def cycles(links: pd.DataFrame) -> pd.DataFrame:
    """Give the circles of cause and effect: cycle (its first objective by key), objective, one row per member.

    Two objectives are in one circle when each leads to the other; a link to itself is a circle of one.
    """
    ring = links[["source", "target"]].dropna()
    while True:  # what nothing leads to, or what leads to nothing, is in no circle
        inner = ring["source"].isin(ring["target"]) & ring["target"].isin(ring["source"])
        if inner.all():
            break
        ring = ring[inner]
    nodes = pd.Index(sorted({*ring["source"], *ring["target"]}), dtype=object)
    leads = np.zeros((len(nodes), len(nodes)), dtype=bool)
    leads[nodes.get_indexer(pd.Index(ring["source"])), nodes.get_indexer(pd.Index(ring["target"]))] = True
    for _ in range(max(1, len(nodes)).bit_length()):
        leads |= (leads.astype(np.float32) @ leads.astype(np.float32)) > 0
    mutual = leads & leads.T
    inside = mutual.diagonal()
    first = nodes[mutual.argmax(axis=1)] if len(nodes) else nodes
    frame = pd.DataFrame({"cycle": first, "objective": nodes}, dtype=object)[inside]
    return frame.sort_values(["cycle", "objective"], ignore_index=True)


def _weights(objectives: pd.DataFrame, kpis: pd.DataFrame) -> list[pd.DataFrame]:
    rows = []
    of_objectives, of_kpis = (_weight(frame["weight"]) for frame in (objectives, kpis))
    if len(objectives) and not of_objectives.clip(lower=0).sum() > 0:
        rows.append(_rows("weights_sum_to_nothing", "strategy", pd.Index([""]), None, [0.0]))
    sums = of_kpis.clip(lower=0).groupby(kpis["objective"]).sum()
    nothing = sums.index[~(sums > 0) & sums.index.isin(objectives.index)]
    rows.append(_rows("weights_sum_to_nothing", "objective", nothing, objectives["name"], [0.0] * len(nothing)))
    for kind, frame, weight in (("objective", objectives, of_objectives), ("kpi", kpis, of_kpis)):
        below = weight[weight < 0]
        rows.append(_rows("negative_weight", kind, below.index, frame["name"], below.to_numpy()))
    return rows


def _weight(stated: pd.Series) -> pd.Series:
    return pd.to_numeric(stated).astype(float).fillna(1.0)  # a weight that is not stated counts as 1


def _claims(contributions: pd.DataFrame, kpis: pd.DataFrame, gaps: pd.DataFrame) -> list[pd.DataFrame]:
    amount = pd.to_numeric(contributions["amount"]).astype(float)
    way = at(directions(kpis), places(kpis.index, contributions["serves"]))
    against = contributions[(np.sign(amount) * way < 0) & contributions["project"].notna()]
    over = gaps.index[gaps["over"].eq(True)]
    wrong = _rows("against_direction", "kpi", pd.Index(against["serves"]), kpis["name"])
    wrong["value"] = [f"{p}: {a:+g}" for p, a in zip(against["project"], amount[against.index], strict=True)]
    return [wrong, _rows("over_declared", "kpi", over, kpis["name"], gaps.loc[over, "gap_covered"].to_numpy())]
