"""What to do with projects: the first line of the table that holds for their standing, with the facts that made it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import recommendation
from dashboard.analysis.causes.columns import floats
from dashboard.analysis.thresholds import of_projects
from dashboard.view.listed import listed
from dashboard.view.rivals import against
from data import queries
from data.frames import missing_as_none
from data.remembered import once


def recommendations(
    connection: Connection, revision: int, today: str, keys: Sequence[str] | None = None
) -> pd.DataFrame:
    """Recommend for projects, all or some: recommendation, rule, rank, facts (list of [fact, value]), path, enables,
    slips, slips_to, short_kpi, points, money_left, endangers, percent_earned.
    """
    found = _of_all(connection, revision, today)
    return found if keys is None else found.loc[[key for key in keys if key in found.index]]


@once
def _of_all(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    projects, settings = listed(connection, revision, today), queries.settings(connection, revision)
    rules = recommendation.rules_of(settings)
    frame = weighed(connection, revision, today, projects, rules)
    found = recommendation.recommend(frame, rules, of_projects(settings, projects))
    facts = recommendation.facts(frame, found, rules)
    said: dict[str, list[list[object]]] = {}
    for key, fact, value in zip(facts["project"], facts["fact"], facts["value"], strict=True):
        said.setdefault(key, []).append([fact, value])
    result = found.join(
        frame[["path", "enables", "slips", "slips_to", "short_kpi", "points", "money_left", "endangers"]]
    )
    result["percent_earned"] = frame["percent_complete"]
    result["facts"] = pd.Series([said.get(key, []) for key in result.index], result.index, dtype=object)
    return missing_as_none(result)


def weighed(
    connection: Connection, revision: int, today: str, projects: pd.DataFrame, rules: Sequence[recommendation.Rule]
) -> pd.DataFrame:
    """Add to projects what the table asks for. Money left is ETC, or, where that is not computed, budget less actual
    cost; who competes for people is asked only of those that may have to give way.
    """
    names = ("ev", "bac", "etc", "budget", "ac", "percent_complete")
    ev, bac, etc, budget, ac, stated = (floats(projects[name]) for name in names)
    left = np.maximum(np.where(np.isnan(etc), budget - np.nan_to_num(ac), etc), 0.0)
    earned = ev / np.where(bac > 0, bac, np.nan) * 100
    complete = np.where(np.isnan(earned), stated, earned)
    known = projects.assign(money_left=left, percent_complete=complete)
    asked = [str(key) for key in known.index[recommendation.may_give_way(known, rules)]]
    return known.join(against(connection, revision, today, asked))
