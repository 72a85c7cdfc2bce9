"""Whatever an export says of bookings is counted once, left out by name, or refused: nothing loops or breaks."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.demand import by_day, reach, spread
from dashboard.analysis.working_time import Span, WorkingTime
from tests.dashboard.analysis.planned import FULL, calendar, lines

SPAN = Span.of("2026-11-09", "2026-11-15")
DATES = st.sampled_from([None, "1984-01-01T08:00:00", "2026-11-10", "2026-11-12T12:00:00", "2149-12-31T23:59:59"])
MINUTES = st.sampled_from([None, 0.0, 60.0, 6e6])
SPREADS = st.sampled_from([None, "[]", '[["2026-11-10","2026-11-11",30]]', '[["1999-01-01","2050-01-01",1]]'])
CALENDARS = (
    calendar("c", FULL),
    calendar("never", {str(day): [] for day in range(1, 8)}),
    calendar("zero", {"1": [["08:00", "08:00"]], "2": [["22:00", "00:00"]]}),
    calendar("self", base="self", off=[["2026-11-12", "2026-11-01", []], ["0001-01-01", "9999-12-31", []]]),
)
ROWS = st.builds(
    dict, start=DATES, finish=DATES, actual_start=DATES, actual_finish=DATES, actual_work=MINUTES,
    remaining_work=MINUTES, work=MINUTES, spread=SPREADS, actual_spread=SPREADS, status_date=DATES,
    hours_per_week=st.sampled_from([None, 0.0, 16_800.0]), share=st.sampled_from([None, 100.0]),
    people=st.sampled_from([None, 0.0, 1e6]), firm=st.sampled_from([None, True, False]),
    calendar=st.sampled_from([None, "1:c", "1:never", "1:zero", "1:self", "1:gone"]),
)  # fmt: skip


@given(st.lists(ROWS, min_size=1, max_size=5))
def test_each_booking_is_laid_out_or_named_and_all_figures_are_numbers(rows: list[dict[str, Any]]) -> None:
    every = lines(*rows)
    times = WorkingTime(CALENDARS, reach(every, SPAN))
    laid = spread(every, times)
    named = set(laid.unplaced["line"])
    assert not named & set(laid.pieces.line)
    assert (laid.pieces.first <= laid.pieces.last).all()
    found = by_day(laid.pieces, np.arange(len(rows)), len(rows), times, SPAN)
    for minutes in found.values():
        assert np.isfinite(minutes).all()
        assert (minutes >= 0).all()


def test_ten_thousand_percent_is_counted_as_stated() -> None:
    row = {"start": "2026-11-09", "finish": "2026-11-15", "share": 100.0, "calendar": "1:c"}
    every = lines(row)
    times = WorkingTime(CALENDARS, reach(every, SPAN))
    found = by_day(spread(every, times).pieces, np.zeros(1, dtype=np.int64), 1, times, SPAN)
    assert found["firm"].sum() / 60 == pytest.approx(4_000)
