"""What came and what went between two moments: things, links, claims, bookings, and the load of people."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.analysis import load_changes_words
from dashboard.analysis.changes_rows import (
    BETTER,
    LATER,
    REST,
    ROSE,
    SAME,
    SLIPPED,
    WORSE,
    Moment,
    at_both,
    lines_of,
    row_of,
)
from dashboard.analysis.changes_words import (
    counted,
    places,
)
from dashboard.analysis.load_changes import FREE, OVER
from dashboard.words import day_of, number

MANY_PEOPLE, MOST_PEOPLE = 5, 0.8  # so many of a kind, and this part of them: then a department has nobody left
A_WEEK = 40  # hours over that somebody gains before a meeting is told of it among the first


def links(then: Moment, now: Moment) -> list[tuple[Any, ...]]:
    """Give links between objectives that came, went or turned round."""
    ends = {}
    for said, frame in (("was", then.links), ("is", now.links)):
        pairs = zip(frame["source"], frame["target"], strict=True)
        ends[said] = dict(zip(pairs, zip(frame["sign"], frame["strength"], strict=True), strict=True))
    names = {**then.objectives["name"].to_dict(), **now.objectives["name"].to_dict()}
    rows = []
    for pair in sorted({*ends["was"], *ends["is"]}):
        before, after = ends["was"].get(pair), ends["is"].get(pair)
        if before == after:
            continue
        said = "added" if before is None else "removed" if after is None else "changed"
        name = f"{names.get(pair[0]) or pair[0]} → {names.get(pair[1]) or pair[1]}"
        sizes = (places(before), places(after), None, None)
        what = f"Link {said}: {name}."
        rows.append(row_of((REST, 2), "link", ("objective", pair[0], name), SAME, what, sizes))
    return rows


def contributions(then: Moment, now: Moment, names: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Give contributions that came, went or are claimed otherwise; `names`: of projects that did not change."""
    amounts = []
    for frame in (then.contributions, now.contributions):
        known = frame[frame["project"].notna() & frame["serves"].notna()]
        marks = known["milestone_text"].astype(object).where(known["milestone_text"].notna(), "")
        keys = zip(known["project"], marks, known["serves"], strict=True)
        amounts.append(dict(zip(keys, known["amount"], strict=True)))
    was, now_is = amounts
    called = {**then.projects["name"], **names, **now.projects["name"]}
    served = {}
    for moment in (then, now):
        served |= moment.kpis["name"].to_dict() | moment.objectives["name"].to_dict()
    rows = []
    for at in sorted({*was, *now_is}):
        before, after = was.get(at), now_is.get(at)
        if at in was and at in now_is and (before == after or (pd.isna(before) and pd.isna(after))):
            continue
        said = "added" if at not in was else "removed" if at not in now_is else "amount changed"
        name = f"{called.get(at[0]) or at[0]} → {served.get(at[2]) or at[2]}"
        sizes = (before, after, None, None)
        rows.append(row_of((REST, 1), "contribution", ("project", at[0], name), SAME, f"Link {said}: {name}.", sizes))
    return rows


def bookings(now: Moment) -> list[tuple[Any, ...]]:
    """Say whose time was booked; where it is nearly all of a kind in a department, nobody is left for other work."""
    rows = []
    for row in now.bookings.to_dict("records"):
        name = f"{row['role'][0].lower()}{row['role'][1:]}" if row["role"] else "person"
        most = row["people"] >= MANY_PEOPLE and row["people"] >= MOST_PEOPLE * row["of"]
        of = f"{row['people']} of {counted(row['of'], name)} of {row['name'] or 'no department'}"
        span = f"{day_of(row['first'])} to {day_of(row['last'])}"
        new = counted(row["assignments"], "new booking")
        what = f"{of} got {new} on {counted(row['projects'], 'project')}, {span}."
        sizes = (None, None, float(row["assignments"]), "bookings")
        order = (SLIPPED, 99) if most else (REST, 50 + min(row["people"], 40))
        rows.append(row_of(order, "booking", ("department", row["department"], of), SAME, what, sizes))
    return rows


def loads(now: Moment) -> list[tuple[Any, ...]]:
    """Say who became overloaded, relieved or free, and through what; of those who are not told of, how many."""
    rows = []
    for row in now.loads.to_dict("records"):
        over, free = row["turn"] == OVER, row["turn"] == FREE
        change = WORSE if over else SAME if free else BETTER
        names, unit = (("booked_was", "booked"), "% booked") if free else (("over_was", "over"), "hours over")
        before, after = (float(row[name]) for name in names)
        news = row["points"] > 0 and after - before >= A_WEEK
        order = (SLIPPED if news else LATER, row["points"]) if over else (REST if free else ROSE, 0.5)
        said = [f"{number(round(value, 1)) or '0'} {unit}" for value in (before, after)]
        sizes = (said[0], said[1], round(after - before, 2), unit)
        told, cause = load_changes_words.what(row), load_changes_words.because(row)
        rows.append(row_of(order, "load", ("person", row["person"], row["name"]), change, told, sizes, cause))
    for turn, mine in now.more_loads.groupby("turn") if len(now.more_loads) else ():
        size = float((mine["over"] - mine["over_was"]).sum())
        what = load_changes_words.others(str(turn), len(mine), size)
        sizes = (None, None, round(size, 2), "hours over")
        change = WORSE if turn == OVER else BETTER if turn != FREE else SAME
        rows.append(row_of((LATER, 0), "load", ("person", "", "Others"), change, what, sizes))
    return rows


def came_and_went(kind: str, then: pd.DataFrame, now: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Give things that are there now only, or were only then."""
    rows = []
    for said, frame, other in (("added", now, then), ("removed", then, now)):
        for key, name in frame.loc[~frame.index.isin(other.index), "name"].items():
            word = "KPI" if kind == "kpi" else kind.capitalize()
            what = f"{word} {said}: {name or key}."
            rows.append(row_of((REST, 3 if said == "removed" else 0), said, (kind, str(key), name or key), SAME, what))
    return rows


def rekeyed(now: Moment) -> list[tuple[Any, ...]]:
    """Say which projects, objectives and KPIs go on under another key; of milestones it would be too much."""
    frames = {"project": now.projects, "objective": now.objectives, "kpi": now.kpis}
    rows = []
    for kind, frame in frames.items():
        word = "KPI" if kind == "kpi" else kind.capitalize()
        for key, before in now.keys.get(kind, {}).items():
            name = frame["name"].get(key) or key
            what = f"{word} goes on under another key: {name}, {before} before and {key} now."
            rows.append(row_of((REST, 2.5), "renamed", (kind, key, name), SAME, what, (before, key, None, None)))
    return rows


def renamed(kind: str, then: pd.DataFrame, now: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Say what has another name, and is the same thing still."""
    both = at_both(then, now, ("name",))
    both = both[both["name"].notna() & both["name_was"].notna() & (both["name"] != both["name_was"])]
    word = "KPI" if kind == "kpi" else kind.capitalize()
    return [
        row_of(
            (REST, 2.5), "renamed", (kind, key, row["name"]), SAME,
            f"{word} renamed: {row['name_was']} is now {row['name']}.", (row["name_was"], row["name"], None, None),
        )
        for key, row in lines_of(both)
    ]  # fmt: skip
