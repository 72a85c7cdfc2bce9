"""The course of a KPI as points."""

from datetime import date

import pandas as pd

from dashboard.figures.course import course

KPI = dict.fromkeys(
    ("better", "counts", "baseline", "baseline_date", "target", "target_date", "red_flag", "path", "low", "high",
     "lowest", "highest")
)  # fmt: skip
COLUMNS = ["date", "actual", "target", "series"]


def readings(*rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def test_the_path_leads_from_the_baseline_to_the_target_and_the_flag_keeps_its_distance():
    kpi = KPI | {"better": "lower", "baseline": 47.0, "baseline_date": "2025-12-31", "target": 38.0,
                 "target_date": "2026-12-31", "red_flag": 42.0}  # fmt: skip
    found = course(kpi, readings(("2026-10-31", 44.9, None, None)))
    assert found is not None
    assert found.goal == [(date(2025, 12, 31), 47.0), (date(2026, 12, 31), 38.0)]
    assert found.flag == [(date(2025, 12, 31), 51.0), (date(2026, 12, 31), 42.0)]
    assert found.measured == [(date(2026, 10, 31), 44.9)]


def test_a_path_in_steps_keeps_a_target_until_the_next():
    kpi = KPI | {"better": "higher", "path": "step"}
    rows = readings(
        ("2026-03-31", 2.0, None, None), ("2026-06-30", None, 5.0, None), ("2026-12-31", None, 9.0, None)
    )  # fmt: skip
    found = course(kpi, rows)
    assert found is not None
    assert found.goal == [(date(2026, 6, 30), 5.0), (date(2026, 12, 31), 5.0), (date(2026, 12, 31), 9.0)]


def test_a_range_is_a_band_without_a_path():
    kpi = KPI | {"better": "range", "low": 4.0, "high": 6.0}
    found = course(kpi, readings(("2026-10-31", 5.0, None, None)))
    assert found is not None
    assert (found.band, found.goal) == ((4.0, 6.0), [])


def test_nothing_is_drawn_of_nothing_or_of_several_series():
    assert course(KPI, readings()) is None
    assert course(KPI, readings(("2026-10-31", None, 5.0, None))) is None
    assert course(KPI, readings(("2026-10-31", 1.0, None, "north"), ("2026-10-31", 2.0, None, "south"))) is None
