"""Reads what schedules say was spent, as the loads have computed it; the rest of what was spent stands in Money."""

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import money
from dashboard.analysis.earned_value import MONEY
from dashboard.analysis.money import FIGURES, SCHEDULE
from dashboard.view import projects as work
from dashboard.words import MONEY_NOT_GIVEN
from data import queries

_COLUMNS = ("project", "month", "kind", *FIGURES, "currency")


def with_schedules(
    connection: Connection, revision: int, sums: pd.DataFrame, settings: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """Add to the money of projects (`money.converted`) what their schedules say was spent where Money does not, as
    `money.with_schedules`.
    """
    known = sums["project"][(sums["kind"] == "cost") & sums["actual"].notna()]
    lacking = projects.index[~projects.index.isin(known)].to_list()
    return money.with_schedules(sums, _by_schedules(connection, revision, lacking), settings, projects)


def _by_schedules(connection: Connection, revision: int, keys: Sequence[str]) -> pd.DataFrame:
    """Give the actual cost (AC) of some projects that comes from their schedule, as a row of money each.

    AC is that of the findings, which name its source and its day; hours and working days are no money. Gives project,
    month (the day up to which it counts), kind (cost), actual, currency (None where none is given), and plan, committed
    and forecast, which are missing: for `money.with_schedules`.
    """
    more = ("unit", "inputs")
    found = queries.figures(connection, revision, "project", ("ac",), work.few(keys), more)["ac"] if keys else {}
    rows = []
    for key in keys:
        if (line := found.get(key)) is None:
            continue
        inputs = json.loads(line.inputs)
        if inputs.get("ac_source") == SCHEDULE and inputs.get("basis") == MONEY and inputs.get("ac_date"):
            currency = None if line.unit == MONEY_NOT_GIVEN else line.unit
            rows.append((key, inputs["ac_date"], "cost", np.nan, np.nan, line.value, np.nan, currency))
    return pd.DataFrame(rows, columns=[*_COLUMNS]).astype({"currency": object})
