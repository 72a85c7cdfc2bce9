"""What a row points at inside the same workbook: by key, else by exact name when only one has it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.sheets.keys import fold
from loaders.sheets.lines import Line
from loaders.sheets.sheet import Sheet

# Things of another feed are named `feed.source-id`, or by the identifiers of strategic plans, and are waited for.
_FOREIGN = re.compile(r"[^\s.]+\.\S+|[_{]?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?", re.IGNORECASE)

_POINTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "KPIs": (("objective", ("objective",)),),
    "Readings": (("kpi", ("kpi",)),),
    "Contributions": (("serves", ("kpi", "objective")),),
    "Links": (("from", ("objective",)), ("to", ("objective",))),
}
_ABOVE: dict[str, tuple[str, ...]] = {
    "objective": ("perspective",),
    "perspective": ("organisation",),
    "theme": ("perspective", "organisation", "theme"),
}


@dataclass(slots=True)
class _Names:
    rows: dict[str, int] = field(default_factory=dict)  # folded key -> row
    named: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # folded name -> rows


@dataclass(slots=True)
class Known:
    """What the sheets of this workbook hold that others can point at. A kind is there when its sheet is."""

    kinds: dict[str, _Names] = field(default_factory=dict)

    def cover(self, kinds: Sequence[str]) -> None:
        """Note that the sheet which holds these kinds is in the workbook."""
        for kind in kinds:
            self.kinds.setdefault(kind, _Names())

    def add(self, kind: str, row: int, key: str, name: str) -> None:
        """Note that a row can be pointed at."""
        names = self.kinds.setdefault(kind, _Names())
        if key:
            names.rows.setdefault(fold(key), row)
        if name:
            names.named[fold(name)].append(row)

    def find(self, kinds: Sequence[str], text: str) -> list[tuple[str, int]]:
        """Give kind and row of each hit: by key, else by name."""
        wanted = fold(text)
        hits = [(kind, self.kinds[kind].rows[wanted]) for kind in kinds if wanted in self.kinds[kind].rows]
        return hits or [(kind, row) for kind in kinds for row in self.kinds[kind].named.get(wanted, ())]

    def fault(self, kinds: Sequence[str], text: str, where: str) -> str | None:
        """Say why a text points at nothing in this workbook, or None where it does, or may point elsewhere."""
        if any(kind not in self.kinds for kind in kinds):
            return None
        hits = self.find(kinds, text)
        if len(hits) == 1 or (not hits and _FOREIGN.fullmatch(text)):
            return None
        wanted = " or ".join(kinds)
        if hits:
            rows = ", ".join(f"{kind} in row {row}" for kind, row in hits)
            return f"'{text}' is the name or key of several: {rows}. Write the key of the {wanted} that is meant"
        return (
            f"'{text}' is no {wanted} in the sheet {where} of this workbook: write the key or exact name of one there, "
            "or add it. One of another feed is named feed.key"
        )


def check_references(sheet: Sheet, line: Line, known: Known) -> None:
    """Fault a row that points at something which this workbook should hold and does not."""
    for column, kinds in _pointers(sheet, line):
        text = line.text(column)
        if text and (reason := known.fault(kinds, text, _home(kinds))):
            line.fault(reason, column)


def _pointers(sheet: Sheet, line: Line) -> Sequence[tuple[str, tuple[str, ...]]]:
    if sheet.name == "Strategy":
        kind, theme = line.text("kind"), ("theme", ("theme",))
        return (("parent", _ABOVE.get(kind, ("organisation",))), theme) if kind else (theme,)
    if sheet.name == "Lists":
        return (("parent", (line.text("kind"),)),)
    return _POINTS.get(sheet.name, ())


def _home(kinds: Sequence[str]) -> str:
    if "kpi" in kinds:
        return "KPIs or Strategy" if "objective" in kinds else "KPIs"
    return "Strategy" if kinds[0] in ("organisation", "perspective", "theme", "objective") else "Lists"
