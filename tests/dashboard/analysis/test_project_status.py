"""The dimensions of a project's status, each at its thresholds, and the worst of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis import project_status
from dashboard.analysis.status import WORST_FIRST


@pytest.mark.parametrize(
    ("index", "status"),
    [(0.95, "on_track"), (0.9499, "at_risk"), (0.90, "at_risk"), (0.8999, "off_track"), (None, "no_data")],
)
def test_an_index_is_on_track_from_95_and_at_risk_from_90_hundredths(index, status):
    assert list(project_status.of_index(pd.Series([index], dtype=float))) == [status]


@pytest.mark.parametrize(
    ("slip", "duration", "passed", "status"),
    [
        (5, 100, False, "on_track"),
        (6, 100, False, "at_risk"),
        (20, 100, False, "at_risk"),
        (21, 100, False, "off_track"),
        (30, 600, False, "at_risk"),  # 5 % of 600 working days
        (31, 600, False, "off_track"),
        (1, 100, True, "off_track"),
        (None, 100, False, "no_data"),
        (21, None, False, "off_track"),
    ],
)
def test_the_finish_may_slip_5_days_or_20_or_a_twentieth_of_the_duration(slip, duration, passed, status):
    days, length = (pd.Series([value], dtype=float) for value in (slip, duration))
    assert list(project_status.of_finish(days, length, pd.Series([passed]))) == [status]


def test_a_deliverable_that_is_overdue_or_rejected_puts_its_project_at_risk():
    rows = [
        ("P", "Manual", "2026-10-01", None, "planned"),  # overdue
        ("P", "Crane load test", "2026-10-01", None, "rejected"),
        ("Q", "Manual", "2026-10-01", "2026-10-05", "accepted"),
        ("Q", "Course", "2026-11-20", None, "planned"),
        ("R", "Manual", "2026-10-01", None, "submitted"),
    ]
    frame = pd.DataFrame(rows, columns=["project", "name", "baseline", "actual", "state"], dtype=object).assign(
        forecast=None
    )
    found = project_status.of_deliverables(frame, pd.Series({"P": "2026-10-31", "Q": "2026-10-31", "R": "2026-10-31"}))
    assert found.fillna("").to_dict("index") == {
        "P": {"overdue": 1, "rejected": 1, "worst_name": "Crane load test", "status": "at_risk"},
        "Q": {"overdue": 0, "rejected": 0, "worst_name": "", "status": "on_track"},
        "R": {"overdue": 0, "rejected": 0, "worst_name": "", "status": "on_track"},
    }


@pytest.mark.parametrize(
    ("exposure", "remaining", "status"),
    [
        (50, 1000, "on_track"),
        (51, 1000, "at_risk"),
        (1, 0, "at_risk"),
        (0, None, "on_track"),
        (5, None, "no_data"),
        (None, 9, "no_data"),
    ],
)
def test_threats_of_over_a_twentieth_of_the_remaining_budget_are_a_risk(exposure, remaining, status):
    threats, left = (pd.Series([value], dtype=float) for value in (exposure, remaining))
    assert list(project_status.of_exposure(threats, left)) == [status]


@given(st.floats(0, 200), st.floats(-100, 2000), st.floats(0, 1), st.floats(0, 500))
def test_a_lesser_threat_or_more_budget_left_never_worsens(threat, left, part, more):
    before, after = (
        project_status.of_exposure(pd.Series([exposed]), pd.Series([remaining]))[0]
        for exposed, remaining in ((threat, left), (threat * part, left + more))
    )
    assert WORST_FIRST[after] >= WORST_FIRST[before]


@given(st.floats(-50, 100), st.floats(1, 800), st.floats(0, 60), st.floats(0.5, 1.5), st.floats(0, 0.5))
def test_an_earlier_finish_or_a_better_index_never_worsens(slip, duration, sooner, index, better):
    dated = [project_status.of_finish(pd.Series([days]), pd.Series([duration]), pd.Series([False]))[0]
             for days in (slip, slip - sooner)]  # fmt: skip
    indexed = [project_status.of_index(pd.Series([value]))[0] for value in (index, index + better)]
    for before, after in (dated, indexed):
        assert WORST_FIRST[after] >= WORST_FIRST[before]


def test_a_project_stands_as_its_worst_known_dimension_and_the_mean_is_shown_beside_it():
    dimensions = pd.DataFrame(
        [
            ("off_track", "on_track", "on_track", "at_risk", "no_data", "no_data"),
            ("no_data", "no_data", "done", "no_data", "no_data", "no_data"),
            ("no_data", "no_data", "no_data", "no_data", "no_data", "no_data"),
            ("off_track", "on_track", "done", "on_track", "no_data", "no_data"),
            ("off_track", "on_track", "done", "on_track", "no_data", "no_data"),
        ],
        columns=list(project_status.DIMENSIONS),
    )
    finished, stopped = pd.Series([False, False, False, True, True]), pd.Series([False, False, False, False, True])
    found = project_status.together(dimensions, finished, stopped)
    assert list(found["status"]) == ["off_track", "no_data", "no_data", "done", "no_data"]
    assert list(found["by"].fillna("")) == ["schedule", "", "", "schedule", ""]
    assert list(found["judged"]) == [4, 0, 0, 3, 3]
    assert np.isnan(found["mean"][4])
    assert found["mean"][0] == pytest.approx((5 / 3 + 25 / 3 + 25 / 3 + 5) / 4)
