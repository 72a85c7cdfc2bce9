"""Reads what schedules say was spent, as the loads have computed it; the rest of what was spent stands in Money."""

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, or_, select

from dashboard.analysis import money
from dashboard.analysis.earned_value import MONEY
from dashboard.analysis.money import FIGURES, SCHEDULE
from dashboard.view import projects as work
from dashboard.words import MONEY_NOT_GIVEN
from data import queries
from data.frames import frame, holds
from data.records import Money
from data.schema import FACTS

_COLUMNS = ("project", "month", "kind", *FIGURES, "currency")


def with_schedules(
    connection: Connection,
    revision: int,
    sums: pd.DataFrame,
    settings: pd.DataFrame,
    projects: pd.DataFrame,
    counted: pd.Series | None = None,
) -> pd.DataFrame:
    """Add to the money of projects (`money.converted`) what their schedules say was spent where Money does not, as
    `money.with_schedules`.
    """
    lacking = projects.index[~projects.index.isin(money.actual_cost(sums)["project"])].to_list()
    return money.with_schedules(sums, _by_schedules(connection, revision, lacking), settings, projects, counted)


def currencies(connection: Connection, revision: int, settings: pd.DataFrame) -> pd.Series | None:
    """Give the currencies of all sums, each about once, for whoever converts only some of them: as all are converted
    together, those of Money decide, or where it holds nothing those of schedules. None where a setting decides.
    """
    if money.reporting_currency(settings, pd.DataFrame({"currency": []})) is not None:
        return None
    projects = queries.projects(connection, revision, only=["currency"])
    rows = _kinds_of_money(connection, revision)
    rows = rows if len(rows) else _by_schedules(connection, revision, projects.index.to_list())
    return money.stated_currency(rows, projects)


def _kinds_of_money(connection: Connection, revision: int) -> pd.DataFrame:
    """Give which projects have figures in which currency (None: none is stated) in their Money."""
    table = FACTS[Money]
    some = or_(*(table.c[name].is_not(None) for name in FIGURES))
    query = select(table.c.feed, table.c.project, table.c.currency).distinct()
    query = query.where(holds(table, revision), table.c.month.is_not(None), table.c.kind.is_not(None), some)
    rows = frame(connection, query)
    rows["project"] = queries.pointed(rows, "project", queries.meaning(connection, "project", revision))
    return rows[rows["project"].notna()]


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
