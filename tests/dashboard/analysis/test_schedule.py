"""Slips in working days, statuses of milestones, and projects judged by them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.schedule import projects, slips, working_days
from dashboard.analysis.status import WORST_FIRST

FIELDS = ("baseline", "forecast", "actual", "status_date", "calendar")
DAYS = st.dates(pd.Timestamp("2020-01-01").date(), pd.Timestamp("2030-12-31").date())


def milestones(*rows: dict[str, Any]) -> pd.DataFrame:
    """Make milestones M0, M1 ... of fields, those that are not given missing."""
    lines = [{name: row.get(name) for name in FIELDS} for row in rows]
    return pd.DataFrame(lines, columns=list(FIELDS), index=[f"M{n}" for n in range(len(rows))], dtype=object)


def slip(**fields: Any) -> tuple[float | None, str, str | None]:
    found = slips(milestones(fields), {}).to_dict("records")[0]
    return (None if pd.isna(found["slip_days"]) else found["slip_days"], found["status"], found["why"])


@pytest.mark.parametrize(
    ("forecast", "expected"),
    [("2026-09-18", 0), ("2026-09-25", 5), ("2026-10-16", 20), ("2026-11-06", 35), ("2026-11-27", 50)],
)
def test_type_approval_as_forecast_at_the_loads_of_the_story(forecast: str, expected: int) -> None:
    status = "on_track" if expected <= 5 else "at_risk" if expected <= 20 else "off_track"
    assert slip(baseline="2026-09-18", forecast=forecast, status_date="2026-08-31") == (expected, status, None)


def test_the_bench_of_the_story_was_handed_over_48_working_days_late() -> None:
    assert slip(baseline="2026-07-10", actual="2026-09-16", forecast="2026-09-16") == (48, "done", None)


@pytest.mark.parametrize(
    ("forecast", "status"),
    [("2026-12-18", "on_track"), ("2026-12-21", "at_risk"), ("2027-01-08", "at_risk"), ("2027-01-11", "off_track")],
)
def test_on_track_up_to_5_and_at_risk_up_to_20_working_days(forecast: str, status: str) -> None:
    assert slip(baseline="2026-12-11", forecast=forecast, status_date="2026-10-31")[1] == status


def test_earlier_than_planned_is_a_negative_slip() -> None:
    assert slip(baseline="2026-08-14", actual="2026-08-12") == (-2, "done", None)


def test_a_forecast_that_has_passed_counts_until_the_status_date_and_is_a_fault_of_the_plan() -> None:
    why = "a fault of the plan: not done, and its forecast lies before the status date"
    assert slip(baseline="2026-10-30", forecast="2026-10-23", status_date="2026-11-02") == (1, "at_risk", why)
    assert slip(baseline=None, forecast="2026-10-23", status_date="2026-11-02") == (
        None,
        "no_data",
        "not computed: no baseline",
    )


def test_due_and_not_done_is_at_least_at_risk() -> None:
    assert slip(baseline="2026-10-30", forecast="2026-10-30", status_date="2026-10-30") == (0, "at_risk", None)
    assert slip(baseline="2026-10-30", forecast="2026-10-30", status_date="2026-10-29") == (0, "on_track", None)


def test_what_was_due_and_has_no_date_is_late_until_the_status_date() -> None:
    assert slip(baseline="2026-10-02", status_date="2026-10-30") == (20, "at_risk", None)
    assert slip(baseline="2026-10-02", status_date="2026-11-02") == (21, "off_track", None)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_what_is_missing_is_no_data_never_green(missing: Any) -> None:
    none = "not computed: neither a forecast nor an actual date"
    assert slip(baseline="2026-12-11", forecast=missing, status_date="2026-10-31") == (None, "no_data", none)
    assert slip(baseline=missing, forecast=missing, actual=missing, status_date=missing) == (None, "no_data", none)
    assert slip(baseline=missing, forecast="2026-12-11") == (None, "no_data", "not computed: no baseline")
    assert slip(baseline="2026-12-11", forecast="2026-12-11", status_date=missing) == (0, "on_track", None)


def test_what_is_done_stays_done_without_a_baseline() -> None:
    assert slip(actual="2026-08-12", status_date="2026-10-31") == (None, "done", "not computed: no baseline")


def test_days_off_of_the_calendar_do_not_count() -> None:
    week_off = np.busdaycalendar(holidays=np.arange("2026-12-14", "2026-12-19", dtype="datetime64[D]"))
    frame = milestones(
        {"baseline": "2026-12-11", "forecast": "2026-12-21", "calendar": "1:plant"},
        {"baseline": "2026-12-11", "forecast": "2026-12-21", "calendar": "1:unknown"},
    )
    assert list(slips(frame, {"1:plant": week_off})["slip_days"]) == [1, 6]


def test_no_milestones_give_no_slips() -> None:
    assert slips(milestones(), {}).empty


@given(DAYS, DAYS)
def test_slip_and_lead_over_the_same_days_are_of_equal_size(one: Any, other: Any) -> None:
    first, second = pd.Series([one.isoformat()]), pd.Series([other.isoformat()])
    assert working_days(first, second)[0] == -working_days(second, first)[0]


AROUND = pd.Timestamp("2026-10-31")
DATES = st.none() | st.integers(-40, 60).map(lambda days: (AROUND + pd.Timedelta(days=days)).date().isoformat())
PLANNED = st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS[:3], DATES)), min_size=1, max_size=6)


@given(PLANNED, st.lists(DATES, min_size=6, max_size=6))
def test_an_earlier_forecast_or_arrival_never_worsens_a_milestone_or_its_project(
    rows: list[dict[str, Any]], sooner: list[str | None]
) -> None:
    """What has no date at all, or has arrived only in one of the two worlds, cannot be compared."""
    day = AROUND.date().isoformat()
    earlier = [
        {**row, **{name: min(row[name], other) for name in ("forecast", "actual") if row[name] and other}}
        for row, other in zip(rows, sooner, strict=False)
    ]
    both = [milestones(*[{**row, "status_date": day} for row in world]) for world in (rows, earlier)]
    judged_both = [frame.join(slips(frame, {})) for frame in both]
    before, after = ([WORST_FIRST[status] for status in frame["status"]] for frame in judged_both)
    assert all(now >= then for then, now in zip(before, after, strict=True))
    of_project = [
        projects(frame.assign(project="P").reset_index(names="key")).loc["P"].to_dict() for frame in judged_both
    ]
    assert WORST_FIRST[of_project[1]["status"]] >= WORST_FIRST[of_project[0]["status"]]
    rates = [row["on_time_rate"] for row in of_project]
    assert pd.isna(rates[0]) or rates[1] >= rates[0]


# --- projects ---------------------------------------------------------------------------------------------------------


def judged(*rows: tuple[str, str, float | None, dict[str, str]]) -> pd.DataFrame:
    """Judge projects from milestones (project, status, slip, days)."""
    lines = [
        {
            "project": project, "key": f"M{n}", "status": status, "slip_days": slip_days,
            **{name: days.get(name) for name in ("baseline", "actual", "status_date")},
        }
        for n, (project, status, slip_days, days) in enumerate(rows)
    ]  # fmt: skip
    columns = ["project", "key", "status", "slip_days", "baseline", "actual", "status_date"]
    return projects(pd.DataFrame(lines, columns=columns, dtype=object))


def test_the_worst_of_what_is_not_done_counts() -> None:
    found = judged(
        ("P", "done", 60.0, {}), ("P", "at_risk", 8.0, {}), ("P", "at_risk", 12.0, {}), ("P", "on_track", 0.0, {}),
        ("Q", "done", 0.0, {}), ("Q", "done", 3.0, {}),
        ("R", "done", 0.0, {}), ("R", "no_data", None, {}),
        ("S", "no_data", None, {}), ("S", "on_track", 1.0, {}),
    )  # fmt: skip
    assert found[["status", "worst", "slip_days", "total"]].to_numpy().tolist() == [
        ["at_risk", "M2", 12.0, 4],
        ["done", "M5", 3.0, 2],
        ["no_data", "M6", 0.0, 2],
        ["on_track", "M9", 1.0, 2],
    ]


def test_the_on_time_rate_counts_what_was_due_by_the_status_date() -> None:
    day = {"status_date": "2026-10-31"}
    found = judged(
        ("P", "done", 0.0, {"baseline": "2026-06-30", "actual": "2026-06-30", **day}),
        ("P", "done", 5.0, {"baseline": "2026-07-31", "actual": "2026-08-07", **day}),
        ("P", "off_track", 30.0, {"baseline": "2026-10-31", **day}),
        ("P", "done", -9.0, {"baseline": "2026-11-30", "actual": "2026-10-15", **day}),
        ("P", "on_track", 0.0, {"baseline": "2026-12-31", **day}),
        ("Q", "on_track", 0.0, {"baseline": "2026-12-31", **day}),
        ("R", "on_track", 0.0, {"baseline": "2026-06-30", "actual": "2026-06-30"}),
    )
    assert [round(rate, 1) for rate in found["on_time_rate"].dropna()] == [33.3]
    assert found["due"].to_dict() == {"P": 3, "Q": 0, "R": 0}


def test_no_milestones_judge_no_project() -> None:
    assert judged().empty
