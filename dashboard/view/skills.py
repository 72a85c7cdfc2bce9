"""Skills over some weeks: who has them and is free, where they are short and who could help, and what hangs on one."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard import bookings
from dashboard.analysis import conflicts, fit, offers, skills
from dashboard.analysis.fit import STATED, Need
from dashboard.analysis.load import counted
from dashboard.analysis.load_bands import Bands, bands
from dashboard.analysis.options import Case, weekly
from dashboard.analysis.pieces import ASKED, FIRM, OVERDUE
from dashboard.analysis.working_time import Minutes, Span, weeks_from
from dashboard.view import View
from dashboard.view.able import Hands, needs_of
from dashboard.view.conflicts import brings_of
from dashboard.view.sources import with_sources
from dashboard.view.tuned import for_everything
from dashboard.view.workload import Workload, read
from data import queries
from data import skills as stated
from data.frames import objects

WEEKS = 13
HELP = (
    "skill", "level", "inside", "key", "name", "department", "has", "first", "hours", "free_share", "hourly", "cost",
    "paid_hours", "contract", "why",
)  # fmt: skip


@dataclass(frozen=True)
class SkillsView:
    """Skills over a span of whole weeks.

    gaps: as `analysis.skills.gaps`, by month · help: who could help each shortage, inside by hours and outside by
    earliest day and cost (`HELP`; has: their level) · misfits and alone: as `analysis.skills`, with names, hours to
    come, projects and source or objectives and points · pool, by person: name, department, role, place, skills
    (with levels), free_hours, free_share (percent), cost_per_hour, currency, hourly (in `currency`) ·
    projects: names of those that are named, by key · bands: the steps of load.
    """

    span: Span
    gaps: pd.DataFrame
    help: pd.DataFrame
    misfits: pd.DataFrame
    alone: pd.DataFrame
    pool: pd.DataFrame
    projects: dict[str, str]
    currency: str | None
    bands: Bands


class Needing(NamedTuple):
    """Assignments laid over days, with what each needs (`needs`), and some days."""

    laid: bookings.Lines
    lines: pd.DataFrame
    span: Span

    def minutes_of(self, chosen: np.ndarray) -> dict[str, Minutes]:
        """Give the minutes of the chosen assignments on each day by kind, a row for each in their order."""
        return self.laid.minutes_of(chosen, self.span)


def skills_of(view: View, who: Hands, span: Span | None = None) -> SkillsView:
    """Give the skills as a view sees them, over 13 weeks from its day on or over other whole weeks; `who` has which
    skills.
    """
    with view.store.reading() as connection:
        return read_skills(connection, view.number, view.today, span or weeks_from(view.today, WEEKS), who)


def gaps_of(view: View, who: Hands, span: Span, by: str) -> pd.DataFrame:
    """Give the shortages over some days by day, week or month."""
    with view.store.reading() as connection:
        return _gaps(read(connection, view.number, span), who, _stating(connection, view.number, span, who), by)


def read_skills(connection: Connection, revision: int, today: str, span: Span, who: Hands) -> SkillsView:
    """Give the skills over some whole weeks as of a revision."""
    everybody, stating = read(connection, revision, span), _stating(connection, revision, span, who)
    short = _gaps(everybody, who, stating, "month")
    unfit = _misfits(connection, stating, who)
    few = read(connection, revision, span, sorted(set(who.alone["person"])))
    single = alone_in(connection, revision, today, needing(connection, revision, few.assigned, span, who), who)
    named = {*unfit["project"], *(key for found in (short, single) for keys in found["projects"] for key in keys)}
    return SkillsView(
        span=span,
        gaps=short,
        help=_help(everybody, who, stating, today),
        misfits=unfit,
        alone=single,
        pool=_pool(everybody, who),
        projects=queries.names_of_projects(connection, revision, sorted(named)),
        currency=who.currency,
        bands=bands(for_everything(connection, revision)),
    )


def needing(connection: Connection, revision: int, laid: bookings.Lines, span: Span, who: Hands) -> Needing:
    """Give assignments with what each needs."""
    lines = laid.rows.reset_index(drop=True)
    return Needing(laid, lines.assign(needs=objects(needs_of(connection, revision, lines, who), lines.index)), span)


def _stating(connection: Connection, revision: int, span: Span, who: Hands) -> Needing:
    """Give the assignments that may state which skill they need: all where a field of the schedules says it."""
    skilled = stated.needed(connection, revision).empty
    return needing(connection, revision, bookings.lines_of(connection, revision, span, skilled=skilled), span, who)


def _open(lines: pd.DataFrame) -> np.ndarray:
    """Say which assignments ask for a stated skill, and for nobody by name."""
    return (lines["person"].isna() & lines["skill"].notna()).to_numpy(dtype=bool)


def _free(everybody: Workload) -> Minutes:
    """Give what everybody can still give on each day."""
    count = len(everybody.people)
    left = everybody.by_unit.capacity[:count] - counted(everybody.by_unit.demand)[:count]
    return skills.spare(left, everybody.span)


def _gaps(everybody: Workload, who: Hands, stating: Needing, by: str) -> pd.DataFrame:
    lines, mine = stating.lines, _open(stating.lines)
    found = stating.minutes_of(mine)
    demand = found[FIRM] + found[OVERDUE] + found[ASKED]
    places = {str(key): place for place, key in enumerate(everybody.people.index)}

    def able(needed: Need) -> list[int]:
        return [places[key] for key in who.able(needed)]

    return skills.gaps(lines[mine], demand, found[ASKED], able, _free(everybody), everybody.span, by)


def _help(everybody: Workload, who: Hands, stating: Needing, today: str) -> pd.DataFrame:
    """Give who could help with what is asked for, by skill and level."""
    mine = _open(stating.lines)
    found, open_lines = stating.minutes_of(mine), stating.lines[mine].reset_index(drop=True)
    demand, free = found[FIRM] + found[OVERDUE] + found[ASKED], _free(everybody)
    places = {str(key): place for place, key in enumerate(everybody.people.index)}
    rows: list[dict[str, Any]] = []
    for needed, at in skills.asked_for(open_lines).items():
        wanted = demand[at].sum(axis=0)
        inside = _inside(needed, wanted, everybody, who, free, places)
        short = np.maximum(weekly(wanted, everybody.span) - sum(row.pop("weeks") for row in inside), 0.0)
        rows += [dict.fromkeys(HELP) | {"skill": needed.skills[0], "level": needed.level} | row
                 for row in [*inside, *_outside(needed, wanted, short, everybody.span, who, today)]]  # fmt: skip
    return pd.DataFrame(rows, columns=HELP, dtype=object)


def _inside(
    needed: Need, wanted: Minutes, everybody: Workload, who: Hands, free: Minutes, places: dict[str, int]
) -> list[dict[str, Any]]:
    """Give who inside has the skill, who can give most first: hours at most those asked for in each week."""
    asked, able = weekly(wanted, everybody.span), who.able(needed)
    at = np.array([places[key] for key in able], dtype=np.int64)
    spare = np.minimum(weekly(free[at], everybody.span), asked)
    had = everybody.by_unit.capacity[at][:, np.repeat(asked > 0, 7)].sum(axis=1).tolist()
    given = spare.sum(axis=1).tolist()
    names, departments = (who.people[name].to_dict() for name in ("name", "department"))
    rows = [
        {
            "inside": True, "key": key, "name": names[key] or key, "department": departments[key], "has": fits.level,
            "hours": given[row] / 60, "free_share": given[row] / had[row] * 100 if had[row] else None,
            "hourly": who.hourly.get(key), "weeks": spare[row],
            "why": None if given[row] > 60 else "booked to the full in these weeks",
        }
        for row, (key, fits) in enumerate(able.items())
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row["hours"], row["name"]))


def _outside(needed: Need, wanted: Minutes, short: Minutes, span: Span, who: Hands, today: str) -> list[dict[str, Any]]:
    """Give what suppliers could do of what is short when everybody inside has given what they can."""
    weeks = np.flatnonzero(short > 0)
    if not len(weeks):
        return []
    asked = weekly(wanted, span)
    left = wanted * np.repeat(np.divide(short, asked, out=np.zeros_like(short), where=asked > 0), 7)
    case = Case(span, int(weeks[0]), int(weeks[-1]) + 1, np.zeros_like(left), left, left[None, :])
    rows = []
    for offer in who.offered(needed).reset_index().to_dict("records"):
        first = offers.begins(today, offer["lead_days"], offer["valid_from"])
        option, bought = offers.external(case, 0, offer, str(offer["key"]), first)
        hourly = None if pd.isna(offer["hourly"]) else float(offer["hourly"])
        rows.append({
            "inside": False, "key": offer["key"], "name": offer["supplier"], "has": offer["level"], "first": first,
            "hours": sum(float(part.taken.sum()) for part in option.parts) / 60, "hourly": hourly,
            "cost": bought.hours * hourly if bought and hourly is not None else None,
            "paid_hours": bought.hours if bought else None, "contract": offer["contract"], "why": option.why,
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["why"] is not None, row["first"], row["hourly"] is None, row["hourly"]))


def _misfits(connection: Connection, stating: Needing, who: Hands) -> pd.DataFrame:
    lines = stating.lines
    found = skills.misfits(lines, who.skills, [needed.by == STATED for needed in lines["needs"]])
    hours = _hours(stating, found["line"])
    rows = lines.iloc[found["line"].astype(int)][["project", "task_name", "person", "file", "sheet", "row"]]
    rows = pd.concat([found.reset_index(drop=True), rows.reset_index(drop=True)], axis=1).assign(hours=hours)
    rows["name"] = rows["person"].map(who.people["name"])
    rows = with_sources(connection, rows[rows["hours"] > 0])
    return rows.sort_values("hours", ascending=False, kind="stable").reset_index(drop=True)


def _hours(needing: Needing, places: pd.Series) -> np.ndarray:
    """Give the hours to come of the assignments at some places, in the order of these."""
    chosen = np.zeros(len(needing.lines), dtype=bool)
    at = places.to_numpy(dtype=np.int64)
    chosen[at] = True
    found = needing.minutes_of(chosen)
    minutes = (found[FIRM] + found[OVERDUE] + found[ASKED]).sum(axis=1)
    return minutes[np.cumsum(chosen)[at] - 1] / 60


def alone_in(connection: Connection, revision: int, today: str, needing: Needing, who: Hands) -> pd.DataFrame:
    """Give who alone has a skill that work to come needs, with what hangs on them, what is endangered most first."""
    found, lines = who.alone, needing.lines
    rows = skills.hanging(found, lines)
    rows = rows.assign(hours=_hours(needing, rows["line"]), project=lines["project"].reindex(rows["line"]).array)
    rows = rows[rows["hours"] > 0].rename(columns={"skill": "first"})
    brings = brings_of(connection, revision, today, sorted(set(rows["project"])))
    sides = conflicts.endangered(rows, brings)
    at = ["person", "first"]
    whole = rows.groupby(at).agg(
        hours=("hours", "sum"), tasks=("line", "size"), projects=("project", lambda keys: sorted(set(keys)))
    )
    whole["endangered"] = sides.groupby(at)["points"].sum().reindex(whole.index).fillna(0.0)
    named = sides.groupby(at)["objective"].agg(lambda keys: list(dict.fromkeys(keys)))
    whole["objectives"] = objects((named.get(key, []) for key in whole.index), whole.index)
    every = found.merge(whole.reset_index().rename(columns={"first": "skill"}), on=["person", "skill"])
    every["name"] = every["person"].map(who.people["name"])
    return every.sort_values(["endangered", "hours"], ascending=False, kind="stable").reset_index(drop=True)


def _pool(everybody: Workload, who: Hands) -> pd.DataFrame:
    free = _free(everybody).sum(axis=1) / 60
    had = everybody.by_unit.capacity[: len(free)].sum(axis=1) / 60
    people = who.people.reindex(everybody.people.index)
    shares = np.divide(free * 100, had, out=np.full_like(free, np.nan), where=had > 0)
    return people.assign(
        free_hours=free,
        free_share=shares,
        hourly=objects((who.hourly.get(str(key)) for key in people.index), people.index),
        skills=objects((dict(who.skills[str(key)]) for key in people.index), people.index),
    )


@dataclass(frozen=True)
class Wanted:
    """Whom one looks for: who has all of some skills at least at a level (without a skill, any skill at it), in some
    departments and places, free for a percent of their time, for at most so much an hour, with a text in the name.
    """

    skills: tuple[str, ...] = ()
    level: float | None = None
    departments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    free: float | None = None
    cost: float | None = None
    text: str = ""


def chosen(pool: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """Keep of everybody whom one looks for, who is free most first, with `level`: the lowest of theirs in the skills
    that are wanted. Whose time or cost is not known is left out where one asks for it.
    """
    names = [fit.named(name) for name in wanted.skills]
    rows = pool[np.array([_has(has, names, wanted.level) for has in pool["skills"]], dtype=bool)]
    levels = ([has.get(name) or np.nan for name in names] for has in rows["skills"])
    rows = rows.assign(level=[min(each, default=np.nan) for each in levels])
    if wanted.departments:
        rows = rows[rows["department"].isin(wanted.departments)]
    if wanted.places:
        rows = rows[rows["place"].isin(wanted.places)]
    if wanted.free is not None:
        rows = rows[rows["free_share"] >= wanted.free - 1e-9]
    if wanted.cost is not None:
        rows = rows[pd.to_numeric(rows["hourly"]) <= wanted.cost]
    if wanted.text:
        named = rows["name"].fillna("").astype(str) + " " + rows.index.astype(str)
        rows = rows[named.str.casefold().str.contains(wanted.text.casefold(), regex=False)]
    return rows.sort_values(["free_hours", "name"], ascending=[False, True], kind="stable")


def _has(has: dict[str, float | None], names: list[str], level: float | None) -> bool:
    if not names:
        return level is None or any((at or 0.0) >= level for at in has.values())
    return all(name in has and (level is None or (has[name] or 0.0) >= level) for name in names)
