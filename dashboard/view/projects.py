"""Projects, their milestones and what they contribute; people."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.status import NO_DATA
from dashboard.view.baselines import with_first_baselines
from dashboard.view.figures import with_figures
from dashboard.view.page import Page
from dashboard.view.sources import with_sources
from dashboard.view.tuned import for_projects
from data import disagreements, queries
from data.frames import objects
from data.records import Task
from data.remembered import once

_FEW = 2_000  # names of things in one question; drivers allow some more


@dataclass(frozen=True)
class ProjectView:
    """A project: its row; milestones and deliverables with slip, status, source and what `with_first_baselines` adds;
    contributions; money by month; risks; tasks.
    """

    key: str
    row: dict[str, Any]
    milestones: pd.DataFrame
    deliverables: pd.DataFrame
    contributions: pd.DataFrame
    money: pd.DataFrame
    risks: pd.DataFrame
    tasks: pd.DataFrame


def projects(connection: Connection, revision: int, today: str, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give projects with status, reason, stale, manager, source, the columns of `with_figures` and reported_places (so
    many between the reported and the computed status are an alarm).
    """
    frame = _whole(connection, revision)
    frame = frame if keys is None else frame[frame.index.isin(list(keys))]
    return frame.assign(stale=_stale(frame["fresh_until"], today))


@once
def _whole(connection: Connection, revision: int) -> pd.DataFrame:
    """Give all projects as `projects` does, without what depends on the day, with fresh_until."""
    frame = _with_status(connection, revision, queries.projects(connection, revision), None)
    frame = with_figures(connection, revision, frame, None)
    people = queries.names_of_people(connection, revision)
    pairs = zip(frame["manager_key"], frame["manager"], strict=True)
    frame["manager"] = objects((people.get(key) or text for key, text in pairs), frame.index)
    frame["reported_places"] = for_projects(connection, revision, frame).reported_places
    return with_sources(connection, frame)


