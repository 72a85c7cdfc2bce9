"""Thresholds as settings have them at a revision, for what is judged when it is read."""

from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.analysis import thresholds
from dashboard.analysis.thresholds import DEFAULTS, Thresholds
from data import queries, schema


class Cuts(NamedTuple):
    """The thresholds that hold for everything, of each objective and of each KPI."""

    everything: Thresholds = DEFAULTS
    objectives: Thresholds = DEFAULTS
    kpis: Thresholds = DEFAULTS


PLAIN = Cuts()


def for_strategy(connection: Connection, revision: int, kpis: pd.DataFrame, objectives: pd.Index) -> Cuts:
    """Give the thresholds of KPIs (by key: objective, on_date) and of objectives (keys)."""
    settings = queries.settings(connection, revision)
    if not thresholds.has_any(settings):
        return PLAIN
    day = _day(connection, revision)
    of = queries.objectives(connection, revision, [str(key) for key in objectives])
    return Cuts(
        thresholds.on(settings, day),
        thresholds.of_objectives(settings, of, day),
        thresholds.of_kpis(settings, kpis, kpis["on_date"]),
    )


def for_everything(connection: Connection, revision: int) -> Thresholds:
    """Give the thresholds that hold for everything on the day of a revision."""
    return thresholds.on(queries.settings(connection, revision), _day(connection, revision))


def for_objectives(connection: Connection, revision: int, objectives: pd.DataFrame) -> Thresholds:
    """Give the thresholds of objectives (by key: department) on the day of a revision."""
    settings = queries.settings(connection, revision)
    return thresholds.of_objectives(settings, objectives, _day(connection, revision))


def for_kpis(connection: Connection, revision: int, kpis: pd.DataFrame) -> Thresholds:
    """Give the thresholds of KPIs (by key: objective, on_date) on the days of their readings."""
    return thresholds.of_kpis(queries.settings(connection, revision), kpis, kpis["on_date"])


def for_projects(connection: Connection, revision: int, projects: pd.DataFrame) -> Thresholds:
    """Give the thresholds of projects (by key: status_date, department, programme) on their status dates."""
    return thresholds.of_projects(queries.settings(connection, revision), projects)


def _day(connection: Connection, revision: int) -> str:
    """Give the day on which a revision was recorded, "" where there is none."""
    load = schema.load.c
    return (connection.execute(select(load.recorded_at).where(load.revision == revision)).scalar() or "")[:10]
