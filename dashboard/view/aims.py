"""One objective or one KPI with everything behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine

from dashboard.analysis.chains import Chains
from dashboard.view import chains
from dashboard.view import projects as work
from dashboard.view.sources import with_sources
from dashboard.view.strategy import judged, kpis, result_of, results
from data import queries


@dataclass(frozen=True)
class ObjectiveView:
    """An objective: its row with result and source; frames of its KPIs, contributions (with the project's status and
    the milestone's dates), the projects behind them by key (`projects.projects`), the causes and effects around it
    (key, name, direction, sign), and the readings of its KPIs. `source` is where the money can be read.
    """

    key: str
    row: dict[str, Any]
    kpis: pd.DataFrame
    contributions: pd.DataFrame
    projects: pd.DataFrame
    links: pd.DataFrame
    readings: pd.DataFrame
    source: tuple[Engine, int] = field(repr=False, compare=False)

    @cached_property
    def money(self) -> pd.DataFrame:
        """Give the money of the projects behind it. What is shown first does without."""
        engine, revision = self.source
        projects = [project for project in dict.fromkeys(self.contributions["project"]) if project]
        with engine.connect() as connection:
            return work.money(connection, revision, projects)


@dataclass(frozen=True)
class KpiView:
    """A KPI: its row with figures and source; frames of findings, readings (with source) and contributions, and the
    projects behind these by key (`projects.projects`).
    """

    key: str
    row: dict[str, Any]
    findings: pd.DataFrame
    readings: pd.DataFrame
    contributions: pd.DataFrame
    projects: pd.DataFrame


def objective(connection: Connection, revision: int, today: str, key: str) -> ObjectiveView | None:
    """Give one objective with everything behind it."""
    links = queries.links(connection, revision)
    around = links[(links["source"] == key) | (links["target"] == key)]
    near = sorted({key, *around["source"], *around["target"]})
    measured, every = _near(connection, revision, today, near)
    if key not in every.index:
        return None
    only = with_sources(connection, every.loc[[key]])
    row = _named(connection, revision, {str(k): v for k, v in only.loc[key].to_dict().items()})
    mine = with_sources(connection, measured[measured["objective"] == key])
    for kind, listed in (("perspective", queries.perspectives), ("theme", queries.themes)):
        row[f"{kind}_name"] = listed(connection, revision)["name"].get(row[kind]) if row[kind] else None
    claims = work.claims(
        connection, revision, today, queries.contributions(connection, revision, served=[key, *mine.index])
    )
    made = chains.of_claims(connection, revision, today, every, measured, links, claims)
    row["reason"] = made.of_objective(key)
    row["behind"] = made.behind(row["worst"]) if row["reason"] else None
    row["value_text"] = result_of(row["score"], row["single_value"])
    return ObjectiveView(
        key,
        row,
        mine,
        claims.rows,
        claims.projects,
        _around(around, key, every),
        with_sources(connection, queries.readings(connection, revision, list(mine.index))),
        (connection.engine, revision),
    )


def kpi(connection: Connection, revision: int, today: str, key: str) -> KpiView | None:
    """Give one KPI with everything behind it."""
    mine = kpis(connection, revision, today, [key])
    if key not in mine.index:
        return None
    row = _named(connection, revision, {str(k): v for k, v in mine.loc[key].to_dict().items()})
    names = queries.objectives(connection, revision, [row["objective"]] if row["objective"] else [])["name"]
    row["objective_name"] = names.get(row["objective"])
    claims = work.claims(connection, revision, today, queries.contributions(connection, revision, served=[key]))
    made = _because(connection, revision, today, key, row, claims)
    row["because"], row["behind"] = (made.of_kpi(key), made.behind(key)) if made else (None, None)
    return KpiView(
        key,
        row,
        queries.findings(connection, revision, "kpi", [key]),
        with_sources(connection, queries.readings(connection, revision, [key])),
        claims.rows,
        claims.projects,
    )


def _because(
    connection: Connection, revision: int, today: str, key: str, row: Mapping[str, Any], claims: work.Claims
) -> Chains | None:
    """Give the chain of a KPI that is not on track, from its own contributions, its siblings and what helps them."""
    if row["status"] not in ("off_track", "at_risk"):
        return None
    links, own = queries.links(connection, revision), row["objective"]
    near = sorted({own, *links["source"][links["target"] == own]}) if own else []
    measured, every = _near(connection, revision, today, near, key)
    siblings = measured.index[(measured["objective"] == own) & (measured.index != key)] if own else []
    others = queries.contributions(connection, revision, served=[own, *siblings]) if own else claims.rows
    linked = others["serves"][others["project"].notna()]
    return chains.of_claims(connection, revision, today, every, measured, links, claims, linked)


def _near(
    connection: Connection, revision: int, today: str, objectives: Sequence[str], *kpis: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the KPIs of some objectives, and some others (as `judged`), and these objectives (as `results`)."""
    measured, every = judged(connection, revision, today), results(connection, revision, today)
    mine = measured["objective"].isin(list(objectives)) | measured.index.isin(kpis)
    return measured[mine], every[every.index.isin(list(objectives))]


def _around(links: pd.DataFrame, key: str, every: pd.DataFrame) -> pd.DataFrame:
    """Give the causes and effects of an objective: key, name, status, direction, sign, strength, lag_months, note."""
    causes = links[links["target"] == key].assign(key=lambda rows: rows["source"], direction="cause")
    effects = links[links["source"] == key].assign(key=lambda rows: rows["target"], direction="effect")
    rows = pd.concat([causes, effects], ignore_index=True)
    rows = rows[rows["key"].isin(every.index)]
    return rows.assign(name=[every["name"][k] for k in rows["key"]], status=[every["status"][k] for k in rows["key"]])[
        ["key", "name", "status", "direction", "sign", "strength", "lag_months", "note"]
    ]


def _named(connection: Connection, revision: int, row: dict[str, Any]) -> dict[str, Any]:
    """Say the owner by name."""
    people = queries.names_of_people(connection, revision, [row["owner_key"]] if row.get("owner_key") else [])
    lists = work.names_of_lists(connection, revision, row, ("department",))
    return {**row, **lists, "owner": people.get(row.get("owner_key") or "") or row.get("owner")}
