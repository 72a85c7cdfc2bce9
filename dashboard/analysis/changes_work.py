"""What changed of projects and their milestones between two moments."""

from typing import Any

import pandas as pd

from dashboard.analysis.alignment import ENDED
from dashboard.analysis.baselines import DECIDES
from dashboard.analysis.calendars import name_of
from dashboard.analysis.causes.columns import numbers
from dashboard.analysis.changes_causes import Causes
from dashboard.analysis.changes_rows import (
    BETTER,
    COST,
    FELL,
    HIDDEN,
    LATER,
    NEWS,
    REST,
    ROSE,
    SAME,
    SLIPPED,
    WORSE,
    Moment,
    at_both,
    lines_of,
    row_of,
    turn_of,
)
from dashboard.analysis.changes_words import (
    money,
    status_word,
    step,
    whole_days,
)
from dashboard.analysis.projects import STOPPED
from dashboard.analysis.reported import compare, place
from dashboard.analysis.schedule import working_days_between, working_days_by
from dashboard.analysis.status import AT_RISK, DONE, OFF_TRACK
from dashboard.words import day_of

MOVED = 0.02  # part of the budget by which a forecast cost moves before anybody is told
_BUDGETS = ("budget change", "scope change", "change of budget")
_PROJECT = (
    "status", "bac", "eac", "unit", "finish", "baseline_finish", "reported", "budget", "schedule_status", "cost_status",
    "milestones_status", "risks_status", "resources_status",
)  # fmt: skip


def of_projects(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    """Give what turned, moved or was decided of projects."""
    both = at_both(then.projects, now.projects, _PROJECT)
    both["turned"] = turn_of(both)
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
    for key, row in lines_of(both[turned]):
        rows.append(_project(str(key), row, causes))
    for key, row in lines_of(both[both["raised"].fillna(0.0) != 0]):
        rows.append(_budget(str(key), row, causes))
    ended = both["stage"].isin(ENDED)
    rebased = both["baseline_finish"].notna() & both["baseline_finish_was"].notna() & ~ended
    rebased &= both["baseline_finish"].str[:10] != both["baseline_finish_was"].str[:10]
    moved = both[rebased]
    for key, row in lines_of(moved.assign(worked=_worked(now.projects, moved.index.to_series()))):
        days = (row["baseline_finish_was"][:10], row["baseline_finish"][:10])
        rows.append(_baseline(("project", key, row["name"] or key), key, days, row["worked"], causes))
    return rows


def _project(key: str, row: Any, causes: Causes) -> tuple[Any, ...]:
    """Say how a project turned, what its forecast cost did, and what it is reported as."""
    name, weight, unit = row["name"] or key, causes.weight_of_project(key), row["unit"]
    worse = row["turned"] == WORSE or (row["turned"] == SAME and row["grown"] > 0 and row["status"] != DONE)
    said, sizes = [], (status_word(row["status_was"]), status_word(row["status"]), None, None)
    if row["status"] != row["status_was"]:
        said.append("was stopped" if row["stage"] == STOPPED else step(row["status_was"], row["status"]))
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
    return row_of((order, points), kind, ("project", key, name), change, what, sizes, cause)


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
    return row_of(order, "budget", ("project", key, name), WORSE if not decided and up else SAME, what, sizes, cause)


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
    return row_of(order, "baseline", subject, SAME if decided else WORSE, what, sizes, cause)


def of_milestones(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    """Give the milestones that moved or were reached."""
    both = at_both(then.milestones, now.milestones, ("status", "baseline", "forecast", "actual", "slip_days"))
    both["worked"] = _worked(now.projects, both["project"], both["calendar"])
    calendars = causes.evidence.calendars
    both["turned"] = turn_of(both)
    reached, was = (_day(both, suffix) for suffix in ("", "_was"))
    both["days"] = working_days_by(was.astype("string"), reached.astype("string"), both["worked"], calendars)
    both["reached"], both["reached_was"] = reached, was
    rows = []
    rebased = both["baseline"].notna() & both["baseline_was"].notna() & (both["baseline"] != both["baseline_was"])
    names = now.projects["name"].to_dict()
    for key, row in lines_of(both[rebased]):
        of = f"{names.get(row['project']) or row['project']}, "
        days = (row["baseline_was"][:10], row["baseline"][:10])
        subject = ("milestone", key, row["name"] or key)
        rows.append(_baseline(subject, row["project"], days, row["worked"], causes, of))
    done = both["actual"].notna() & both["actual_was"].isna()
    slipped = ((both["days"].fillna(0.0) != 0) | (both["turned"] == WORSE)) & ~done & both["actual"].isna()
    for key, row in lines_of(both[slipped]):
        rows.append(_slip(str(key), row, names, causes))
    for key, row in lines_of(both[done]):
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
    return row_of((order, points), "slip", ("milestone", key, name), change, what, sizes, cause)


def _reached(key: str, row: Any, names: dict[Any, Any], causes: Causes) -> tuple[Any, ...]:
    name, of = row["name"] or key, names.get(row["project"]) or row["project"]
    slip = row["slip_days"]
    late = f", {whole_days(slip)} late" if not pd.isna(slip) and slip > 0 else ""
    what = f"{of}, {name} was reached on {day_of(row['actual'])}{late}."
    order = (ROSE, causes.weight_of_milestone(key) - 1)
    sizes = (status_word(row["status_was"]), "done", None if pd.isna(slip) else float(slip), "working days")
    return row_of(order, "status", ("milestone", key, name), BETTER, what, sizes, causes.seen_of(key))
