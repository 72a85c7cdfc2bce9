"""What belongs to a programme, a department, a perspective or a theme, put together when read: each project once.

The frames of a revision are read whole, for whoever keeps them; a roll-up is then taken from them without the store.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import alignment, exposure, money, rollup
from dashboard.analysis.thresholds import DEFAULTS, Thresholds
from dashboard.view import View, portfolio, spent, strategy, tuned
from data import queries
from data.contributed import CLAIMED
from data.frames import objects

KINDS = ("programme", "department", "perspective", "theme")
OF_STRATEGY = ("perspective", "theme")  # they hold objectives, and work only through these


@dataclass(frozen=True)
class Whole:
    """What every roll-up of a day is taken from, money in the one reporting `currency`.

    projects as `portfolio.index`, with rate (`money.in_one_unit`, in `unit`) · objectives as
    `strategy.results` · kpis: name and objective · paths as `alignment.paths` · money as `money.converted`, placed
    as `money.allocated` · scheduled: what only schedules say was spent (`money.with_schedules`), placed too · risks as
    `exposure.weighed`, with of_kind and of: the project, objective or KPI they are about · listed, by kind and key:
    name, description, owner (a name), parent (a key). Nobody changes it.
    """

    day: str
    currency: str | None
    unit: str | None
    projects: pd.DataFrame
    objectives: pd.DataFrame
    kpis: pd.DataFrame
    paths: pd.DataFrame
    money: pd.DataFrame
    placed: pd.DataFrame
    scheduled: pd.DataFrame
    risks: pd.DataFrame
    listed: dict[str, pd.DataFrame]
    cuts: Thresholds  # that hold for everything

    def name_of(self, kind: str, key: str | None) -> str | None:
        """Give the name of a listed thing, or its key."""
        return self._names[kind].get(key) or key if key else None

    @cached_property
    def _names(self) -> dict[str, dict[Any, Any]]:
        return {kind: frame["name"].to_dict() for kind, frame in self.listed.items()}

    @cached_property
    def benefits(self) -> pd.DataFrame:
        """Give the benefits of every project that states any, as `money.benefits`, also after it has closed."""
        return money.benefits(self.money, self.day)


@dataclass(frozen=True)
class RollUp:
    """What one of KINDS comes to.

    row: name, and what is stated of it (description, owner, parent) · result: its objectives as `rollup.roll_up`, None
    for a programme, which has none · delivery: its projects as `rollup.delivery` · earned as `rollup.earned` · projects
    and objectives as in Whole, those that belong to it (of a programme those that its projects lead to) · money:
    currency, month, kind and figures; of a perspective or a theme what is put down to its objectives · left_out: sums
    that could not be converted, and why_left · scheduled: what was spent by each project of which only its schedule
    says so, put down likewise: a total without months · risks as in Whole · benefits by project.
    """

    kind: str
    key: str
    row: dict[str, Any]
    result: dict[str, Any] | None
    delivery: dict[str, Any]
    earned: dict[str, Any]
    projects: pd.DataFrame
    objectives: pd.DataFrame
    money: pd.DataFrame
    left_out: int
    why_left: str
    scheduled: pd.Series
    risks: pd.DataFrame
    benefits: pd.DataFrame


def whole_of(view: View, projects: pd.DataFrame | None = None) -> Whole:
    """Give what every roll-up of a view's moment is taken from; the costly part of a page, so keep it. `projects`, as
    `portfolio.index` gives them, where they are at hand.
    """
    with view.store.reading() as connection:
        every = portfolio.index(connection, view.number, view.today) if projects is None else projects
        return read(connection, view.number, view.today, every)


def read(connection: Connection, revision: int, today: str, projects: pd.DataFrame) -> Whole:
    """Read what every roll-up is taken from as of a revision, beside its projects (`portfolio.index`); staleness and
    benefits are judged on the day `today`.
    """
    settings = queries.settings(connection, revision)
    kpis, objectives = queries.kpis(connection, revision), strategy.results(connection, revision, today)
    contributions = queries.contributions(connection, revision, only=CLAIMED)
    stated = queries.money(connection, revision, only=("kind", *money.FIGURES, "currency"))
    sums = money.converted(stated, settings, projects)
    both = spent.with_schedules(connection, revision, sums, settings, projects)
    shares = money.shares(contributions, kpis, projects)
    currency = money.reporting_currency(settings, both)
    factors, unit = money.in_one_unit(projects["unit"], money.rates(settings), currency)
    return Whole(
        day=today,
        currency=currency,
        unit=unit,
        projects=projects.assign(rate=factors),
        objectives=objectives,
        kpis=kpis[["name", "objective"]],
        paths=alignment.paths(contributions, kpis, objectives, projects),
        money=sums,
        placed=money.allocated(sums, shares, objectives),
        scheduled=money.allocated(both[both["source"] == money.SCHEDULE], shares, objectives),
        risks=_risks(connection, revision, settings, currency, projects.index, objectives.index, kpis.index),
        listed=_listed(connection, revision),
        cuts=tuned.for_everything(connection, revision),
    )


def _risks(
    connection: Connection,
    revision: int,
    settings: pd.DataFrame,
    currency: str | None,
    projects: pd.Index,
    objectives: pd.Index,
    kpis: pd.Index,
) -> pd.DataFrame:
    """Give the open risks, each once, what weighs most first, with what they are about; a milestone is its project."""
    rows = exposure.weighed(queries.risks(connection, revision), money.rates(settings), currency)
    kinds = dict.fromkeys(kpis, "kpi") | dict.fromkeys(objectives, "objective") | dict.fromkeys(projects, "project")
    others = sorted(set(rows["about"]) - set(kinds))
    marks = queries.milestones(connection, revision, keys=others, all_kinds=True) if others else None
    of = rows["about"].map({} if marks is None else marks["project"].to_dict())
    rows = rows.assign(of=objects(of.where(of.notna(), rows["about"]), rows.index))
    rows["of_kind"] = objects(map(kinds.get, rows["of"]), rows.index)
    return rows.sort_values("exposure", ascending=False, kind="stable", na_position="last")


def _listed(connection: Connection, revision: int) -> dict[str, pd.DataFrame]:
    frames = {kind: queries.lists(connection, revision, kind) for kind in ("programme", "department")}
    frames |= {"perspective": queries.perspectives(connection, revision), "theme": queries.themes(connection, revision)}
    for kind, frame in frames.items():
        owner = frame.get("owner", frame.get("lead"))
        frames[kind] = frame.reindex(columns=["name", "description", "parent"]).assign(owner=owner)
    people = {one for frame in frames.values() for one in frame["owner"] if one}
    names = queries.names_of_people(connection, revision, sorted(people)) if people else {}
    for kind, frame in frames.items():
        owners = objects((names.get(one, one) for one in frame["owner"]), frame.index)
        frames[kind] = frame.astype(object).where(frame.notna(), None).assign(owner=owners)
    return frames


def take(whole: Whole, kind: str, key: str) -> RollUp | None:
    """Take one of KINDS with everything that belongs to it, or None where nothing is of that key."""
    held = whole.objectives[whole.objectives[kind] == key] if kind != "programme" else whole.objectives.iloc[:0]
    paths = whole.paths
    if kind in OF_STRATEGY:
        keys = paths.loc[paths["objective"].isin(held.index), "project"]
        sums, scheduled = (frame[frame["objective"].isin(held.index)] for frame in (whole.placed, whole.scheduled))
    else:
        keys = whole.projects.index[whole.projects[kind] == key]
        sums, scheduled = (frame[frame["project"].isin(keys)] for frame in (whole.money, whole.scheduled))
    projects = whole.projects[whole.projects.index.isin(keys)]
    listed = whole.listed[kind]
    if key not in listed.index and projects.empty and held.empty:
        return None
    led = (
        held
        if kind != "programme"
        else whole.objectives[
            whole.objectives.index.isin(paths.loc[paths["project"].isin(projects.index), "objective"])
        ]
    )
    mine = projects.assign(parent=key).reset_index(names="key")
    return RollUp(
        kind=kind,
        key=key,
        row=_row(listed, key),
        result=None if kind == "programme" else _result(key, held, whole.cuts),
        delivery=_first(rollup.delivery([key], mine, whole.cuts)),
        earned=_first(rollup.earned([key], mine)),
        projects=portfolio.ordered(projects, None),
        objectives=led,
        money=money.by_month(sums, ["currency"]),
        left_out=int(sums["why"].notna().sum()) + scheduled.loc[scheduled["why"].notna(), "project"].nunique(),
        why_left=money.reasons(pd.concat([sums["why"], scheduled["why"]])),
        scheduled=scheduled.groupby("project")["actual"].sum(min_count=1).dropna(),
        risks=_about(whole, projects.index, held.index),
        benefits=money.benefits(sums, whole.day),
    )


def _row(listed: pd.DataFrame, key: str) -> dict[str, Any]:
    if key not in listed.index:
        return {"name": key, "description": None, "owner": None, "parent": None, "parent_name": None}
    row = {str(name): value for name, value in listed.loc[key].to_dict().items()}
    above = row["parent"]
    return row | {"name": row["name"] or key, "parent_name": listed["name"].get(above) or above}


def _result(key: str, held: pd.DataFrame, cuts: Thresholds) -> dict[str, Any]:
    rows = held[["name", "score", "status", "weight", "stale"]].reset_index(names="key").assign(parent=key)
    return _first(rollup.roll_up([key], rows, cuts))


def _about(whole: Whole, projects: pd.Index, held: pd.Index) -> pd.DataFrame:
    """Give the risks about projects, objectives and the KPIs of these."""
    measures = whole.kpis.index[whole.kpis["objective"].isin(held)]
    mine = whole.risks["of"].isin(projects.union(held).union(measures))
    return whole.risks[mine]


def together(projects: pd.DataFrame, by: str | None, cuts: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Roll projects, as in Whole, up to their programmes or departments (`by`), or to one (None).

    Gives, by key, the columns of `rollup.delivery` and `rollup.earned`; what belongs to none stands last, under "".
    """
    parent = projects[by].fillna("") if by else pd.Series("", projects.index)
    rows = projects.assign(parent=parent.astype(object)).reset_index(names="key")
    parents = sorted(set(rows["parent"]), key=lambda one: (one == "", one))
    return rollup.delivery(parents, rows, cuts).join(rollup.earned(parents, rows))


def _first(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(name): value for name, value in frame.iloc[0].to_dict().items()}
