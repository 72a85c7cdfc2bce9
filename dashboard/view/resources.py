"""What people, roles, skills, departments and projects have and what is asked of them, by day, week or month."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis import load
from dashboard.analysis.load import HAIR, Bins, Counted, Load
from dashboard.analysis.load_bands import Bands, bands
from dashboard.analysis.working_time import Span, weeks_from
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.conflicts import Conflicts
from dashboard.view.tuned import for_everything
from dashboard.view.workload import of_departments, of_projects, read
from dashboard.workloads import known_staff
from data import queries

GROUPS = ("person", "role", "skill", "department", "project")
STEPS = ("week", "day", "month")
WEEKS = (13, 26, 52, 104)
ORDERS = ("worst", "endangered", "free")
MOST = 100  # groups on a page


class Asked(NamedTuple):
    """Of what the load is asked for: the groups, the step, how many weeks, and whose departments (none is all)."""

    by: str = GROUPS[0]
    step: str = STEPS[0]
    weeks: int = WEEKS[0]
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Everybody:
    """What everything of some weeks is put together from, whatever it is grouped by: units (`Workload.units`; of
    projects their keys), the minutes of each, and the bands, the steps of load.
    """

    span: Span
    units: pd.DataFrame
    by_unit: Counted
    bands: Bands


@dataclass(frozen=True)
class Resources:
    """Load from the week of the day on, a row a group that has work or people.

    bins: minutes by group and period, capacity is missing where there can be none · groups, in the order of the rows:
    key ("" for what belongs to none), over, free and demand (hours), points (endangered by conflicts) · conflicts of
    the same weeks · bands: the steps of load · now: the place of the period that holds the day · span: the days of all
    periods.
    """

    asked: Asked
    bins: Bins
    groups: pd.DataFrame
    conflicts: Conflicts
    bands: Bands
    now: int
    span: Span

    @property
    def named(self) -> pd.DataFrame:
        """Give the groups that have a name: what belongs to none of them is no group."""
        return self.groups[self.groups["key"] != ""]

    @property
    def has_rest(self) -> bool:
        """Say whether there is a line of what belongs to none."""
        return len(self.named) < len(self.groups)

    def ordered(self, order: str) -> npt.NDArray[np.int64]:
        """Give the places of the groups: those most hours over first, or those that endanger most, or most free."""
        first = {"worst": ["over", "demand"], "endangered": ["points", "over", "demand"], "free": ["free"]}[order]
        rows = self.groups.sort_values([*first, "key"], ascending=[*(False for _ in first), True], kind="stable")
        return rows.index.to_numpy(dtype=np.int64)


def asked_of(selection: Selection) -> Asked:
    """Read what an address asks for with `group=`, `step=` and `weeks=`; what is not offered is the first of each."""
    by, step, weeks = (selection.last(name) for name in ("group", "step", "weeks"))
    return Asked(
        by if by in GROUPS else GROUPS[0],
        step if step in STEPS else STEPS[0],
        next((count for count in WEEKS if str(count) == weeks), WEEKS[0]),
        selection.department,
    )


def everybody_of(view: View, weeks: int, projects: bool) -> Everybody:
    """Give what is known of everybody over so many weeks, or of all `projects`, as a view sees them."""
    span = weeks_from(view.today, weeks)
    with view.store.reading() as connection:
        cuts = bands(for_everything(connection, view.number))
        if projects:
            of = load.summed(of_projects(connection, view.number, span))
            return Everybody(span, pd.DataFrame({"project": of.keys}), of, cuts)
        workload = read(connection, view.number, span)
    return Everybody(span, workload.units, load.summed(workload.by_unit), cuts)


def resources_of(view: View, asked: Asked, everybody: Everybody, conflicts: Conflicts) -> Resources:
    """Group what is known of everybody in the weeks that are asked for (`everybody_of`), and the conflicts in them."""
    people, span, units = within(conflicts, asked.departments), everybody.span, everybody.units
    groups = _groups(view, asked, everybody)
    every = load.bins_of(groups, span, asked.step)
    shown = every.demand.sum(axis=1) > HAIR
    if asked.by == "person":
        shown |= np.array([key is not None for key in groups.keys], dtype=bool)
    else:
        shown |= np.nan_to_num(every.capacity).sum(axis=1) > HAIR
    mine = Bins(every.periods, *(array[shown] for array in every[1:]))
    keys = [key or "" for key, there in zip(groups.keys, shown, strict=True) if there]
    now = int(np.searchsorted(np.array(every.periods), view.today, side="right")) - 1
    points = _points(units, asked.by, people)
    return Resources(asked, mine, _sums(keys, mine, points), people, everybody.bands, now, span)


def projects_of(view: View, keys: Collection[str]) -> dict[str, str]:
    """Give the names of projects."""
    with view.store.reading() as connection:
        return queries.names_of_projects(connection, view.number, sorted(keys))


def names_of(view: View, by: str, keys: list[str]) -> dict[str, str]:
    """Give what groups are called."""
    known: dict[str, str] = {}
    if by == "person":
        known = view.names(keys)
    elif by == "department":
        known = view.departments()
    elif by == "project":
        known = projects_of(view, keys)
    return {key: known.get(key) or key or "not named" for key in keys}


def inside_of(units: pd.DataFrame, departments: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Say which units belong to some departments, or to any."""
    if not departments:
        return np.ones(len(units), dtype=bool)
    return units["department"].isin(departments).to_numpy(dtype=bool)


