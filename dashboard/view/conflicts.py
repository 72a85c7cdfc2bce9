"""Who is over capacity from a day on, through which work, and what that endangers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import causes, conflict_state, conflicts
from dashboard.analysis.load import HAIR, counted
from dashboard.analysis.working_time import Minutes, Span, ordinal, weeks_from
from dashboard.standings import brought, known_standings
from dashboard.view import projects as work
from dashboard.view.workload import Workload, read
from dashboard.workloads import known_staff
from data import booked, queries, workforce
from data.frames import objects

if TYPE_CHECKING:  # which reads through this module
    from dashboard.view import View


@dataclass(frozen=True)
class Conflicts:
    """The conflicts of whole weeks, ranked, those that are accepted last, with their key and state
    (`analysis.conflict_state`) and the name, department and line manager of each person; the projects that compete
    (`sides`); and what each side `endangered` (see `analysis.conflicts`).
    """

    span: Span
    found: pd.DataFrame
    sides: pd.DataFrame
    endangered: pd.DataFrame

    @cached_property
    def at_stake(self) -> pd.DataFrame:
        """Give what open conflicts endanger, once for each person, project and objective: person, project, points, and
        `work`, a number for each project and objective; what is accepted endangers nothing.
        """
        rows = self.unaccepted(self.endangered)
        work, objectives = (pd.factorize(rows[name])[0] for name in ("project", "objective"))
        rows = rows.assign(work=work * (int(objectives.max(initial=0)) + 1) + objectives)
        return rows.drop_duplicates(["person", "work"])[["person", "project", "points", "work"]]

    def unaccepted(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Keep the rows (person, first) of conflicts that nobody has accepted."""
        accepted = self.found.loc[self.found["state"] == conflict_state.ACCEPTED, ["person", "first"]]
        quiet = set(zip(accepted["person"], accepted["first"], strict=True))
        if not quiet:
            return rows
        return rows[[pair not in quiet for pair in zip(rows["person"], rows["first"], strict=True)]]


def conflicts_of(view: "View", span: Span | None = None) -> Conflicts:
    """Give the conflicts as a view sees them: of the year from its day on, or of other whole weeks."""
    with view.store.reading() as connection:
        return conflicts_in(connection, view.number, view.today, span or weeks_from(view.today))


def conflicts_in(
    connection: Connection, revision: int, today: str, span: Span, people: Sequence[str] | None = None
) -> Conflicts:
    """Give the conflicts over whole weeks, of everybody or of some people, as of a revision."""
    weeks = weeks_of(connection, revision, span, people)
    over = conflicts.joined(weeks)
    sides = conflicts.sides(weeks, over)
    endangered = endangered_by(connection, revision, today, sides)
    found = conflicts.ranked(over, endangered)
    found["key"] = found["person"] + ":" + found["first"]
    found = _with_states(connection, revision, today, span, found)
    named = known_staff(connection, revision, work.few(sorted(set(found["person"]))))
    for name in ("name", "department", "line_manager"):
        found[name] = found["person"].map(named[name])
    return Conflicts(span, found, sides, endangered)


def competing_of(view: "View", span: Span, found: pd.DataFrame) -> pd.DataFrame:
    """Give the work that competes in some conflicts of these weeks, as `competing_in`."""
    with view.store.reading() as connection:
        mine = read(connection, view.number, span, sorted(set(found["person"])))
        return competing_in(connection, view.number, mine, found)


def competing_in(connection: Connection, revision: int, whose: Workload, found: pd.DataFrame) -> pd.DataFrame:
    """Give the assignments that compete in some conflicts (`analysis.conflicts.competing`) of the people of a workload,
    with the name, priority, sponsor and mission-critical flag of their projects.
    """
    lines, minutes = whose.all_lines()
    rows = conflicts.competing(found.sort_values(["person", "first"]), lines, minutes, whose.span)
    wanted = ("name", "priority", "critical", "sponsor")
    projects = queries.projects(connection, revision, sorted(set(rows["project"])), only=wanted)
    known = projects.add_prefix("project_")
    return rows.merge(known, left_on="project", right_index=True, how="left")


