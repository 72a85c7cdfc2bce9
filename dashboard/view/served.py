"""What contributions lead to, by name."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from data import queries


def served(connection: Connection, revision: int, keys: Sequence[str]) -> pd.DataFrame:
    """Give name and unit of KPIs and objectives (which have no unit) by their keys."""
    measured = queries.kpis(connection, revision, keys)[["name", "unit"]]
    aims = queries.objectives(connection, revision, keys)[["name"]]
    return pd.concat([measured, aims.assign(unit=None)])
