"""The worked figures of the measures: goal and flag, ranges, totals to date, progress, attainment and trend."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.kpi import Rule, Score, attainment, expected_on, goal_on, pace, progress, score, trend
from dashboard.analysis.status import AT_RISK, GOOD, NO_DATA, NOT_STARTED, OFF_TRACK, ON_TRACK, POOR, of_score, worst

START, END, OCTOBER = date(2025, 12, 31), date(2026, 12, 31), date(2026, 10, 31)
HALF = date(2026, 7, 2)  # 183 of 366 days after 31 Dec 2025, where 31 Dec 2026 is 365 days after it
NUMBERS = st.floats(-1e6, 1e6)


def level(**fields: Any) -> Rule:
    return Rule(**{"better": "higher", "baseline_date": START, "target_date": END, **fields})


def value(rule: Rule, actual: float, day: date = END) -> float:
    found = score(rule, actual, day).value
    assert found is not None
    return round(found, 2)


# --- goal and red flag ------------------------------------------------------------------------------------------------

FLAGGED = level(target=700.0, red_flag=500.0)


@pytest.mark.parametrize(
    ("actual", "expected", "status"),
    [
        (300.0, 0.0, OFF_TRACK),
        (500.0, 3.33, AT_RISK),
        (700.0, 6.67, ON_TRACK),
        (900.0, 10.0, ON_TRACK),
        (600.0, 5.0, AT_RISK),
        (0.0, 0.0, OFF_TRACK),
        (2000.0, 10.0, ON_TRACK),
        (499.9, 3.33, OFF_TRACK),
    ],
)
def test_a_third_of_the_scale_lies_between_red_flag_and_goal(actual: float, expected: float, status: str) -> None:
    assert (value(FLAGGED, actual), score(FLAGGED, actual, END).status) == (expected, status)


@pytest.mark.parametrize(("actual", "expected"), [(900.0, 0.0), (700.0, 3.33), (500.0, 6.67), (300.0, 10.0)])
def test_where_lower_is_better_the_flag_lies_above_the_goal(actual: float, expected: float) -> None:
    assert value(level(better="lower", target=500.0, red_flag=700.0), actual) == expected


def test_first_contact_resolution_in_october() -> None:
    """K17: share of the way 304/365, goal of the day 70.66, score 8.03."""
    rule = level(baseline=64.0, target=72.0, red_flag=68.0)
    assert round(goal_on(rule, OCTOBER) or 0, 2) == 70.66
    assert value(rule, 72.3, OCTOBER) == 8.03
    assert progress(rule, 72.3) == pytest.approx(103.75)


def test_a_missing_red_flag_lies_halfway_between_baseline_and_target() -> None:
    rule = level(baseline=40.0, target=60.0)
    assert [value(rule, actual) for actual in (50.0, 60.0, 40.0)] == [3.33, 6.67, 0.0]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (level(target=5.0, red_flag=5.0), "not computed: the red flag equals the target; correct one of them"),
        (level(target=5.0), "not computed: no red flag and no baseline"),
        (level(baseline=5.0), "not computed: no target; give one"),
        (level(baseline=5.0, target=5.0), "not computed: the red flag equals the target"),
        (level(target=5.0, red_flag=7.0), "not computed: the red flag lies on the better side of the target"),
        (level(better="lower", target=5.0, red_flag=4.0), "not computed: the red flag lies on the better side"),
        (level(baseline=9.0, target=5.0), "not computed: the red flag lies on the better side of the target"),
    ],
)
def test_what_cannot_be_scored_says_why(rule: Rule, why: str) -> None:
    found = score(rule, 5.0, END)
    assert (found.value, found.status) == (None, NO_DATA)
    assert found.why and found.why.startswith(why)


def test_the_goal_goes_straight_between_dated_targets_and_the_flag_keeps_its_distance() -> None:
    middle = date(2026, 7, 1)
    rule = level(baseline=0.0, target=100.0, red_flag=80.0, points=((middle, 20.0),))
    assert [goal_on(rule, day) for day in (START, middle, END)] == [0.0, 20.0, 100.0]
    assert [value(rule, actual, middle) for actual in (20.0, 0.0)] == [6.67, 3.33]
    stepped = level(baseline=0.0, target=100.0, red_flag=80.0, points=((middle, 20.0),), path="step")
    days = (date(2026, 6, 30), middle, date(2026, 12, 30), END, date(2027, 6, 30))
    assert [goal_on(stepped, day) for day in days] == [0.0, 20.0, 20.0, 100.0, 100.0]


def test_the_last_dated_target_is_the_final_one() -> None:
    later = date(2027, 12, 31)
    rule = level(baseline=0.0, target=100.0, points=((later, 200.0),))
    assert (rule.final, progress(rule, 50.0)) == ((later, 200.0), 25.0)
    assert goal_on(rule, date(2025, 1, 1)) == 0.0


@pytest.mark.parametrize("changed", [36.0, 40.0])
def test_a_reading_that_changes_the_target_on_its_own_date_counts_in_its_place(changed: float) -> None:
    rule = level(better="lower", baseline=50.0, target=38.0, points=((END, changed),))
    assert (rule.final, goal_on(rule, END)) == ((END, changed), changed)


def test_without_a_stated_direction_the_red_flag_says_which_is_better() -> None:
    falling = level(better=None, target=5.0, red_flag=7.0)
    assert [value(falling, actual) for actual in (7.0, 5.0, 3.0)] == [3.33, 6.67, 10.0]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_score_stays_between_0_and_10_and_agrees_with_its_status(target: float, flag: float, actual: float) -> None:
    found = score(level(target=target, red_flag=flag), actual, END)
    if found.value is None:
        assert target <= flag
    else:
        assert 0 <= found.value <= 10
        assert found.status == of_score(found.value)


# --- in range ---------------------------------------------------------------------------------------------------------

RANGE = Rule(better="range", low=18.0, high=22.0, lowest=16.0, highest=26.0)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (20, 10.0),
        (21, 8.33),
        (22, 6.67),
        (24, 5.0),
        (26, 3.33),
        (30, 0.0),
        (14, 0.0),
        (18, 6.67),
        (17, 5.0),
        (16, 3.33),
    ],
)
def test_a_range_is_scored_from_its_middle_each_side_for_itself(actual: float, expected: float) -> None:
    assert value(RANGE, actual) == expected


def test_alarms_in_a_band_of_2_to_4() -> None:
    """K28: 3.5 in a band 2-4, middle 3."""
    assert value(Rule(better="range", low=2.0, high=4.0, lowest=1.0, highest=7.0), 3.5) == 8.33


@pytest.mark.parametrize(
    ("rule", "actual", "expected"),
    [
        (Rule(better="range", low=3.0, high=3.0, lowest=1.0, highest=5.0), 3.0, 10.0),
        (Rule(better="range", low=2.0, high=4.0, lowest=2.0, highest=4.0), 4.1, 0.0),
        (Rule(better="range", low=2.0, high=4.0, lowest=2.0, highest=4.0), 4.0, 6.67),
    ],
)
def test_a_range_without_width_is_scored_too(rule: Rule, actual: float, expected: float) -> None:
    assert value(rule, actual) == expected


def test_a_range_without_its_limits_is_not_scored() -> None:
    found = score(Rule(better="range", low=2.0, high=4.0), 3.0, END)
    assert (found.status, found.why) == (
        NO_DATA,
        "not computed: give low, high, lowest and highest in the KPIs sheet",
    )


# --- to date ----------------------------------------------------------------------------------------------------------


def to_date(baseline: float, target: float) -> Rule:
    return level(counts="to_date", baseline=baseline, target=target)


def test_a_total_to_date_is_judged_by_its_pace_from_the_start() -> None:
    """start 1,000, target 1,100, half the time gone, actual 1,000: pace 0, though actual/expected would say 0.952."""
    rule = to_date(1000.0, 1100.0)
    assert (pace(rule, 1000.0, HALF), value(rule, 1000.0, HALF)) == (0.0, 0.0)
    assert round(1000.0 / (goal_on(rule, HALF) or 1), 3) == 0.952


def test_service_orders_in_october() -> None:
    """K02: expected 208.2, pace 0.893, score 5.72."""
    rule = to_date(0.0, 250.0)
    assert round(expected_on(rule, OCTOBER) or 0, 1) == 208.2
    assert round(pace(rule, 186.0, OCTOBER) or 0, 3) == 0.893
    assert (value(rule, 186.0, OCTOBER), score(rule, 186.0, OCTOBER).status) == (5.72, AT_RISK)


@pytest.mark.parametrize(
    ("ratio", "expected", "status"),
    [
        (0.95, 6.67, ON_TRACK),
        (0.75, 3.33, AT_RISK),
        (0.85, 5.0, AT_RISK),
        (0.749, 3.32, OFF_TRACK),
        (2.0, 10.0, ON_TRACK),
    ],
)
def test_pace_is_on_track_from_095_and_at_risk_from_075(ratio: float, expected: float, status: str) -> None:
    found = score(to_date(0.0, 100.0), 100.0 * ratio, END)
    assert (round(found.value or 0, 2), found.status) == (expected, status)


def test_nothing_is_scored_while_nothing_is_expected() -> None:
    found = score(to_date(0.0, 100.0), 5.0, START)
    assert (found.status, found.why) == (NO_DATA, "not computed: nothing is expected yet on the reading's date")
    assert score(Rule(counts="to_date", target=5.0), 5.0, END).status == NO_DATA


def test_a_seasonal_profile_is_what_dated_targets_among_the_readings_give() -> None:
    """40 of 100 by the end of March and 50 by the end of June: half the year's total, and 52 days into the quarter."""
    profile = ((date(2026, 3, 31), 40.0), (date(2026, 6, 30), 50.0))
    rule = level(counts="to_date", baseline=0.0, target=100.0, points=profile)
    days = (date(2026, 3, 31), date(2026, 5, 22), date(2026, 6, 30), END)
    assert [round(expected_on(rule, day) or 0, 2) for day in days] == [40.0, 45.71, 50.0, 100.0]
    assert (pace(rule, 47.5, days[2]), value(rule, 47.5, days[2])) == (0.95, 6.67)
    assert round(pace(to_date(0.0, 100.0), 47.5, days[2]) or 0, 2) == 0.96


