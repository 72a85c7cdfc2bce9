"""Reads what the chains of some subjects are made of, and nothing else of large stores."""

from collections.abc import Iterable, Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import causes
from dashboard.analysis.asked import asked
from dashboard.analysis.causes.columns import numbers
from dashboard.analysis.chains import Chains, by_weight
from dashboard.analysis.money import reporting_currency
from dashboard.view import advice, tuned
from dashboard.view import projects as work
from dashboard.view.projects import Claims, ProjectView
from dashboard.view.targets import to_the_end
from dashboard.view.waits import judged
from data import queries

_FIRST = 3  # claims of a KPI that are looked at first; the others only where none of these is still to come


def chains(
    connection: Connection,
    revision: int,
    today: str,
    objectives: pd.DataFrame,
    kpis: pd.DataFrame,
    *,
    served: Sequence[str],
) -> Chains:
    """Give the chains of objectives and KPIs, of the keys that are `served`.

    `objectives` as `strategy.results`, `kpis` as `strategy.judged`.
    """
    rows = queries.contributions(connection, revision, served=work.few(served))
    rows = rows[rows["project"].notna() & rows["serves"].isin(list(served))]
    frame, marks, effects = _claims(connection, revision, today, rows)
    links, every = queries.links(connection, revision), frozenset(rows["serves"])
    return _said_of(connection, revision, today, (objectives, kpis, links), every, frame, marks, effects)


def of_claims(
    connection: Connection,
    revision: int,
    today: str,
    objectives: pd.DataFrame,
    kpis: pd.DataFrame,
    links: pd.DataFrame,
    claims: Claims,
    served: Iterable[str] = (),
) -> Chains:
    """Give the chains of what some contributions serve, from what is at hand of them; `links` as `queries.links`,
    `served` are KPIs and objectives that any other work is linked to.
    """
    rows = claims.rows[claims.rows["project"].notna() & claims.rows["serves"].notna()]
    effects = causes.effects(rows, claims.milestones, claims.projects)
    every = frozenset((*rows["serves"], *served))
    strategy = objectives, kpis, links
    return _said_of(connection, revision, today, strategy, every, claims.projects, claims.milestones, effects)


def _said_of(
    connection: Connection,
    revision: int,
    today: str,
    strategy: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
    served: frozenset[str],
    frame: pd.DataFrame,
    marks: pd.DataFrame,
    effects: pd.DataFrame,
) -> Chains:
    objectives, kpis, links = strategy
    kpis = to_the_end(connection, revision, kpis)
    given, names = _handed(connection, revision, today, marks, None)
    settings = queries.settings(connection, revision)
    return Chains(
        objectives=objectives,
        kpis=kpis,
        projects=frame,
        milestones=marks,
        effects=effects,
        handovers=given,
        links=links,
        served=served,
        names=names,
        today=today,
        cuts=tuned.for_everything(connection, revision),
        currency=reporting_currency(settings, _NO_MONEY),
        asked=asked(queries.decisions(connection, revision), today),
        recommended=advice.recommendations(connection, revision, today, [*frame.index])["recommendation"].to_dict(),
    )


_NO_MONEY = pd.DataFrame({"currency": []}, dtype=object)


