"""Reads what projects that compete with others for people endanger, and what the others do."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import conflicts
from dashboard.analysis.working_time import weeks_from
from dashboard.view.conflicts import conflicts_in
from data.workforce import people_on

_FEW = 100  # projects that are looked for by name


def against(connection: Connection, revision: int, today: str, keys: Sequence[str]) -> pd.DataFrame:
    """Give what projects and those that compete with them for people in the coming year still have to bring
    (`conflicts.against`); what is accepted is no conflict.
    """
    if not keys:
        return pd.DataFrame(columns=["endangers", "endangers_other"], dtype=float)
    people = people_on(connection, revision, keys) if len(keys) <= _FEW else None
    found = conflicts_in(connection, revision, today, weeks_from(today), people)
    brings = found.endangered.drop_duplicates(["project", "objective"])
    return conflicts.against(found.unaccepted(found.sides), brings).reindex(list(keys))
