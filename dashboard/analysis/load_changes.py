"""What changed in the resource plan between two moments: who became overloaded, relieved or free, and through what.

Both moments are looked at over the same whole weeks. The hours over are those of weeks over capacity by at least 4
hours, as conflicts count them; somebody is told of where they moved by 4 hours or more.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.conflicts import LEAST
from dashboard.analysis.load import HAIR, Load, counted
from dashboard.analysis.working_time import Minutes, Span

OVER, RELIEVED, FREE = "over", "relieved", "free"
ADDED, REMOVED, MOVED, PROJECT, HOURS, SPREAD, TIME = (
    "added", "removed", "moved", "project", "hours", "spread", "time",
)  # fmt: skip
TURNED = ("person", "turn", "over_was", "over", "weeks", "first", "last", "booked_was", "booked")
THROUGH = ("person", "kind", "project", "hours")
AHEAD = 13  # weeks that are looked at for who is free
HALF = 0.5  # of these weeks; who had at least so much booked and has less is free
FREED = 2400.0  # minutes fewer than before that make somebody free


class Turns(NamedTuple):
    """People whose load turned: `rows` (`TURNED`), and of each the `days` in which it did."""

    rows: pd.DataFrame
    days: npt.NDArray[np.bool_]


class Booked(NamedTuple):
    """Assignments at a moment: person, project, feed, key, start, finish, and the minutes of each and each day."""

    lines: pd.DataFrame
    minutes: Minutes


def turned(then: Load, now: Load, span: Span) -> Turns:
    """Give the people who are over capacity by more, or less, or who became free, in whole weeks.

    Hours over and the weeks of them are those of all weeks; first and last are the Monday and Sunday of those in which
    they moved; booked is the demand of the first 13 weeks in percent of the capacity. Who is not there now is left out.
    """
    keys = [key for key in now.keys if key is not None]
    weekly = [_weekly(load, keys) for load in (then, now)]
    over_was, over = (
        np.where(demand - capacity >= LEAST - HAIR, demand - capacity, 0.0) for demand, capacity in weekly
    )
    moved = over.sum(axis=1) - over_was.sum(axis=1)
    (demand_was, capacity_was), (demand, capacity) = ([part[:, :AHEAD].sum(axis=1) for part in one] for one in weekly)
    booked_was, booked = _share(demand_was, capacity_was), _share(demand, capacity)
    free = (booked_was >= HALF) & (booked < HALF) & (demand_was - demand >= FREED - HAIR)
    turn = np.select([moved >= LEAST - HAIR, moved <= HAIR - LEAST, free], [OVER, RELIEVED, FREE], "")
    ahead = np.broadcast_to(np.arange(over.shape[1]) < AHEAD, over.shape)
    where = np.select(
        [(turn == OVER)[:, None], (turn == RELIEVED)[:, None]], [over > over_was + HAIR, over_was > over + HAIR], ahead
    )
    at = np.flatnonzero(turn != "")
    weeks = where[at]
    first, last = weeks.argmax(axis=1), weeks.shape[1] - 1 - weeks[:, ::-1].argmax(axis=1)
    rows = pd.DataFrame(
        {
            "person": np.array(keys, dtype=object)[at], "turn": turn[at].astype(object),
            "over_was": over_was[at].sum(axis=1) / 60, "over": over[at].sum(axis=1) / 60, "weeks": weeks.sum(axis=1),
            "first": [span.iso(int(week) * 7) for week in first],
            "last": [span.iso(int(week) * 7 + 6) for week in last],
            "booked_was": booked_was[at] * 100, "booked": booked[at] * 100,
        },
        columns=list(TURNED),
    )  # fmt: skip
    return Turns(rows, np.repeat(weeks, 7, axis=1))


def _weekly(load: Load, keys: list[str]) -> tuple[Minutes, Minutes]:
    """Give demand and capacity of people by week; zero for those who are not there."""
    places = {key: place for place, key in enumerate(load.keys)}
    at = np.array([places.get(key, -1) for key in keys], dtype=np.int64)
    found = []
    for minutes in (counted(load.demand), load.capacity):
        chosen = np.zeros((len(keys), minutes.shape[1]))
        chosen[at >= 0] = minutes[at[at >= 0]]
        found.append(np.add.reduceat(chosen, np.arange(0, chosen.shape[1], 7), axis=1))
    return found[0], found[1]


def _share(demand: npt.NDArray[np.float64], capacity: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.divide(demand, capacity, out=np.zeros_like(demand), where=capacity > HAIR)


def through(turns: Turns, then: Booked, now: Booked, capacity: Minutes, moved: set[str]) -> pd.DataFrame:
    """Give through which changes each load turned, the largest first: `THROUGH`, hours signed.

    kind: added, removed, moved (other days), project (other days, as those of the whole project in `moved`), hours
    (more or less of them), spread (laid otherwise), or time (the person has more or less of it; no project). Of the
    work for one project the sum counts, and its kind is that of most hours. `capacity`: of each row of `turns` and each
    day, the minutes more than before. What went against the turn is left out.
    """
    lines = _matched(turns, then, now)
    named = (lines[name] for name in ("at", "same_days", "same_work", "project"))
    kinds = [_kind(at, days, work, project, moved) for at, days, work, project in zip(*named, strict=True)]
    lines = lines.assign(kind=kinds)
    sums = lines.groupby(["person", "project"], as_index=False).agg(hours=("hours", "sum"))
    most = lines.assign(size=lines["hours"].abs()).sort_values("size", ascending=False, kind="stable")
    most = most.drop_duplicates(["person", "project"])[["person", "project", "kind"]]
    time = pd.DataFrame(
        {
            "person": turns.rows["person"], "project": None, "kind": TIME,
            "hours": -np.where(turns.days, capacity, 0.0).sum(axis=1) / 60,
        }
    )  # fmt: skip
    found = pd.concat([sums.merge(most, on=["person", "project"]).astype(object), time.astype(object)])
    hours = pd.to_numeric(found["hours"])
    sign = found["person"].map(turns.rows.set_index("person")["turn"]).map({OVER: 1.0, RELIEVED: -1.0, FREE: -1.0})
    found = found.assign(hours=hours, size=hours * sign)[hours * sign > 0.05]
    found = found.sort_values("size", ascending=False, kind="stable")
    found["hours"] = np.where(found["kind"] == TIME, -found["hours"], found["hours"])
    return found[list(THROUGH)].reset_index(drop=True)


def _matched(turns: Turns, then: Booked, now: Booked) -> pd.DataFrame:
    """Put the assignments of both moments beside each other: person, project, at, same_days, same_work, and the hours
    by which each grew in the days of its person.
    """
    place = {person: at for at, person in enumerate(turns.rows["person"])}
    names = ["person", "project", "feed", "key"]
    sides = []
    for booked in (then, now):
        mine = booked.lines["person"].map(place)
        inside = np.where(turns.days[mine.astype(int)], booked.minutes, 0.0) if len(mine) else booked.minutes
        sides.append(
            booked.lines[[*names, "start", "finish"]].assign(
                inside=inside.sum(axis=1) / 60, work=booked.minutes.sum(axis=1) / 60
            )
        )
    both = sides[0].merge(sides[1], on=names, how="outer", suffixes=("_was", ""), indicator="at")
    same = [both[f"{name}_was"].astype("string").str[:10] == both[name].astype("string").str[:10] for name in _DAYS]
    return both.assign(
        hours=both["inside"].fillna(0.0) - both["inside_was"].fillna(0.0),
        same_days=(same[0].fillna(True) & same[1].fillna(True)),
        same_work=((both["work"] - both["work_was"]).abs() < 0.05).fillna(False),
    )


_DAYS = ("start", "finish")


def _kind(at: str, same_days: bool, same_work: bool, project: str, moved: set[str]) -> str:
    if at != "both":
        return ADDED if at == "right_only" else REMOVED
    if not same_days:
        return PROJECT if project in moved else MOVED
    return SPREAD if same_work else HOURS
