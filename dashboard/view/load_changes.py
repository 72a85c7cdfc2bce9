"""Reads who became overloaded, relieved or free between two revisions, and through which change of the plan."""

from collections.abc import Mapping, Sequence
from json import loads
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, FromClause, Select, and_, or_, select

from dashboard.analysis.load import Load
from dashboard.analysis.load_changes import OVER, THROUGH, TIME, TURNED, Booked, Turns, through, turned
from dashboard.analysis.working_time import Minutes, Span, ordinal, weeks_from
from dashboard.view.conflicts import endangered_by, weeks_of
from dashboard.view.projects import few
from dashboard.view.workload import Workload, read
from data import queries, schema, workforce
from data.frames import objects, rekeyed
from data.records import Absence, Assignment, Calendar, Project, Resource, Task
from data.schema import FACTS

MOST = 100  # people who are told of, those whose work endangers most first
SAID = ("name", "points", "because", "time")
_FEW = 2_000  # people who are asked for by name
_PLANS = (Assignment, Task, Project, Calendar)  # whatever moves the work of a feed
_TIME = {
    "hours_per_week": "hours a week", "own_time": "time for other work", "valid_from": "first day",
    "valid_until": "last day",
}  # fmt: skip


Keys = Mapping[str, Mapping[str, str]]  # by kind and key at the earlier moment, the key now, where it is another