def _claims(
    connection: Connection, revision: int, today: str, rows: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give projects, milestones and effects of the claims that most of each KPI's way waits for."""
    found = queries.figures(connection, revision, "project", ("status",), work.few(set(rows["project"])))["status"]
    ordered = by_weight(rows, pd.Series({key: line.status for key, line in found.items()}, dtype=object))
    first = ordered.groupby("serves").head(_FIRST)
    frame, marks, effects = _dated(connection, revision, today, first)
    still = set(effects["serves"][effects["counts"] & ~effects["done"]])
    rest = ordered[~ordered["serves"].isin(still) & ~ordered.index.isin(first.index)]
    if rest.empty:
        return frame, marks, effects
    return _dated(connection, revision, today, pd.concat([first, rest]))


def _dated(
    connection: Connection, revision: int, today: str, rows: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    frame = work.projects(connection, revision, today, sorted(set(rows["project"])))
    marks = work.milestones(connection, revision, today, keys=sorted(set(rows["milestone"].dropna())))
    return frame, marks, causes.effects(rows, marks, frame)


def _handed(
    connection: Connection, revision: int, today: str, marks: pd.DataFrame, waits: pd.DataFrame | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Give the hand-overs that late milestones wait for (of `waits`, or of all), and the names of what hands over."""
    late = marks[marks["actual"].isna() & (numbers(marks["slip_days"]) > 0)]
    if late.empty:
        return _NOTHING_HANDED, {}
    waits = queries.dependencies(connection, revision) if waits is None else waits
    waits = waits[waits["to_key"].isin(late["project"])]
    if waits.empty:
        return _NOTHING_HANDED, {}
    givers = sorted(set(waits["from_key"].dropna()))
    ends = work.milestones(connection, revision, today, sorted({*givers, *waits["to_key"]}))
    names = {**queries.names_of_projects(connection, revision, givers), **ends["name"]}
    given = judged(connection, revision, waits, ends).assign(from_key=waits["from_key"])
    return given, {str(key): str(name) for key, name in names.items() if name}


_NOTHING_HANDED = pd.DataFrame(
    {name: [] for name in ("to_milestone", "from_milestone", "from_key", "gives", "given", "late_days", "overrun")},
    dtype=object,
)


# --- of single things -------------------------------------------------------------------------------------------------


def of_found(connection: Connection, revision: int, today: str, found: ProjectView) -> Chains:
    """Give the chains of a project and its milestones from what its view has read already."""
    rows = found.contributions[found.contributions["serves"].notna()]
    frame = pd.DataFrame([found.row], index=[found.key])
    given, names = _handed(
        connection, revision, today, found.milestones, queries.dependencies(connection, revision, found.key)
    )
    kpis = to_the_end(connection, revision, queries.kpis(connection, revision, sorted(set(rows["serves"]))))
    return Chains(
        objectives=queries.objectives(connection, revision, sorted(set(kpis["objective"].dropna()))),
        kpis=kpis,
        projects=frame,
        milestones=found.milestones,
        effects=causes.effects(rows, found.milestones, frame),
        handovers=given,
        links=_NO_LINKS,
        served=frozenset(rows["serves"]),
        names=names,
        today=today,
        cuts=tuned.for_everything(connection, revision),
        asked=asked(queries.decisions(connection, revision), today),
        recommended=advice.recommendations(connection, revision, today, [*frame.index])["recommendation"].to_dict(),
    )


def of_milestone(connection: Connection, revision: int, today: str, key: str, project: str) -> str | None:
    """Say why a milestone of a project is late; None where it is not."""
    return _of_work(connection, revision, today, [project]).of_milestone(key)


def all_of_work(connection: Connection, revision: int, today: str, projects: Sequence[str]) -> dict[str, str]:
    """Say why each of some projects, and each of their milestones that is late, is not on track, by key."""
    made = _of_work(connection, revision, today, projects)
    said = {key: made.of_project(key) for key in made.projects.index}
    said |= {key: made.of_milestone(key) for key in made.milestones.index}
    return {str(key): text for key, text in said.items() if text}


def _of_work(connection: Connection, revision: int, today: str, projects: Sequence[str]) -> Chains:
    keys = list(projects)
    rows = queries.contributions(connection, revision, projects=keys)
    rows = rows[rows["project"].notna() & rows["serves"].notna()]
    marks, frame = work.milestones(connection, revision, today, keys), work.projects(connection, revision, today, keys)
    kpis = queries.kpis(connection, revision, work.few(sorted(set(rows["serves"]))))
    served = frozenset(rows["serves"])
    aims = queries.objectives(connection, revision, work.few(sorted({*kpis["objective"].dropna(), *served})))
    strategy = aims, kpis, _NO_LINKS
    return _said_of(connection, revision, today, strategy, served, frame, marks, causes.effects(rows, marks, frame))


_NO_LINKS = pd.DataFrame({"sign": [], "source": [], "target": []})
