"""Brings what people have and are booked on in line with the facts, for whoever adds up, sorts and ranks everybody.

A load works out anew the people and projects that it touched. Kept are, by blocks of 52 weeks, the minutes of each day
of each person, of each demand without a name and of each project; and the weeks in which somebody is over capacity.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, select

from dashboard import bookings, spreads
from dashboard.analysis import blocks
from dashboard.analysis.conflicts import weeks_over
from dashboard.analysis.load import HAIR, Load, counted
from dashboard.analysis.pieces import DONE, FIRM, KINDS, OVERDUE
from dashboard.analysis.resources import WEEKS
from dashboard.analysis.working_time import Minutes, Span, ordinal
from dashboard.bookings import Lines, Time
from data import booked, queries, schema
from data.booked import OVERLOAD, SPREAD, STAFF, WORKLOAD
from data.changes import Touched, changed, touched
from data.derived import Row, replace, replace_of
from data.frames import missing_as_none

MOST = 500  # so many people or projects are brought in line by name; more by doing all
_PART = 500  # people or projects whose days are in memory at once


def horizon(connection: Connection, revision: int) -> range:
    """Give the blocks of which a load keeps everybody's capacity: from the one before its day to two years after it."""
    load = schema.load.c
    day = connection.execute(select(load.recorded_at).where(load.revision == revision)).scalar()
    first = blocks.block_of(ordinal(day)) if day else 1
    return range(first - 1, first + 4)


def settle(connection: Connection, revision: int) -> set[str] | None:
    """Write what a revision changed of people, and give the projects whose people have more or less to do or to give;
    None where these may be all.
    """
    before = revision - 1
    known = booked.kept(connection, before) and booked.kept_spreads(connection, before)
    same = known and horizon(connection, before) == horizon(connection, revision)
    who = touched(connection, revision) if same else None
    if who is None or max(len(who.people), len(who.projects)) > MOST:
        of_staff, loads, over, laid = rows(connection, revision)
        replace(connection, schema.spread, SPREAD, laid, revision)
        replace(connection, schema.staff, STAFF, of_staff, revision)
        replace(connection, schema.workload, WORKLOAD, loads, revision)
        replace(connection, schema.overload, OVERLOAD, over, revision)
        return None
    if who.people or who.projects:
        _settle_some(connection, revision, who)
    return who.projects | _beside(connection, revision)


def _settle_some(connection: Connection, revision: int, who: Touched) -> None:
    of_staff, loads, over, laid = rows(connection, revision, who)
    nobody = schema.spread.c.person == ""
    replace_of(connection, schema.spread, SPREAD, [row for row in laid if row[0]], revision, "person", who.people)
    named = [row for row in laid if not row[0]]
    replace_of(connection, schema.spread, SPREAD, named, revision, "project", who.projects, nobody)
    replace_of(connection, schema.staff, STAFF, of_staff, revision, "person", who.people)
    replace_of(connection, schema.overload, OVERLOAD, over, revision, "person", who.people)
    is_person = schema.workload.c.unit == "person"
    mine = [row for row in loads if row[0] == "person"]
    replace_of(connection, schema.workload, WORKLOAD, mine, revision, "person", who.people, is_person)
    theirs = [row for row in loads if row[0] != "person"]
    replace_of(connection, schema.workload, WORKLOAD, theirs, revision, "project", who.projects, ~is_person)


