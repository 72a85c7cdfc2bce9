"""A mapping proposed for tables as they are found: headings nearly called like fields, and what stands below them."""

import json
from pathlib import Path

import pytest

from data.records import Project
from loaders.mapped import of_text, propose
from loaders.mapped.alike import unit_of

TABLES = {
    "milestones.csv": (
        "MilestoneID,ProjectID,MilestoneName,PlannedDate\nM-1,P-1,Ordered,2026-11-30\nM-2,P-1,Built,2026-12-30\n",
        "milestones", {"project: ProjectID", "key: MilestoneID", "name: MilestoneName", "baseline: PlannedDate"},
    ),
    "plan.csv": (
        "Milestone ID,Target Date,Description\nD-1,2026-08-03,Header\nD-2,2026-09-03,Footer\n",
        "milestones", {"project: {always: plan}  # or the heading that says whose it is", "key: Milestone ID",
                       "name: Description", "baseline: Target Date"},
    ),
    "risk_register.csv": (
        "Risk ID,Risk Description,Likelihood\n1,Late,20%\n2,Dear,10%\n",
        "risks", {"key: Risk ID", "title: Risk Description", "probability: Likelihood"},
    ),
    "scored_risks.csv": (
        "Risk ID,Risk Description,Probability,Impact,Mitigation\n1,Late,4,5,Order\n2,Dear,2,3,Ask\n3,Wet,tbc,1,\n",
        "risks", {"key: Risk ID", "title: Risk Description", "response: Mitigation"},
    ),
    "worded_risks.csv": (
        "Risk ID,Risk Description,Likelihood,Impact\n1,Late,Very high,Severe\n2,Dear,High,\n",
        "risks", {"key: Risk ID", "title: Risk Description"},
    ),
    "dear_risks.csv": (
        "Risk ID,Risk Description,Probability,Impact\n1,Late,0.4,5000\n2,Dear,1,3\n",
        "risks", {"key: Risk ID", "title: Risk Description", "probability: Probability", "money: Impact"},
    ),
    "results.csv": (
        "KPI ID,KPI Name,Period,Actual,Target,Unit\nK1,On time,2026-01-31,82.5,95,%\nK1,On time,2026-02-28,84,95,%\n",
        "readings", {"kpi: KPI ID", "date: Period", "actual: Actual", "target: Target"},
    ),
    "okr.csv": (
        "Objective,Key Result,Owner,Start Value,Target Value,Current Value,Due Date\n"
        "Grow,Ships a month,Ines Holm,10,20,14,2026-12-31\nGrow,Berths,Per Lund,2,3,2,2026-12-31\n",
        "kpis", {"name: Key Result", "objective: Objective", "owner: Owner", "baseline: Start Value",
                 "target: Target Value", "target_date: Due Date"},
    ),
    "capital.csv": (
        "District,Project #,Description,Total\n01,D-1,Masonry,2319915\n02,D-2,Parapets,2643075\n",
        "projects", {'key: "Project #"', "name: Description"},
    ),
    "works.csv": (
        "ProjectID,ProjectName,RAGStatus,BaselineBudgetEUR\nP1,East,Red,10\n",
        "projects", {"key: ProjectID", "name: ProjectName", "budget: BaselineBudgetEUR", "currency: {always: EUR}",
                     "# reported: RAGStatus  # needs reported_on: a heading, or {always: DATE}"},
    ),
    "portfolio.csv": (
        "GMPP ID Number,Project Name,IPA Delivery Confidence Assessment,Project - Start Date (Latest Approved),"
        "TOTAL Baseline Whole Life Costs (£m) (including Non-Government Costs)\nP1,East,Red,2010-01-01,44600.5\n",
        "projects", {"key: GMPP ID Number", "name: Project Name", "currency: {always: GBP}",
                     'start: "Project - Start Date (Latest Approved)"', "budget:", "times: 1000000",
                     'from: "TOTAL Baseline Whole Life Costs (£m) (including Non-Government Costs)"',
                     "# reported: IPA Delivery Confidence Assessment  # needs reported_on: a heading, or "
                     "{always: DATE}"},
    ),
    "rows.csv": (
        "id,name,start_day,current_start,duration,project key\nT1,Dig,65.0,2026-10-20,3,P\nT2,Fill,6,2026-10-21,3,P\n",
        "tasks", {"project: project key", "uid: id", "name: name", "start: current_start", "duration: duration"},
    ),
    "money.csv": (
        "Project ID,Total budget (EUR),Total cost,Planned end,Deadline\n"
        'P1,"1.200.000,50",10,12/31/2026,2026-12-01\nP2,"1.000,25",20,11/30/2026,2026-12-01\n',
        "projects", {"key: Project ID", 'budget: "Total budget (EUR)"', "currency: {always: EUR}",
                     "finish: Planned end"},
    ),
    "works_done.csv": (  # the end tells how the start is written
        "Key,Title,Start Date,End Date,Duration\n1,Dig,01/05/2026,01/23/2026,5d\n",
        "tasks", {"project: {always: works_done}  # or the heading that says whose it is", "uid: Key", "name: Title",
                  "start: Start Date", "finish: End Date", "duration: Duration"},
    ),
    "works_open.csv": (
        "Project Key,Project Name,Start Date\n1,Dig,01/05/2026\n",
        "projects", {"key: Project Key", "name: Project Name", "start:", "from: Start Date",
                     "dates: day first  # or month first: decide which"},
    ),
    "activities.csv": (
        "Unique Investment Identifier,Investment Title,Project ID,Activity ID,Activity Name,Planned Start Date,"
        "Projected Start Date,Actual Start Date,Planned Completion Date,Projected Completion Date,"
        "Actual Completion Date\n010-1,FBMS,43,101,Design,2012-01-05,2012-01-06,2012-01-10,2012-06-30,2012-07-15,\n",
        "tasks", {"project: Project ID", "uid: Activity ID", "name: Activity Name", "start: Projected Start Date",
                  "finish: Projected Completion Date", "baseline_start: Planned Start Date",
                  "baseline_finish: Planned Completion Date", "actual_start: Actual Start Date",
                  "actual_finish: Actual Completion Date"},
    ),
    "investments.csv": (
        "Unique Investment Identifier,Agency Name,Investment Title,CIO Rating,Completion Date,Lifecycle Cost ($ M)\n"
        "010-1,Interior,FBMS,4,2014-09-30,10.75\n",
        "projects", {"key: Unique Investment Identifier", "name: Investment Title", "finish: Completion Date",
                     "budget:", 'from: "Lifecycle Cost ($ M)"', "times: 1000000"},
    ),
    "metrics.csv": (
        "Unique Investment Identifier,Performance Metric ID,Metric Description,Unit of Measure\n"
        "010-1,77,Paid,Percent\n",
        "kpis", {"key: Performance Metric ID", "name: Metric Description", "unit: Unit of Measure"},
    ),
    "liste.csv": (
        "Projektnummer,Projektname,Projektleiter,Beginn,Ende,Budget (T€),Fortschritt,Abteilung\n"
        "P1,Kai,Ines Holm,2026-01-05,2026-03-01,1200,40,Bau\n",
        "projects", {"key: Projektnummer", "name: Projektname", "manager: Projektleiter", "start: Beginn",
                     "finish: Ende", "budget:", 'from: "Budget (T€)"', "times: 1000", "currency: {always: EUR}",
                     "percent_complete: Fortschritt", "department: Abteilung"},
    ),
    "vorhaben.csv": (
        "Nummer,Kurzbeschreibung,Geplantes Startdatum,Geplantes Enddatum,Prozent abgeschlossen\n"
        "PRJ1,Kai,2026-01-05 08:00:00,2026-03-01 17:00:00,40\n",
        "projects", {"key: Nummer", "name: Kurzbeschreibung", "start: Geplantes Startdatum",
                     "finish: Geplantes Enddatum", "percent_complete: Prozent abgeschlossen"},
    ),
    "projets.csv": (
        "Code projet,Nom du projet,Chef de projet,Date de début,Date de fin\nP1,Quai,Ines Holm,2026-01-05,2026-03-01\n",
        "projects", {"key: Code projet", "name: Nom du projet", "manager: Chef de projet", 'start: "Date de début"',
                     "finish: Date de fin"},
    ),
    "iati.csv": (
        "iati-identifier,title,start-planned,end-planned,budget,currency\n"
        "GB-1-1001,Clean water,2024-01-31Z,2026-12-31Z,1200000,GBP\n",
        "projects", {'key: "iati-identifier"', "name: title", 'start: "start-planned"', 'finish: "end-planned"',
                     "budget: budget", "currency: currency"},
    ),
    "report.csv": (
        "Ref,Project,Budget £m,% done\nA1,Alpha,1.5,50%\n",
        "projects", {"key: Ref", "name: Project", "budget:", 'from: "Budget £m"', "times: 1000000",
                     "currency: {always: GBP}", 'percent_complete: "% done"'},
    ),
    "lending.csv": (
        "Project ID,Project Name,Project Closing Date\nP1001,Clean water,12/31/2027 12:00:00 AM\n",
        "projects", {"key: Project ID", "name: Project Name", "finish: Project Closing Date"},
    ),
    "to do.csv": (
        "Key,Title,Status,Due,Owner,Type\nAB-1,Login,Done,2026-10-01,Ann,Bug\nAB-2,Export,Open,2026-12-01,Per,Story\n",
        "projects", {"key: Key", "name: Title", "manager: Owner", "finish: Due"},
    ),
    "staff.csv": (
        "Employee ID,Employee name,Job title,Weekly hours,Hourly rate (CHF)\n7,Ann,Dev,40,100\n",
        "people", {"key: Employee ID", "name: Employee name", "role: Job title", "hours_per_week: Weekly hours",
                   'cost_per_hour: "Hourly rate (CHF)"', "currency: {always: CHF}"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_headings_that_name_what_a_row_is_are_the_fields_of_it(tmp_path: Path, name: str) -> None:
    text, kind, fields = TABLES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = propose(tmp_path / name)
    assert found.becomes == kind
    lines = {line.strip() for line in found.text.split("columns:\n")[1].splitlines() if line.startswith("      ")}
    assert {line for line in lines if "# required" not in line} == fields


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Cost (£m)", ("GBP", 1_000_000)), ("Budget (in Mio. EUR)", ("EUR", 1_000_000)), ("Cost EUR", ("EUR", None)),
        ("Budget £m", ("GBP", 1_000_000)), ("Kosten in Mio. EUR", ("EUR", 1_000_000)), ("cost_kEUR", ("EUR", 1_000)),
        ("Kosten T€", ("EUR", 1_000)), ("Valeur", (None, None)), ("Sum of items", (None, None)),
        ("BudgetUSD", ("USD", None)), ("Cost ($ M)", (None, 1_000_000)),
        ("Cost (k)", (None, 1_000)), ("Cost (total)", (None, None)),
        ("Cost", (None, None)), ("Spend ()", (None, None)), ("Total (incl. VAT) [€ bn]", ("EUR", 1_000_000_000)),
    ],
)  # fmt: skip
def test_a_heading_names_the_money_below_it(text: str, unit: tuple[str | None, int | None]) -> None:
    assert unit_of(text) == unit


def test_the_documented_mapping_reads_the_published_data_of_major_projects(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats" / "portfolio.md").read_text(encoding="utf-8")
    rules = page.split("publish as CSV\n")[1].split("```")[0]
    (tmp_path / "dft.csv").write_text(
        "GMPP ID Number,Project Name,Department,IPA Delivery Confidence Assessment,"
        "Project - Start Date (Latest Approved Start Date),Project - End Date (Latest Approved End Date),"
        "TOTAL Baseline Whole Life Costs (£m) (including Non-Government Costs)\nDFT_1,East,DfT,Amber,1/4/2014,30/6/29,"
        '"2,500.5"\nDFT_2,West,DfT,Exempt under Section 43,2014-04-01,Exempt,n/a\n',
        encoding="utf-8-sig",
    )
    found = of_text(rules, tmp_path / "dft.csv").read(tmp_path / "dft.csv", "f")
    assert found.rejections == []
    assert [
        (one.key, one.reported, one.budget, one.start, one.finish)
        for one in found.records[Project]
        if isinstance(one, Project)
    ] == [
        ("DFT_1", "amber", 2_500_500_000.0, "2014-04-01T00:00:00", "2029-06-30T23:59:59"),
        ("DFT_2", None, None, "2014-04-01T00:00:00", None),
    ]


def test_a_list_of_json_is_found_in_what_is_wrapped_around_it(tmp_path: Path) -> None:
    rows = [{"id": "P1", "name": "Quay"}, {"id": "P2", "name": "Weir"}]
    for name, content in (("deep", {"data": {"items": rows}}), ("one", {"data": {"id": "P1", "of": rows}})):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    assert "key: id\n      name: name\n" in propose(tmp_path / "deep.json").text
    rules = "tables:\n- becomes: projects\n  columns: {key: id, name: name}\n"
    found = of_text(rules, tmp_path / "deep.json").read(tmp_path / "deep.json", "f")
    assert [one.name for one in found.records[Project] if isinstance(one, Project)] == ["Quay", "Weir"]
    assert "data.id" in propose(tmp_path / "one.json").text