def test_a_total_that_should_stay_low_has_no_pace() -> None:
    """12 injuries a year at most: 9 by the middle of the year are not ahead of a pace of 6."""
    rule = level(better="lower", counts="to_date", baseline=0.0, target=12.0)
    found = score(rule, 9.0, HALF)
    assert (pace(rule, 9.0, HALF), found.value, found.status) == (None, None, NO_DATA)
    assert found.why == "not computed: lower is better, so a pace says nothing; count it as a level with a red flag"
    assert trend(rule, (date(2026, 4, 10), 2.0), (HALF, 9.0)) is None
    sinking = level(better="lower", counts="to_date", baseline=100.0, target=0.0)
    assert (pace(sinking, 40.0, END), value(sinking, 40.0, END)) == (0.6, 0.83)


# --- yes or no --------------------------------------------------------------------------------------------------------

YES_NO = Rule(better="yes_no", target=1.0, target_date=END)


@pytest.mark.parametrize(
    ("actual", "day", "expected"),
    [
        (0.0, OCTOBER, (None, NOT_STARTED)),
        (0.0, END, (0.0, OFF_TRACK)),
        (1.0, OCTOBER, (10.0, ON_TRACK)),
        (None, None, (None, NOT_STARTED)),
        (None, END, (None, NO_DATA)),
    ],
)
def test_yes_or_no_is_not_started_before_its_date(
    actual: float | None, day: date | None, expected: tuple[float | None, str]
) -> None:
    found = score(YES_NO, actual, day)
    assert (found.value, found.status) == expected


