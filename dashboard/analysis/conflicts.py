"""Conflicts: who is over capacity, from when to when, through which work, and what that endangers.

A conflict is a person over 100 % by at least 4 hours in a week; weeks one after the other are one conflict. Endangered
value = Σ objective weight (of 100) × KPI weight × part of the KPI's gap still to come from the competing work
(measures.md, "Capacity"), which are the points of `causes.points`. Worked: 8 × 0.5 × 3/6 = 2.0.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.analysis.load import HAIR, Load, counted, edges
from dashboard.analysis.working_time import Minutes, Span

LEAST = 240.0  # minutes over the capacity of a week
OVERLOADS = ("person", "first", "last", "weeks", "demand_hours", "capacity_hours", "over_hours", "utilisation")
COMPETING = ("person", "first", "project", "task", "task_name", "hours", "slack_hours", "line")


def overloads(load: Load, span: Span) -> pd.DataFrame:
    """Give the conflicts of people: `OVERLOADS`, by person and first day.

    `first` and `last` are the first and the last day with demand in the weeks that are over; hours are those of these
    weeks; utilisation is in percent, missing where there is no capacity at all. Days of weeks that the span cuts off do
    not count: let it begin on a Monday and end on a Sunday.
    """
    starts, _ = edges(span, "week")
    if not len(starts) or not load.keys:
        return pd.DataFrame(columns=OVERLOADS, dtype=object)
    daily = counted(load.demand)
    demand, capacity = (np.add.reduceat(minutes, starts, axis=1) for minutes in (daily, load.capacity))
    over = demand - capacity >= LEAST - HAIR
    over[[key is None for key in load.keys]] = False  # who has no name has no capacity to exceed
    ends = np.append(starts[1:], span.days)
    rows = []
    for at, begin, end in _runs(over):
        had, asked = capacity[at, begin:end].sum(), demand[at, begin:end].sum()
        days = np.flatnonzero(daily[at, starts[begin] : ends[end - 1]] > HAIR) + starts[begin]
        share = asked / had * 100 if had > HAIR else None
        hours = [asked / 60, had / 60, (asked - had) / 60]
        rows.append([load.keys[at], span.iso(days[0]), span.iso(days[-1]), end - begin, *hours, share])
    return pd.DataFrame(rows, columns=OVERLOADS, dtype=object)


def _runs(over: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Give the runs of weeks of each row: row, first week, the week after the last."""
    steps = np.diff(np.pad(over, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, begins = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    yield from zip(rows.tolist(), begins.tolist(), ends.tolist(), strict=True)


def competing(found: pd.DataFrame, lines: pd.DataFrame, demand: Minutes, span: Span) -> pd.DataFrame:
    """Give the assignments that compete in each conflict, most hours first: `COMPETING`.

    `found` as `overloads`; `lines`: person, project, task, task_name, total_slack (working minutes); `demand`: the
    minutes of each line and day of the span that count.
    """
    rows: list[pd.DataFrame] = []
    of = lines.groupby("person").indices
    for person, first, last in found[["person", "first", "last"]].itertuples(index=False):
        mine = of.get(person, np.zeros(0, dtype=np.intp))
        window = Span.of(first, last)
        begin = window.first - span.first
        hours = demand[mine, begin : begin + window.days].sum(axis=1) / 60
        there = hours > HAIR
        part = lines.iloc[mine[there]]
        slack = pd.to_numeric(part["total_slack"]).astype(float) / 60
        rows.append(
            part[["project", "task", "task_name"]].assign(
                person=person, first=first, hours=hours[there], slack_hours=slack, line=mine[there]
            )
        )
    if not rows:
        return pd.DataFrame(columns=COMPETING, dtype=object)
    every = pd.concat(rows, ignore_index=True)
    return every.sort_values(["person", "first", "hours"], ascending=[True, True, False], kind="stable")[[*COMPETING]]


def endangered(competing: pd.DataFrame, effects: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Give what each side of a conflict still has to bring: person, first, project, objective, points.

    `effects` as `causes.effects`, `points` on its index as `causes.points`. What is done, can no longer come, or moves
    a KPI the wrong way endangers nothing; a link without an amount has no points, and is named all the same.
    """
    to_come = effects["counts"] & ~effects["done"] & ~(points["points"] <= 0)
    mine = pd.DataFrame({"project": effects["project"], "objective": points["objective"], "points": points["points"]})[
        to_come & points["objective"].notna()
    ]
    summed = mine.groupby(["project", "objective"], as_index=False)["points"].sum(min_count=1)
    sides = competing[["person", "first", "project"]].drop_duplicates()
    return sides.merge(summed, on="project").sort_values(["person", "first", "points"], ascending=[True, True, False])


def ranked(found: pd.DataFrame, endangered: pd.DataFrame) -> pd.DataFrame:
    """Give the conflicts with `endangered` (points of 100) and `objectives`, what endangers most first, then hours."""
    at = ["person", "first"]
    sums = endangered.groupby(at)["points"].sum()
    names = endangered.groupby(at)["objective"].agg(lambda keys: list(dict.fromkeys(keys)))
    key = list(zip(found["person"], found["first"], strict=True))
    frame = found.assign(endangered=[float(sums.get(one, 0.0)) for one in key])
    frame["objectives"] = pd.Series([names.get(one, []) for one in key], index=frame.index, dtype=object)
    order = frame.assign(over=pd.to_numeric(frame["over_hours"]))
    order = order.sort_values(["endangered", "over", "person", "first"], ascending=[False, False, True, True])
    return order.drop(columns="over").reset_index(drop=True)
