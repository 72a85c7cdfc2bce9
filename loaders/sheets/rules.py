"""What must hold between the cells of one row, sheet by sheet."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType

from loaders.sheets.keys import check_length, fold
from loaders.sheets.lines import Fault, Line
from loaders.sheets.sheet import Sheet

# How a row of totals calls itself, in the languages of the people who fill in registers.
_TOTALS = frozenset(
    (
        "total", "totals", "grand total", "subtotal", "sub total", "sum", "summe", "gesamt", "gesamtsumme",
        "gesamtergebnis", "zwischensumme", "teilergebnis", "total général", "sous total", "totale", "suma",
        "suma total", "totaal", "summa", "всего", "итого", "合计", "合計",
    )
)  # fmt: skip
_PARTS = ("subtotal ", "sub total ", "zwischensumme ", "teilergebnis ", "sous total ")  # before what they add up
_A_TOTAL = "is a row of totals, which would count everything twice: delete it, or give it another text if it is none"

_ALONE = (
    "stands alone in its row, as a note below a table does: delete it if it is one; if it is the key of a project, "
    "write its name beside it"
)


def check(sheet: Sheet, line: Line) -> None:
    """Fault a row that lacks what its sheet requires, or whose cells contradict each other."""
    if total := _total(line):
        line.faults = [Fault(_A_TOTAL, *total)]
        return
    refused = {fault.column for fault in line.faults} if line.faults else ()
    for column in sheet.required:
        if column.name not in line.values and column.name not in refused:
            emptied = column.name in line.emptied
            reason = "is required: a - cannot empty it" if emptied else "is required and blank: fill it in"
            line.faults.append(Fault(f"{column.name} {reason}", column.name, "-" if emptied else None))
    if "key" in sheet.by_name:
        check_length(sheet, line)
    if sheet.name in RULES:
        RULES[sheet.name](line)


def fault_notes(sheet: Sheet, lines: Sequence[Line]) -> None:
    """Fault the notes below a list of projects: phrases that stand alone in the last rows, where others have more."""
    if sheet.name != "Projects" or all(map(_stands_alone, lines)):
        return
    for line in takewhile(_is_note, reversed(lines)):
        line.fault(_ALONE, "key")


def _stands_alone(line: Line) -> bool:
    return line.values.keys() <= {"key", "currency"}


def _is_note(line: Line) -> bool:
    """Say whether a row holds only a phrase, as notes are, or a word for a total, and unlike `P 3`."""
    key = line.text("key")
    said = len(key.split()) > 2 or ": " in key or _is_total(key)
    return said and _stands_alone(line) and not (line.untouched or line.emptied or line.faults)


def _total(line: Line) -> tuple[str, str] | None:
    """Give the column and the word by which a row says that it adds up others: its only word beside a currency, with
    the sums behind it.
    """
    only: tuple[str, str] | None = None
    for name, value in line.values.items():
        if isinstance(value, str) and name != "currency":
            if only:
                return None
            only = name, value
    if not only or not _is_total(only[1]):
        return None
    return only if any(isinstance(value, int | float) for value in line.values.values()) else None


def _is_total(text: str) -> bool:
    """Say whether a text is a word for a total, or names beside one what it adds up: `Subtotal North`, `Total: North`
    and `North Total`, unlike `Total Quality Management`.
    """
    said = fold(text).rstrip(" :").replace("-", " ")
    begins = re.split("[:,]", said)[0].strip()
    return begins in _TOTALS or said.startswith(_PARTS) or said.endswith((" total", " ergebnis"))


def _needs(line: Line, wanted: str, because: str) -> None:
    """Fault a row that has no sound `wanted`, unless that cell was refused already."""
    if wanted not in line.values and not _refused(line, wanted):
        line.faults.append(Fault(f"{wanted} is required {because}: fill it in", wanted))


def _refused(line: Line, column: str) -> bool:
    """Say whether the cell of a column was refused already."""
    return any(fault.column == column for fault in line.faults)


def _in_order(line: Line, first: str, last: str) -> None:
    """Fault a row whose second date lies before its first."""
    if line.text(first) and line.text(last) and line.text(last) < line.text(first):
        line.fault(
            f"{last} {line.text(last)[:10]} lies before {first} {line.text(first)[:10]}: correct one of them", last
        )


# --- strategy and KPIs ------------------------------------------------------------------------------------------------


def _strategy(line: Line) -> None:
    if line.text("kind") == "objective" and "parent" not in line.values and not _refused(line, "parent"):
        line.faults.append(
            Fault(
                "parent is blank: an objective names its perspective there, by key or name, and each perspective has a "
                "row of its own, of kind perspective, such as Financial, Customer, Internal process",
                "parent",
            )
        )


def _kpi(line: Line) -> None:
    better = line.text("better")
    if better == "range":
        _band(line)
    elif better == "yes_no":
        _needs(line, "target", "for a KPI answered by yes or no (yes)")
    elif better:
        _needs(line, "baseline", f"where {better} is better")
        _needs(line, "target", f"where {better} is better")
    if "baseline" in line.values:
        _needs(line, "baseline_date", "with a baseline")
    if "target" in line.values:
        _needs(line, "target_date", "with a target")
    if (
        line.text("baseline_date")
        and line.text("target_date")
        and line.text("target_date") <= line.text("baseline_date")
    ):
        line.fault("the target's date is not after the baseline's: correct one of them", "target_date")
    if better in ("higher", "lower"):
        _red_flag(line, better)


def _band(line: Line) -> None:
    """A range needs its four edges, each above the one before, or its score has no slope (measures.md, in-range)."""
    names = ("lowest", "low", "high", "highest")
    for name in names:
        _needs(line, name, "for a range")
    edges = [line.values[name] for name in names if name in line.values]
    for name, below, above in zip(names[1:], edges, edges[1:], strict=False):
        if len(edges) == len(names) and above <= below:  # type: ignore[operator]
            line.fault("the range is not in order: lowest < low < high < highest is needed", name)


def _red_flag(line: Line, better: str) -> None:
    """The flag must lie on the worse side of the goal (measures.md, goal and red flag)."""
    target, baseline, flag = (line.values.get(name) for name in ("target", "baseline", "red_flag"))
    if target is None:
        return
    if flag is not None:
        if flag == target:
            line.fault(
                "goal and red flag are the same, so nothing could be judged: move the red flag to the worse side",
                "red_flag",
            )
        elif (flag > target) == (better == "higher"):  # type: ignore[operator]
            line.fault(
                f"the red flag lies on the better side of the target although {better} is better: correct one of them",
                "red_flag",
            )
    elif baseline is not None and line.text("counts") != "to_date" and not _refused(line, "red_flag"):
        _default_flag(line, better, baseline, target)


def _default_flag(line: Line, better: str, baseline: object, target: object) -> None:
    """Halfway from baseline to target is the red flag where none is given; it must lie on the worse side as well."""
    if baseline == target or (baseline > target) == (better == "higher"):  # type: ignore[operator]
        line.fault(
            f"the target is no better than the baseline although {better} is better, so the default red flag, halfway "
            "between them, judges nothing: correct target or better, or state a red_flag",
            "target",
        )


def _reading(line: Line) -> None:
    said = {"actual", "target", "forecast"}
    if not said & line.values.keys() and not said & set(line.emptied) and not said & {f.column for f in line.faults}:
        line.fault("actual, target and forecast are all blank: fill in one, or write - to withdraw a value", "actual")


# --- projects and money -----------------------------------------------------------------------------------------------


def _project(line: Line) -> None:
    if "reported" in line.values:
        _needs(line, "reported_on", "with a reported status")
    _in_order(line, "baseline_start", "baseline_finish")
    _in_order(line, "start", "finish")


def _people(line: Line) -> None:
    _in_order(line, "from", "until")


def _absence(line: Line) -> None:
    _in_order(line, "from", "to")


def _assignment(line: Line) -> None:
    refused = {fault.column for fault in line.faults}
    if not {"person", "role", "skill"} & (line.values.keys() | refused):
        line.fault("person, role and skill are all blank: fill in one", "person")
    amounts = ("hours", "hours_per_week", "share")
    given = [name for name in amounts if name in line.values or name in refused]
    if not given:
        line.fault("hours, hours_per_week and share are all blank: fill in one", "hours")
    elif len(given) > 1:
        line.fault(f"{' and '.join(given)} are both given: keep one, or they may contradict each other", given[1])
    _in_order(line, "from", "to")


def _entry(line: Line) -> None:
    if line.text("kind") == "same project" and fold(line.text("key")) == fold(line.text("name")):
        line.fault("the other name is the key itself: write the name under which other files have it", "name")


RULES: Mapping[str, Callable[[Line], None]] = MappingProxyType({
    "Strategy": _strategy,
    "KPIs": _kpi,
    "Readings": _reading,
    "Projects": _project,
    "People": _people,
    "Absences": _absence,
    "Assignments": _assignment,
    "External": _people,
    "Lists": _entry,
})  # fmt: skip
