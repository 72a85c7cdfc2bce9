"""From files to one load: find the loader, read, commit, and say what became of every row."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dashboard.assess import assess
from data import queries, schema
from data.commit import Committed, Counted, Load, Refusal, commit
from data.export import Delivery, Export, Rejection
from data.frames import frame
from data.records import Project
from data.schema import FACTS, OPEN
from data.store import Store
from loaders.base import Loader, Refused
from loaders.registry import LOADERS, find_loader

SCHEDULES = ("ms_project", "primavera")

Progress = Callable[[str, int, int], None]  # what is being done, how far, of how many


@dataclass(frozen=True, slots=True)
class Options:
    """How files are loaded; as the options of `throughline load`."""

    feed: str | None = None
    status_date: str | None = None
    as_of: str | None = None
    keep_going: bool = False
    accept_shrink: bool = False


@dataclass(slots=True)
class FileReport:
    """What became of one file, in the words of `load --json`."""

    path: str
    loader: str | None = None
    feed: str | None = None
    sha256: str | None = None
    rows_in: int = 0
    stored: int = 0
    unchanged: int = 0
    closed: int = 0
    rejected: int = 0
    skipped: int = 0
    status_date: str | None = None
    status_date_from: str | None = None
    error: str | None = None
    notes: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    omissions: list[tuple[str, int]] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What became of a load."""

    revision: int | None = None
    changed: bool = False
    files: list[FileReport] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # files of a folder that no loader knows

    @property
    def exit_code(self) -> int:
        """Give 3 when a row or a file was rejected, else 0."""
        return 3 if any(file.error or file.rejected for file in self.files) else 0

    def as_json(self) -> dict[str, Any]:
        """Give the object that `load --json` prints (see docs/loading.md)."""
        names = (
            "path", "loader", "feed", "sha256", "rows_in", "stored", "unchanged", "closed", "rejected", "skipped",
            "status_date", "status_date_from", "error", "notes",
        )  # fmt: skip
        skipped = [{"path": f.path, "reason": reason, "count": n} for f in self.files for reason, n in f.omissions]
        skipped += [{"path": path, "reason": UNKNOWN, "count": 1} for path in self.unknown]
        return {
            "revision": self.revision,
            "changed": self.changed,
            "files": [{name: getattr(file, name) for name in names} for file in self.files],
            "rejections": [
                {"path": f.path, "sheet": r.sheet, "row": r.row, "field": r.field, "value": r.value, "reason": r.reason}
                for f in self.files
                for r in f.rejections
            ],
            "skipped": skipped,
            "totals": totals(self.files),
        }


TOTALS = (
    "projects", "tasks", "milestones", "people", "assignments", "links", "perspectives", "themes", "objectives", "kpis",
    "readings", "targets", "actuals",
)  # fmt: skip
UNKNOWN = "no loader knows this kind of file"


def totals(files: Iterable[FileReport]) -> dict[str, int]:
    """Add up what the files of a load hold."""
    return {name: sum(file.totals.get(name, 0) for file in files) for name in TOTALS}


def load(store: Store, paths: Sequence[Path], options: Options, progress: Progress = lambda *_: None) -> Report:
    """Load files and folders as one load. Raises `StoreBusy`, and `Refusal` for an `as_of` before the newest load."""
    report = Report()
    named = list(_collect(paths, report))
    deliveries: list[Delivery] = []
    same = _unchanged(store, named, options)
    for number, (path, loader) in enumerate(named):
        progress(path.name, number, len(named))
        file = FileReport(str(path), loader.name if loader else None, options.feed or feed_name(path))
        report.files.append(file)
        if path in same:
            _repeat(file, same[path])
            continue
        try:
            delivery = _read(path, loader, file, options)
            _check(store, delivery, file, options)
            deliveries.append(delivery)
        except Refused as refused:
            file.error = str(refused)
    progress("storing", len(named), len(named))
    if any(file.error for file in report.files) and not options.keep_going:
        return _nothing(store, report)
    return _commit(store, report, deliveries, options)


def reassess(store: Store, options: Options) -> Report:
    """Judge what the store holds at a new status date."""
    day = options.status_date or datetime.now(UTC).date().isoformat()
    done = commit(store, Load([], f"Assessment at {day}", "assessment", options.as_of, day), assess)
    return Report(done.revision.number if done.revision else None, done.changed)


def feed_name(path: Path) -> str:
    """Give the feed of a file: its stem without a trailing date, version or copy mark."""
    name = path.stem if path.suffix else path.name
    marks = (
        r"\(\d+\)", r"copy( \d+)?", r"kopie", r"v(er(sion)?)?[ ._-]?\d+([._]\d+)*", r"final", r"draft",
        r"\d{4}[-_. ]?\d{2}[-_. ]?\d{2}", r"\d{4}[-_.]\d{2}", r"\d{1,2}[-_.]\d{1,2}[-_.]\d{4}",
    )  # fmt: skip
    trailing = re.compile(rf"(?:^|[ ._-]+)(?:{'|'.join(marks)})$", re.IGNORECASE)
    before = None
    while name != before:
        before, name = name, trailing.sub("", name)
        name = name or before
    return name.strip(" ._-") or path.stem


