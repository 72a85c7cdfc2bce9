"""Lending and borrowing: the work that people of one department do for projects of another, by month.

Demand that counts is done, firm and overdue work of people with a name; demand without a name lends nobody. What people
do for their own department stands on the diagonal.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.analysis.load import HAIR, edges
from dashboard.analysis.working_time import Minutes, Span

PAIRS = ("lender", "borrower", "month", "hours", "fte", "people")
SHARING = ("person", "department", "hours", "own_hours", "lent_hours", "projects", "departments", "works_for")
DRAINED = ("department", "role", "people", "of", "hours", "first", "last", "borrowers", "asking")
MANY, MOST = 5, 0.8  # so many of a role, and this part of them: then a department has nobody left
ONE, OWN, SEVERAL = "one project", "one department", "several departments"  # whom somebody works for


class Pairs(NamedTuple):
    """Lines put together: `rows` says of each line to which of `of` (lender, borrower, person, project) it belongs, -1
    where nobody with a name does it.
    """

    rows: np.ndarray
    of: pd.DataFrame


def pairs(lines: pd.DataFrame, departments: pd.Series, owners: pd.Series) -> Pairs:
    """Put together the lines of a person for a project. `lines`: person, project; `departments` of people and `owners`
    of projects by key, None where nobody named one.
    """
    named = lines["person"].isin(departments.index).to_numpy()
    own = lines[["person", "project"]][named]
    rows = np.full(len(lines), -1, dtype=np.int64)
    rows[named] = own.groupby(["person", "project"]).ngroup()
    kinds = own.assign(row=rows[named]).drop_duplicates("row").sort_values("row")
    person, project = kinds["person"].array, kinds["project"].array
    of = pd.DataFrame(
        {
            "lender": departments.reindex(person).array, "borrower": owners.reindex(project).array, "person": person,
            "project": project,
        },
        dtype=object,
    )  # fmt: skip
    return Pairs(rows, of.where(of.notna(), None))


def matrix(of: pd.DataFrame, minutes: Minutes, span: Span, full: Minutes) -> pd.DataFrame:
    """Give the hours and full-time equivalents of each lender, borrower and month with work: `PAIRS`, most hours first
    within a month.

    `of` as `Pairs.of`, `minutes` of each of its rows and each day that count, `full` those of a full-time calendar:
    FTE = hours / its hours in the days of the month that lie in the span. `month` is the first day of the month.
    """
    starts, months = edges(span, "month")
    if not len(of) or not len(starts):
        return pd.DataFrame(columns=list(PAIRS), dtype=object)
    hours = np.add.reduceat(minutes, starts, axis=1) / 60
    standard = np.add.reduceat(full, starts) / 60
    at, month = np.nonzero(hours > HAIR)
    found = of.iloc[at].assign(month=np.array(months, dtype=object)[month], hours=hours[at, month])
    found["fte"] = np.divide(found["hours"], standard[month], out=np.full(len(at), np.nan), where=standard[month] > 0)
    summed = found.groupby(["lender", "borrower", "month"], as_index=False, dropna=False).agg(
        hours=("hours", "sum"), fte=("fte", lambda each: each.sum(skipna=False)), people=("person", "nunique")
    )
    summed = summed.sort_values(["month", "hours"], ascending=[True, False], kind="stable").reset_index(drop=True)
    return _none(summed, ["lender", "borrower", "fte"])[list(PAIRS)]


def whole(rows: pd.DataFrame, standard: float) -> pd.DataFrame:
    """Put the months of a matrix together: lender, borrower, hours, fte, most hours first; `standard` are the hours of
    a full-time calendar in all of them.
    """
    found = rows.groupby(["lender", "borrower"], as_index=False, dropna=False).agg(hours=("hours", "sum"))
    found["fte"] = found["hours"] / standard if standard > 0 else None
    found = found.sort_values("hours", ascending=False, kind="stable").reset_index(drop=True)
    return _none(found, ["lender", "borrower", "fte"])


def is_lent(rows: pd.DataFrame) -> pd.Series:
    """Say which rows of lender and borrower are lent: both are known and differ."""
    return rows["lender"].notna() & rows["borrower"].notna() & (rows["lender"] != rows["borrower"])


def sharing(of: pd.DataFrame, minutes: Minutes) -> pd.DataFrame:
    """Give whom each person with work works for, who is shared most first: `SHARING`.

    `of` and `minutes` as `matrix` takes them. `works_for` is one project (such people are dedicated), several of one
    department, or of several departments; work of a project without a department counts as of one more.
    Hours whose department is not known, of the person or of the project, are neither own nor lent.
    """
    hours = minutes.sum(axis=1) / 60
    rows = of.assign(hours=hours)[hours > HAIR]
    if rows.empty:
        return pd.DataFrame(columns=list(SHARING), dtype=object)
    known, own = rows["lender"].notna() & rows["borrower"].notna(), rows["lender"] == rows["borrower"]
    rows = rows.assign(
        own_hours=rows["hours"].where(known & own, 0.0), lent_hours=rows["hours"].where(is_lent(rows), 0.0)
    )
    rows["borrower"] = rows["borrower"].fillna("")
    found = rows.groupby("person", as_index=False).agg(
        department=("lender", "first"), hours=("hours", "sum"), own_hours=("own_hours", "sum"),
        lent_hours=("lent_hours", "sum"), projects=("project", "nunique"), departments=("borrower", "nunique"),
    )  # fmt: skip
    found["works_for"] = np.select([found["projects"] == 1, found["departments"] == 1], [ONE, OWN], SEVERAL)
    order = ["departments", "projects", "lent_hours", "person"]
    found = found.sort_values(order, ascending=[False, False, False, True]).reset_index(drop=True)
    return _none(found, ["department"])[list(SHARING)]


def counted(people: pd.DataFrame) -> pd.DataFrame:
    """Count by department whom its people work for, most lent hours first: department, people, dedicated (to one
    project), own (to several of one department), shared (by several departments), hours, lent_hours.

    `people` as `sharing`.
    """
    rows = people.assign(
        **{name: people["works_for"] == kind for name, kind in (("dedicated", ONE), ("own", OWN), ("shared", SEVERAL))}
    )
    found = rows.groupby("department", as_index=False, dropna=False).agg(
        people=("person", "nunique"), dedicated=("dedicated", "sum"), own=("own", "sum"), shared=("shared", "sum"),
        hours=("hours", "sum"), lent_hours=("lent_hours", "sum"),
    )  # fmt: skip
    found = found.sort_values(["lent_hours", "hours"], ascending=False, kind="stable").reset_index(drop=True)
    return _none(found, ["department"])


def drained(of: pd.DataFrame, minutes: Minutes, span: Span, roles: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Give the departments that lend nearly all people of a role, most lent hours first: `DRAINED`.

    `people` of the `of` who have the role lend, `hours` in all, between two days; `borrowers`: project, people and
    hours, most people first; `asking`: project and hours of the department's own work for which nobody is named.
    `roles` by person: department, role. `asked`: department, project, hours.
    """
    role = of["person"].map(roles["role"])
    rows = of.assign(role=role, hours=minutes.sum(axis=1) / 60, place=np.arange(len(of)))
    rows = rows[is_lent(rows) & role.notna() & (rows["hours"] > HAIR)]
    size = roles.groupby(["department", "role"]).size().to_dict()
    found = []
    for (department, name), mine in rows.groupby(["lender", "role"]):
        people, count = mine["person"].nunique(), int(size[department, name])
        if people < MANY or people < MOST * count:
            continue
        days = np.flatnonzero(minutes[mine["place"].to_numpy()].sum(axis=0) > HAIR)
        to = mine.groupby("project", as_index=False).agg(people=("person", "nunique"), hours=("hours", "sum"))
        to = to.sort_values(["people", "hours"], ascending=False, kind="stable")
        own = asked[(asked["department"] == department) & (asked["hours"] > HAIR)]
        wanting = own.groupby("project", as_index=False).agg(hours=("hours", "sum"))
        wanting = wanting.sort_values("hours", ascending=False, kind="stable")
        found.append(
            [
                department, name, people, count, float(mine["hours"].sum()), span.iso(int(days[0])),
                span.iso(int(days[-1])), to.to_dict("records"), wanting.to_dict("records"),
            ]
        )  # fmt: skip
    every = pd.DataFrame(found, columns=list(DRAINED), dtype=object)
    return every.sort_values("hours", ascending=False, kind="stable").reset_index(drop=True)


def _none(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].astype(object).where(frame[name].notna(), None) for name in names})
