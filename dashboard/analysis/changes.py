"""What changed between two moments, the worst first, with the cause of each change.

Frames of both moments go in, rows come out. What is first is decided by classes, the news that a meeting must not miss
first; within a class by what hangs on it: the weight of the objective, for work times the confidence of its claim.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.analysis import load_changes_words
from dashboard.analysis.alignment import ENDED
from dashboard.analysis.baselines import DECIDES
from dashboard.analysis.calendars import name_of
from dashboard.analysis.causes.columns import numbers
from dashboard.analysis.changes_causes import Causes, Evidence
from dashboard.analysis.changes_words import (
    counted,
    money,
    places,
    reading,
    score,
    status_word,
    step,
    stood,
    whole_days,
)
from dashboard.analysis.load_changes import FREE, OVER
from dashboard.analysis.reported import compare, place
from dashboard.analysis.schedule import working_days_between, working_days_by
from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, NOT_STARTED, OFF_TRACK, ON_TRACK
from dashboard.words import day_of, number

COLUMNS = (
    "rank", "kind", "subject_kind", "key", "name", "change", "what", "before", "after", "size", "unit", "cause",
    "project",
)  # fmt: skip
WORSE, BETTER, SAME = "worse", "better", "same"
FIRST, RED, HIDDEN, NEWS, SLIPPED, COST, FELL, KPI, LATER, ROSE, REST = range(11)  # classes, the worst first
MANY_PEOPLE, MOST_PEOPLE = 5, 0.8  # so many of a kind, and this part of them: then a department has nobody left
A_WEEK = 40  # hours over that somebody gains before a meeting is told of it among the first
MOVED = 0.02  # part of the budget by which a forecast cost moves before anybody is told
_ORDER = {ON_TRACK: 0, AT_RISK: 1, OFF_TRACK: 2, DONE: 0}
_BUDGETS = ("budget change", "scope change", "change of budget")


@dataclass(frozen=True)
class Moment:
    """What stood at a moment, frames by key as their views give them; `projects` and `milestones` may hold only those
    of which anything changed. objectives: name, status, score, weight · kpis: name, objective, status, score,
    weight, value_text, expected, unit · projects: name, status, the statuses of its dimensions, reported,
    reported_places, critical, bac, eac, ev, ac, unit, stage, finish, baseline_finish · milestones: project,
    name, baseline, forecast, actual, status, slip_days · links: source, target, sign, strength · contributions:
    project, milestone_text, serves, amount · bookings: department, its name, role, people, of, assignments, projects,
    first, last (only those that came between the two moments) · loads: people whose load turned between them,
    as `view.load_changes` gives those who are told of, and `more_loads` the others.
    """

    objectives: pd.DataFrame
    kpis: pd.DataFrame
    projects: pd.DataFrame
    milestones: pd.DataFrame
    links: pd.DataFrame
    contributions: pd.DataFrame
    bookings: pd.DataFrame
    loads: pd.DataFrame = field(default_factory=pd.DataFrame)
    more_loads: pd.DataFrame = field(default_factory=pd.DataFrame)


def changes(then: Moment, now: Moment, evidence: Evidence) -> pd.DataFrame:
    """Give what changed: rank (1 is first), kind (status, slip, money, budget, baseline, link, contribution, booking,
    load, added, removed, renamed), subject_kind, key, name, change (worse, better, same), what (a sentence), before,
    after, size in unit (signed, so that more is more), cause (a sentence, None where nothing is known), project (of a
    milestone).
    """
    causes = Causes(now.kpis, now.projects, now.milestones, now.objectives, evidence)
    rows = [
        *_objectives(then, now, causes),
        *_kpis(then, now, causes),
        *_projects(then, now, causes),
        *_milestones(then, now, causes),
        *_links(then, now),
        *_contributions(then, now),
        *_bookings(now),
        *_loads(now),
    ]
    for kind, before, after in (
        ("objective", then.objectives, now.objectives),
        ("kpi", then.kpis, now.kpis),
        ("project", then.projects, now.projects),
        ("milestone", then.milestones, now.milestones),
    ):
        rows += _came_and_went(kind, before, after)
        rows += _renamed(kind, before, after)
    frame = pd.DataFrame(rows, columns=["class", "points", *COLUMNS[1:-1]], dtype=object)
    frame = frame.sort_values(["class", "points", "subject_kind", "key"], ascending=[True, False, True, True])
    frame.insert(0, "rank", range(1, len(frame) + 1))
    owners = {**then.milestones["project"], **now.milestones["project"]}
    frame["project"] = frame["key"].where(frame["subject_kind"] == "milestone").map(owners).astype(object)
    frame["project"] = frame["project"].where(frame["project"].notna(), None)
    return frame[list(COLUMNS)].reset_index(drop=True)


def _row(
    order: tuple[int, float],
    kind: str,
    subject: tuple[str, str, Any],
    change: str,
    what: str,
    sizes: tuple[Any, Any, Any, str | None] = (None, None, None, None),
    cause: str | None = None,
) -> tuple[Any, ...]:
    before, after, size, unit = sizes
    return (order[0], float(order[1]), kind, *subject, change, what, before, after, size, unit, cause)


def _both(then: pd.DataFrame, now: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Give what stood at both moments, its columns of now, and those named as they were as `column_was`."""
    was = then[list(columns)].add_suffix("_was")
    return now[now.index.isin(then.index)].join(was)


