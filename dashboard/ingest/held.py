"""What the store already holds of the files of a load."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from dashboard.ingest.paths import Source
from dashboard.ingest.report import FileReport
from data import schema
from data.export import Delivery, Rejection
from data.feeds import REGISTERS
from data.records import Project
from data.schema import FACTS, OPEN
from data.store import Store

Mark = tuple[str, str, int, str]  # bytes, loader, its version, options: what makes a file the same
Held = dict[str, dict[Mark, Row[Any]]]  # by feed: the files of its newest load


def held(store: Store, feeds: Iterable[str]) -> Held:
    """Give the files of the newest load of some feeds."""
    file, feed = schema.file, schema.feed
    query = select(file, feed.c.name).join(feed, feed.c.id == file.c.feed)
    found: Held = {}
    with store.reading() as connection:
        for name in set(feeds):
            newest = select(func.max(file.c.revision)).join(feed, feed.c.id == file.c.feed).where(feed.c.name == name)
            rows = connection.execute(query.where(feed.c.name == name, file.c.revision == newest.scalar_subquery()))
            found[name] = {(row.sha256, row.loader, row.loader_version, row.options): row for row in rows}
    return found


def mark(source: Source, options: str) -> Mark:
    """Give what makes a source the same as one that was loaded before."""
    loader = source.known()
    return source.sha256, loader.name, loader.version, source.options(options)


def unchanged(sources: Sequence[Source], before: Held, options: str) -> dict[Path, Row[Any]]:
    """Give the sources whose whole feed the store already holds: same bytes, options and loader version."""
    by_feed: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_feed[source.feed].append(source)
    same: dict[Path, Row[Any]] = {}
    for feed, members in by_feed.items():
        if len(members) != len(before[feed]) or any(source.loader is None or source.fault for source in members):
            continue
        marks = {mark(source, options): source for source in members}
        if marks.keys() == before[feed].keys():
            same |= {source.path: before[feed][one] for one, source in marks.items()}
    return same


def repeat(store: Store, file: FileReport, row: Row[Any]) -> None:
    """Report a file that the store already holds as it was reported then, with nothing stored."""
    for name in ("loader", "sha256", "rows_in", "rejected", "skipped", "status_date", "status_date_from"):
        setattr(file, name, row._mapping[name])
    file.unchanged = row.stored + row.unchanged
    file.totals, file.notes = json.loads(row.totals), json.loads(row.notes)
    rejection, skipped = schema.rejection.c, schema.skipped.c
    said = select(rejection.reason, rejection.sheet, rejection.row, rejection.field, rejection.value)
    with store.reading() as connection:
        rejected = connection.execute(said.where(rejection.file == row.id).order_by(rejection.id))
        file.rejections = [Rejection(**line._mapping) for line in rejected]
        omitted = select(skipped.reason, skipped.count).where(skipped.file == row.id).order_by(skipped.id)
        file.omissions = [(reason, count) for reason, count in connection.execute(omitted)]


def warn_of_others(store: Store, deliveries: Sequence[Delivery]) -> None:
    """Note at each schedule which of its projects another feed holds too, and what to do."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    project, feed = FACTS[Project].c, schema.feed.c
    query = select(project.key, project.guid, project.short_name, feed.name).join(schema.feed, feed.id == project.feed)
    with store.reading() as connection:
        for row in connection.execute(query.where(project.until == OPEN, feed.loader.not_in(REGISTERS))):
            for text in _names(row.guid, row.short_name, row.key):
                holders[text].add(row.name)
    for delivery, record in _schedules(deliveries):
        for text in _names(record.guid, record.short_name, record.key):
            holders[text].add(delivery.feed)
    for delivery, record in _schedules(deliveries):
        others = {f for text in _names(record.guid, record.short_name, record.key) for f in holders[text]}
        if others := sorted(others - {delivery.feed}):
            delivery.export.notes.append(
                f"project {record.key!r} is held by feed {others[0]!r} too; if this file is its next export, load it "
                f"with --feed {others[0]!r}"
            )


def _schedules(deliveries: Sequence[Delivery]) -> Iterator[tuple[Delivery, Project]]:
    for delivery in deliveries:
        if delivery.loader not in REGISTERS:
            yield from ((delivery, record) for record in delivery.export.records.get(Project, []))  # type: ignore[misc]


def _names(guid: str | None, short_name: str | None, key: str) -> list[str]:
    """Give what tells a project from any other: its GUID, or its key where that comes with a short name."""
    return [text for text in (guid, key if short_name else None) if text]
