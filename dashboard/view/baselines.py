"""The first baselines of milestones beside the current ones, as the findings of all loads have them."""

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from dashboard.analysis import baselines
from dashboard.analysis.calendars import name_of, working_calendars
from dashboard.view.sources import with_sources
from data import queries, schema
from data.frames import objects, stated
from data.records import Milestone

_FEW = 2_000  # feeds in one question; drivers allow some more
ADDED = (
    "first_baseline",
    "first_slip_days",
    "moved_from",
    "moved_to",
    "moved_on",
    "decided",
    "moved_source",
    "moved_revision",
    "moved_loaded",
)


def with_first_baselines(connection: Connection, revision: int, milestones: pd.DataFrame) -> pd.DataFrame:
    """Add to a few milestones (as `projects.milestones`) what became of their baselines, None where none moved:
    first_baseline, first_slip_days (working days against it), moved_from, moved_to, moved_on, decided (by which
    decision; None with a move is an alarm), moved_source, moved_revision and moved_loaded (where a
    register states it).
    """
    moves = baselines.moved(_said(connection, revision, [str(key) for key in milestones.index]))
    if len(moves):
        mine = milestones.loc[moves.index]
        names, worked = worked_days(connection, revision, mine)
        named = mine.assign(calendar=names)
        moves = baselines.judged(moves, named, queries.decisions(connection, revision), worked)
        moves = moves.join(_places(connection, revision, moves))
    found = moves.reindex(milestones.index, columns=[*ADDED])
    return milestones.assign(**{name: objects(found[name], milestones.index) for name in ADDED})


def worked_days(
    connection: Connection, revision: int, milestones: pd.DataFrame
) -> tuple[pd.Series, dict[str, np.busdaycalendar]]:
    """Give the names of the calendars in which milestones are counted, by key, and these calendars."""
    names = _calendars(connection, revision, milestones)
    feeds = pd.Series([int(name.partition(":")[0]) for name in names if name], dtype=object)
    return names, calendars_of(connection, revision, feeds)


def calendars_of(connection: Connection, revision: int, feeds: pd.Series) -> dict[str, np.busdaycalendar]:
    """Give the working days of the calendars of some feeds, as `working_calendars` does."""
    asked = sorted({int(feed) for feed in feeds.dropna()})
    rows = queries.calendars(connection, revision, asked if len(asked) <= _FEW else None)
    return working_calendars(rows[rows["feed"].isin(asked)].to_dict("records"))


def _places(connection: Connection, revision: int, moves: pd.DataFrame) -> pd.DataFrame:
    """Give, by milestone, where a register states the baseline that it moved to: moved_source, moved_revision,
    moved_loaded.
    """
    rows = stated(connection, Milestone, "milestone", revision, list(moves.index))
    rows = rows[rows["baseline"].str[:10] == rows["public"].map(moves["moved_to"])] if len(rows) else rows
    places = with_sources(connection, rows).drop_duplicates("public").set_index("public")
    names = {"source": "moved_source", "source_revision": "moved_revision", "source_loaded": "moved_loaded"}
    return places[[*names]].rename(columns=names)


def _said(connection: Connection, revision: int, keys: Sequence[str]) -> pd.DataFrame:
    """Give the baseline of milestones in every load that judged them: key, baseline, on, after, the oldest first."""
    load, rows = schema.load.c, queries.past(connection, revision, "milestone", keys, ["slip_days"])
    recorded = connection.execute(select(load.revision, load.recorded_at).where(load.revision <= revision))
    days = {number: moment[:10] for number, moment in recorded}
    return pd.DataFrame({
        "key": rows["subject"],
        "baseline": objects((json.loads(text or "{}").get("baseline") for text in rows["inputs"]), rows.index),
        "on": objects((days.get(number) for number in rows["since"]), rows.index),
        "after": objects((days.get(number - 1) for number in rows["since"]), rows.index),
    })  # fmt: skip


def _calendars(connection: Connection, revision: int, milestones: pd.DataFrame) -> pd.Series:
    """Give the names of the calendars in which milestones are counted: their own, else those of their projects."""
    projects = queries.projects(connection, revision, sorted(set(milestones["project"].dropna())))
    of = milestones["project"]
    own = zip(
        milestones["calendar"], projects["calendar"].reindex(of), projects["schedule_feed"].reindex(of), strict=True
    )
    return objects((name_of(*each) for each in own), milestones.index)
