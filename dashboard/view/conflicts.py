"""Who is over capacity from a day on, through which work, and what that endangers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import causes, conflict_state, conflicts
from dashboard.analysis.load import counted
from dashboard.analysis.working_time import Span, ordinal
from dashboard.view import View
from dashboard.view import projects as work
from dashboard.view.workload import Workload, read
from data import queries, workforce

WEEKS = 52


@dataclass(frozen=True)
class Conflicts:
    """The conflicts, ranked, those that are accepted last, with their key and state (`analysis.conflict_state`) and the
    name, department and line manager of each person; `competing` assignments with the name, priority, sponsor and
    mission-critical flag of their project; and what each side `endangered` (see `analysis.conflicts`).
    """

    found: pd.DataFrame
    competing: pd.DataFrame
    endangered: pd.DataFrame


def weeks_from(day: str, weeks: int = WEEKS) -> Span:
    """Give whole weeks from the Monday of a day on."""
    first = ordinal(day)
    return Span(first - (first - 1) % 7, weeks * 7)


def conflicts_of(view: View, span: Span | None = None) -> Conflicts:
    """Give the conflicts as a view sees them: of the year from its day on, or of other whole weeks."""
    with view.store.reading() as connection:
        everybody = read(connection, view.number, span or weeks_from(view.today))
        return conflicts_in(connection, view.number, view.today, everybody)


def conflicts_in(connection: Connection, revision: int, today: str, everybody: Workload) -> Conflicts:
    """Give the conflicts in the workload of a revision over whole weeks."""
    over = conflicts.overloads(everybody.by_unit, everybody.span)
    rows = _competing(everybody, over)
    projects = queries.projects(connection, revision, sorted(set(rows["project"])))
    endangered = endangered_by(connection, revision, today, rows, projects)
    found = conflicts.ranked(over, endangered)
    found["key"] = found["person"] + ":" + found["first"]
    for name in ("name", "department", "line_manager"):
        found[name] = found["person"].map(everybody.people[name])
    known = projects[["name", "priority", "critical", "sponsor"]].add_prefix("project_")
    found = _with_states(connection, revision, today, everybody.span, found)
    return Conflicts(found, rows.merge(known, left_on="project", right_index=True, how="left"), endangered)


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


def _competing(everybody: Workload, over: pd.DataFrame) -> pd.DataFrame:
    """Give the assignments of the people in conflict, which alone are laid out one by one."""
    lines, minutes = everybody.lines_of(sorted(set(over["person"])))
    return conflicts.competing(over, lines, minutes, everybody.span)


def endangered_by(
    connection: Connection, revision: int, today: str, rows: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """Give what work has still to bring (`conflicts.endangered`): `rows` of person, first and project; `projects` are
    those of them.
    """
    keys = list(projects.index)
    effects = causes.effects(
        queries.contributions(connection, revision, projects=keys),
        work.milestones(connection, revision, today, keys),
        projects,
    )
    kpis, objectives = queries.kpis(connection, revision), queries.objectives(connection, revision)
    readings = queries.readings(connection, revision, sorted(set(effects["serves"])))
    return conflicts.endangered(rows, effects, causes.points(effects, kpis, objectives, readings))
