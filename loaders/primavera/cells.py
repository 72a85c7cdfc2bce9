"""What stands in a cell: numbers, moments and texts as P6 writes them."""

import re
from collections.abc import Iterable
from datetime import datetime
from math import isfinite

from loaders.primavera.tables import Tables

FAULT = object()  # stands for a cell that is not what its field holds

# Fields that hold numbers, of the tables that are read; they show how the exporting machine writes them.
_NUMBERS = """
    day_hr_cnt week_hr_cnt target_drtn_hr_cnt remain_drtn_hr_cnt total_float_hr_cnt lag_hr_cnt phys_complete_pct
    act_work_qty remain_work_qty target_work_qty act_equip_qty remain_equip_qty target_equip_qty remain_qty target_qty
    act_reg_qty act_ot_qty remain_qty_per_hr target_qty_per_hr target_cost act_reg_cost act_ot_cost remain_cost act_cost
    cost_per_qty max_qty_per_hr orig_cost udf_number
"""
_NUMBER_TABLES = ("CALENDAR", "TASK", "TASKRSRC", "TASKPRED", "PROJCOST", "RSRCRATE", "ROLERATE", "PROJWBS", "UDFVALUE")

_LONG = 40  # characters that no number has
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_GROUPED = {
    ",": re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII),
    ".": re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d*)?", re.ASCII),
}
_COMMA = re.compile(r"\t[-+]?[\d.]*,\d")
_MOMENT = re.compile(r"([1-9]\d{3})-(\d\d?)-(\d\d?)(?: (\d\d?)[:.](\d\d)(?:[:.](\d\d))?)?", re.ASCII)


class Numbers(dict[str, object]):
    """Each cell text as a number, None for blank or `FAULT`; every text is worked out once."""

    def __init__(self, point: str) -> None:
        super().__init__({"": None})
        self.point = point
        self.group = "," if point == "." else "."

    def __missing__(self, cell: str) -> object:
        self[cell] = value = self._number(cell.strip())
        return value

    def _number(self, text: str) -> object:
        if not text:
            return None
        if len(text) > _LONG:
            return FAULT
        if self.group in text:
            if not _GROUPED[self.group].fullmatch(text):
                return FAULT
            text = text.replace(self.group, "")
        text = text.replace(self.point, ".")
        value = float(text) if _PLAIN.fullmatch(text) else float("inf")
        return value if isfinite(value) else FAULT


class Moments(dict[str, object]):
    """Each cell text as an ISO moment, None for blank or `FAULT`; every text is worked out once."""

    def __missing__(self, cell: str) -> object:
        self[cell] = value = _moment(cell.strip())
        return value


def _moment(text: str) -> object:
    if not text:
        return None
    if not (match := _MOMENT.fullmatch(text)):
        return FAULT
    try:
        return datetime(*(int(part or 0) for part in match.groups())).isoformat()  # type: ignore[arg-type]
    except ValueError:
        return FAULT


def tidy(cell: str) -> str | None:
    """Give a text without outer blanks; P6 doubles quotation marks and writes line breaks as two delete characters."""
    if '"' in cell:
        cell = cell.replace('""', '"')
    if "\x7f" in cell:
        cell = cell.replace("\x7f\x7f", "\n").replace("\x7f", "\n")
    return cell.strip() or None


def decimal_point(text: str, tables: Tables) -> tuple[str, list[str]]:
    """Find the decimal sign of the machine that exported, from all number cells of the file together, with a note.

    A number like `0,5` proves a comma and `0.5` a point. Where nothing proves either, or both are found, the sign that
    CURRTYPE states for the file's currency holds; cells that do not fit it are rejected with their rows.
    """
    if not _COMMA.search(text):
        return ".", []
    cells = [cell for cell in _number_cells(tables) if "," in cell or "." in cell]
    commas = sum(_proves(",", cell) for cell in cells)
    points = sum(_proves(".", cell) for cell in cells)
    declared = _declared(tables)
    sign = declared if bool(commas) == bool(points) else "," if commas else "."
    if not any("," in cell for cell in cells):
        return ".", []
    notes = [f"Numbers are read with a decimal {'comma' if sign == ',' else 'point'}."]
    if commas and points:
        notes.append(f"Numbers are written in two ways: decimal commas ({commas}) and points ({points}).")
    return sign, notes


def _proves(sign: str, cell: str) -> bool:
    """Say whether a cell can only be a number with this decimal sign."""
    other = "." if sign == "," else ","
    return cell.rfind(sign) > cell.rfind(other) and len(cell) <= _LONG and not _GROUPED[sign].fullmatch(cell.strip())


def _number_cells(tables: Tables) -> Iterable[str]:
    numbers = set(_NUMBERS.split())
    for name in _NUMBER_TABLES:
        for section in tables.sections.get(name, ()):
            places = [place for field, place in section.columns.items() if field in numbers]
            for _, row in section.rows:
                cells = row.split("\t")
                yield from (cells[place] for place in places)


def _declared(tables: Tables) -> str:
    """Give the decimal sign that CURRTYPE states for the currency of the file."""
    for section in tables.sections.get("CURRTYPE", ()):
        name, sign = section.columns.get("curr_short_name"), section.columns.get("decimal_symbol")
        for _, row in section.rows:
            cells = row.split("\t")
            if name and sign and cells[name].strip().upper() == tables.header.currency.upper() and cells[sign] == ",":
                return ","
    return "."
