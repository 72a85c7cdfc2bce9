"""What departments lend to each other over some months, and who is shared."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from dashboard import spreads
from dashboard.analysis import lending
from dashboard.analysis.load import HAIR, counted, edges
from dashboard.analysis.pieces import ASKED
from dashboard.analysis.working_time import Span
from dashboard.bookings import Lines
from dashboard.view import View
from dashboard.view.projects import few
from dashboard.workloads import known_staff
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
        return lending_in(connection, view.number, days)


def lending_in(connection: Connection, revision: int, span: Span) -> Lending:
    """Give what departments lend over some days as of a revision."""
    known, laid = known_staff(connection, revision), spreads.read(connection, revision, span)
    projects = queries.projects(connection, revision, few(set(laid.rows["project"])), only=["name", "department"])
    found = lending.pairs(laid.rows, known["department"], projects["department"])
    hours = counted(laid.by_period(found.rows, len(found.of), span, "month")) / 60
    starts, months = edges(span, "month")
    full = laid.times.over(span).minutes(None)
    standard = dict(zip(months, (np.add.reduceat(full, starts) / 60).tolist(), strict=True)) if months else {}

    def days(places: npt.NDArray[np.int64]) -> tuple[str, str]:
        mine = np.where(np.isin(found.rows, places), 0, -1)
        worked = np.flatnonzero(counted(laid.by_day(mine, 1, span))[0] > HAIR)
        return span.iso(int(worked[0])), span.iso(int(worked[-1]))

    people = lending.sharing(found.of, hours)
    people = people.assign(**{name: people["person"].map(known[name]) for name in ("name", "role", "pool")})
    return Lending(
        span,
        lending.matrix(found.of, hours, standard),
        standard,
        people,
        lending.counted(people),
        lending.drained(found.of, hours, known, _asked(laid, span, projects), days),
        queries.names_of_listed(connection, revision, "department"),
        {str(key): name or str(key) for key, name in projects["name"].items()},
    )


def months_from(day: str, months: int = MONTHS) -> Span:
    """Give whole months from that of a day on."""
    first = np.datetime64(day[:7], "M")
    last = (first + months).astype("datetime64[D]") - 1
    return Span.of(str(first.astype("datetime64[D]")), str(last))


def _asked(laid: Lines, span: Span, projects: pd.DataFrame) -> pd.DataFrame:
    """Give the demand for which nobody is named: department (of the project), project, hours."""
    nobody = laid.rows["person"].isna().to_numpy()
    minutes = laid.by_period(np.where(nobody, np.cumsum(nobody) - 1, -1), int(nobody.sum()), span, "month")
    hours = (counted(minutes) + minutes[ASKED]).sum(axis=1) / 60
    keys = laid.rows["project"][nobody]
    owners = projects["department"].reindex(keys).array
    return pd.DataFrame({"department": owners, "project": keys.array, "hours": hours})