def known_staff(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give people, all or some, as `booked.staff` does; of what an older version stored they are put together now."""
    if booked.kept(connection, revision):
        return booked.staff(connection, revision, keys)
    return queries.people(connection, revision, keys)[[*STAFF[1:]]]


class Rows(NamedTuple):
    """Rows of `schema.staff`, `schema.workload`, `schema.overload` and `schema.spread`."""

    staff: list[Row]
    workload: list[Row]
    overload: list[Row]
    spread: list[Row]


def rows(connection: Connection, revision: int, who: Touched | None = None) -> Rows:
    """Give the rows of some people and projects, or all."""
    people, projects = (sorted(who.people), sorted(who.projects)) if who else (None, None)
    near = horizon(connection, revision)
    time = bookings.time_of(connection, revision, people)
    held = time.held if people is None else None
    lines = bookings.lines_of(connection, revision, _days(near), people, projects, whole=True, held=held)
    of_staff = missing_as_none(time.people.rename_axis("person").reset_index()[list(STAFF)])
    made = _Made(lines, time, near)
    loads, over = made.of_people()
    named = lines.rows["project"].isin(projects).to_numpy() if projects is not None else np.ones(len(lines.rows), bool)
    loads += [*made.without_name(named), *made.of_projects(named)]
    laid = spreads.rows_of(lines, list(time.people.index), named)
    return Rows(list(of_staff.itertuples(index=False, name=None)), loads, over, list(laid))


def _days(near: range) -> Span:
    first = blocks.span_of(near.start).first
    return Span(first, len(near) * blocks.DAYS)


# --- the weeks that come, for the status of projects ------------------------------------------------------------------


def _beside(connection: Connection, revision: int) -> set[str]:
    """Give the projects of people whose weeks over capacity a revision changed."""
    overload = schema.overload
    said = select(overload.c.projects).distinct().where(changed(overload, revision))
    return {key for text in connection.scalars(said) for key in json.loads(text)}


def coming(connection: Connection, revision: int, projects: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give what projects (by key: status_date) need of people by name in the weeks that come after the status date, and
    what those of these people are asked for who are over capacity: as `resources.of_projects` wants them.
    """
    stated = projects["status_date"].dropna()
    days = [ordinal(str(day)) for day in stated]
    first = pd.Series([day + 7 - (day - 1) % 7 for day in days], stated.index, dtype="int64")
    if first.empty:
        return pd.DataFrame(columns=NEEDED), pd.DataFrame(columns=OVERBOOKED)
    last = first + 7 * (WEEKS - 1)
    needed = _needed(connection, revision, first, last)
    span = Span(int(first.min()), int(last.max() - first.min()) + 7)
    weeks = booked.overloads(connection, revision, (span.iso(0), span.iso(span.days - 7)))
    weeks["capacity"] = _fullest(connection, revision, weeks, span)
    rows = [
        (project, week, person, minutes, capacity, demand, begin, end)
        for person, week, capacity, demand, begin, end, said in weeks.itertuples(index=False, name=None)
        if demand > capacity + HAIR
        for project, minutes in json.loads(said).items()
        if project in first.index and first[project] <= ordinal(week) <= last[project]
    ]  # fmt: skip
    over = pd.DataFrame(rows, columns=OVERBOOKED)
    return needed, over.astype(dict.fromkeys(("minutes", "capacity", "demand"), float))


def _fullest(connection: Connection, revision: int, weeks: pd.DataFrame, span: Span) -> pd.Series:
    """Give what people have in the fullest of the 13 weeks that begin with each of theirs: plans work around leave."""
    people = sorted(set(weeks["person"]))
    reach = blocks.within(Span(span.first, span.days + 7 * (WEEKS - 1)))
    rows = booked.minutes(connection, revision, "person", reach, people if len(people) <= MOST else None)
    places = {key: place for place, key in enumerate(people)}
    kept = [row for row in rows if row.capacity is not None and row.person in places]
    each = blocks.DAYS // 7
    had = np.zeros((len(people), len(reach) * each + WEEKS - 1))
    sums = blocks.unpack([row.capacity for row in kept]).reshape(len(kept), each, 7).sum(axis=2)
    for row, minutes in zip(kept, sums, strict=True):
        at = (row.block - reach.start) * each
        had[places[row.person], at : at + each] = minutes
    most = np.lib.stride_tricks.sliding_window_view(had, WEEKS, axis=1).max(axis=2)
    first = blocks.span_of(reach.start).first
    found = [
        max(float(own), float(most[places[person], (ordinal(week) - first) // 7]))
        for person, week, own in weeks[["person", "week", "capacity"]].itertuples(index=False, name=None)
    ]
    return pd.Series(found, index=weeks.index, dtype=float)


NEEDED = ("project", "week", "minutes")
OVERBOOKED = ("project", "week", "person", "minutes", "capacity", "demand", "first", "last")


def _needed(connection: Connection, revision: int, first: pd.Series, last: pd.Series) -> pd.DataFrame:
    """Give what projects ask of people by name in each of their weeks: all that they ask for, less what they ask of
    nobody by name.
    """
    within = blocks.within(Span(int(first.min()), int(last.max() - first.min()) + 7))
    keys = [str(key) for key in first.index] if len(first) <= MOST else None
    sums: dict[tuple[str, int], Minutes] = {}
    for unit, sign in (("project", 1.0), ("open", -1.0)):
        rows = booked.minutes(connection, revision, unit, within, keys, of="project")
        for kind in (DONE, FIRM, OVERDUE):
            some = [row for row in rows if getattr(row, kind) is not None]
            laid = blocks.unpack([getattr(row, kind) for row in some])
            weeks = laid.reshape(len(some), blocks.DAYS // 7, 7).sum(axis=2)
            for row, minutes in zip(some, sign * weeks, strict=True):
                at = row.project, row.block
                sums[at] = sums[at] + minutes if at in sums else minutes
    within_weeks = dict(zip(first.index, zip(first.tolist(), last.tolist(), strict=True), strict=True))
    found = [
        (project, blocks.span_of(block).first + 7 * week, minutes[week])
        for (project, block), minutes in sums.items()
        if project in within_weeks
        for week in _weeks(blocks.span_of(block).first, *within_weeks[project])
        if minutes[week] > _LEAST
    ]
    frame = pd.DataFrame(found, columns=NEEDED)
    return frame.assign(
        week=[Span(int(day), 1).iso(0) for day in frame["week"]], minutes=frame["minutes"].astype(float)
    )


def _weeks(begin: int, first: int, last: int) -> range:
    """Give the places of the weeks of a block, which begins on a Monday, from one Monday to another (both included)."""
    return range(max((first - begin) // 7, 0), min((last - begin) // 7 + 1, blocks.DAYS // 7))


_LEAST = 1e-3  # minutes of a week; less is what differences leave


class _Made:
    """Makes the rows of what has been read."""

    def __init__(self, lines: Lines, time: Time, near: range) -> None:
        self._lines, self._time, self._near = lines, time, near
        self._packed: dict[bytes, bytes | None] = {}

    def of_people(self) -> tuple[list[Row], list[Row]]:
        """Give the rows of the minutes of people, and those of their weeks over capacity."""
        loads: list[Row] = []
        over: list[Row] = []
        every = [str(key) for key in self._time.people.index]
        person = pd.Index(every, dtype=object).get_indexer(pd.Index(self._lines.rows["person"], dtype=object))
        for start in range(0, len(every), _PART):
            keys = every[start : start + _PART]
            lines = self._lines.among((person >= start) & (person < start + len(keys)))
            near = self._time.capacity(_days(self._near), keys)
            for block in sorted({*_reached(lines), *self._near}):
                span, at = blocks.span_of(block), blocks.DAYS * (block - self._near.start)
                kept = block in self._near
                had = near[:, at : at + blocks.DAYS] if kept else self._time.capacity(span, keys)
                load = Load([*keys], had, lines.by_day(person - start, len(keys), span))
                loads += self._of_block(load, block, kept=kept)
                over += _beyond(load, span, lines, person - start)
        return loads, over

    def _of_block(self, load: Load, block: int, *, kept: bool) -> Iterator[Row]:
        """Give the rows of one block; `kept` says whether the capacity is kept."""
        nothing = [None] * len(load.keys)
        packed = [self._pack(load.capacity) if kept else nothing]
        packed += [self._pack(load.demand[kind]) if load.demand[kind].any() else nothing for kind in KINDS]
        for key, *minutes in zip(load.keys, *packed, strict=True):
            if any(minutes):
                yield "person", key, "", "", "", block, *minutes

    def without_name(self, named: npt.NDArray[np.bool_]) -> Iterator[Row]:
        """Give the rows of demand without a name of some assignments."""
        places, units = bookings.open_units(self._lines.rows)
        keys = [
            ("open", "", project, role or "", skill or "")
            for project, role, skill in units.itertuples(index=False, name=None)
        ]
        yield from self._summed(keys, np.where(named, places, -1))

    def of_projects(self, named: npt.NDArray[np.bool_]) -> Iterator[Row]:
        """Give the rows of all that projects ask for."""
        places, projects = pd.factorize(self._lines.rows["project"], sort=True)
        yield from self._summed([("project", "", key, "", "") for key in projects], np.where(named, places, -1))

    def _summed(self, keys: Sequence[tuple[str, ...]], places: npt.NDArray[np.int64]) -> Iterator[Row]:
        for start in range(0, len(keys), _PART):
            part = keys[start : start + _PART]
            lines = self._lines.among((places >= start) & (places < start + len(part)))
            for block in sorted(_reached(lines)):
                found = lines.by_day(places - start, len(part), blocks.span_of(block))
                packed = [self._pack(found[kind]) for kind in KINDS]
                for key, *minutes in zip(part, *packed, strict=True):
                    if any(minutes):
                        yield (*key, block, None, *minutes)

    def _pack(self, minutes: Minutes) -> list[bytes | None]:
        """Pack rows; of equal ones only the first."""
        raw = [row.tobytes() for row in minutes]
        new = {one: place for place, one in enumerate(raw) if one not in self._packed}
        self._packed.update(zip(new, blocks.pack(minutes[[*new.values()]]), strict=True))
        found = [self._packed[one] for one in raw]
        if len(self._packed) > _KNOWN:
            self._packed.clear()
        return found


_KNOWN = 2_000  # different days of a block that are remembered


def _reached(lines: Lines) -> set[int]:
    """Give the blocks that assignments reach."""
    first, last = ((day - 1) // blocks.DAYS for day in (lines.laid.pieces.first, lines.laid.pieces.last))
    ends = pd.DataFrame({"first": first, "last": last}).drop_duplicates().to_numpy().tolist()
    return {block for one, other in ends for block in range(one, other + 1)}


def _beyond(load: Load, span: Span, lines: Lines, person: npt.NDArray[np.int64]) -> Iterator[Row]:
    """Give the weeks of a block in which people are over capacity, with what each of their projects asks for then;
    `person` has the place of the person of each assignment.
    """
    over = weeks_over(load, span)
    if over.empty:
        return
    busy = np.flatnonzero(np.isin(person, pd.Index(load.keys).get_indexer(pd.Index(over["person"]))))
    projects, names = pd.factorize(lines.rows["project"].iloc[busy])
    pairs, place = np.unique(person[busy] * len(names) + projects, return_inverse=True)
    of_pair = np.full(len(person), -1, dtype=np.int64)
    of_pair[busy] = place
    asked = counted(lines.by_day(of_pair, len(pairs), span))
    by_week = np.round(np.add.reduceat(asked, np.arange(0, span.days, 7), axis=1), _DIGITS).tolist()
    of_person: dict[str | None, list[tuple[str, list[float]]]] = {}
    for pair, weeks in zip(pairs.tolist(), by_week, strict=True):
        of_person.setdefault(load.keys[pair // len(names)], []).append((str(names[pair % len(names)]), weeks))
    for person_key, monday, capacity, demand, first, last in over.itertuples(index=False, name=None):
        week = (ordinal(monday) - span.first) // 7
        parts = {project: weeks[week] for project, weeks in of_person[person_key] if weeks[week] > HAIR}
        said = json.dumps(parts, sort_keys=True)
        yield person_key, monday, round(capacity, _DIGITS), round(demand, _DIGITS), first, last, said


_DIGITS = 6  # of minutes