def test_no_reading_is_no_data_never_green() -> None:
    assert score(FLAGGED, None, None) == Score(
        None, NO_DATA, "no reading", "not computed: no reading; give one in the Readings sheet"
    )


# --- progress, attainment, trend --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("baseline", "actual", "target", "expected"),
    [
        (15.0, 22.0, 80.0, 10.77),
        (15.0, 22.0, 30.0, 46.67),
        (47.0, 44.9, 38.0, 23.33),
        (18.0, 16.0, 45.0, -7.41),
        (0.0, 150.0, 100.0, 150.0),
    ],
)
def test_progress_is_the_way_gone_from_baseline_to_target(
    baseline: float, actual: float, target: float, expected: float
) -> None:
    assert round(progress(level(baseline=baseline, target=target), actual) or 0, 2) == expected


@pytest.mark.parametrize(
    ("rule", "actual"), [(level(baseline=5.0, target=5.0), 5.0), (level(target=5.0), 5.0), (level(baseline=5.0), 5.0)]
)
def test_progress_needs_a_baseline_and_another_target(rule: Rule, actual: float) -> None:
    assert progress(rule, actual) is None
    assert progress(level(baseline=0.0, target=5.0), None) is None


@pytest.mark.parametrize(
    ("better", "actual", "target", "expected"),
    [
        ("higher", 45.0, 60.0, 0.75),
        ("lower", 50.0, 40.0, 0.8),
        ("higher", 0.0, 60.0, None),
        ("higher", 45.0, -1.0, None),
        ("range", 45.0, 60.0, None),
        ("yes_no", 1.0, 1.0, None),
    ],
)
def test_attainment_is_a_ratio_only_where_both_are_above_zero(
    better: str, actual: float, target: float, expected: float | None
) -> None:
    assert attainment(Rule(better=better), actual, target) == expected


