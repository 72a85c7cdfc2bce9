"""Every sheet of the register, with the examples of its description: rows in, whole records out."""

from datetime import date
from pathlib import Path

from data.records import (
    Absence,
    Assignment,
    Contribution,
    Decision,
    Dependency,
    ExternalOption,
    Kpi,
    Link,
    ListEntry,
    Milestone,
    Money,
    Objective,
    Organisation,
    Perspective,
    Project,
    Reading,
    Resource,
    Risk,
    Setting,
    Statement,
    Theme,
)
from loaders.sheets.every import SHEETS
from tests.loaders.register_book import Percent, read_book


def test_strategy_becomes_records_of_five_classes_placed_by_row_order(tmp_path: Path):
    export = read_book(tmp_path, Strategy=[
        ["kind", "key", "name", "parent", "theme", "weight", "owner", "department", "due", "state", "from", "order",
         "description"],
        ["organisation", "TWS", "Tarnholm Water Systems", None, None, None, None, None, None, None, date(2026, 1, 1)],
        ["vision", "V", "Clean water without interruption"],
        ["value", "V1", "Say it early"],
        ["value", "V2", "Repair before replace", "TWS"],
        ["perspective", "INT", "Internal process", "Tarnholm Water Systems", None, None, None, None, None, "live",
         None, 3],
        ["perspective", "FIN", "Financial"],
        ["theme", "OE", "Operational excellence", None, None, None, "h.voss@tarnholm.example"],
        ["objective", "I1", "Shorten order to delivery", "Internal process", "Operational excellence", 6,
         "h.voss@tarnholm.example", "MFG", date(2026, 12, 31), "live", date(2026, 1, 1), None,
         "From order to dock in 38 days"],
        ["objective", "I2", "Build it right first time", "INT", "OE"],
    ])  # fmt: skip
    assert export.rejections == []
    assert export.records == {
        Organisation: [
            Organisation("TWS", "Tarnholm Water Systems", valid_from="2026-01-01", sheet="Strategy", row=2),
        ],
        Statement: [
            Statement("V", "vision", "Clean water without interruption", position=1, sheet="Strategy", row=3),
            Statement("V1", "value", "Say it early", position=1, sheet="Strategy", row=4),
            Statement("V2", "value", "Repair before replace", position=2, organisation="TWS", sheet="Strategy", row=5),
        ],
        Perspective: [
            Perspective("INT", "Internal process", "Tarnholm Water Systems", 3, state="live", sheet="Strategy", row=6),
            Perspective("FIN", "Financial", position=2, sheet="Strategy", row=7),
        ],
        Theme: [
            Theme("OE", "Operational excellence", owner="h.voss@tarnholm.example", position=1, sheet="Strategy", row=8),
        ],
        Objective: [
            Objective(
                "I1", "Shorten order to delivery", "Internal process", "Operational excellence", 6,
                "h.voss@tarnholm.example", "MFG", "2026-12-31", "live", "2026-01-01", 1,
                "From order to dock in 38 days",
                sheet="Strategy", row=9,
            ),
            Objective("I2", "Build it right first time", "INT", "OE", position=1, sheet="Strategy", row=10),
        ],
    }  # fmt: skip
    assert export.totals["perspectives"] == 2
    assert export.totals["themes"] == 1
    assert export.totals["objectives"] == 2


def test_what_a_strategy_row_has_no_use_for_is_named(tmp_path: Path):
    export = read_book(tmp_path, Strategy=[["kind", "key", "name", "weight"], ["vision", "V", "Clean water", 6]])
    assert export.notes == ["Strategy: filled, but of no use for a row of its kind: weight (row 2)"]


