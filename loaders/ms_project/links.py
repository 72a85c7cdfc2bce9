"""Links between tasks, also to tasks of other projects."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from data.records import Dependency
from loaders.intake import Fault, Place
from loaders.ms_project.plan import Plan
from loaders.ms_project.values import ELAPSED, LINK_TYPES, PERCENT, stem

End = tuple[str | None, str | None]  # project, task


class Links:
    """Reads the links of all tasks. A link to a task that stands further down waits until that has been read.

    Lags are tenths of minutes. Elapsed ones count as working time (an elapsed week is a working week); a percentage is
    that share of the predecessor's duration.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._columns = plan.tables.link
        self._waiting: list[list[Any]] = []
        self._external: dict[str, End] = {}  # UID of a placeholder -> the task of the other project

    def placeholder(self, uid: str, path: str | None, position: int | None) -> None:
        """Remember a task that only stands for one of another project."""
        self._external[uid] = stem(path), str(uid if position is None else position)

    def add(self, elements: Iterable[etree._Element], uid: str, what: str) -> None:
        """Read the links of one task to its predecessors."""
        for element in elements:
            place = self._plan.intake.place("PredecessorLink", element.sourceline)
            try:
                row = self._columns.read(element)
            except ValueError:
                self._reject(place, what, *self._columns.faults(element))
            else:
                self._take(row, place, uid, what)

    def key_of(self, element: etree._Element, uid: str) -> str:
        """Give the key of a link that is not read."""
        kind = LINK_TYPES.get(self._plan.text(element, "Type"), "FS")
        return self._plan.key(f"{self._plan.text(element, 'PredecessorUID')}-{uid}.{kind}")

    def close(self) -> None:
        """Keep the links that waited and whose tasks have come; refuse the others."""
        at = self._columns.at
        for row in self._waiting:
            if not self._settled(row):
                why = self._plan.gone.get(row[at["from_task"]], "the file does not have")
                fault = Fault(f"is a task that {why}", "PredecessorUID", row[at["from_task"]])
                place = Place(row[at["sheet"]], row[at["row"]])
                self._reject(place, f"Task {row[at['to_task']]}", fault, key=row[at["key"]])
        self._waiting.clear()

    def _take(self, row: list[Any], place: Place, uid: str, what: str) -> None:
        at = self._columns.at
        before = row[at["from_task"]]
        if before is None:
            self._reject(place, what, Fault("is missing", "PredecessorUID"))
            return
        kind = row[at["type"]] = row[at["type"]] or "FS"
        key = row[at["key"]] = self._plan.key(f"{before}-{uid}.{kind}")
        if (first := self._plan.intake.taken(Dependency, key, place)) is not None:
            self._reject(
                place, what, Fault(f"is linked in row {first} already, which is kept", "PredecessorUID", before)
            )
            return
        row[at["sheet"]], row[at["row"]] = place
        row[at["to_task"]] = uid
        if not self._settled(row):
            self._waiting.append(row)

    def _settled(self, row: list[Any]) -> bool:
        """Keep a link whose predecessor is known."""
        at = self._columns.at
        before: str = row[at["from_task"]]
        source = self._elsewhere(before, row[at["cross_name"]]) if row[at["cross"]] else self._end(before)
        if source is None:
            return False
        row[at["from_project"]], row[at["from_task"]] = source
        row[at["to_project"]], row[at["to_task"]] = self._end(row[at["to_task"]]) or (None, None)
        row[at["lag"]] = self._lag(row[at["lag"]], row[at["format"]], before)
        self._plan.intake.keep(tuple.__new__(Dependency, row[: self._columns.width]))
        return True

    def _end(self, uid: str) -> End | None:
        if uid in self._plan.durations:
            return self._plan.header.key, self._plan.key(uid)
        return self._external.get(uid)

    def _elsewhere(self, uid: str, name: str | None) -> End | None:
        """Give the task of another project: its path, a backslash, and the number of the task."""
        if name is None:
            return self._end(uid)
        path, _, task = name.replace("/", "\\").rpartition("\\")
        return (stem(path), task) if task.isdigit() else (stem(name), uid)

    def _lag(self, lag: float | None, unit: int | None, before: str) -> float | None:
        if not lag:
            return lag
        if unit in PERCENT:
            duration = self._plan.durations.get(before)
            return None if duration is None else round(lag / 100 * duration, 4)
        return round(lag / 10 * (self._plan.header.elapsed if unit in ELAPSED else 1), 4)

    def _reject(self, place: Place, what: str, *faults: Fault, key: str | None = None) -> None:
        self._plan.intake.reject(place, f"{what}, link", faults, Dependency, key)
