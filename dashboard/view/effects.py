"""Reads what contributions were to do to some KPIs and what was seen of it."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import causes, effect_words
from dashboard.analysis.effect_words import Key
from dashboard.view.projects import few
from dashboard.view.tuned import for_everything
from data import queries


class Effects(NamedTuple):
    """`told`, by contribution (project, milestone, KPI), what was expected and seen; `over`, by KPI of which more than
    the whole way is declared, how much that is in percent.
    """

    told: dict[Key, str]
    over: dict[str, float]


def effects(connection: Connection, revision: int, today: str, served: Sequence[str]) -> Effects:
    """Give the effects on some KPIs and objectives."""
    if not served:
        return Effects({}, {})
    rows = queries.contributions(connection, revision, served=few(served))
    rows = rows[rows["project"].notna() & rows["serves"].isin(list(served))]
    projects = queries.projects(connection, revision, few(set(rows["project"])))
    marks = queries.milestones(connection, revision, keys=few(set(rows["milestone"].dropna())))
    kpis = queries.kpis(connection, revision, few(served))
    readings = queries.readings(connection, revision, list(kpis.index))
    found = causes.effects(rows, marks, projects)
    against = causes.claims(found, kpis, today)["against"]
    gaps = causes.gaps(kpis, readings, found, today, cuts=for_everything(connection, revision))
    over = pd.to_numeric(gaps.loc[gaps["over"], "gap_covered"])
    return Effects(
        effect_words.told(found, causes.seen(kpis, readings, found), against, kpis["unit"]),
        {str(key): float(value) for key, value in over.items()},
    )
