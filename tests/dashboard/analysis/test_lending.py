"""Lending: whose work is for whom, in hours and full-time people, with figures worked by hand."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import lending

# Thursday 29 Oct to Wednesday 4 Nov 2026: two working days of October (16 h), three of November (24 h).
STANDARD = {"2026-10-01": 16.0, "2026-11-01": 24.0}
DEPARTMENTS = pd.Series({"ann": "ENG", "bo": "ENG", "cy": None, "dee": "MFG"}, dtype=object)
OWNERS = pd.Series({"P1": "ENG", "P2": "MFG", "P3": None}, dtype=object)
LINES = pd.DataFrame(
    [("ann", "P1"), ("ann", "P2"), ("bo", "P2"), ("ann", "P2"), ("cy", "P2"), ("dee", "P3"), (None, "P1")],
    columns=["person", "project"],
)


def laid(found: lending.Pairs) -> np.ndarray:
    """Give each line four hours a working day, summed to its row by month."""
    hours = np.zeros((len(found.of), 2))
    np.add.at(hours, found.rows[found.rows >= 0], [8.0, 12.0])
    return hours


def as_rows(frame: pd.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    return list(frame[names].itertuples(index=False, name=None))


def test_work_of_a_department_for_another_stands_by_month_and_its_own_on_the_diagonal() -> None:
    """Ann: 4 h a day for P1 and twice 4 h for P2; Bo 4 h for P2: 12 h a day lent, 24 in October, 36 in November."""
    found = lending.pairs(LINES, DEPARTMENTS, OWNERS)
    matrix = lending.matrix(found.of, laid(found), STANDARD)
    assert as_rows(matrix, ["lender", "borrower", "month", "hours", "fte", "people"]) == [
        ("ENG", "MFG", "2026-10-01", 24.0, 1.5, 2),
        ("ENG", "ENG", "2026-10-01", 8.0, 0.5, 1),
        ("MFG", None, "2026-10-01", 8.0, 0.5, 1),
        (None, "MFG", "2026-10-01", 8.0, 0.5, 1),
        ("ENG", "MFG", "2026-11-01", 36.0, 1.5, 2),
        ("ENG", "ENG", "2026-11-01", 12.0, 0.5, 1),
        ("MFG", None, "2026-11-01", 12.0, 0.5, 1),
        (None, "MFG", "2026-11-01", 12.0, 0.5, 1),
    ]
    whole = lending.whole(matrix, 40.0)
    assert as_rows(whole, ["lender", "borrower", "hours", "fte"])[0] == ("ENG", "MFG", 60.0, 1.5)
    assert whole["hours"].sum() == matrix["hours"].sum() == 6 * 4 * 5  # six lines of somebody, five working days


def test_who_works_for_one_project_is_dedicated_and_an_unknown_department_neither_lends_nor_keeps() -> None:
    found = lending.pairs(LINES, DEPARTMENTS, OWNERS)
    people = lending.sharing(found.of, laid(found))
    names = ["person", "department", "hours", "own_hours", "lent_hours", "projects", "departments", "works_for"]
    assert as_rows(people, names) == [
        ("ann", "ENG", 60.0, 20.0, 40.0, 2, 2, "several departments"),
        ("bo", "ENG", 20.0, 0.0, 20.0, 1, 1, "one project"),
        ("cy", None, 20.0, 0.0, 0.0, 1, 1, "one project"),
        ("dee", "MFG", 20.0, 0.0, 0.0, 1, 1, "one project"),
    ]
    counts = lending.counted(people)
    assert as_rows(counts, ["department", "people", "dedicated", "own", "shared", "hours", "lent_hours"]) == [
        ("ENG", 2, 1, 0, 1, 80.0, 60.0),
        ("MFG", 1, 1, 0, 0, 20.0, 0.0),
        (None, 1, 1, 0, 0, 20.0, 0.0),
    ]


def days(places: np.ndarray) -> tuple[str, str]:
    return f"day {min(places)}", f"day {max(places)}"


def drained(lenders: int, size: int) -> pd.DataFrame:
    """Let so many of the fitters of ENG work for P2 of MFG, while P1 of their own asks for 40 hours without a name."""
    people = [f"p{number}" for number in range(size)]
    roles = pd.DataFrame({"department": "ENG", "role": "Fitter"}, index=people)
    lines = pd.DataFrame({"person": people[:lenders], "project": "P2"})
    found = lending.pairs(lines, roles["department"], OWNERS)
    asked = pd.DataFrame({"department": ["ENG", "MFG"], "project": ["P1", "P2"], "hours": [40.0, 8.0]})
    return lending.drained(
        found.of, laid(found), roles, asked, lambda places: (f"day {min(places)}", f"day {max(places)}")
    )


def test_a_department_is_drained_where_five_of_a_role_and_four_fifths_of_them_lend() -> None:
    rows = drained(5, 6)
    assert as_rows(rows, ["department", "role", "people", "of", "hours", "first", "last"]) == [
        ("ENG", "Fitter", 5, 6, 100.0, "day 0", "day 4")
    ]
    assert rows["borrowers"][0] == [{"project": "P2", "people": 5, "hours": 100.0}]
    assert rows["asking"][0] == [{"project": "P1", "hours": 40.0}]


@pytest.mark.parametrize(("lenders", "size"), [(4, 4), (5, 7)])
def test_a_department_is_not_drained_where_fewer_lend(lenders: int, size: int) -> None:
    assert drained(lenders, size).empty


def test_equal_hours_stand_by_name_whatever_a_sum_of_them_ends_in() -> None:
    """The sums of ENG and of MFG are 0.3 hours, the first 0.1 + 0.2, the second 0.3: not the same as numbers."""
    departments = pd.Series({"ann": "MFG", "bo": "MFG", "cy": "ENG"}, dtype=object)
    lines = pd.DataFrame([("ann", "P1"), ("bo", "P1"), ("cy", "P2")], columns=["person", "project"])
    found = lending.pairs(lines, departments, OWNERS)
    hours = np.array([[0.1, 0.0], [0.2, 0.0], [0.3, 0.0]])
    matrix = lending.matrix(found.of, hours, STANDARD)
    names = [("ENG", "MFG"), ("MFG", "ENG")]
    assert as_rows(matrix, ["lender", "borrower"]) == names
    assert as_rows(lending.whole(matrix, 40.0), ["lender", "borrower"]) == names
    counts = lending.counted(lending.sharing(found.of, hours))
    assert list(counts["department"]) == ["ENG", "MFG"]
    people = lending.sharing(found.of, np.array([[0.1, 0.2], [0.3, 0.0], [0.3, 0.0]])[[1, 0, 2]])
    assert list(people["person"]) == ["ann", "bo", "cy"]


def test_without_work_nothing_is_lent() -> None:
    found = lending.pairs(LINES.iloc[:0], DEPARTMENTS, OWNERS)
    hours = np.zeros((0, 2))
    assert lending.matrix(found.of, hours, STANDARD).empty
    assert lending.whole(lending.matrix(found.of, hours, STANDARD), 40.0).empty
    assert lending.counted(lending.sharing(found.of, hours)).empty
