"""Conflicts: who is over capacity, from when to when, through which work, and what that endangers.

A conflict is a person over 100 % by at least 4 hours in a week; weeks one after the other are one conflict. Endangered
value = Σ objective weight (of 100) × KPI weight × part of the KPI's gap still to come from the competing work
(measures.md, "Capacity"), which are the points of `causes.points`. Worked: 8 × 0.5 × 3/6 = 2.0.
"""

import json

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.load import HAIR, Load, counted
from dashboard.analysis.working_time import Minutes, Span

LEAST = 240.0  # minutes over the capacity of a week
OVER = ("person", "week", "capacity", "demand", "first", "last")
OVERLOADS = ("person", "first", "last", "weeks", "demand_hours", "capacity_hours", "over_hours", "utilisation")
SIDES = ("person", "first", "project", "hours")
COMPETING = ("person", "first", "project", "task", "task_name", "hours", "slack_hours", "line")


def overloads(load: Load, span: Span) -> pd.DataFrame:
    """Give the conflicts of people, as `joined`, over whole weeks from Monday to Sunday."""
    return joined(weeks_over(load, span))


def weeks_over(load: Load, span: Span) -> pd.DataFrame:
    """Give the weeks of a span of whole weeks in which people are over capacity: `OVER`, by person and week; amounts
    are minutes.

    `first` and `last` are the first and the last day of the week with demand. Who has no name has no capacity to
    exceed.
    """
    if not span.days or not load.keys:
        return pd.DataFrame(columns=OVER, dtype=object)
    daily = counted(load.demand).reshape(len(load.keys), -1, 7)
    demand, capacity = daily.sum(axis=2), load.capacity.reshape(daily.shape).sum(axis=2)
    over = demand - capacity > HAIR
    over[[key is None for key in load.keys]] = False
    if not over.any():
        return pd.DataFrame(columns=OVER, dtype=object)
    at, week = np.nonzero(over)
    busy = daily[at, week] > HAIR / 7
    first, last = busy.argmax(axis=1) + 7 * week, 7 * week + 6 - busy[:, ::-1].argmax(axis=1)
    days = np.array([span.iso(day) for day in range(span.days)], dtype=object)
    columns = {
        "person": np.array(load.keys, dtype=object)[at], "week": days[7 * week], "capacity": capacity[at, week],
        "demand": demand[at, week], "first": days[first], "last": days[last],
    }  # fmt: skip
    return pd.DataFrame(columns, columns=OVER, dtype=object)


def joined(weeks: pd.DataFrame) -> pd.DataFrame:
    """Join the weeks (`OVER`, by person and week) that are over by 4 hours or more and follow each other to conflicts:
    `OVERLOADS`, by person and first day.

    `first` and `last` are the first and the last day with demand in the weeks that are over; hours are those of these
    weeks; utilisation is in percent, missing where there is no capacity at all.
    """
    mine = weeks[(weeks["demand"] - weeks["capacity"] >= LEAST - HAIR).astype(bool)].reset_index(drop=True)
    if mine.empty:
        return pd.DataFrame(columns=OVERLOADS, dtype=object)
    at = run_of(mine)
    amounts = mine[["demand", "capacity"]].astype(float).groupby(at).sum() / 60
    by = mine.groupby(at)
    demand, had = amounts["demand"].to_numpy(), amounts["capacity"].to_numpy()
    has = had * 60 > HAIR
    share = np.divide(demand * 100, had, out=np.zeros_like(demand), where=has)
    columns = {
        "person": by["person"].first(), "first": by["first"].first(), "last": by["last"].last(), "weeks": by.size(),
        "demand_hours": demand, "capacity_hours": had, "over_hours": demand - had,
        "utilisation": [float(one) if known else None for one, known in zip(share, has, strict=True)],
    }  # fmt: skip
    lists = [column.tolist() if isinstance(column, pd.Series) else list(column) for column in columns.values()]
    return pd.DataFrame(list(zip(*lists, strict=True)), columns=OVERLOADS, dtype=object)


