"""Reads what work leads to which objective, and where the money goes: everything set-based, for one revision."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import alignment, causes, money, strategy_lint
from dashboard.view import View, spent, tuned
from dashboard.view import alignment_warnings as more_warnings
from data import queries
from data.contributed import CLAIMED
from data.frames import objects

_STATED = ("name", "department", "mandatory", "currency")


@dataclass(frozen=True)
class Alignment:
    """How work and money lie to the strategy on a day, money in the one reporting `currency`.

    projects, by key: name, department, stage, status, path (served, enabling, nothing), enables, objectives (how many),
    spent, spent_by (money register, schedule), spent_until (the day of a schedule's total), expected, remaining ·
    objectives, by key: name, department, weight, served (direct, indirect, nothing), projects, spend, spend_share,
    weight_share, difference · matrix: project, objective (None is unallocated), links, quantified, share, spend ·
    warnings, flows and faults as their functions give them · departments: names by key ·
    left_out: sums of money that could not be converted, and why_left.
    """

    day: str
    currency: str | None
    projects: pd.DataFrame
    objectives: pd.DataFrame
    matrix: pd.DataFrame
    balance: pd.DataFrame
    warnings: pd.DataFrame
    flows: pd.DataFrame
    faults: pd.DataFrame
    kpis: pd.DataFrame
    departments: dict[str, str]
    left_out: int
    why_left: str

    @cached_property
    def order(self) -> list[str]:
        """Give the projects as the matrix shows them: those that serve nothing first, then by what was spent."""
        rank = self.projects["path"].map({"nothing": 0, "enabling": 1, "served": 2})
        frame = pd.DataFrame({"rank": rank, "spent": -self.projects["spent"].fillna(0.0)})
        return list(frame.sort_values(["rank", "spent"], kind="stable").index)


def alignment_of(view: View) -> Alignment:
    """Give the alignment as a view sees it; the costly part of a page, so keep it."""
    with view.store.reading() as connection:
        return read(connection, view.number, view.today)


def read(connection: Connection, revision: int, day: str) -> Alignment:
    """Give the alignment of everything as of a revision; warnings are dated by `day`."""
    objectives, kpis = queries.objectives(connection, revision), queries.kpis(connection, revision)
    projects = queries.projects(connection, revision, only=(*queries.COURSE, *_STATED))
    contributions = queries.contributions(connection, revision, only=CLAIMED)
    dependencies = queries.dependencies(connection, revision)
    paths = alignment.paths(contributions, kpis, objectives, projects)
    served = alignment.projects_served(paths, dependencies, projects)
    linkable = served[served.index.isin(_running(projects))]  # nobody would link what has ended, or has not begun
    settings = queries.settings(connection, revision)
    stated = queries.money(connection, revision, only=("kind", *money.FIGURES, "currency"))
    booked = money.converted(stated, settings, projects)
    sums = spent.with_schedules(connection, revision, booked, settings, projects)
    totals = money.totals(sums, day)
    spread = money.shares(contributions, kpis, projects)
    placed = money.allocated(totals, spread, objectives)
    effects = causes.effects(contributions, queries.dated_milestones(connection, revision), projects)
    readings = queries.readings(connection, revision)
    gaps = causes.gaps(kpis, readings, effects, day, cuts=tuned.for_everything(connection, revision))
    balance = alignment.balance(placed, objectives, sums.loc[sums["kind"] == "cost", "why"])
    currency = money.reporting_currency(settings, sums)
    links = queries.links(connection, revision)
    return Alignment(
        day=day,
        currency=currency,
        projects=_projects(connection, revision, projects, served, totals, currency).join(_sources(sums)),
        objectives=_objectives(_band_by_band(connection, revision, objectives), paths, links, balance),
        matrix=alignment.matrix(paths, placed),
        balance=balance,
        warnings=_dated(
            projects,
            alignment.warnings(projects, served, effects, kpis, objectives, readings, day),
            more_warnings.weight_cuts(connection, revision, day, paths, objectives),
            more_warnings.spend_ahead(connection, revision, day, effects, kpis, objectives, readings, totals),
        ),
        flows=alignment.flows(paths, placed, objectives, projects),
        faults=strategy_lint.lint(objectives, kpis, links, contributions, linkable, gaps, projects["name"]),
        kpis=kpis[["name", "objective"]],
        departments=queries.names_of_listed(connection, revision, "department"),
        left_out=int(sums["why"].notna().sum()),
        why_left=money.reasons(sums["why"]),
    )


def _band_by_band(connection: Connection, revision: int, objectives: pd.DataFrame) -> pd.DataFrame:
    """Order objectives as the map shows them: those of the top perspective first, those without one last."""
    places = {key: place for place, key in enumerate(queries.perspectives(connection, revision).index)}
    return objectives.loc[objectives["perspective"].map(places).sort_values(kind="stable", na_position="last").index]


def _running(projects: pd.DataFrame) -> pd.Index:
    return projects.index[~projects["stage"].isin((*alignment.ENDED, "proposed"))]


def _dated(projects: pd.DataFrame, *found: pd.DataFrame) -> pd.DataFrame:
    """Put warnings together, of projects that still run only."""
    rows = pd.concat([each.astype(object) for each in found if len(each)] or list(found[:1]), ignore_index=True)
    return rows[rows["project"].isin(_running(projects))].sort_values(["project", "date", "warning"], ignore_index=True)


def _projects(
    connection: Connection,
    revision: int,
    projects: pd.DataFrame,
    served: pd.DataFrame,
    totals: pd.DataFrame,
    currency: str | None,
) -> pd.DataFrame:
    figures = queries.figures(connection, revision, "project", ("status", "etc"), None, ("unit",))
    found, to_come = figures["status"], figures["etc"]
    cost = totals[totals["kind"] == "cost"].set_index("project")
    frame = projects[["name", "department", "stage", "mandatory"]].join(served)
    frame["status"] = objects((found[key].status if key in found else "no_data" for key in frame.index), frame.index)
    frame["spent"], frame["expected"] = (cost[name].reindex(frame.index) for name in ("actual", "expected"))
    # What is still to be spent is the estimate to complete, where it is in the money of the reports; else the forecast.
    etc = objects((_in(to_come.get(key), currency) for key in frame.index), frame.index)
    forecast = (frame["expected"] - frame["spent"].fillna(0.0)).clip(lower=0)
    frame["remaining"] = pd.to_numeric(etc).astype(float).fillna(forecast)
    return frame


def _sources(sums: pd.DataFrame) -> pd.DataFrame:
    return money.spent_by(sums).rename(columns={"source": "spent_by", "until": "spent_until"})


def _in(line: Any, currency: str | None) -> float | None:
    return line.value if line is not None and line.unit == currency else None


def _objectives(
    objectives: pd.DataFrame, paths: pd.DataFrame, links: pd.DataFrame, balance: pd.DataFrame
) -> pd.DataFrame:
    frame = objectives[["name", "department", "weight"]].join(alignment.objectives_served(paths, links, objectives))
    return frame.join(balance.loc[balance.index.notna(), ["spend", "spend_share", "weight_share", "difference"]])