def test_kpis(tmp_path: Path):
    headings = [column.name for column in SHEETS[1].columns]
    export = read_book(tmp_path, KPIs=[
        headings,
        ["K21", "Order-to-delivery time", "I1", "d", "lower", "level", "month", 47, date(2025, 12, 31), 38,
         date(2026, 12, 31), 42, "line", None, None, None, None, 1, "lagging", 0.2, "d.haske@tarnholm.example",
         "median over orders shipped in the month"],
        ["K28", "Alarms per 100 connected pumps", "I3", "per month", "range", None, "monthly", None, None, None, None,
         None, None, 2, 4, 1, 7],
        ["K41", "Information-security certificate held", "L4", "yes/no", "yes/no", None, "month", "no",
         date(2025, 12, 31), "yes", date(2026, 12, 31)],
    ])  # fmt: skip
    assert export.rejections == []
    assert export.records == {Kpi: [
        Kpi("K21", "Order-to-delivery time", "I1", "d", "lower", "level", "month", 47, "2025-12-31", 38, "2026-12-31",
            42, "line", weight=1, leads="lagging", drift=0.2, owner="d.haske@tarnholm.example",
            definition="median over orders shipped in the month", sheet="KPIs", row=2),
        Kpi("K28", "Alarms per 100 connected pumps", "I3", "per month", "range", None, "month", low=2, high=4, lowest=1,
            highest=7, sheet="KPIs", row=3),
        Kpi("K41", "Information-security certificate held", "L4", "yes/no", "yes_no", None, "month", 0, "2025-12-31", 1,
            "2026-12-31", sheet="KPIs", row=4),
    ]}  # fmt: skip
    assert export.totals["kpis"] == 3


def test_readings(tmp_path: Path):
    export = read_book(tmp_path, Readings=[
        ["kpi", "date", "actual", "target", "forecast", "state", "note"],
        ["K21", date(2026, 10, 31), 44.9, None, None, "final", "two plants only"],
        ["K21", "2026-12-31", None, 40, 42.9],
        ["K41", date(2026, 10, 31), "no"],
    ])  # fmt: skip
    assert export.records == {Reading: [
        Reading("k21|2026-10-31", "K21", "2026-10-31", actual=44.9, state="final", note="two plants only",
                sheet="Readings", row=2),
        Reading("k21|2026-12-31", "K21", "2026-12-31", target=40, forecast=42.9, sheet="Readings", row=3),
        Reading("k41|2026-10-31", "K41", "2026-10-31", actual=0, actual_text="no", sheet="Readings", row=4),
    ]}  # fmt: skip
    assert (export.totals["readings"], export.totals["targets"], export.totals["actuals"]) == (3, 1, 2)


def test_projects(tmp_path: Path):
    export = read_book(tmp_path, Projects=[
        ["key", "name", "schedule_id", "programme", "department", "manager", "sponsor", "stage", "critical",
         "mandatory",
         "reported", "reported_on", "comment", "budget", "currency", "reserve", "baseline_start", "baseline_finish",
         "baseline_as_of", "start", "finish", "percent_complete"],
        ["P06", "New assembly line, Vellin plant", "VEL-LINE1; Line 1", "LF", "MFG", "d.haske@tarnholm.example",
         "h.voss@tarnholm.example", "active", "yes", "no", "Green", date(2026, 10, 31), "Ramp-up as planned",
         "6 400 000", "eur", 300000, date(2026, 1, 5), date(2027, 3, 26), date(2026, 5, 31), date(2026, 1, 5),
         date(2027, 3, 26), Percent(0.45)],
        ["P16", None, None, None, None, None, None, "On hold"],
    ])  # fmt: skip
    assert export.records == {Project: [
        Project(
            "P06", "New assembly line, Vellin plant", schedule_id="VEL-LINE1; Line 1", programme="LF", department="MFG",
            manager="d.haske@tarnholm.example", sponsor="h.voss@tarnholm.example", stage="active", critical=True,
            mandatory=False, reported="green", reported_on="2026-10-31", comment="Ramp-up as planned", budget=6400000,
            currency="EUR", reserve=300000, baseline_start="2026-01-05T00:00:00", baseline_finish="2027-03-26T23:59:59",
            baseline_as_of="2026-05-31", start="2026-01-05T00:00:00", finish="2027-03-26T23:59:59",
            percent_complete=45, sheet="Projects", row=2,
        ),
        Project("P16", stage="on_hold", sheet="Projects", row=3),
    ]}  # fmt: skip
    assert export.totals["projects"] == 2


def test_contributions(tmp_path: Path):
    export = read_book(tmp_path, Contributions=[
        ["project", "milestone", "serves", "amount", "lag_days", "confidence", "money_share", "agreed_by", "reviewed",
         "note"],
        ["P06", "Line in series production", "K21", "−5", 14, Percent(0.7), "80 %", "t.renk@tarnholm.example",
         date(2026, 9, 15), "cycle time study 3/26"],
        ["P20", "Outside audit passed", "K41", "yes", 14, 0.8, 100],
        ["P04", None, "F1"],
    ])  # fmt: skip
    assert export.records == {Contribution: [
        Contribution("p06|line in series production|k21", "P06", "Line in series production", "K21", -5, 14, 0.7, 0.8,
                     "t.renk@tarnholm.example", "2026-09-15", "cycle time study 3/26", sheet="Contributions", row=2),
        Contribution("p20|outside audit passed|k41", "P20", "Outside audit passed", "K41", 1, 14, 0.8, 1,
                     sheet="Contributions", row=3),
        Contribution("p04||f1", "P04", None, "F1", sheet="Contributions", row=4),
    ]}  # fmt: skip


