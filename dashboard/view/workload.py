"""What people have and what is asked of them: units, their capacity and their assignments over some days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import demand, load
from dashboard.analysis.capacity import capacity
from dashboard.analysis.load import Load
from dashboard.analysis.working_time import Minutes, Span, WorkingTime
from dashboard.view import View
from dashboard.view.sources import with_sources
from data import queries, workforce
from data.frames import objects
from data.names import fold

Records = Sequence[Mapping[Any, Any]]

_UNIT = ["person", "project", "role", "skill"]
_PERSON = ["name", "department", "role", "place", "skills", "line_manager"]


@dataclass(frozen=True)
class Workload:
    """People and demand without a name over a span of days.

    people, by key: name, department, role, place, skills (JSON), line_manager · units: person, role, skill, skills,
    department, project (of demand without a name) · lines: assignments as `workforce.assignments`, with `unit` · laid:
    their pieces, and what lies on no day.
    """

    span: Span
    people: pd.DataFrame
    units: pd.DataFrame
    lines: pd.DataFrame
    laid: demand.Spread
    times: WorkingTime
    by_unit: Load

    def grouped(self, by: str) -> Load:
        """Add capacity and demand up by person, role, skill, department, or project, of which capacity is not known."""
        if by != "project":
            return load.grouped(self.by_unit, load.members(self.units, by))
        places, names = pd.factorize(self.lines["project"], sort=True)
        found = self.by_day(places, len(names))
        return Load([str(name) for name in names], np.full((len(names), self.span.days), np.nan), found)

    def lines_of(self, people: Sequence[str]) -> tuple[pd.DataFrame, Minutes]:
        """Give the assignments of some people, and the minutes of each and each day that count."""
        mine = self.lines["person"].isin(people).to_numpy()
        return self.lines[mine], load.counted(self.minutes_of(mine))

    def minutes_of(self, chosen: npt.NDArray[np.bool_]) -> dict[str, Minutes]:
        """Give the minutes of the chosen assignments on each day by kind, a row for each in their order."""
        return self.by_day(np.where(chosen, np.cumsum(chosen) - 1, -1), int(chosen.sum()))

    def by_day(self, rows: npt.NDArray[np.int64], count: int) -> dict[str, Minutes]:
        """Add the assignments up by kind and day: `rows` says to which of `count` rows each belongs, -1 to none."""
        return demand.by_day(self.laid.pieces, rows, count, self.times, self.span)


def workload_of(view: View, span: Span, people: Sequence[str] | None = None) -> Workload:
    """Give the workload as a view sees it: of everybody with demand without a name, or of some people (keys)."""
    with view.store.reading() as connection:
        return read(connection, view.number, span, people)


def unplaced_of(view: View) -> pd.DataFrame:
    """Give the assignments that lie on no day, whenever: project, task_name, person, called, hours, why, source."""
    with view.store.reading() as connection:
        lines = workforce.assignments(connection, view.number)
        times = WorkingTime(_calendars(connection, view.number, lines["calendar"]), demand.reach(lines, Span(1, 0)))
        found = demand.spread(lines, times).unplaced
        rows = lines.iloc[found["line"].to_numpy(dtype=np.int64)].reset_index(drop=True)
        return with_sources(connection, rows.assign(hours=found["minutes"] / 60, why=found["why"]))


def read(connection: Connection, revision: int, span: Span, people: Sequence[str] | None = None) -> Workload:
    """Give the workload over some days as of a revision, of everybody or of some people (keys)."""
    who = queries.people(connection, revision, people)
    held = workforce.time_of_people(connection, revision, people)
    within = (span.iso(0), span.iso(span.days - 1))
    lines = _with_calendars(workforce.assignments(connection, revision, people, within=within), held)
    times = WorkingTime(
        _calendars(connection, revision, lines["calendar"], held["calendar"]), demand.reach(lines, span)
    )
    lines, units = _units(lines, who, _departments(connection, revision, lines))
    laid = demand.spread(lines, times)
    had = np.zeros((len(units), span.days))
    had[: len(who)] = capacity(who, held, absences_of(connection, revision, who), times.over(span))
    found = demand.by_day(laid.pieces, lines["unit"].to_numpy(dtype=np.int64), len(units), times, span)
    return Workload(span, who[_PERSON], units, lines, laid, times, Load(list(units["person"]), had, found))


def _calendars(connection: Connection, revision: int, *named: pd.Series) -> Records:
    """Give the calendars of the feeds that are named (`feed:key`)."""
    feeds = sorted({int(name.split(":")[0]) for names in named for name in names.dropna()})
    return queries.calendars(connection, revision, feeds).to_dict("records")


def _departments(connection: Connection, revision: int, lines: pd.DataFrame) -> pd.Series:
    """Give the departments of the projects that ask for somebody without a name."""
    asking = sorted(set(lines["project"][lines["person"].isna()]))
    return queries.projects(connection, revision, asking)["department"] if asking else pd.Series(dtype=object)


def _with_calendars(lines: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Lay what names no calendar on the first calendar of its person."""
    first = held[held["calendar"].notna()].drop_duplicates("key").set_index("key")["calendar"]
    own = lines["person"].map(first)
    return lines.assign(calendar=objects(lines["calendar"].where(lines["calendar"].notna(), own), lines.index))


