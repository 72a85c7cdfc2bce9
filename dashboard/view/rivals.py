"""Reads what projects that compete with others for people endanger, and what the others do."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import conflicts
from dashboard.analysis.load import HAIR
from dashboard.analysis.working_time import weeks_from
from dashboard.standings import brought, known_standings
from dashboard.view.projects import few
from data import booked
from data.workforce import people_on

_FEW = 100  # projects that are looked for by name


def against(connection: Connection, revision: int, today: str, keys: Sequence[str]) -> pd.DataFrame:
    """Give what projects and those that compete with them for people in the coming year still have to bring
    (`conflicts.against`), as loads have kept it.
    """
    if not keys:
        return pd.DataFrame(columns=["endangers", "endangers_other"], dtype=float)
    span = weeks_from(today)
    within = span.iso(0), span.iso(span.days - 1)
    people = people_on(connection, revision, keys) if len(keys) <= _FEW else None
    weeks = booked.overloads(connection, revision, within, conflicts.LEAST - HAIR, people)
    sides = conflicts.sides(weeks, conflicts.joined(weeks))
    said = known_standings(connection, revision, few(sorted(set(sides["project"]))), ["brings"])["brings"]
    return conflicts.against(sides, brought(said.dropna())).reindex(list(keys))
