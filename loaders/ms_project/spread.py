"""Time-phased data: work and cost laid over days, packed into segments [[first day, last day, amount a day], ...].

Microsoft Project writes one element for each minute, hour, day or week, with the amount of the whole element; other
tools write one for the whole assignment. An element that lies in several days is shared out by their working minutes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lxml import etree

from loaders.intake import Fault
from loaders.ms_project.timetable import DAY, Timetable
from loaders.ms_project.values import Memo, Values

_LONGEST = 3_660  # days of one element; longer is a fault of the file and would only fill the memory
_ROUNDING = 0.01  # Microsoft Project rounds each element to seconds or hundredths; contours differ by up to 0.1 %

# Type of the data -> field of the record (mspdi_pj12.xsd). Money comes in hundredths, work as a duration.
OF_ASSIGNMENT = {
    "1": "spread",
    "2": "actual_spread",
    "4": "baseline_spread",
    "5": "baseline_cost_spread",
    "6": "actual_cost_spread",
}
OF_TASK = {"9": "baseline_spread", "10": "baseline_cost_spread"}
MONEY = frozenset({"baseline_cost_spread", "actual_cost_spread"})

Days = dict[int, float]  # ordinal of the day -> minutes or money
Spreads = dict[str, Days]  # field -> its days


class Spreader:
    """Reads the time-phased data of one row at a time."""

    def __init__(self, namespace: str, values: Values) -> None:
        self.fallback = Timetable({}, [])  # where a row has no calendar of its own
        self.others: defaultdict[str, int] = defaultdict(int)  # types that are not kept -> elements
        self._tags = tuple(namespace + name for name in ("Type", "Start", "Finish", "Value"))
        self._values = values
        self._clock = Memo(self._at)
        self._days: dict[int, str] = {}

    def read(
        self, elements: Iterable[etree._Element], fields: Mapping[str, str], timetable: Timetable | None
    ) -> tuple[Spreads, list[Fault]]:
        """Lay the elements over the days of a timetable; those without a period or an amount say nothing."""
        spreads: Spreads = {}
        faults: list[Fault] = []
        table = timetable or self.fallback
        clock, money, minutes = self._clock, self._values.money, self._values.minutes
        for element in elements:
            kind, start, finish, value = self._parts(element)
            field = fields.get(kind or "")
            if field is None:
                self.others[kind or ""] += 1
                continue
            if value is None or start is None or finish is None:
                continue
            try:
                amount = money(value) if field in MONEY else minutes(value)
                days = spreads.get(field)
                if days is None:
                    days = spreads[field] = defaultdict(float)
                begin, end = clock[start], clock[finish]
                if amount and begin and end:
                    _lay(days, amount, begin, end, table)
            except ValueError as error:
                faults.append(Fault(str(error), "TimephasedData", f"{start} {finish} {value}"))
        return spreads, faults

    def packed(self, days: Days) -> str | None:
        """Join equal neighbouring days into segments, as JSON."""
        parts = [f'["{self._iso(first)}","{self._iso(last)}",{amount:.10g}]' for first, last, amount in _segments(days)]
        return f"[{','.join(parts)}]" if parts else None

    def _iso(self, day: int) -> str:
        shown = self._days.get(day)
        if shown is None:
            shown = self._days[day] = date.fromordinal(day).isoformat()
        return shown

    def _parts(self, element: etree._Element) -> tuple[str | None, str | None, str | None, str | None]:
        """Give type, start, finish and value; of a full element in the usual order by fewer look-ups."""
        kind, start, finish, value = self._tags
        children = element[:]  # pyright: ignore[reportArgumentType] (the stubs know no slices)
        if len(children) == 6 and children[0].tag == kind and children[3].tag == finish and children[5].tag == value:
            return children[0].text, children[2].text, children[3].text, children[5].text
        cells: dict[Any, str | None] = {child.tag: child.text for child in children}
        return cells.get(kind), cells.get(start), cells.get(finish), cells.get(value)

    def _at(self, text: str) -> tuple[int, int]:
        """Give a moment as day (ordinal) and minute."""
        moment = self._values.moment(text)
        if moment is None:
            raise ValueError("is not a period of the project")
        return date.fromisoformat(moment[:10]).toordinal(), int(moment[11:13]) * 60 + int(moment[14:16])


def _lay(days: Days, amount: float, start: tuple[int, int], finish: tuple[int, int], table: Timetable) -> None:
    """Add an amount to the day or the days in which its period lies. Raises ValueError for one that cannot be."""
    first, last = start[0], finish[0]
    if (last == first and finish[1] >= start[1]) or (last == first + 1 and finish[1] <= table.earliest):
        days[first] += amount
    elif finish < start:
        raise ValueError("ends before it begins")
    elif last - first > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST} days")
    else:
        _share(days, amount, start, finish, table)


def _share(days: Days, amount: float, start: tuple[int, int], finish: tuple[int, int], table: Timetable) -> None:
    """Share an amount out by the working minutes of the days; without any, to a day on which it starts, or evenly."""
    (first, begin), (last, end) = start, finish
    minutes = {
        day: table.minutes(day, begin if day == first else 0, end if day == last else DAY)
        for day in range(first, last + 1)
    }
    whole = sum(minutes.values())
    if not whole:
        count = 1 if last == first + 1 and end <= begin else last - first + (end > 0)
        minutes = dict.fromkeys(range(first, first + count), 1)
        whole = count
    for day, worked in minutes.items():
        if worked:
            days[day] += amount * worked / whole


def fitted(days: Days, stated: float | None) -> tuple[Days, bool]:
    """Give the days so that they add up to the stated amount, and whether they do.

    What differs by rounding only is stretched; what differs by more is left as it is.
    """
    total = sum(days.values())
    if not stated or total == stated:
        return days, stated is None or total == stated
    if abs(total - stated) > _ROUNDING * stated:
        return days, False
    return {day: amount * stated / total for day, amount in days.items()}, True


def _segments(days: Days) -> list[tuple[int, int, float]]:
    """Give runs of equal days as first day, last day, amount a day."""
    runs: list[tuple[int, int, float]] = []
    for day in sorted(days):
        amount = round(days[day], 4)
        if not amount:
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == amount:
            runs[-1] = (runs[-1][0], day, amount)
        else:
            runs.append((day, day, amount))
    return runs
