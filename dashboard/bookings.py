"""What people have and are booked on, from the facts: lines laid over days, units that ask for them, and capacity.

What a load has worked out of it is kept (`workloads`); this is what it is worked out from, and what is asked for one by
one: the assignments behind a cell.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import blocks, demand
from dashboard.analysis.capacity import capacity
from dashboard.analysis.load import edges
from dashboard.analysis.working_time import Minutes, Span, WorkingTime
from data import queries, workforce
from data.booked import STAFF
from data.frames import objects
from data.names import fold

Records = Sequence[Mapping[Any, Any]]

OPEN_UNIT = ["project", "role", "skill"]


@dataclass(frozen=True)
class Lines:
    """Assignments, as `workforce.assignments`, laid over days: their pieces, and what lies on no day."""

    rows: pd.DataFrame
    laid: demand.Spread
    times: WorkingTime

    def by_day(self, places: npt.NDArray[np.int64], count: int, span: Span) -> dict[str, Minutes]:
        """Add the assignments up by kind and day: `places` says to which of `count` rows each belongs, -1 to none."""
        return demand.by_day(self.laid.pieces, places, count, self.times, span)

    def among(self, chosen: npt.NDArray[np.bool_]) -> "Lines":
        """Give the same of which only the chosen assignments lie on days."""
        pieces = self.laid.pieces
        return replace(self, laid=self.laid._replace(pieces=pieces.of(chosen[pieces.line])))

    def by_period(self, places: npt.NDArray[np.int64], count: int, span: Span, by: str) -> dict[str, Minutes]:
        """Add the assignments up as `by_day` does, by week or month."""
        return demand.by_period(self.laid.pieces, places, count, self.times, span, edges(span, by)[0])

    def minutes_of(self, chosen: npt.NDArray[np.bool_], span: Span) -> dict[str, Minutes]:
        """Give the minutes of the chosen assignments on each day by kind, a row for each in their order."""
        return self.by_day(np.where(chosen, np.cumsum(chosen) - 1, -1), int(chosen.sum()), span)


def lines_of(
    connection: Connection,
    revision: int,
    span: Span,
    people: Sequence[str] | None = None,
    projects: Sequence[str] | None = None,
    *,
    whole: bool = False,
    skilled: bool = False,
    held: pd.DataFrame | None = None,
) -> Lines:
    """Give all assignments, or those of some people (keys) and those of some projects (keys), or those that state a
    skill (`skilled`): what may lie on some days, or, in whole blocks, the `whole` of it, but only the columns by which
    it is laid and grouped. `held`: `workforce.time_of_people` of everybody, where it is known.
    """
    within = None if whole else (span.iso(0), span.iso(span.days - 1))
    if skilled:
        rows = workforce.assignments(connection, revision, within=within, skilled=True)
    else:
        rows = _asked(connection, revision, people, projects, within, _LAID if whole else None)
    if held is None:
        held = workforce.time_of_people(connection, revision, _few(rows["person"].dropna()))
    rows = _with_calendars(rows, held)
    reach = demand.reach(rows, span)
    reach = blocks.whole(reach) if whole else reach
    times = WorkingTime(calendars(connection, revision, rows["calendar"]), reach)
    return Lines(rows, demand.spread(rows, times), times)


_LAID = (*demand.NEEDED, *OPEN_UNIT, "called")
_FEW = 2_000  # people named in one question


def _few(keys: pd.Series) -> list[str] | None:
    named = sorted(set(keys))
    return named if len(named) <= _FEW else None


def _asked(
    connection: Connection,
    revision: int,
    people: Sequence[str] | None,
    projects: Sequence[str] | None,
    within: tuple[str, str] | None,
    only: Collection[str] | None,
) -> pd.DataFrame:
    if projects is None:
        return workforce.assignments(connection, revision, people, within=within, only=only)
    of_projects = workforce.assignments(connection, revision, projects=projects, within=within, only=only)
    if people is None:
        return of_projects
    of_people = workforce.assignments(connection, revision, people, within=within, only=only)
    return pd.concat([of_people, of_projects], ignore_index=True).drop_duplicates(["feed", "key"], ignore_index=True)


def calendars(connection: Connection, revision: int, *named: pd.Series) -> Records:
    """Give the calendars of the feeds that are named (`feed:key`)."""
    feeds = sorted({int(name.split(":")[0]) for names in named for name in names.dropna().unique()})
    return queries.calendars(connection, revision, feeds).to_dict("records")


def _with_calendars(lines: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Lay what names no calendar on the first calendar of its person."""
    first = held[held["calendar"].notna()].drop_duplicates("key").set_index("key")["calendar"]
    own = lines["person"].map(first)
    return lines.assign(calendar=objects(lines["calendar"].where(lines["calendar"].notna(), own), lines.index))


def open_units(lines: pd.DataFrame) -> tuple[npt.NDArray[np.int64], pd.DataFrame]:
    """Give the place of the unit of each assignment that names nobody, -1 of the others, and these units: project,
    role (else what the resource is called), skill; None for what is not said.
    """
    nobody = lines["person"].isna().to_numpy(dtype=bool)
    if not nobody.any():
        return np.full(len(lines), -1, dtype=np.int64), pd.DataFrame(columns=OPEN_UNIT, dtype=object)
    named = lines["role"].where(lines["role"].notna() | lines["skill"].notna(), lines["called"])
    asked = lines[nobody].assign(role=named[nobody])[OPEN_UNIT]
    units = asked.drop_duplicates().reset_index(drop=True)
    places = np.full(len(lines), -1, dtype=np.int64)
    at = asked.merge(units.reset_index(names="place"), on=OPEN_UNIT, how="left")["place"]
    places[nobody] = at.to_numpy(dtype=np.int64)
    return places, units.astype(object).where(units.notna(), None)


@dataclass(frozen=True)
class Time:
    """What decides the capacity of people (by key, as `queries.people`: `STAFF` and what limits their time)."""

    people: pd.DataFrame
    held: pd.DataFrame
    absences: pd.DataFrame
    times: WorkingTime

    def capacity(self, span: Span, keys: Sequence[str] | None = None) -> Minutes:
        """Give the minutes of each person, or of some, and each day."""
        people, held = self.people, self.held
        if keys is not None:
            people, held = people.loc[list(keys)], held[held["key"].isin(keys)]
        return capacity(people, held, self.absences, self.times.over(span))


_LIMITS = ("hours_per_week", "own_time", "valid_from", "valid_until")


def time_of(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> Time:
    """Give what decides the capacity of people, all or some."""
    people = queries.people(connection, revision, keys, only=(*STAFF[1:], *_LIMITS))
    held = workforce.time_of_people(connection, revision, keys)
    times = WorkingTime(calendars(connection, revision, held["calendar"]), Span(1, 0))
    return Time(people, held, absences_of(connection, revision, people), times)


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
