"""Brings the standings of projects in line with the facts: a row each, of figures, whom it serves and what it brings.

A standing hangs on more than its project: what moves the same KPIs decides how far their outlook is short, and what
waits for a project decides whether it is enabling.
"""

import json
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.analysis import alignment, causes, conflicts, headline, recommendation
from dashboard.analysis.worth import served_weight
from dashboard.hanging import hanging, hangs_on_all
from data import queries, schema
from data.contributed import CLAIMED
from data.derived import STANDING, Row, replace, replace_of
from data.frames import holds, missing_as_none, objects
from data.schema import FIGURES, STATUSES

MOST = 500  # so many are brought in line by name; more by doing all


def settle(connection: Connection, revision: int, judged: Sequence[str] | None) -> None:
    """Write the standings of the projects that a revision judged (None: all), and of what hangs on these."""
    keys = None
    filled = connection.execute(select(schema.standing.c.id).limit(1)).first()  # not in a store of an older version
    if judged is not None and filled and not hangs_on_all(connection, revision):
        keys = sorted(hanging(connection, revision, judged))
        keys = None if len(keys) > MOST else keys
    if keys is None:
        replace(connection, schema.standing, STANDING, rows(connection, revision), revision)
    elif keys:
        found = rows(connection, revision, keys)
        replace_of(connection, schema.standing, STANDING, found, revision, "project", keys)


def known_standings(
    connection: Connection, revision: int, keys: Sequence[str] | None = None, only: Sequence[str] = STANDING[1:]
) -> pd.DataFrame:
    """Give the standings of projects, all or some, as `queries.standings` does; what a version without standings has
    stored is worked out now.
    """
    found = queries.standings(connection, revision, keys, only)
    kept = select(schema.standing.c.id).where(holds(schema.standing, revision)).limit(1)
    if len(found) or connection.execute(kept).first():
        return found
    made = missing_as_none(pd.DataFrame(rows(connection, revision, keys), columns=list(STANDING), dtype=object))
    return made.set_index("project")[list(only)]


def brought(said: pd.Series) -> pd.DataFrame:
    """Give what projects still have to bring, as their standings say it (`brings`): project, objective, points."""
    rows = [
        (project, objective, points) for project, text in said.items() for objective, points in json.loads(text).items()
    ]
    found = pd.DataFrame(rows, columns=["project", "objective", "points"])
    return found.assign(points=found["points"].astype(float))


def rows(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> list[Row]:
    """Give the standings of projects, all or some, as they follow from findings and contributions."""
    dependencies = queries.dependencies(connection, revision)
    contributions = _contributions(connection, revision, keys, dependencies)
    involved = None if keys is None else sorted({*keys, *contributions["project"].dropna()})
    projects = queries.projects(connection, revision, involved, only=queries.COURSE)
    marks = sorted(set(contributions["milestone"].dropna()))
    milestones = queries.dated_milestones(connection, revision, marks if involved else None)
    served = sorted(set(contributions["serves"].dropna()))
    readings = queries.readings(connection, revision, served if involved else None)
    kpis, objectives = queries.kpis(connection, revision), queries.objectives(connection, revision)
    effects = causes.effects(contributions, milestones, projects)
    outlook = causes.outlook(kpis, readings, effects)
    worth = causes.points(effects, kpis, objectives, readings)
    paths = alignment.paths(contributions, kpis, objectives, projects)
    leads = alignment.projects_served(paths, dependencies, projects)[["path", "enables"]]
    frame = (
        _figures(connection, revision, projects.index, involved)
        .join(leads)
        .join(served_weight(contributions, kpis, objectives))
        .join(recommendation.slips_past(effects, outlook))
        .join(recommendation.can_close(effects, worth, outlook))
        .join(_late(headline.delayed(effects[effects["amount"].notna()], outlook, kpis, objectives)))
    )
    frame["brings"] = _brings(conflicts.to_bring(effects, worth), frame.index)
    frame = frame.fillna({"objectives": 0, "weight": 0.0}).astype({"objectives": int, "weight": float})
    frame = frame if keys is None else frame[frame.index.isin(list(keys))]
    frame = missing_as_none(frame.reset_index(names="project"))[[*STANDING]]
    return list(zip(*(frame[name].tolist() for name in STANDING), strict=True))


def _contributions(
    connection: Connection, revision: int, keys: Sequence[str] | None, dependencies: pd.DataFrame
) -> pd.DataFrame:
    """Give what the projects contribute, those that wait for them, and whatever else moves the same KPIs."""
    if keys is None:
        return queries.contributions(connection, revision, only=CLAIMED)
    near = alignment.reached({*keys}, dependencies["from_key"], dependencies["to_key"])
    own = queries.contributions(connection, revision, projects=sorted(near))
    same = queries.contributions(connection, revision, served=sorted(set(own["serves"].dropna())))
    return pd.concat([own, same], ignore_index=True).drop_duplicates("id", ignore_index=True)


def _figures(connection: Connection, revision: int, index: pd.Index, keys: Sequence[str] | None) -> pd.DataFrame:
    """Give the findings of projects side by side: status, fresh_until, unit, `FIGURES` and `STATUSES`."""
    found = queries.figures(connection, revision, "project", ("status", *FIGURES, *STATUSES), keys, ("unit",))
    said = found["status"]
    units = {key: line.unit for name in ("ac", "bac") for key, line in found[name].items()}
    columns = {
        "status": {key: line.status for key, line in said.items()},
        "fresh_until": {key: line.fresh_until for key, line in said.items()},
        "unit": units,
        **{name: {key: line.value for key, line in found[name].items()} for name in FIGURES},
        **{name: {key: line.status for key, line in found[name].items()} for name in STATUSES},
    }
    return pd.DataFrame({name: objects(map(of.get, index), index) for name, of in columns.items()}, dtype=object)


def _late(delayed: pd.DataFrame) -> pd.DataFrame:
    """Give, by project, that of its `headline.delayed` milestones which reaches most weight."""
    first = delayed.drop_duplicates("project").set_index("project")
    reaches = objects((json.dumps(keys) for keys in first["objectives"]), first.index)
    return pd.DataFrame({"late": first["milestone"], "late_weight": first["weight"], "late_reaches": reaches})


def _brings(to_bring: pd.DataFrame, index: pd.Index) -> pd.Series:
    """Give, by project, what it still brings to each objective (JSON)."""
    found: dict[str, dict[str, float | None]] = {}
    for project, objective, points in to_bring[["project", "objective", "points"]].itertuples(index=False):
        found.setdefault(project, {})[objective] = None if pd.isna(points) else round(float(points), _DIGITS)
    return objects((json.dumps(found.get(key, {}), sort_keys=True) for key in index), index)


_DIGITS = 9
