"""What stands above the map: what got worse since another moment and why, and the five figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import alignment, causes, headline, money
from dashboard.analysis.status import AT_RISK, OFF_TRACK
from dashboard.view import projects as work
from dashboard.view import strategy
from data import queries


@dataclass(frozen=True)
class Turned:
    """An objective that got worse, and the KPI and project behind it as rows (None where none is)."""

    name: str
    before: str
    status: str
    kpi: dict[str, Any] | None
    project: dict[str, Any] | None


@dataclass(frozen=True)
class Headline:
    """What got worse since `since` (a moment, None for the first load), the milestone whose slip endangers most beside
    it (its row, and the names of the objectives), and the figures: counts of statuses now and then, `cost` as
    `headline.forecast_cost` with its currency, `unserved` (spend that serves nothing, and how many projects), `decided`
    as `headline.decisions`.
    """

    since: str | None
    turned: Sequence[Turned]
    late: dict[str, Any] | None
    endangered: Sequence[str]
    counts: dict[str, int]
    before: dict[str, int] | None
    cost: dict[str, Any]
    unserved: dict[str, Any]
    decided: dict[str, int]


def read(connection: Connection, revision: int, today: str) -> Headline:
    """Read what stands above the map of a revision; what got worse is told against the load before."""
    now = strategy.results(connection, revision, today)
    then = strategy.results(connection, revision - 1, today) if revision > 1 else None
    worse = headline.turned(now, then) if then is not None else headline.turned(now, now)
    kpis = strategy.judged(connection, revision, today)
    contributions = queries.contributions(connection, revision)
    projects = work.projects(connection, revision, today)
    turned = [_turned(key, row, now, kpis, contributions, projects) for key, row in worse.to_dict("index").items()]
    named = {one.project["key"] for one in turned if one.project}
    late, endangered = _late(connection, revision, today, contributions, projects, kpis, now, named)
    settings = queries.settings(connection, revision)
    currency = money.reporting_currency(settings, queries.money(connection, revision, []))
    return Headline(
        _recorded(connection, revision - 1),
        turned,
        late,
        endangered,
        _counts(now),
        None if then is None else _counts(then),
        {**headline.forecast_cost(projects, money.rates(settings), currency), "currency": currency},
        _unserved(connection, revision, today, contributions, projects, settings),
        headline.decisions(queries.decisions(connection, revision), today),
    )


def _turned(
    key: Any,
    row: dict[Any, Any],
    objectives: pd.DataFrame,
    kpis: pd.DataFrame,
    contributions: pd.DataFrame,
    projects: pd.DataFrame,
) -> Turned:
    kpi, project = headline.behind(str(key), kpis, contributions, projects)
    name = str(objectives["name"].get(key) or key)
    return Turned(name, row["before"], row["status"], _row(kpis, kpi), _row(projects, project))


def _row(frame: pd.DataFrame, key: str | None) -> dict[str, Any] | None:
    return {"key": key, **{str(k): v for k, v in frame.loc[key].to_dict().items()}} if key in frame.index else None


def _late(
    connection: Connection,
    revision: int,
    today: str,
    contributions: pd.DataFrame,
    projects: pd.DataFrame,
    kpis: pd.DataFrame,
    objectives: pd.DataFrame,
    named: set[Any],
) -> tuple[dict[str, Any] | None, list[str]]:
    """Give the milestone of a project not yet named whose slip endangers most, and the objectives that it reaches."""
    quantified = contributions[contributions["amount"].notna()]
    marks = work.milestones(connection, revision, today, sorted(set(quantified["project"].dropna())))
    effects = causes.effects(quantified, marks, projects)
    served = sorted(set(quantified["serves"].dropna()))
    targets = causes.outlook(kpis, queries.readings(connection, revision, served), effects)
    found = headline.delayed(effects, targets, kpis, objectives)
    found = found[~found["project"].isin(named)]
    if found.empty:
        return None, []
    first = found.iloc[0]
    mark = _row(marks, first["milestone"]) or {}
    project = _row(projects, first["project"]) or {}
    names = [str(objectives["name"].get(key) or key) for key in first["objectives"]]
    return {**mark, "project_key": first["project"], "project_name": project.get("name")}, names


def _unserved(
    connection: Connection,
    revision: int,
    today: str,
    contributions: pd.DataFrame,
    projects: pd.DataFrame,
    settings: pd.DataFrame,
) -> dict[str, Any]:
    """Give what projects without a path to an objective have spent, in the reporting currency: actual, projects."""
    kpis, objectives = queries.kpis(connection, revision), queries.objectives(connection, revision)
    paths = alignment.paths(contributions, kpis, objectives, projects)
    served = alignment.projects_served(paths, queries.dependencies(connection, revision), projects)
    keys = list(served.index[served["path"] == alignment.NOTHING])
    if not keys:
        return {"actual": 0.0, "projects": 0}
    spent = money.converted(queries.money(connection, revision, keys), settings, projects)
    cost = spent[spent["kind"] == "cost"]["actual"]
    return {"actual": float(cost.sum()) if cost.notna().any() else None, "projects": len(keys)}


def _counts(objectives: pd.DataFrame) -> dict[str, int]:
    counts = objectives["status"].value_counts()
    return {status: int(counts.get(status, 0)) for status in (OFF_TRACK, AT_RISK)}


def _recorded(connection: Connection, revision: int) -> str | None:
    loads = queries.loads(connection)
    found = loads.loc[loads["revision"] == revision, "recorded_at"]
    return str(found.iloc[0]) if len(found) else None