def within(found: Conflicts, departments: Sequence[str]) -> Conflicts:
    """Keep the conflicts of people of some departments."""
    if not departments:
        return found
    mine = found.found[found.found["department"].isin(departments)].reset_index(drop=True)
    people = set(mine["person"])
    sides, endangered = (rows[rows["person"].isin(people)] for rows in (found.sides, found.endangered))
    return Conflicts(found.span, mine, sides, endangered)


def grouped_by(view: View, span: Span, by: str, departments: Sequence[str]) -> Load:
    """Add what everybody has and is asked for on some days, inside of some departments or of all, up to groups."""
    with view.store.reading() as connection:
        if by == "project" and departments:
            return of_departments(connection, view.number, span, departments)
        if by == "project":
            return of_projects(connection, view.number, span)
        workload = read(connection, view.number, span)
    return load.grouped(workload.by_unit, _inside(workload.units, load.members(workload.units, by), departments))


def people_of(view: View, departments: Sequence[str]) -> list[str]:
    """Give the people of some departments, or all, in the order of their keys."""
    with view.store.reading() as connection:
        staff = known_staff(connection, view.number)
    return list(staff.index[inside_of(staff, departments)])


def nobody_of(view: View, span: Span, departments: Sequence[str]) -> Load:
    """Give what is asked for without a name on some days, inside of some departments or of all, as one group."""
    with view.store.reading() as connection:
        workload = read(connection, view.number, span, [], nameless=True)
    members = _inside(workload.units, load.members(workload.units, "person"), departments)
    return load.grouped(workload.by_unit, members[members["group"].isna()])


def _groups(view: View, asked: Asked, everybody: Everybody) -> Counted:
    """Add what is inside of some departments up to groups."""
    if asked.by == "project":
        if not asked.departments:
            return everybody.by_unit
        with view.store.reading() as connection:
            return load.summed(of_departments(connection, view.number, everybody.span, asked.departments))
    members = load.members(everybody.units, asked.by)
    return load.gathered(everybody.by_unit, _inside(everybody.units, members, asked.departments))


def _inside(units: pd.DataFrame, members: pd.DataFrame, departments: Sequence[str]) -> pd.DataFrame:
    """Keep what belongs to groups (`load.members`) inside of some departments."""
    if not departments:
        return members
    return members[inside_of(units, departments)[members["unit"].to_numpy(dtype=np.int64)]]


def _sums(keys: list[str], of: Bins, points: pd.Series) -> pd.DataFrame:
    """Give what the groups are ordered by: key, over, free and demand (hours), points."""
    left = of.capacity - of.demand
    return pd.DataFrame(
        {
            "key": np.array(keys, dtype=object),
            "over": np.where(np.isnan(left), of.demand, np.maximum(-left, 0.0)).sum(axis=1).round(3) / 60,
            "free": np.nan_to_num(np.maximum(left, 0.0)).sum(axis=1).round(3) / 60,
            "demand": of.demand.sum(axis=1).round(3) / 60,
            "points": points.reindex(pd.Index(keys, dtype=object)).fillna(0.0).to_numpy(dtype=np.float64),
        }
    )


def _points(units: pd.DataFrame, by: str, found: Conflicts) -> pd.Series:
    """Give the points that conflicts endanger by group, those of one project and objective once."""
    rows = found.at_stake
    if by == "project":
        rows = rows.assign(group=rows["project"])
    elif by == "person":
        rows = rows.assign(group=rows["person"])
    else:
        members = load.members(units, by)
        members["person"] = units["person"].iloc[members["unit"].to_numpy(dtype=np.int64)].array
        rows = rows.merge(members[["person", "group"]].dropna(), on="person")
    return rows.drop_duplicates(["group", "work"]).groupby("group")["points"].sum()
