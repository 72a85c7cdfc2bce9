"""The sample organisation's files hold what its story says, file by file and month by month."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from data.samples import LOADS, write_portfolio
from tests.data.raw_exports import MSPDI, STRATML, mspdi, mspdi_head, workbook, xer

MSPDI_FILES = {
    "remote-monitoring.xml": "Remote monitoring roll-out",
    "predictive-models.xml": "Predictive models",
    "emergency-spares.xml": "Emergency spares network",
    "field-app.xml": "Field app for technicians",
    "order-flow.xml": "Order-flow redesign",
    "second-sources.xml": "Second sources for castings and seals",
    "quality-at-source.xml": "Quality at source",
    "core-data-platform.xml": "Core data platform",
    "finance-system.xml": "Finance system renewal",
    "zero-harm.xml": "Zero harm",
    "showroom.xml": "Showroom and brand centre",
    "water-security.xml": "Water-security directive",
}
NAMED = {"strategy.xml", "register.xlsx", "engineering.xer", *MSPDI_FILES}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_every_month_has_the_same_files_but_for_the_workbook_that_stops_in_july(months: dict[date, Path]):
    named = {load: {path.name for path in folder.iterdir()} for load, folder in months.items()}
    assert [names - NAMED for names in named.values()] == [{"graduates.xlsx"}] * 3 + [set()] * 3
    assert all(names >= NAMED for names in named.values())


def test_the_same_month_written_twice_is_the_same_bytes(tmp_path: Path, last: Path):
    write_portfolio(tmp_path, date(2026, 10, 15))
    assert digests(tmp_path) == digests(last)


def test_a_month_outside_the_story_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="none of 2026-11-30"):
        write_portfolio(tmp_path / "none", date(2026, 11, 4))


def test_each_schedule_of_microsoft_project_has_its_title_and_keeps_its_guid(months: dict[date, Path]):
    guids: dict[str, set[str]] = {}
    for load, folder in months.items():
        for name, title in MSPDI_FILES.items():
            head = mspdi_head(folder / name)
            assert (head["Title"], head["StatusDate"]) == (title, f"{load}T17:00:00")
            guids.setdefault(name, set()).add(head["GUID"])
    assert all(len(found) == 1 for found in guids.values())
    assert len(set.union(*guids.values())) == len(MSPDI_FILES)


def test_only_the_spares_network_counts_in_pounds(last: Path):
    currencies = {name: mspdi_head(last / name)["CurrencyCode"] for name in MSPDI_FILES}
    assert {name for name, code in currencies.items() if code != "EUR"} == {"emergency-spares.xml"}


def test_the_calendar_closes_at_the_year_end(last: Path):
    assert mspdi(last / "zero-harm.xml", "TimePeriod") == [
        {"FromDate": "2026-12-25T00:00:00", "ToDate": "2026-12-26T23:59:00"}
    ]


def test_every_reference_inside_a_schedule_finds_its_target(last: Path):
    for name in MSPDI_FILES:
        tasks = {row["UID"] for row in mspdi(last / name, "Task")}
        people = {row["UID"] for row in mspdi(last / name, "Resource")}
        assert {row["PredecessorUID"] for row in mspdi(last / name, "PredecessorLink")} <= tasks
        assert {row["TaskUID"] for row in mspdi(last / name, "Assignment")} <= tasks
        assert {row["ResourceUID"] for row in mspdi(last / name, "Assignment")} == people
    tables = xer(last / "engineering.xer")
    ids = {name: {row[key] for row in tables[name]} for name, key in (("TASK", "task_id"), ("RSRC", "rsrc_id"))}
    assert {row["pred_task_id"] for row in tables["TASKPRED"]} <= ids["TASK"]
    assert {row["task_id"] for row in tables["TASKRSRC"]} <= ids["TASK"]
    assert {row["rsrc_id"] for row in tables["TASKRSRC"]} == ids["RSRC"]
    assert {row["wbs_id"] for row in tables["TASK"]} < {row["wbs_id"] for row in tables["PROJWBS"]}


def test_the_xer_holds_five_projects_with_department_and_programme(last: Path):
    tables = xer(last / "engineering.xer")
    projects = {row["proj_short_name"]: row["last_recalc_date"] for row in tables["PROJECT"]}
    assert projects == dict.fromkeys(("VEL-LINE1", "HOLM-WH", "PS7", "TB3", "MODCTL"), "2026-10-31 17:00")
    assert {row["short_name"] for row in tables["ACTVCODE"]} == {"MFG", "SCM", "ENG"}
    assert [row["udf_text"] for row in tables["UDFVALUE"]] == ["LF", "LF", "NP", "NP", "NP"]


def test_milestones_of_contributions_are_found_by_name_in_the_schedule_of_their_project(last: Path):
    book = workbook(last / "register.xlsx")
    files = {title: name for name, title in MSPDI_FILES.items()}
    tables = xer(last / "engineering.xer")
    short = {row["proj_id"]: row["proj_short_name"] for row in tables["PROJECT"]}
    named = {(short[row["proj_id"]], row["task_name"]) for row in tables["TASK"] if row["task_type"] == "TT_FinMile"}
    titles = {mspdi_head(last / name)["GUID"]: title for title, name in files.items()}
    for title, name in files.items():
        named |= {(title, row["Name"]) for row in mspdi(last / name, "Task") if row["Milestone"] == "1"}
    known = {str(row["key"]): titles.get(str(row["schedule_id"]), str(row["schedule_id"])) for row in book["Projects"]}
    named |= {(known[str(row["project"])], row["name"]) for row in book["Milestones"]}
    wanted = {(known[str(row["project"])], row["milestone"]) for row in book["Contributions"]}
    assert wanted - named == set()
    assert len(book["Contributions"]) == 37


def test_the_register_holds_the_strategy_the_people_and_everything_that_schedules_do_not(last: Path):
    counts = {name: len(rows) for name, rows in workbook(last / "register.xlsx").items()}
    assert counts == {
        "Strategy": 4 + 4 + 18,
        "KPIs": 41,
        "Readings": 27 * 6 + 8 * 2,
        "Projects": 19,
        "Contributions": 37,
        "Links": 25,
        "Milestones": 2 * 3 + 1 + 66 + 2,
        "Money": counts["Money"],
        "People": 96,
        "Absences": 13,
        "Assignments": 4 + 1,
        "External": 5,
        "Risks": 24 + 6 + 9,
        "Dependencies": 7,
        "Decisions": 10,
        "Lists": 23,
        "Settings": 26,
    }


def test_departments_have_the_people_of_the_story_and_no_address_twice(last: Path):
    people = workbook(last / "register.xlsx")["People"]
    found: dict[object, int] = {}
    for person in people:
        found[person["department"]] = found.get(person["department"], 0) + 1
    assert found == {"ENG": 22, "MFG": 18, "SCM": 10, "SRV": 14, "SAL": 8, "DIT": 14, "FIN": 5, "PPL": 5}
    assert len({person["email"] for person in people}) == 96


def test_weights_of_objectives_add_up_to_a_hundred(last: Path):
    rows = [row for row in workbook(last / "register.xlsx")["Strategy"] if row["kind"] == "objective"]
    assert sum(float(str(row["weight"])) for row in rows) == 100


def test_readings_come_from_one_feed_each(months: dict[date, Path]):
    register = {row["kpi"] for row in workbook(months[LOADS[-1]] / "register.xlsx")["Readings"]}
    graduates = {row["kpi"] for row in workbook(months[LOADS[2]] / "graduates.xlsx")["Readings"]}
    plan = etree.parse(months[LOADS[-1]] / "strategy.xml")
    published = {found.findtext(f"{STRATML}Identifier") for found in plan.iter(f"{STRATML}PerformanceIndicator")}
    assert published == {"K12", "K13", "K34", "K35"}
    assert graduates == {"K38", "K39"}
    assert not register & (graduates | published)
    assert len(register | graduates | published) == 41


def test_the_plan_states_vision_mission_values_and_each_months_actual(last: Path):
    core = etree.parse(last / "strategy.xml").getroot().find(f"{STRATML}StrategicPlanCore")
    assert core is not None
    assert core.findtext(f"{STRATML}Vision/{STRATML}Description") == (
        "Clean water without interruption, wherever people live and work."
    )
    assert [goal.findtext(f"{STRATML}Name") for goal in core.iter(f"{STRATML}Goal")] == [
        "Customer",
        "Learning and growth",
    ]
    assert [found.text for found in core.findall(f"{STRATML}Value/{STRATML}Name")] == [
        "Say it early",
        "Repair before replace",
        "Nobody gets hurt",
    ]
    outage = next(core.iter(f"{STRATML}PerformanceIndicator"))
    actuals = [found.findtext(f"{STRATML}NumberOfUnits") for found in outage.iter(f"{STRATML}ActualResult")]
    targets = [found.findtext(f"{STRATML}NumberOfUnits") for found in outage.iter(f"{STRATML}TargetResult")]
    assert (actuals, targets) == (["33.0", "31.3", "30.3", "28.5", "27.3", "25.8"], ["26"])


def test_no_file_declares_a_document_type(months: dict[date, Path]):
    for folder in months.values():
        for path in folder.glob("*.xml"):
            assert b"<!DOCTYPE" not in path.read_bytes()
            assert etree.parse(path).getroot().tag in (f"{MSPDI}Project", f"{STRATML}PerformancePlanOrReport")
