"""What a sheet and a column of the register are: the words in which the sheets are described, once for all uses.

Reading, the template, the filled workbook and the documentation all follow the same description.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from loaders.sheets import skills
from loaders.tables import cells, dates, numbers
from loaders.tables.cells import Cell, Percent, Unfit


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column: how a cell is read, how a value is written back, how the template formats it."""

    parse: Callable[[Cell], object]
    show: Callable[[object], Cell]
    look: str = "text"  # text, number, money, percent, date, month
    expects: str = "text"  # for people
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a sheet."""

    name: str
    kind: str
    need: str = ""  # R = required, d = has a default, else R with its condition, or blank = may be empty
    meaning: str = ""
    example: Cell = None
    field: str = ""  # of the record, where it is not called as the column is
    default: str = ""
    choices: tuple[str, ...] = ()
    also: Mapping[str, str] = dataclasses.field(default_factory=dict)  # other words for a choice
    called: tuple[str, ...] = ()  # other headings for the column
    least: float | None = None
    most: float | None = None

    @property
    def required(self) -> bool:
        """Say whether the column must be there and filled in every row."""
        return self.need == "R"

    @property
    def numeric(self) -> bool:
        """Say whether the column holds numbers."""
        return KINDS[self.kind].look in ("number", "money", "percent")

    @property
    def offered(self) -> tuple[str, ...]:
        """Give what a drop-down list offers."""
        return self.choices or KINDS[self.kind].offers

    @property
    def target(self) -> str:
        """Give the field of the record that the column fills."""
        return self.field or self.name

    def read(self, cell: Cell) -> object:
        """Give the value of a cell that is not blank; raises `Unfit`."""
        return self.reader(cell)

    @property
    def reader(self) -> Callable[[Cell], object]:
        """Give the function behind `read`, for whoever reads many cells."""
        if self.kind == "choice":
            return self._choice
        return KINDS[self.kind].parse if self.least is None and self.most is None else self._limited

    def show(self, value: object) -> Cell:
        """Give the cell that `read` makes the value of."""
        return None if value is None else KINDS[self.kind].show(value)

    def _choice(self, cell: Cell) -> str:
        return cells.choice(cell, self.choices, self.also)

    def _limited(self, cell: Cell) -> object:
        bare = KINDS[self.kind].parse(cell)
        if not isinstance(bare, float):
            return bare
        if self.least is not None and bare < self.least:
            raise Unfit(f"is below {self.least:g}, the least that {self.name} can be")
        if self.most is not None and bare > self.most:
            raise Unfit(f"is above {self.most:g}, the most that {self.name} can be")
        return bare


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet: its columns, and the records that its rows become (class -> field -> column)."""

    name: str
    kept_by: str
    holds: str
    columns: tuple[Column, ...]
    records: Mapping[type, Mapping[str, str]]
    keyed_by: tuple[str, ...] = ()  # columns that make the key where no column `key` does
    named_by: tuple[str, ...] = ()  # columns from which a missing key is made
    called: tuple[str, ...] = ()  # other names of the sheet
    by_name: Mapping[str, Column] = dataclasses.field(init=False, repr=False)
    by_heading: Mapping[str, Column] = dataclasses.field(init=False, repr=False)
    required: tuple[Column, ...] = dataclasses.field(init=False, repr=False)  # without them no row can be read

    def __post_init__(self) -> None:
        names = {column.name: column for column in self.columns}
        headings = {cells.words(text): one for one in self.columns for text in (*one.called, one.name)}
        object.__setattr__(self, "by_name", MappingProxyType(names))
        object.__setattr__(self, "by_heading", MappingProxyType(headings))
        object.__setattr__(self, "required", tuple(column for column in self.columns if column.required))


def fields(columns: tuple[Column, ...], *without: str) -> dict[str, str]:
    """Map the fields of a record to the columns that fill them, one to one."""
    return {column.target: column.name for column in columns if column.name not in without}


# --- kinds of columns -------------------------------------------------------------------------------------------------


def _same(value: object) -> Cell:
    return value  # type: ignore[return-value]


def _date(value: object) -> Cell:
    """Give a date cell, with the time where there is one."""
    written = str(value)
    try:
        return datetime.fromisoformat(written) if written[10:] else date.fromisoformat(written)
    except ValueError:
        return written  # of another feed; shown as it stands


def _start(value: object) -> Cell:
    return _date(str(value).removesuffix("T00:00:00"))


def _finish(value: object) -> Cell:
    return _date(str(value).removesuffix("T23:59:59"))


def _yes_no(value: object) -> Cell:
    return "yes" if value else "no"


def _percentage(value: object) -> Cell:
    bare = float(value)  # type: ignore[arg-type]
    return f"{bare!r} %" if 0 < bare <= 1 else bare


def _times(factor: float) -> Callable[[object], Cell]:
    return lambda value: float(value) / factor  # type: ignore[arg-type]


def _share(value: object) -> Cell:
    return Percent(value)  # type: ignore[arg-type]


def _firm(value: object) -> Cell:
    return "firm" if value else "asked"


KINDS: Mapping[str, Kind] = MappingProxyType({
    "key": Kind(cells.text, _same, expects="key of up to 40 characters"),
    "text": Kind(cells.text, _same),
    "choice": Kind(cells.text, _same, expects="one of a list"),
    "currency": Kind(cells.currency, _same, expects="currency code"),
    "date": Kind(dates.day, _date, "date", "date"),
    "start": Kind(dates.start, _start, "date", "date"),
    "finish": Kind(dates.finish, _finish, "date", "date"),
    "month": Kind(dates.month, _date, "month", "month"),
    "yes_no": Kind(cells.yes_no, _yes_no, expects="yes or no", offers=("yes", "no")),
    "firm": Kind(cells.firm, _firm, expects="asked or firm", offers=("asked", "firm")),
    "number": Kind(numbers.number, _same, "number", "number"),
    "figure": Kind(numbers.figure, _same, "number", "number in the KPI's unit"),
    "money": Kind(numbers.money, _same, "money", "amount of money"),
    "share": Kind(numbers.share, _share, "percent", "share, 0 to 100 %"),
    "percentage": Kind(numbers.percentage, _percentage, "number", "percentage, 0 to 100"),
    "hours": Kind(numbers.hours, _times(60), "number", "hours"),
    "working days": Kind(numbers.working_days, _times(480), "number", "working days"),
    "skills": Kind(skills.several, skills.written, expects="skills with levels, parted by ;"),
    "skill": Kind(skills.one, skills.written_one, expects="skill with level"),
})  # fmt: skip
