"""Which figures are stored for a KPI, a milestone and a project, each with its rule, inputs, date and freshness."""

import json
from typing import Any

import pandas as pd

from dashboard.analysis.findings import of_kpis, of_milestones, rule_of

KPI: dict[str, Any] = {
    "better": "higher", "counts": None, "baseline": 64.0, "baseline_date": "2025-12-31", "target": 72.0,
    "target_date": "2026-12-31", "red_flag": 68.0, "path": None, "low": None, "high": None, "lowest": None,
    "highest": None, "unit": "%", "every": "month",
}  # fmt: skip
READING = ("id", "kpi", "date", "series", "actual", "target", "actual_text")


def kpis(**fields: Any) -> pd.DataFrame:
    return pd.DataFrame([{**KPI, **fields}], index=["K17"], dtype=object)


def readings(*rows: dict[str, Any]) -> pd.DataFrame:
    lines = [{"kpi": "K17", "id": n + 1, **row} for n, row in enumerate(rows)]
    return pd.DataFrame(lines, columns=list(READING), dtype=object).where(lambda frame: frame.notna(), None)


SEPTEMBER, OCTOBER = {"date": "2026-09-30", "actual": 72.1}, {"date": "2026-10-31", "actual": 72.3}


def told(rows: list[tuple[Any, ...]]) -> dict[str, tuple[Any, Any, Any]]:
    """Give measure: (value, text, status)."""
    return {row[2]: (row[3] if row[3] is None else round(row[3], 3), row[4], row[6]) for row in rows}


def test_a_kpi_has_its_score_and_every_figure_that_its_rule_allows() -> None:
    rows = of_kpis(kpis(), readings(SEPTEMBER, OCTOBER))
    assert told(rows) == {
        "score": (8.031, None, "on_track"),
        "actual": (72.3, None, None),
        "progress": (103.75, None, None),
        "expected": (70.663, None, None),
        "attainment": (1.004, None, None),
        "trend": (-0.4, "better", None),
    }
    assert {row[7:8] + row[9:] for row in rows} == {("goal and red flag", "2026-10-31", "2026-12-31")}
    assert json.loads(rows[0][8]) == {
        "actual": 72.3, "goal": 64 + 8 * 304 / 365, "baseline": 64.0, "target": 72.0, "target_date": "2026-12-31",
        "red_flag": 68.0, "reading": 2, "score_on_track": 6.666667, "score_at_risk": 3.333333,
    }  # fmt: skip


def test_a_kpi_without_a_reading_says_so_and_nothing_else() -> None:
    assert told(of_kpis(kpis(), readings())) == {
        "score": (None, "not computed: no reading; give one in the Readings sheet", "no_data")
    }
    withdrawn = readings({"date": "2026-10-31", "actual": None})
    assert told(of_kpis(kpis(), withdrawn))["score"][2] == "no_data"


def test_several_series_side_by_side_are_not_judged_as_one() -> None:
    rows = of_kpis(kpis(), readings({**SEPTEMBER, "series": "north"}, {**OCTOBER, "series": "south"}))
    assert told(rows) == {
        "score": (None, "not computed: several series are measured side by side; see its readings", "no_data")
    }


def test_of_two_sources_for_one_day_the_last_counts_and_the_trend_is_from_an_earlier_day() -> None:
    rows = told(of_kpis(kpis(), readings(SEPTEMBER, {**OCTOBER, "actual": 70.0}, OCTOBER)))
    assert (rows["actual"][0], rows["trend"][1]) == (72.3, "better")
    assert "trend" not in told(of_kpis(kpis(), readings({**OCTOBER, "actual": 70.0}, OCTOBER)))


def test_a_total_to_date_has_its_pace() -> None:
    yearly = kpis(counts="to_date", baseline=0.0, target=250.0, red_flag=None)
    assert told(of_kpis(yearly, readings({**OCTOBER, "actual": 186.0})))["pace"] == (0.893, None, None)


def test_a_target_among_the_readings_changes_the_path() -> None:
    changed = readings({"date": "2026-09-30", "target": 66.0}, OCTOBER)
    assert rule_of(KPI, changed).points[0][1] == 66.0
    assert told(of_kpis(kpis(), changed))["expected"][0] == round(66 + 6 * 31 / 92, 3)


def test_what_a_source_wrote_where_it_is_no_bare_number_is_kept_beside_the_number() -> None:
    assert told(of_kpis(kpis(), readings({**OCTOBER, "actual_text": "> 72.3 %"})))["actual"] == (72.3, "> 72.3 %", None)


def milestone(**fields: Any) -> dict[str, Any]:
    names = ("project", "name", "baseline", "forecast", "actual", "status_date", "calendar", "adopted", "fresh_until")
    return {**dict.fromkeys(names), "project": "P", "status_date": "2026-10-31", "fresh_until": "2026-12-05", **fields}


def test_a_milestone_has_its_slip_with_the_dates_that_made_it() -> None:
    frame = pd.DataFrame(
        [
            milestone(baseline="2026-09-18", forecast="2026-11-27"),
            milestone(baseline="2026-09-18", forecast="2026-11-27", adopted=3),
            milestone(forecast="2026-11-27"),
        ],
        index=["M1", "M2", "M3"],
        dtype=object,
    )
    rows = of_milestones(frame, {})
    dates = {"baseline": "2026-09-18", "forecast": "2026-11-27", "actual": None, "status_date": "2026-10-31"}
    dates |= {"milestone_slip_on_track": 5.0, "milestone_slip_at_risk": 20.0}
    cuts = "; on track up to 5 working days, at risk up to 20"
    assert [(row[1], row[3], row[4], row[6], row[7], json.loads(row[8])) for row in rows] == [
        ("M1", 50.0, None, "off_track", f"slip against baseline{cuts}", dates),
        ("M2", 50.0, None, "off_track", f"slip against the plan of revision 3, adopted as baseline{cuts}", dates),
        (
            "M3",
            None,
            "not computed: no baseline",
            "no_data",
            f"slip against baseline{cuts}",
            {**dates, "baseline": None},
        ),
    ]
    assert {row[9:] for row in rows} == {("2026-10-31", "2026-12-05")}
