"""Days and ages in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.words import age, day

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)


def test_a_day_is_said_without_a_doubt():
    assert day(date(2026, 10, 31)) == "31 Oct 2026"
    assert day(date(2026, 3, 1)) == "1 Mar 2026"
    assert day(None) == "no date"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=59), "59 days ago"),
        (timedelta(days=90), "3 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_an_age_is_said_in_its_largest_whole_unit(ago: timedelta, words: str):
    assert age(NOW - ago, NOW) == words
