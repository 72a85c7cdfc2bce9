"""The work behind one cell of the heatmap: the assignments, and what they add up to."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import load
from dashboard.analysis.load import HAIR
from dashboard.analysis.pieces import ASKED, DONE, FIRM, OVERDUE
from dashboard.analysis.working_time import Span, weeks_from
from dashboard.bookings import OPEN_UNIT, Lines, lines_of, open_units
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.projects import few
from dashboard.view.resources import Asked, inside_of, names_of
from dashboard.view.sources import with_sources
from dashboard.view.workload import of_projects, read
from dashboard.workloads import known_staff
from data import queries

MOST_UNITS = 20  # people, or demands without a name, whose work is read
_WORK = (
    "person", "name", "called", "project", "task_name", "start", "finish", "hours", "asked_hours", "overdue_hours",
)  # fmt: skip


class Cell(NamedTuple):
    """What stands behind one cell: the days it holds, and the hours had, asked for and, of these, overdue; hours of
    asked work, which do not count. rows, most hours first: person, name, called, project, project_name, task_name,
    hours (that count), asked_hours, overdue_hours, source, source_revision; of the `MOST_UNITS` people, or demands
    without a name, who have most of it, and how many `others`, people, and `unnamed`, demands, have work there.
    """

    key: str
    name: str
    first: str
    last: str
    rows: pd.DataFrame
    capacity: float | None
    demand: float
    asked: float
    overdue: float
    others: int
    unnamed: int


def cell_in(selection: Selection) -> tuple[str, str]:
    """Read which cell an address opens with `cell=period:group`: its period and its group, "" where none."""
    period, _, key = selection.last("cell").partition(":")
    return period, key


def cell_of(view: View, asked: Asked, key: str, period: str) -> Cell | None:
    """Give what stands behind the load of a group (by its key) in a period (by its first day); None where that is none
    of those that `resources_of` gives.
    """
    whole = weeks_from(view.today, asked.weeks)
    starts, periods = load.edges(whole, asked.step)
    if period not in periods or not view.number:
        return None
    at = periods.index(period)
    end = starts[at + 1] if at + 1 < len(starts) else whole.days
    span = Span(whole.first + int(starts[at]), int(end - starts[at]))
    behind = _behind_project if asked.by == "project" else _behind_group
    with view.store.reading() as connection:
        found = behind(connection, view.number, asked, key, span)
        if found is None:
            return None
        rows = work_of(connection, view.number, found.laid, found.chosen, span)
        names = queries.names_of_projects(connection, view.number, sorted(set(rows["project"].dropna())))
    return Cell(
        key, names_of(view, asked.by, [key])[key], span.iso(0), span.iso(span.days - 1),
        rows.assign(project_name=rows["project"].map(names)), found.capacity,
        sum(found.hours[kind] for kind in (DONE, FIRM, OVERDUE)), found.hours[ASKED], found.hours[OVERDUE],
        found.others, found.unnamed,
    )  # fmt: skip


class _Behind(NamedTuple):
    """Hours that a group has and, by kind, is asked for; assignments, which of them are shown, and to how many people
    (`others`) and demands without a name (`unnamed`) those belong that are not read.
    """

    capacity: float | None
    hours: dict[str, float]
    laid: Lines
    chosen: npt.NDArray[np.bool_]
    others: int
    unnamed: int


def _behind_group(connection: Connection, revision: int, asked: Asked, key: str, span: Span) -> _Behind | None:
    """Give what stands behind people and demand without a name that have something in common: only the assignments of
    those who have most are read.
    """
    staff = known_staff(connection, revision).reset_index(names="person").assign(skill=None)
    people = list(staff["person"][_belonging(staff, asked, key)])
    workload = read(connection, revision, span, few(people), nameless=asked.by != "person" or not key)
    mine = np.flatnonzero(_belonging(workload.units, asked, key))
    if not len(mine):
        return None
    of = {kind: minutes[mine].sum(axis=1) for kind, minutes in workload.by_unit.demand.items()}
    work = load.counted(of) + of[ASKED]
    busy = np.flatnonzero(work > HAIR)
    ranked = workload.units.iloc[mine[busy[np.argsort(-work[busy], kind="stable")]]]
    shown, left = ranked.head(MOST_UNITS), ranked["person"].iloc[MOST_UNITS:]
    named = shown["person"].notna()
    asking = shown.loc[~named, OPEN_UNIT]
    laid = lines_of(connection, revision, span, list(shown["person"][named]), sorted(set(asking["project"])))
    places, units = open_units(laid.rows)
    wanted = set(asking.itertuples(index=False, name=None))
    known = np.array([unit in wanted for unit in units.itertuples(index=False, name=None)] + [False], dtype=bool)
    chosen = laid.rows["person"].isin(shown["person"][named]).to_numpy() | known[places]
    had = float(workload.by_unit.capacity[mine].sum()) / 60
    hours = {kind: float(minutes.sum()) / 60 for kind, minutes in of.items()}
    return _Behind(had, hours, laid, chosen, int(left.notna().sum()), int(left.isna().sum()))


def _behind_project(connection: Connection, revision: int, asked: Asked, key: str, span: Span) -> _Behind | None:
    if not of_projects(connection, revision, span, [key]).keys:
        return None
    laid = lines_of(connection, revision, span, projects=[key])
    chosen = np.ones(len(laid.rows), dtype=bool)
    if asked.departments:
        people = known_staff(connection, revision, sorted(set(laid.rows["person"].dropna())))["department"]
        own = queries.projects(connection, revision, [key], only=["department"])["department"].get(key)
        homes = laid.rows["person"].map(people).where(laid.rows["person"].notna(), own)
        chosen = homes.isin(asked.departments).to_numpy(dtype=bool)
    hours = {kind: float(minutes.sum()) / 60 for kind, minutes in laid.minutes_of(chosen, span).items()}
    return _Behind(None, hours, laid, chosen, 0, 0)


def _belonging(units: pd.DataFrame, asked: Asked, key: str) -> npt.NDArray[np.bool_]:
    """Say which units (`Workload.units`) belong to a group, inside of the departments that are asked for."""
    members = load.members(units, asked.by)
    of = members["group"].eq(key) if key else members["group"].isna()
    belong = np.zeros(len(units), dtype=bool)
    belong[members["unit"][of].to_numpy(dtype=np.int64)] = True
    return belong & inside_of(units, asked.departments)


def work_of(
    connection: Connection, revision: int, laid: Lines, chosen: npt.NDArray[np.bool_], span: Span
) -> pd.DataFrame:
    """Give the chosen assignments that ask for something in the span, most hours first (see `Cell.rows`), with the
    start and the finish of each.
    """
    found = laid.minutes_of(chosen, span)
    rows = laid.rows[chosen].assign(
        hours=load.counted(found).sum(axis=1) / 60,
        asked_hours=found[ASKED].sum(axis=1) / 60,
        overdue_hours=found[OVERDUE].sum(axis=1) / 60,
    )
    rows = rows[(rows["hours"] > HAIR) | (rows["asked_hours"] > HAIR)]
    people = known_staff(connection, revision, few(sorted(set(rows["person"].dropna()))))
    rows = rows.assign(name=rows["person"].map(people["name"]))
    rows = rows.sort_values(["hours", "asked_hours"], ascending=False, kind="stable")
    return with_sources(connection, rows[[*_WORK, "file", "sheet", "row"]].reset_index(drop=True))
