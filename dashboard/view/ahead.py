"""Reads what lies ahead of objectives and KPIs: delivery by the projects behind them, outlooks, gaps, effects seen."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import alignment, causes, effect_words
from dashboard.analysis import objectives as analysis
from dashboard.view import KpiView, ObjectiveView, View, strategy, tuned
from dashboard.view import projects as work
from data import queries
from data.contributed import CLAIMED
from data.frames import missing_as_none

MARKS = ("name", "baseline", "forecast", "actual", "slip_days", "status")


@dataclass(frozen=True)
class Ahead:
    """What contributions are to bring to some KPIs, and what has come of it; each frame is made when it is asked for.

    kpis and projects by key, readings, contributions and marks (milestones by key) as their views give them; objectives
    are those to be judged, day the one on which reviews are.
    """

    kpis: pd.DataFrame
    readings: pd.DataFrame
    contributions: pd.DataFrame
    marks: pd.DataFrame
    projects: pd.DataFrame
    objectives: pd.Index
    day: str
    cuts: tuned.Cuts = tuned.PLAIN

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Give the day of each effect (`causes.effects`)."""
        return causes.effects(self.contributions, self.marks, self.projects)

    @cached_property
    def outlooks(self) -> pd.DataFrame:
        """Give the outlook of each KPI with the score and status that it would have (`causes.outlook`)."""
        found = causes.outlook(self.kpis, self.readings, self.effects)
        return analysis.judged_outlooks(found, self.kpis, self.readings, self.cuts.kpis)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """Give what each contribution is of its KPI's gap (`causes.parts`)."""
        return causes.parts(self.kpis, self.outlooks, self.effects)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Give how much of each KPI's gap is covered (`causes.gaps`)."""
        known = self.outlooks, self.parts
        return causes.gaps(self.kpis, self.readings, self.effects, self.day, known, self.cuts.everything)

    @cached_property
    def seen(self) -> pd.DataFrame:
        """Give what each reached milestone did, as the readings show it (`causes.seen`)."""
        return causes.seen(self.kpis, self.readings, self.effects)

    @cached_property
    def course(self) -> pd.DataFrame:
        """Give the lines on which causes take the one KPI (`causes.course`)."""
        return causes.course(self.kpis, self.effects, self.outlooks)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Give how far each contribution can be believed (`causes.claims`)."""
        return causes.claims(self.effects, self.kpis, self.day, self.cuts.everything)

    @cached_property
    def behind(self) -> pd.DataFrame:
        """Give the projects behind each objective with their part of its gap (`objectives.behind`)."""
        return analysis.behind(self.effects, self.parts, self.kpis, self.projects, self.objectives)

    @cached_property
    def delivery(self) -> pd.DataFrame:
        """Judge the projects behind each objective (`objectives.delivery`)."""
        return analysis.delivery(self.behind, self.projects, self.objectives, self.cuts.objectives)

    @cached_property
    def outlook(self) -> pd.DataFrame:
        """Give where the KPIs of each objective will be (`objectives.outlook`)."""
        return analysis.outlook(self.outlooks, self.kpis, self.objectives, self.cuts.objectives)

    @cached_property
    def gap(self) -> pd.DataFrame:
        """Give how much of each objective's whole way has work behind it (`objectives.gap`)."""
        return analysis.gap(self.gaps, self.kpis, self.objectives)

    @property
    def told(self) -> dict[effect_words.Key, str]:
        """Say what each contribution was to do and what was seen of it (`effect_words.told`)."""
        return effect_words.told(self.effects, self.seen, self.claims["against"], self.kpis["unit"])

    @property
    def over(self) -> dict[str, float]:
        """Give, by KPI of which more than the whole way is declared, how much that is in percent."""
        declared = pd.to_numeric(self.gaps.loc[self.gaps["over"], "gap_covered"])
        return {str(key): float(value) for key, value in declared.items()}

    @property
    def rows(self) -> pd.DataFrame:
        """Give by objective `delivery` and `outlook` (0-10), each with its status, stale, coverage, children, worst,
        worst_status and why; outlook_short, outlook_short_share; gap_covered and the parts of the gap.
        """
        parts = []
        for name, rolled in (("delivery", self.delivery), ("outlook", self.outlook)):
            named = {"score": name} | {one: f"{name}_{one}" for one in _ROLLED}
            parts.append(rolled.rename(columns=named)[[*named.values()]])
        parts.append(self.outlook[["short", "short_share"]].add_prefix("outlook_"))
        shares = {one: one if one == "gap_covered" else f"gap_{one}" for one in analysis.SHARES}
        return missing_as_none(pd.concat([*parts, self.gap.rename(columns=shares)[[*shares.values()]]], axis=1))


