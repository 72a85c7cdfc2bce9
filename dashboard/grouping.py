"""What is said alike of many rows or files, as one line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dashboard.words import number
from data.export import Rejection

MOST_ROWS = 5  # named in one line

# What differs between two rows that are refused for the same reason: what is quoted from them, and numbers.
_TELLING = 40  # letters of a remark; what follows are lists
_OWN = re.compile(r"'[^']*'|“[^”]*”|\"[^\"]*\"|\d[\d.:T-]*")


@dataclass(slots=True)
class Alike:
    """Rejections of one sheet and field whose reasons differ in names and numbers only."""

    first: Rejection
    faults: int = 0
    rows: list[int] = field(default_factory=list)  # each once, in the order of the file

    def said(self) -> str:
        """Give place and reason of the first, and which other rows have it too."""
        place = [self.first.sheet, self._rows(), self.first.field]
        others = len(self.rows) - 1
        alike = f" (the first of {number(self.faults, '0')} alike)" if others > 0 else ""
        return f"{', '.join(part for part in place if part) or 'as a whole'}: {self.first.reason}{alike}"

    def _rows(self) -> str | None:
        if len(self.rows) < 2:
            return f"row {self.rows[0]}" if self.rows else None
        more = len(self.rows) - MOST_ROWS
        named = ", ".join(map(str, self.rows[:MOST_ROWS]))
        return f"rows {named}" + (f" and {number(more, '0')} more" if more > 0 else "")


def grouped(rejections: Iterable[Rejection]) -> list[Alike]:
    """Give the rejections in groups of those that are alike, in the order of their first."""
    groups: dict[tuple[str | None, str | None, str], Alike] = {}
    for one in rejections:
        group = groups.setdefault((one.sheet, one.field, _shape(one.reason)), Alike(one))
        group.faults += 1
        if one.row and one.row not in group.rows[-1:]:
            group.rows.append(one.row)
    return list(groups.values())


def alike(remarks: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Give (name, remark) in groups of remarks that differ in names and numbers only, in the order of their first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, remark in remarks:
        groups.setdefault(_shape(remark)[:_TELLING], []).append((name, remark))
    return list(groups.values())


def _shape(text: str) -> str:
    return _OWN.sub("…", text)