def run_of(weeks: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Number the runs of weeks (person, week) one after the other, in the order of person and week."""
    days = weeks["week"].to_numpy(dtype="datetime64[D]").astype(np.int64)
    person = pd.factorize(weeks["person"])[0]
    new = (np.diff(person, prepend=-1) != 0) | (np.diff(days, prepend=-8) != 7)
    return np.cumsum(new) - 1


def sides(weeks: pd.DataFrame, over: pd.DataFrame) -> pd.DataFrame:
    """Give the projects that compete in each conflict, most hours first: `SIDES`; hours are theirs in its weeks.

    `over` as `joined` makes them of `weeks` (`OVER`, all by 4 hours or more, and projects: minutes of each, as JSON).
    """
    said = json.loads(f"[{','.join(weeks['projects'])}]")
    place, names = pd.factorize(np.array([key for each in said for key in each], dtype=object))
    minutes = np.array([some for each in said for some in each.values()], dtype=np.float64)
    run = np.repeat(run_of(weeks), [len(each) for each in said])
    pairs, at = np.unique(run * len(names) + place, return_inverse=True)
    hours = np.bincount(at, weights=minutes, minlength=len(pairs)) / 60
    of, project = np.divmod(pairs, max(len(names), 1))
    order = np.lexsort((-hours, of))
    columns = {name: over[name].to_numpy(dtype=object)[of[order]] for name in ("person", "first")}
    columns |= {"project": names[project[order]], "hours": hours[order]}
    return pd.DataFrame(columns, columns=SIDES)


def competing(found: pd.DataFrame, lines: pd.DataFrame, demand: Minutes, span: Span) -> pd.DataFrame:
    """Give the assignments that compete in each conflict, most hours first: `COMPETING`.

    `found` as `overloads`; `lines`: person, project, task, task_name, total_slack (working minutes); `demand`: the
    minutes of each line and day of the span that count.
    """
    of = lines.groupby("person").indices
    none = np.zeros(0, dtype=np.intp)
    at, places, hours = [none], [none], [np.zeros(0)]
    for conflict, (person, first, last) in enumerate(found[["person", "first", "last"]].itertuples(index=False)):
        mine, window = np.asarray(of.get(person, none), dtype=np.intp), Span.of(first, last)
        begin = window.first - span.first
        minutes = demand[mine, begin : begin + window.days].sum(axis=1)
        there = minutes / 60 > HAIR
        at.append(np.full(int(there.sum()), conflict))
        places.append(mine[there])
        hours.append(minutes[there] / 60)
    conflict, place = np.concatenate(at), np.concatenate(places)
    rows = lines[["project", "task", "task_name"]].take(place).reset_index(drop=True)
    slack = pd.to_numeric(lines["total_slack"].take(place)).astype(float).to_numpy() / 60
    whose = {name: found[name].to_numpy(dtype=object)[conflict] for name in ("person", "first")}
    rows = rows.assign(**whose, hours=np.concatenate(hours), slack_hours=slack, line=place)
    return rows.sort_values(["person", "first", "hours"], ascending=[True, True, False], kind="stable")[[*COMPETING]]


def to_bring(effects: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Give what projects still have to bring: project, objective, points.

    `effects` as `causes.effects`, `points` on its index as `causes.points`. What is done, can no longer come, or moves
    a KPI the wrong way endangers nothing; a link without an amount has no points, and is named all the same.
    """
    to_come = effects["counts"] & ~effects["done"] & ~(points["points"] <= 0)
    mine = pd.DataFrame({"project": effects["project"], "objective": points["objective"], "points": points["points"]})[
        to_come & points["objective"].notna()
    ]
    return mine.groupby(["project", "objective"])["points"].sum(min_count=1).reset_index()


def endangered(sides: pd.DataFrame, brings: pd.DataFrame) -> pd.DataFrame:
    """Give what each side of a conflict (person, first, project) still has to bring (`to_bring`): person, first,
    project, objective, points.
    """
    each = sides[["person", "first", "project"]].drop_duplicates()
    return each.merge(brings, on="project").sort_values(["person", "first", "points"], ascending=[True, True, False])


def against(sides: pd.DataFrame, brings: pd.DataFrame) -> pd.DataFrame:
    """Give, by project, what it still has to bring itself (`to_bring`, points) and what the others have that compete
    with it: endangers, endangers_other, of its conflict in which the others have most.

    `sides` as `sides` gives them.
    """
    own = sides["project"].map(brings.groupby("project")["points"].sum()).fillna(0.0).astype(float)
    others = own.groupby([sides["person"], sides["first"]]).transform("sum") - own
    rows = pd.DataFrame({"project": sides["project"], "endangers": own, "endangers_other": others})
    worst = rows.sort_values("endangers_other", ascending=False, kind="stable").drop_duplicates("project")
    return worst.set_index("project")


def ranked(found: pd.DataFrame, endangered: pd.DataFrame) -> pd.DataFrame:
    """Give the conflicts with `endangered` (points of 100) and `objectives`, what endangers most first, then hours."""
    keys, sides = (zip(rows["person"].tolist(), rows["first"].tolist(), strict=True) for rows in (found, endangered))
    places = {key: at for at, key in enumerate(keys)}
    rows = [places[key] for key in sides]
    points = endangered["points"].fillna(0.0).to_numpy(dtype=np.float64)
    named: list[dict[str, None]] = [{} for _ in places]
    for at, objective in zip(rows, endangered["objective"].tolist(), strict=True):
        named[at][objective] = None
    sums = np.bincount(np.array(rows, dtype=np.int64), weights=points, minlength=len(found))
    objectives = pd.Series([list(each) for each in named], index=found.index, dtype=object)
    frame = found.assign(endangered=sums, objectives=objectives)
    order = frame.assign(over=pd.to_numeric(frame["over_hours"]))
    order = order.sort_values(["endangered", "over", "person", "first"], ascending=[False, False, True, True])
    return order.drop(columns="over").reset_index(drop=True)
