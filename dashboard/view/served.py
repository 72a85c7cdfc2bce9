"""What contributions lead to, by name."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from data.frames import merged, stated
from data.records import Kpi, Objective


def served(connection: Connection, revision: int, keys: Sequence[str]) -> pd.DataFrame:
    """Give name and unit of KPIs and objectives (which have no unit) by their keys."""
    measured = merged(stated(connection, Kpi, "kpi", revision, keys, only=["name", "unit", "emptied"]))
    aims = merged(stated(connection, Objective, "objective", revision, keys, only=["name", "state", "emptied"]))
    aims = aims[aims["state"].isna() | (aims["state"] != "retired")]
    return pd.concat([measured[["name", "unit"]], aims[["name"]].assign(unit=None)])
