"""The items of one file in words that all trackers share: a list per field, and what could not be read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, NamedTuple

from loaders.base import Scale
from loaders.trackers import values

# What a tool may say of an item. Lists hold an entry for each item: a value, or None where nothing is said.
KEY = "key"  # as people call it: PROJ-12, #12
ID = "id"  # the tool's own number, by which parents and links may name an item
PROJECT, PROJECT_NAME, LEAD = "project", "project_name", "lead"
TYPE, NAME, STATUS, RESOLUTION, PRIORITY, NOTE, WBS = "type", "name", "status", "resolution", "priority", "note", "wbs"
CATEGORY = "category"  # todo, doing, done or dropped, where the tool itself sorts its statuses so
PARENT = "parent"  # by key, number or name
IS_MILESTONE = "milestone"
START, DUE, STARTED, FINISHED, UPDATED = "start", "due", "started", "finished", "updated"
BASELINE_START, BASELINE_FINISH = "baseline_start", "baseline_finish"
PERCENT = "percent"
BARE = "bare percent"  # whether it stands without a sign or format, so that 0.5 may be 50 %
ESTIMATE, SPENT, REMAINING = "estimate", "spent", "remaining"  # working minutes
POINTS = "points"
COST, ACTUAL_COST = "cost", "actual_cost"
PEOPLE = "people"  # a list of `Person`
VERSIONS, SPRINTS, LABELS, COMPONENTS = "versions", "sprints", "labels", "components"  # lists of texts
BLOCKS, AFTER = "blocks", "after"  # lists of `Tie`: who waits for the item, and what it waits for

_UNTOLD = "figures of 0 to 1 without a sign are taken as percent, 1 as 1 %, because nothing tells that they are shares"
_SCALES = {"0-1": "shares of 1: 0.5 is 50 %", "0-100": "percent: 0.5 is 0.5 %"}

DAYS = frozenset({START, DUE, STARTED, FINISHED, UPDATED, BASELINE_START, BASELINE_FINISH})
ENDS = frozenset({DUE, FINISHED, BASELINE_FINISH})  # a bare day is included to its last second
NUMBERS = frozenset({PERCENT, ESTIMATE, SPENT, REMAINING, POINTS, COST, ACTUAL_COST})
LISTS = frozenset({PEOPLE, VERSIONS, SPRINTS, LABELS, COMPONENTS, BLOCKS, AFTER})
READ: dict[str, Callable[[Any], Any]] = {
    KEY: values.key, ID: values.key,
    START: values.start, STARTED: values.start, BASELINE_START: values.start, DUE: values.finish,
    FINISHED: values.finish, BASELINE_FINISH: values.finish, UPDATED: values.moment, PERCENT: values.percent,
    ESTIMATE: values.amount, SPENT: values.amount, REMAINING: values.amount, POINTS: values.amount,
    COST: values.number, ACTUAL_COST: values.number, IS_MILESTONE: values.yes,
}  # fmt: skip


class Hours(NamedTuple):
    """The work of one person on an item in working minutes: planned, done and left."""

    planned: float | None = None
    done: float | None = None
    left: float | None = None

    @property
    def whole(self) -> float | None:
        """Give the work at completion: what is done and left, else what is planned."""
        return self.planned if (found := summed((self.done, self.left))) is None else found

    def plus(self, other: "Hours") -> "Hours":
        """Give both together, of two rows that assign the same person."""
        return Hours(*map(summed, zip(self, other, strict=True)))


def summed(numbers: Iterable[float | None]) -> float | None:
    """Add up the numbers that are stated; None where none is."""
    stated = [number for number in numbers if number is not None]
    return sum(stated) if stated else None


class Person(NamedTuple):
    """Somebody an item names; `key` is the tool's own for them, else the e-mail, else the name. Units of 1 are full
    time; `hours` are their own, where the tool states these one by one.
    """

    key: str
    name: str | None = None
    email: str | None = None
    units: float | None = None
    hours: Hours | None = None


class Tie(NamedTuple):
    """Another item that one is linked to, by key, number or name; `lag` in working minutes."""

    item: str
    type: str = "FS"
    lag: float | None = None


class Fault(NamedTuple):
    """A cell that cannot be read: the item's place in the lists, the heading, what stands there and what is wrong."""

    place: int
    field: str
    value: str
    reason: str


class Version(NamedTuple):
    """What a file says of a version, release or milestone by itself."""

    due: str | None = None
    finished: str | None = None
    done: bool | None = None


