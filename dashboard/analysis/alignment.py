"""Alignment: which work leads to which objective, which objective has work behind it, and where the money goes instead.

Formulas are those of measures.md, "Alignment". Contributions count once, however many feeds state them.
"""

import numpy as np
import pandas as pd

from dashboard.analysis.causes.gaps import weights
from dashboard.analysis.money import reasons

SERVED, ENABLING, NOTHING = "served", "enabling", "nothing"
DIRECT, INDIRECT = "direct", "indirect"
NEVER = ("stopped", "proposed")  # stages whose contributions lead nowhere
ENDED = ("closed", "stopped")
AHEAD = 10.0  # points by which spend may run ahead of contribution


def paths(
    contributions: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """Give every live path of contributions from a project to a live objective, one row per project and what it serves.

    `contributions` as `queries.contributions`; `kpis` by key: objective; `objectives` (live ones) by key; `projects` by
    key: stage. Gives project, kpi (None where it serves the objective itself), objective, links, quantified (how many
    have an amount).
    """
    rows = _placed(contributions, kpis)
    rows = rows[rows["objective"].isin(objectives.index) & rows["project"].isin(projects.index)]
    rows = rows[~rows["project"].map(projects["stage"]).isin(NEVER)]
    grouped = rows.groupby(["project", "kpi", "objective"], dropna=False, sort=True)["quantified"]
    found = grouped.agg(links="size", quantified="sum").reset_index()
    return found.assign(kpi=found["kpi"].astype(object).where(found["kpi"].notna(), None))


def _placed(contributions: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """Give contributions with known ends, each once: project, kpi, objective, quantified, and their own columns."""
    rows = contributions[contributions["project"].notna() & contributions["serves"].notna()]
    named = rows["milestone"].where(rows["milestone"].notna(), rows["milestone_text"])
    rows = rows.assign(named=named).drop_duplicates(["project", "named", "serves"])
    to_kpi = rows["serves_kind"] == "kpi"
    kpi = rows["serves"].astype(object).where(to_kpi, None)
    objective = rows["serves"].map(kpis["objective"]).where(to_kpi, rows["serves"])
    return rows.assign(kpi=kpi, objective=objective.astype(object), quantified=rows["amount"].notna())


def projects_served(paths: pd.DataFrame, dependencies: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Say how each project is aligned: served, enabling, or nothing.

    A project without a path whose milestone an aligned project waits for (or one that enables it) is *enabling*.
    `dependencies`: from_key, to_key; `projects` by key: stage. Gives, by project: path, objectives and kpis (how many),
    enables (the first project that waits for it, by key).
    """
    own = paths.groupby("project")[["objective", "kpi"]].nunique().reindex(projects.index, fill_value=0)
    frame = pd.DataFrame({"objectives": own["objective"], "kpis": own["kpi"]})
    waiting = dependencies[dependencies["from_key"].isin(projects.index) & dependencies["to_key"].isin(projects.index)]
    waiting = waiting[
        ~waiting["to_key"].map(projects["stage"]).isin(ENDED) & (waiting["from_key"] != waiting["to_key"])
    ]
    served = set(frame.index[frame["objectives"] > 0])
    useful_to = reached(served, waiting["to_key"], waiting["from_key"])
    useful = waiting[waiting["to_key"].isin(useful_to)].sort_values("to_key")
    first = useful.drop_duplicates("from_key").set_index("from_key")["to_key"].reindex(frame.index)
    enabling = frame.index.isin(useful_to) & (frame["objectives"] == 0)
    frame["path"] = np.where(frame["objectives"] > 0, SERVED, np.where(enabling, ENABLING, NOTHING))
    frame["enables"] = first.astype(object).where(enabling, None)
    return frame[["path", "objectives", "kpis", "enables"]]


def objectives_served(paths: pd.DataFrame, links: pd.DataFrame, objectives: pd.DataFrame) -> pd.DataFrame:
    """Say how each objective is served: direct, indirect (served objectives lead to it), or nothing.

    `links`: source, target, sign; one that works against its target (-) does not serve it. Gives, by objective: served,
    projects and links (how many paths' worth of each).
    """
    counts = paths.groupby("objective").agg(projects=("project", "nunique"), links=("links", "sum"))
    frame = counts.reindex(objectives.index, fill_value=0)
    helping = links[links["sign"] != "-"]
    direct = set(frame.index[frame["projects"] > 0])
    led_to = reached(direct, helping["source"], helping["target"])
    by_others = np.where(frame.index.isin(led_to), INDIRECT, NOTHING)
    frame["served"] = np.where(frame["projects"] > 0, DIRECT, by_others)
    return frame[["served", "projects", "links"]]


def reached(start: set[str], source: pd.Series, target: pd.Series) -> set[str]:
    """Give what can be reached from a start along arrows, the start included; circles end by themselves."""
    found, new = set(start), set(start)
    while new:
        new = set(target[source.isin(new)].dropna()) - found
        found |= new
    return found


def balance(allocated: pd.DataFrame, objectives: pd.DataFrame, left: pd.Series | None = None) -> pd.DataFrame:
    """Compare each objective's share of the spend with its share of the weight, both in percent.

    `allocated` as `money.allocated` of cost; `objectives` by key: weight (missing counts as 1). Gives, by objective and
    last for what is *unallocated* (None): spend (not a number where no actual cost of anything is known), spend_share
    (all rows sum to 100), weight_share, difference, why. `left`: `why` of the sums of cost before they were allocated,
    which says why nothing is known where some could not be added.
    """
    cost = allocated[allocated["kind"] == "cost"]
    spend = cost.groupby(cost["objective"].fillna(""))["actual"].sum()
    share = weights(objectives["weight"]) * 100
    keys = pd.Index([*objectives.index, None], dtype=object, name="objective")
    frame = pd.DataFrame({"spend": [*spend.reindex(objectives.index, fill_value=0.0), spend.get("", 0.0)]}, index=keys)
    frame["weight_share"] = [*share, 0.0 if share.notna().any() else np.nan]
    known = bool(cost["actual"].notna().any())
    frame["spend"] = frame["spend"] if known else np.nan
    total = frame["spend"].sum()
    frame["spend_share"] = frame["spend"] / total * 100 if total > 0 else np.nan
    frame["difference"] = frame["spend_share"] - frame["weight_share"]
    why = "not computed: the weights sum to nothing; give weights above 0" if share.isna().all() else None
    why = why if total > 0 else f"not computed: {_no_spend(known, left)}"
    frame["why"] = pd.Series([why] * len(frame), index=frame.index, dtype=object)
    return frame[["spend", "spend_share", "weight_share", "difference", "why"]]


def _no_spend(known: bool, left: pd.Series | None) -> str:
    """Say why there is no spend to compare, and what to do."""
    many = 0 if left is None else int(left.notna().sum())
    if left is not None and many and not known:
        return f"{'1 sum' if many == 1 else f'{many} sums'} could not be added: {reasons(left)}"
    none = "no cost has been spent" if known else "no actual cost is known"
    return f"{none}; give it in the Money sheet, or load schedules that hold it"


def matrix(paths: pd.DataFrame, allocated: pd.DataFrame) -> pd.DataFrame:
    """Give the alignment matrix as rows of project, objective, links, quantified, share (of the project), spend.

    `allocated` as `money.allocated` of cost. What is put down to no objective has the objective None. The spend of a
    project without a known actual cost is no number; where it is known, what is put down to a pair without any is 0.
    """
    linked = paths.groupby(["project", "objective"])[["links", "quantified"]].sum()
    cost = allocated[allocated["kind"] == "cost"]
    spent = cost.groupby(["project", "objective"], dropna=False).agg(share=("share", "sum"), spend=("actual", "sum"))
    keys = dict.fromkeys(("project", "objective"), object)  # empty frames have columns of other types
    frame = linked.reset_index().astype(keys).merge(spent.reset_index().astype(keys), on=list(keys), how="outer")
    frame[["links", "quantified"]] = frame[["links", "quantified"]].fillna(0).astype(int)
    frame[["share", "spend"]] = frame[["share", "spend"]].astype(float).fillna(0.0)
    frame["spend"] = frame["spend"].where(frame["project"].isin(cost.loc[cost["actual"].notna(), "project"]))
    return frame.assign(objective=frame["objective"].astype(object).where(frame["objective"].notna(), None))


def flows(
    paths: pd.DataFrame, allocated: pd.DataFrame, objectives: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """Give how paths and money go from the departments of projects to those of objectives.

    `projects` and `objectives` by key: department. Gives from_department, to_department (None where not stated or not
    allocated), paths, projects, spend (actual cost, not a number where none of anything is known), crosses.
    """
    both = ["from_department", "to_department"]
    found = []
    for rows in (paths, allocated[allocated["kind"] == "cost"]):
        of, to = rows["project"].map(projects["department"]), rows["objective"].map(objectives["department"])
        named = rows.assign(from_department=of.astype(object), to_department=to.astype(object))
        found.append(named.groupby(both, dropna=False))
    frame = found[0].agg(paths=("objective", "size"), projects=("project", "nunique")).reset_index()
    spend = found[1]["actual"].sum().rename("spend").reset_index()
    frame = frame.astype(dict.fromkeys(both, object)).merge(
        spend.astype(dict.fromkeys(both, object)), on=both, how="outer"
    )
    counts = ["paths", "projects"]
    frame[counts] = frame[counts].fillna(0).astype(int)
    known = bool(allocated.loc[allocated["kind"] == "cost", "actual"].notna().any())
    frame["spend"] = frame["spend"].astype(float).fillna(0.0) if known else np.nan
    frame[both] = frame[both].astype(object).where(frame[both].notna(), None)
    frame["crosses"] = frame[both].notna().all(axis=1) & (frame[both[0]] != frame[both[1]])
    return frame


def warnings(
    projects: pd.DataFrame,
    served: pd.DataFrame,
    effects: pd.DataFrame,
    kpis: pd.DataFrame,
    objectives: pd.DataFrame,
    readings: pd.DataFrame,
    day: str,
) -> pd.DataFrame:
    """Warn, with a date, of work that loses its way while it still runs; ended and proposed projects are left out.

    `objectives` by key: due, state, valid_from, the retired ones too where they are known. Gives rows of project,
    warning (no_path, no_readings, retired, effect_too_late), date, subject_kind, subject, until (the date that is
    missed).
    """
    running = projects.index[~projects["stage"].isin((*ENDED, "proposed"))]
    mine = effects[effects["project"].isin(running)].copy()
    to_kpi = mine["serves_kind"] == "kpi"
    mine["objective"] = mine["serves"].map(kpis["objective"]).where(to_kpi, mine["serves"])
    read = readings.loc[readings["actual"].notna(), "kpi"].unique()
    retired = objectives.index[objectives["state"] == "retired"]
    mine["gone"] = mine["objective"].isin(retired) | ~mine["objective"].isin(objectives.index)
    mine["blind"] = to_kpi & ~mine["serves"].isin(read) & ~mine["gone"]
    dead = mine["gone"] | mine["blind"]
    only_dead = dead.groupby(mine["project"]).transform("all") if len(mine) else dead
    due = mine["objective"].map(objectives["due"])
    mine["until"] = due.where(due.notna(), mine["serves"].map(kpis["target_date"]))
    late = ~mine["done"] & mine["effective"].notna() & mine["until"].notna()
    late &= (mine["effective"].astype("string") > mine["until"].astype("string")).fillna(False).astype(bool)
    pathless = served.index[(served["path"] == NOTHING) & served.index.isin(running)]
    since = mine["objective"].map(objectives["valid_from"])
    rows = [
        _warned(pd.DataFrame({"project": pathless}), "no_path", day, "project", "project"),
        _warned(mine[only_dead & mine["blind"]], "no_readings", day, "kpi", "serves"),
        _warned(mine[only_dead & mine["gone"]], "retired", since.fillna(day), "objective", "objective"),
        _warned(mine[late], "effect_too_late", mine["effective"], "kpi", "serves"),
    ]
    order = ["project", "date", "warning", "subject"]
    return pd.concat(rows, ignore_index=True).drop_duplicates().sort_values(order, ignore_index=True)


def _warned(rows: pd.DataFrame, warning: str, date: str | pd.Series, kind: str, subject: str) -> pd.DataFrame:
    made = pd.DataFrame({"project": rows["project"], "warning": warning}, index=rows.index, dtype=object)
    made["date"] = date if isinstance(date, str) else date.reindex(rows.index)
    made["subject_kind"], made["subject"] = kind, rows[subject]
    made["until"] = rows["until"] if "until" in rows and warning == "effect_too_late" else None
    return made.astype(object)


def weight_cuts(paths: pd.DataFrame, approved: pd.DataFrame, objectives: pd.DataFrame, day: str) -> pd.DataFrame:
    """Warn where an objective weighs less than when a project that serves it was approved.

    `approved`: project, objective, weight (of 100, as it stood then). Gives rows of project, warning (weight_cut),
    date, subject_kind, subject, weight, now (both of 100).
    """
    frame = (
        paths[["project", "objective"]]
        .drop_duplicates()
        .merge(approved.astype({"project": object, "objective": object}), on=["project", "objective"])
    )
    frame["now"] = frame["objective"].map(weights(objectives["weight"])).astype(float) * 100
    cut = frame[frame["now"] < pd.to_numeric(frame["weight"]) - 1e-9].rename(columns={"objective": "subject"})
    cut = cut.assign(warning="weight_cut", date=day, subject_kind="objective")
    return cut[["project", "warning", "date", "subject_kind", "subject", "weight", "now"]].reset_index(drop=True)


def spend_ahead(effects: pd.DataFrame, points: pd.DataFrame, costs: pd.DataFrame, day: str) -> pd.DataFrame:
    """Warn where spend runs ahead of contribution: more of the money has gone than of the contribution has come.

    Only where contribution is behind its own plan (what by baseline should have come by the day), by more than 10
    points. `points` as `causes.points`, on the index of `effects`; `costs` by project: actual, budget. Gives rows of
    project, warning (spend_ahead), date, spent, planned and delivered (percent of the money and of the points).
    """
    worth = points["points"].abs().fillna(0.0)
    planned = (effects["baseline"].astype("string") <= day).fillna(False).astype(bool)
    come = effects["done"] & (effects["effective"].astype("string") <= day).fillna(False).astype(bool)
    rows = pd.DataFrame({"project": effects["project"], "all": worth, "planned": worth.where(planned, 0.0)})
    rows["delivered"] = worth.where(come, 0.0)
    sums = rows.groupby("project").sum()
    sums = sums[sums["all"] > 0]
    frame = sums[["planned", "delivered"]].div(sums["all"], axis=0) * 100
    budget = pd.to_numeric(costs["budget"]).astype(float)
    spent = pd.to_numeric(costs["actual"]).astype(float) / budget.where(budget > 0) * 100
    frame.insert(0, "spent", spent.reindex(frame.index))
    behind = (frame["planned"] - frame["delivered"] > 1e-9) & (frame["spent"] - frame["delivered"] > AHEAD)
    return frame[behind].assign(warning="spend_ahead", date=day).reset_index()
