"""What departments lend to each other over some months, and who is shared."""

from dataclasses import dataclass
from functools import cached_property

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
from dashboard.workloads import known_staff
from data import queries

MONTHS = 6


@dataclass(frozen=True)
class Lending:
    """Days, of the page whole months from that of the day on, and what is worked out of them when it is asked for.

    standard: hours of a full-time calendar by month (its first day) · departments and projects: their names by key ·
    laid: what is booked · pairs: whose work for whom it is · hours: of each of these and each month · staff: as
    `known_staff` · owners: the department of each project.
    """

    span: Span
    standard: dict[str, float]
    departments: dict[str, str]
    projects: dict[str, str]
    laid: Lines
    pairs: lending.Pairs
    hours: lending.Hours
    staff: pd.DataFrame
    owners: pd.Series

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """Give what departments work for departments (`analysis.lending.matrix`)."""
        return lending.matrix(self.pairs.of, self.hours, self.standard)

    @cached_property
    def people(self) -> pd.DataFrame:
        """Give whom each person works for (`analysis.lending.sharing`), with name, role and pool (shared or dedicated,
        as a register declares it).
        """
        found = lending.sharing(self.pairs.of, self.hours)
        return found.assign(**{name: found["person"].map(self.staff[name]) for name in ("name", "role", "pool")})

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Count these people by department (`analysis.lending.counted`)."""
        return lending.counted(self.people)

    @cached_property
    def drained(self) -> pd.DataFrame:
        """Give the departments that lend nearly everybody of a role (`analysis.lending.drained`)."""
        return lending.drained(self.pairs.of, self.hours, self.staff, self._asked(), self._days)

    def _days(self, places: npt.NDArray[np.int64]) -> tuple[str, str]:
        mine = np.where(np.isin(self.pairs.rows, places), 0, -1)
        worked = np.flatnonzero(counted(self.laid.by_day(mine, 1, self.span))[0] > HAIR)
        return self.span.iso(int(worked[0])), self.span.iso(int(worked[-1]))

    def _asked(self) -> pd.DataFrame:
        """Give the demand for which nobody is named: department (of the project), project, hours."""
        nobody = self.laid.rows["person"].isna().to_numpy()
        places = np.where(nobody, np.cumsum(nobody) - 1, -1)
        minutes = self.laid.by_period(places, int(nobody.sum()), self.span, "month")
        hours = (counted(minutes) + minutes[ASKED]).sum(axis=1) / 60
        keys = self.laid.rows["project"][nobody]
        owners = self.owners.reindex(keys).array
        return pd.DataFrame({"department": owners, "project": keys.array, "hours": hours})


def lending_of(view: View, span: Span | None = None) -> Lending:
    """Give what departments lend as a view sees it: over half a year from its month on, or over other days."""
    days = span or months_from(view.today)
    with view.store.reading() as connection:
        return lending_in(connection, view.number, days)


def lending_in(connection: Connection, revision: int, span: Span) -> Lending:
    """Give what departments lend over some days as of a revision."""
    known, laid = known_staff(connection, revision), spreads.read(connection, revision, span)
    projects = queries.named_projects(connection, revision)
    found = lending.pairs(laid.rows, known["department"], projects["department"])
    starts, months = edges(span, "month")
    full = laid.times.over(span).minutes(None)
    return Lending(
        span,
        dict(zip(months, (np.add.reduceat(full, starts) / 60).tolist(), strict=True)) if months else {},
        queries.names_of_listed(connection, revision, "department"),
        {str(key): name or str(key) for key, name in projects["name"].items()},
        laid,
        found,
        counted(laid.by_period(found.rows, len(found.of), span, "month")) / 60,
        known,
        projects["department"],
    )


def months_from(day: str, months: int = MONTHS) -> Span:
    """Give whole months from that of a day on."""
    first = np.datetime64(day[:7], "M")
    last = (first + months).astype("datetime64[D]") - 1
    return Span.of(str(first.astype("datetime64[D]")), str(last))