def _collect(paths: Sequence[Path], report: Report) -> Iterable[tuple[Path, Loader | None]]:
    """Give the files to read. In a folder, what no loader knows is passed over and named."""
    for path in paths:
        loader = find_loader(path) if path.exists() else None
        if not path.is_dir() or loader is not None:
            yield path, loader
            continue
        for child in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "~$")) for part in child.relative_to(path).parts)
            if hidden or not child.is_file():
                continue
            if found := find_loader(child):
                yield child, found
            else:
                report.unknown.append(str(child))


def _read(path: Path, loader: Loader | None, file: FileReport, options: Options) -> Delivery:
    """Read one file. Raises `Refused`."""
    if not path.exists():
        raise Refused("there is no such file or folder; check the path")
    if loader is None:
        if path.is_dir():
            raise Refused("no file in this folder is known to any loader")
        known = ", ".join(form for loader in LOADERS for form in loader.formats)
        raise Refused(f"{'the file is empty' if path.stat().st_size == 0 else UNKNOWN}; expected one of: {known}")
    file.sha256 = digest(path)
    export = loader.read(path, file.feed or "")
    _date(export, loader.name, options)
    size = sum(p.stat().st_size for p in _parts(path))
    return Delivery(
        file.feed or "", str(path), file.sha256, size, loader.name, loader.version, _options(options), export
    )


def _options(options: Options) -> str:
    return json.dumps({"status_date": options.status_date})


def _date(export: Export, loader: str, options: Options) -> None:
    """Settle the status date: the option's, else the file's own, else the day on which the load is recorded."""
    if options.status_date:
        day, origin = options.status_date, "option"
    elif export.status_date:
        day, origin = export.status_date, export.status_date_from
    else:
        day, origin = options.as_of or datetime.now(UTC).date().isoformat(), "recorded"
    export.status_date, export.status_date_from = day, origin
    if loader in SCHEDULES and Project in export.records:
        export.records[Project] = [_dated(p, day, origin) for p in export.records[Project]]  # type: ignore[arg-type]


def _dated(project: Project, day: str, origin: str | None) -> Project:
    if project.status_date is not None and origin != "option":
        return project
    return project._replace(status_date=day, status_date_from=origin)


def _check(store: Store, delivery: Delivery, file: FileReport, options: Options) -> None:
    """Refuse a schedule older than what its feed holds, and warn of projects that another feed holds already."""
    if delivery.loader not in SCHEDULES:
        return
    with store.reading() as connection:
        held = (
            connection.execute(
                select(schema.file.c.status_date)
                .join(schema.feed, schema.feed.c.id == schema.file.c.feed)
                .where(schema.feed.c.name == delivery.feed)
                .order_by(schema.file.c.id.desc())
            )
            .scalars()
            .first()
        )
        if held and options.as_of is None and (delivery.export.status_date or "") < held:
            raise Refused(
                f"its status date {delivery.export.status_date} is older than {held}, which feed {delivery.feed!r} "
                "already holds; load the newer export, or say --as-of if history is to be filled in"
            )
        file.notes += _held_elsewhere(connection, delivery)


def _held_elsewhere(connection: Any, delivery: Delivery) -> list[str]:
    project, feed = FACTS[Project].c, schema.feed.c
    query = (
        select(project.key, project.guid, project.short_name, feed.name)
        .join(schema.feed, feed.id == project.feed)
        .where(project.until == OPEN, feed.name != delivery.feed, feed.loader != "register")
    )
    elsewhere: dict[str, str] = {}
    for row in connection.execute(query):
        elsewhere |= {text: row.name for text in (row.guid, row.short_name and row.key) if text}
    notes = []
    for record in delivery.export.records.get(Project, []):
        own = next((t for t in (record.guid, record.short_name and record.key) if t and t in elsewhere), None)  # type: ignore[union-attr]
        if own:
            notes.append(
                f"project {record.key!r} is already held by feed {elsewhere[own]!r}; if this file is its next export, "
                f"load it with --feed {elsewhere[own]!r}"
            )
    return notes