def _units(lines: pd.DataFrame, people: pd.DataFrame, departments: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the lines with the place of their unit, and the units: people first, then demand without a name."""
    nobody = ~lines["person"].isin(people.index)
    named = lines["role"].where(lines["role"].notna() | lines["skill"].notna(), lines["called"])
    open_lines = lines[nobody].assign(role=named[nobody])
    asked = open_lines[_UNIT].drop_duplicates().reset_index(drop=True)
    place = pd.Series(people.index.get_indexer(pd.Index(lines["person"])), index=lines.index)
    at = asked.assign(person=None).reset_index(names="place")
    found = open_lines[_UNIT].assign(person=None).merge(at, on=_UNIT, how="left")["place"].to_numpy()
    place[nobody] = found + len(people)
    own = pd.DataFrame(
        {
            "person": people.index, "role": people["role"].array, "skill": None, "skills": people["skills"].array,
            "department": people["department"].array, "project": None,
        },
        dtype=object,
    )  # fmt: skip
    others = asked.assign(person=None, skills=None, department=objects(asked["project"].map(departments), asked.index))
    units = pd.concat([own, others[list(own.columns)]], ignore_index=True).astype(object)
    return lines.assign(unit=place), units.where(units.notna(), None)


def absences_of(connection: Connection, revision: int, people: pd.DataFrame) -> pd.DataFrame:
    """Give absences by person (`people` by key: place, department): key, first_day, last_day, hours_per_day, kind."""
    rows = workforce.absences(connection, revision)
    listed = queries.lists(connection, revision, "place")
    places = {fold(text): key for key in listed.index for text in (str(key), listed["name"][key]) if text}
    place = [places.get(fold(text or "")) for text in people["place"]]
    belongs = pd.concat(
        [
            pd.DataFrame({"who_kind": kind, "who": who, "key": people.index}, dtype=object)
            for kind, who in (
                ("person", people.index), ("department", people["department"].array), ("place", place),
                ("everyone", None),
            )
        ],
        ignore_index=True,
    )  # fmt: skip
    everyone = rows["who_kind"] == "everyone"
    named = rows[~everyone & rows["who"].notna()].merge(belongs, on=["who_kind", "who"])
    for_all = rows[everyone].drop(columns="who").merge(belongs[belongs["who_kind"] == "everyone"], on="who_kind")
    names = ["key", "first_day", "last_day", "hours_per_day", "kind"]
    return pd.concat([named[names], for_all[names]], ignore_index=True)