_ROLLED = ("status", "stale", "coverage", "children", "worst", "worst_status", "why")


Found = tuple[ObjectiveView, Ahead]


def objective_of(view: View, key: str) -> Found | None:
    """Give an objective and what lies ahead of it; None where there is none of that key."""
    found = view.objective(key)
    return (found, ahead_of(view, found)) if found else None


def ahead_of(view: View, found: ObjectiveView | KpiView) -> Ahead:
    """Give what lies ahead of one objective or one KPI, from what its view holds."""
    rows = found.contributions
    kpis = found.kpis if isinstance(found, ObjectiveView) else pd.DataFrame([found.row], index=[found.key])
    objectives = pd.Index([found.key] if isinstance(found, ObjectiveView) else [], dtype=object)
    with view.store.reading() as connection:
        cuts = tuned.for_strategy(connection, view.number, kpis, objectives)
    marks = rows[rows["milestone"].notna()].drop_duplicates("milestone").set_index("milestone")
    marks = marks[[f"milestone_{name}" for name in MARKS]].set_axis(list(MARKS), axis=1)
    return Ahead(kpis.astype(object), found.readings, rows, marks, found.projects, objectives, view.today, cuts)


def ahead_of_all(connection: Connection, revision: int, today: str, kpis: pd.DataFrame, objectives: pd.Index) -> Ahead:
    """Give what lies ahead of every objective; `kpis` as `strategy.judged`."""
    rows = queries.contributions(connection, revision, only=CLAIMED)
    marks = queries.dated_milestones(connection, revision)
    keys = work.few(sorted(set(rows["project"].dropna())))
    projects = work.judged(connection, revision, today, keys, only=("name", *queries.COURSE))
    readings = queries.readings(connection, revision)
    cuts = tuned.for_strategy(connection, revision, kpis, objectives)
    return Ahead(kpis, readings, rows, marks, projects, objectives, today, cuts)


def served_of(view: View, key: str, ahead: Ahead) -> str:
    """Say how an objective is served: direct, indirect or nothing (`alignment.objectives_served`)."""
    if len(ahead.behind):
        return alignment.DIRECT
    return alignment.INDIRECT if served_through(view, key) else alignment.NOTHING


def served_through(view: View, key: str) -> list[str]:
    """Give the names of the objectives that lead to one that no project serves, and that are served themselves."""
    with view.store.reading() as connection:
        links = queries.links(connection, view.number)
        objectives = queries.objectives(connection, view.number, _upstream(links, key))
        kpis = queries.kpis(connection, view.number)
        mine = kpis[kpis["objective"].isin(objectives.index)]
        rows = queries.contributions(connection, view.number, served=[*objectives.index, *mine.index])
        projects = queries.projects(connection, view.number, work.few(sorted(set(rows["project"].dropna()))))
    paths = alignment.paths(rows, mine, objectives, projects)
    served = alignment.objectives_served(paths, links, objectives)
    near = links[(links["target"] == key) & (links["sign"] != "-")]["source"]
    return [
        str(objectives["name"][one] or one)
        for one in near
        if one in served.index and served["served"][one] != alignment.NOTHING
    ]


def _upstream(links: pd.DataFrame, key: str) -> list[str]:
    """Give an objective and all that lead to it, also at second hand; circles end by themselves."""
    helping = links[links["sign"] != "-"]
    reached, new = {key}, {key}
    while new:
        new = set(helping.loc[helping["target"].isin(new), "source"]) - reached
        reached |= new
    return sorted(reached)


def rows_of_objectives(view: View, objectives: pd.DataFrame) -> pd.DataFrame:
    """Add to objectives what lies ahead of each, in the columns of `Ahead.rows`, and `served` (direct, indirect,
    nothing).
    """
    with view.store.reading() as connection:
        kpis = strategy.judged(connection, view.number, view.today)
        found = ahead_of_all(connection, view.number, view.today, kpis, objectives.index)
        links = queries.links(connection, view.number)
    return objectives.join(found.rows).join(alignment.objectives_served(found.behind, links, objectives)["served"])
