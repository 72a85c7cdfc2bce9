"""Working times of calendars: which minutes of a day are worked, after exceptions and base calendars."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

Times = Sequence[tuple[int, int]]  # from minute, to minute of the day
Range = tuple[int, int, Times]  # first day, last day (ordinals), times worked on each; none: not worked

DAY = 1440
_LONGEST = 3_660  # days that a task can last; a longer one is a fault of the file


class Timetable:
    """The working times of one calendar; a base calendar gives what the calendar itself leaves open."""

    def __init__(self, week: Mapping[int, Times], exceptions: Sequence[Range], base: "Timetable | None" = None) -> None:
        self._week = {**base._week, **week} if base else dict(week)
        self._own = exceptions
        self._base = base
        self._known: dict[int, Times] = {}
        worked = [times[0][0] for times in self._week.values() if times] + [r[2][0][0] for r in exceptions if r[2]]
        self.earliest: int = min([*worked, base.earliest if base else DAY])

    def times(self, day: int) -> Times:
        """Give the times worked on a day: an exception first, its own before those of the base, then the week."""
        known = self._known.get(day)
        if known is None:
            times = self._exception(day)
            known = self._known[day] = self._week.get((day - 1) % 7 + 1, ()) if times is None else times
        return known

    def _exception(self, day: int) -> Times | None:
        place = bisect_left(self._own, (day + 1,)) - 1
        if place >= 0 and day <= self._own[place][1]:
            return self._own[place][2]
        return self._base._exception(day) if self._base else None

    def minutes(self, day: int, start: int, finish: int) -> int:
        """Give the minutes worked on a day between two minutes of it."""
        return sum(max(0, min(b, finish) - max(a, start)) for a, b in self.times(day))

    def after(self, start: tuple[int, int], work: float) -> tuple[int, int] | None:
        """Give when so many minutes are worked from a day and minute on; None where that takes over ten years."""
        first, begin = start
        for day in range(first, first + _LONGEST if 0 < work < _LONGEST * DAY else first):
            for opens, closes in self.times(day):
                opens = max(opens, begin if day == first else 0)
                if opens < closes and work <= closes - opens:
                    return day, opens + round(work)
                work -= max(0, closes - opens)
        return None if work else start


def disjoint(ranges: Iterable[Range]) -> list[Range]:
    """Give ranges in order of days, without overlap: where two meet, the one named first holds."""
    kept: list[Range] = []
    for first, last, times in ranges:
        place = max(bisect_left(kept, (first,)) - 1, 0)
        pieces: list[Range] = []
        while first <= last and place < len(kept) and kept[place][0] <= last:
            start, end, _ = kept[place]
            if start > first:
                pieces.append((first, start - 1, times))
            first = max(first, end + 1)
            place += 1
        if first <= last:
            pieces.append((first, last, times))
        for piece in pieces:
            kept.insert(bisect_left(kept, (piece[0],)), piece)
    return kept
