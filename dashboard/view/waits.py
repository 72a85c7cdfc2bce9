"""Reads how the hand-overs between projects stand: in the working days of the projects, by the thresholds that hold."""

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.handovers import handovers
from dashboard.view import tuned
from dashboard.view.baselines import worked_days


def judged(connection: Connection, revision: int, waits: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Judge dependencies (`queries.dependencies`) as `handovers` does; `milestones`, by key, are those of both ends."""
    names, calendars = worked_days(connection, revision, milestones)
    dated = milestones.assign(calendar=names)
    return handovers(waits, dated, calendars, tuned.for_everything(connection, revision))
