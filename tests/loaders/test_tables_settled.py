"""Columns of dates, numbers, and yes and no are settled as a whole, or refused with what to declare."""

from datetime import date, datetime
from typing import Any

import pytest

from loaders.tables.cells import Failed, Percent
from loaders.tables.settled import Unsettled
from loaders.tables.written_dates import dates
from loaders.tables.written_numbers import booleans, numbers

OCTOBER = date(2026, 10, 3)


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-03", "2026-10-03Z", "2026-10-03+02:00",
        "2026-10-03T00:00:00Z", "2026-10-03 00:00", "2026/10/3", "2026.10.03", "20261003", "3 Oct 2026",
        "3rd October 2026", "03-Oct-26", "Oct 3, 2026", "Sat, 3 Oct 2026", "3. Oktober 2026", "3 octobre 2026",
        "2026 October 03", "samedi 3 octobre 2026", "sábado, 3 de octubre de 2026", "Sat 10/3/26", "Sa 03.10.26",
        "03-Oct-26 A", "03-Oct-26*", "03-Oct-26 00:00 A*", "Sat Oct 03 2026 00:00:00 GMT+0000 (GMT)",
        "Sat Oct 03 2026 00:00:00 GMT+0200 (Central European Summer Time)",
    ],
)  # fmt: skip
def test_dates_that_can_be_read_in_one_way_only(written: str) -> None:
    assert dates([written]).values == [OCTOBER]


def test_times_of_day_are_kept_as_they_are_written() -> None:
    found = dates(["2026-10-03T14:05:06.7+02:00", "13/Oct/26 2:15 PM", "13/10/2026 12:30 am"])
    assert found.values == [
        datetime(2026, 10, 3, 14, 5, 6), datetime(2026, 10, 13, 14, 15), datetime(2026, 10, 13, 0, 30),
    ]  # fmt: skip


def test_one_day_after_the_twelfth_settles_the_whole_column() -> None:
    found = dates(["03/10/2026", None, "", "13/10/2026"])
    assert (found.values, found.form) == ([OCTOBER, None, None, date(2026, 10, 13)], "day first")
    found = dates(["10/03/2026", "10/13/26"])
    assert (found.values, found.form) == ([OCTOBER, date(2026, 10, 13)], "month first")


def test_dates_that_a_spreadsheet_program_exchanged_are_refused() -> None:
    turned = [date(2026, 2, 1), datetime(2026, 5, 3, 9), "1/13/2026", "1/31/2026 9:00"]
    for form in (None, "month first"):
        with pytest.raises(Unsettled, match="'1/13/2026' stayed a text beside dates of which none lies after the 12th"):
            dates(turned, form)
    assert dates([*turned, date(2026, 2, 28)]).values[2] == date(2026, 1, 13)
    assert dates([date(2026, 2, 1), "2026-01-13", "13 Jan 2026"]).values == [date(2026, 2, 1), *[date(2026, 1, 13)] * 2]


def test_a_column_that_can_be_read_in_two_ways_is_refused_with_what_to_declare() -> None:
    with pytest.raises(Unsettled, match="'03/10/2026' can be read with the day or the month first"):
        dates(["03/10/2026", "04/10/2026"])
    assert dates(["03/10/2026"], "day first").values == [OCTOBER]
    assert dates(["10.03.2026"], "month first").values == [OCTOBER]
    assert dates(["05/05/2026"]).values == [date(2026, 5, 5)]
    found = dates(["3 Oct 2026", "40/10/2026"])  # no day in either order
    assert (found.values, [place for place, _ in found.faults]) == ([OCTOBER, None], [1])


def test_the_day_of_the_week_before_a_date_tells_its_order() -> None:
    found = dates(["Mon 1/5/26 8:00 AM", "Fri 1/9/26", "1/6/26"])
    assert found.values == [datetime(2026, 1, 5, 8), date(2026, 1, 9), date(2026, 1, 6)]
    assert dates(["Lun 05/01/26"]).values == [date(2026, 1, 5)]
    assert dates(["Fri 05/01/26", "30/04/26"]).values == [date(2026, 1, 5), date(2026, 4, 30)]  # written by hand
    with pytest.raises(Unsettled, match="can be read with the day or the month first"):
        dates(["Sun 1/5/26"])  # a Monday or a Friday


