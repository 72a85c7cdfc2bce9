"""What people have and what is asked of them over some days: units, their capacity and their demand.

What loads have kept is read (`data.booked`); of what an older version stored it is worked out now. The assignments
behind it are read when somebody asks for them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Engine

from dashboard import bookings, spreads, workloads
from dashboard.analysis import blocks, demand, load
from dashboard.analysis.load import Load
from dashboard.analysis.working_time import Minutes, Span, WorkingTime
from dashboard.view.projects import few
from dashboard.view.sources import with_sources
from data import booked, queries, schema, workforce
from data.frames import objects

if TYPE_CHECKING:  # which reads through this module
    from dashboard.view import View

_PERSON = ["name", "department", "role", "place", "skills", "line_manager"]

Source = tuple[Engine, int, list[str] | None]  # the store, the revision, and who was asked for (None: everybody)


@dataclass(frozen=True)
class Workload:
    """People and demand without a name over a span of days.

    people, by key: name, department, role, place, skills (JSON), line_manager · units: person, role, skill, skills,
    department, project (of demand without a name), people first · by_unit: their capacity and demand.
    """

    span: Span
    people: pd.DataFrame
    units: pd.DataFrame
    by_unit: Load
    source: Source

    def grouped(self, by: str) -> Load:
        """Add capacity and demand up by person, role, skill, department, or project, of which capacity is not known."""
        if by != "project":
            return load.grouped(self.by_unit, load.members(self.units, by))
        engine, revision, people = self.source
        if people is not None:
            return _by_project(self.assigned, self.span)
        with engine.connect() as connection:
            return of_projects(connection, revision, self.span)

    @cached_property
    def assigned(self) -> bookings.Lines:
        """Give the assignments that may lie on these days, laid over days. Of everybody they are many."""
        engine, revision, people = self.source
        with engine.connect() as connection:
            return bookings.lines_of(connection, revision, self.span, people)

    @property
    def lines(self) -> pd.DataFrame:
        """Give these assignments, as `workforce.assignments`."""
        return self.assigned.rows

    @property
    def laid(self) -> demand.Spread:
        """Give the assignments laid over days: their pieces, and what lies on no day."""
        return self.assigned.laid

    @property
    def times(self) -> WorkingTime:
        """Give the working time of the calendars of the assignments."""
        return self.assigned.times

    def all_lines(self) -> tuple[pd.DataFrame, Minutes]:
        """Give all assignments of who was asked for, and the minutes of each and each day that count."""
        every = np.ones(len(self.lines), dtype=bool)
        return self.lines, load.counted(self.minutes_of(every))

    def lines_of(self, people: Sequence[str]) -> tuple[pd.DataFrame, Minutes]:
        """Give the assignments of some people, and the minutes of each and each day that count."""
        mine = self.lines["person"].isin(people).to_numpy()
        return self.lines[mine], load.counted(self.minutes_of(mine))

    def minutes_of(self, chosen: npt.NDArray[np.bool_]) -> dict[str, Minutes]:
        """Give the minutes of the chosen assignments on each day by kind, a row for each in their order."""
        return self.assigned.minutes_of(chosen, self.span)

    def by_day(self, rows: npt.NDArray[np.int64], count: int) -> dict[str, Minutes]:
        """Add the assignments up by kind and day: `rows` says to which of `count` rows each belongs, -1 to none."""
        return self.assigned.by_day(rows, count, self.span)


def workload_of(view: "View", span: Span, people: Sequence[str] | None = None) -> Workload:
    """Give the workload as a view sees it: of everybody with demand without a name, or of some people (keys)."""
    with view.store.reading() as connection:
        return read(connection, view.number, span, people)


def unplaced_of(view: "View") -> pd.DataFrame:
    """Give the assignments that lie on no day, whenever: project, task_name, person, called, hours, why, source."""
    with view.store.reading() as connection:
        lines = workforce.assignments(connection, view.number)
        calendars = bookings.calendars(connection, view.number, lines["calendar"])
        found = demand.spread(lines, WorkingTime(calendars, demand.reach(lines, Span(1, 0)))).unplaced
        rows = lines.iloc[found["line"].to_numpy(dtype=np.int64)].reset_index(drop=True)
        return with_sources(connection, rows.assign(hours=found["minutes"] / 60, why=found["why"]))


def read(
    connection: Connection,
    revision: int,
    span: Span,
    people: Sequence[str] | None = None,
    *,
    nameless: bool = False,
) -> Workload:
    """Give the workload over some days as of a revision, of everybody with demand without a name or of some people
    (keys); with those also all demand that is `nameless`.
    """
    asked = None if people is None else sorted(people)
    source = (connection.engine, revision, asked)
    nameless = nameless or asked is None
    if not booked.kept(connection, revision):
        return work_out(connection, revision, span, None if nameless else asked)
    staff = booked.staff(connection, revision, asked)
    rows = booked.minutes(connection, revision, "person", blocks.within(span), asked)
    places = {key: place for place, key in enumerate(staff.index)}
    no_name = booked.minutes(connection, revision, "open", blocks.within(span)) if nameless else []
    keys = [(row.project, row.role or None, row.skill or None) for row in no_name]
    at = {key: place for place, key in enumerate(sorted(set(keys), key=str), start=len(places))}
    where = [*(places[row.person] for row in rows), *(at[key] for key in keys)]
    had, found = _unpacked([*rows, *no_name], where, len(places) + len(at), span)
    _beyond_the_horizon(connection, revision, span, asked, had[: len(places)])
    asking = pd.DataFrame(list(at), columns=bookings.OPEN_UNIT, dtype=object)
    units = _units(staff, asking, _departments(connection, revision, [str(key[0]) for key in keys]))
    by_unit = Load(list(units["person"]), had, found)
    return Workload(span, staff[_PERSON], units, by_unit, source)


def _unpacked(rows: Sequence[Any], places: Sequence[int], count: int, span: Span) -> tuple[Minutes, dict[str, Minutes]]:
    """Lay packed rows over some days: capacity, and demand by kind, of `count` units; `places` of the unit of each."""
    found = {name: np.zeros((count, span.days)) for name in schema.MINUTES}
    for block in blocks.within(span):
        days = blocks.span_of(block)
        first, last = max(span.first - days.first, 0), min(span.last - days.first + 1, days.days)
        into = days.first + first - span.first
        mine = [(row, place) for row, place in zip(rows, places, strict=True) if row.block == block]
        for name, minutes in found.items():
            some = [(packed, place) for row, place in mine if (packed := getattr(row, name)) is not None]
            if some:
                at = np.array([place for _, place in some])
                minutes[at, into : into + last - first] = blocks.unpack([packed for packed, _ in some], first, last)
    return found.pop("capacity"), found


def _beyond_the_horizon(
    connection: Connection, revision: int, span: Span, people: list[str] | None, had: Minutes
) -> None:
    """Work out the capacity of days that no load keeps it of."""
    near = workloads.horizon(connection, revision)
    far = [block for block in blocks.within(span) if block not in near]
    if not far or not len(had):
        return
    time = bookings.time_of(connection, revision, people)
    for block in far:
        days = blocks.span_of(block)
        first, last = max(span.first, days.first), min(span.last, days.last)
        part = Span(first, last - first + 1)
        had[:, first - span.first : last - span.first + 1] = time.capacity(part)


def of_projects(connection: Connection, revision: int, span: Span, asked: Sequence[str] | None = None) -> Load:
    """Give all that projects, or some of them (keys), ask for; their capacity is not known."""
    if not booked.kept(connection, revision):
        return _by_project(bookings.lines_of(connection, revision, span, projects=asked), span)
    rows = booked.minutes(connection, revision, "project", blocks.within(span), asked, of="project")
    keys = sorted({row.project for row in rows})
    at = {key: place for place, key in enumerate(keys)}
    _, found = _unpacked(rows, [at[row.project] for row in rows], len(keys), span)
    return Load(list(keys), np.full((len(keys), span.days), np.nan), found)


def of_departments(connection: Connection, revision: int, span: Span, departments: Sequence[str]) -> Load:
    """Give what projects ask for of people of some departments, and of nobody by name where it is their own project."""
    homes = workloads.known_staff(connection, revision)["department"]
    people = list(homes.index[homes.isin(departments)])
    lines = spreads.read(connection, revision, span, few(people))
    nobody = lines.rows["person"].isna()
    own = _departments(connection, revision, lines.rows["project"][nobody].tolist())
    mine = lines.rows["person"].isin(people) | (nobody & lines.rows["project"].map(own).isin(departments))
    return _by_project(lines, span, mine.to_numpy(dtype=bool))


def _by_project(lines: bookings.Lines, span: Span, mine: npt.NDArray[np.bool_] | None = None) -> Load:
    projects = lines.rows["project"]
    places, names = pd.factorize(projects if mine is None else projects.where(mine), sort=True)
    found = lines.by_day(places, len(names), span)
    return Load([str(name) for name in names], np.full((len(names), span.days), np.nan), found)


def work_out(connection: Connection, revision: int, span: Span, asked: list[str] | None = None) -> Workload:
    """Give the workload as it follows from the facts: what a load keeps, and what an older version has not kept."""
    time = bookings.time_of(connection, revision, asked)
    people, lines = time.people, bookings.lines_of(connection, revision, span, asked)
    places, asking = bookings.open_units(lines.rows)
    own = people.index.get_indexer(pd.Index(lines.rows["person"]))
    at = np.where(places < 0, own, places + len(people)).astype(np.int64)
    keys = list(asking.itertuples(index=False, name=None))
    units = _units(people, asking, _departments(connection, revision, [str(key[0]) for key in keys]))
    had = np.zeros((len(units), span.days))
    had[: len(people)] = time.capacity(span)
    by_unit = Load(list(units["person"]), had, lines.by_day(at, len(units), span))
    return Workload(span, people[_PERSON], units, by_unit, (connection.engine, revision, asked))


def _departments(connection: Connection, revision: int, asking: Collection[str]) -> pd.Series:
    """Give the departments of the projects that ask for somebody without a name."""
    return queries.named_projects(connection, revision)["department"] if asking else pd.Series(dtype=object)


def _units(people: pd.DataFrame, asking: pd.DataFrame, departments: pd.Series) -> pd.DataFrame:
    """Give people and what is asked for without a name (project, role, skill) as units."""
    own = pd.DataFrame(
        {
            "person": people.index, "role": people["role"].array, "skill": None, "skills": people["skills"].array,
            "department": people["department"].array, "project": None,
        },
        dtype=object,
    )  # fmt: skip
    if asking.empty:
        return own
    named = objects(asking["project"].map(departments), asking.index)
    others = asking.assign(person=None, skills=None, department=named)
    units = pd.concat([own, others[list(own.columns)]], ignore_index=True).astype(object)
    return units.where(units.notna(), None)
