"""Time-phased work and money, laid over days by MPXJ and packed into [[first day, last day, amount a day], ...]."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from loaders.mpxj.plan import Plan
from loaders.mpxj.values import number

_LONGEST = 3_660  # days of one assignment; longer is a fault of the file and would only fill the memory
_LEFT_OUT = "time-phased data over more than ten years, which are not kept"
_APART = "time-phased work that does not add up to the stated work, so that the work counts as even"
_ROUNDING = 0.01


class Spreader:
    """Lays what an assignment states as time-phased over the days of it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._list = plan.java.JClass("java.util.ArrayList")
        self._range = plan.java.JClass("org.mpxj.LocalDateTimeRange")
        self._day = plan.java.JClass("java.time.LocalDate")
        self._ranges: dict[int, Any] = {}
        self.minutes = plan.java.JClass("org.mpxj.TimeUnit").MINUTES

    def days(self, raw: Iterable[Any], laid: Callable[[Any], Any], what: str) -> dict[int, float]:
        """Give amounts by the ordinal of the day. `raw` are the stated pieces, `laid` lays them over a list of days."""
        pieces = [(str(piece.getStart())[:10], str(piece.getFinish())[:10]) for piece in raw]
        if not pieces:
            return {}
        first = date.fromisoformat(min(start for start, _ in pieces)).toordinal()
        last = date.fromisoformat(max(finish for _, finish in pieces)).toordinal()
        if last - first >= _LONGEST:
            self._plan.intake.remark(_LEFT_OUT, what)
            return {}
        ranges = self._list()
        for day in range(first, last + 1):
            ranges.add(self._one(day))
        found: dict[int, float] = {}
        for day, amount in enumerate(laid(ranges), start=first):
            if amount is not None and (value := _amount(str(amount))):
                found[day] = value
        return found

    def packed(self, days: dict[int, float], stated: float | None = None, what: str = "") -> str | None:
        """Give runs of equal days as JSON, None where they do not add up to what is stated.

        Where only rounding parts them from the stated sum they are scaled to it.
        """
        total = sum(days.values())
        if stated is not None and total and abs(total - stated) > 0.5:
            if abs(total - stated) <= _ROUNDING * stated:
                days = {day: amount * stated / total for day, amount in days.items()}
            else:
                self._plan.intake.remark(_APART, what)
                return None
        runs: list[list[Any]] = []
        for day in sorted(days):
            if not (amount := _tidy(days[day])):
                continue
            if runs and runs[-1][1] == day - 1 and runs[-1][2] == amount:
                runs[-1][1] = day
            else:
                runs.append([day, day, amount])
        shown = [[date.fromordinal(a).isoformat(), date.fromordinal(b).isoformat(), amount] for a, b, amount in runs]
        return json.dumps(shown, separators=(",", ":")) if shown else None

    def _one(self, day: int) -> Any:
        if day not in self._ranges:
            start = self._day.parse(date.fromordinal(day).isoformat())
            self._ranges[day] = self._range(start.atStartOfDay(), start.plusDays(1).atStartOfDay())
        return self._ranges[day]


def _tidy(amount: float) -> float:
    """Give an amount to a ten-thousandth, a whole one without decimals."""
    rounded = round(amount, 4)
    return int(rounded) if rounded.is_integer() else rounded


def _amount(shown: str) -> float:
    """Give minutes, or money; one that is none counts as nothing."""
    try:
        return number(shown.removesuffix("m"))
    except ValueError:
        return 0.0
