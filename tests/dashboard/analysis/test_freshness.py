"""Until when a reading or a project is fresh."""

from datetime import date

import pytest

from dashboard.analysis.freshness import of_project, of_reading, rhythms, stated_of


@pytest.mark.parametrize(
    ("day", "every", "until"),
    [
        ("2026-07-31", "month", "2026-09-30"),
        ("2026-06-30", "month", "2026-08-31"),
        ("2026-12-31", "month", "2027-02-28"),
        ("2026-10-15", "month", "2026-12-15"),
        ("2026-12-30", "month", "2027-02-28"),
        ("2026-09-30", "quarter", "2027-03-31"),
        ("2026-06-30", "half-year", "2027-06-30"),
        ("2024-02-29", "year", "2026-02-28"),
        ("2026-10-30", "week", "2026-11-13"),
        ("2026-10-30", None, None),
        ("2026-10-30", "now and then", None),
        ("9998-12-31", "year", None),
    ],
)
def test_a_reading_is_fresh_for_twice_its_rhythm(day: str, every: str | None, until: str | None) -> None:
    assert of_reading(date.fromisoformat(day), every) == until


def test_no_reading_is_never_fresh() -> None:
    assert of_reading(None, "month") is None


@pytest.mark.parametrize(
    ("rhythm", "until"),
    [
        (None, "2026-12-05"),
        ("week", "2026-11-10"),
        ("month", "2026-12-15"),
        ("quarter", "2027-03-16"),
        ("x", "2026-12-05"),
    ],
)
def test_a_project_is_fresh_for_35_days_or_one_and_a_half_times_the_stated_of_its_feed(rhythm: str, until: str) -> None:
    assert of_project("2026-10-31", rhythm) == until
    assert of_project(None, rhythm) is None


def test_the_later_line_counts_from_its_day_on() -> None:
    lines = [
        {"name": "feed_rhythm", "applies_to": "Register.xlsx", "value": "Week", "valid_from": "2026-07-01"},
        {"name": "feed_rhythm", "applies_to": "register.xlsx", "value": "month", "valid_from": None},
        {"name": "Feed_Rhythm", "applies_to": None, "value": "quarter", "valid_from": "2026-01-01"},
        {"name": "rate GBP", "applies_to": "*", "value": "1.17", "valid_from": None},
    ]
    assert rhythms(lines, "2026-06-30") == {"register.xlsx": "month", "*": "quarter"}
    found = rhythms(lines, "2026-07-01")
    assert [stated_of(feed, found) for feed in ("register", "REGISTER.XLSX", "other", None)] == [
        "week", "week", "quarter", "quarter",
    ]  # fmt: skip
    assert stated_of("register", {}) is None