def test_a_column_of_both_orders_is_refused_with_a_cell_of_each() -> None:
    with pytest.raises(Unsettled, match="'13/10/2026' has the day first and '10/14/2026' the month"):
        dates(["13/10/2026", "10/14/2026"])


def test_a_single_cell_that_is_no_date_costs_only_itself() -> None:
    found = dates(["2026-10-03", "soon", "31.02.2026", "2026-10-03", True, Failed("#N/A"), "0001-01-01"])
    assert found.values == [OCTOBER, None, None, OCTOBER, None, None, None]
    assert [place for place, _ in found.faults] == [1, 2, 4, 5, 6]


def test_day_numbers_of_excel_are_dates_only_where_the_whole_column_is() -> None:
    assert dates([46298.0, "46299", 46298.25]).values == [OCTOBER, date(2026, 10, 4), datetime(2026, 10, 3, 6)]
    assert dates([46298.0, OCTOBER]).faults[0][0] == 0
    assert dates([46298.0, OCTOBER], "serial").values == [OCTOBER, OCTOBER]


def test_months_are_dates_where_months_are_wanted() -> None:
    first = date(2026, 10, 1)
    assert dates(["2026-10", "10/2026", "Oct 2026", "oktober-26"], months=True).values == [first] * 4
    assert [place for place, _ in dates(["2026-10"]).faults] == [0]


@pytest.mark.parametrize(
    ("cells", "values", "form"),
    [
        (["1,234.50", "1,234"], [1234.5, 1234.0], "point"),
        (["1.234,50", "1.234"], [1234.5, 1234.0], "comma"),
        (["1 234,5", "−2"], [1234.5, -2.0], "comma"),
        (["1'234.5", "00123", "1E5"], [1234.5, 123.0, 100000.0], "point"),
        (["0.123", "1.500"], [0.123, 1.5], "point"),
        (["$5", "€ 7", "EUR 8", "9 EUR", "(10)", "-$11"], [5.0, 7.0, 8.0, 9.0, -10.0, -11.0], None),
        ([4, 2.5, None, ""], [4.0, 2.5, None, None], None),
    ],
)  # fmt: skip
def test_commas_and_points_are_settled_by_the_column(cells: list[Any], values: list[Any], form: str | None) -> None:
    found = numbers(cells)
    assert (found.values, found.form, found.faults) == (values, form, [])


def test_a_column_of_thousands_or_decimals_is_refused_with_what_to_declare() -> None:
    with pytest.raises(Unsettled, match=r"'1\.234' can be a number of thousands or one with decimals"):
        numbers(["1.234", "5"])
    assert numbers(["1.234"], "point").values == [1.234]
    assert numbers(["1.234"], "comma").values == [1234.0]
    with pytest.raises(Unsettled, match=r"'1\.5' has a decimal point and '1,5' a decimal comma"):
        numbers(["1.5", "1,5"])


def test_percentages_are_told_from_numbers() -> None:
    found = numbers(["82%", "82 %", Percent(0.5)]).values
    assert found == [0.82, 0.82, 0.5]
    assert all(isinstance(value, Percent) for value in found)


def test_what_is_no_number_costs_only_itself() -> None:
    found = numbers(["5", "five", "1,2,3", True, OCTOBER, "1e999"])
    assert found.values == [5.0, None, None, None, None, None]
    assert [place for place, _ in found.faults] == [1, 2, 3, 4, 5]


def test_yes_and_no_in_several_words() -> None:
    assert booleans(["Yes", "ja", "x", True, "1", 1.0, "TRUE"]).values == [True] * 7
    assert booleans(["No", "nein", False, "0", 0.0]).values == [False] * 5
    assert booleans(["maybe", None]).faults == [(0, "is neither yes nor no")]


def test_raised_digits_are_no_number_of_a_day() -> None:
    assert dates(["18³12.2026"]).faults == [(0, "is not a date: write a day such as 2026-10-31")]
