"""Warnings of alignment that rest on more than what holds now: weights as they were at approval, spend and delivery."""

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.analysis import alignment, causes
from dashboard.analysis.causes.gaps import weights
from data import queries, schema
from data.frames import frame, holds
from data.records import Objective, Project
from data.schema import FACTS, table_name


def weight_cuts(
    connection: Connection, revision: int, day: str, paths: pd.DataFrame, objectives: pd.DataFrame
) -> pd.DataFrame:
    """Warn where an objective weighs less than when a project that serves it was approved (`alignment.weight_cuts`).

    A project counts as approved from the first revision in which a source states it as anything but proposed.
    """
    approved = _approved(connection, revision)
    rows = paths[["project", "objective"]].drop_duplicates()
    rows = rows.assign(epoch=rows["project"].map(_epochs(connection, approved)).astype("Int64"))
    rows["weight"] = float("nan")
    for epoch, mine in rows.groupby("epoch"):  # a handful: the revisions in which an objective changed
        share = weights(queries.objectives(connection, int(str(epoch)))["weight"]) * 100
        rows.loc[mine.index, "weight"] = mine["objective"].map(share).astype(float)
    known = rows.loc[rows["weight"].notna(), ["project", "objective", "weight"]]
    return alignment.weight_cuts(paths, known, objectives, day)


def _approved(connection: Connection, revision: int) -> pd.Series:
    """Give, by project, the first revision in which a source states it as anything but proposed."""
    table, own = FACTS[Project], schema.identity
    query = (
        select(own.c.key, func.min(table.c.since).label("first"))
        .join_from(table, own, (own.c.feed == table.c.feed) & (own.c.source == table.c.key))
        .where(own.c.record == table_name(Project), holds(own, revision), table.c.since <= revision)
        .where(func.coalesce(table.c.stage, "active") != "proposed")
        .group_by(own.c.key)
    )
    return frame(connection, query).set_index("key")["first"]


def _epochs(connection: Connection, approved: pd.Series) -> pd.Series:
    """Give, for the revisions in which projects were approved, the last one before in which any objective changed."""
    table = FACTS[Objective]
    changed = sorted({number for row in connection.execute(select(table.c.since, table.c.until)) for number in row})
    places = pd.Series(changed, dtype=float).searchsorted(approved.astype(float), side="right") - 1
    return pd.Series([changed[place] if place >= 0 else None for place in places], approved.index, dtype=object)


def spend_ahead(
    connection: Connection,
    revision: int,
    day: str,
    effects: pd.DataFrame,
    kpis: pd.DataFrame,
    objectives: pd.DataFrame,
    readings: pd.DataFrame,
    totals: pd.DataFrame,
) -> pd.DataFrame:
    """Warn where more of a project's money has gone than of its contribution has come (`alignment.spend_ahead`).

    The money is AC against BAC in the project's own unit; where these are not computed, actual cost against the plan of
    the whole life (`totals` as `money.totals`).
    """
    found = queries.figures(connection, revision, "project", ("ac", "bac"), None, ("unit",))
    spent, budget = ({key: line.value for key, line in found[name].items()} for name in ("ac", "bac"))
    costs = pd.DataFrame({"actual": pd.Series(spent, dtype=float), "budget": pd.Series(budget, dtype=float)})
    costs = costs.dropna()
    stated = totals[totals["kind"] == "cost"].set_index("project")[["actual", "plan"]].set_axis([*costs], axis=1)
    costs = pd.concat([costs, stated[~stated.index.isin(costs.index)]])
    worth = causes.points(effects, kpis, objectives, readings)
    made = alignment.spend_ahead(effects, worth, costs, day)
    return made.assign(subject_kind="project", subject=made["project"])
