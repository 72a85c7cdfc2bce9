"""Reads what projects are judged by, and adopts an earlier plan as baseline where the register says so."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard import workloads
from dashboard.analysis import resources
from dashboard.analysis.exposure import of_threats, stated_once
from dashboard.analysis.money import FIGURES, in_own_currency, once
from dashboard.analysis.planned_value import Calendars
from dashboard.analysis.projects import Facts
from dashboard.analysis.thresholds import Thresholds
from data import queries, work
from data.frames import objects
from data.store import find_revision

# What a schedule without baseline takes from the plan that was adopted.
_ADOPTED = {
    "baseline_start": "start",
    "baseline_finish": "finish",
    "baseline_cost": "plan_cost",
    "baseline_work": "plan_work",
}


def read(
    connection: Connection,
    revision: int,
    projects: pd.DataFrame,
    milestones: pd.DataFrame,
    lines: pd.DataFrame,
    calendars: Calendars,
    keys: Sequence[str] | None,
    cuts: Thresholds,
) -> Facts:
    """Give what projects are judged by; `keys` names them, None takes all; `cuts` are the thresholds of each.

    `milestones`, by key, as judged; `lines`, by key, are milestones, deliverables, gates and reviews as stated.
    """
    return Facts(
        projects,
        tasks(connection, revision, projects, keys),
        milestones.reset_index(names="key"),
        lines[lines["kind"] == "deliverable"],
        money(connection, revision, projects, keys),
        exposure(connection, revision, projects, lines),
        resources.of_projects(*workloads.coming(connection, revision, projects), projects.index, cuts.overbooked_share),
        calendars,
        cuts,
    )


def tasks(connection: Connection, revision: int, projects: pd.DataFrame, keys: Sequence[str] | None) -> pd.DataFrame:
    """Give the leaf tasks of projects, those without a baseline with the one of the adopted plan."""
    rows = work.leaf_tasks(connection, revision, keys)
    for day, of in projects.groupby("baseline_as_of").groups.items():
        plan = find_revision(connection, as_of=str(day))
        if plan is not None:
            then = work.leaf_tasks(connection, revision, list(of), then=plan.number)
            rows = _adopt(rows, then)
    return rows


def _adopt(rows: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """Fill the baselines of lines without any from the plan; a line that it did not hold keeps none."""
    at = ["project", "feed", "source_key"]
    then = rows[at].merge(plan[[*at, *_ADOPTED.values()]], on=at, how="left").set_index(rows.index)
    lacking = rows["baseline_start"].isna() & rows["baseline_finish"].isna() & then["finish"].notna()
    for column, source in _ADOPTED.items():
        rows[column] = objects(then[source].where(lacking, rows[column]), rows.index)
    return rows


def adopted(connection: Connection, projects: pd.DataFrame) -> pd.Series:
    """Give, by project, the revision whose plan the register adopts as baseline; missing without one."""
    plans = {day: find_revision(connection, as_of=str(day)) for day in projects["baseline_as_of"].dropna().unique()}
    numbers = {day: plan.number for day, plan in plans.items() if plan}
    return objects(map(numbers.get, projects["baseline_as_of"]), projects.index)


def money(connection: Connection, revision: int, projects: pd.DataFrame, keys: Sequence[str] | None) -> pd.DataFrame:
    """Give what was spent by month, each sum once however many feeds state it, in the currency of its project where a
    rate is known: project, month, actual, currency.
    """
    rows = once(queries.money(connection, revision, keys, only=("kind", *FIGURES, "currency")))
    spent = rows[(rows["kind"] == "cost") & rows["actual"].notna()][["project", "month", "actual", "currency"]]
    return in_own_currency(spent, projects, queries.settings(connection, revision))


def exposure(connection: Connection, revision: int, projects: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Give, by project, the open threats to it and its milestones, as `exposure.of_threats`.

    `milestones`, by key: project.
    """
    rows = stated_once(queries.risks(connection, revision))
    about = rows["about_key"]
    of = about.where(about.isin(projects.index), about.map(milestones["project"]))
    return of_threats(rows, of, projects, queries.settings(connection, revision))