def test_links_read_plus_and_minus_however_they_are_typed(tmp_path: Path):
    export = read_book(tmp_path, Links=[
        ["from", "to", "sign", "strength", "lag_months", "note"],
        ["I5", "F4", "−", "moderate", 1, "safety stock ties up cash"],
        ["L1", "I2", "+", "weak", 3],
        ["C5", "F1", "-"],
        ["C1", "F1", "plus"],
    ])  # fmt: skip
    assert export.records == {Link: [
        Link("i5|f4", "I5", "F4", "-", "moderate", 1, "safety stock ties up cash", sheet="Links", row=2),
        Link("l1|i2", "L1", "I2", "+", "weak", 3, sheet="Links", row=3),
        Link("c5|f1", "C5", "F1", "-", sheet="Links", row=4),
        Link("c1|f1", "C1", "F1", "+", sheet="Links", row=5),
    ]}  # fmt: skip
    assert export.totals["links"] == 4


def test_milestones(tmp_path: Path):
    export = read_book(tmp_path, Milestones=[
        ["project", "key", "name", "kind", "of", "baseline", "forecast", "actual", "state", "accepted_by", "weight",
         "note"],
        ["P06", "D3", "Safety acceptance of cell 3", "deliverable", "Line in series production", date(2026, 10, 9),
         date(2026, 11, 20), "–", "rejected", "S. Amundi"],
        ["P04", None, "Renewal desk open", None, None, date(2026, 3, 31), None, date(2026, 3, 31), None, None, 2,
         "done"],
        ["P05", "R1", "Benefit review", "Post-implementation review"],
    ])  # fmt: skip
    assert export.records == {Milestone: [
        Milestone("D3", "P06", "Safety acceptance of cell 3", "deliverable", "Line in series production", "2026-10-09",
                  "2026-11-20", None, "rejected", "S. Amundi", emptied="actual", sheet="Milestones", row=2),
        Milestone("p04-renewal-desk-open", "P04", "Renewal desk open", None, None, "2026-03-31", None, "2026-03-31",
                  weight=2, note="done", sheet="Milestones", row=3),
        Milestone("R1", "P05", "Benefit review", "post-implementation review", sheet="Milestones", row=4),
    ]}  # fmt: skip
    assert export.notes == ["Milestones: keys made from the name: row 3 'p04-renewal-desk-open'"]
    assert export.totals["milestones"] == 1


def test_money_of_a_month_whatever_day_of_it_is_written(tmp_path: Path):
    export = read_book(tmp_path, Money=[
        ["project", "month", "kind", "plan", "committed", "actual", "forecast", "currency", "class", "note"],
        ["P06", "2026-10", "cost", "420 000", 90000, 360000, None, "EUR", "capex"],
        ["P06", date(2026, 11, 17), "cost", 400000],
        ["P05", "2026-10-31", "other benefit", 210, None, -5],
    ])  # fmt: skip
    assert export.records == {Money: [
        Money("p06|2026-10|cost", "P06", "2026-10-01", "cost", 420000, 90000, 360000, None, "EUR", "capex",
              sheet="Money", row=2),
        Money("p06|2026-11|cost", "P06", "2026-11-01", "cost", 400000, sheet="Money", row=3),
        Money("p05|2026-10|other benefit", "P05", "2026-10-01", "other benefit", 210, None, -5, sheet="Money", row=4),
    ]}  # fmt: skip


