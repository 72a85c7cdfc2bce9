"""One function per frame, each reading as of a revision. Keys in the frames are public keys.

Frames hold Python objects with None for what is missing; days and moments are ISO text.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, and_, func, select

from data import schema
from data.contributed import contributed
from data.derived import STANDING
from data.feeds import REGISTERS
from data.frames import SCHEDULED, Keys, frame, holds, in_order_of_feeds, merged, objects, stacked, stated
from data.precedence import together
from data.records import (
    Calendar,
    Contribution,
    Decision,
    Dependency,
    Kpi,
    Link,
    ListEntry,
    Milestone,
    Money,
    Objective,
    Organisation,
    Perspective,
    Project,
    Reading,
    Resource,
    Risk,
    Setting,
    Statement,
    Task,
    Theme,
)
from data.remembered import once
from data.schema import FACTS


def _reference(wants: str, table: Any, column: str, revision: int, name: str):
    """Give an alias of `reference` and the condition that joins it to a text column of a table."""
    alias = schema.reference.alias(name)
    condition = and_(
        alias.c.wants == wants, alias.c.feed == table.c.feed, alias.c.text == table.c[column], holds(alias, revision)
    )
    return alias, condition


_FEW = 2_000  # names of things in one question; drivers allow some more


def meaning(
    connection: Connection, wants: str, revision: int, *, keys: Sequence[str] | None = None
) -> dict[tuple[int, str], str]:
    """Give, for every (feed, text) that points at something and was found, the public key that it means; `keys` keeps
    those that mean some things.
    """
    query = _meaning(wants, revision)
    if keys is not None and len(keys) <= _FEW:
        query = query.where(schema.reference.c.key.in_(keys))
    kept = None if keys is None else {*keys}
    found = connection.execute(query).all()
    return {(feed, text): key for feed, text, key in found if kept is None or key in kept}


def meant_by(connection: Connection, wants: str, revision: int, texts: Iterable[Any]) -> dict[tuple[int, str], str]:
    """Give the same for some texts only."""
    some, query = sorted({text for text in texts if text is not None}), _meaning(wants, revision)
    if len(some) <= _FEW:
        query = query.where(schema.reference.c.text.in_(some))
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def _meaning(wants: str, revision: int) -> Select:
    reference = schema.reference.c
    query = select(reference.feed, reference.text, reference.key)
    return query.where(reference.wants == wants, reference.key.is_not(None), holds(schema.reference, revision))


def pointed(rows: pd.DataFrame, column: str, meant: dict[tuple[int, str], str]) -> pd.Series:
    """Give the public key that each row's text in a column means, None where it is not found."""
    found = [meant.get((feed, text)) for feed, text in zip(rows["feed"], rows[column], strict=True)]
    return objects(found, rows.index)


def _listed(rows: pd.DataFrame, column: str) -> pd.Series:
    """Give the keys of listed things, and the text as written where it is not listed."""
    return objects((k or t for k, t in zip(rows[f"{column}_key"], rows[column], strict=True)), rows.index)


def _feeds_of(rows: pd.DataFrame, keys: pd.Index) -> pd.Series:
    """Give, by public key, the names of the feeds that state a thing, in the order of its rows."""
    feeds: dict[str, dict[str, None]] = {}
    for key, name in zip(rows["public"], rows["feed_name"], strict=True):
        feeds.setdefault(key, {})[name] = None
    return pd.Series(["; ".join(feeds[key]) for key in keys], keys, dtype=object)


# --- strategy ---------------------------------------------------------------------------------------------------------


def organisations(connection: Connection, revision: int) -> pd.DataFrame:
    """Give key, name, acronym, description, valid_from, valid_until, feed of every organisation, registers first."""
    return frame(connection, in_order_of_feeds(FACTS[Organisation], revision))


def statements(connection: Connection, revision: int) -> pd.DataFrame:
    """Give kind (vision, mission, value), name, description, position, feed of every statement in order."""
    table = FACTS[Statement]
    rows = frame(connection, in_order_of_feeds(table, revision, table.c.kind, table.c.position.nulls_last()))
    return rows.drop_duplicates(["kind", "name", "description"])


