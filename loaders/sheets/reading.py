"""From the sheets of one delivery to its records, rejections and counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.records import (
    Assignment,
    Kpi,
    Link,
    Milestone,
    Objective,
    Perspective,
    Project,
    Reading,
    Record,
    Resource,
    Statement,
    Theme,
)
from loaders.base import Export, Refused, Rejection, Skipped
from loaders.sheets import make
from loaders.sheets.every import README, SHEETS
from loaders.sheets.figures import Measure, measure_of, settle
from loaders.sheets.grid import Grid
from loaders.sheets.keys import fold, made_key, own_key
from loaders.sheets.lines import Fault, Line, Lines, read_lines
from loaders.sheets.references import Known, check_references
from loaders.sheets.rules import check, fault_notes
from loaders.sheets.sheet import Sheet

_POSITIONED: dict[type, str] = {Statement: "kind", Perspective: "", Theme: "", Objective: "parent"}
_NONE = (
    "none of its rows was kept, each for its own reason. If it is no sheet {} but another list, `throughline map FILE` "
    "proposes a mapping by which it is read as what it is"
)
_NAMED_IN_A_NOTE = 5  # rows, before the rest is only counted


@dataclass(slots=True)
class Reader:
    """What is known while the sheets of one delivery are read, in the order of `SHEETS`."""

    feed: str
    sheets: Sequence[Sheet] = SHEETS
    whole: bool = True  # the strategy stands here as a whole: what it does not name does not exist
    export: Export = field(default_factory=Export)
    known: Known = field(default_factory=Known)
    measures: dict[str, Measure] = field(default_factory=dict)  # folded key or name of a KPI
    seen: dict[tuple[type, str], tuple[int, str]] = field(default_factory=dict)  # class, folded key -> row and sheet
    places: Counter[tuple[type, str]] = field(default_factory=Counter)
    shares: dict[str, float] = field(default_factory=lambda: defaultdict(float))  # of a project's money, by project

    def read(self, delivered: Iterable[Grid], saved: str | None = None) -> Export:
        """Read all sheets; `saved` is the day on which the file says it was saved.

        Raises `Refused` when none of them is a sheet of the register.
        """
        grids: dict[str, list[Grid]] = defaultdict(list)
        for grid in delivered:
            if grid.sheet:
                grids[grid.sheet.name].append(grid)
            elif grid.label != README or grid.delimited:
                self._pass_over(grid)
        if not grids:
            raise Refused(
                "no sheet of the register was found: name the sheets, or the CSV files of the folder, "
                + ", ".join(sheet.name for sheet in SHEETS)
            )
        for sheet in self.sheets:
            self._sheet(sheet, grids.get(sheet.name, []))
        self.export.totals = totals(self.export.records)
        if saved:
            self.export.status_date, self.export.status_date_from = saved, "saved"
        return self.export

    def _sheet(self, sheet: Sheet, grids: Iterable[Grid]) -> None:
        tables = [read_lines(grid, sheet) for grid in grids]
        readable = [table for table in tables if not table.missing and not table.empty]
        for table in readable:
            self._index(table)
        for table in tables:
            self.export.notes += table.notes
            self._store(table)

    def _pass_over(self, grid: Grid) -> None:
        """Count what stands in a sheet that the register does not know."""
        count = sum(1 for _, row in grid.rows() if any(cell not in (None, "") for cell in row))
        if count:
            reason = f"{grid.label}: not a sheet of the register"
            self._skip(reason, count)
            self.export.notes.append(f"{reason}, so it was not read (rows: {count})")

    def _skip(self, reason: str, count: int) -> None:
        if count:
            self.export.skipped.append(Skipped(reason, count))
            self.export.rows_in += count

    # --- what others point at -----------------------------------------------------------------------------------------

    def _index(self, table: Lines) -> None:
        """Note what the rows of a sheet are called, refused rows included: they exist, only not soundly."""
        name = table.sheet.name
        if name == "Strategy":
            covered = ("organisation", "perspective", "theme", "objective")
            self.known.cover(covered if self.whole else [kind for kind in covered if kind in _kinds(table)])
        elif name == "KPIs":
            self.known.cover(("kpi",))
        elif name == "Lists":
            self.known.cover(("department", "programme", "role", "skill", "place"))
        else:
            return
        for line in table.lines:
            kind = "kpi" if name == "KPIs" else line.text("kind")
            key = line.text("key") or made_key(table.sheet, line)
            self.known.add(kind, line.row, key, line.text("name"))
            if name == "KPIs":
                for text in filter(None, (line.text("name"), key)):
                    self.measures[fold(text)] = measure_of(line)

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _store(self, table: Lines) -> None:
        self._skip(f"{table.label}: rows that begin with #", table.remarks)
        if table.empty:
            self.export.notes.append(f"{table.label}: the sheet is empty, even of headings; it counts as not there")
            return
        if table.missing:
            self._refuse_all(table)
            return
        for kind in table.sheet.records:
            self.export.records.setdefault(kind, [])
        held: Counter[str] = Counter()
        notes = _Notes(table.label)
        fault_notes(table.sheet, table.lines)
        for line in table.lines:
            if line.source and line.untouched and fold(line.source) != fold(self.feed):
                held[line.source] += 1
            else:
                self._line(table, line, notes)
        for source, count in held.items():
            self._skip(f"{table.label}: held by feed {source}, unchanged", count)
        self.export.notes += notes.said()
        if self.whole and table.lines and all(line.faults for line in table.lines):
            self.export.notes.append(f"{table.label}: {_NONE.format(table.sheet.name)}")

    def _refuse_all(self, table: Lines) -> None:
        """Refuse each row of a sheet that lacks a required heading; the sheet then touches nothing in the store."""
        names = ", ".join(f"'{name}'" for name in table.missing)
        remedy = (
            f"the headings seem to stand in row {table.headed}: delete the rows above it"
            if table.headed
            else "add it, or take the headings of the template"
        )
        reason = (
            f"the sheet {table.label} lacks the heading {names}, which is required in row 1 for every row: {remedy}"
        )
        self.export.notes.append(f"{table.label}: the heading {names} is missing, so none of its rows was read")
        for line in table.lines:
            kind = make.class_of(table.sheet, line)
            self._reject(table, line, kind, own_key(table.sheet, line), [Fault(reason, table.missing[0])])

    def _line(self, table: Lines, line: Line, notes: "_Notes") -> None:
        """Store a row, or reject it with everything that is wrong with it."""
        sheet = table.sheet
        kind = make.class_of(sheet, line)
        if settle(sheet, line, self.measures):
            notes.percentages.append(line.row)
        check(sheet, line)
        if not line.untouched:  # it was accepted when the filled workbook was written
            check_references(sheet, line, self.known)
        key = own_key(sheet, line)
        if not key and (key := made_key(sheet, line)) and not line.faults:
            notes.made.append(f"row {line.row} '{key}'")
        self._place(line, kind)
        if kind:
            self._once(table, line, kind, key)
        if sheet.name == "Contributions" and not line.faults:
            self._share(line)
        if kind is None or line.faults:
            self._reject(table, line, kind, key, line.faults)
            return
        if unused := make.unused(sheet, line, kind):
            notes.unused += [f"{name} (row {line.row})" for name in unused]
        self.export.records[kind].append(make.record_of(sheet, line, kind, key, table.label))
        self.export.rows_in += 1

    def _reject(self, table: Lines, line: Line, kind: type | None, key: str, faults: list[Fault]) -> None:
        self.export.rows_in += 1
        self.export.rejections += [
            Rejection(fault.reason, table.label, line.row, fault.column, fault.value, kind, key or None)
            for fault in faults
        ]

    def _place(self, line: Line, kind: type | None) -> None:
        """Give the row its place in its band by the order of the rows, where it states none."""
        if kind in _POSITIONED:
            band = fold(line.text(_POSITIONED[kind])) if _POSITIONED[kind] else ""
            self.places[kind, band] += 1
            if "order" not in line.emptied:
                line.values.setdefault("order", float(self.places[kind, band]))

    def _once(self, table: Lines, line: Line, kind: type, key: str) -> None:
        """Fault a row whose key another row of its kind has already."""
        if not key:
            return
        here = line.row, table.label
        first = self.seen.setdefault((kind, fold(key)), here)
        if first is not here:
            column = "key" if "key" in table.sheet.by_name else table.sheet.keyed_by[0]
            by = "" if "key" in line.values or not table.sheet.keyed_by else f" ({', '.join(table.sheet.keyed_by)})"
            line.faults.append(
                Fault(
                    f"the key '{key}'{by} stands twice: in row {first[0]} of {first[1]} and in row "
                    f"{here[0]} of {here[1]}. Keep one, or change a key",
                    column,
                    key,
                )
            )

    def _share(self, line: Line) -> None:
        """Fault a row with which more than all of a project's money would be put down."""
        share = line.values.get("money_share")
        if not isinstance(share, float):
            return
        project = fold(line.text("project"))
        before = self.shares[project]
        if before + share > 1 + 1e-9:
            line.fault(
                f"the money shares of {line.text('project')} come to {round((before + share) * 100, 4):g} % with this "
                "row, and 100 % is the most: lower one of them",
                "money_share",
            )
        else:
            self.shares[project] = before + share


