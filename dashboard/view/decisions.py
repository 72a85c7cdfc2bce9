"""Decisions, actions and approved changes: what each is about, the most urgent first."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.headline import overdue, still_open
from dashboard.view import View
from dashboard.view.sources import with_sources
from data import queries
from data.frames import objects

OVERDUE, ASKED, PAST = "overdue", "asked", "past"
_ORDER = {OVERDUE: 0, ASKED: 1, PAST: 2}


def decisions_of(view: View) -> pd.DataFrame:
    """Give the decisions of a moment as `read` does."""
    with view.store.reading() as connection:
        return read(connection, view.number, view.today)


def read(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    """Give the columns of `queries.decisions`, about_name (as written where it is not found), page and page_key (of
    what it is about; of a milestone its project's), urgency and source.

    Urgency: overdue (its day has passed undone), asked (still open) or past (done or dropped; the newest first).
    """
    rows = queries.decisions(connection, revision)
    known = _known(connection, revision, sorted(set(rows["about_key"].dropna())))
    for place, name in enumerate(("page", "page_key", "about_name")):
        rows[name] = objects((known[key][place] if key in known else None for key in rows["about_key"]), rows.index)
    rows["about_name"] = rows["about_name"].where(rows["about_name"].notna(), rows["about"])
    late, asked = overdue(rows, today), still_open(rows)
    urgency = (OVERDUE if a else ASKED if b else PAST for a, b in zip(late, asked, strict=True))
    rows["urgency"] = objects(urgency, rows.index)
    newest = rows.sort_values("date", ascending=False, kind="stable", na_position="last")
    first = newest["due"].where(newest["urgency"] != PAST).astype("string").fillna("9")
    ordered = newest.assign(_order=newest["urgency"].map(_ORDER), _due=first)
    ordered = ordered.sort_values(["_order", "_due"], kind="stable").drop(columns=["_order", "_due"])
    return with_sources(connection, ordered)


def _known(connection: Connection, revision: int, keys: list[str]) -> dict[str, tuple[str, str, str]]:
    """Give (page, key of the page, name) of objectives, KPIs, projects, milestones and people by their keys; what
    is on the map counts before a person of the same key.
    """
    if not keys:
        return {}
    marks = queries.milestones(connection, revision, None, keys, all_kinds=True)
    people = queries.names_of_people(connection, revision, keys)
    found: dict[Any, tuple[str, Any, Any]] = {key: ("", key, name) for key, name in people.items()}
    found |= {key: ("project", row["project"], row["name"]) for key, row in marks.to_dict("index").items()}
    for page, names in (
        ("kpi", queries.kpis(connection, revision, keys)["name"].to_dict()),
        ("objective", queries.objectives(connection, revision, keys)["name"].to_dict()),
        ("project", queries.names_of_projects(connection, revision, keys)),
    ):
        found |= {key: (page, key, name) for key, name in names.items()}
    return {str(key): known for key, known in found.items()}
