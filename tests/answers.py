"""Everything that a store answers as of a revision, in plain values that can be compared."""

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data import queries
from data.store import Store

Answers = dict[str, list[dict[str, Any]]]

# Numbers that a store gives in the order of loading; they mean nothing outside it.
LOCAL = frozenset({"id", "feed", "file", "schedule_feed"})
WHEN = frozenset({"since", "until", "revision", "recorded_at", "rule"})
JUDGED = ("kpi", "milestone", "project")
LISTS = ("department", "programme", "role", "skill", "place")


def answers(store: Store, revision: int, *, without: frozenset[str] = frozenset()) -> Answers:
    """Give every frame of `queries`, its rows in their order, without columns that mean nothing in another store."""
    with store.reading() as connection:
        return {name: _rows(frame, LOCAL | without) for name, frame in _frames(connection, revision).items()}


def _frames(connection: Connection, revision: int) -> dict[str, pd.DataFrame]:
    projects = queries.projects(connection, revision)
    frames = {
        "organisations": queries.organisations(connection, revision),
        "statements": queries.statements(connection, revision),
        "perspectives": queries.perspectives(connection, revision),
        "themes": queries.themes(connection, revision),
        "objectives": queries.objectives(connection, revision),
        "links": queries.links(connection, revision),
        "kpis": queries.kpis(connection, revision),
        "readings": queries.readings(connection, revision),
        "contributions": queries.contributions(connection, revision),
        "projects": projects,
        "milestones": queries.milestones(connection, revision, all_kinds=True),
        "dependencies": queries.dependencies(connection, revision),
        "money": queries.money(connection, revision),
        "risks": queries.risks(connection, revision),
        "people": queries.people(connection, revision),
        "settings": queries.settings(connection, revision),
        "unresolved": queries.unresolved(connection, revision),
        "feeds": queries.feed_states(connection, revision),
        **{f"list {kind}": queries.lists(connection, revision, kind) for kind in LISTS},
        **{
            f"findings {kind}": queries.findings(connection, revision, kind) for kind in ("kpi", "milestone", "project")
        },
        "standings": queries.standings(connection, revision),
        **{f"tasks of {key}": queries.tasks(connection, revision, key) for key in projects.index},
    }
    return frames


def _rows(frame: pd.DataFrame, without: frozenset[str]) -> list[dict[str, Any]]:
    key = [] if frame.index.name is None else [frame.index.name]
    rows = frame.reset_index(names=key) if key else frame
    return [
        {str(name): _plain(str(name), value) for name, value in row.items() if name not in without}
        for row in rows.to_dict("records")
    ]


def _plain(name: str, value: Any) -> Any:
    if name == "inputs":
        return {k: v for k, v in json.loads(value).items() if k != "reading"}
    return None if value is None or value != value else value