@dataclass(slots=True)
class _Notes:
    """What is to be told about the rows of one sheet, in few words."""

    label: str
    made: list[str] = field(default_factory=list)
    percentages: list[int] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def said(self) -> list[str]:
        """Give the sentences."""
        found = []
        if self.made:
            found.append(f"{self.label}: keys made from the name: {_some(self.made)}")
        if self.percentages:
            rows = _some([f"row {row}" for row in self.percentages])
            found.append(
                f"{self.label}: percentages taken as shown (82 % as 82), the KPI's unit not being here: {rows}"
            )
        if self.unused:
            found.append(f"{self.label}: filled, but of no use for a row of its kind: {_some(self.unused)}")
        return found


def _kinds(table: Lines) -> set[str]:
    return {line.text("kind") for line in table.lines}


def _some(items: list[str]) -> str:
    more = len(items) - _NAMED_IN_A_NOTE
    return ", ".join(items[:_NAMED_IN_A_NOTE]) + (f" and {more} more" if more > 0 else "")


def totals(records: dict[type, list[Record]]) -> dict[str, int]:
    """Count what the delivery holds, as `load --json` names it."""
    readings = records.get(Reading, [])
    return {
        "perspectives": len(records.get(Perspective, ())),
        "themes": len(records.get(Theme, ())),
        "objectives": len(records.get(Objective, ())),
        "kpis": len(records.get(Kpi, ())),
        "readings": len(readings),
        "targets": sum(1 for one in readings if isinstance(one, Reading) and one.target is not None),
        "actuals": sum(1 for one in readings if isinstance(one, Reading) and one.actual is not None),
        "projects": len(records.get(Project, ())),
        "milestones": sum(
            1 for one in records.get(Milestone, ()) if isinstance(one, Milestone) and one.kind in (None, "milestone")
        ),
        "people": len(records.get(Resource, ())),
        "assignments": len(records.get(Assignment, ())),
        "links": len(records.get(Link, ())),
    }