@once
def perspectives(connection: Connection, revision: int) -> pd.DataFrame:
    """Give name, position, description of live perspectives, top band first, indexed by key."""
    return _ordered(connection, Perspective, "perspective", revision)


@once
def themes(connection: Connection, revision: int) -> pd.DataFrame:
    """Give name, owner, position, description of live themes, indexed by key."""
    return _ordered(connection, Theme, "theme", revision)


def objectives(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give live objectives in order, all or some, indexed by key; `perspective`, `theme`, `department` and `owner_key`
    are keys.
    """
    return _some(_objectives(connection, revision), keys)


@once
def _objectives(connection: Connection, revision: int) -> pd.DataFrame:
    pointers = {"perspective": "perspective", "theme": "theme", "department": "department", "owner": "person"}
    rows = stated(connection, Objective, "objective", revision, None, pointers)
    rows["perspective"], rows["theme"] = rows["perspective_key"], rows["theme_key"]
    rows["department"] = _listed(rows, "department")
    return _in_order(_live(merged(rows)))


@once
def links(connection: Connection, revision: int) -> pd.DataFrame:
    """Give cause-and-effect links between known objectives: source, target, sign, strength, lag_months, note."""
    rows = frame(connection, in_order_of_feeds(FACTS[Link], revision))
    meant = meaning(connection, "objective", revision)
    rows["source"] = pointed(rows, "from_objective", meant)
    rows["target"] = pointed(rows, "to_objective", meant)
    known = rows[rows["source"].notna() & rows["target"].notna()]
    return known.drop_duplicates(["source", "target"]).reset_index(drop=True)


def _ordered(connection: Connection, record: type, kind: str, revision: int) -> pd.DataFrame:
    return _in_order(_live(merged(stated(connection, record, kind, revision))))


def _some(things: pd.DataFrame, keys: Sequence[str] | None) -> pd.DataFrame:
    return things if keys is None else things[things.index.isin(list(keys))]


def _live(things: pd.DataFrame) -> pd.DataFrame:
    return things[things["state"].isna() | (things["state"] != "retired")]


def _in_order(things: pd.DataFrame) -> pd.DataFrame:
    """Order by position, then as loaded; things without a position come last."""
    return things.iloc[np.argsort(things["position"].to_numpy(dtype=float), kind="stable")]


# --- KPIs -------------------------------------------------------------------------------------------------------------


def kpis(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give KPIs, all or some, indexed by key; `objective` and `owner_key` are keys (None while the objective is not
    known).
    """
    return _some(_kpis(connection, revision), keys)


@once
def _kpis(connection: Connection, revision: int) -> pd.DataFrame:
    rows = stated(connection, Kpi, "kpi", revision, None, {"objective": "objective", "owner": "person"})
    rows["objective"] = rows["objective_key"]
    return _in_order(merged(rows))


@once
def readings(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give one row per measurement of the sources, by KPI and date: kpi (key), date, start, series, actual, target,
    forecast, expected, actual_text, target_text, state, note, and where it stands: feed, file, sheet, row.
    """
    table, feed = FACTS[Reading], schema.feed
    reference, condition = _reference("kpi", table, "kpi", revision, "meant")
    columns = [column for column in table.c if column.name != "kpi"]
    query = (
        select(reference.c.key.label("kpi"), *columns)
        .join_from(table, reference, condition)
        .join(feed, feed.c.id == table.c.feed)
        .where(holds(table, revision), reference.c.key.is_not(None))
        # Of several sources that measured the same day a register is the last: what it says counts.
        .order_by(
            reference.c.key,
            table.c.date.nulls_first(),
            func.coalesce(table.c.series, ""),
            feed.c.loader.in_(REGISTERS),
            feed.c.name,
            table.c.key,
        )
    )
    if keys is not None:
        query = query.where(reference.c.key.in_(keys))
    return frame(connection, query)


def contributions(
    connection: Connection,
    revision: int,
    *,
    projects: Sequence[str] | None = None,
    served: Sequence[str] | None = None,
    milestones: Sequence[str] | None = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give what projects and milestones contribute: project, milestone (keys or None), serves_kind, serves, amount,
    lag_days, confidence, money_share, agreed_by, reviewed, note, and the texts as written (project_text, ...). Where
    all are asked for, `only` keeps of the columns beside the ends some.
    """
    if projects is None and served is None and milestones is None:
        return contributed(connection, revision, only)
    table = FACTS[Contribution]
    project, on_project = _reference("project", table, "project", revision, "p")
    serves, on_serves = _reference("served", table, "serves", revision, "s")
    milestone = schema.reference.alias("m")
    on_milestone = and_(
        milestone.c.wants == "milestone",
        milestone.c.feed == table.c.feed,
        milestone.c.text == table.c.milestone,
        milestone.c.scope == func.coalesce(project.c.key, ""),
        holds(milestone, revision),
    )
    texts = {"project": "project_text", "milestone": "milestone_text", "serves": "serves_text"}
    query = (
        select(
            project.c.key.label("project"),
            milestone.c.key.label("milestone"),
            serves.c.kind.label("serves_kind"),
            serves.c.key.label("serves"),
            *(column.label(texts.get(column.name, column.name)) for column in table.c),
        )
        .select_from(table)
        .join(schema.feed, schema.feed.c.id == table.c.feed)
        .join(project, on_project, isouter=projects is None)  # an inner join starts from the few that are asked for
        .join(serves, on_serves, isouter=served is None)
        .join(milestone, on_milestone, isouter=milestones is None)
        .where(holds(table, revision))
        .order_by(schema.feed.c.name, table.c.key)
    )
    if projects is not None:
        query = query.where(project.c.key.in_(projects))
    if served is not None:
        query = query.where(serves.c.key.in_(served))
    if milestones is not None:
        query = query.where(milestone.c.key.in_(milestones))
    return frame(connection, query)


# --- projects ---------------------------------------------------------------------------------------------------------


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
        rows[name] = _listed(rows, name)
    things = together(connection, revision, "project", rows)
    if only is not None:
        return things[[*only]].sort_index()
    things["sources"] = _feeds_of(rows, things.index)
    scheduled: dict[str, tuple[Any, Any]] = {}
    places = (rows[name].to_list() for name in ("public", "loader", "feed", "source_key"))
    for key, loader, *place in zip(*places, strict=True):
        if loader not in REGISTERS:
            scheduled.setdefault(key, (place[0], place[1]))
    for at, name in enumerate(("schedule_feed", "schedule_key")):
        things[name] = objects((scheduled.get(key, (None, None))[at] for key in things.index), things.index)
    return things.sort_index()


def names_of_projects(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> dict[str, Any]:
    """Give the name, None where there is none, of every project, or of some, by key."""
    names = _names_of_projects(connection, revision)
    return names if keys is None else {key: names[key] for key in keys if key in names}


@once
def _names_of_projects(connection: Connection, revision: int) -> dict[str, Any]:
    names = projects(connection, revision, only=["name"])["name"]
    return dict(zip(names.index, names, strict=True))


# What decides when the work of a project takes effect.
COURSE = ("stage", "status_date", "baseline_finish", "finish", "percent_complete")


def kpis_of(connection: Connection, revision: int, objectives: Sequence[str]) -> list[str]:
    """Give the keys of KPIs of which some source says that they are of one of these objectives."""
    table, identity = FACTS[Kpi], schema.identity
    reference, condition = _reference("objective", table, "objective", revision, "o")
    query = (
        select(identity.c.key)
        .join(table, and_(identity.c.feed == table.c.feed, identity.c.source == table.c.key))
        .join(reference, condition)
        .where(identity.c.record == "kpi", holds(identity, revision), holds(table, revision))
        .where(reference.c.key.in_(objectives))
    )
    return sorted(set(connection.scalars(query)))


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
    rows = rows.assign(**{name: _listed(rows, name) for name in columns})
    found = together(connection, revision, "project", rows)
    for column, values in wanted.items():
        found = found[found[column].isin(list(values))]
    return list(found.index)


def milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    *,
    all_kinds: bool = False,
) -> pd.DataFrame:
    """Give milestones, all or those of some projects or keys, indexed by key: project, name, kind, baseline, forecast,
    actual (ISO days), state, of, note, calendar, source row (feed, file, sheet, row). With `all_kinds` deliverables,
    gates and reviews too.
    """
    return _milestones(connection, revision, projects, keys, all_kinds=all_kinds)


def _milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None,
    keys: Keys,
    only: Collection[str] | None = None,
    *,
    all_kinds: bool = False,
) -> pd.DataFrame:
    """Put milestones together from the rows of registers and of schedules, with `only` some of their columns."""
    rows = statements_of_milestones(connection, revision, projects, keys, only)
    # What a schedule counts as a milestone stays one, and the row that gave the dates is its source.
    place = ("kind", "feed", "feed_name", "loader", "source_key", "file", "sheet", "row")
    things = together(connection, revision, "milestone", rows, (*SCHEDULED, *place))
    return things if all_kinds else things[things["kind"].isin(["milestone"]) | things["kind"].isna()]


def statements_of_milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None = None,
    keys: Keys = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give every source row of milestones, all or those of some projects or keys, those of registers first."""
    asked = connection, revision, projects, keys, only
    return stacked([read(*asked) for read in (_stated_milestones, _scheduled_milestones)])


def _scheduled_milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None,
    keys: Keys,
    only: Collection[str] | None,
) -> pd.DataFrame:
    table, own, project = FACTS[Task], schema.identity.alias("own"), schema.identity.alias("of")
    query = (
        select(
            own.c.key.label("public"),
            schema.feed.c.loader,
            schema.feed.c.name.label("feed_name"),
            project.c.key.label("project"),
            table.c.key.label("source_key"),
            *(table.c[name] for name in ("feed", "file", "since", "uid", "code", "name", "kind", "calendar")),
            func.coalesce(table.c.baseline_finish, table.c.baseline_start).label("baseline"),
            func.coalesce(table.c.finish, table.c.start).label("forecast"),
            func.coalesce(table.c.actual_finish, table.c.actual_start).label("actual"),
            table.c.percent_complete,
            table.c.sheet,
            table.c.row,
        )
        .join_from(
            table,
            own,
            and_(own.c.record == "task", own.c.feed == table.c.feed, own.c.source == table.c.key, holds(own, revision)),
        )
        .join(
            project,
            and_(
                project.c.record == "project",
                project.c.feed == table.c.feed,
                project.c.source == table.c.project,
                holds(project, revision),
            ),
        )
        .join(schema.feed, schema.feed.c.id == table.c.feed)
        .where(table.c.kind == "milestone", holds(table, revision))
        .order_by(schema.feed.c.name, table.c.position.nulls_last(), table.c.key)
    )
    if projects is not None:
        query = query.where(project.c.key.in_(projects))
    if keys is not None:
        query = query.where(own.c.kind == "milestone", own.c.key.in_(keys))
    if only is not None:
        kept = ("public", "loader", "feed_name", *only)
        query = query.with_only_columns(*(query.selected_columns[name] for name in kept))
    rows = frame(connection, query)
    for name in (one for one in _DATES if one in rows):
        rows[name] = rows[name].str[:10] if len(rows) else rows[name]
    return rows


_DATES = ("baseline", "forecast", "actual")


def _stated_milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None,
    keys: Keys,
    only: Collection[str] | None,
) -> pd.DataFrame:
    if only is not None:
        return stated(connection, Milestone, "milestone", revision, keys, only=[*only, "emptied"])
    among = None if projects is None else {"project": list(projects)}
    rows = stated(connection, Milestone, "milestone", revision, keys, {"project": "project"}, among)
    rows["project"] = rows["project_key"]
    return rows


@once
def dated_milestones(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give baseline (the adopted one where it has none), forecast and actual of some milestones, or of all that
    contributions name.
    """
    reference, table = schema.reference, schema.finding
    wanted = reference.c.wants == "milestone", reference.c.key.is_not(None), holds(reference, revision)
    named = select(reference.c.key).where(*wanted) if keys is None else keys
    rows = _milestones(connection, revision, None, named, only=("kind", *_DATES))[[*_DATES]].copy()
    query = select(table.c.subject, table.c.inputs).where(
        table.c.subject_kind == "milestone",
        table.c.measure == "slip_days",
        table.c.rule.startswith("slip against the plan"),
        holds(table, revision),
    )
    adopted = {key: json.loads(inputs)["baseline"] for key, inputs in connection.execute(query)}
    rows["baseline"] = objects((adopted.get(key, own) for key, own in rows["baseline"].items()), rows.index)
    return rows


def keys_of_milestones(connection: Connection, revision: int) -> list[str]:
    """Give the keys of all milestones in the order of `milestones`."""
    return list(_milestones(connection, revision, None, None, only=["kind"]).index)


def planned_milestones(connection: Connection, revision: int, feeds: Iterable[int]) -> dict[tuple[int, str], str]:
    """Give the day that some feeds planned for each milestone, by (feed, source key), as of a revision."""
    task, milestone = FACTS[Task], FACTS[Milestone]
    planned = func.coalesce(task.c.finish, task.c.start)
    among = [int(feed) for feed in feeds]
    scheduled = select(task.c.feed, task.c.key, planned).where(task.c.kind == "milestone", holds(task, revision))
    stated = select(milestone.c.feed, milestone.c.key, milestone.c.forecast).where(holds(milestone, revision))
    rows = [
        *connection.execute(scheduled.where(task.c.feed.in_(among))),
        *connection.execute(stated.where(milestone.c.feed.in_(among))),
    ]
    return {(feed, key): day[:10] for feed, key, day in rows if day}


def calendars(connection: Connection, revision: int, feeds: Sequence[int] | None = None) -> pd.DataFrame:
    """Give feed, key, base, week (JSON), exceptions (JSON) of all calendars, or of those of some feeds."""
    table = FACTS[Calendar]
    columns = [table.c[name] for name in ("feed", "key", "base", "week", "exceptions")]
    query = select(*columns).where(holds(table, revision))
    return frame(connection, query if feeds is None else query.where(table.c.feed.in_(feeds)))


def dependencies(connection: Connection, revision: int, project: str | None = None) -> pd.DataFrame:
    """Give dependencies across projects that registers state: from_project, from_milestone, to_project, to_milestone
    (keys where known), the texts, type, lag (working minutes), hands_over, agreed.
    """
    rows = _dependencies(connection, revision)
    return rows if project is None else rows[(rows["from_key"] == project) | (rows["to_key"] == project)]


@once
def _dependencies(connection: Connection, revision: int) -> pd.DataFrame:
    table = FACTS[Dependency]
    # By feed, because all but a few dependencies are those within a schedule.
    registers = select(schema.feed.c.id).where(schema.feed.c.loader.in_(REGISTERS))
    query = (
        select(table, schema.feed.c.name.label("feed_name"))
        .join(schema.feed, schema.feed.c.id == table.c.feed)
        .where(holds(table, revision), table.c.feed.in_(registers))
        .order_by(schema.feed.c.name, table.c.key)
    )
    rows = frame(connection, query)
    meant = meant_by(connection, "project", revision, [*rows["from_project"], *rows["to_project"]])
    rows["from_key"], rows["to_key"] = pointed(rows, "from_project", meant), pointed(rows, "to_project", meant)
    return rows


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


# --- people, lists and settings ---------------------------------------------------------------------------------------


def people(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give people put together from all their sources, indexed by key; `department` is a key where listed."""
    rows = stated(connection, Resource, "person", revision, keys, {"department": "department"})
    rows["department"] = _listed(rows, "department")
    things = merged(rows)
    things["sources"] = _feeds_of(rows, things.index)
    return things.sort_index()


def names_of_people(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> dict[str, str]:
    """Give the name of every person, or of some, by key."""
    names = _names_of_people(connection, revision)
    return names if keys is None else {key: names[key] for key in keys if key in names}


@once
def _names_of_people(connection: Connection, revision: int) -> dict[str, str]:
    table, identity = FACTS[Resource], schema.identity
    of_person = (identity.c.record == "resource") & (identity.c.feed == table.c.feed)
    query = select(identity.c.key, table.c.name).distinct()
    query = query.join_from(table, identity, of_person & (identity.c.source == table.c.key)).where(
        identity.c.kind == "person", table.c.name != "", holds(table, revision), holds(identity, revision)
    )
    said = connection.execute(query).all()
    names = {row[0]: row[1] for row in said}
    if unlike := sorted({key for key, name in said if names[key] != name}):  # of these the order of sources decides
        rows = stated(connection, Resource, "person", revision, unlike, only=["name"]).iloc[::-1]
        names |= {key: name for key, name in zip(rows["public"], rows["name"], strict=True) if name}
    return names


def names_by_address(connection: Connection, revision: int, addresses: Collection[str]) -> dict[str, str]:
    """Give the names of people by the e-mail address (casefolded) that a source gives them."""
    table, wanted = FACTS[Resource], sorted({address.casefold() for address in addresses})
    query = select(func.lower(table.c.email), table.c.name).where(
        func.lower(table.c.email).in_(wanted), table.c.name.is_not(None), holds(table, revision)
    )
    return {row[0]: row[1] for row in connection.execute(query.order_by(table.c.feed.desc(), table.c.key))}


@once
def lists(connection: Connection, revision: int, kind: str) -> pd.DataFrame:
    """Give the entries of a list (department, programme, role, skill, place), indexed by key."""
    return merged(stated(connection, ListEntry, kind, revision))


def names_of_listed(connection: Connection, revision: int, kind: str) -> dict[str, str]:
    """Give the names, or the keys of what has none, of the entries of a list by key."""
    return {str(key): name or str(key) for key, name in lists(connection, revision, kind)["name"].items()}


@once
def settings(connection: Connection, revision: int) -> pd.DataFrame:
    """Give name, applies_to, value, valid_from, reason of all settings."""
    table, feed = FACTS[Setting], schema.feed
    query = select(table).join(feed, feed.c.id == table.c.feed).where(holds(table, revision))
    return frame(connection, query.order_by(table.c.name, table.c.valid_from.nulls_first(), feed.c.name, table.c.key))


# --- findings and provenance ------------------------------------------------------------------------------------------


def findings(
    connection: Connection,
    revision: int,
    kind: str,
    subjects: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Give computed figures: subject, measure, value, text, unit, status, rule, inputs, on_date, fresh_until, since."""
    table = schema.finding
    query = select(table).where(table.c.subject_kind == kind, holds(table, revision))
    if subjects is not None:
        query = query.where(table.c.subject.in_(subjects))
    if measures is not None:
        query = query.where(table.c.measure.in_(measures))
    return frame(connection, query.order_by(table.c.subject, table.c.measure))


def figures(
    connection: Connection,
    revision: int,
    kind: str,
    measures: Sequence[str],
    subjects: Sequence[str] | None = None,
    more: Sequence[str] = (),
) -> dict[str, dict[str, Any]]:
    """Give computed figures by measure and subject, each a row of value, text, status, on_date, fresh_until and `more`
    columns.
    """
    table = schema.finding
    names = ("measure", "subject", "value", "text", "status", "on_date", "fresh_until", *more)
    columns = [table.c[name] for name in names]
    query = select(*columns).where(table.c.subject_kind == kind, table.c.measure.in_(measures), holds(table, revision))
    if subjects is not None:
        query = query.where(table.c.subject.in_(subjects))
    found: dict[str, dict[str, Any]] = {measure: {} for measure in measures}
    for row in connection.execute(query).all():
        found[row.measure][row.subject] = row
    return found


def standings(
    connection: Connection, revision: int, keys: Sequence[str] | None = None, only: Sequence[str] = STANDING[1:]
) -> pd.DataFrame:
    """Give the standings of projects, all or some, indexed by key, in the columns of `schema.standing` or some of them:
    their figures side by side, whom they serve and what they still bring.
    """
    table = schema.standing
    query = select(table.c.project, *(table.c[name] for name in only)).where(holds(table, revision))
    if keys is not None:
        query = query.where(table.c.project.in_(keys))
    return frame(connection, query.order_by(table.c.project)).set_index("project")


def loads(connection: Connection) -> pd.DataFrame:
    """Give revision, recorded_at, title, cause, status_date of all loads, the newest first."""
    return frame(connection, select(schema.load).order_by(schema.load.c.revision.desc()))


def files(connection: Connection, revision: int | None = None) -> pd.DataFrame:
    """Give the files of one load or of all: feed_name, path, sha256, counts, status date, notes; the newest first."""
    file = schema.file
    query = select(file, schema.feed.c.name.label("feed_name")).join(schema.feed, schema.feed.c.id == file.c.feed)
    if revision is not None:
        query = query.where(file.c.revision == revision)
    return frame(connection, query.order_by(file.c.revision.desc(), file.c.id))


def rejections(
    connection: Connection, revision: int, *, limit: int | None = None, offset: int | None = None
) -> pd.DataFrame:
    """Give the rows that a load rejected, or a page of them: path, feed_name, sheet, row, field, value, reason, kind,
    key.
    """
    rejection, file, feed = schema.rejection, schema.file, schema.feed
    query = (
        select(file.c.path, feed.c.name.label("feed_name"), rejection)
        .join_from(rejection, file, file.c.id == rejection.c.file)
        .join(feed, feed.c.id == file.c.feed)
        .where(file.c.revision == revision)
        .order_by(rejection.c.id)
    )
    return frame(connection, query.limit(limit).offset(offset))


def count_rejections(connection: Connection, revision: int) -> int:
    """Count the faults of rows that a load rejected."""
    rejection, file = schema.rejection, schema.file
    query = select(func.count()).join_from(rejection, file, file.c.id == rejection.c.file)
    return connection.execute(query.where(file.c.revision == revision)).scalar_one()


def omissions(connection: Connection, revision: int) -> pd.DataFrame:
    """Give what a load left out on purpose: path, reason, count."""
    file = schema.file
    query = (
        select(file.c.path, schema.skipped.c.reason, schema.skipped.c.count)
        .join_from(schema.skipped, file, file.c.id == schema.skipped.c.file)
        .where(file.c.revision == revision)
        .order_by(schema.skipped.c.id)
    )
    return frame(connection, query)


def feed_states(connection: Connection, revision: int) -> pd.DataFrame:
    """Give every feed with its newest file up to a revision: feed_name, loader, path, revision, recorded_at,
    status_date, rejected.
    """
    file, feed, load = schema.file, schema.feed, schema.load
    newest = select(func.max(file.c.id)).where(file.c.revision <= revision).group_by(file.c.feed)
    query = (
        select(
            feed.c.name.label("feed_name"), feed.c.loader, file.c.path, file.c.revision, load.c.recorded_at,
            file.c.status_date, file.c.rejected, file.c.sha256,
        )
        .join_from(file, feed, feed.c.id == file.c.feed)
        .join(load, load.c.revision == file.c.revision)
        .where(file.c.id.in_(newest))
        .order_by(feed.c.name)
    )  # fmt: skip
    return frame(connection, query)


def unresolved(connection: Connection, revision: int) -> pd.DataFrame:
    """Give what points at something that is not there yet, or could be several: feed_name, wants, text, state."""
    reference, feed = schema.reference, schema.feed
    query = (
        select(
            feed.c.name.label("feed_name"), reference.c.wants, reference.c.scope, reference.c.text, reference.c.state
        )
        .join_from(reference, feed, feed.c.id == reference.c.feed)
        .where(holds(reference, revision), reference.c.state != "resolved")
        .order_by(feed.c.name, reference.c.wants, reference.c.text, reference.c.scope)
    )
    return frame(connection, query)


def sources(connection: Connection, files: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Give path and revision of files by their number."""
    file = schema.file.c
    query = select(file.id, file.path, file.revision).where(file.id.in_(list(files)))
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def counts(connection: Connection, revision: int) -> dict[str, int]:
    """Give how many things of each kind (project, milestone, kpi ...) people see, however many feeds state them."""
    identity = schema.identity
    query = select(identity.c.kind, func.count(identity.c.key.distinct())).where(holds(identity, revision))
    return {row[0]: row[1] for row in connection.execute(query.group_by(identity.c.kind))}


def public_keys(connection: Connection, revision: int, kind: str) -> dict[tuple[int, str], str]:
    """Give the public key of every source row of a kind, by (feed, source key)."""
    identity = schema.identity
    query = select(identity.c.feed, identity.c.source, identity.c.key)
    query = query.where(identity.c.kind == kind, holds(identity, revision))
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def statements_of_project(connection: Connection, revision: int, key: str) -> pd.DataFrame:
    """Give every source row of one project, with feed_name and where it stands."""
    return stated(connection, Project, "project", revision, [key])


def tasks(
    connection: Connection, revision: int, project: str, *, limit: int | None = None, **window: Any
) -> pd.DataFrame:
    """Give the tasks of one project (key) in the order of its schedule, all columns of the record.

    `limit` and `offset`, `order` (a column and whether it falls) and `named` (a part of the name or code) give a page.
    """
    table = FACTS[Task]
    column, falls = window.get("order") or ("position", False)
    order = table.c[column].desc() if falls else table.c[column].asc()
    query = _of_project(select(table), revision, project, window.get("named"))
    query = query.join(schema.feed, schema.feed.c.id == table.c.feed)
    first = [schema.feed.c.name] if column == "position" else []
    query = query.order_by(*first, order.nulls_last(), schema.feed.c.name, table.c.key)
    return frame(connection, query.limit(limit).offset(window.get("offset")))


def count_tasks(connection: Connection, revision: int, project: str, named: str | None = None) -> int:
    """Count the lines of the schedules of one project (key), or those with a text in their name or code."""
    query = _of_project(select(func.count()).select_from(FACTS[Task]), revision, project, named)
    return connection.execute(query).scalar_one()


def _of_project(query: Select, revision: int, project: str, named: str | None) -> Select:
    """Keep the tasks of one project, and of those the ones that are asked for."""
    table, identity = FACTS[Task], schema.identity
    mine = query.join(
        identity,
        and_(
            identity.c.record == "project",
            identity.c.feed == table.c.feed,
            identity.c.source == table.c.project,
            holds(identity, revision),
        ),
    ).where(identity.c.kind == "project", identity.c.key == project, holds(table, revision))
    if not named:
        return mine
    return mine.where(table.c.name.icontains(named, autoescape=True) | table.c.code.icontains(named, autoescape=True))


def count_contributions(connection: Connection, revision: int) -> int:
    """Count the contributions that hold."""
    table = FACTS[Contribution]
    return connection.execute(select(func.count()).select_from(table).where(holds(table, revision))).scalar_one()


def task_counts(
    connection: Connection, revision: int, projects: Collection[str] | None = None
) -> dict[str, dict[str, int]]:
    """Give, by project (key), all or some, `tasks` (leaves, also milestones) and `milestones` of its schedules."""
    table = FACTS[Task]
    query = (
        select(table.c.feed, table.c.project, table.c.kind, func.count().label("rows"))
        .where(holds(table, revision), table.c.kind.in_(["task", "milestone", "level_of_effort"]))
        .group_by(table.c.feed, table.c.project, table.c.kind)
    )
    owners = public_keys(connection, revision, "project")
    if projects is not None:
        asked = {*projects}
        owners = {source: key for source, key in owners.items() if key in asked}
        query = query.where(table.c.project.in_(sorted({source for _, source in owners})))
    counts: dict[str, dict[str, int]] = {}
    for row in connection.execute(query):
        mine = counts.setdefault(owners.get((row.feed, row.project), ""), {"tasks": 0, "milestones": 0})
        mine["tasks"] += row.rows
        mine["milestones"] += row.rows if row.kind == "milestone" else 0
    return counts
