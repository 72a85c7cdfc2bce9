"""What the store says to one selection: the frames and roll-ups that pages, API, embeds and reports ask for.

A view is made for one answer and thrown away. It reads as of one revision, so everything in it agrees.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.chains import Chains
from dashboard.selection import Selection
from dashboard.view import (
    advice,
    aims,
    baselines,
    chains,
    disputed,
    effects,
    headline,
    history,
    known,
    missing,
    portfolio,
    projects,
    search,
    served,
    strategy,
)
from dashboard.view.aims import KpiView, ObjectiveView
from dashboard.view.effects import Effects
from dashboard.view.headline import Headline
from dashboard.view.history import History, LoadView
from dashboard.view.page import Page
from dashboard.view.projects import ProjectView, Said
from dashboard.view.sources import with_sources
from dashboard.view.strategy import MapFrames, Strategy
from data import queries
from data.store import Revision, Store

__all__ = ["History", "KpiView", "LoadView", "MapFrames", "ObjectiveView", "Page", "ProjectView", "Strategy", "View"]


@dataclass(frozen=True)
class View:
    """A selection of a store at a moment. Frames are indexed by public key unless they say otherwise."""

    store: Store
    selection: Selection
    now: datetime
    followed: tuple[str, ...] = ()  # sentences: which keys of the address are others at this moment

    @cached_property
    def revision(self) -> Revision | None:
        """Give the revision that is shown: the newest, or that of the selection's `as_of`. None in an empty store."""
        as_of = self.selection.as_of
        if isinstance(as_of, int):
            return self.store.revision(number=as_of)
        return self.store.revision(as_of=as_of.isoformat() if as_of else None)

    @property
    def number(self) -> int:
        """Give the number of the revision, 0 where there is none."""
        return self.revision.number if self.revision else 0

    @property
    def today(self) -> str:
        """Give the day against which staleness is judged: that of `as_of`, else now (ISO, UTC)."""
        as_of = self.selection.as_of
        if isinstance(as_of, date):
            return as_of.isoformat()
        if isinstance(as_of, int) and self.revision:
            return self.revision.recorded_at[:10]
        return self.now.astimezone(UTC).date().isoformat()

    def following(self) -> "View":
        """Give the view of what the address means, also where things have other keys now than it has."""
        with self._reading() as connection:
            selection, said = known.followed(connection, self.number, self.selection)
        return replace(self, selection=selection, followed=tuple(said)) if said else self

    def key_of(self, kind: str, key: str) -> str:
        """Give the key that a thing has at this moment, of which this may be that of before; else the same."""
        with self._reading() as connection:
            return known.key_of(connection, self.number, kind, key) or key

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self.store.reading() as connection:
            yield connection

    # --- strategy ---

    def strategy(self) -> Strategy:
        """Give what every map of this moment is drawn from, whatever is selected."""
        with self._reading() as connection:
            return strategy.whole(connection, self.number, self.today)

    def map(self, of: Strategy | None = None) -> MapFrames:
        """Give the frames of the strategy map, filtered by those values of the selection that are known; `of` is the
        strategy of this moment, where it is at hand.
        """
        selection, _ = self.known
        whole = of or self.strategy()
        with self._reading() as connection:
            return strategy.map_frames(connection, self.number, self.today, selection, whole)

    @cached_property
    def known(self) -> tuple[Selection, list[str]]:
        """Give the selection with only the values that the store knows, and the others in words: theme NOPE."""
        with self._reading() as connection:
            return known.known(connection, self.number, self.selection)

    def rejected(self) -> list[tuple[str, int, int]]:
        """Give (file, rows rejected, revision) of the newest file of every feed of which rows were rejected."""
        feeds = self.history().feeds
        feeds = feeds[feeds["rejected"].astype(int) > 0]
        names = ("file_name", "rejected", "revision")
        return [(row[0], int(row[1]), int(row[2])) for row in zip(*(feeds[name] for name in names), strict=True)]

    def choices(self) -> dict[str, dict[str, str]]:
        """Give, for every filter, its values and the words for them."""
        with self._reading() as connection:
            return strategy.choices(connection, self.number)

    def departments(self) -> dict[str, str]:
        """Give the names of the listed departments by key."""
        with self._reading() as connection:
            return queries.names_of_listed(connection, self.number, "department")

    def bands(self) -> list[tuple[str, str, str]]:
        """Give (kind, key, name) of the bands of the map."""
        with self._reading() as connection:
            return strategy.bands(connection, self.number)

    def objectives(self) -> pd.DataFrame:
        """Give all live objectives with result, status, coverage, worst KPI, stale and source."""
        with self._reading() as connection:
            return strategy.objectives(connection, self.number, self.today)

    def objective(self, key: str) -> ObjectiveView | None:
        """Give one objective with everything behind it, or None."""
        with self._reading() as connection:
            return aims.objective(connection, self.number, self.today, key)

    def kpis(self) -> pd.DataFrame:
        """Give all KPIs with their figures, status, stale and source."""
        with self._reading() as connection:
            return strategy.kpis(connection, self.number, self.today)

    def kpi(self, key: str) -> KpiView | None:
        """Give one KPI with its readings, targets and contributions, or None."""
        with self._reading() as connection:
            return aims.kpi(connection, self.number, self.today, key)

    def perspectives(self) -> pd.DataFrame:
        """Give the live perspectives, top band first."""
        with self._reading() as connection:
            return queries.perspectives(connection, self.number)

    def headline(self) -> Headline:
        """Give what stands above the map: what got worse and why, and the five figures."""
        with self._reading() as connection:
            return headline.read(connection, self.number, self.today)

    def themes(self) -> pd.DataFrame:
        """Give the live themes in order."""
        with self._reading() as connection:
            return queries.themes(connection, self.number)

    def links(self) -> pd.DataFrame:
        """Give the cause-and-effect links: source, target (keys of objectives), sign, strength, lag_months, note."""
        with self._reading() as connection:
            return queries.links(connection, self.number)

    # --- projects ---

    def keys(self, kind: str) -> list[str]:
        """Give the keys of all projects, milestones or people (`person`), in the order of their frames."""
        with self._reading() as connection:
            if kind == "milestone":  # of which only some are milestones, and some deliverables
                return queries.keys_of_milestones(connection, self.number)
            return sorted({*queries.public_keys(connection, self.number, kind).values()})

    def projects(self, keys: list[str] | None = None) -> pd.DataFrame:
        """Give projects, all or some, with status, stale and source."""
        with self._reading() as connection:
            return projects.projects(connection, self.number, self.today, keys)

    def recommendations(self, keys: list[str] | None = None) -> pd.DataFrame:
        """Give what to do with projects, all or some: recommendation, rank, and the facts that made it."""
        with self._reading() as connection:
            return advice.recommendations(connection, self.number, self.today, keys)

    def project(self, key: str, *, with_tasks: bool = True) -> ProjectView | None:
        """Give one project with everything behind it, or None; its tasks may be many, and can be left for `tasks`."""
        with self._reading() as connection:
            return projects.project(connection, self.number, self.today, key, with_tasks=with_tasks)

    def said(self, project: str) -> Said:
        """Give what each source says of a project, and of its milestones where sources differ."""
        with self._reading() as connection:
            return projects.said(connection, self.number, project)

    def effects(self, served: Iterable[str | None]) -> Effects:
        """Give what contributions were to do to some KPIs and objectives, what was seen of it, and what is too much."""
        keys = sorted({key for key in served if key})
        with self._reading() as connection:
            return effects.effects(connection, self.number, self.today, keys)

    def because_of_milestone(self, key: str, project: str) -> str | None:
        """Say why a milestone of a project is late; None where it is not."""
        with self._reading() as connection:
            return chains.of_milestone(connection, self.number, self.today, key, project)

    def because_of_project(self, found: ProjectView) -> str | None:
        """Say why a project is not on track; None where it is."""
        return self.chains(found).of_project(found.key)

    def chains(self, found: ProjectView) -> Chains:
        """Give what says why a project, or a milestone of it, is not on track."""
        with self._reading() as connection:
            return chains.of_found(connection, self.number, self.today, found)

    def tasks(self, project: str, page: Page) -> tuple[pd.DataFrame, int]:
        """Give a page of the lines of a project's schedules with their sources, and how many there are."""
        with self._reading() as connection:
            return projects.tasks(connection, self.number, project, page)

    def count_tasks(self, project: str) -> int:
        """Count the lines of a project's schedules."""
        with self._reading() as connection:
            return queries.count_tasks(connection, self.number, project)

    def served(self, keys: Iterable[str | None]) -> pd.DataFrame:
        """Give name and unit of KPIs and objectives (which have no unit) by their keys."""
        with self._reading() as connection:
            return served.served(connection, self.number, sorted({key for key in keys if key}))

    def names(self, people: Iterable[str | None]) -> dict[str, str]:
        """Give the names of people by their keys, for those keys that are known."""
        with self._reading() as connection:
            return queries.names_of_people(connection, self.number, sorted({key for key in people if key}))

    def milestones(self, of: list[str] | None = None, keys: list[str] | None = None) -> pd.DataFrame:
        """Give milestones, of all projects or of some, or those of some keys, with slip, status and source."""
        with self._reading() as connection:
            return projects.milestones(connection, self.number, self.today, of, keys)

    def milestone(self, key: str) -> dict[str, Any] | None:
        """Give one milestone with slip_days, status, source and what `with_first_baselines` adds, or None."""
        with self._reading() as connection:
            found = projects.milestones(connection, self.number, self.today, keys=[key])
            found = baselines.with_first_baselines(connection, self.number, found)
        return {str(name): value for name, value in found.loc[key].items()} if key in found.index else None

    def contributions(self, by: list[str] | None = None, marks: pd.DataFrame | None = None) -> pd.DataFrame:
        """Give what serves what, all or `by` some milestones, with project, milestone (`marks` if known) and source."""
        with self._reading() as connection:
            return projects.contributions(connection, self.number, self.today, by=by, marks=marks)

    def task_counts(self, of: list[str] | None = None) -> dict[str, dict[str, int]]:
        """Give, by project, all or some, how many leaf tasks and how many milestones its schedules hold."""
        with self._reading() as connection:
            return queries.task_counts(connection, self.number, projects.few(of))

    def people(self, keys: list[str] | None = None) -> pd.DataFrame:
        """Give people, all or some, with role, department, skills and source."""
        with self._reading() as connection:
            return projects.people(connection, self.number, keys)

    def money(self) -> pd.DataFrame:
        """Give money of all projects by month and kind (`projects.money`)."""
        with self._reading() as connection:
            return projects.money(connection, self.number)

    def risks(self) -> pd.DataFrame:
        """Give threats, opportunities and issues with what they are about and their source."""
        with self._reading() as connection:
            return with_sources(connection, queries.risks(connection, self.number))

    def decisions(self) -> pd.DataFrame:
        """Give decisions, actions and approved changes with what they are about and their source."""
        with self._reading() as connection:
            return with_sources(connection, queries.decisions(connection, self.number))

    # --- portfolio and what is missing ---

    def portfolio(self) -> pd.DataFrame:
        """Give every project in the columns that tables sort and filter by (`view.portfolio.index`)."""
        with self._reading() as connection:
            return portfolio.index(connection, self.number, self.today)

    def portfolio_chosen(
        self,
        everything: pd.DataFrame,
        *,
        critical: bool = False,
        disagreeing: bool = False,
        advice: Collection[str] = (),
    ) -> pd.DataFrame:
        """Keep of all projects, as `portfolio` gives them, those that the selection lets through, and of these the
        mission-critical, those that are worse than reported, or those with some recommendations.
        """
        only = {"critical": critical, "alarm": disagreeing}
        return portfolio.chosen(everything, self.known[0], only=[name for name in only if only[name]], advice=advice)

    def portfolio_page(self, chosen: pd.DataFrame, page: Page) -> tuple[pd.DataFrame, int]:
        """Give a page of chosen projects with their next milestone and the course of their status, and how many."""
        with self._reading() as connection:
            return portfolio.page_of(connection, self.number, chosen, page)

    def missing(self, projects: pd.DataFrame | None = None) -> pd.DataFrame:
        """Give the things of which something is missing that figures or links need (`view.missing.everything`)."""
        with self._reading() as connection:
            return missing.everything(connection, self.number, self.today, projects)

    def disputed(self, projects: pd.DataFrame | None = None) -> pd.DataFrame:
        """Give every value on which sources disagree (`view.disputed.everything`); `projects` as `portfolio` gives."""
        known = self.portfolio() if projects is None else projects
        with self._reading() as connection:
            return disputed.everything(connection, self.number, known)

    def missing_chosen(self, everything: pd.DataFrame) -> pd.DataFrame:
        """Keep of what is missing or disputed, as `missing` and `disputed` give it, the departments and managers of the
        selection.
        """
        return missing.chosen(everything, self.selection)

    def missing_counted(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Count what is missing per department and manager."""
        return missing.counted(rows)

    # --- loads ---

    def history(self) -> History:
        """Give all loads, the files of each, feeds and their freshness, and what is not resolved."""
        with self._reading() as connection:
            return history.history(connection, self.number, self.today)

    def loads(self) -> pd.DataFrame:
        """Give all loads with sums over the files of each, as `History.loads`."""
        with self._reading() as connection:
            return queries.loads(connection, self.number)

    def days_of_loads(self) -> list[str]:
        """Give the days on which something was loaded up to what is shown, the newest first."""
        with self._reading() as connection:
            loads = queries.loads(connection, self.number)
        return list(dict.fromkeys(moment[:10] for moment in loads["recorded_at"]))

    def load(self, revision: int, *, with_rejections: bool = True) -> LoadView | None:
        """Give one load with its files, rejections and omissions, or None; rejections can be left for `rejections`."""
        with self._reading() as connection:
            return history.load(connection, revision, with_rejections=with_rejections)

    def rejections(self, revision: int, page: Page) -> tuple[pd.DataFrame, int]:
        """Give a page of what a load rejected, and how many rejections there are."""
        with self._reading() as connection:
            return history.rejections(connection, revision, page)

    def count_rejections(self, revision: int) -> int:
        """Count the faults of rows that a load rejected."""
        with self._reading() as connection:
            return queries.count_rejections(connection, revision)

    def find(self, text: str) -> list[search.Found]:
        """Give the nodes whose name or key holds the text, best first, at most a dozen."""
        with self._reading() as connection:
            return search.find(connection, self.number, text)
