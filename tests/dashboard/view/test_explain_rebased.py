"""How far a milestone slipped since the load before, and from where its baseline moved."""

from typing import Any

import pandas as pd
import pytest

from dashboard.view.explain.rebased import sentences

FRIDAYS = ("2026-08-28", "2026-09-04", "2026-10-30")  # 5 and 40 working days apart


def found(*rows: tuple[str, str | None, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["on_date", "baseline", "forecast", "actual"], dtype=object)


def decisions(**fields: Any) -> pd.DataFrame:
    row = {"about_key": "P", "kind": "new baseline", "date": "2026-09-15", "state": "done", "text": "t", **fields}
    return pd.DataFrame([row], dtype=object)


NONE = decisions(about_key="Q")


def said(*rows: tuple[str, str | None, str | None, str | None], decided: pd.DataFrame = NONE) -> list[str]:
    return list(sentences(found(*rows), decided, "P"))


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (FRIDAYS[0], FRIDAYS[1], ["Since 31 Aug 2026 it slipped by 5 working days"]),
        (FRIDAYS[1], FRIDAYS[0], ["Since 31 Aug 2026 it came forward by 5 working days"]),
        ("2026-08-27", FRIDAYS[0], ["Since 31 Aug 2026 it slipped by 1 working day"]),
        (FRIDAYS[0], FRIDAYS[0], []),
        (None, FRIDAYS[0], []),
        (FRIDAYS[0], None, []),
    ],
)
def test_a_period_slip_is_the_forecast_less_the_one_before(
    before: str | None, now: str | None, words: list[str]
) -> None:
    assert said(("2026-08-31", FRIDAYS[0], before, None), ("2026-09-30", FRIDAYS[0], now, None)) == words


def test_what_was_reached_slips_no_more_and_a_first_load_has_nothing_before_it() -> None:
    assert said(("2026-08-31", FRIDAYS[0], FRIDAYS[0], None), ("2026-09-30", FRIDAYS[0], None, FRIDAYS[1])) == []
    assert said(("2026-08-31", FRIDAYS[0], FRIDAYS[0], None)) == []


MOVED = (("2026-08-31", FRIDAYS[0], FRIDAYS[2], None), ("2026-09-30", FRIDAYS[2], FRIDAYS[2], None))


def test_a_baseline_that_moved_without_a_decision_is_said_with_the_slip_against_the_first() -> None:
    assert said(*MOVED) == [
        "Its baseline moved from 28 Aug 2026 to 30 Oct 2026 by 30 Sep 2026 without a recorded decision: against the "
        "first it is 45 working days late"
    ]


@pytest.mark.parametrize(
    ("fields", "silent"),
    [
        ({}, False),
        ({"kind": "scope change"}, False),
        ({"kind": "action"}, True),
        ({"state": "proposed"}, True),
        ({"state": "dropped"}, True),
        ({"date": "2026-08-30"}, True),  # before the first baseline was last seen
    ],
)
def test_a_decision_on_record_takes_the_alarm_away(fields: dict[str, Any], silent: bool) -> None:
    (text,) = said(*MOVED, decided=decisions(**fields))
    assert ("without a recorded decision" in text) is silent


def test_a_baseline_that_came_later_or_went_is_not_taken_for_one_that_moved() -> None:
    assert said(("2026-08-31", None, FRIDAYS[0], None), ("2026-09-30", FRIDAYS[0], FRIDAYS[0], None)) == []
    (text,) = said(("2026-08-31", FRIDAYS[0], FRIDAYS[1], None), ("2026-09-30", None, FRIDAYS[1], None))
    assert text.startswith("Its baseline moved from 28 Aug 2026 to none by 30 Sep 2026")
