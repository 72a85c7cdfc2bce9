"""Whether people can give what projects ask of them, by figures worked by hand. 9 November 2026 is a Monday."""

import pandas as pd

from dashboard.analysis.resources import of_projects

FIRST, NEXT = "2026-11-09", "2026-11-16"
DAYS = {FIRST: (FIRST, "2026-11-13"), NEXT: (NEXT, "2026-11-20")}


def needed(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Give what projects need by week, in hours."""
    return pd.DataFrame([(*row[:2], row[2] * 60) for row in rows], columns=["project", "week", "minutes"])


def over(*rows: tuple[str, str, str, float, float, float]) -> pd.DataFrame:
    """Give who is over capacity: project, week, person, hours here, capacity and demand."""
    names = ["project", "week", "person", "minutes", "capacity", "demand", "first", "last"]
    return pd.DataFrame(
        [(*row[:3], *(60 * hours for hours in row[3:]), *DAYS[row[1]]) for row in rows], columns=names
    ).astype(dict.fromkeys(names[3:6], float))


def test_somebody_on_five_projects_endangers_the_one_that_hangs_on_her_and_not_those_with_others() -> None:
    """Of 60 hours she has 36, and gives each project 60 %: 20 hours asked for are 12, or 167 %; 8 of 80 are 104 %."""
    found = of_projects(
        needed(("P11", FIRST, 20), ("P11", NEXT, 20), ("P01", FIRST, 80), ("P20", NEXT, 40)),
        over(*(("P11", week, "marta", 20.0, 36.0, 60.0) for week in DAYS), ("P01", FIRST, "marta", 8.0, 36.0, 60.0)),
        pd.Index(["P01", "P04", "P11", "P20"]),
    )
    assert found["resources_status"].tolist() == ["on_track", "no_data", "at_risk", "on_track"]
    assert found["needed_share"].tolist() == [104.166667, None, 166.666667, 100.0]
    assert list(found.loc["P11"])[2:] == ["marta", 120.0, 72.0, 40.0, FIRST, "2026-11-20", 2]
    assert list(found.loc["P01"])[2:] == [None] * 7


def test_who_can_give_nothing_makes_a_project_at_risk_without_a_share() -> None:
    found = of_projects(needed(("P1", FIRST, 8)), over(("P1", FIRST, "ada", 8, 0, 8)), pd.Index(["P1"]))
    assert list(found.loc["P1"]) == ["at_risk", None, "ada", 8.0, 0.0, 8.0, FIRST, "2026-11-13", 1]


def test_a_threshold_of_its_own_decides() -> None:
    """40 hours of 36 are 111 %: over 110 %, and under the 125 % that one project allows itself."""
    rows = [(key, FIRST, "ada", 20.0, 36.0, 40.0) for key in ("P1", "P2")]
    asked = needed(("P1", FIRST, 20), ("P2", FIRST, 20))
    found = of_projects(asked, over(*rows), pd.Index(["P1", "P2"]), pd.Series({"P1": 0.25, "P2": 0.10}))
    assert found["resources_status"].tolist() == ["on_track", "at_risk"]