@pytest.mark.parametrize(
    ("rule", "before", "last", "expected"),
    [
        (level(baseline=0.0, target=100.0), 50.0, 52.0, "better"),
        (level(baseline=0.0, target=100.0), 50.0, 51.9, "level"),
        (level(baseline=0.0, target=100.0), 50.0, 48.1, "level"),
        (level(baseline=0.0, target=100.0), 50.0, 47.0, "worse"),
        (level(better="lower", baseline=100.0, target=0.0), 50.0, 47.0, "better"),
        (level(target=100.0), 50.0, 50.0, "level"),
        (level(target=100.0), 50.0, 50.1, "better"),
        (RANGE, 24.0, 21.0, "better"),
        (RANGE, 20.0, 16.0, "worse"),
        (Rule(), 1.0, 2.0, None),
    ],
)
def test_the_trend_is_level_under_two_percent_of_the_way(
    rule: Rule, before: float, last: float, expected: str | None
) -> None:
    assert trend(rule, (OCTOBER, before), (END, last)) == expected


def test_the_trend_of_a_total_is_that_of_its_pace() -> None:
    rule = to_date(0.0, 365.0)
    first, second = date(2026, 4, 10), date(2026, 7, 19)  # 100 and 200 days after the start
    assert [trend(rule, (first, 100.0), (second, last)) for last in (200.0, 240.0, 150.0)] == [
        "level",
        "better",
        "worse",
    ]
    assert trend(rule, (START, 0.0), (second, 200.0)) is None


# --- what must hold of every rule -------------------------------------------------------------------------------------

BELOW, ABOVE = (-1,), (1,)  # where a reading is worse than what is aimed at
RULES = st.sampled_from(
    [
        (FLAGGED, BELOW),
        (level(baseline=64.0, target=72.0, red_flag=68.0, points=((HALF, 66.0),)), BELOW),
        (level(better="lower", baseline=47.0, target=38.0, path="step"), ABOVE),
        (level(better=None, target=5.0, red_flag=7.0), ABOVE),
        (to_date(0.0, 250.0), BELOW),
        (to_date(1000.0, 1100.0), BELOW),
        (level(better="lower", counts="to_date", baseline=100.0, target=0.0), ABOVE),
        (RANGE, BELOW + ABOVE),
        (Rule(better="range", low=2.0, high=4.0, lowest=1.0, highest=7.0), BELOW + ABOVE),
    ]
)


def aim(rule: Rule, day: date) -> float:
    return (rule.low + rule.high) / 2 if rule.low is not None and rule.high is not None else goal_on(rule, day) or 0.0


@given(RULES, st.sampled_from([HALF, OCTOBER, END]), st.floats(0, 1), st.floats(0, 12) | st.floats(0, 900))
def test_a_reading_nearer_its_target_never_worsens_the_status(
    judged: tuple[Rule, tuple[int, ...]], day: date, part: float, away: float
) -> None:
    rule, sides = judged
    for side in sides:
        further, nearer = (score(rule, aim(rule, day) + side * size, day) for size in (away, away * part))
        assert further.value is not None
        assert nearer.value is not None
        assert nearer.value >= further.value - 1e-9
        assert worst([nearer.status, further.status]) == further.status
    if sides != BELOW + ABOVE:
        assert (score(rule, aim(rule, day) - sides[0] * away, day).value or 0.0) >= GOOD - 1e-9


# --- statuses ---------------------------------------------------------------------------------------------------------


def test_the_cuts_are_thirds_of_the_scale() -> None:
    cuts = (GOOD, GOOD - 1e-12, GOOD - 1e-6, POOR, POOR - 1e-6, 0.0)
    assert [of_score(cut) for cut in cuts] == [ON_TRACK, ON_TRACK, AT_RISK, AT_RISK, OFF_TRACK, OFF_TRACK]


def test_the_worst_leaves_out_what_has_not_started_or_has_no_data() -> None:
    assert worst(["done", "no_data", "on_track", "not_started"]) == "on_track"
    assert worst(["off_track", "at_risk"]) == "off_track"
    assert worst(["no_data", "not_started"]) is None
