"""From files to one load: find the loader, read, commit, and say what became of every row."""

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from dashboard.assess import assess
from dashboard.ingest.alike import part
from dashboard.ingest.finding import find
from dashboard.ingest.held import Held, held, mark, repeat, unchanged, warn_of_others
from dashboard.ingest.paths import UNKNOWN, Source, digest, feed_name, unreadable
from dashboard.ingest.recognised import Recognised
from dashboard.ingest.report import TOTALS, FileReport, Report, totals
from dashboard.ingest.tuned import refuse_unusable
from dashboard.reading.readers import Readers, result
from data.commit import Load, Refusal, commit
from data.export import Delivery, Export
from data.records import Project, Task
from data.store import Store
from loaders.base import Refused, Scale

__all__ = [
    "TOTALS", "UNKNOWN", "FileReport", "Options", "Progress", "Report", "digest", "feed_name", "load", "reassess",
    "totals",
]  # fmt: skip

Progress = Callable[[str, int, int], None]  # what is being done, how far, of how many


@dataclass(frozen=True, slots=True)
class Options:
    """How files are loaded; as the options of `throughline load`."""

    feed: str | None = None
    status_date: str | None = None
    as_of: str | None = None
    keep_going: bool = False
    accept_shrink: bool = False
    mapping: Path | None = None
    percentages: Scale | None = None

    @property
    def said(self) -> str:
        """Give, as JSON, the options that change what a file says."""
        return json.dumps({"status_date": self.status_date})


def load(store: Store, paths: Sequence[Path], options: Options, progress: Progress = lambda *_: None) -> Report:
    """Load files and folders as one load. Raises `StoreBusy`, and `Refusal` for an `as_of` before the newest load."""
    report = Report()
    with _no_search_for_circles():
        with Readers() as readers:
            deliveries = _deliveries(store, paths, options, progress, report, readers)
        progress("storing", len(report.files), len(report.files))
        if any(file.error for file in report.files) and not options.keep_going:
            deliveries = []
        warn_of_others(store, deliveries)
        return _commit(store, report, deliveries, options)


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Let Python not look for circles of objects: rows form none, and to look at 100,000 of them takes long."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _deliveries(
    store: Store, paths: Sequence[Path], options: Options, progress: Progress, report: Report, readers: Readers
) -> list[Delivery]:
    """Read what the store does not hold yet; what became of each file goes into the report."""
    recognised = Recognised(store, readers)
    found = find(paths, options.feed, report.unknown, recognised, options.mapping)
    sources = [source.declared(options.percentages) for source in found]
    part(store, sources)
    before = recognised.before | held(store, {source.feed for source in sources} - recognised.before.keys())
    same = unchanged(sources, before, options.said)
    begun = _begin([source for source in sources if source.path not in same], readers)
    deliveries: list[Delivery] = []
    for number, source in enumerate(sources):
        progress(source.path.name, number, len(sources))
        file = FileReport(str(source.path), source.loader.name if source.loader else None, source.feed)
        report.files.append(file)
        if source.path in same:
            repeat(store, file, same[source.path])
            continue
        try:
            deliveries.append(_read(source, begun, file, before, options))
        except Refused as refused:
            file.error = str(refused)
    return deliveries


def _begin(sources: Sequence[Source], readers: Readers) -> "dict[Path, Future[Export]]":
    """Begin to read the files that a loader knows; one that cannot be read is told so."""
    begun: dict[Path, Future[Export]] = {}
    for source in sources:
        if source.fault or source.loader is None:
            continue
        try:
            _ = source.first_seen
        except OSError as error:
            source.fault = unreadable(error)
            continue
        begun[source.path] = readers.read(source.loader, source.path, source.feed)
    return begun


def reassess(store: Store, options: Options) -> Report:
    """Judge what the store holds at a new status date."""
    day = options.status_date or datetime.now(UTC).date().isoformat()
    done = commit(store, Load([], f"Assessment at {day}", "assessment", options.as_of, day), assess)
    report = Report()
    report.fill(done)
    return report


def _read(
    source: Source, begun: "dict[Path, Future[Export]]", file: FileReport, before: Held, options: Options
) -> Delivery:
    """Take what was read of one file. Raises `Refused`."""
    loader = source.known()
    try:
        file.sha256 = source.sha256
        export = result(begun.pop(source.path))
        refuse_unusable(export)
        if source.state() != source.first_seen:
            raise Refused("it was written to while it was read; load it again when it is complete")
    except OSError as error:
        raise Refused(f"it cannot be read: {error.strerror}; check its permissions, then load it again") from None
    known = before[source.feed].get(mark(source, options.said))
    recorded = known.status_date if known is not None and known.status_date_from == "recorded" else None
    _date(export, options, recorded)
    size = sum(size for size, _ in source.first_seen)
    said = source.options(options.said)
    return Delivery(source.feed, str(source.path), source.sha256, size, loader.name, loader.version, said, export)


def _date(export: Export, options: Options, recorded: str | None) -> None:
    """Settle the status date: the option's, else the file's own, else the day on which it was first recorded."""
    if options.status_date:
        day, origin = options.status_date, "option"
    elif export.status_date:
        day, origin = export.status_date, export.status_date_from
    else:
        day, origin = recorded or options.as_of or datetime.now(UTC).date().isoformat(), "recorded"
    export.status_date, export.status_date_from = day, origin
    if Task in export.records and Project in export.records:  # a schedule: its projects stand as of that day
        export.records[Project] = [_dated(p, day, origin) for p in export.records[Project]]  # type: ignore[arg-type]


def _dated(project: Project, day: str, origin: str | None) -> Project:
    if project.status_date is not None and origin != "option":
        return project
    return project._replace(status_date=day, status_date_from=origin)


def _commit(store: Store, report: Report, deliveries: list[Delivery], options: Options) -> Report:
    """Commit what was read. What the store refuses is named; with `keep_going` the other feeds are committed."""
    if not deliveries:
        newest = store.revision()
        report.revision = newest.number if newest else None
        return report
    what = Load(
        deliveries,
        Path(deliveries[0].path).name if len(deliveries) == 1 else f"{len(deliveries)} files",
        as_of=options.as_of,
        status_date=options.status_date,
        accept_shrink=options.accept_shrink,
        incomplete=frozenset(file.feed for file in report.files if file.error and file.feed),
    )
    try:
        report.fill(commit(store, what, partial(_assess, deliveries)))
    except Refusal as refusal:
        if not refusal.faults:
            raise
        feeds = _name_refused(report, deliveries, refusal)
        kept = [delivery for delivery in deliveries if delivery.feed not in feeds] if options.keep_going else []
        return _commit(store, report, kept, options)
    return report


def _assess(deliveries: Sequence[Delivery], connection: Connection, revision: int) -> None:
    """Work out what follows from the facts in the store; the records that they came from make room for it."""
    for delivery in deliveries:
        delivery.export.records.clear()
    assess(connection, revision)


def _name_refused(report: Report, deliveries: list[Delivery], refusal: Refusal) -> set[str]:
    """Note what was refused in the report, and give the feeds: all files of a feed are one snapshot."""
    feeds = {delivery.feed: delivery.path for delivery in deliveries if delivery.path in refusal.faults}
    paths = {delivery.path for delivery in deliveries}
    for file in report.files:
        if file.path in paths and file.feed in feeds:
            with_it = f"not stored, because {Path(feeds[file.feed]).name} of the same feed was refused"
            file.error = refusal.faults.get(file.path, with_it)
    return set(feeds)