def _unchanged(
    store: Store, named: Sequence[tuple[Path, Loader | None]], options: Options
) -> dict[Path, dict[str, Any]]:
    """Give the files whose whole feed the store already holds: same bytes, options and loader version."""
    by_feed: dict[str, list[tuple[Path, Loader | None]]] = {}
    for path, loader in named:
        by_feed.setdefault(options.feed or feed_name(path), []).append((path, loader))
    same: dict[Path, dict[str, Any]] = {}
    with store.reading() as connection:
        for feed, members in by_feed.items():
            held = _held(connection, feed)
            if len(held) != len(members):
                continue
            marks = {
                path: (digest(path), loader.name, loader.version, _options(options))
                for path, loader in members
                if loader and path.exists()
            }
            if set(marks.values()) == set(held) and len(marks) == len(members):
                same |= {path: held[mark] for path, mark in marks.items()}
    return same


def _held(connection: Any, feed: str) -> dict[tuple[str, str, int, str], dict[str, Any]]:
    """Give the files of the newest load of a feed, with their rejections and omissions, by what makes them the same."""
    file = schema.file
    rows = frame(
        connection,
        select(file)
        .join(schema.feed, schema.feed.c.id == file.c.feed)
        .where(schema.feed.c.name == feed)
        .order_by(file.c.id),
    )
    if rows.empty:
        return {}
    newest = rows[rows["revision"] == rows["revision"].iloc[-1]].to_dict("records")
    rejected = queries.rejections(connection, newest[0]["revision"]).to_dict("records")
    omitted = queries.omissions(connection, newest[0]["revision"]).to_dict("records")
    for row in newest:
        row["rejections"] = [r for r in rejected if r["file"] == row["id"]]
        row["omissions"] = [(o["reason"], o["count"]) for o in omitted if o["path"] == row["path"]]
    return {(row["sha256"], row["loader"], row["loader_version"], row["options"]): row for row in newest}


def _repeat(file: FileReport, held: dict[str, Any]) -> None:
    """Report a file that the store already holds as it was reported then, with nothing stored."""
    for name in ("loader", "sha256", "rows_in", "rejected", "skipped", "status_date", "status_date_from", "omissions"):
        setattr(file, name, held[name])
    file.unchanged = held["stored"] + held["unchanged"]
    file.totals = json.loads(held["totals"])
    file.notes = json.loads(held["notes"])
    fields = ("reason", "sheet", "row", "field", "value")
    file.rejections = [Rejection(**{name: row[name] for name in fields}) for row in held["rejections"]]


def _nothing(store: Store, report: Report) -> Report:
    """Report a load of which nothing was stored because a file was refused."""
    newest = store.revision()
    report.revision = newest.number if newest else None
    return report


def _commit(store: Store, report: Report, deliveries: list[Delivery], options: Options) -> Report:
    if not deliveries:
        return _nothing(store, report)
    refused = frozenset(file.feed for file in report.files if file.error and file.feed)
    title = Path(deliveries[0].path).name if len(deliveries) == 1 else f"{len(deliveries)} files"
    what = Load(
        deliveries,
        title,
        as_of=options.as_of,
        status_date=options.status_date,
        accept_shrink=options.accept_shrink,
        incomplete=refused,
    )
    try:
        done = commit(store, what, assess)
    except Refusal as refusal:
        return _refused(store, report, deliveries, refusal, options)
    _fill(report, done)
    return report


def _refused(store: Store, report: Report, deliveries: list[Delivery], refusal: Refusal, options: Options) -> Report:
    """Name the file that the store refused; with `keep_going` load the others."""
    if refusal.path is None:
        raise refusal
    for file in report.files:
        if file.path == refusal.path:
            file.error = str(refusal)
    if not options.keep_going:
        return _nothing(store, report)
    feed = next(d.feed for d in deliveries if d.path == refusal.path)
    return _commit(store, report, [d for d in deliveries if d.feed != feed], replace(options))


def _fill(report: Report, done: Committed) -> None:
    """Put what the store counted into the report."""
    report.revision = done.revision.number if done.revision else None
    report.changed = done.changed
    by_path = {file.path: file for file in report.files}
    for counted in done.files:
        _fill_file(by_path[counted.delivery.path], counted)


def _fill_file(file: FileReport, counted: Counted) -> None:
    export = counted.delivery.export
    file.rows_in = export.rows_in
    file.stored, file.unchanged, file.closed = counted.stored, counted.unchanged, counted.closed
    file.rejected, file.rejections = counted.rejected, counted.rejections
    file.omissions = [(s.reason, s.count) for s in export.skipped]
    file.skipped = sum(n for _, n in file.omissions)
    file.status_date, file.status_date_from = export.status_date, export.status_date_from
    file.totals = export.totals
    file.notes += export.notes


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, or of all files of a folder with their names."""
    whole = hashlib.sha256()
    for part in _parts(path):
        if path.is_dir():
            whole.update(part.relative_to(path).as_posix().encode() + b"\0")
        with part.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest() if path.is_dir() else file.read())
    return whole.hexdigest()


def _parts(path: Path) -> list[Path]:
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
