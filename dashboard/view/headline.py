"""What stands above the map: what got worse since another moment and why, and the five figures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.analysis import alignment, headline, money
from dashboard.analysis.chains import trouble
from dashboard.analysis.status import AT_RISK, NO_DATA, OFF_TRACK
from dashboard.standings import known_standings
from dashboard.view import projects as work
from dashboard.view import spent, strategy
from dashboard.words import load_of
from data import queries, schema


@dataclass(frozen=True)
class Turned:
    """An objective that got worse, and the KPI and project behind it as rows (None where none is); of the project also
    its name and trouble (`chains.trouble`).
    """

    name: str
    before: str | None
    status: str
    kpi: dict[str, Any] | None
    project: dict[str, Any] | None


@dataclass(frozen=True)
class Headline:
    """What got worse since `since` (a load in words, None for the first one), the milestone whose slip endangers most
    beside it (its row, and the names of the objectives), and the figures: how many objectives there are and how many
    can be judged, counts of statuses now and then, `cost` as `headline.forecast_cost` with its currency, `unserved`
    (spend that serves nothing, in its currency, of how many projects, and scheduled: of how many only their schedule
    says it, and left_out: how many sums could not be added), `decided` as `headline.decisions`.
    """

    since: str | None
    turned: Sequence[Turned]
    late: dict[str, Any] | None
    endangered: Sequence[str]
    objectives: int
    judged: int
    counts: dict[str, int]
    before: dict[str, int] | None
    cost: dict[str, Any]
    unserved: dict[str, Any]
    decided: dict[str, int]


def read(connection: Connection, revision: int, today: str) -> Headline:
    """Read what stands above the map of a revision; what got worse is told against the load before."""
    kpis = strategy.judged(connection, revision, today)
    now = strategy.results(connection, revision, today)
    then = _before(connection, revision, today) if revision > 1 else None
    worse = headline.turned(now, then) if then is not None else headline.turned(now, now)
    standings = known_standings(connection, revision, only=_STANDING)
    turned = _turned(connection, revision, today, worse, now, kpis, standings)
    named = [one.project["key"] for one in turned if one.project]
    late, endangered = _late(connection, revision, today, standings.drop(named), now)
    settings = queries.settings(connection, revision)
    currency = money.reporting_currency(settings, pd.DataFrame({"currency": []}, dtype=object))
    return Headline(
        _load_before(connection, revision),
        turned,
        late,
        endangered,
        len(now),
        int((now["status"] != NO_DATA).sum()),
        _counts(now),
        None if then is None else _counts(then),
        {**headline.forecast_cost(standings, money.rates(settings), currency), "currency": currency},
        _unserved(connection, revision, standings, settings),
        headline.decisions(queries.decisions(connection, revision), today),
    )


_STANDING = (
    "status", "cost_status", "schedule_status", "cpi", "spi_t", "slip_days", "unit", "eac", "bac", "path", "late",
    "late_weight", "late_reaches",
)  # fmt: skip


def _before(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    """Give the objectives of the load before, under the keys that they have now."""
    keys = queries.other_keys(connection, revision - 1, revision, ["objective"])
    return strategy.results(connection, revision - 1, today).rename(index=keys.get("objective", {}))


def _turned(
    connection: Connection,
    revision: int,
    today: str,
    worse: pd.DataFrame,
    objectives: pd.DataFrame,
    kpis: pd.DataFrame,
    standings: pd.DataFrame,
) -> list[Turned]:
    """Give the objectives that got worse with what stands behind each."""
    served = [*worse.index, *kpis.index[kpis["objective"].isin(worse.index)]]
    contributions = queries.contributions(connection, revision, served=served)
    behind = {str(key): headline.behind(str(key), kpis, contributions, standings) for key in worse.index}
    keys = [project for _, project in behind.values() if project]
    stated = queries.projects(connection, revision, keys, only=["name", "finish"])[["name", "finish"]]
    found = []
    for key, row in worse.to_dict("index").items():
        kpi, project = behind[str(key)]
        name = str(objectives["name"].get(key) or key)
        known = _row(standings.join(stated, how="inner"), project)
        whole = known and {**known, "trouble": trouble(known, today)}
        found.append(Turned(name, row["before"], row["status"], _row(kpis, kpi), whole))
    return found


def _names(connection: Connection, revision: int, keys: Sequence[str]) -> dict[str, Any]:
    return queries.names_of_projects(connection, revision, keys) if keys else {}


def _row(frame: pd.DataFrame, key: str | None) -> dict[str, Any] | None:
    return {"key": key, **{str(k): v for k, v in frame.loc[key].to_dict().items()}} if key in frame.index else None


def _late(
    connection: Connection, revision: int, today: str, standings: pd.DataFrame, objectives: pd.DataFrame
) -> tuple[dict[str, Any] | None, list[str]]:
    """Give the milestone among projects whose slip endangers most, and the names of the objectives that it reaches."""
    found = standings[standings["late"].notna()].sort_values("late_weight", ascending=False, kind="stable")
    if found.empty:
        return None, []
    project, first = str(found.index[0]), found.iloc[0]
    mark = _row(work.milestones(connection, revision, today, keys=[first["late"]]), first["late"]) or {}
    names = [str(objectives["name"].get(key) or key) for key in json.loads(first["late_reaches"])]
    name = _names(connection, revision, [project]).get(project)
    return {**mark, "project_key": project, "project_name": name}, names


def _unserved(connection: Connection, revision: int, standings: pd.DataFrame, settings: pd.DataFrame) -> dict[str, Any]:
    """Give what projects without a path to an objective have spent: actual, currency (of the reports), projects,
    scheduled (of how many only their schedule says it) and left_out (sums that could not be added).
    """
    keys = list(standings.index[standings["path"] == alignment.NOTHING])
    if not keys:
        return {"actual": 0.0, "currency": None, "projects": 0, "scheduled": 0, "left_out": 0}
    projects = queries.projects(connection, revision, work.few(keys))
    all_in = spent.currencies(connection, revision, settings)
    booked = money.converted(queries.money(connection, revision, keys), settings, projects, all_in)
    sums = spent.with_schedules(connection, revision, booked, settings, projects[projects.index.isin(keys)], all_in)
    cost = sums[sums["kind"] == "cost"]["actual"]
    return {
        "actual": float(cost.sum()) if cost.notna().any() else None,
        "currency": money.reporting_currency(settings, sums),
        "projects": len(keys),
        "scheduled": int((money.spent_by(sums)["source"] == money.SCHEDULE).sum()),
        "left_out": int((sums["kind"].eq("cost") & sums["why"].notna()).sum()),
    }


def _counts(objectives: pd.DataFrame) -> dict[str, int]:
    counts = objectives["status"].value_counts()
    return {status: int(counts.get(status, 0)) for status in (OFF_TRACK, AT_RISK)}


def _load_before(connection: Connection, revision: int) -> str | None:
    """Say which load came before, None where there is none."""
    load, before = schema.load.c, revision - 1
    query = select(load.revision, load.recorded_at).where(load.revision.in_([before, revision]))
    recorded = {number: moment for number, moment in connection.execute(query)}
    return load_of(before, recorded.pop(before), recorded.values()) if before in recorded else None
