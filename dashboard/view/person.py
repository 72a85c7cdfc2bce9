"""One person: what they have and are asked for, their work and conflicts, what hangs on them, and on them alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis import load
from dashboard.analysis.fit import Skills
from dashboard.analysis.load import Bins
from dashboard.analysis.load_bands import Bands, bands
from dashboard.analysis.working_time import Span, weeks_from
from dashboard.bookings import absences_of
from dashboard.view import View
from dashboard.view.able import Hands
from dashboard.view.cell import work_of
from dashboard.view.conflicts import Conflicts, endangered_by
from dashboard.view.people import joined
from dashboard.view.resources import Asked
from dashboard.view.skills import alone_in, needing
from dashboard.view.sources import with_sources
from dashboard.view.tuned import for_everything
from dashboard.view.workload import read
from data import queries


@dataclass(frozen=True)
class PersonView:
    """One person over some weeks from that of the day on.

    row: as `queries.people` · skills: with levels · bins: their load by step · absences: first_day, last_day,
    hours_per_day (missing: the whole day), kind · work: assignments in these weeks as `view.cell.work_of`, with
    start, finish and project_name · unplaced: work that lies on no day, with hours and why · conflicts: of the 52 weeks
    from the day on, as `view.conflicts.Conflicts.found` · behind: objective, name, project, project_name and points
    that the work in these weeks has still to bring · alone: as `view.skills.SkillsView.alone` · joined: the rows of the
    sources that are this person.
    """

    key: str
    row: dict[str, Any]
    skills: Skills
    asked: Asked
    span: Span
    bins: Bins
    now: int
    bands: Bands
    absences: pd.DataFrame
    work: pd.DataFrame
    unplaced: pd.DataFrame
    conflicts: pd.DataFrame
    behind: pd.DataFrame
    alone: pd.DataFrame
    joined: pd.DataFrame


def person_of(view: View, key: str, asked: Asked, who: Hands, over: Conflicts) -> PersonView | None:
    """Give a person as a view sees them, or None where there is nobody of that key; `who` has which skills,
    and who is `over` in the coming year.
    """
    revision, today, span = view.number, view.today, weeks_from(view.today, asked.weeks)
    with view.store.reading() as connection:
        people = queries.people(connection, revision, [key])
        if key not in people.index:
            return None
        workload = read(connection, revision, span, [key])
        work = work_of(connection, revision, workload.assigned, np.ones(len(workload.assigned.rows), dtype=bool), span)
        names = queries.names_of_projects(connection, revision)
        mine = work[["person", "project"]].assign(first="")
        behind = endangered_by(connection, revision, today, mine)
        objectives = queries.objectives(connection, revision)["name"]
        bins = load.bins(workload.by_unit, span, asked.step)
        return PersonView(
            key=key,
            row={str(name): value for name, value in people.loc[key].to_dict().items()},
            skills=who.skills.get(key, {}),
            asked=asked,
            span=span,
            bins=bins,
            now=sum(period <= today for period in bins.periods) - 1,
            bands=bands(for_everything(connection, revision)),
            absences=_in(absences_of(connection, revision, people), span),
            work=work.assign(project_name=work["project"].map(names)),
            unplaced=_unplaced(connection, workload),
            conflicts=over.found[over.found["person"] == key].reset_index(drop=True),
            behind=behind.assign(
                name=behind["objective"].map(objectives), project_name=behind["project"].map(names)
            ).sort_values("points", ascending=False, kind="stable", na_position="last"),
            alone=alone_in(
                connection, revision, today, needing(connection, revision, workload.assigned, span, who), who
            ),
            joined=joined(view, key),
        )


def _in(absences: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Keep the absences in some days, the first of them first."""
    there = (absences["last_day"] >= span.iso(0)) & (absences["first_day"] <= span.iso(span.days - 1))
    return absences[there].sort_values("first_day").reset_index(drop=True)


def _unplaced(connection: Any, workload: Any) -> pd.DataFrame:
    """Give the work that lies on no day: project, task_name, hours, why, source, source_revision."""
    found = workload.laid.unplaced
    rows = workload.lines.iloc[found["line"].to_numpy(dtype=int)].reset_index(drop=True)
    return with_sources(connection, rows.assign(hours=found["minutes"] / 60, why=found["why"]))
