"""Reads what is at stake for one objective: the money put down to it, the risks that touch it, what changed."""

from dataclasses import dataclass

import pandas as pd

from dashboard.analysis import exposure, money
from dashboard.view import ObjectiveView, View, spent
from dashboard.view import projects as work
from dashboard.view.ahead import Ahead
from dashboard.view.sources import with_sources
from data import queries

_COST = ["plan", "actual", "expected"]


@dataclass(frozen=True)
class Cost:
    """Money of one objective, in `currency` (None where it is not known which).

    rows, by project: share (of its money that is put down to the objective, 0-1), plan, actual and expected of that
    share, unallocated (what it has spent that is put down to no objective), source and until (`money.spent_by`) ·
    left_out: sums that could not be converted, and why_left
    """

    currency: str | None
    rows: pd.DataFrame
    left_out: int
    why_left: str


@dataclass(frozen=True)
class Exposure:
    """Risk of one objective, in `currency` (None where it is not known which).

    risks: rows with source, those of the objective and its KPIs, of the projects behind it and of the milestones that
    serve it · exposed: as `exposure.by_objective`.
    """

    currency: str | None
    risks: pd.DataFrame
    exposed: dict[str, float]


def cost_of(view: View, found: ObjectiveView, ahead: Ahead) -> Cost:
    """Give the money that is put down to an objective."""
    with view.store.reading() as connection:
        rows = queries.contributions(connection, view.number, projects=list(ahead.projects.index))
        kpis = queries.kpis(connection, view.number, sorted(set(rows["serves"].dropna())))
        objectives = queries.objectives(connection, view.number)
        settings = queries.settings(connection, view.number)
        booked = money.converted(found.money, settings, ahead.projects)
        sums = spent.with_schedules(connection, view.number, booked, settings, ahead.projects)
    placed = money.allocated(money.whole_life(sums, view.today), money.shares(rows, kpis, ahead.projects), objectives)
    left_out = int(sums["why"].notna().sum())
    rows = _cost(placed, found.key).join(money.spent_by(sums))
    return Cost(money.reporting_currency(settings, sums), rows, left_out, money.reasons(sums["why"]))


def exposure_of(view: View, found: ObjectiveView, ahead: Ahead) -> Exposure:
    """Give the risks that touch an objective, and what they weigh."""
    about = [found.key, *found.kpis.index, *ahead.projects.index, *ahead.marks.index]
    with view.store.reading() as connection:
        settings = queries.settings(connection, view.number)
        risks = with_sources(connection, queries.risks(connection, view.number, work.few(about)))
    risks = risks[risks["about_key"].isin(about)]
    currency = money.reporting_currency(settings, found.money)
    weighed = exposure.weighed(risks, money.rates(settings), currency)
    marks = ahead.effects.drop_duplicates("milestone").set_index("milestone")[["project"]]
    exposed = exposure.by_objective(weighed, ahead.objectives, found.kpis, marks, ahead.behind)
    return Exposure(currency, risks, {str(name): each for name, each in exposed.loc[found.key].to_dict().items()})


def _cost(placed: pd.DataFrame, key: str) -> pd.DataFrame:
    cost = placed[placed["kind"] == "cost"]
    mine = cost[cost["objective"] == key].groupby("project")[["share", *_COST]].sum(min_count=1)
    frame = mine.reindex(sorted(cost["project"].unique()))
    nowhere = cost[cost["objective"].isna()].groupby("project")["actual"].sum(min_count=1)
    return frame.assign(share=frame["share"].fillna(0.0), unallocated=nowhere.reindex(frame.index))


def changes_of_objective(rows: pd.DataFrame, found: ObjectiveView, ahead: Ahead) -> pd.DataFrame:
    """Keep of what changed (`view.changes`) what concerns an objective: itself, its KPIs, the projects and milestones
    behind it.
    """
    keys = {
        "objective": [found.key], "kpi": list(found.kpis.index), "project": list(ahead.projects.index),
        "milestone": list(ahead.marks.index),
    }  # fmt: skip
    mine = pd.Series(False, index=rows.index)
    for kind, wanted in keys.items():
        mine |= (rows["subject_kind"] == kind) & rows["key"].isin(wanted)
    return rows[mine]
