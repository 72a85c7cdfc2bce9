"""Reads which overloads of people endanger an objective, and through which of the work behind it."""

import pandas as pd

from dashboard.analysis import conflicts
from dashboard.analysis.working_time import weeks_from
from dashboard.view import ObjectiveView, View
from dashboard.view import projects as work
from dashboard.view.ahead import Ahead
from dashboard.view.conflicts import endangered_by, weeks_of
from dashboard.workloads import known_staff
from data import queries, workforce
from data.frames import objects

ENDANGERING = ("key", "person", "name", "first", "last", "weeks", "over_hours", "points", "through")


def overloads_of(view: View, found: ObjectiveView, ahead: Ahead) -> pd.DataFrame:
    """Give the conflicts of the coming year that endanger an objective, what endangers it most first: `ENDANGERING`.

    `key` is that of the conflict, `points` are those of this objective; `through` are the projects by which they come:
    project, name, hours (of the person, in these weeks), milestones (names of those that are to serve it).
    """
    return _of(view, found.key, list(ahead.projects.index), _milestones(ahead))


def overloads_in_short(view: View, found: ObjectiveView) -> pd.DataFrame:
    """Give the same without the names of milestones."""
    return _of(view, found.key, sorted(set(found.contributions["project"].dropna())), {})


def _of(view: View, objective: str, keys: list[str], names: dict[str, list[str]]) -> pd.DataFrame:
    span = weeks_from(view.today)
    with view.store.reading() as connection:
        number, few = view.number, work.few(keys)
        people = None if few is None else workforce.people_on(connection, number, few)
        weeks = weeks_of(connection, number, span, people)
        over = conflicts.joined(weeks)
        sides = conflicts.sides(weeks, over)
        sides = sides[sides["project"].isin(keys)]
        names_of = known_staff(connection, number, work.few(sorted(set(sides["person"]))))["name"]
        names_of_projects = queries.names_of_projects(connection, number, sorted(set(sides["project"])))
        points = endangered_by(connection, number, view.today, sides)
    points = points[points["objective"] == objective]
    hours = sides.groupby(["person", "first", "project"])["hours"].sum()
    rows = [
        {
            "project": project, "name": names_of_projects.get(project) or project, "milestones": names.get(project, []),
            "hours": float(hours[person, first, project]),
        }
        for person, first, project in points[["person", "first", "project"]].itertuples(index=False)
    ]  # fmt: skip
    at = points.assign(row=objects(rows, points.index), key=points["person"] + ":" + points["first"])
    sums = at.groupby("key").agg(points=("points", "sum"), through=("row", list))
    mine = over.assign(key=over["person"] + ":" + over["first"]).merge(sums, left_on="key", right_index=True)
    mine["name"] = objects((names_of.get(key) or key for key in mine["person"]), mine.index)
    mine = mine.assign(hours=pd.to_numeric(mine["over_hours"]))
    return mine.sort_values(by=["points", "hours"], ascending=False, kind="stable")[list(ENDANGERING)]


def _milestones(ahead: Ahead) -> dict[str, list[str]]:
    """Give, by project, the names of the milestones that are still to serve the objective."""
    effects = ahead.effects
    rows = effects[effects["counts"] & ~effects["done"] & effects["milestone"].notna()]
    named = {str(key): name for key, name in ahead.marks["name"].items()}
    return {
        str(project): list(dict.fromkeys(named.get(key, key) for key in mine))
        for project, mine in rows.groupby("project")["milestone"]
    }
