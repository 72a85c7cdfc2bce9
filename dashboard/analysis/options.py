"""What could be done about somebody who is over capacity: move, hand over, split, buy help, or accept it.

Each option takes minutes of work off the person, day by day, and lays as many minutes somewhere else: on later days of
the same person, on somebody else, or on a supplier. Nothing is lost or made: `taken` and `given` have the same sum.
What it relieves is judged by the week, as the conflict is (measures.md, "Capacity").
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.analysis.conflicts import LEAST
from dashboard.analysis.load import HAIR
from dashboard.analysis.working_time import Minutes, Span

MOVE, HAND_OVER, TOGETHER, SPLIT, EXTERNAL, ACCEPT = "move", "hand over", "together", "split", "external", "accept"
KINDS = (TOGETHER, HAND_OVER, MOVE, SPLIT, EXTERNAL, ACCEPT)
Bools = npt.NDArray[np.bool_]

NO_SLACK_STATED = "its schedule does not state how much slack it has"
NO_SLACK = "it has no slack: moving it moves what waits for it"


class Case(NamedTuple):
    """Somebody who is over capacity in some weeks of a span of whole weeks.

    `capacity`, `demand`: minutes of the person and each day; `work`: minutes of each competing assignment and day that
    can still be moved or given away; `begin`, `end`: the places of the first week over and of the week after the last.
    """

    span: Span
    begin: int
    end: int
    capacity: Minutes
    demand: Minutes
    work: Minutes

    @property
    def days(self) -> slice:
        """Give the days of the weeks that are over."""
        return slice(self.begin * 7, self.end * 7)


class Part(NamedTuple):
    """Work of one competing assignment (its place) that leaves the person for `who` (None: their own later days)."""

    line: int
    who: str | None
    taken: Minutes
    given: Minutes


class Option(NamedTuple):
    """One thing that could be done; without parts it changes nothing, and `why` says why it is not possible."""

    kind: str
    parts: tuple[Part, ...] = ()
    days: int = 0  # working days by which the work ends later
    line: int | None = None  # what it is about, where it is about one
    who: str | None = None
    why: str | None = None

    @property
    def possible(self) -> bool:
        """Say whether it can be done."""
        return self.why is None


def weekly(minutes: Minutes, span: Span) -> Minutes:
    """Add the days of a span up by week, along the last axis."""
    monday = (1 - span.first) % 7
    starts = np.concatenate((np.zeros(int(monday > 0), dtype=np.int64), np.arange(monday, span.days, 7)))
    return np.add.reduceat(minutes, starts, axis=-1)


def over(case: Case, demand: Minutes | None = None) -> Minutes:
    """Give the minutes over capacity of each week, with the demand as it is or another one."""
    asked = case.demand if demand is None else demand
    return np.maximum(weekly(asked - case.capacity, case.span), 0.0)


def after(case: Case, option: Option) -> Minutes:
    """Give the demand of the person on each day if an option is taken."""
    demand = case.demand.copy()
    for part in option.parts:
        demand -= part.taken
        if part.who is None:
            demand += part.given
    return np.maximum(demand, 0.0)


class Then(NamedTuple):
    """What an option comes to: the hours over that it takes away in the weeks of the conflict, less what it adds in
    other weeks; those that are left in these weeks; and the load of the person in them, in percent (None without
    capacity).
    """

    relieved: float
    left: float
    utilisation: float | None


def then(case: Case, option: Option) -> Then:
    """Say what an option comes to."""
    demand = after(case, option)
    now, still = over(case), over(case, demand)
    hours = float((now - still).sum()) / 60, float(still[case.begin : case.end].sum()) / 60
    return Then(*hours, utilisation(case.capacity, demand, case.days))


def relieved(case: Case, option: Option) -> float:
    """Give the hours over that an option takes away (see `Then`)."""
    return float((over(case) - over(case, after(case, option))).sum()) / 60


def utilisation(capacity: Minutes, demand: Minutes, days: slice) -> float | None:
    """Give demand in percent of capacity over some days; None without capacity."""
    has = float(capacity[days].sum())
    return float(demand[days].sum()) / has * 100 if has > HAIR else None


def move(case: Case, line: int, slack_days: float | None, working: Bools) -> Option:
    """Give the move of one assignment within its slack (working days) that relieves most, and of these the shortest.

    `working` says on which days of the span its calendar works; all its work from the first day over on moves by as
    many working days.
    """
    about = Option(MOVE, line=line)
    if slack_days is None or slack_days != slack_days:
        return about._replace(why=NO_SLACK_STATED)
    if slack_days < 1:
        return about._replace(why=NO_SLACK)
    taken = case.work[line].copy()
    taken[: case.begin * 7] = 0.0
    best, most = about, 0.0
    for days in range(1, int(slack_days) + 1):
        given = _shifted(taken, working, days)
        if given is None:
            break
        found = about._replace(parts=(Part(line, None, taken, given),), days=days)
        if (relief := relieved(case, found)) > most + HAIR / 60:
            best, most = found, relief
    if most * 60 < LEAST - HAIR:
        return about._replace(why=f"its slack of {int(slack_days)} working days does not take it past the overload")
    return best


def _shifted(minutes: Minutes, working: Bools, days: int) -> Minutes | None:
    """Move work by so many working days, that of a free day with the working day before; None past the span."""
    places = np.flatnonzero(working)
    at = np.flatnonzero(minutes > 0)
    if not len(at) or not len(places):
        return None
    on = np.maximum(np.searchsorted(places, at, side="right") - 1, 0) + days
    if on.max() >= len(places):
        return None
    moved = np.zeros_like(minutes)
    np.add.at(moved, places[on], minutes[at])
    return moved


def hand_over(case: Case, line: int, who: str, free: Minutes) -> Option:
    """Give the hand-over of an assignment, whole as it lies in the weeks that are over, to somebody with `free` minutes
    a day (capacity less demand); not possible where a week of theirs would be over.
    """
    work, room = within(case, line), room_of(case, free)
    short = float(np.maximum(weekly(work, case.span) - room, 0.0).sum())
    about = Option(HAND_OVER, line=line, who=who)
    if not work.any():
        return about._replace(why="none of it is left to be done in these weeks")
    if short > HAIR:
        spare = float(np.minimum(weekly(work, case.span), room).sum())
        return about._replace(why=f"{_h(spare)} of {_h(float(work.sum()))} hours are free")
    return about._replace(parts=(Part(line, who, work, work),))


def split(case: Case, line: int, who: str, free: Minutes) -> Option:
    """Give the part of an assignment that somebody has time for, up to what is over in each week."""
    work = within(case, line)
    asked = weekly(work, case.span)
    takes = np.minimum(np.minimum(asked, over(case)), room_of(case, free))
    about = Option(SPLIT, line=line, who=who)
    if float(takes.sum()) < LEAST - HAIR:
        return about._replace(why="less than 4 hours are free")
    share = np.repeat(np.divide(takes, asked, out=np.zeros_like(asked), where=asked > HAIR), 7)
    return about._replace(parts=(Part(line, who, work * share, work * share),))


def within(case: Case, line: int) -> Minutes:
    """Give the work of an assignment on the days of the weeks that are over."""
    work = np.zeros_like(case.work[line])
    work[case.days] = case.work[line][case.days]
    return work


def room_of(case: Case, free: Minutes) -> Minutes:
    """Give the minutes of each week that somebody can still give."""
    return np.maximum(weekly(free, case.span), 0.0)


def _h(minutes: float) -> str:
    return f"{round(minutes / 60, 1):g}"


def cost_of(option: Option, before: float | None, hourly: Mapping[str, float | None]) -> float | None:
    """Give what an option costs more than now: hours times what an hour of each costs more than `before`; None where
    one of these is not known.
    """
    sums: list[float] = []
    for part in option.parts:
        if part.who is None:
            continue
        theirs = hourly.get(part.who)
        if before is None or theirs is None or before != before or theirs != theirs:
            return None
        sums.append(float(part.taken.sum()) / 60 * (theirs - before))
    return sum(sums)


def in_order(
    options: Sequence[Option], relieved: Sequence[float | None], costs: Sequence[float | None]
) -> Iterator[int]:
    """Give the places of options: what can be done first, most hours relieved first, then cheapest; accepting and what
    cannot be done last.
    """
    rows = [
        (not option.possible, option.kind == ACCEPT, -round(hours or 0.0, 6), cost is None, cost or 0.0, at)
        for at, (option, hours, cost) in enumerate(zip(options, relieved, costs, strict=True))
    ]
    yield from (row[-1] for row in sorted(rows))