def _lines(frame: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the key and the fields of each row: only of rows that changed, which are few."""
    for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield str(key), {str(name): value for name, value in row.items()}


def _turned(frame: pd.DataFrame) -> pd.Series:
    """Say how statuses turned: worse (also where there is none any more), better or same."""
    before, after = (frame[name].map(_ORDER) for name in ("status_was", "status"))
    turned = pd.Series(SAME, index=frame.index, dtype=object)
    turned[(after > before).fillna(False) | (before.notna() & frame["status"].eq(NO_DATA))] = WORSE
    turned[(after < before).fillna(False)] = BETTER
    return turned


# --- objectives and KPIs ----------------------------------------------------------------------------------------------


def _objectives(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    both = _both(then.objectives, now.objectives, ("status", "score"))
    both = both.assign(turned=_turned(both), size=numbers(both["score"]) - numbers(both["score_was"]))
    moves = causes.kpis_that_moved(then.kpis)
    rows = []
    for key, row in _lines(both[both["turned"] != SAME]):
        name, weight = row["name"] or key, causes.weight(str(key))
        proven = causes.proven(str(key), then.kpis) if row["turned"] == BETTER else None
        cause = causes.tuned(
            "objective", key, ("score",), proven or causes.of_objective(str(key), row["turned"], moves)
        )
        if row["turned"] == BETTER:
            order = (NEWS, weight) if proven else (ROSE, weight)
        else:
            order = (RED, weight) if row["status"] == OFF_TRACK else (NEWS, weight)
        what = f"{name} {step(row['status_was'], row['status'])}."
        before, after = (stood(row[f"status{was}"], score(row[f"score{was}"])) for was in ("_was", ""))
        sizes = (before, after, None if pd.isna(row["size"]) else round(row["size"], 2), "points of 10")
        rows.append(_row(order, "status", ("objective", str(key), name), row["turned"], what, sizes, cause))
    return rows


def _kpis(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    both = _both(then.kpis, now.kpis, ("status", "value_text", "actual"))
    both = both.assign(turned=_turned(both), size=numbers(both["actual"]) - numbers(both["actual_was"]))
    rows = []
    for key, row in _lines(both[both["turned"] != SAME]):
        worse, name = row["turned"] == WORSE, row["name"] or key
        what = f"{name} {step(row['status_was'], row['status'])}: {reading(row)}."
        size = None if pd.isna(row["size"]) else round(row["size"], 6)
        before, after = (stood(row[f"status{was}"], row[f"value_text{was}"]) for was in ("_was", ""))
        sizes = (before, after, size, row["unit"])
        order = (KPI if worse else ROSE, causes.weight(row["objective"]) - 0.5)
        cause = causes.tuned("kpi", key, ("score", "pace"), causes.of_kpi(str(key), bool(worse)))
        rows.append(_row(order, "status", ("kpi", str(key), name), row["turned"], what, sizes, cause))
    return rows


# --- projects ---------------------------------------------------------------------------------------------------------

_PROJECT = (
    "status", "bac", "eac", "unit", "finish", "baseline_finish", "reported", "budget", "schedule_status", "cost_status",
    "milestones_status", "risks_status", "resources_status",
)  # fmt: skip


def _projects(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    both = _both(then.projects, now.projects, _PROJECT)
    both["turned"] = _turned(both)
    same_unit = both["unit"] == both["unit_was"]
    both["grown"] = (numbers(both["eac"]) - numbers(both["eac_was"])).where(same_unit)
    both["raised"] = (numbers(both["bac"]) - numbers(both["bac_was"])).where(same_unit)
    raised = numbers(both["budget"]) - numbers(both["budget_was"])
    both["raised"] = both["raised"].where(both["raised"].abs() > 0, raised)
    # A forecast that grows with the budget has not got worse.
    over = (both["grown"] - both["raised"].fillna(0.0)) / numbers(both["bac"]).where(numbers(both["bac"]) > 0)
    both["moved"] = over.abs() >= MOVED
    both["hidden"] = (place(both["reported"]) == 1).astype(bool)
    both["alarm"] = compare(both, both["reported_places"])["alarm"]
    rows = []
    turned = (both["turned"] != SAME) | both["moved"] | (both["status"] == DONE) & (both["status_was"] != DONE)
    for key, row in _lines(both[turned]):
        rows.append(_project(str(key), row, causes))
    for key, row in _lines(both[both["raised"].fillna(0.0) != 0]):
        rows.append(_budget(str(key), row, causes))
    ended = both["stage"].isin(ENDED)
    rebased = both["baseline_finish"].notna() & both["baseline_finish_was"].notna() & ~ended
    rebased &= both["baseline_finish"].str[:10] != both["baseline_finish_was"].str[:10]
    moved = both[rebased]
    for key, row in _lines(moved.assign(worked=_worked(now.projects, moved.index.to_series()))):
        days = (row["baseline_finish_was"][:10], row["baseline_finish"][:10])
        rows.append(_baseline(("project", key, row["name"] or key), key, days, row["worked"], causes))
    return rows


def _project(key: str, row: Any, causes: Causes) -> tuple[Any, ...]:
    """Say how a project turned, what its forecast cost did, and what it is reported as."""
    name, weight, unit = row["name"] or key, causes.weight_of_project(key), row["unit"]
    worse = row["turned"] == WORSE or (row["turned"] == SAME and row["grown"] > 0 and row["status"] != DONE)
    said, sizes = [], (status_word(row["status_was"]), status_word(row["status"]), None, None)
    if row["status"] != row["status_was"]:
        said.append(step(row["status_was"], row["status"]))
    if row["moved"]:
        to = (
            f"{'rose' if row['grown'] > 0 else 'fell'} by {money(abs(row['grown']), unit)} to {money(row['eac'], unit)}"
        )
        said.append(f"forecast cost {to}, where {money(row['bac'], unit)} is the budget")
        if row["status"] == row["status_was"]:
            sizes = (money(row["eac_was"], unit), money(row["eac"], unit), round(row["grown"], 2), unit)
        else:
            sizes = (*sizes[:2], round(row["grown"], 2), unit)
    hidden = bool(worse and row["hidden"] and row["alarm"])
    said += ["and it is still reported green"] if hidden else []
    kind = "status" if row["status"] != row["status_was"] else "money"
    fell = row["turned"] == WORSE
    if worse:
        order = HIDDEN if hidden and fell and row["moved"] else COST if row["moved"] or row["critical"] else FELL
    else:
        order = ROSE
    points = weight + 100 * bool(row["critical"]) + (5 * (row["status"] == OFF_TRACK) if worse else 0)
    cause = causes.tuned("project", key, _tuned(row), causes.of_project(key) if worse else None)
    change = WORSE if worse else BETTER
    what = f"{name}: {', '.join(said)}."
    return _row((order, points), kind, ("project", key, name), change, what, sizes, cause)


# The figures whose thresholds decide each dimension.
_FIGURES = {
    "schedule_status": ("spi_t", "finish_slip"),
    "cost_status": ("cpi",),
    "milestones_status": ("milestone_slip",),
    "risks_status": ("exposure",),
    "resources_status": ("overbooked",),
}


def _tuned(row: Any) -> list[str]:
    """Give the figures by which the dimensions that turned are judged."""
    return [figure for name, figures in _FIGURES.items() if row[name] != row[f"{name}_was"] for figure in figures]


def _budget(key: str, row: Any, causes: Causes) -> tuple[Any, ...]:
    decided = causes.decided(key, _BUDGETS)
    before, after = (row[f"bac{was}"] if not pd.isna(row["bac"]) else row[f"budget{was}"] for was in ("_was", ""))
    name, unit, up = row["name"] or key, row["unit"], row["raised"] > 0
    size = money(abs(row["raised"]), unit)
    without = "" if decided else " without a recorded decision"
    what = f"{name}: budget {'raised' if up else 'lowered'} by {size} to {money(after, unit)}{without}."
    order = (NEWS if up and not decided else REST, causes.weight_of_project(key))
    sizes = (money(before, unit), money(after, unit), round(float(row["raised"]), 2), unit)
    cause = decided or ("It serves no objective." if causes.serves_nothing(key) else None)
    return _row(order, "budget", ("project", key, name), WORSE if not decided and up else SAME, what, sizes, cause)


def _worked(projects: pd.DataFrame, of: pd.Series, own: pd.Series | None = None) -> pd.Series:
    """Give the names of the calendars in which the days of something `of` projects count: its own, else theirs."""
    theirs = projects[["calendar", "schedule_feed"]].reindex(of)
    mine = [None] * len(of) if own is None else own
    names = [name_of(*each) for each in zip(mine, theirs["calendar"], theirs["schedule_feed"], strict=True)]
    return pd.Series(names, index=of.index, dtype=object)


def _baseline(
    subject: tuple[str, str, Any], project: str, days: tuple[str, str], worked: Any, causes: Causes, of: str = ""
) -> tuple[Any, ...]:
    """Say that a baseline moved, by how many days of the calendar that is `worked`, and whether anybody decided it."""
    kind, key, name = subject
    decided = causes.decided(project, DECIDES)
    size = working_days_between(*days, causes.evidence.calendars.get(worked))
    without = "" if decided else ", without a recorded decision"
    moved = f"{whole_days(size)} {'later' if size > 0 else 'earlier'}"
    what = f"{of}{name}: baseline moved from {day_of(days[0])} to {day_of(days[1])}, {moved}{without}."
    cause = decided or (causes.slip_hidden(key, size) if kind == "milestone" else None)
    order = (NEWS if not decided else REST, causes.weight_of_project(project))
    sizes = (*days, size, "working days")
    return _row(order, "baseline", subject, SAME if decided else WORSE, what, sizes, cause)


# --- milestones -------------------------------------------------------------------------------------------------------


def _milestones(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    both = _both(then.milestones, now.milestones, ("status", "baseline", "forecast", "actual", "slip_days"))
    both["worked"] = _worked(now.projects, both["project"], both["calendar"])
    calendars = causes.evidence.calendars
    both["turned"] = _turned(both)
    reached, was = (_day(both, suffix) for suffix in ("", "_was"))
    both["days"] = working_days_by(was.astype("string"), reached.astype("string"), both["worked"], calendars)
    both["reached"], both["reached_was"] = reached, was
    rows = []
    rebased = both["baseline"].notna() & both["baseline_was"].notna() & (both["baseline"] != both["baseline_was"])
    names = now.projects["name"].to_dict()
    for key, row in _lines(both[rebased]):
        of = f"{names.get(row['project']) or row['project']}, "
        days = (row["baseline_was"][:10], row["baseline"][:10])
        subject = ("milestone", key, row["name"] or key)
        rows.append(_baseline(subject, row["project"], days, row["worked"], causes, of))
    done = both["actual"].notna() & both["actual_was"].isna()
    slipped = ((both["days"].fillna(0.0) != 0) | (both["turned"] == WORSE)) & ~done & both["actual"].isna()
    for key, row in _lines(both[slipped]):
        rows.append(_slip(str(key), row, names, causes))
    for key, row in _lines(both[done]):
        rows.append(_reached(str(key), row, names, causes))
    return rows


def _day(frame: pd.DataFrame, suffix: str) -> pd.Series:
    actual, forecast = frame[f"actual{suffix}"], frame[f"forecast{suffix}"]
    return actual.where(actual.notna(), forecast).astype(object)


def _slip(key: str, row: Any, names: dict[Any, Any], causes: Causes) -> tuple[Any, ...]:
    """Say by how much a milestone slipped, to which day, and what it makes late."""
    days, name = row["days"], row["name"] or key
    of = names.get(row["project"]) or row["project"]
    late = f"{whole_days(row['slip_days'])} late" if not pd.isna(row["slip_days"]) and row["slip_days"] > 0 else ""
    if pd.isna(days) or days == 0:
        what = f"{of}, {name} {step(row['status_was'], row['status'])}{': now ' + late if late else ''}."
    else:
        moved = "slipped by" if days > 0 else "came forward by"
        what = f"{of}, {name} {moved} {whole_days(abs(days))} to {day_of(row['reached'])}"
        what += f"; it is now {late}." if late and days > 0 else "."
    later = causes.effect_too_late(key)
    what += f" {later}" if later else ""
    worse = row["turned"] == WORSE or (days > 0)
    claims = causes.matters(key)
    news = worse and claims and (row["status"] in (AT_RISK, OFF_TRACK))
    order = SLIPPED if news else LATER if worse else ROSE
    points = causes.weight_of_milestone(key) + 100 * causes.critical(row["project"])
    sizes = (row["reached_was"], row["reached"], None if pd.isna(days) else float(days), "working days")
    change = WORSE if worse else BETTER
    cause = causes.of_milestone(key) if worse else None
    return _row((order, points), "slip", ("milestone", key, name), change, what, sizes, cause)


def _reached(key: str, row: Any, names: dict[Any, Any], causes: Causes) -> tuple[Any, ...]:
    name, of = row["name"] or key, names.get(row["project"]) or row["project"]
    slip = row["slip_days"]
    late = f", {whole_days(slip)} late" if not pd.isna(slip) and slip > 0 else ""
    what = f"{of}, {name} was reached on {day_of(row['actual'])}{late}."
    order = (ROSE, causes.weight_of_milestone(key) - 1)
    sizes = (status_word(row["status_was"]), "done", None if pd.isna(slip) else float(slip), "working days")
    return _row(order, "status", ("milestone", key, name), BETTER, what, sizes, causes.seen_of(key))


# --- what came and what went ------------------------------------------------------------------------------------------


def _links(then: Moment, now: Moment) -> list[tuple[Any, ...]]:
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
        rows.append(_row((REST, 2), "link", ("objective", pair[0], name), SAME, what, sizes))
    return rows


def _contributions(then: Moment, now: Moment) -> list[tuple[Any, ...]]:
    amounts = []
    for frame in (then.contributions, now.contributions):
        known = frame[frame["project"].notna() & frame["serves"].notna()]
        marks = known["milestone_text"].astype(object).where(known["milestone_text"].notna(), "")
        keys = zip(known["project"], marks, known["serves"], strict=True)
        amounts.append(dict(zip(keys, known["amount"], strict=True)))
    was, now_is = amounts
    names = now.projects["name"].to_dict() | then.projects["name"].to_dict()
    served = now.kpis["name"].to_dict() | now.objectives["name"].to_dict()
    rows = []
    for at in sorted({*was, *now_is}):
        before, after = was.get(at), now_is.get(at)
        if at in was and at in now_is and (before == after or (pd.isna(before) and pd.isna(after))):
            continue
        said = "added" if at not in was else "removed" if at not in now_is else "amount changed"
        name = f"{names.get(at[0]) or at[0]} → {served.get(at[2]) or at[2]}"
        sizes = (before, after, None, None)
        rows.append(_row((REST, 1), "contribution", ("project", at[0], name), SAME, f"Link {said}: {name}.", sizes))
    return rows


def _bookings(now: Moment) -> list[tuple[Any, ...]]:
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
        rows.append(_row(order, "booking", ("department", row["department"], of), SAME, what, sizes))
    return rows


def _loads(now: Moment) -> list[tuple[Any, ...]]:
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
        rows.append(_row(order, "load", ("person", row["person"], row["name"]), change, told, sizes, cause))
    for turn, mine in now.more_loads.groupby("turn") if len(now.more_loads) else ():
        size = float((mine["over"] - mine["over_was"]).sum())
        what = load_changes_words.others(str(turn), len(mine), size)
        sizes = (None, None, round(size, 2), "hours over")
        change = WORSE if turn == OVER else BETTER if turn != FREE else SAME
        rows.append(_row((LATER, 0), "load", ("person", "", "Others"), change, what, sizes))
    return rows


def _came_and_went(kind: str, then: pd.DataFrame, now: pd.DataFrame) -> list[tuple[Any, ...]]:
    rows = []
    for said, frame, other in (("added", now, then), ("removed", then, now)):
        for key, name in frame.loc[~frame.index.isin(other.index), "name"].items():
            word = "KPI" if kind == "kpi" else kind.capitalize()
            what = f"{word} {said}: {name or key}."
            rows.append(_row((REST, 3 if said == "removed" else 0), said, (kind, str(key), name or key), SAME, what))
    return rows


def _renamed(kind: str, then: pd.DataFrame, now: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Say what has another name, and is the same thing still."""
    both = _both(then, now, ("name",))
    both = both[both["name"].notna() & both["name_was"].notna() & (both["name"] != both["name_was"])]
    word = "KPI" if kind == "kpi" else kind.capitalize()
    return [
        _row(
            (REST, 2.5), "renamed", (kind, key, row["name"]), SAME,
            f"{word} renamed: {row['name_was']} is now {row['name']}.", (row["name_was"], row["name"], None, None),
        )
        for key, row in _lines(both)
    ]  # fmt: skip


def _standing(statuses: pd.Series) -> str:
    """Count how projects stand: 17 on track or at risk, 1 off track, 2 not judged."""
    counts = {
        "on track or at risk": statuses.isin([ON_TRACK, AT_RISK]),
        "off track": statuses == OFF_TRACK,
        "done": statuses == DONE,
        "not started": statuses == NOT_STARTED,
    }
    said = {word: int(found.sum()) for word, found in counts.items()}
    said["not judged"] = len(statuses) - sum(said.values())
    return ", ".join(f"{count} {word}" for word, count in said.items() if count)


def first_load(objectives: pd.DataFrame, kpis: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Say what there is where nothing stood before: a row for the strategy, the projects and declared baselines.

    `projects` by key: status, schedule_feed, baseline_as_of.
    """
    strategy = f"The strategy came in: {len(objectives)} objectives and {len(kpis)} KPIs."
    rows = [_row((FIRST, 3), "added", ("strategy", "", "Strategy"), SAME, strategy)]
    planned = projects["schedule_feed"].notna()
    for points, found, came in ((2.5, projects[planned], "with a schedule"), (2, projects[~planned], "without one")):
        if len(found):
            what = f"{counted(len(found), 'project')} came in {came}: {_standing(found['status'])}."
            rows.append(_row((FIRST, points), "added", ("project", "", "Projects"), SAME, what))
    for day, count in projects["baseline_as_of"].dropna().value_counts().items():
        what = f"The plan of {day_of(str(day))} was declared the baseline of {count} projects, whose files have none."
        rows.append(_row((FIRST, 1), "baseline", ("project", "", "Baselines"), SAME, what))
    frame = pd.DataFrame(rows, columns=["class", "points", *COLUMNS[1:-1]], dtype=object).assign(project=None)
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame[list(COLUMNS)]
