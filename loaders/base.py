"""What a loader is, and what it returns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from data.records import Record


class Refused(Exception):
    """A file that cannot be read as a whole. The message says what was found, where, what was expected, what to do."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was refused. Its earlier version, if the store has one, stays open."""

    reason: str  # what was found, what was expected, what to do
    sheet: str | None = None
    row: int | None = None
    field: str | None = None
    value: str | None = None
    kind: type | None = None  # record class of the row, where known
    key: str | None = None  # source key of the row, where known


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows that were left out on purpose, and why."""

    reason: str
    count: int = 1


@dataclass(slots=True)
class Export:
    """What one file says.

    `records` maps a record class to its rows. A class that is a key, even of an empty list, was covered by the file: the
    store closes what the feed held of it and the file no longer has. A class that is absent is not touched.
    """

    records: dict[type, list[Record]] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # unknown headings, keys made from names, and the like
    rows_in: int = 0  # rows of the file = records + rejected rows + skipped
    status_date: str | None = None  # ISO day that the file itself states
    status_date_from: str | None = None  # status_date, data_date, saved, exported
    totals: dict[str, int] = field(default_factory=dict)  # as in `load --json`, what this file holds


class Loader(Protocol):
    """A family of exports. `version` rises when the same bytes would give other records."""

    name: str
    version: int
    formats: Sequence[str]  # what people call them: "Microsoft Project XML (MSPDI)"
    suffixes: Sequence[str]  # usual endings; used to look into folders, never to decide

    def identify(self, path: Path, head: bytes) -> bool:
        """Say from the content (`head` is the first 64 KiB; empty for a folder) whether this loader reads the file."""
        ...

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` when it cannot be read at all."""
        ...
