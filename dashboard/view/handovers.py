"""Hand-overs between projects: who gives what to whom, when it comes, when it is needed, and how much slack is left."""

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import handovers
from dashboard.view import View
from dashboard.view import projects as work
from dashboard.view.sources import with_sources
from dashboard.view.waits import judged
from data import queries
from data.frames import objects

ORDER = {
    state: place
    for place, state in enumerate(
        (handovers.CLASH, handovers.LATE, handovers.INFORMAL, handovers.UNKNOWN, handovers.ON_TIME, handovers.DONE)
    )
}

_ADDED = (
    "from_milestone", "to_milestone", "gives", "given", "needs", "lag_days", "needed_by", "slack", "late_days",
    "overrun", "informal", "state", "why", "from_name", "from_status", "from_milestone_name", "to_name", "to_status",
    "to_milestone_name", "source", "source_revision",
)  # fmt: skip


def handovers_of(view: View, project: str | None = None) -> pd.DataFrame:
    """Give the hand-overs between projects as a view sees them, all or those of one project (`read`)."""
    with view.store.reading() as connection:
        return read(connection, view.number, view.today, project)


def read(connection: Connection, revision: int, today: str, project: str | None = None) -> pd.DataFrame:
    """Give the dependencies across projects that registers state, the worst first, as of a revision.

    Gives the columns of `queries.dependencies` and of `handovers.handovers` (its lag as lag_days), for each
    end from_name and from_status (of the project) and from_milestone_name (as written where it is not known), source.
    """
    rows = queries.dependencies(connection, revision, project)
    if rows.empty:
        return rows.reindex(columns=[*rows.columns, *_ADDED])
    keys = sorted({key for key in (*rows["from_key"], *rows["to_key"]) if key})
    marks = work.milestones(connection, revision, today, keys)
    frame = rows.join(judged(connection, revision, rows, marks).rename(columns={"lag": "lag_days"}))
    names = queries.names_of_projects(connection, revision, keys) if keys else {}
    found = queries.figures(connection, revision, "project", ("status",), keys)["status"] if keys else {}
    for end in ("from", "to"):
        of, mark = frame[f"{end}_key"], frame[f"{end}_milestone"]
        frame[f"{end}_name"] = objects(map(names.get, of), frame.index)
        frame[f"{end}_status"] = objects((found[key].status if key in found else None for key in of), frame.index)
        known = objects(mark.map(marks["name"]), frame.index)
        frame[f"{end}_milestone_name"] = known.where(known.notna(), frame[f"{end}_task"])
    ordered = frame.assign(_order=frame["state"].map(ORDER)).sort_values(
        ["_order", "slack"], kind="stable", na_position="last"
    )
    return with_sources(connection, ordered.drop(columns="_order"))
