"""Figures of KPIs: what a percentage, yes or no means depends on the KPI's unit."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from loaders.sheets.keys import fold
from loaders.sheets.lines import Fault, Line
from loaders.sheets.sheet import Sheet
from loaders.tables.cells import Marked

_PERCENT = re.compile(r"%|per\s?cent|\bpct\b|prozent|procent|porcent|pour cent", re.IGNORECASE)


class Measure(NamedTuple):
    """What a KPI is measured in."""

    unit: str
    yes_no: bool


def measure_of(line: Line) -> Measure:
    """Give what the KPI of a row of the sheet KPIs is measured in."""
    return Measure(line.text("unit"), line.text("better") == "yes_no")


def settle(sheet: Sheet, line: Line, measures: Mapping[str, Measure]) -> bool:
    """Turn the figures of a row into numbers; True when a percentage was taken as shown for want of the KPI's unit."""
    if sheet.name == "KPIs":
        measure = measure_of(line)
    elif sheet.name in ("Readings", "Contributions"):
        measure = measures.get(fold(line.text("kpi" if sheet.name == "Readings" else "serves")))
    else:
        return False
    unsure = False
    for column in _FIGURES[sheet.name]:
        value = line.values.get(column)
        if isinstance(value, Marked):
            unsure |= measure is None and value.percent
            _settle_marked(line, column, value, measure)
        elif value is not None and measure and measure.yes_no and column in _ANSWERS and value not in (0.0, 1.0):
            said = f"'{line.text(column)}' is neither yes nor no"
            line.fault(f"{said}, and the KPI is answered by yes or no (1 or 0)", column)
    return unsure


_FIGURES = {
    "KPIs": ("baseline", "target", "red_flag", "low", "high", "lowest", "highest", "drift"),
    "Readings": ("actual", "target", "forecast"),
    "Contributions": ("amount",),
}
_ANSWERS = frozenset({"baseline", "target", "actual", "forecast"})


def _settle_marked(line: Line, column: str, value: Marked, measure: Measure | None) -> None:
    line.values[column] = value.number
    reason = None
    if measure and value.percent and not _PERCENT.search(measure.unit):
        reason = f"is a percentage, and the KPI's unit is '{measure.unit}': write the number in that unit"
    elif measure and not value.percent and not measure.yes_no:
        reason = f"is no number, and the KPI is measured in '{measure.unit}': write the number in that unit"
    if reason:
        del line.values[column]
        line.faults.append(Fault(f"'{value.text}' {reason}", column, value.text))
    elif not value.percent:
        line.texts = {**(line.texts or {}), column: value.text}
