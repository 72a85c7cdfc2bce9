"""What to do with projects: whom each serves, what it still has to bring, and what its figures say of it."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import alignment, causes, recommendation
from dashboard.view import projects as work
from data import queries
from data.frames import missing_as_none


def recommendations(
    connection: Connection, revision: int, today: str, keys: Sequence[str] | None = None
) -> pd.DataFrame:
    """Recommend for projects, all or some, by key: recommendation, rule, rank, facts (list of [fact, value]), path,
    enables, slips, slips_to, short_kpi, points, money_left, percent_earned.
    """
    if keys is None:
        keys = sorted(set(queries.public_keys(connection, revision, "project").values()))
    asked = list(keys)
    dependencies = queries.dependencies(connection, revision)
    contributions = _contributions(connection, revision, asked, dependencies)
    involved = sorted({*asked, *contributions["project"].dropna()})
    frame = work.projects(connection, revision, today, involved)
    effects = causes.effects(contributions, work.milestones(connection, revision, today, involved), frame)
    kpis, objectives = queries.kpis(connection, revision), queries.objectives(connection, revision)
    served = sorted(set(contributions["serves"].dropna()))
    readings = queries.readings(connection, revision, served)
    outlook = causes.outlook(kpis, readings, effects)
    worth = causes.points(effects, kpis, objectives, readings)
    paths = alignment.paths(contributions, kpis, objectives, frame)
    known = (
        frame.join(alignment.projects_served(paths, dependencies, frame))
        .join(recommendation.slips_past(effects, outlook))
        .join(recommendation.can_close(effects, worth, outlook))
        .reindex(asked)
    )
    return _recommended(missing_as_none(known), recommendation.rules_of(queries.settings(connection, revision)))


def _contributions(
    connection: Connection, revision: int, keys: Sequence[str], dependencies: pd.DataFrame
) -> pd.DataFrame:
    """Give what the projects contribute, those that wait for them, and whatever else moves the same KPIs."""
    near = sorted({*keys, *dependencies["to_key"].dropna()})
    own = queries.contributions(connection, revision, projects=near)
    same = queries.contributions(connection, revision, served=sorted(set(own["serves"].dropna())))
    return pd.concat([own, same], ignore_index=True).drop_duplicates("id", ignore_index=True)


def _recommended(projects: pd.DataFrame, rules: Sequence[recommendation.Rule]) -> pd.DataFrame:
    """Judge projects by the table. Money left is ETC, or, where that is not computed, budget less actual cost."""
    ev, bac, etc, budget, ac = (pd.to_numeric(projects[name]) for name in ("ev", "bac", "etc", "budget", "ac"))
    left = etc.where(etc.notna(), budget - ac.fillna(0.0)).clip(lower=0)
    earned = ev / bac.where(bac > 0) * 100
    stated = pd.to_numeric(projects["percent_complete"])
    frame = projects.assign(
        money_left=left, percent_complete=earned.where(earned.notna(), stated), endangers=None, endangers_other=None
    )
    found = recommendation.recommend(frame, rules)
    facts = recommendation.facts(frame, found, rules)
    said = facts.groupby("project", sort=False)[["fact", "value"]].apply(lambda rows: rows.to_numpy().tolist())
    result = found.join(frame[["path", "enables", "slips", "slips_to", "short_kpi", "points", "money_left"]])
    result["percent_earned"] = frame["percent_complete"]
    result["facts"] = [said.get(key, []) for key in result.index]
    return missing_as_none(result)
