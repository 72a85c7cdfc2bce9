"""What a cell may hold, and what each kind of column makes of it or says against it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from data.records import Kpi, Money, Project, Reading
from loaders.sheets import skills
from loaders.tables import cells, dates, numbers
from loaders.tables.cells import Failed, Marked, Percent, Unfit
from tests.loaders import register_book
from tests.loaders.register_book import Formula, read_book, reasons


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (44.9, 44.9),
        ("44.9", 44.9),
        ("6 400 000", 6_400_000),
        ("6\u00a0400\u202f000.5", 6_400_000.5),
        ("6\u2009400", 6_400),
        ("6'400'000", 6_400_000),
        ("6\u2019400", 6_400),
        ("\u22125", -5),
        ("+3", 3),
        (".5", 0.5),
        ("1E+06", 1_000_000),
        (Percent(0.57), 57),
        ("82 %", 82),
        (" 82% ", 82),
    ],
)
def test_a_number_is_read_as_its_digits_say(cell: cells.Cell, number: float):
    assert numbers.number(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("44,9", "has a decimal comma or parts its thousands: write 44.9"),
        ("1,234.56", "has a decimal comma or parts its thousands: write 1234.56"),
        ("1.234.567,8", "has a decimal comma or parts its thousands: write 1234567.8"),
        ("6 400,50", "has a decimal comma or parts its thousands: write 6400.50"),
        ("1,234", "may hold a decimal comma or a comma between thousands: write 1.234 or 1234, whichever is meant"),
        ("0,125", "has a decimal comma or parts its thousands: write 0.125"),
        ("64 00", "is not a number"),
        ("1.234.567", "has a decimal comma or parts its thousands: write 1234567"),
        ("420.000 €", "is not a bare number: write the digits alone; currencies and units have columns of their own"),
        ("EUR 400", "is not a bare number: write the digits alone"),
        ("abc", "is not a number: write digits with a point, such as 44.9"),
        ("nan", "is not a number"),
        ("E0", "is not a bare number"),
        (".", "is not a number"),
        ("inf", "is not a number"),
        ("1e999", "is too large for a number"),
        ("٣", "is not a number"),
        (date(2026, 10, 1), "is a date, not a number"),
        (True, "is yes or no, not a number"),
        (Failed("#DIV/0!"), "is the error of a formula"),
        (Failed("=A1+B1"), "is a formula without a stored result"),
    ],
)
def test_what_is_no_bare_number_is_refused_with_its_remedy(cell: cells.Cell, reason: str):
    with pytest.raises(Unfit, match=reason.replace("(", r"\(").replace("+", r"\+")):
        numbers.number(cell)


@pytest.mark.parametrize(
    ("cell", "share"),
    [(Percent(0.7), 0.7), (0.7, 0.7), (70.0, 0.7), (1.0, 1), (Percent(0.01), 0.01), ("70 %", 0.7), ("0.5 %", 0.005),
     ("0.7", 0.7), ("70", 0.7), (100.0, 1), (0.0, 0)],
)  # fmt: skip
def test_a_share_counts_as_formatted_and_a_bare_number_above_one_is_percent(cell: cells.Cell, share: float):
    assert numbers.share(cell) == share


@pytest.mark.parametrize("cell", [Percent(1.2), 101.0, -0.1, "150 %", "-5 %"])
def test_a_share_outside_0_to_100_percent_is_refused(cell: cells.Cell):
    with pytest.raises(Unfit, match="is outside 0 to 100 %"):
        numbers.share(cell)


@pytest.mark.parametrize(
    ("cell", "percentage"), [(Percent(0.45), 45), (45.0, 45), ("45 %", 45), ("0.5 %", 0.5), (0.0, 0)]
)
def test_a_percentage_is_kept_as_0_to_100(cell: cells.Cell, percentage: float):
    assert numbers.percentage(cell) == percentage


@pytest.mark.parametrize(("cell", "reason"), [(0.45, "may be 0.45 % or 45 %"), ("1", "may be 1 % or 100 %"),
                                              (Percent(1.01), "outside"), (-1.0, "outside"), (101.0,
                                               "outside")])  # fmt: skip
def test_a_percentage_that_could_be_two_or_none_is_refused(cell: cells.Cell, reason: str):
    with pytest.raises(Unfit, match=reason):
        numbers.percentage(cell)


def test_money_is_no_percentage():
    for cell in (Percent(0.5), "50 %"):
        with pytest.raises(Unfit, match="is a percentage: write an amount of money"):
            numbers.money(cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 10, 31), "2026-10-31"),
        (datetime(2026, 10, 31, 8, 30), "2026-10-31"),
        ("2026-10-31", "2026-10-31"),
        ("2026-10-31T08:30:00", "2026-10-31"),
        (" 2026-10-31 00:00 ", "2026-10-31"),
    ],
)
def test_a_day_is_read_from_a_date_cell_or_iso_text(cell: cells.Cell, day: str):
    assert dates.day(cell) == day


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31.12.2025", "is text and not a date cell: write it as 2025-12-31, or format the cell as a date"),
        ("10/31/2026", "is text and not a date cell: write it as 2026-10-31"),
        ("03/03/2026", "is text and not a date cell: write it as 2026-03-03"),
        ("03/04/2026", "can be read with the day or the month first: write 2026-03-04 or 2026-04-03, whichever"),
        ("31.13.2026", "is not a day of the calendar"),
        ("31.10.26", "is not written as dates are here: write a day such as 2026-10-31"),
        ("2026-02-30", "is not a day of the calendar"),
        ("2026-13-01", "is not a day of the calendar"),
        ("Oct 2026", "is not a date: write a day such as 2026-10-31"),
        ("2026-10-31T23:30:00Z", "names more than a local date and time"),
        ("0026-10-31", "lies outside the years 1950 to 2199"),
        (46326.0, "is not a date: format the cell as a date"),
        (True, "is not a date"),
        (Failed("#REF!"), "is the error of a formula"),
    ],
)
def test_a_date_that_cannot_be_or_could_be_two_is_refused(cell: cells.Cell, reason: str):
    with pytest.raises(Unfit, match=reason):
        dates.day(cell)


def test_a_bare_day_starts_at_midnight_and_is_included_to_its_end():
    assert dates.start(date(2026, 1, 5)) == "2026-01-05T00:00:00"
    assert dates.finish(date(2026, 1, 5)) == "2026-01-05T23:59:59"
    assert dates.start("2026-01-05T08:00") == dates.finish("2026-01-05T08:00") == "2026-01-05T08:00:00"


def test_any_day_of_a_month_names_the_month():
    assert {dates.month(cell) for cell in ("2026-10", "2026-10-31", date(2026, 10, 17))} == {"2026-10-01"}


@pytest.mark.parametrize("cell", [True, "yes", "YES", "y", 1.0, "true"])
def test_yes(cell: cells.Cell):
    assert cells.yes_no(cell) is True


@pytest.mark.parametrize("cell", [False, "No", "n", 0.0])
def test_no(cell: cells.Cell):
    assert cells.yes_no(cell) is False


def test_what_is_neither_yes_nor_no_is_refused():
    with pytest.raises(Unfit, match="is neither yes nor no"):
        cells.yes_no("perhaps")


def test_a_choice_is_known_without_case_blanks_and_strokes():
    reported = ("green", "amber/green", "on track", "on_hold")
    written = ["Green", "Amber-Green", "ON TRACK", "on hold", "On-Hold"]
    assert [cells.choice(text, reported, {}) for text in written] == [
        "green",
        "amber/green",
        "on track",
        *["on_hold"] * 2,
    ]
    with pytest.raises(Unfit, match="is not one of: green, amber/green, on track, on_hold"):
        cells.choice("blue", reported, {})


def test_a_point_that_may_part_thousands_is_refused_where_others_have_a_decimal_comma(tmp_path: Path):
    rows = [["kpi", "date", "actual"], ["K1", "2026-09-30", "1.234"], ["K1", "2026-10-31", "44,9"]]
    reason = "'1.234' may have a decimal point or one between thousands: write 1.234 or 1234, whichever is meant"
    assert reasons(read_book(tmp_path, Readings=rows))[0] == ("Readings", 2, "actual", "1.234", reason)
    assert reasons(read_book(tmp_path, Readings=rows[:2])) == []


def test_money_with_a_point_before_three_digits_is_refused_unless_others_have_a_decimal_point(tmp_path: Path):
    rows = [["key", "budget"], ["P1", "420.000"], ["P2", 5.5], ["P3", "1234.567"]]
    reason = "'420.000' may have a decimal point or one between thousands: write 420 or 420000, whichever is meant"
    assert reasons(read_book(tmp_path, Projects=rows[:3])) == [("Projects", 2, "budget", "420.000", reason)]
    assert reasons(read_book(tmp_path, Projects=rows)) == []


def test_text_is_trimmed_and_numbers_and_dates_read_as_they_stand():
    found = [cells.text(cell) for cell in ("  a\r\nb\rc ", 26.0, 1.5, True, date(2026, 1, 5), Percent(0.05))]
    assert found == ["a\nb\nc", "26", "1.5", "yes", "2026-01-05", "5 %"]


def test_currency_is_a_code_of_three_letters():
    assert cells.currency(" eur ") == "EUR"
    with pytest.raises(Unfit, match="write its code of three letters, such as EUR"):
        cells.currency("€")


def test_skills_have_levels_of_1_to_5_or_none():
    assert skills.several("plc 4; drive controls 5;; ISO 9001") == '{"ISO 9001":null,"drive controls":5,"plc":4}'
    assert skills.one("controls 3") == ("controls", 3)
    with pytest.raises(Unfit, match="gives plc the level 7: levels are 1 to 5"):
        skills.several("plc 7")
    with pytest.raises(Unfit, match="gives plc two levels"):
        skills.several("plc 3; plc 4")


def test_a_figure_waits_for_the_unit_of_its_kpi():
    assert numbers.figure(44.9) == 44.9
    assert numbers.figure(Percent(0.82)) == Marked(82, "82 %", True)
    assert numbers.figure("Yes") == Marked(1, "yes", False)
    assert [numbers.figure(text) for text in ("1", "0")] == [1.0, 0.0]


# --- in a workbook ----------------------------------------------------------------------------------------------------

KPIS = [
    ["key", "name", "objective", "unit", "better", "every", "baseline", "baseline date", "target", "target date"],
    ["K03", "Contracts renewed", "F1", "%", "higher", "month", register_book.Percent(0.78), "2025-12-31",
     register_book.Percent(0.86), "2026-12-31"],
    ["K07", "Warranty cost", "F3", "% of revenue", "lower", "month", 2.6, "2025-12-31", 2.1, "2026-12-31"],
    ["K21", "Order-to-delivery time", "I1", "d", "lower", "month", 47, "2025-12-31", 38, "2026-12-31"],
    ["K41", "Certificate held", "L4", "yes/no", "yes_no", "month", None, None, True, "2026-12-31"],
]  # fmt: skip


def test_a_cell_formatted_as_percent_counts_as_shown_where_the_unit_is_percent(tmp_path: Path):
    export = read_book(tmp_path, KPIs=KPIS, Readings=[
        ["kpi", "date", "actual"],
        ["K03", date(2026, 10, 31), register_book.Percent(0.853)],
        ["Contracts renewed", date(2026, 9, 30), 84.5],
        ["K07", date(2026, 10, 31), "2.14 %"],
        ["K07", date(2026, 9, 30), register_book.Percent(0.0219)],
    ])  # fmt: skip
    assert export.rejections == []
    assert [one.actual for one in export.records[Reading] if isinstance(one, Reading)] == [85.3, 84.5, 2.14, 2.19]
    kpi = export.records[Kpi][0]
    assert isinstance(kpi, Kpi)
    assert (kpi.baseline, kpi.target) == (78, 86)


def test_a_figure_that_does_not_go_with_the_unit_is_refused(tmp_path: Path):
    export = read_book(tmp_path, KPIs=KPIS, Readings=[
        ["kpi", "date", "actual"],
        ["K21", date(2026, 10, 31), register_book.Percent(0.82)],
        ["K21", date(2026, 9, 30), "yes"],
        ["K41", date(2026, 10, 31), 0.5],
        ["K41", date(2026, 9, 30), 1],
    ])  # fmt: skip
    assert reasons(export) == [
        ("Readings", 2, "actual", "82 %",
         "'82 %' is a percentage, and the KPI's unit is 'd': write the number in that unit"),
        ("Readings", 3, "actual", "yes",
         "'yes' is no number, and the KPI is measured in 'd': write the number in that unit"),
        ("Readings", 4, "actual", "0.5", "'0.5' is neither yes nor no, and the KPI is answered by yes or no (1 or 0)"),
    ]  # fmt: skip
    assert [one.key for one in export.rejections] == ["k21|2026-10-31", "k21|2026-09-30", "k41|2026-10-31"]


def test_percentages_without_their_kpi_are_taken_as_shown_and_said(tmp_path: Path):
    export = read_book(
        tmp_path, Readings=[["kpi", "date", "actual"], ["K03", "2026-10-31", register_book.Percent(0.853)]]
    )
    assert [one.actual for one in export.records[Reading] if isinstance(one, Reading)] == [85.3]
    assert export.notes == [
        "Readings: percentages taken as shown (82 % as 82), the KPI's unit not being here: row 2",
    ]


def test_blank_is_not_stated_and_a_dash_empties(tmp_path: Path):
    export = read_book(tmp_path, Projects=[
        ["key", "budget", "reserve", "manager", "reported_on"], ["P01", None, "-", "—", "  "],
    ])  # fmt: skip
    assert export.records == {Project: [Project("P01", emptied="manager reserve", sheet="Projects", row=2)]}


def test_a_dash_withdraws_a_reading(tmp_path: Path):
    export = read_book(tmp_path, Readings=[["kpi", "date", "actual"], ["K21", "2026-10-31", "-"]])
    reading = Reading("k21|2026-10-31", "K21", "2026-10-31", emptied="actual", sheet="Readings", row=2)
    assert export.records == {Reading: [reading]}


def test_a_dash_cannot_empty_what_is_required(tmp_path: Path):
    export = read_book(tmp_path, Readings=[["kpi", "date", "actual"], ["K21", "-", 4]])
    assert reasons(export) == [("Readings", 2, "date", "-", "date is required: a - cannot empty it")]


def test_failed_formulas_are_refused_and_good_ones_count_as_their_result(tmp_path: Path):
    export = read_book(tmp_path, Money=[
        ["project", "month", "kind", "plan", "actual"],
        ["P06", "2026-10", "cost", Formula("=1+1", 2), Formula("=1/0", "#DIV/0!")],
        [Formula("=NA()", "#N/A"), "2026-10", "cost", 5],
        ["P07", "2026-10", "cost", Formula("=2*3", 6)],
    ])  # fmt: skip
    remedy = "is the error of a formula: correct the formula, or write the value itself"
    assert reasons(export) == [
        ("Money", 2, "actual", "#DIV/0!", f"'#DIV/0!' {remedy}"),
        ("Money", 3, "project", "#N/A", f"'#N/A' {remedy}"),
    ]
    assert export.records == {Money: [
        Money("p07|2026-10|cost", "P07", "2026-10-01", "cost", 6, sheet="Money", row=4),
    ]}  # fmt: skip


def test_several_faults_of_a_row_are_all_named_and_the_row_counts_once(tmp_path: Path):
    export = read_book(tmp_path, Projects=[["key", "budget", "stage"], ["P01", "abc", "paused"], ["P02", 1, "active"]])
    assert reasons(export) == [
        ("Projects", 2, "budget", "abc", "'abc' is not a number: write digits with a point, such as 44.9"),
        ("Projects", 2, "stage", "paused",
         "'paused' is not one of: proposed, approved, active, on_hold, closed, stopped"),
    ]  # fmt: skip
    assert export.rows_in == 2
