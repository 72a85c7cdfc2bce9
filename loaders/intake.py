"""What has been read of one schedule so far: records, rejections, what was left out, and where each row stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from data.records import Project, Record, Task
from loaders.base import Export, Rejection, Skipped

_SHOWN = 200  # characters of a bad value that a message repeats
REMEDY = "Correct it in the tool and export the file again."


class Fault(NamedTuple):
    """What is wrong with a row: the reason goes on after the field and its value, else after the row's name."""

    reason: str
    field: str | None = None
    value: str | None = None


class Place(NamedTuple):
    """Where a row stands: the list that it is on, and its line there, or its number where the file knows no lines."""

    sheet: str
    row: int


def called(sheet: str, uid: object, name: str | None = None) -> str:
    """Give a row as people know it: `Task 5 'Dig'`."""
    number = "" if uid is None or uid == "" else f" {uid}"
    return f"{sheet}{number} '{name}'" if name else sheet + number


class Intake:
    """Counts every row once, whatever becomes of it: a record, a rejection, or left out with a reason."""

    def __init__(self) -> None:
        self.export = Export(guarded=frozenset({Project, Task}))
        self._last: defaultdict[str, int] = defaultdict(int)
        self._left_out: Counter[str] = Counter()
        self._seen: defaultdict[type, dict[str, int]] = defaultdict(dict)
        self._remarks: dict[str, tuple[int, str]] = {}

    def cover(self, *kinds: type) -> None:
        """Say that the file speaks about these kinds, even where it holds none."""
        for kind in kinds:
            self.export.records.setdefault(kind, [])

    def place(self, sheet: str, line: int | None = None) -> Place:
        """Give the place of the next row of a list, different for each even where several stand on one line."""
        row = self._last[sheet] + 1
        if line is not None and line > row:
            row = line
        self._last[sheet] = row
        return Place(sheet, row)

    def keep(self, record: Record) -> None:
        """Take a row as a record."""
        export = self.export
        export.rows_in += 1
        export.records[type(record)].append(record)

    def skip(self, reason: str, count: int = 1) -> None:
        """Leave rows out, and say why."""
        self.export.rows_in += count
        self._left_out[reason] += count

    def reject(self, place: Place, what: str, faults: Iterable[Fault], kind: type, key: str | None = None) -> None:
        """Refuse a row. `what` names it as people know it."""
        self.export.rows_in += 1
        for fault in faults:
            value = fault.value if fault.value is None else fault.value[:_SHOWN]
            field = f": {fault.field}" if fault.field else ""
            shown = "" if value is None else f" '{value}'"
            reason = f"{what}{field}{shown} {fault.reason}. {REMEDY}"
            self.export.rejections.append(Rejection(reason, *place, fault.field, value, kind, key))

    def taken(self, kind: type, key: str, place: Place) -> int | None:
        """Reserve a key; give the row that has it already, if any."""
        first = self._seen[kind].setdefault(key, place.row)
        return None if first == place.row else first

    def has(self, kind: type, key: str) -> bool:
        """Say whether a row of this kind was kept under a key."""
        return key in self._seen[kind]

    def remark(self, rule: str, example: str) -> None:
        """Count how often a rule was used; the note names one example."""
        count, first = self._remarks.get(rule, (0, example))
        self._remarks[rule] = count + 1, first

    def close(self) -> Export:
        """Give all that was read."""
        self.export.skipped = [Skipped(reason, count) for reason, count in self._left_out.items()]
        for rule, (count, example) in self._remarks.items():
            self.export.notes.append(f"{rule}: {count} (first: {example})")
        return self.export
