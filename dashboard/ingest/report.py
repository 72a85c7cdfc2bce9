"""What became of a load and of each of its files, in the words of `load --json`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from data.commit import Committed, Counted
from data.export import Rejection

TOTALS = (
    "projects", "tasks", "milestones", "people", "assignments", "links", "perspectives", "themes", "objectives", "kpis",
    "readings", "targets", "actuals",
)  # fmt: skip

_OF_A_FILE = (
    "path", "loader", "feed", "sha256", "rows_in", "stored", "unchanged", "closed", "rejected", "skipped",
    "status_date", "status_date_from", "error", "notes",
)  # fmt: skip


@dataclass(slots=True)
class FileReport:
    """What became of one file."""

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

    def fill(self, counted: Counted) -> None:
        """Take over what the store counted."""
        export = counted.delivery.export
        self.rows_in, self.stored, self.unchanged = export.rows_in, counted.stored, counted.unchanged
        self.closed, self.rejected, self.rejections = counted.closed, counted.rejected, counted.rejections
        self.omissions = [(s.told, s.count) for s in export.skipped]
        self.skipped = export.left_out
        self.status_date, self.status_date_from = export.status_date, export.status_date_from
        self.notes, self.totals = export.notes, export.totals


@dataclass(slots=True)
class Report:
    """What became of a load."""

    revision: int | None = None
    changed: bool = False
    files: list[FileReport] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)  # files of a folder that no loader knows, and why

    @property
    def exit_code(self) -> int:
        """Give 3 when a row or a file was rejected, else 0."""
        return 3 if any(file.error or file.rejected for file in self.files) else 0

    def fill(self, done: Committed) -> None:
        """Take over what the store counted."""
        self.revision = done.revision.number if done.revision else None
        self.changed = done.changed
        by_path = {file.path: file for file in self.files}
        for counted in done.files:
            by_path[counted.delivery.path].fill(counted)

    def as_json(self) -> dict[str, Any]:
        """Give the object that `load --json` prints (see docs/loading.md)."""
        skipped = [{"path": f.path, "reason": reason, "count": n} for f in self.files for reason, n in f.omissions]
        skipped += [{"path": path, "reason": why, "count": 1} for path, why in self.unknown.items()]
        return {
            "revision": self.revision,
            "changed": self.changed,
            "files": [{name: getattr(file, name) for name in _OF_A_FILE} for file in self.files],
            "rejections": [
                {"path": f.path, "sheet": r.sheet, "row": r.row, "field": r.field, "value": r.value, "reason": r.reason}
                for f in self.files
                for r in f.rejections
            ],
            "skipped": skipped,
            "totals": totals(self.files),
        }


def totals(files: Iterable[FileReport]) -> dict[str, int]:
    """Add up what the files of a load hold."""
    held = [file.totals for file in files]
    return {name: sum(of_file.get(name, 0) for of_file in held) for name in TOTALS}