def judged(
    connection: Connection,
    revision: int,
    today: str,
    keys: Sequence[str] | None = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give projects, or `only` some of their columns, with status, status_reason, status_inputs, fresh_until, stale."""
    frame = _with_status(connection, revision, queries.projects(connection, revision, keys, only=only), keys)
    return frame.assign(stale=_stale(frame["fresh_until"], today))


def _with_status(
    connection: Connection, revision: int, frame: pd.DataFrame, keys: Sequence[str] | None
) -> pd.DataFrame:
    found = queries.figures(connection, revision, "project", ("status",), keys, ("inputs",))
    status = [found["status"].get(key) for key in frame.index]
    frame["status"] = [line.status if line else NO_DATA for line in status]
    frame["status_reason"] = objects((line.text if line else None for line in status), frame.index)
    frame["status_inputs"] = objects((line.inputs if line else None for line in status), frame.index)
    frame["fresh_until"] = objects((line.fresh_until if line else None for line in status), frame.index)
    return frame


def _stale(fresh_until: pd.Series, today: str) -> list[bool]:
    return [bool(until and until < today) for until in fresh_until]


def milestones(
    connection: Connection,
    revision: int,
    today: str,
    of: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    *,
    all_kinds: bool = False,
) -> pd.DataFrame:
    """Give milestones, all or those `of` some projects or some keys, with slip_days, status, stale, adopted baseline,
    reason and source.
    """
    frame = queries.milestones(connection, revision, few(of), few(keys), all_kinds=all_kinds)
    frame = frame if of is None else frame[frame["project"].isin(list(of))].copy()
    frame = frame if keys is None else frame[frame.index.isin(list(keys))].copy()
    subjects = few(frame.index)
    found = queries.figures(connection, revision, "milestone", ["slip_days"], subjects, ("rule", "inputs"))["slip_days"]
    judged = [found.get(key) for key in frame.index]
    for name, part in (("slip_days", "value"), ("reason", "text"), ("rule", "rule")):
        frame[name] = objects((getattr(line, part, None) for line in judged), frame.index)
    frame["status"] = [(line and line.status) or NO_DATA for line in judged]
    frame["stale"] = [bool(line and line.fresh_until and line.fresh_until < today) for line in judged]
    adopted = {line.subject: line.inputs for line in judged if line and "adopted" in (line.rule or "")}
    planned = {key: json.loads(inputs)["baseline"] for key, inputs in adopted.items()}
    frame["baseline"] = objects((planned.get(key, own) for key, own in frame["baseline"].items()), frame.index)
    return with_sources(connection, frame)


def few(keys: Collection[str] | None) -> list[str] | None:
    """Give keys to ask for; None, which asks for all, where so many would be slower."""
    return list(keys) if keys is not None and len(keys) <= _FEW else None


def serving(connection: Connection, revision: int, today: str, served: Sequence[str] | None) -> pd.DataFrame:
    """Give contributions with the name, status and age of their projects, as the map needs them."""
    rows = queries.contributions(connection, revision, served=served)
    return _with_projects(connection, revision, today, rows)


def contributions(
    connection: Connection,
    revision: int,
    today: str,
    *,
    of: Sequence[str] | None = None,
    served: Sequence[str] | None = None,
    by: Sequence[str] | None = None,
    marks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Give contributions with the project's name, status and age, the milestone's name and dates, and the source.

    All of them, or those `of` some projects, `by` some milestones, or to what is `served`; `marks` are the milestones
    as `milestones` gives them, where that has been asked already.
    """
    rows = queries.contributions(connection, revision, projects=of, served=served, milestones=by)
    rows = with_sources(connection, _with_projects(connection, revision, today, rows))
    if marks is None:
        marks = milestones(connection, revision, today, keys=list(rows["milestone"].dropna().unique()))
    return _with_milestones(rows, marks)


@dataclass(frozen=True)
class Claims:
    """Contributions as `contributions` gives them, with the projects and milestones that they name, by key, as
    `projects` and `milestones` give these.
    """

    rows: pd.DataFrame
    projects: pd.DataFrame
    milestones: pd.DataFrame


def claims(connection: Connection, revision: int, today: str, rows: pd.DataFrame) -> Claims:
    """Give contributions (as `queries.contributions`) with their projects and milestones, each read once."""
    known = projects(connection, revision, today, sorted(set(rows["project"].dropna())))
    marks = milestones(connection, revision, today, keys=list(rows["milestone"].dropna().unique()))
    return Claims(_with_milestones(with_sources(connection, _of_projects(rows, known)), marks), known, marks)


def _with_milestones(rows: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    for name in ("name", "baseline", "forecast", "actual", "slip_days", "status"):
        values = dict(zip(marks.index, marks[name], strict=True))
        rows[f"milestone_{name}"] = objects((values.get(key) for key in rows["milestone"]), rows.index)
    return rows


def _with_projects(connection: Connection, revision: int, today: str, rows: pd.DataFrame) -> pd.DataFrame:
    keys = few(rows["project"].dropna().unique())
    return _of_projects(rows, judged(connection, revision, today, keys, only=["name"]))


def _of_projects(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    rows = rows.copy()
    for name, column in (("project_name", "name"), ("project_status", "status"), ("project_stale", "stale")):
        values = dict(zip(known.index, known[column], strict=True))
        rows[name] = objects((values.get(key) for key in rows["project"]), rows.index)
    names = (name or text for name, text in zip(rows["project_name"], rows["project_text"], strict=True))
    rows["project_name"] = objects(names, rows.index)
    return rows


def project(
    connection: Connection, revision: int, today: str, key: str, *, with_tasks: bool = True
) -> ProjectView | None:
    """Give one project with everything behind it; without its tasks, which may be many, where they are paged."""
    mine = projects(connection, revision, today, [key])
    if key not in mine.index:
        return None
    things = milestones(connection, revision, today, [key], all_kinds=True)
    things = with_first_baselines(connection, revision, things)
    is_milestone = things["kind"].isin(["milestone"]) | things["kind"].isna()
    marks = things[is_milestone]
    row = {str(name): value for name, value in mine.loc[key].to_dict().items()}
    row |= names_of_lists(connection, revision, row, ("programme", "department"))
    return ProjectView(
        key,
        row,
        marks,
        things[~is_milestone],
        contributions(connection, revision, today, of=[key], marks=marks),
        money(connection, revision, [key]),
        with_sources(connection, queries.risks(connection, revision, [key, *things.index])),
        with_sources(connection, queries.tasks(connection, revision, key, limit=None if with_tasks else 0)),
    )


def money(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give money by project, month and kind as stated, with its source; what names no currency is in its project's."""
    rows = with_sources(connection, queries.money(connection, revision, keys))
    bare = rows["currency"].isna() & rows["project"].notna()
    if not bare.any():
        return rows
    of = queries.projects(connection, revision, few(set(rows["project"][bare])), only=["currency"])["currency"]
    own = objects((of.get(key) if none else stated for key, stated, none in
                   zip(rows["project"], rows["currency"], bare, strict=True)), rows.index)  # fmt: skip
    return rows.assign(currency=own)


def names_of_lists(connection: Connection, revision: int, row: dict[str, Any], kinds: Sequence[str]) -> dict[str, Any]:
    """Give, for every key of a list that a row holds, its name: department_name, programme_name."""
    named = {kind: queries.lists(connection, revision, kind)["name"].to_dict() for kind in kinds if row.get(kind)}
    return {f"{kind}_name": named.get(kind, {}).get(row.get(kind)) or row.get(kind) for kind in kinds}


def tasks(connection: Connection, revision: int, project: str, page: Page) -> tuple[pd.DataFrame, int]:
    """Give a page of the lines of a project's schedules with their sources, and how many there are.

    Raises ValueError for an order by something that is not a column of tasks.
    """
    if page.order and page.order[0] not in Task._fields:
        raise ValueError(f"{page.order[0]!r} is not a column of tasks")
    rows = queries.tasks(
        connection, revision, project, limit=page.rows, offset=page.first, order=page.order, named=page.named
    )
    return with_sources(connection, rows), queries.count_tasks(connection, revision, project, page.named)


def people(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give all people, or some, with their sources."""
    frame = queries.people(connection, revision, few(keys))
    return with_sources(connection, frame if keys is None else frame[frame.index.isin(list(keys))])


class Said(NamedTuple):
    """What each source says of each field of a project and which counts (`data.disagreements`), and the same of its
    milestones where sources differ.
    """

    stated: pd.DataFrame
    disputed: pd.DataFrame


def said(connection: Connection, revision: int, key: str) -> Said:
    """Give what each source says of a project."""
    stated = disagreements.of_projects(connection, revision, [key])
    found = disagreements.of_milestones(connection, revision, [key])
    return Said(with_sources(connection, stated), with_sources(connection, found[found["differs"].astype(bool)]))