def weeks_of(connection: Connection, revision: int, span: Span, people: Sequence[str] | None) -> pd.DataFrame:
    """Give the weeks that make conflicts (`data.booked.overloads`); worked out for what an older version stored."""
    if booked.kept(connection, revision):
        within = (span.iso(0), span.iso(span.days - 1))
        return booked.overloads(connection, revision, within, conflicts.LEAST - HAIR, people)
    held = read(connection, revision, span, people)
    weeks = conflicts.weeks_over(held.by_unit, span)
    weeks = weeks[(weeks["demand"] - weeks["capacity"] >= conflicts.LEAST - HAIR).astype(bool)].reset_index(drop=True)
    lines, minutes = held.lines_of(sorted(set(weeks["person"])))
    said = [
        json.dumps(_projects(lines, minutes, lines["person"].eq(person).to_numpy(), ordinal(week) - span.first))
        for person, week in zip(weeks["person"], weeks["week"], strict=True)
    ]
    return weeks.assign(projects=objects(said, weeks.index))


def _projects(lines: pd.DataFrame, minutes: Minutes, mine: np.ndarray, day: int) -> dict[str, float]:
    """Give the minutes of each project of somebody in the week from a day of the span on."""
    spent = pd.Series(minutes[mine, day : day + 7].sum(axis=1))
    sums = spent.groupby(lines["project"][mine].to_numpy(dtype=object)).sum()
    return {str(key): float(some) for key, some in sums.items() if some > HAIR}


def brings_of(connection: Connection, revision: int, today: str, keys: Sequence[str]) -> pd.DataFrame:
    """Give what projects still have to bring (`conflicts.to_bring`); of those whose standing an older version wrote it
    is worked out.
    """
    said = known_standings(connection, revision, work.few(keys), ["brings"])["brings"]
    said = said[said.index.isin(list(keys))]
    lacking = sorted(said.index[said.isna()])
    found = brought(said.dropna())
    return pd.concat([found, _worked_out(connection, revision, today, lacking)]) if lacking else found


def _with_states(connection: Connection, revision: int, today: str, span: Span, found: pd.DataFrame) -> pd.DataFrame:
    """Add the state of each conflict, and put those that are accepted last."""
    decisions = workforce.decisions_about(connection, revision, sorted(set(found["person"])))
    accepted = conflict_state.acceptances(decisions, today)
    then: dict[tuple[str, str], float] = {}
    for since, mine in accepted.groupby("since"):
        held = read(connection, int(str(since)), span, sorted(mine["person"]))
        then |= _over_then(held, found[found["person"].isin(mine["person"])])
    states = conflict_state.states(found, decisions, then, today)
    quiet = states["state"].eq(conflict_state.ACCEPTED)
    whole = pd.concat([found, states], axis=1).assign(quiet=quiet)
    return whole.sort_values("quiet", kind="stable").drop(columns="quiet").reset_index(drop=True)


def _over_then(held: Workload, found: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Give the hours over in the weeks of conflicts as an earlier revision knew them, by person and first day."""
    load, starts = held.by_unit, np.arange(0, held.span.days, 7)
    over = np.maximum(np.add.reduceat(counted(load.demand) - load.capacity, starts, axis=1), 0.0) / 60
    places = {key: place for place, key in enumerate(load.keys) if key is not None}
    hours: dict[tuple[str, str], float] = {}
    for person, first, last in found[["person", "first", "last"]].itertuples(index=False):
        window = Span.of(first, last)
        begin, end = (window.first - held.span.first) // 7, (window.last - held.span.first) // 7 + 1
        hours[person, first] = float(over[places[person], begin:end].sum()) if person in places else 0.0
    return hours


def endangered_by(connection: Connection, revision: int, today: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Give what work has still to bring (`conflicts.endangered`): `rows` of person, first and project."""
    return conflicts.endangered(rows, brings_of(connection, revision, today, sorted(set(rows["project"].dropna()))))


def _worked_out(connection: Connection, revision: int, today: str, keys: list[str]) -> pd.DataFrame:
    effects = causes.effects(
        queries.contributions(connection, revision, projects=keys),
        work.milestones(connection, revision, today, keys),
        queries.projects(connection, revision, keys, only=queries.COURSE),
    )
    kpis, objectives = queries.kpis(connection, revision), queries.objectives(connection, revision)
    readings = queries.readings(connection, revision, sorted(set(effects["serves"])))
    return conflicts.to_bring(effects, causes.points(effects, kpis, objectives, readings))
