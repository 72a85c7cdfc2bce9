"""How far a milestone slipped since the load before, and from where its baseline moved."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.view.explain.reasons import Because
from dashboard.view.explain.rebased import moved, slipped_since, where

FRIDAYS = ("2026-08-28", "2026-09-04", "2026-10-30")  # 5 and 40 working days apart


def found(*rows: tuple[str, str | None, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["on_date", "baseline", "forecast", "actual"], dtype=object)


def said(*rows: tuple[str, str | None, str | None, str | None]) -> list[str]:
    return list(slipped_since(found(*rows)))


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


def test_a_slip_counts_the_days_that_the_calendar_works() -> None:
    mondays_to_thursdays = np.busdaycalendar(weekmask="1111000")
    rows = found(("2026-08-31", FRIDAYS[0], FRIDAYS[0], None), ("2026-09-30", FRIDAYS[0], FRIDAYS[1], None))
    assert list(slipped_since(rows, mondays_to_thursdays)) == ["Since 31 Aug 2026 it slipped by 4 working days"]


MOVED = {
    "first_baseline": FRIDAYS[0], "moved_from": FRIDAYS[0], "moved_to": FRIDAYS[2], "moved_on": "2026-09-30",
    "decided": None, "first_slip_days": 45.0, "source": "plan.xml", "source_revision": 2.0,
    "source_loaded": "2026-08-31", "moved_source": None, "moved_revision": None, "moved_loaded": None,
}  # fmt: skip
SILENT = "Its baseline moved from 28 Aug 2026 to 30 Oct 2026 in the load of 30 Sep 2026 without a recorded decision"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, f"{SILENT}: against the first it is 45 working days late"),
        ({"first_slip_days": None}, SILENT),
        ({"first_baseline": "2026-08-21"}, f"{SILENT}: against the first, 21 Aug 2026, it is 45 working days late"),
        (
            {"decided": "Decided on 3 Sep 2026: New plan."},
            "Its baseline moved from 28 Aug 2026 to 30 Oct 2026 in the load of 30 Sep 2026 (decided on 3 Sep 2026: New "
            "plan): against the first it is 45 working days late",
        ),
        (
            {"moved_to": None, "first_slip_days": None},
            "Its baseline moved from 28 Aug 2026 to none in the load of 30 Sep 2026 without a recorded decision",
        ),
        ({"moved_on": None}, None),
    ],
)
def test_a_baseline_that_moved_is_said_with_its_decision_and_the_slip_against_the_first(
    fields: dict[str, Any], words: str | None
) -> None:
    assert moved({**MOVED, **fields}) == words


def test_a_moved_baseline_leads_to_the_row_that_states_it() -> None:
    assert where(MOVED) == Because("", "plan.xml", 2, "2026-08-31")
    at = "register.xlsx, Milestones, row 2"
    stated = where({**MOVED, "moved_source": at, "moved_revision": 5.0, "moved_loaded": "2026-09-30"})
    assert stated == Because("", at, 5, "2026-09-30")
