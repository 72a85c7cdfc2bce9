"""Projects, their money, their risks and the decisions about them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, and_, select

from data import schema
from data.feeds import REGISTERS
from data.frames import frame, holds, in_order_of_feeds, objects, stated
from data.precedence import together
from data.queries.meaning import feeds_of, listed, meaning, meant_by, pointed
from data.records import (
    Decision,
    Money,
    Project,
    Risk,
)
from data.remembered import once
from data.schema import FACTS

_OF_PROJECT = {"department": "department", "programme": "programme", "manager": "person"}


def projects(
    connection: Connection,
    revision: int,
    keys: Sequence[str] | None = None,
    *,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give projects put together from all their sources, indexed by key.

    `department` and `programme` are keys where listed, else as written; `manager_key` is a person's key. Columns
    `feed_name`, `file`, `sheet` and `row` say where the first source stands; `sources` names all feeds. `only` keeps
    some of the columns that are stated.
    """
    pointers = {name: of for name, of in _OF_PROJECT.items() if only is None or name in only}
    columns = None if only is None else {*only, "emptied"}
    rows = stated(connection, Project, "project", revision, keys, pointers, None, columns)
    for name in pointers.keys() & {"department", "programme"}:
        rows[name] = listed(rows, name)
    things = together(connection, revision, "project", rows)
    if only is not None:
        return things[[*only]].sort_index()
    things["sources"] = feeds_of(rows, things.index)
    scheduled: dict[str, tuple[Any, Any]] = {}
    places = (rows[name].to_list() for name in ("public", "loader", "feed", "source_key"))
    for key, loader, *place in zip(*places, strict=True):
        if loader not in REGISTERS:
            scheduled.setdefault(key, (place[0], place[1]))
    for at, name in enumerate(("schedule_feed", "schedule_key")):
        things[name] = objects((scheduled.get(key, (None, None))[at] for key in things.index), things.index)
    return things.sort_index()


def scheduled_projects(connection: Connection, revision: int) -> set[str]:
    """Give the projects (keys) that a schedule states."""
    own, feed = schema.identity, schema.feed
    query = select(own.c.key).join(feed, feed.c.id == own.c.feed).where(feed.c.loader.not_in(REGISTERS))
    return set(connection.scalars(query.where(own.c.record == "project", holds(own, revision))))


@once
def named_projects(connection: Connection, revision: int) -> pd.DataFrame:
    """Give the name and department of every project, as `projects` does."""
    return projects(connection, revision, only=("name", "department"))


def names_of_projects(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> dict[str, Any]:
    """Give the name, None where there is none, of every project, or of some, by key."""
    names = _names_of_projects(connection, revision)
    return names if keys is None else {key: names[key] for key in keys if key in names}


@once
def _names_of_projects(connection: Connection, revision: int) -> dict[str, Any]:
    names = named_projects(connection, revision)["name"]
    return dict(zip(names.index, names, strict=True))


def projects_of(connection: Connection, revision: int, wanted: Mapping[str, Sequence[str]]) -> list[str]:
    """Give the keys of the projects that are of some departments and programmes: `wanted` has keys, or texts as written
    where they are not listed, by column.
    """
    table, identity = FACTS[Project], schema.identity
    query = (
        select(identity.c.key)
        .join(table, and_(identity.c.feed == table.c.feed, identity.c.source == table.c.key))
        .where(identity.c.record == "project", holds(identity, revision), holds(table, revision))
    )
    said: list[set[str]] = []  # by column, the projects of which one source says so; together they may say otherwise
    for column, values in wanted.items():
        texts = {text for _, text in meaning(connection, column, revision, keys=values)}
        said.append(set(connection.scalars(query.where(table.c[column].in_(sorted({*texts, *values}))))))
    columns = {name: name for name in wanted}
    rows = stated(
        connection, Project, "project", revision, sorted(set.intersection(*said)), columns, only=[*columns, "emptied"]
    )
    rows = rows.assign(**{name: listed(rows, name) for name in columns})
    found = together(connection, revision, "project", rows)
    for column, values in wanted.items():
        found = found[found[column].isin(list(values))]
    return list(found.index)


@once
def money(
    connection: Connection, revision: int, projects: Sequence[str] | None = None, *, only: Collection[str] | None = None
) -> pd.DataFrame:
    """Give money by project (key), month and kind: plan, committed, actual, forecast, currency, class, source row;
    `only` keeps of its columns some, and the feed, the project and the month.
    """
    table = FACTS[Money]
    query, meant = in_order_of_feeds(table, revision), meaning(connection, "project", revision, keys=projects)
    if only is not None:
        query = query.with_only_columns(*(table.c[name] for name in ("feed", "project", "month", *only)))
    if projects is not None:
        query = query.where(table.c.project.in_(sorted({text for _, text in meant})))
    rows = frame(connection, query).sort_values("month", kind="stable")
    rows["project"] = pointed(rows, "project", meant)
    return rows if projects is None else rows[rows["project"].isin(list(projects))]


def risks(connection: Connection, revision: int, about: Sequence[str] | None = None) -> pd.DataFrame:
    """Give threats, opportunities and issues; `about_key` is the public key of what they touch."""
    query, meant = in_order_of_feeds(FACTS[Risk], revision), meaning(connection, "node", revision, keys=about)
    if about is not None:
        query = query.where(FACTS[Risk].c.about.in_(sorted({text for _, text in meant})))
    rows = frame(connection, query)
    rows["about_key"] = pointed(rows, "about", meant)
    return rows if about is None else rows[rows["about_key"].isin(list(about))]


def decisions(connection: Connection, revision: int, about: Sequence[str] | None = None) -> pd.DataFrame:
    """Give decisions, actions and approved changes, all or those about some things; `about_key` is the public key of
    what they are about.
    """
    rows = _decisions(connection, revision)
    return rows if about is None else rows[rows["about_key"].isin(list(about))]


@once
def _decisions(connection: Connection, revision: int) -> pd.DataFrame:
    rows = frame(connection, in_order_of_feeds(FACTS[Decision], revision))
    rows["about_key"] = pointed(rows, "about", meant_by(connection, "node", revision, rows["about"]))
    return rows


def statements_of_project(connection: Connection, revision: int, key: str) -> pd.DataFrame:
    """Give every source row of one project, with feed_name and where it stands."""
    return stated(connection, Project, "project", revision, [key])
