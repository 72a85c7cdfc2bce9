"""What contributions should do, what was seen, where KPIs will be, and how much of each gap has work behind it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.analysis import causes
from dashboard.analysis.causes.columns import counted, later, months_between
from tests.dashboard.analysis.conftest import TODAY, Portfolio

CONTRIBUTION = (
    "project", "milestone", "serves_kind", "serves", "amount", "lag_days", "confidence", "money_share", "agreed_by",
    "reviewed", "milestone_text",
)  # fmt: skip
KPI: dict[str, Any] = {
    "objective": "C4", "better": "higher", "counts": None, "baseline": 64.0, "baseline_date": "2025-12-31",
    "target": 72.0, "target_date": "2026-12-31", "drift": None, "low": None, "high": None, "weight": None,
    "owner": None, "owner_key": None,
}  # fmt: skip


def table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=list(columns), dtype=object)
    return frame.where(frame.notna(), None)


def contributions(*rows: dict[str, Any]) -> pd.DataFrame:
    given = [
        {"project": "P", "milestone": f"M{n}", "serves": "K", "serves_kind": "kpi"} | r for n, r in enumerate(rows)
    ]
    return table(given, CONTRIBUTION)


def milestones(*rows: dict[str, Any]) -> pd.DataFrame:
    return table(list(rows), ("baseline", "forecast", "actual")).set_axis([f"M{n}" for n in range(len(rows))])


def projects(**fields: Any) -> pd.DataFrame:
    columns = ("stage", "status_date", "baseline_finish", "finish", "percent_complete")
    return table([{"stage": "active", **fields}], columns).set_axis(["P"])


def kpis(**fields: Any) -> pd.DataFrame:
    return table([{**KPI, **fields}], tuple(KPI)).set_axis(["K"])


def readings(**days: float) -> pd.DataFrame:
    rows = [{"kpi": "K", "date": f"2026-{day[1:].replace('_', '-')}", "actual": value} for day, value in days.items()]
    return table(rows, ("kpi", "date", "series", "actual", "target"))


def effects(*rows: dict[str, Any], of: dict[str, Any] | None = None) -> pd.DataFrame:
    """Contributions to K, each with the dates of its own milestone."""
    dates = [{name: row.pop(name, None) for name in ("baseline", "forecast", "actual")} for row in rows]
    return causes.effects(contributions(*rows), milestones(*dates), projects(**(of or {})))


# --- when effects come ------------------------------------------------------------------------------------------------


def test_an_effect_comes_a_lag_after_its_milestone() -> None:
    frame = effects(
        {"amount": 6.0, "lag_days": 60, "baseline": "2026-07-15", "forecast": "2026-07-17", "actual": "2026-07-17"}
    )
    row = frame.iloc[0]
    assert (row["baseline"], row["effective"], row["reached"]) == ("2026-09-13", "2026-09-15", "2026-07-17")
    assert (row["done"], row["counts"], row["why"]) == (True, True, None)


def test_a_forecast_that_is_past_and_not_done_counts_from_the_status_date() -> None:
    late = effects({"amount": 1.0, "lag_days": 14, "forecast": "2026-09-01"}, of={"status_date": "2026-10-31"})
    assert late["effective"].to_list() == ["2026-11-14"]


def test_without_a_milestone_the_effect_hangs_on_the_project() -> None:
    whole = {"milestone": None, "amount": 1.0}
    running = effects(dict(whole), of={"baseline_finish": "2026-11-30T17:00:00", "finish": "2026-12-18T17:00:00"})
    assert running[["baseline", "effective", "done"]].values.tolist() == [["2026-11-30", "2026-12-18", False]]
    assert effects(dict(whole), of={"finish": "2026-12-18", "stage": "closed"})["actual"].to_list() == ["2026-12-18"]


def test_what_is_stated_twice_counts_once_and_what_points_nowhere_not_at_all() -> None:
    rows = contributions({"amount": 1.0}, {"amount": 1.0, "milestone": "M0"}, {"serves": None}, {"project": None})
    assert len(causes.effects(rows, milestones({}), projects())) == 1


@pytest.mark.parametrize(
    ("row", "of", "why"),
    [
        ({"milestone": None, "milestone_text": "Opening"}, {}, "not computed: the milestone is not known"),
        ({}, {}, "not computed: no date of the effect"),
        ({"forecast": "2026-12-01"}, {"stage": "stopped"}, "left out: its project is closed, stopped or proposed"),
    ],
)
def test_an_effect_that_does_not_count_says_why(row: dict[str, Any], of: dict[str, Any], why: str) -> None:
    frame = effects({"amount": 1.0, **row}, of=of)
    assert not frame["counts"].any()
    assert frame["why"].iloc[0].startswith(why)


def test_what_a_stopped_project_has_delivered_stays() -> None:
    assert effects({"amount": 1.0, "actual": "2026-06-01"}, of={"stage": "stopped"})["counts"].all()


@pytest.mark.parametrize(
    ("lag", "day"), [(0, "2026-02-27"), (1, "2026-02-28"), (2.9, "2026-03-01"), (-58, "2025-12-31"), (1e12, None)]
)
def test_days_are_added_as_far_as_calendars_reach(lag: float, day: str | None) -> None:
    assert later(counted(np.array(["2026-02-27"])), np.array([lag])).tolist() == [day]


def test_months_run_from_end_to_end() -> None:
    start = np.array(["2026-06-30", "2025-12-31", "2026-01-31", "2026-06-15", None])
    end = np.array(["2026-09-30", "2026-10-31", "2026-02-28", "2026-06-30", "2026-01-01"])
    months = months_between(counted(start), counted(end))
    assert months[:4].tolist() == [3.0, 10.0, 1.0, 0.5]
    assert np.isnan(months[4])


# --- what can be believed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "amount", "against"),
    [
        ("higher", -1.0, True),
        ("higher", 1.0, False),
        ("lower", 1.0, True),
        ("lower", -1.0, False),
        ("range", -1.0, False),
    ],
)
def test_an_amount_against_the_direction_of_its_kpi_is_a_dis_benefit(better: str, amount: float, against: bool) -> None:
    frame = causes.claims(effects({"amount": amount}), kpis(better=better, target=None), TODAY)
    assert frame["against"].to_list() == [against]


def test_a_kpi_without_a_stated_direction_takes_that_of_its_target() -> None:
    assert causes.claims(effects({"amount": 1.0}), kpis(better=None, target=60.0), TODAY)["against"].all()


def test_consent_and_review_are_judged_on_a_day() -> None:
    frame = effects(
        {"agreed_by": " A@b.example", "reviewed": "2026-05-08"}, {"agreed_by": "c", "reviewed": "2026-05-07"}, {}
    )
    found = causes.claims(frame, kpis(owner="a@b.example", owner_key="a"), TODAY)
    assert found[["quantified", "agreed", "unreviewed"]].values.tolist() == [
        [False, True, False], [False, False, True], [False, False, True],
    ]  # fmt: skip
    assert found["reviewed_days"].to_list()[:2] == [180.0, 181.0]


# --- expected, outlook, seen ------------------------------------------------------------------------------------------


def test_the_expected_value_is_baseline_and_drift_and_what_has_come() -> None:
    frame = effects({"amount": 6.0, "lag_days": 60, "baseline": "2026-07-15", "forecast": "2026-07-17"})
    days = ["2025-12-31", "2026-09-14", "2026-09-30", "2025-11-30"]
    by_forecast = causes.expected(kpis(drift=0.2), frame, days)
    assert by_forecast["expected"].round(4).to_list()[:3] == [64.0, round(64 + 0.2 * (8 + 14 / 30), 4), 71.8]
    assert by_forecast["why"].to_list()[3] == "not computed: the day lies before the baseline's date"
    assert causes.expected(kpis(), frame, ["2026-09-14"], "baseline")["expected"].to_list() == [70.0]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"baseline": None}, "not computed: no baseline"),
        ({"baseline_date": None}, "not computed: no baseline"),
        ({"counts": "to_date"}, "not computed: a total that adds up needs a drift"),
    ],
)
def test_an_expected_value_that_cannot_be_computed_says_what_is_missing(fields: dict[str, Any], why: str) -> None:
    found = causes.expected(kpis(**fields), effects({}), ["2026-09-30"])
    assert found["expected"].isna().all()
    assert found["why"].iloc[0].startswith(why)


def outlook(kpi: pd.DataFrame, measured: pd.DataFrame, *rows: dict[str, Any]) -> dict[Any, Any]:
    return causes.outlook(kpi, measured, effects(*rows)).iloc[0].to_dict()


def test_the_outlook_adds_what_comes_after_the_last_reading_and_by_the_targets_date() -> None:
    coming = [
        {"amount": 1400.0, "actual": "2026-10-31", "forecast": "2026-10-31"},  # the reading of that day holds it
        {"amount": 900.0, "forecast": "2026-12-31"},
        {"amount": 50.0, "forecast": "2027-01-01"},
        {"amount": None, "forecast": "2026-12-01"},
    ]
    found = outlook(kpis(baseline=3200.0, target=6000.0, drift=10.0), readings(d10_31=5804.0), *coming)
    assert (found["outlook"], found["coming"], found["drifted"]) == (5804 + 900 + 20, 900.0, 20.0)
    assert (found["short"], found["short_by"], found["unquantified"]) == (False, 0.0, 1)


def test_the_last_of_several_targets_is_the_one_to_meet() -> None:
    further = table([{"kpi": "K", "date": "2027-03-31", "target": 80.0}], ("kpi", "date", "series", "actual", "target"))
    found = outlook(kpis(drift=0.2), pd.concat([readings(d10_31=72.0), further], ignore_index=True))
    assert (found["target"], found["target_date"], round(found["outlook"], 6)) == (80.0, "2027-03-31", 73.0)
    assert (found["short"], round(found["short_by"], 6)) == (True, 7.0)


@pytest.mark.parametrize("changed", [71.0, 80.0])
def test_a_reading_that_changes_the_target_on_its_own_date_is_the_one_to_meet(changed: float) -> None:
    further = table([{"kpi": "K", "date": "2026-12-31", "target": changed}], ("kpi", "date", "target"))
    found = outlook(kpis(), pd.concat([readings(d10_31=70.0), further]))
    assert (found["target"], found["target_date"]) == (changed, "2026-12-31")


@pytest.mark.parametrize(
    ("fields", "last", "short", "by"),
    [
        ({"better": "lower", "target": 38.0}, 38.0, False, 0.0),
        ({"better": "lower", "target": 38.0}, 42.9, True, 4.9),
        ({"better": "range", "low": 4.0, "high": 6.0, "target": None}, 7.7, True, 1.7),
        ({"better": "range", "low": 4.0, "high": 6.0, "target": None}, 4.0, False, 0.0),
        ({"better": "yes_no", "target": 1.0}, 0.0, True, 1.0),
    ],
)
def test_short_is_the_wrong_side_of_the_target(fields: dict[str, Any], last: float, short: bool, by: float) -> None:
    found = outlook(kpis(**fields), readings(d10_31=last))
    assert (found["short"], round(found["short_by"], 9)) == (short, by)


def test_a_yes_stays_a_yes_however_many_bring_it() -> None:
    twice = [{"amount": 1.0, "forecast": "2026-12-01"}, {"amount": 1.0, "forecast": "2026-12-02"}]
    assert outlook(kpis(better="yes_no", target=1.0), readings(d10_31=0.0), *twice)["outlook"] == 1.0


def test_a_reading_after_the_targets_date_is_the_outlook() -> None:
    found = outlook(
        kpis(drift=0.2, target_date="2026-06-30"), readings(d10_31=71.0), {"amount": 5.0, "forecast": "2026-08-01"}
    )
    assert (found["outlook"], found["short"]) == (71.0, True)


def side_by_side() -> pd.DataFrame:
    return readings(d09_30=1.0, d10_31=2.0).assign(series=["north", "south"])


@pytest.mark.parametrize(
    ("fields", "measured", "why"),
    [
        ({}, readings(), "not computed: no reading"),
        ({}, side_by_side(), "not computed: several series"),
        ({"target": None}, readings(d10_31=1.0), "not computed: no target with a date"),
        ({"target_date": None}, readings(d10_31=1.0), "not computed: no target with a date"),
        ({"better": "range"}, readings(d10_31=1.0), "not computed: give low, high and target_date"),
        ({"counts": "to_date"}, readings(d10_31=1.0), "not computed: a total that adds up needs a drift"),
    ],
)
def test_an_outlook_that_cannot_be_computed_says_what_is_missing(
    fields: dict[str, Any], measured: pd.DataFrame, why: str
) -> None:
    found = outlook(kpis(**fields), measured)
    assert (np.isnan(found["outlook"]), found["short"]) == (True, None)
    assert found["why"].startswith(why)


DONE = {"amount": 6.0, "lag_days": 60, "forecast": "2026-07-17", "actual": "2026-07-17"}
K17 = readings(d05_31=66.3, d06_30=66.4, d07_31=66.9, d08_31=67.0, d09_30=72.1, d10_31=72.3)


def seen(kpi: pd.DataFrame, measured: pd.DataFrame, *rows: dict[str, Any]) -> list[dict[Any, Any]]:
    return causes.seen(kpi, measured, effects(*rows)).to_dict("records")


def test_the_seen_effect_is_the_change_between_the_readings_around_it_without_drift() -> None:
    (found,) = seen(kpis(drift=0.2), K17, dict(DONE))
    assert (found["before"], found["before_date"]) == (66.4, "2026-06-30")
    assert (found["after"], found["after_date"]) == (72.1, "2026-09-30")
    assert (round(found["drifted"], 9), round(found["seen"], 9), round(found["share"], 9)) == (0.6, 5.1, 85.0)


def test_effects_between_the_same_two_readings_are_judged_together() -> None:
    other = {"amount": 4.0, "forecast": "2026-09-20", "actual": "2026-09-20"}
    unquantified = {"forecast": "2026-09-21", "actual": "2026-09-21"}
    first, second = seen(kpis(drift=0.2), K17, dict(DONE), other, unquantified)
    assert (first["together"], first["count"], first["unquantified"], round(first["share"])) == (10.0, 2, 1, 51)
    assert (second["before_date"], second["together"], round(second["share"])) == ("2026-08-31", 10.0, 49)


def test_a_reading_on_the_day_of_an_effect_holds_it() -> None:
    (found,) = seen(kpis(), K17, {"amount": 1.0, "forecast": "2026-09-30", "actual": "2026-09-30"})
    assert (found["before_date"], found["after_date"], found["together"]) == ("2026-08-31", "2026-09-30", 1.0)


@pytest.mark.parametrize(
    ("fields", "measured", "row", "why"),
    [
        ({}, readings(d09_30=72.1), DONE, "not computed: no reading on or before"),
        ({}, readings(d06_30=66.4, d08_31=67.0), DONE, "not yet: no reading on or after"),
        ({"counts": "to_date"}, K17, DONE, "not computed: a total that adds up needs a drift"),
        ({}, K17.assign(series=["a", "b"] * 3), DONE, "not computed: several series"),
        ({}, K17, DONE | {"amount": 0.0}, "not computed: the amounts that came between"),
    ],
)
def test_an_effect_that_cannot_be_seen_says_why(
    fields: dict[str, Any], measured: pd.DataFrame, row: dict[str, Any], why: str
) -> None:
    (found,) = seen(kpis(**fields), measured, dict(row))
    assert np.isnan(found["share"])
    assert found["why"].startswith(why)


# --- gaps and points --------------------------------------------------------------------------------------------------


def test_a_gap_is_delivered_coming_late_or_open() -> None:
    rows = [
        {"amount": 2.0, "actual": "2026-06-01", "forecast": "2026-06-01", "agreed_by": "me", "reviewed": "2026-10-01"},
        {"amount": 1.0, "forecast": "2026-12-01"},
        {"amount": 1.0, "forecast": "2027-01-02"},
        {"amount": None, "forecast": "2026-12-01"},
    ]
    found = causes.gaps(kpis(owner="Me"), readings(d10_31=70.0), effects(*rows), TODAY).iloc[0]
    parts = found[["delivered", "coming", "late", "open", "gap_covered", "agreed"]].to_list()
    assert parts == [25.0, 12.5, 12.5, 50.0, 50.0, 25.0]
    assert found[["gap", "links", "quantified", "agreed_links", "over"]].to_list() == [8.0, 4, 3, 1, False]


@pytest.mark.parametrize("fields", [{"target": 64.0}, {"baseline": None}, {"target": None}, {"better": "range"}])
def test_without_a_gap_nothing_is_covered(fields: dict[str, Any]) -> None:
    found = causes.gaps(kpis(**fields), readings(), effects({"amount": 1.0}), TODAY).iloc[0]
    assert np.isnan(found["gap_covered"])
    assert found["why"].startswith("not computed: no way from baseline to target")


def test_points_are_the_weight_of_the_part_of_the_gap() -> None:
    two = pd.concat([kpis(objective="I1", better="lower", baseline=9.0, target=3.0), kpis(objective="I1")])
    two.index = pd.Index(["K", "K2"])
    objectives = pd.DataFrame({"weight": [8.0, 92.0]}, index=["I1", "F1"])
    rows = effects({"amount": -3.0}, {"amount": None}, {"amount": 1.0, "serves": "F1", "serves_kind": "objective"})
    found = causes.points(rows, two, objectives, readings())
    assert found["points"].to_list()[0] == 2.0  # 8 × 0.5 × 3/6
    assert found["points"].isna().to_list() == [False, True, True]
    assert found["why"].to_list()[1].startswith("not computed: linked, not quantified")
    assert found["why"].to_list()[2].startswith("not computed: it serves an objective directly")


def test_weights_that_sum_to_nothing_give_no_points() -> None:
    objectives = pd.DataFrame({"weight": [0.0]}, index=["C4"])
    found = causes.points(effects({"amount": 1.0}), kpis(), objectives, readings())
    assert found["why"].to_list() == ["not computed: the weights sum to nothing; give weights above 0"]


def test_nothing_gives_nothing() -> None:
    none = effects()
    assert causes.seen(kpis(), K17, none).empty
    assert causes.gaps(kpis(), K17, none, TODAY)["gap_covered"].to_list() == [0.0]
    assert causes.outlook(kpis().iloc[:0], readings(), none).empty


AMOUNTS = st.none() | st.floats(-1e6, 1e6) | st.sampled_from([0.0, float("nan")])
DAYS = st.none() | st.dates().map(lambda day: day.isoformat())
ROW = st.fixed_dictionaries(
    {"amount": AMOUNTS, "lag_days": st.none() | st.integers(-9999, 9999), "forecast": DAYS, "actual": DAYS}
)


@examples(max_examples=25)
@given(
    st.lists(ROW, max_size=6),
    st.none() | st.floats(-100, 100),
    st.none() | st.floats(-100, 100),
    st.none() | st.floats(-5, 5),
)
def test_no_figure_is_ever_infinite_and_what_is_missing_says_why(
    rows: list[dict[str, Any]], baseline: float | None, target: float | None, drift: float | None
) -> None:
    kpi, frame = kpis(baseline=baseline, target=target, drift=drift), effects(*[dict(row) for row in rows])
    for figure, found in (
        ("gap_covered", causes.gaps(kpi, K17, frame, TODAY)),
        ("outlook", causes.outlook(kpi, K17, frame)),
        ("expected", causes.expected(kpi, frame, ["2026-01-01", "2026-12-31"])),
        ("share", causes.seen(kpi, K17, frame)),
    ):
        assert not np.isinf(found.select_dtypes(float)).any().any()
        assert (found[figure].notna() ^ found["why"].notna()).all()


@examples(max_examples=25)
@given(st.lists(ROW, max_size=6))
def test_the_parts_of_a_gap_sum_to_what_is_covered(rows: list[dict[str, Any]]) -> None:
    found = causes.gaps(kpis(), K17, effects(*[dict(row) for row in rows]), TODAY).iloc[0]
    assert found[["delivered", "coming", "late"]].sum() == pytest.approx(found["gap_covered"], abs=1e-6)


# --- the sample portfolio ---------------------------------------------------------------------------------------------


def of(portfolio: Portfolio) -> pd.DataFrame:
    return causes.effects(portfolio.contributions, portfolio.milestones, portfolio.projects)


def test_the_portfolios_gaps_are_covered_as_its_story_says(portfolio: Portfolio) -> None:
    found = causes.gaps(portfolio.kpis, portfolio.readings, of(portfolio), TODAY)
    covered = found["gap_covered"].round(1)
    assert covered[["K17", "K21", "K26", "K30", "K11", "K23"]].to_list() == [75.0, 77.8, 82.1, 57.5, 30.0, 112.5]
    assert found.index[found["over"]].to_list() == ["K23"]
    assert sorted(found.index[found["links"] == 0]) == [
        "K01", "K02", "K04", "K05", "K07", "K10", "K18", "K19", "K20", "K28", "K33",
    ]  # fmt: skip


def test_the_portfolios_outlooks_are_those_of_the_worked_figures(portfolio: Portfolio) -> None:
    found = causes.outlook(portfolio.kpis, portfolio.readings, of(portfolio))
    rows = found.loc[["K26", "K27", "K21"], ["last", "outlook", "target", "short"]].round(6)
    assert rows.values.tolist() == [
        [5804.0, 6704.0, 6000.0, False], [42.0, 44.0, 45.0, True], [44.9, 42.9, 38.0, True],
    ]  # fmt: skip
    assert (found.loc["K22", "outlook"], found.loc["K22", "short"]) == (12.0, False)


def test_the_milestone_that_moved_a_kpi_is_seen(portfolio: Portfolio) -> None:
    found = causes.seen(portfolio.kpis, portfolio.readings, of(portfolio)).set_index(["project", "kpi"])
    app = found.loc[[("P05", "K17")]].iloc[0]
    assert app[["before", "after", "together"]].to_list() == [66.4, 72.1, 6.0]
    assert (round(app["seen"], 6), round(app["share"], 6)) == (5.1, 85.0)
    assert str(found.loc[("P04", "K03"), "why"]).startswith("not computed: no reading on or before")


def test_the_effect_of_the_type_approval_has_moved_past_the_year(portfolio: Portfolio) -> None:
    frame = of(portfolio)
    mine = frame[frame["project"] == "P11"][["serves", "baseline", "effective"]]
    assert mine.values.tolist() == [["K11", "2026-11-17", "2027-01-26"], ["K30", "2026-11-17", "2027-01-26"]]


def test_links_without_an_amount_or_consent_are_named(portfolio: Portfolio) -> None:
    frame = of(portfolio)
    found = frame[["project", "serves"]].join(causes.claims(frame, portfolio.kpis, TODAY))
    assert found[~found["quantified"]][["project", "serves"]].values.tolist() == [["P18", "K38"], ["P17", "K35"]]
    assert sorted(set(found[found["unreviewed"]]["project"])) == ["P06", "P09"]
    assert not found["against"].any()
