"""Working days of calendars: weeks, exceptions, calendars derived from others, and broken ones."""

import json
from typing import Any

import numpy as np

from dashboard.analysis.calendars import working_calendars

TIMES = [["08:00", "16:00"]]


def calendar(key: str, week: Any = None, exceptions: Any = None, base: str | None = None) -> dict[str, Any]:
    return {
        "feed": 1,
        "key": key,
        "base": base,
        "week": json.dumps(week) if week is not None else None,
        "exceptions": json.dumps(exceptions) if exceptions is not None else None,
    }


def worked(rows: list[dict[str, Any]], name: str = "a", first: str = "2026-12-21", last: str = "2026-12-27") -> str:
    """Draw the days from the first to the last: x worked, . free. 21 December 2026 is a Monday."""
    days = np.arange(first, np.datetime64(last) + 1, dtype="datetime64[D]")
    return "".join("x" if on else "." for on in np.is_busday(days, busdaycal=working_calendars(rows)[f"1:{name}"]))


def test_a_calendar_without_a_week_works_from_monday_to_friday() -> None:
    assert worked([calendar("a")]) == "xxxxx.."


def test_a_week_says_which_days_are_worked() -> None:
    assert worked([calendar("a", {"1": [], "5": [], "6": TIMES})]) == ".xxx.x."


def test_exceptions_take_days_out_and_give_them_back() -> None:
    free = [["2026-12-24", "2026-12-26", []], ["2026-12-24", "2026-12-24", TIMES]]
    assert worked([calendar("a", exceptions=free)]) == "xxxx..."


def test_a_calendar_takes_what_it_does_not_say_from_its_base() -> None:
    base = calendar("b", {"5": []}, [["2026-12-21", "2026-12-21", []]])
    assert worked([base, calendar("a", {"1": TIMES}, [["2026-12-22", "2026-12-22", []]], base="b")]) == "..xx..."


def test_calendars_that_are_based_on_each_other_come_to_an_end() -> None:
    assert worked([calendar("a", {"2": []}, base="b"), calendar("b", {"3": []}, base="a")]) == "x..xx.."


def test_a_calendar_without_working_time_counts_monday_to_friday() -> None:
    assert worked([calendar("a", {str(day): [] for day in range(1, 8)})]) == "xxxxx.."


def test_an_exception_that_ends_before_it_begins_or_lasts_for_ever_is_left_out() -> None:
    strange = [["2026-12-26", "2026-12-21", []], ["1900-01-01", "9999-12-31", []]]
    assert worked([calendar("a", exceptions=strange)]) == "xxxxx.."
