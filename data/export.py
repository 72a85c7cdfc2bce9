"""What one file says, as a loader hands it over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter

from data.records import Record

Place = tuple[str | None, int | None]  # sheet and row
PLACE_OF: Callable[[Record], Place] = attrgetter("sheet", "row")


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
    """Rows that were left out on purpose, and why; `inside`, what was left out of rows that count already."""

    reason: str
    count: int = 1
    inside: bool = False

    @property
    def told(self) -> str:
        """Give the reason as it is stored and told."""
        return f"inside rows that count already: {self.reason}" if self.inside else self.reason


@dataclass(slots=True)
class Export:
    """What one file says.

    `records` maps a record class to its rows. A class that is a key, even of an empty list, was covered by the file:
    the store closes what the feed held of it and the file no longer has. A class that is absent is not touched.
    """

    records: dict[type, list[Record]] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # unknown headings, keys made from names, and the like
    rows_in: int = 0  # rows of the file = kept + rejected rows + left out
    lines: tuple[type, ...] = ()  # what a row of the file becomes, with other records beside it; none: each is a row
    status_date: str | None = None  # ISO day that the file itself states
    status_date_from: str | None = None  # status_date, data_date, saved, changed, exported
    totals: dict[str, int] = field(default_factory=dict)  # as in `load --json`, what this file holds
    lasting: bool = False  # each UID of its tasks is the tool's own of one item, whatever project it is moved to
    guarded: frozenset[type] | None = None  # lists that may not lose over half their rows unasked; none: every list

    @property
    def kept(self) -> int:
        """Count the rows of the file that became records."""
        return len(self.places) if self.lines else sum(map(len, self.records.values()))

    @property
    def places(self) -> set[Place]:
        """Give where the rows stand that became records."""
        found: set[Place] = set()
        for kind in self.lines:
            found.update(map(PLACE_OF, self.records.get(kind, ())))
        return found - {place for place in found if place[1] is None}

    @property
    def left_out(self) -> int:
        """Count the rows of the file that were left out on purpose."""
        return sum(one.count for one in self.skipped if not one.inside)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that was read, and the feed that it belongs to."""

    feed: str
    path: str
    sha256: str
    size: int
    loader: str
    loader_version: int
    options: str  # JSON of the options that change what is read
    export: Export