@dataclass(slots=True)
class Items:
    """The items of one file, or of one sheet of it."""

    sheet: str
    rows: list[int]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: list[Fault] = field(default_factory=list)  # rows that are no items: `place` is the number of the row
    left_out: Counter[str] = field(default_factory=Counter)  # rows that are no items, by why
    skipped: Counter[str] = field(default_factory=Counter)  # what of the items is not read, by why
    notes: list[str] = field(default_factory=list)
    versions: dict[tuple[str, str], Version] = field(default_factory=dict)  # by project ("" for any) and name
    sprints: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)  # start and finish by name
    projects: dict[str, dict[str, Any]] = field(default_factory=dict)  # further fields of projects by key
    exported: str | None = None  # ISO day on which the file says it was made
    percentages: list[str] = field(default_factory=list)  # the headings above percentages
    fractions: bool = False  # whether the tool writes 100 % as 1, without a format

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, name: str) -> list[Any]:
        """Give the values of a field, None for each item where the file does not have the field."""
        return self.columns.get(name) or [None] * len(self.rows)

    def has(self, name: str) -> bool:
        """Say whether the file has the field."""
        return name in self.columns

    def fill(self, name: str, cells: Sequence[Any], heading: str, read: Callable[[Any], Any] | None = None) -> None:
        """Read the cells of a field; where it is there already, they fill what it leaves open."""
        self.take(name, heading, cells, *values.each(cells, read or READ.get(name, values.text)))

    def take(
        self, name: str, heading: str, cells: Sequence[Any], found: list[Any], faults: list[tuple[int, str]]
    ) -> None:
        """Take what was read of the cells below a heading."""
        self.faults += [Fault(place, heading, values.shown(cells[place]), reason) for place, reason in faults]
        if name == PERCENT:
            self.percentages.append(heading)
            pairs = zip(cells, found, strict=True)
            self._put(BARE, [None if value is None else values.is_bare(cell) for cell, value in pairs])
        self._put(name, found)

    def _put(self, name: str, found: list[Any]) -> None:
        before = self.columns.get(name)
        self.columns[name] = (
            found if before is None else [b if a is None else a for a, b in zip(before, found, strict=True)]
        )

    def settle(self, scale: Scale | None) -> None:
        """Read percentages without a sign as a declared scale says. Where none is declared, they are shares of 1 where
        all of them are up to 1 and some between 0 and 1.
        """
        found, bare = self.get(PERCENT), self.get(BARE)
        shares = scale == "0-1" or (scale is None and values.are_shares(found, bare, always=self.fractions))
        if not self.percentages or not any(bare):
            return
        heading = " and ".join(self.percentages)
        if scale is None and not shares:
            if 0 < max(compress(found, bare)) <= 1:
                self.notes.append(
                    f"{heading}: {_UNTOLD}. Where they are shares of 1, load them with --percentages 0-1."
                )
            return
        if shares:
            why, beyond = "is above 1, and shares of 1 are declared", compress(enumerate(found), bare)
            self.faults += [Fault(place, heading, f"{value:g}", why) for place, value in beyond if value > 1]
            pairs = zip(found, bare, strict=True)
            self.columns[PERCENT] = [round(100 * value, 6) if one else value for value, one in pairs]
        if scale:
            self.notes.append(f"{heading}: figures are {_SCALES[scale]}, as declared.")
        elif not self.fractions:
            said = f"{heading}: figures of 0 to 1, taken as {_SCALES['0-1']}"
            self.notes.append(f"{said}. Where they are percent, load them with --percentages 0-100.")

    def keep(self, wanted: Sequence[bool]) -> None:
        """Keep the items of which `wanted` is true, and the faults of these."""
        places = {place: new for new, place in enumerate(compress(range(len(self.rows)), wanted))}
        self.faults = [fault._replace(place=places[fault.place]) for fault in self.faults if fault.place in places]
        self.rows = list(compress(self.rows, wanted))
        self.columns = {name: list(compress(column, wanted)) for name, column in self.columns.items()}


def no_place(name: str) -> str:
    """Say of a field or column that nobody reads it."""
    return f"'{name}', which has no place in the store"


def of_records(sheet: str, records: Iterable[Mapping[str, Any]], rows: Iterator[int] | None = None) -> Items:
    """Give the items of nested records, each a mapping of field to what stands there."""
    every = list(records)
    places = list(range(1, len(every) + 1)) if rows is None else [next(rows) for _ in every]
    items = Items(sheet, places)
    for name in dict.fromkeys(name for record in every for name in record):
        cells = [record.get(name) for record in every]
        if name in LISTS or name == CATEGORY:
            items.columns[name] = cells
        else:
            items.fill(name, cells, name)
    return items
