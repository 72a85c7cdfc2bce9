"""Up to which target of a KPI work counts: the last of its dated ones, those among its readings included."""

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.causes.outlook import final_targets
from data import queries
from data.frames import objects


def to_the_end(connection: Connection, revision: int, kpis: pd.DataFrame) -> pd.DataFrame:
    """Give KPIs (with better, target, target_date) with the target and the date up to which their outlook and their gap
    count, so that whoever says that an effect comes too late, or what it is of the way, means the same.
    """
    further = queries.further_targets(connection, revision)
    moved = kpis.index.intersection(further["kpi"].unique())
    if moved.empty:
        return kpis
    ends = final_targets(kpis.loc[moved], further[further["kpi"].isin(moved)])
    date, target = ({key: end[place] for key, end in ends.items()} for place in (0, 1))
    return kpis.assign(
        target_date=objects((date.get(key, day) for key, day in kpis["target_date"].items()), kpis.index),
        target=objects((target.get(key, value) for key, value in kpis["target"].items()), kpis.index),
    )
