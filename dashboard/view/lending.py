"""What departments lend to each other over some months, and who is shared."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import lending
from dashboard.analysis.load import counted, edges
from dashboard.analysis.pieces import ASKED
from dashboard.analysis.working_time import Span
from dashboard.view import View
from dashboard.view.workload import Workload, read
from data import queries

MONTHS = 6


@dataclass(frozen=True)
class Lending:
    """Days, of the page whole months from that of the day on.

    matrix: as `analysis.lending.matrix` · standard: hours of a full-time calendar by month (its first day) · people:
    as `sharing`, with name, role and pool (shared or dedicated, as a register declares it) · counts: as `counted` ·
    drained: as `analysis.lending.drained` · departments and projects: their names by key.
    """

    span: Span
    matrix: pd.DataFrame
    standard: dict[str, float]
    people: pd.DataFrame
    counts: pd.DataFrame
    drained: pd.DataFrame
    departments: dict[str, str]
    projects: dict[str, str]


def lending_of(view: View, span: Span | None = None) -> Lending:
    """Give what departments lend as a view sees it: over half a year from its month on, or over other days."""
    days = span or months_from(view.today)
    with view.store.reading() as connection:
        return lending_in(connection, view.number, read(connection, view.number, days))


def lending_in(connection: Connection, revision: int, everybody: Workload) -> Lending:
    """Give what departments lend in the workload of a revision."""
    span, known = everybody.span, queries.people(connection, revision)
    projects = queries.projects(connection, revision, sorted(set(everybody.lines["project"])))
    found = lending.pairs(everybody.lines, everybody.people["department"], projects["department"])
    minutes = counted(everybody.by_day(found.rows, len(found.of)))
    full = everybody.times.over(span).minutes(None)
    starts, months = edges(span, "month")
    standard = (np.add.reduceat(full, starts) / 60).tolist() if len(starts) else []
    people = lending.sharing(found.of, minutes)
    people = people.assign(**{name: people["person"].map(known[name]) for name in ("name", "role", "pool")})
    return Lending(
        span,
        lending.matrix(found.of, minutes, span, full),
        dict(zip(months, standard, strict=True)),
        people,
        lending.counted(people),
        lending.drained(found.of, minutes, span, known, _asked(everybody, projects)),
        queries.names_of_listed(connection, revision, "department"),
        {str(key): name or str(key) for key, name in projects["name"].items()},
    )


def months_from(day: str, months: int = MONTHS) -> Span:
    """Give whole months from that of a day on."""
    first = np.datetime64(day[:7], "M")
    last = (first + months).astype("datetime64[D]") - 1
    return Span.of(str(first.astype("datetime64[D]")), str(last))


def _asked(everybody: Workload, projects: pd.DataFrame) -> pd.DataFrame:
    """Give the demand for which nobody is named: department (of the project), project, hours."""
    nobody = ~everybody.lines["person"].isin(everybody.people.index)
    minutes = everybody.minutes_of(nobody.to_numpy())
    hours = (counted(minutes) + minutes[ASKED]).sum(axis=1) / 60
    keys = everybody.lines["project"][nobody]
    owners = projects["department"].reindex(keys).array
    return pd.DataFrame({"department": owners, "project": keys.array, "hours": hours})