def test_people(tmp_path: Path):
    export = read_book(tmp_path, People=[
        ["key", "name", "email", "also_known_as", "department", "role", "place", "hours_per_week", "own_time", "from",
         "until", "skills", "cost_per_hour", "currency", "pool", "line_manager"],
        [None, "Marta Oyelund", "m.oyelund@tarnholm.example", "M. Oyelund; Oyelund, Marta", "ENG", "Controls engineer",
         "Vellin", 40, Percent(0.1), None, None, "plc 4; drive controls 5; ISO 9001", 78, "EUR", "shared",
         "p.drobny@tarnholm.example"],
        [None, "Oona Brask", None, None, None, None, None, None, 10],
    ])  # fmt: skip
    assert export.records == {Resource: [
        Resource(
            "m.oyelund@tarnholm.example", "Marta Oyelund", "person", "m.oyelund@tarnholm.example",
            "M. Oyelund; Oyelund, Marta", department="ENG", role="Controls engineer", place="Vellin", hours_per_week=40,
            own_time=0.1, skills='{"ISO 9001":null,"drive controls":5,"plc":4}', cost_per_hour=78, currency="EUR",
            pool="shared", line_manager="p.drobny@tarnholm.example", sheet="People", row=2,
        ),
        Resource("oona-brask", "Oona Brask", "person", own_time=0.1, sheet="People", row=3),
    ]}  # fmt: skip
    assert export.totals["people"] == 2


def test_absences(tmp_path: Path):
    export = read_book(tmp_path, Absences=[
        ["who", "from", "to", "hours_per_day", "kind"],
        ["*", date(2026, 12, 25), date(2026, 12, 26), None, "holiday"],
        ["Oona Brask", date(2026, 11, 2), date(2026, 11, 6), 4],
    ])  # fmt: skip
    assert export.records == {Absence: [
        Absence("*|2026-12-25|holiday", "*", "2026-12-25", "2026-12-26", None, "holiday", sheet="Absences", row=2),
        Absence("oona brask|2026-11-02|leave", "Oona Brask", "2026-11-02", "2026-11-06", 4, sheet="Absences", row=3),
    ]}  # fmt: skip


def test_assignments_by_skill_by_role_and_by_person(tmp_path: Path):
    export = read_book(tmp_path, Assignments=[
        ["project", "task", "person", "role", "skill", "from", "to", "hours", "hours_per_week", "share", "count",
         "firm"],
        ["P13", "Controller release", None, None, "controls 3", date(2026, 11, 2), date(2027, 1, 29), None, 36, None, 4,
         "asked"],
        ["P16", None, "Sef Amundi", None, None, date(2026, 11, 2), date(2026, 11, 13), 16],
        ["P16", None, None, "Trainer", None, date(2026, 11, 2), date(2026, 11, 13), None, None, Percent(0.5), None,
         "firm"],
    ])  # fmt: skip
    assert export.records == {Assignment: [
        Assignment("p13|controller release|||controls 3|2026-11-02", "P13", "Controller release", skill="controls",
                   skill_level=3, people=4, firm=False, start="2026-11-02T00:00:00", finish="2027-01-29T23:59:59",
                   hours_per_week=36, sheet="Assignments", row=2),
        Assignment("p16||sef amundi|||2026-11-02", "P16", resource="Sef Amundi", start="2026-11-02T00:00:00",
                   finish="2026-11-13T23:59:59", work=960, sheet="Assignments", row=3),
        Assignment("p16|||trainer||2026-11-02", "P16", role="Trainer", firm=True, start="2026-11-02T00:00:00",
                   finish="2026-11-13T23:59:59", share=0.5, sheet="Assignments", row=4),
    ]}  # fmt: skip
    assert export.totals["assignments"] == 3


def test_external(tmp_path: Path):
    export = read_book(tmp_path, External=[
        ["supplier", "skill", "level", "rate_per_hour", "currency", "lead_days", "min_term_days", "people", "from",
         "until", "contract"],
        ["Lowen Control Partners", "controls", 4, 112, "EUR", 15, 60, 3, None, date(2027, 6, 30), "FC-118"],
        ["Ardal Automation", "controls", None, 138, "EUR", 30],
    ])  # fmt: skip
    assert export.records == {ExternalOption: [
        ExternalOption("lowen control partners|controls|4|", "Lowen Control Partners", "controls", 4, 112, "EUR", 15,
            60,
                       3, None, "2027-06-30", "FC-118", sheet="External", row=2),
        ExternalOption("ardal automation|controls|3|", "Ardal Automation", "controls", None, 138, "EUR", 30,
                       sheet="External", row=3),
    ]}  # fmt: skip


def test_risks(tmp_path: Path):
    export = read_book(tmp_path, Risks=[
        ["key", "about", "kind", "title", "probability", "money", "currency", "days", "kpi_effect", "owner", "response",
         "due", "state"],
        ["R07", "P11", "threat", "One laboratory slot per quarter", "50 %", "1 900 000", "EUR", 60, None,
         "A. Corrigan-Yu", "second laboratory", date(2026, 11, 6), "open"],
        [None, "P11", "issue", "Bench late"],
    ])  # fmt: skip
    assert export.records == {Risk: [
        Risk("R07", "P11", "threat", "One laboratory slot per quarter", 0.5, 1900000, "EUR", 60, None, "A. Corrigan-Yu",
             "second laboratory", "2026-11-06", "open", sheet="Risks", row=2),
        Risk("p11-bench-late", "P11", "issue", "Bench late", sheet="Risks", row=3),
    ]}  # fmt: skip


