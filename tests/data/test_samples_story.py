"""The figures of the sample portfolio stand in the raw files: earned value, slips, the eight planned problems."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.samples import LOADS
from tests.data.raw_exports import MSPDI_PROJECTS, XER_PROJECTS, mspdi, workbook, xer


def working_days(first: str, last: str) -> int:
    """Count the weekdays after the first date up to the last one."""
    start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    return sum((start + timedelta(n)).weekday() < 5 for n in range(1, (end - start).days + 1))


def milestone_dates(months: dict[date, Path], name: str) -> list[str]:
    """Give the forecast or actual date of a milestone of the XER at every load."""
    found: list[str] = []
    for folder in months.values():
        row = next(row for row in xer(folder / "engineering.xer")["TASK"] if row["task_name"] == name)
        found.append((row["act_end_date"] or row["early_end_date"])[:10])
    return found


def test_type_approval_slips_load_by_load(months: dict[date, Path]):
    forecasts = milestone_dates(months, "Type approval granted")
    assert [working_days("2026-09-18", day) for day in forecasts] == [0, 0, 5, 20, 35, 50]


def test_the_bench_is_handed_over_48_working_days_late(months: dict[date, Path]):
    assert working_days("2026-07-10", milestone_dates(months, "Bench handed over")[-1]) == 48


def test_the_baseline_of_the_store_moves_in_september_without_a_record(months: dict[date, Path]):
    books = [workbook(folder / "register.xlsx") for folder in months.values()]
    rows = [next(row for row in book["Milestones"] if row["name"] == "High-bay store in use") for book in books]
    assert [str(row["baseline"]) for row in rows] == ["2026-08-28"] * 4 + ["2026-10-30"] * 2
    forecast = milestone_dates(months, "High-bay store in use")[-1]
    assert [working_days(day, forecast) for day in ("2026-08-28", "2026-10-30")] == [100, 55]


def test_green_is_reported_for_the_assembly_line_in_every_month(months: dict[date, Path]):
    rows = [
        next(row for row in workbook(folder / "register.xlsx")["Projects"] if row["key"] == "P06")
        for folder in months.values()
    ]
    assert [(row["reported"], str(row["reported_on"])) for row in rows] == [("green", str(load)) for load in LOADS]


def test_nothing_serves_energy_savings_and_the_showroom_serves_nothing(last: Path):
    book = workbook(last / "register.xlsx")
    measured = {row["key"] for row in book["KPIs"] if row["objective"] == "C5"}
    assert not measured & {row["serves"] for row in book["Contributions"]}
    assert "C5" not in {row["to"] for row in book["Links"]}
    assert "P19" not in {row["project"] for row in book["Contributions"]}


def hours(text: str) -> float:
    """Read a duration of whole hours, minutes and seconds, such as PT4H30M0S."""
    whole, rest = text.removeprefix("PT").split("H")
    minutes, seconds = rest.rstrip("S").split("M")
    return int(whole) + int(minutes) / 60 + int(seconds) / 3600


def test_one_engineer_has_sixty_hours_a_week_on_five_projects(last: Path):
    """Under three names and one e-mail address, day by day from 9 November to 18 December."""
    weekly: dict[str, float] = {}
    for key in ("P01", "P14"):
        path = last / MSPDI_PROJECTS[key]
        person = next(row for row in mspdi(path, "Resource") if row["EmailAddress"] == "m.oyelund@tarnholm.example")
        assert person["Name"] == "M. Oyelund"
        booked = [row["UID"] for row in mspdi(path, "Assignment") if row["ResourceUID"] == person["UID"]]
        days = [row for row in mspdi(path, "TimephasedData") if row["UID"] in booked]
        assert (days[0]["Start"], days[-1]["Finish"]) == ("2026-11-09T08:00:00", "2026-12-19T08:00:00")
        weekly[key] = sum(hours(row["Value"]) for row in days) / 6
    tables = xer(last / "engineering.xer")
    person = next(row for row in tables["RSRC"] if row["email_addr"] == "m.oyelund@tarnholm.example")
    assert person["rsrc_name"] == "Oyelund, Marta"
    short = {row["proj_id"]: row["proj_short_name"] for row in tables["PROJECT"]}
    keys = {short_name: key for key, short_name in XER_PROJECTS.items()}
    for row in tables["TASKRSRC"]:
        if row["rsrc_id"] == person["rsrc_id"] and float(row["remain_qty"]):
            assert (row["restart_date"], row["reend_date"]) == ("2026-11-09 08:00", "2026-12-18 17:00")
            weekly[keys[short[row["proj_id"]]]] = float(row["remain_qty"]) / 6
    assert weekly == pytest.approx({"P11": 20, "P06": 16, "P14": 12, "P01": 8, "P12": 4})


def booked_after_october(last: Path) -> dict[str, set[str]]:
    """Give who has work left after October in each project, by e-mail."""
    found: dict[str, set[str]] = {}
    for key, name in MSPDI_PROJECTS.items():
        people = {row["UID"]: row["EmailAddress"] for row in mspdi(last / name, "Resource")}
        rows = [row for row in mspdi(last / name, "Assignment") if row["Finish"] > "2026-11"]
        found[key] = {people[row["ResourceUID"]] for row in rows}
    tables = xer(last / "engineering.xer")
    people = {row["rsrc_id"]: row["email_addr"] for row in tables["RSRC"]}
    short = {row["proj_id"]: row["proj_short_name"] for row in tables["PROJECT"]}
    for key, name in XER_PROJECTS.items():
        rows = [row for row in tables["TASKRSRC"] if short[row["proj_id"]] == name and row["reend_date"] > "2026-11"]
        found[key] = {people[row["rsrc_id"]] for row in rows} - {""}
    return found


def test_all_controls_engineers_are_lent_and_their_own_project_has_none(last: Path):
    people = workbook(last / "register.xlsx")["People"]
    engineers = {row["email"] for row in people if row["role"] == "Controls engineer"}
    booked = {key: len(names & engineers) for key, names in booked_after_october(last).items()}
    marta = "m.oyelund@tarnholm.example"
    others = {key: len(names & engineers - {marta}) for key, names in booked_after_october(last).items()}
    assert len(engineers) == 12
    assert {key: n for key, n in others.items() if n} == {"P06": 4, "P09": 3, "P14": 2, "P01": 2}
    assert (booked["P06"], booked["P13"]) == (5, 0)
    asked = workbook(last / "register.xlsx")["Assignments"][-1]
    assert (asked["project"], asked["skill"], asked["count"], asked["hours_per_week"]) == ("P13", "controls 3", 4, 36)


def test_nobody_else_is_booked_beyond_their_week_in_december(last: Path):
    """Apart from the engineer of the story, no regular share adds up to more than the 36 hours that are left."""
    shares: dict[str, float] = {}
    for name in MSPDI_PROJECTS.values():
        people = {row["UID"]: row["EmailAddress"] for row in mspdi(last / name, "Resource")}
        for row in mspdi(last / name, "Assignment"):
            if row["Start"][:10] <= "2026-12-07" <= row["Finish"][:10]:
                shares[people[row["ResourceUID"]]] = shares.get(people[row["ResourceUID"]], 0) + float(row["Units"])
    tables = xer(last / "engineering.xer")
    addresses: Callable[[str], str] = {row["rsrc_id"]: row["email_addr"] for row in tables["RSRC"]}.__getitem__
    for row in tables["TASKRSRC"]:
        if row["restart_date"] and row["restart_date"][:10] <= "2026-12-07" <= row["reend_date"][:10]:
            rate = float(row["remain_qty_per_hr"] or 0)
            shares[addresses(row["rsrc_id"])] = shares.get(addresses(row["rsrc_id"]), 0) + rate
    assert {person for person, share in shares.items() if share > 0.9 + 1e-6} == {"m.oyelund@tarnholm.example"}


def test_an_audit_is_given_to_somebody_without_the_skill(last: Path):
    path = last / MSPDI_PROJECTS["P08"]
    people = {row["UID"]: row["EmailAddress"] for row in mspdi(path, "Resource")}
    skills = {row["email"]: str(row["skills"]) for row in workbook(last / "register.xlsx")["People"]}
    needing = {row["UID"]: row["Name"] for row in mspdi(path, "Task") if "ExtendedAttribute" in row}
    unskilled = {
        needing[row["TaskUID"]]
        for row in mspdi(path, "Assignment")
        if row["TaskUID"] in needing and "casting audit" not in skills[people[row["ResourceUID"]]]
    }
    assert unskilled == {"Samples and audits: order"}


def test_the_second_workbook_calls_the_academy_by_another_name(months: dict[date, Path]):
    rows = workbook(months[LOADS[2]] / "graduates.xlsx")["Projects"]
    assert [(row["key"], row["name"]) for row in rows] == [
        ("P18", "Graduate engineers"),
        ("DA-2026", "Data Academy 2026"),
    ]
    alias = workbook(months[LOADS[2]] / "register.xlsx")["Lists"][-1]
    assert (alias["kind"], alias["key"], alias["name"]) == ("same project", "P16", "Data Academy 2026")


def test_benefits_seen_stand_beside_benefits_planned(last: Path):
    found: dict[object, list[float]] = {}
    for row in workbook(last / "register.xlsx")["Money"]:
        if row["kind"] != "cost" and str(row["month"]) < "2026-11":
            sums = found.setdefault(row["project"], [0, 0])
            sums[0] += float(str(row["plan"]))
            sums[1] += float(str(row["actual"]))
    assert found == {
        "P03": [240_000, 120_000],
        "P04": [900_000, 940_000],
        "P05": [420_000, 395_000],
        "P15": [180_000, 210_000],
    }


def test_five_decisions_are_due_and_one_is_overdue(last: Path):
    rows = workbook(last / "register.xlsx")["Decisions"]
    due = [row["key"] for row in rows if row["state"] == "proposed" and str(row["due"]) == "2026-11-05"]
    overdue = [row["key"] for row in rows if row["state"] == "open" and row["due"] and str(row["due"]) < "2026-11-04"]
    assert (due, overdue) == (["D06", "D07", "D08", "D09", "D10"], ["D05"])
