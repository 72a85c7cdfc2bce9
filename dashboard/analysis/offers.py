"""What could be bought: who offers a skill, from when on, and what it comes to."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from dashboard.analysis.conflicts import LEAST
from dashboard.analysis.load import HAIR
from dashboard.analysis.options import EXTERNAL, Case, Option, Part, over, weekly, within
from dashboard.analysis.working_time import Span
from dashboard.words import day_of

FULL_DAY = 480.0  # minutes that one person of a supplier works on a working day


class Bought(NamedTuple):
    """What a supplier's help comes to: the working days and the hours that are paid."""

    days: int
    hours: float


def begins(today: str, lead_days: float | None, valid_from: str | None) -> str:
    """Give the first day (ISO) on which a supplier can work: its lead time in working days (Monday to Friday) after
    today, and not before the offer holds.
    """
    first = np.busday_offset(np.datetime64(today, "D"), int(lead_days or 0), roll="forward")
    if valid_from:
        first = max(first, np.busday_offset(np.datetime64(valid_from[:10], "D"), 0, roll="forward"))
    return str(first)


def external(case: Case, line: int, offer: Mapping[Any, Any], key: str, first: str) -> tuple[Option, Bought | None]:
    """Give what a supplier could take of an assignment from a day on (`begins`), and what it comes to.

    They take what is over in each week, up to 8 hours a day for each of their people, until the conflict or the offer
    ends. The minimum term is paid at the hours a day that they work until then.
    """
    about = Option(EXTERNAL, line=line, who=key)
    place = Span.of(case.span.iso(0), first).days - 1
    until = offer["valid_until"]
    last = case.days.stop - 1
    if until is not None and until == until:
        last = min(last, Span.of(case.span.iso(0), str(until)).days - 1)
    if place > last:
        ends = case.span.iso(case.days.stop - 1)
        late = f"their help begins on {day_of(first)}, after {day_of(ends)}"
        return about._replace(why=late if place >= case.days.stop else f"the offer ends on {day_of(str(until))}"), None
    work = within(case, line)
    work[: max(place, 0)] = 0.0
    work[last + 1 :] = 0.0
    work = np.minimum(work, FULL_DAY * float(offer["people"] or 1.0))
    asked = weekly(work, case.span)
    takes = np.minimum(asked, over(case))
    share = np.repeat(np.divide(takes, asked, out=np.zeros_like(asked), where=asked > HAIR), 7)
    taken = work * share
    minutes = float(taken.sum())
    if minutes < LEAST - HAIR:
        return about._replace(why="less than 4 hours would be left for them to take"), None
    worked = int((taken > HAIR).sum())
    term = max(worked, int(offer["min_term_days"] or 0))
    return about._replace(parts=(Part(line, key, taken, taken),)), Bought(term, minutes / 60 / worked * term)