def load_changes(
    connection: Connection, first: int, last: int, today: str, keys: Keys
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the people whose load turned in the year from a day on (`analysis.load_changes.TURNED`), what endangers most
    first, then most hours, with their name, points (endangered by all that they work on in these weeks, where they
    are over), because (rows of `THROUGH` with the name of the project) and time (what changed of it, in words); and,
    of more than `MOST`, the others without all that.
    """
    people = _touched(connection, first, last)
    if people == []:
        return pd.DataFrame(columns=[*TURNED, *SAID], dtype=object), pd.DataFrame(columns=list(TURNED), dtype=object)
    span = weeks_from(today)
    then, now = read(connection, first, span, _then(people, keys)), read(connection, last, span, people)
    turns = turned(_under(then.by_unit, keys), now.by_unit, span)
    ordered = _ordered(connection, last, today, turns, span)
    told = ordered.head(MOST)
    mine = Turns(told[list(TURNED)].reset_index(drop=True), turns.days[told.index.to_numpy()])
    because = _because(connection, first, last, mine, span, keys)
    late = sorted(set(because.loc[because["kind"] == TIME, "person"]))
    time = _time(connection, first, last, late, keys)
    reasons = {person: rows.to_dict("records") for person, rows in because.groupby("person")}
    told_of = list(mine.rows["person"])
    said = {
        "name": [now.people["name"].get(key) or key for key in told_of],
        "points": told["points"].tolist(),
        "because": [reasons.get(key, []) for key in told_of],
        "time": [time.get(key, []) for key in told_of],
    }
    columns = {name: objects(values, mine.rows.index) for name, values in said.items()}
    return mine.rows.assign(**columns), ordered.iloc[MOST:][list(TURNED)]


def _then(keys_now: Sequence[str] | None, keys: Keys, kind: str = "person") -> list[str] | None:
    """Give the keys that things had then, by those of now."""
    were = {new: old for old, new in keys.get(kind, {}).items()}
    return None if keys_now is None else [were.get(key, key) for key in keys_now]


def _under(then: Load, keys: Keys) -> Load:
    """Give the load of people then under the keys that they have now."""
    people = keys.get("person", {})
    return then._replace(keys=[key and people.get(key, key) for key in then.keys])


def _touched(connection: Connection, first: int, last: int) -> list[str] | None:
    """Give the people whose load may have moved between two revisions; None where that is everybody.

    These are who has other time, and whoever works on what a feed that changed plans.
    """
    feeds = sorted(
        {feed for record in _PLANS for feed in connection.scalars(_differing(FACTS[record], "feed", first, last))}
    )
    if connection.execute(_differing(FACTS[Absence], "id", first, last).limit(1)).first():
        return None
    own, meant, table = schema.identity, schema.reference, FACTS[Assignment]
    planned = table.c.feed.in_(feeds)
    named = and_(own.c.record == "resource", own.c.feed == table.c.feed, own.c.source == table.c.resource)
    said = and_(meant.c.wants == "person", meant.c.feed == table.c.feed, meant.c.text == table.c.resource)
    changed = _differing(FACTS[Resource], "key", first, last).add_columns(FACTS[Resource].c.feed).subquery()
    source = and_(own.c.record == "resource", own.c.feed == changed.c.feed, own.c.source == changed.c.key)
    found = {
        key
        for query in (
            select(own.c.key).join(table, named).where(planned, own.c.kind == "person"),
            select(meant.c.key).join(table, said).where(planned, meant.c.key.is_not(None)),
            select(own.c.key).join(changed, source).where(own.c.kind == "person"),
            _differing(own, "key", first, last).where(own.c.kind == "person"),
        )
        for key in connection.scalars(query.distinct())
    }
    return sorted(found) if len(found) <= _FEW else None


def _differing(table: FromClause, column: str, first: int, last: int) -> Select[Any]:
    """Select a column of the rows that hold at one of two revisions and not at the other."""
    at = table.c
    came = and_(at.since > first, at.since <= last, at.until > last)
    went = and_(at.since <= first, at.until > first, at.until <= last)
    return select(at[column]).where(or_(came, went)).distinct()


def _ordered(connection: Connection, revision: int, today: str, turns: Turns, span: Span) -> pd.DataFrame:
    """Give the rows of turns with points and by them, then by hours; their index says which of the turns they are."""
    rows, over = turns.rows, turns.rows[turns.rows["turn"] == OVER]
    weeks = weeks_of(connection, revision, span, few(over["person"]))
    weeks = weeks[weeks["person"].isin(over["person"])]
    place = {person: at for at, person in zip(over.index, over["person"], strict=True)}
    at = np.array([place[person] for person in weeks["person"]], dtype=np.int64)
    day = np.array([ordinal(week) - span.first for week in weeks["week"]], dtype=np.int64)
    weeks = weeks[turns.days[at, day]]
    sides = pd.DataFrame(
        [(person, key) for person, said in zip(weeks["person"], weeks["projects"], strict=True) for key in loads(said)],
        columns=["person", "project"], dtype=object,
    ).drop_duplicates()  # fmt: skip
    sides = sides.assign(first=sides["person"].map(over.set_index("person")["first"]))
    points = endangered_by(connection, revision, today, sides).groupby("person")["points"].sum()
    size = (rows["over"] - rows["over_was"]).abs()
    found = rows.assign(points=pd.to_numeric(rows["person"].map(points)).fillna(0.0).astype(float), size=size)
    return found.sort_values(["points", "size", "person"], ascending=[False, False, True])


def _booked(workload: Workload, people: Sequence[str]) -> Booked:
    lines, minutes = workload.lines_of(people)
    return Booked(lines.reset_index(drop=True), minutes)


def _whole(booked: Booked, every: pd.DataFrame) -> Booked:
    """Add the assignments that lie outside the weeks, so that what has left them is not taken for gone."""
    names = ["feed", "key"]
    known = pd.MultiIndex.from_frame(booked.lines[names])
    outside = every[~pd.MultiIndex.from_frame(every[names]).isin(known)]
    lines = pd.concat([booked.lines, outside], ignore_index=True)
    return Booked(lines, np.pad(booked.minutes, ((0, len(outside)), (0, 0))))


def _because(connection: Connection, first: int, last: int, turns: Turns, span: Span, keys: Keys) -> pd.DataFrame:
    people = list(turns.rows["person"])
    were = _then(people, keys) or []
    then, now = read(connection, first, span, were), read(connection, last, span, people)
    sides = [
        _whole(_booked(side, asked), workforce.assignments(connection, revision, asked))
        for side, revision, asked in ((then, first, were), (now, last, people))
    ]
    sides[0] = sides[0]._replace(lines=rekeyed(sides[0].lines, {kind: keys.get(kind, {}) for kind in _OF_LINES}))
    more = _capacity(now.by_unit, people) - _capacity(_under(then.by_unit, keys), people)
    projects = sorted({*sides[0].lines["project"], *sides[1].lines["project"]})
    was = queries.projects(connection, first, _then(projects, keys, "project"))
    was, now_is = was.rename(index=keys.get("project", {})), queries.projects(connection, last, projects)
    days = [frame[["start", "finish"]].astype("string").apply(lambda each: each.str[:10]) for frame in (was, now_is)]
    both = days[1].loc[days[1].index.intersection(days[0].index)]
    moved = (both.fillna("") != days[0].loc[both.index].fillna("")).any(axis=1)
    found = through(turns, sides[0], sides[1], more, set(both.index[moved]))
    names = {**was["name"].to_dict(), **now_is["name"].to_dict()}
    return found.assign(name=objects((names.get(key) or key for key in found["project"]), found.index))[
        [*THROUGH, "name"]
    ]


_OF_LINES = ("person", "project")


def _capacity(load: Load, people: Sequence[str]) -> Minutes:
    places = {key: place for place, key in enumerate(load.keys)}
    days = load.capacity.shape[1]
    rows = [load.capacity[places[key]] if key in places else np.zeros(days) for key in people]
    return np.array(rows).reshape(len(people), days)


def _time(connection: Connection, first: int, last: int, people: Sequence[str], keys: Keys) -> dict[str, list[str]]:
    """Say what changed of the time of people: hours a week, first day, calendar, absences."""
    if not people:
        return {}
    were = _then(people, keys) or []
    was, now = _held(connection, first, were), _held(connection, last, people)
    words = (*_TIME.values(), "calendar", "absences")
    return {
        key: [word for word in words if was[before].get(word) != now[key].get(word)]
        for key, before in zip(people, were, strict=True)
    }


def _held(connection: Connection, revision: int, people: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Give what the sources say of the time of people, in the words for it."""
    known, held = queries.people(connection, revision, people), workforce.time_of_people(connection, revision, people)
    feeds = sorted({int(name.split(":")[0]) for name in held["calendar"].dropna()})
    calendars = {
        f"{row['feed']}:{row['key']}": (row["base"], row["week"], row["exceptions"])
        for row in queries.calendars(connection, revision, feeds).to_dict("records")
    }
    away = workforce.absences(connection, revision).astype("string").fillna("")
    found: dict[str, dict[str, Any]] = {}
    for key in people:
        row = known.loc[key].to_dict() if key in known.index else {}
        mine = held[held["key"] == key]
        own = (away["who"] == key) | (away["who"] == (row.get("department") or "")) & (away["who_kind"] == "department")
        own |= away["who_kind"].isin(["place", "everyone"])
        said: dict[str, Any] = {word: str(row.get(name)) for name, word in _TIME.items()}
        said["calendar"] = [(calendars.get(name), *map(str, rest)) for name, *rest in
                            mine[["calendar", "max_units", "availability"]].to_numpy()]  # fmt: skip
        found[key] = said | {"absences": sorted(away[own].itertuples(index=False, name=None))}
    return found
