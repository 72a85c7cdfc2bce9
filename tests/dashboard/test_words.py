"""Days, ages and amounts in words."""

from datetime import date, timedelta

import pytest

from dashboard import words
from dashboard.words import change, day, difference, old, tenths


def test_a_day_is_said_without_a_doubt():
    assert day(date(2026, 10, 31)) == "31 Oct 2026"
    assert day(date(2026, 3, 1)) == "1 Mar 2026"
    assert day(None) == "no date"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "of today"),
        (0, "of today"),
        (1, "1 day old"),
        (59, "59 days old"),
        (90, "3 months old"),
        (800, "2 years old"),
    ],
)
def test_an_age_is_counted_by_days_of_the_calendar_and_said_in_its_largest_unit(days: int, words: str):
    today = date(2026, 11, 10)
    then = (today - timedelta(days=days)).isoformat()
    assert old(then, today.isoformat()) == words
    assert old(f"{then}T23:59:59Z", f"{today}T08:00:00Z") == words


def test_without_a_day_there_is_no_age():
    assert old(None, "2026-11-10") is None


def test_a_currency_stands_before_its_number_and_a_unit_that_only_says_that_it_is_a_number_is_not_spoken():
    assert [words.amount(1520, unit) for unit in ("count", "Ratio", "%", None)] == [
        "1\u202f520", "1\u202f520", "1\u202f520 %", "1\u202f520",
    ]  # fmt: skip
    assert [words.amount(-186.4, unit) for unit in ("EUR m", "EUR", "EURO")] == [
        "EUR \u2212186.4 m", "EUR \u2212186.4", "\u2212186.4 EURO",
    ]  # fmt: skip
    assert (words.change(110, "count"), words.of_unit(110, 280, "count")) == ("+110", "110 of 280")
    assert (words.of_unit(5, 9, "d"), words.of_unit(1.5, 4, "points")) == ("5 of 9 days", "1.5 of 4 points")
    assert (words.of_unit(2, 10, "EUR m"), words.of_unit(2, 10, "EUR")) == ("EUR 2 of 10 m", "EUR 2 of 10")


def test_a_difference_of_percentages_is_in_points():
    assert [change(6, "%"), change(-2, "d"), change(0.5, None)] == ["+6 pp", "\u22122 d", "+0.5"]
    assert [difference(4, "d"), difference(4, "%")] == ["4 d", "4 pp"]


@pytest.mark.parametrize(("value", "said"), [(5, "5.0"), (8.333, "8.3"), (-1.25, "\u22121.2"), (-0.01, "0.0")])
def test_numbers_of_a_column_have_the_same_decimals(value: float, said: str) -> None:
    assert tenths(value) == said
