"""What must hold between cells, rows and sheets of a register."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.grouping import grouped
from data.records import Contribution, Kpi, Link, Milestone, Objective, Perspective, Project, Reading, Resource
from tests.loaders.register_book import Percent, read_book, reasons

STRATEGY = [
    ["kind", "key", "name", "parent"],
    ["perspective", "INT", "Internal process"],
    ["objective", "I1", "Shorten order to delivery", "INT"],
    ["objective", "I2", "Build it right first time", "INT"],
    ["objective", "I3", "Build it right first time", "INT"],
]
KPI = {
    "key": "K21", "name": "Order-to-delivery time", "objective": "I1", "unit": "d", "better": "lower", "every": "month",
    "baseline": 47, "baseline_date": date(2025, 12, 31), "target": 38, "target_date": date(2026, 12, 31),
}  # fmt: skip
RANGE = {
    "key": "K28", "name": "Alarms", "objective": "I3", "unit": "per month", "better": "range", "every": "month",
    "lowest": 1, "low": 2, "high": 4, "highest": 7,
}  # fmt: skip


def sheet(*rows: dict[str, Any]) -> list[list[Any]]:
    """Give rows as dictionaries the form of a sheet."""
    headings = list({name: None for row in rows for name in row})
    return [headings, *([row.get(name) for name in headings] for row in rows)]


@pytest.mark.parametrize("headings", [["kind", "name", "parent"], ["kind", "name"]])
def test_objectives_without_a_perspective_are_refused_with_what_is_to_be_written_where(
    tmp_path: Path, headings: list[str]
):
    export = read_book(tmp_path, Strategy=[headings, ["objective", "Grow"], ["objective", "Last"]])
    reason = (
        "parent is blank: an objective names its perspective there, by key or name, and each perspective has a row of "
        "its own, of kind perspective, such as Financial, Customer, Internal process"
    )
    assert reasons(export) == [("Strategy", row, "parent", None, reason) for row in (2, 3)]
    assert [group.said() for group in grouped(export.rejections)] == [
        f"Strategy, rows 2, 3, parent: {reason} (the first of 2 alike)"
    ]


@pytest.mark.parametrize(
    ("kpi", "field", "reason"),
    [
        (KPI | {"red_flag": 38}, "red_flag", "goal and red flag are the same"),
        (KPI | {"red_flag": 30}, "red_flag", "lies on the better side of the target although lower is better"),
        (KPI | {"target": 47}, "target", "the target is no better than the baseline"),
        (KPI | {"better": "higher"}, "target", "the target is no better than the baseline although higher is better"),
        (KPI | {"baseline": None}, "baseline", "baseline is required where lower is better"),
        (KPI | {"baseline_date": None}, "baseline_date", "baseline_date is required with a baseline"),
        (KPI | {"target": None}, "target", "target is required where lower is better"),
        (KPI | {"target_date": None}, "target_date", "target_date is required with a target"),
        (KPI | {"target_date": date(2025, 12, 31)}, "target_date", "the target's date is not after the baseline's"),
        (KPI | {"unit": None}, "unit", "unit is required and blank: fill it in"),
        (KPI | {"every": "day"}, "every", "'day' is not one of: week, month, quarter, half-year, year"),
        (KPI | {"weight": -1}, "weight", "'-1' is below 0, the least that weight can be"),
        (KPI | {"key": "K" * 41}, "key", "the key has 41 characters, 40 are the most"),
        (RANGE | {"highest": None}, "highest", "highest is required for a range"),
        (RANGE | {"low": 5}, "high", "the range is not in order: lowest < low < high < highest is needed"),
        (RANGE | {"lowest": 2}, "low", "the range is not in order"),
        (RANGE | {"target": 3}, "target_date", "target_date is required with a target"),
        (RANGE | {"better": "yes_no"}, "target", "target is required for a KPI answered by yes or no"),
    ],
)
def test_a_kpi_that_could_not_be_judged_is_refused(tmp_path: Path, kpi: dict[str, Any], field: str, reason: str):
    export = read_book(tmp_path, KPIs=sheet(kpi))
    assert export.records == {Kpi: []}
    assert [(one.field, reason in one.reason) for one in export.rejections] == [(field, True)]
    assert (export.rejections[0].kind, export.rejections[0].key) == (Kpi, kpi["key"])


@pytest.mark.parametrize(
    "kpi",
    [
        KPI,
        KPI | {"red_flag": 42},
        KPI | {"target": 47, "red_flag": 50},
        KPI | {"better": "higher", "target": 40, "red_flag": 35},
        KPI | {"counts": "to_date", "better": "higher", "baseline": 0, "target": 0},
        RANGE,
        {**RANGE, "better": "yes_no", "target": "yes", "target_date": date(2026, 12, 31)},
    ],
)
def test_a_kpi_that_can_be_judged_is_kept(tmp_path: Path, kpi: dict[str, Any]):
    export = read_book(tmp_path, KPIs=sheet(kpi))
    assert export.rejections == []
    assert len(export.records[Kpi]) == 1


@pytest.mark.parametrize(
    ("name", "row", "field", "reason"),
    [
        ("Projects", {"key": "P01", "name": "A", "budget": -5}, "budget", "'-5' is below 0"),
        ("Projects", {"key": "P01", "name": "A", "reserve": "−5"}, "reserve", "'−5' is below 0"),
        ("Projects", {"key": "P01", "reported": "green"}, "reported_on",
         "reported_on is required with a reported status"),
        ("Projects", {"key": "P01", "start": "2026-05-01", "finish": "2026-04-30"}, "finish",
         "finish 2026-04-30 lies before start 2026-05-01"),
        ("Projects", {"key": None, "name": "A"}, "key", "key is required and blank"),
        ("Money", {"project": "P1", "month": "2026-10", "kind": "cost", "plan": -1}, "plan", "'-1' is below 0"),
        ("Contributions", {"project": "P1", "serves": "K1", "confidence": Percent(1.2)}, "confidence",
         "outside 0 to 100 %"),
        ("Contributions", {"project": "P1", "serves": None}, "serves", "serves is required and blank"),
        ("Strategy", {"kind": "objective", "name": "A"}, "parent", "parent is blank: an objective names its"),
        ("Strategy", {"kind": "pillar", "name": "A", "parent": "C"}, "kind", "'pillar' is not one of: organisation"),
        ("Readings", {"kpi": "K1", "date": "2026-10-31", "note": "?"}, "actual",
         "actual, target and forecast are all blank"),
        ("Absences", {"who": "*", "from": "2026-12-26", "to": "2026-12-25"}, "to", "lies before from"),
        ("Absences", {"who": "*", "from": "2026-12-25", "to": "2026-12-26", "hours_per_day": 25}, "hours_per_day",
         "'25' is above 24"),
        ("People", {"name": "A", "hours_per_week": 200}, "hours_per_week", "'200' is above 168"),
        ("External", {"supplier": "A", "skill": "B", "level": 6, "rate_per_hour": 1, "currency": "EUR", "lead_days": 1},
         "level", "'6' is above 5"),
        ("Assignments", {"project": "P1", "from": "2026-11-02", "to": "2026-11-03", "hours": 5}, "person",
         "person, role and skill are all blank"),
        ("Assignments", {"project": "P1", "person": "A", "from": "2026-11-02", "to": "2026-11-03"}, "hours",
         "hours, hours_per_week and share are all blank"),
        ("Assignments", {"project": "P1", "person": "A", "from": "2026-11-02", "to": "2026-11-03", "hours": 5,
         "share": 1},
         "share", "hours and share are both given"),
        ("Lists", {"kind": "same project", "key": "P16", "name": "p16"}, "name", "the other name is the key itself"),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_refused(
    tmp_path: Path, name: str, row: dict[str, Any], field: str, reason: str
):
    export = read_book(tmp_path, **{name: sheet(row)})
    assert [(one.sheet, one.row, one.field, reason in one.reason) for one in export.rejections] == [
        (name, 2, field, True)
    ]
    assert not any(export.records.values())


def test_a_row_of_totals_is_refused(tmp_path: Path):
    export = read_book(
        tmp_path,
        Projects=[
            ["key", "name", "budget", "currency"],
            ["P1", "Line", 1000, "EUR"],
            ["Total:", None, 3000, "EUR"],
            ["Subtotal North", None, 3000, "EUR"],
            ["North Total", None, 3000, "EUR"],
            ["Summe: Nord", None, 3000, "EUR"],
            ["Total Quality Management", None, 3000, "EUR"],
        ],
        People=[["name", "hours_per_week"], ["Ann Lee", 40], ["Suma Rao", 40], ["Gesamt", 80]],
    )
    assert [(one.sheet, one.row, one.field, one.value, one.reason) for one in export.rejections] == [
        (
            name,
            row,
            field,
            value,
            "is a row of totals, which would count everything twice: delete it, or give it another text if it is none",
        )
        for name, row, field, value in (
            ("Projects", 3, "key", "Total:"),
            ("Projects", 4, "key", "Subtotal North"),
            ("Projects", 5, "key", "North Total"),
            ("Projects", 6, "key", "Summe: Nord"),
            ("People", 4, "name", "Gesamt"),
        )
    ]
    assert [project.key for project in export.records[Project]] == ["P1", "Total Quality Management"]
    assert [person.key for person in export.records[Resource]] == ["ann-lee", "suma-rao"]
    named = read_book(
        tmp_path, Projects=[["key", "name"], ["Total", "The plant of Total in Rouen"]], People=[["name"], ["Suma"]]
    )
    assert [project.key for project in named.records[Project]] == ["Total"]
    assert [person.key for person in named.records[Resource]] == ["suma"], "nothing is added up behind the name"


def test_a_note_below_the_projects_is_no_project(tmp_path: Path):
    notes = "Source: finance", "As of October 2026"
    export = read_book(
        tmp_path,
        Projects=[
            ["key", "name", "currency"],
            ["P1", "Line", "EUR"],
            ["P2"],
            ["P 3"],
            [],
            [notes[0]],
            [notes[1], None, "EUR"],
            ["Subtotal"],
        ],
    )
    assert [project.key for project in export.records[Project]] == ["P1", "P2", "P 3"]
    assert [(one.row, one.field, one.value, one.reason.partition(",")[0]) for one in export.rejections] == [
        (6, "key", notes[0], "stands alone in its row"),
        (7, "key", notes[1], "stands alone in its row"),
        (8, "key", "Subtotal", "stands alone in its row"),
    ]


def test_projects_that_are_only_named_are_no_notes(tmp_path: Path):
    rows = [["key"], ["New assembly line Vellin"], ["ERP roll out phase 2"], ["Total Quality Management"]]
    assert len(read_book(tmp_path, Projects=rows).records[Project]) == 3
    between = [["key", "name"], ["New assembly line Vellin"], ["P2", "Line"], ["P 3"]]
    assert len(read_book(tmp_path, Projects=between).records[Project]) == 3


# --- keys -------------------------------------------------------------------------------------------------------------


def test_the_second_row_with_a_key_is_refused_and_both_are_named(tmp_path: Path):
    export = read_book(tmp_path, Projects=[["key", "name"], ["P01", "First"], ["p01 ", "Second"], ["P02", "Third"]])
    assert [project.key for project in export.records[Project]] == ["P01", "P02"]
    assert reasons(export) == [
        ("Projects", 3, "key", "p01",
         "the key 'p01' stands twice: in row 2 of Projects and in row 3 of Projects. Keep one, or change a key"),
    ]  # fmt: skip


def test_the_same_kpi_and_date_twice_in_a_file_is_refused(tmp_path: Path):
    export = read_book(
        tmp_path, Readings=[["kpi", "date", "actual"], ["K21", "2026-10-31", 1], ["k21", "2026-10-31", 2]]
    )
    assert [one.actual for one in export.records[Reading] if isinstance(one, Reading)] == [1]
    assert [(one.row, one.field) for one in export.rejections] == [(3, "kpi")]
    assert "the key 'k21|2026-10-31' (kpi, date) stands twice" in export.rejections[0].reason


def test_the_same_key_may_stand_for_things_of_different_kinds(tmp_path: Path):
    export = read_book(tmp_path, Strategy=[
        ["kind", "key", "name", "parent"], ["perspective", "A", "Financial"], ["theme", "A", "Growth"],
        ["objective", "A", "Grow", "Financial"],
    ])  # fmt: skip
    assert export.rejections == []


def test_missing_keys_are_made_from_the_name_and_said(tmp_path: Path):
    long = "Share of key accounts' pump spend, measured in the currency of the account"
    export = read_book(tmp_path, Strategy=[
        ["kind", "name", "parent"], ["perspective", "Internal process"], ["objective", long, "internal process"],
        ["objective", "!!!", "internal process"],
    ])  # fmt: skip
    perspective, objective, odd = export.records[Perspective][0], *export.records[Objective]
    assert perspective.key == "internal-process"
    assert (objective.key, len(objective.key)) == ("share-of-key-accounts-pump-spen-5ef39c9c", 40)
    assert odd.key == "3894b0d5"
    assert export.notes == [
        "Strategy: keys made from the name: row 2 'internal-process', "
        "row 3 'share-of-key-accounts-pump-spen-5ef39c9c', row 4 '3894b0d5'"
    ]


def test_an_email_may_be_a_longer_key(tmp_path: Path):
    email = "sunniva.achterberg-lindqvist@people.tarnholm.example"
    export = read_book(
        tmp_path, People=[["key", "name", "email"], [email, "Sunniva", email], ["x" * 41, "Other", None]]
    )
    assert [(one.row, one.field) for one in export.rejections] == [(3, "key")]


def test_rejected_rows_say_which_record_they_leave_open(tmp_path: Path):
    export = read_book(
        tmp_path, Milestones=[["project", "key", "name", "baseline"], ["P06", "D3", "Cell 3", "31.10.2026"]]
    )
    assert [(one.kind, one.key) for one in export.rejections] == [(Milestone, "D3")]


# --- references -------------------------------------------------------------------------------------------------------


def test_references_inside_the_workbook_go_by_key_then_by_name(tmp_path: Path):
    export = read_book(
        tmp_path,
        Strategy=STRATEGY,
        Links=[["from", "to"], ["i1", "I2"], ["shorten order to delivery", "I3"], ["I9", "I1"],
               ["Build it right first time", "I1"]],
    )  # fmt: skip
    assert [link.key for link in export.records[Link]] == ["i1|i2", "shorten order to delivery|i3"]
    assert reasons(export) == [
        ("Links", 4, "from", "I9",
         "'I9' is no objective in the sheet Strategy of this workbook: write the key or exact name of one there, "
         "or add it. One of another feed is named feed.key"),
        ("Links", 5, "from", "Build it right first time",
         "'Build it right first time' is the name or key of several: objective in row 4, objective in row 5. Write the "
         "key of the objective that is meant"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "field"),
    [
        ({"Strategy": [*STRATEGY, ["objective", "I9", "Nine", "Customer"]]}, "parent"),
        ({"Strategy": STRATEGY, "KPIs": sheet(KPI | {"objective": "I7"})}, "objective"),
        ({"KPIs": sheet(KPI), "Readings": [["kpi", "date", "actual"], ["K22", "2026-10-31", 1]]}, "kpi"),
        ({"Strategy": STRATEGY, "KPIs": sheet(KPI), "Contributions": [["project", "serves"], ["P1", "K99"]]}, "serves"),
        ({"Lists": [["kind", "key", "name", "parent"], ["department", "A", "Aa", "B"]]}, "parent"),
    ],
)
def test_what_the_workbook_should_hold_and_does_not_is_refused(tmp_path: Path, sheets: dict[str, Any], field: str):
    export = read_book(tmp_path, **sheets)
    assert [one.field for one in export.rejections] == [field]


def test_what_another_file_may_hold_waits_as_written(tmp_path: Path):
    export = read_book(
        tmp_path,
        KPIs=sheet(KPI | {"objective": "I7"}),
        Contributions=[["project", "milestone", "serves"], ["P77", "A1010", "I7"], ["P78", None, "strategy.K12"],
                       ["P79", None, "_6b0c1f52-1f6a-11e4-8b4c-d5c4c4b5b5b5"]],
        Readings=[["kpi", "date", "actual"], ["strategy.K12", "2026-10-31", 1]],
    )  # fmt: skip
    assert export.rejections == []
    assert [(c.project, c.serves) for c in export.records[Contribution] if isinstance(c, Contribution)] == [
        ("P77", "I7"), ("P78", "strategy.K12"), ("P79", "_6b0c1f52-1f6a-11e4-8b4c-d5c4c4b5b5b5"),
    ]  # fmt: skip


def test_a_row_refused_for_its_own_fault_can_still_be_pointed_at(tmp_path: Path):
    export = read_book(
        tmp_path,
        KPIs=sheet(KPI | {"weight": "heavy"}),
        Readings=[["kpi", "date", "actual"], ["K21", "2026-10-31", 44.9]],
    )
    assert [(one.sheet, one.field) for one in export.rejections] == [("KPIs", "weight")]
    assert len(export.records[Reading]) == 1


def test_a_key_that_a_kpi_and_an_objective_share_is_refused_where_both_could_be_meant(tmp_path: Path):
    export = read_book(
        tmp_path,
        Strategy=STRATEGY,
        KPIs=sheet(KPI | {"key": "I1"}),
        Contributions=[["project", "serves"], ["P1", "I1"]],
    )
    assert [(one.sheet, one.field) for one in export.rejections] == [("Contributions", "serves")]
    assert "kpi in row 2, objective in row 3" in export.rejections[0].reason


# --- money shares -----------------------------------------------------------------------------------------------------


def test_the_row_with_which_a_project_gives_away_more_than_all_its_money_is_refused(tmp_path: Path):
    export = read_book(tmp_path, Contributions=[
        ["project", "serves", "money_share"],
        ["P08", "K31", Percent(0.5)], ["P06", "K21", 0.8], ["p08", "K32", 40], ["P08", "K33", "20 %"], ["P08", "K34",
         10],
        ["P06", "K23", 20],
    ])  # fmt: skip
    assert reasons(export) == [
        ("Contributions", 5, "money_share", "0.2",
         "the money shares of P08 come to 110 % with this row, and 100 % is the most: lower one of them"),
    ]  # fmt: skip
    assert [one.key for one in export.records[Contribution]] == [
        "p08||k31",
        "p06||k21",
        "p08||k32",
        "p08||k34",
        "p06||k23",
    ]