def test_dependencies_count_their_lag_in_working_minutes(tmp_path: Path):
    export = read_book(tmp_path, Dependencies=[
        ["from_project", "from_milestone", "to_project", "to_milestone", "type", "lag_days", "hands_over", "agreed",
         "giver", "taker"],
        ["P12", "Bench handed over", "P11", "Type approval granted", "FS", 20, "calibrated bench", "yes"],
        ["P09", "Store in use", "P03", "Depots", None, -2],
    ])  # fmt: skip
    assert export.records == {Dependency: [
        Dependency("p12|bench handed over|p11|type approval granted|fs", "P12", "Bench handed over", "P11",
                   "Type approval granted", "FS", 9600, "calibrated bench", True, sheet="Dependencies", row=2),
        Dependency("p09|store in use|p03|depots|fs", "P09", "Store in use", "P03", "Depots", None, -960,
                   sheet="Dependencies", row=3),
    ]}  # fmt: skip


def test_decisions(tmp_path: Path):
    export = read_book(tmp_path, Decisions=[
        ["key", "date", "about", "kind", "text", "by", "who", "due", "state", "money", "currency", "days", "until"],
        ["D05", date(2026, 10, 1), "P19", "decision", "No more orders until a business case is shown", "Board",
         "G. Marchetti-Roe", date(2026, 10, 15), "open"],
        [None, date(2026, 9, 3), "Marta Oyelund", "accepted conflict", "Until the bench is handed over", None, None,
         None,
         None, 1000, "CHF", 5, date(2026, 12, 18)],
    ])  # fmt: skip
    assert export.records == {Decision: [
        Decision("D05", "2026-10-01", "P19", "decision", "No more orders until a business case is shown", "Board",
                 "G. Marchetti-Roe", "2026-10-15", "open", sheet="Decisions", row=2),
        Decision("2026-09-03-until-the-bench-is-h-d283391e", "2026-09-03", "Marta Oyelund", "accepted conflict",
                 "Until the bench is handed over", money=1000, currency="CHF", days=5, accepted_until="2026-12-18",
                 sheet="Decisions", row=3),
    ]}  # fmt: skip


def test_lists_hold_entries_and_other_names(tmp_path: Path):
    export = read_book(tmp_path, Lists=[
        ["kind", "key", "name", "parent", "lead"],
        ["department", "ENG", "Engineering", None, "p.drobny@tarnholm.example"],
        ["department", "ENG-C", "Controls", "Engineering"],
        ["same project", "P16", "Data Academy 2026"],
        ["same project", "P16", "Data academy"],
    ])  # fmt: skip
    assert export.records == {ListEntry: [
        ListEntry("department:eng", "department", "ENG", "Engineering", None, "p.drobny@tarnholm.example",
            sheet="Lists",
                  row=2),
        ListEntry("department:eng-c", "department", "ENG-C", "Controls", "Engineering", sheet="Lists", row=3),
        ListEntry("same project:p16:data academy 2026", "same project", "P16", "Data Academy 2026", sheet="Lists",
            row=4),
        ListEntry("same project:p16:data academy", "same project", "P16", "Data academy", sheet="Lists", row=5),
    ]}  # fmt: skip


def test_settings_are_dated_and_keep_their_value_as_text(tmp_path: Path):
    export = read_book(tmp_path, Settings=[
        ["name", "applies_to", "value", "from", "reason"],
        ["rate GBP", "*", 1.17, date(2026, 1, 1), "plan rate"],
        ["reporting_currency", None, "EUR"],
        ["fiscal_year_start", "everything", date(2026, 1, 1)],
    ])  # fmt: skip
    assert export.records == {Setting: [
        Setting("rate gbp|*|2026-01-01", "rate GBP", "*", "1.17", "2026-01-01", "plan rate", sheet="Settings", row=2),
        Setting("reporting_currency|*|", "reporting_currency", None, "EUR", sheet="Settings", row=3),
        Setting("fiscal_year_start|*|", "fiscal_year_start", "everything", "01-01", sheet="Settings", row=4),
    ]}  # fmt: skip
