"""Loads, files, rejections and freshness."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.freshness import RHYTHM_DAYS, owners, rhythms, stated_of
from dashboard.analysis.thresholds import Thresholds
from dashboard.view.page import Page
from dashboard.view.tuned import for_everything
from data import queries
from data.feeds import REGISTERS
from data.frames import objects
from data.names import fold

_NAMED = ("person", "department", "programme")


@dataclass(frozen=True)
class History:
    """loads: revision, recorded_at, title, cause, files, stored, closed, rejected · feeds: feed_name, loader, path,
    revision, recorded_at, status_date, rejected, days (since it was recorded), late, owner (who answers for it by the
    settings, None where nobody is named) · awaited: feed_name, every, owner of feeds that are expected and were never
    delivered · unresolved: feed_name, wants, scope, text, state, called (theme or perspective, where one is called as
    what is to be a KPI or objective) · named: the same for people, departments and programmes that only schedules and
    plans name. They are shown as they are written, and nobody has to say who they are.
    """

    loads: pd.DataFrame
    feeds: pd.DataFrame
    unresolved: pd.DataFrame
    named: pd.DataFrame
    late_after: float  # days
    awaited: pd.DataFrame


@dataclass(frozen=True)
class LoadView:
    """One load: its line, and frames of files (with notes as lists), rejections and omissions."""

    load: dict[str, object]
    files: pd.DataFrame
    rejections: pd.DataFrame
    omissions: pd.DataFrame


def history(connection: Connection, revision: int, today: str) -> History:
    """Give the history up to a revision."""
    feeds = queries.feed_states(connection, revision)
    age = pd.to_datetime(today) - pd.to_datetime(feeds["recorded_at"].astype(str).str[:10])
    feeds["days"] = age.dt.days
    cuts = for_everything(connection, revision)
    late_after = float(cuts.stale_days)
    settings = queries.settings(connection, revision)
    every = rhythms(settings.to_dict("records"), today)
    feeds["late"] = feeds["days"] > [_late_after(stated_of(name, every), cuts) for name in feeds["feed_name"]]
    feeds["file_name"] = [PurePath(path).name for path in feeds["path"]]
    feeds["owner"] = _owners(connection, revision, feeds["feed_name"], today)
    awaited = _awaited(every, feeds["feed_name"], settings["applies_to"].dropna())
    awaited["owner"] = _owners(connection, revision, awaited["feed_name"], today)
    waiting = queries.unresolved(connection, revision)
    waiting["called"] = _bands(connection, revision, waiting)
    return History(queries.loads(connection, revision), feeds, *_parted(waiting, feeds), late_after, awaited)


def _bands(connection: Connection, revision: int, waiting: pd.DataFrame) -> pd.Series:
    """Say, of what is to be a KPI or an objective, whether it is a theme or perspective that is called so."""
    known = {"perspective": queries.perspectives(connection, revision), "theme": queries.themes(connection, revision)}
    named = {fold(str(text)): kind for kind, rows in known.items() for text in (*rows.index, *rows["name"].dropna())}
    pairs = zip(waiting["wants"], waiting["text"], strict=True)
    return objects((named.get(fold(text)) if wants == "served" else None for wants, text in pairs), waiting.index)


def _awaited(every: Mapping[str, str], there: Iterable[str], written: Iterable[str]) -> pd.DataFrame:
    """Give the feeds whose rhythm is stated and that nobody ever delivered, with that rhythm; names are as written."""
    known = {name.casefold() for name in there}
    names = {name.casefold(): name for name in written}
    rows = [
        (names.get(name, name), rhythm)
        for name, rhythm in every.items()
        if name != "*" and name not in known and name.rpartition(".")[0] not in known
    ]
    return pd.DataFrame(rows, columns=["feed_name", "every"])


def _late_after(rhythm: str | None, cuts: Thresholds) -> float:
    """Give the days after which a feed is late: 1.5 times its stated rhythm, else as for everything."""
    return RHYTHM_DAYS[rhythm] * cuts.stale_rhythms if rhythm in RHYTHM_DAYS else cuts.stale_days


def _owners(connection: Connection, revision: int, feeds: pd.Series, today: str) -> pd.Series:
    """Give who answers for feeds, by name where an address belongs to a known person."""
    stated = owners(queries.settings(connection, revision).to_dict("records"), today)
    found = [stated_of(feed, stated) for feed in feeds]
    names = queries.names_by_address(connection, revision, [owner for owner in found if owner]) if stated else {}
    return objects((names.get((owner or "").casefold(), owner or None) for owner in found), feeds.index)


def _parted(waiting: pd.DataFrame, feeds: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part what waits for its target from what is only named: returns of a portfolio have no list of it either."""
    registers = feeds["feed_name"][feeds["loader"].isin(REGISTERS) & (feeds["loader"] != "portfolio")]
    only = waiting["wants"].isin(_NAMED) & ~waiting["feed_name"].isin(registers)
    return waiting[~only].reset_index(drop=True), waiting[only].reset_index(drop=True)


def load(connection: Connection, revision: int, *, with_rejections: bool = True) -> LoadView | None:
    """Give one load, or None where there is none of that number; without its rejections where they are paged."""
    loads = queries.loads(connection, revision)
    mine = loads[loads["revision"] == revision]
    if mine.empty:
        return None
    files = queries.files(connection, revision)
    files["notes"] = [json.loads(notes) for notes in files["notes"]]
    files["file_name"] = [PurePath(path).name for path in files["path"]]
    line = {str(name): value for name, value in mine.iloc[0].to_dict().items()}
    refused = queries.rejections(connection, revision, limit=None if with_rejections else 0)
    left_out = queries.omissions(connection, revision)
    left_out["file_name"] = [PurePath(path).name for path in left_out["path"]]
    return LoadView(line, files, refused, left_out)


def rejections(connection: Connection, revision: int, page: Page) -> tuple[pd.DataFrame, int]:
    """Give a page of the rejections of a load, with file_name, and how many there are."""
    rows = queries.rejections(connection, revision, limit=page.rows, offset=page.first)
    rows["file_name"] = [PurePath(path).name for path in rows["path"]]
    return rows, queries.count_rejections(connection, revision)
