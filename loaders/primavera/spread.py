"""Work laid over the days of a calendar, where the file says how it is spread.

P6 writes time-phased work as `work:period;work:period;…`, both in hours, the periods in working time one after the
other. A resource curve has 21 percentages: at the start, then one for each twentieth of the working time.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from data.records import Calendar
from loaders.primavera.cells import FAULT, Numbers

_IDLE = 3_660  # days without work after which a calendar counts as one that never works again
_DAYS = 36_525  # no assignment lasts a century

Chunk = tuple[int, float, float]  # day, from minute, to minute


class WorkingTime:
    """The working minutes of each day of a calendar, with those of its bases."""

    def __init__(self, calendar: Calendar, by_key: Mapping[str, Calendar]) -> None:
        self.week: dict[int, list[tuple[int, int]]] = {}
        self.exceptions: dict[int, list[tuple[int, int]]] = {}
        seen: set[str] = set()
        current: Calendar | None = calendar
        while current is not None and current.key not in seen:
            seen.add(current.key)
            for weekday, times in json.loads(current.week or "{}").items():
                self.week.setdefault(int(weekday), _minutes(times))
            for first, _, times in json.loads(current.exceptions or "[]"):
                self.exceptions.setdefault(date.fromisoformat(first).toordinal(), _minutes(times))
            current = by_key.get(current.base or "")

    def chunks(self, moment: str) -> Iterator[Chunk]:
        """Yield the working times from a moment on, until the calendar stops working."""
        first, minute = date.fromisoformat(moment[:10]).toordinal(), _minute(moment[11:16])
        idle = 0
        for day in range(first, min(first + _DAYS, date.max.toordinal())):
            times = self.exceptions.get(day)
            if times is None:
                times = self.week.get((day - 1) % 7 + 1, [])
            idle = 0 if times else idle + 1
            if idle > _IDLE:
                return
            for start, finish in times:
                start = max(start, minute) if day == first else start
                if start < finish:
                    yield day, start, finish


def by_periods(time: WorkingTime, start: str, text: str, numbers: Numbers) -> str | None:
    """Lay time-phased work over the days; None for a text that is none or does not fit into the calendar."""
    pairs = [pair.split(":") for pair in text.rstrip(";").split(";")]
    if any(len(pair) != 2 for pair in pairs):
        return None
    values = [(numbers[work], numbers[period]) for work, period in pairs]
    if any(not isinstance(v, float) or v is FAULT or v < 0 for pair in values for v in pair):
        return None
    days: defaultdict[int, float] = defaultdict(float)
    chunks = time.chunks(start)
    day = at = finish = 0.0
    for work, period in values:
        left = whole = float(period) * 60  # type: ignore[arg-type]
        if work and not whole:
            return None
        while left > 1e-6:
            if finish - at < 1e-6:
                if (chunk := next(chunks, None)) is None:
                    return None
                day, at, finish = chunk
            part = min(left, finish - at)
            days[int(day)] += float(work) * 60 * part / whole  # type: ignore[arg-type]
            at += part
            left -= part
    return _segments(days)


def by_curve(time: WorkingTime, span: tuple[str, str], since: str, curve: list[float], work: float) -> str | None:
    """Lay work over the part of a span that lies after `since`, in the proportions of a curve over the whole span."""
    minutes: list[tuple[Chunk, float]] = []  # chunk, working minutes before it
    total = 0.0
    for chunk in time.chunks(span[0]):
        cut = _cut(chunk, span[1])
        if cut is None:
            break
        minutes.append((cut, total))
        total += cut[2] - cut[1]
    if not total:
        return None
    share = _cumulative(curve)
    days: defaultdict[int, float] = defaultdict(float)
    for (day, start, finish), before in minutes:
        begin = max(start, _offset(day, since))
        if begin < finish:
            days[day] += share((before + finish - start) / total) - share((before + begin - start) / total)
    whole = sum(days.values())
    return _segments({day: work * part / whole for day, part in days.items()}) if whole > 0 else None


def _cut(chunk: Chunk, finish: str) -> Chunk | None:
    """Cut a chunk off at a moment; None when nothing of it is left."""
    day, start, end = chunk
    end = min(end, _offset(day, finish))
    return (day, start, end) if start < end else None


def _offset(day: int, moment: str) -> float:
    """Give the minutes from the start of a day to a moment."""
    return (date.fromisoformat(moment[:10]).toordinal() - day) * 1440 + _minute(moment[11:16])


def _cumulative(curve: list[float]) -> Callable[[float], float]:
    """Give the share of the work done after a share of the time; the first point counts at once."""
    parts = [curve[0] + curve[1], *curve[2:]]

    def share(at: float) -> float:
        steps = at * len(parts)
        whole = min(int(steps), len(parts) - 1)
        return sum(parts[:whole]) + parts[whole] * (steps - whole)

    return share


def _segments(days: Mapping[int, float]) -> str | None:
    """Join equal neighbouring days: [[from day, to day, minutes a day], ...]."""
    segments: list[list[str | float]] = []
    last = 0
    for day in sorted(days):
        amount = round(days[day], 2)
        if not amount:
            continue
        shown = date.fromordinal(day).isoformat()
        if segments and day == last + 1 and segments[-1][2] == amount:
            segments[-1][1] = shown
        else:
            segments.append([shown, shown, amount])
        last = day
    return json.dumps(segments, separators=(",", ":")) if segments else None


def _minutes(times: list[list[str]]) -> list[tuple[int, int]]:
    return [(_minute(start), _minute(finish)) for start, finish in times]


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:5])
