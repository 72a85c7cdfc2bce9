"""Lending and borrowing: the work that people of one department do for projects of another, by month.

Demand that counts is done, firm and overdue work of people with a name; demand without a name lends nobody. What people
do for their own department stands on the diagonal.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.load import HAIR

PAIRS = ("lender", "borrower", "month", "hours", "fte", "people")
SHARING = ("person", "department", "hours", "own_hours", "lent_hours", "projects", "departments", "works_for")
DRAINED = ("department", "role", "people", "of", "hours", "first", "last", "borrowers", "asking")
MANY, MOST = 5, 0.8  # so many of a role, and this part of them: then a department has nobody left
Hours = npt.NDArray[np.float64]
Days = Callable[[npt.NDArray[np.int64]], tuple[str, str]]
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
    person, people = pd.factorize(lines["person"][named], sort=True)
    project, projects = pd.factorize(lines["project"][named], sort=True)
    kinds, place = np.unique(person * max(len(projects), 1) + project, return_inverse=True)
    rows = np.full(len(lines), -1, dtype=np.int64)
    rows[named] = place
    at, of = np.divmod(kinds, max(len(projects), 1))
    lender, borrower = departments.reindex(people).array[at], owners.reindex(projects).array[of]
    found = {"lender": lender, "borrower": borrower, "person": people[at], "project": projects[of]}
    whole = pd.DataFrame(found, dtype=object)
    return Pairs(rows, whole.where(whole.notna(), None))


def matrix(of: pd.DataFrame, hours: Hours, standard: Mapping[str, float]) -> pd.DataFrame:
    """Give the hours and full-time equivalents of each lender, borrower and month with work: `PAIRS`, most hours first
    within a month.

    `of` as `Pairs.of`, `hours` of each of its rows and each month that count, `standard` those of a full-time calendar
    in each month (by its first day): FTE = hours / its hours.
    """
    at, month = np.nonzero(hours > HAIR)
    if not len(at):
        return pd.DataFrame(columns=list(PAIRS), dtype=object)
    (lender, lenders), (borrower, borrowers) = (_coded(of[name]) for name in ("lender", "borrower"))
    every = (lender * len(borrowers) + borrower)[at] * len(standard) + month
    cells, cell = np.unique(every, return_inverse=True)
    person = pd.factorize(of["person"])[0][at]
    pair, month = np.divmod(cells, len(standard))
    full = np.array([*standard.values()])[month]
    sums = np.bincount(cell, hours[hours > HAIR])
    found = pd.DataFrame(
        {
            "lender": lenders[pair // len(borrowers)],
            "borrower": borrowers[pair % len(borrowers)],
            "month": np.array([*standard], dtype=object)[month],
            "hours": sums,
            "fte": np.divide(sums, full, out=np.full(len(sums), np.nan), where=full > 0),
            "people": np.bincount(np.unique(cell * len(of) + person) // len(of)),
        }
    )
    found = found.sort_values(["month", "hours"], ascending=[True, False], kind="stable", key=_even)
    return _none(found.reset_index(drop=True), ["lender", "borrower", "fte"])[list(PAIRS)]


def _coded(names: pd.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """Number names in their order, with None as the last, and give the names by number."""
    code, known = pd.factorize(names, sort=True)
    return np.where(code < 0, len(known), code), np.array([*known, None], dtype=object)


def whole(rows: pd.DataFrame, standard: float) -> pd.DataFrame:
    """Put the months of a matrix together: lender, borrower, hours, fte, most hours first; `standard` are the hours of
    a full-time calendar in all of them.
    """
    found = rows.groupby(["lender", "borrower"], as_index=False, dropna=False).agg(hours=("hours", "sum"))
    found["fte"] = found["hours"] / standard if standard > 0 else None
    found = found.sort_values("hours", ascending=False, kind="stable", key=_even).reset_index(drop=True)
    return _none(found, ["lender", "borrower", "fte"])


def is_lent(rows: pd.DataFrame) -> pd.Series:
    """Say which rows of lender and borrower are lent: both are known and differ."""
    return rows["lender"].notna() & rows["borrower"].notna() & (rows["lender"] != rows["borrower"])


def sharing(of: pd.DataFrame, hours: Hours) -> pd.DataFrame:
    """Give whom each person with work works for, who is shared most first: `SHARING`.

    `of` and `hours` as `matrix` takes them. `works_for` is one project (such people are dedicated), several of one
    department, or of several departments; work of a project without a department counts as of one more.
    Hours whose department is not known, of the person or of the project, are neither own nor lent.
    """
    every = hours.sum(axis=1)
    rows, spent = of[every > HAIR], every[every > HAIR]
    if rows.empty:
        return pd.DataFrame(columns=list(SHARING), dtype=object)
    person, people = pd.factorize(rows["person"], sort=True)
    borrower, borrowers = _coded(rows["borrower"])
    first = np.unique(person, return_index=True)[1]
    own, lent = (rows["lender"] == rows["borrower"]).to_numpy(), is_lent(rows).to_numpy()
    found = pd.DataFrame(
        {
            "person": np.array(people, dtype=object),
            "department": rows["lender"].to_numpy(dtype=object)[first],
            "hours": np.bincount(person, spent),
            "own_hours": np.bincount(person, np.where(own, spent, 0.0)),
            "lent_hours": np.bincount(person, np.where(lent, spent, 0.0)),
            "projects": np.bincount(person),
            "departments": np.bincount(np.unique(person * len(borrowers) + borrower) // len(borrowers)),
        }
    )
    found["works_for"] = np.select([found["projects"] == 1, found["departments"] == 1], [ONE, OWN], SEVERAL)
    order = ["departments", "projects", "lent_hours", "person"]
    found = found.sort_values(order, ascending=[False, False, False, True], key=_even).reset_index(drop=True)
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
    found = found.sort_values(["lent_hours", "hours"], ascending=False, kind="stable", key=_even).reset_index(drop=True)
    return _none(found, ["department"])


def drained(of: pd.DataFrame, hours: Hours, roles: pd.DataFrame, asked: pd.DataFrame, days: Days) -> pd.DataFrame:
    """Give the departments that lend nearly all people of a role, most lent hours first: `DRAINED`.

    `people` of the `of` who have the role lend, `hours` in all, from a day to another (`days` of the places of some
    rows of `of`); `borrowers`: project, people and hours, most people first; `asking`: project and hours of the
    department's own work for which nobody is named. `roles` by person: department, role. `asked`: department, project,
    hours.
    """
    every = hours.sum(axis=1)
    lent = is_lent(of).to_numpy() & (every > HAIR)
    rows = of[lent].assign(hours=every[lent], place=np.flatnonzero(lent))
    rows = rows.assign(role=rows["person"].map(roles["role"]))
    rows = rows[rows["role"].notna()]
    size = roles.groupby(["department", "role"]).size().to_dict()
    lenders = rows.groupby(["lender", "role"])["person"].nunique().to_dict()
    pairs = [one for one, people in lenders.items() if people >= MANY and people >= MOST * size[one]]
    places = rows.groupby(["lender", "role"])["place"]
    to, wanting = _borrowers(rows), _asking(asked)
    found = []
    for department, name in pairs:
        mine = places.get_group((department, name)).to_numpy()
        found.append(
            [
                department, name, int(lenders[department, name]), int(size[department, name]),
                float(every[mine].sum()), *days(mine), to[department, name], wanting[department],
            ]
        )  # fmt: skip
    whole = pd.DataFrame(found, columns=list(DRAINED), dtype=object)
    return whole.sort_values("hours", ascending=False, kind="stable", key=_even).reset_index(drop=True)


def _borrowers(rows: pd.DataFrame) -> defaultdict[Any, list[dict[str, Any]]]:
    """Give, by department and role, the projects that borrow of them, most people first: project, people and hours."""
    by = ["lender", "role", "project"]
    to = rows.groupby(by, as_index=False).agg(people=("person", "nunique"), hours=("hours", "sum"))
    to = to.sort_values(["people", "hours"], ascending=False, kind="stable", key=_even)
    found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for lender, role, project, people, hours in to.itertuples(index=False, name=None):
        found[lender, role].append({"project": project, "people": people, "hours": hours})
    return found


def _asking(asked: pd.DataFrame) -> defaultdict[Any, list[dict[str, Any]]]:
    """Give, by department, its own projects that ask for somebody, most hours first: project and hours."""
    own = asked[asked["hours"] > HAIR].groupby(["department", "project"], as_index=False).agg(hours=("hours", "sum"))
    own = own.sort_values("hours", ascending=False, kind="stable", key=_even)
    found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for department, project, hours in own.itertuples(index=False, name=None):
        found[department].append({"project": project, "hours": hours})
    return found


def _even(column: pd.Series) -> pd.Series:
    """Give hours without what floating point adds to a sum, so that rows of equal hours stay in the order of names."""
    return column.astype(float).round(6) if column.name in ("hours", "lent_hours") else column


def _none(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].astype(object).where(frame[name].notna(), None) for name in names})
