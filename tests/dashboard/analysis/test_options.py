"""What could be done about a conflict, by figures worked by hand. 9 November 2026 is a Monday.

Ada has 36 hours a week and 60 hours of work in the first two of four weeks: a 20, b 24 and c 16. She is 24 hours over
in each of them, 48 in all.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.analysis import offers
from dashboard.analysis.options import (
    ACCEPT,
    EXTERNAL,
    HAND_OVER,
    MOVE,
    NO_SLACK,
    NO_SLACK_STATED,
    TOGETHER,
    Case,
    Option,
    after,
    cost_of,
    hand_over,
    in_order,
    move,
    over,
    split,
    then,
    utilisation,
)
from dashboard.analysis.together import together
from dashboard.analysis.working_time import Minutes, Span

SPAN = Span.of("2026-11-09", "2026-12-06")
WORKING = np.tile([True] * 5 + [False] * 2, 4)


def days(*weeks: float) -> Minutes:
    """Give minutes of each day for hours of each week, Monday to Friday."""
    return np.array([hours * 12 for week in weeks for hours in [week] * 5 + [0.0, 0.0]])


WORK = np.array([days(20, 20, 0, 0), days(24, 24, 0, 0), days(16, 16, 0, 0)])
ADA = Case(SPAN, 0, 2, days(36, 36, 36, 36), WORK.sum(axis=0), WORK)


def hours(minutes: Minutes) -> list[float]:
    """Give the hours of each week."""
    return [round(float(week.sum()) / 60, 6) for week in minutes.reshape(4, 7)]


def test_hours_over_are_those_of_weeks():
    assert hours(np.repeat(over(ADA), 7) / 7) == [24, 24, 0, 0]
    assert utilisation(ADA.capacity, ADA.demand, ADA.days) == pytest.approx(6000 / 36)
    assert utilisation(np.zeros(28), ADA.demand, ADA.days) is None


def test_a_whole_task_goes_to_somebody_who_has_the_time_in_every_week():
    found = hand_over(ADA, 1, "bo", days(30, 24, 0, 0))
    assert (found.kind, found.possible) == (HAND_OVER, True)
    assert hours(after(ADA, found)) == [36, 36, 0, 0]
    assert then(ADA, found)[:2] == (pytest.approx(48), pytest.approx(0))
    assert cost_of(found, 78.0, {"bo": 90.0}) == pytest.approx(48 * 12)
    assert cost_of(found, None, {"bo": 90.0}) is None
    assert cost_of(found, 78.0, {"bo": None}) is None


def test_somebody_without_the_time_says_how_much_is_free():
    found = hand_over(ADA, 0, "bo", days(20, 8, 40, 40))
    assert (found.possible, found.why, found.parts) == (False, "28 of 40 hours are free", ())


def test_a_task_is_split_by_what_is_free_and_what_is_over():
    """Of c, 16 hours a week: 10 are free in the first week, 16 in the second, where only 24 are over."""
    found = split(ADA, 2, "bo", days(10, 40, 0, 0))
    assert hours(found.parts[0].given) == [10, 16, 0, 0]
    assert then(ADA, found)[:2] == (pytest.approx(26), pytest.approx(22))
    assert split(ADA, 2, "bo", days(2, 1.9, 40, 40)).why == "less than 4 hours are free"
    assert split(ADA, 2, "bo", days(-8, 0, 40, 40)).why == "less than 4 hours are free"


def test_a_task_moves_within_its_slack_no_further_than_helps():
    """Ten working days take all of a, 20 hours a week, out of the two weeks over; more slack is not used."""
    found = move(ADA, 0, 15.0, WORKING)
    assert (found.kind, found.days) == (MOVE, 10)
    assert hours(after(ADA, found)) == [40, 40, 20, 20]
    assert then(ADA, found)[:2] == (pytest.approx(40), pytest.approx(8))


def test_a_shorter_slack_moves_what_it_can():
    """Seven days: a begins on Wednesday of the second week, 12 hours there, 20 in the third and 8 in the fourth."""
    found = move(ADA, 0, 7.0, WORKING)
    assert (found.days, hours(after(ADA, found))) == (7, [40, 52, 20, 8])
    assert then(ADA, found).relieved == pytest.approx(28)


def test_a_move_that_would_overload_later_weeks_is_none():
    full = ADA._replace(demand=days(60, 60, 36, 36), capacity=days(36, 36, 36, 36))
    assert move(full, 0, 15.0, WORKING).why == "its slack of 15 working days does not take it past the overload"
    assert move(ADA, 0, None, WORKING).why == NO_SLACK_STATED
    assert move(ADA, 0, float("nan"), WORKING).why == NO_SLACK_STATED
    assert move(ADA, 0, 0.0, WORKING).why == NO_SLACK


def test_together_takes_most_hours_over_away_with_the_fewest_tasks():
    """b alone is 24 hours a week, all that is over: one hand-over, to the cheaper of the two who could take it."""
    free = {"bo": days(40, 40, 0, 0), "cy": days(24, 24, 0, 0)}
    found = together(ADA, {0: ["bo", "cy"], 1: ["bo", "cy"], 2: ["bo"]}, free, {"bo": 10.0, "cy": 2.0})
    assert found is not None
    assert (found.kind, [(part.line, part.who) for part in found.parts]) == (TOGETHER, [(1, "cy")])
    assert then(ADA, found).left == pytest.approx(0)


def test_together_fills_nobody_beyond_what_is_free():
    """Bo has 20 hours a week and could take a or c, Cy 16 and only c: both, 36 hours a week for 24 that are over."""
    free = {"bo": days(20, 20, 0, 0), "cy": days(16, 16, 0, 0)}
    found = together(ADA, {0: ["bo"], 1: ["bo"], 2: ["bo", "cy"]}, free, {})
    assert found is not None
    assert [(part.line, part.who) for part in found.parts] == [(0, "bo"), (2, "cy")]
    assert hours(after(ADA, found)) == [24, 24, 0, 0]
    assert together(ADA, {0: ["bo"]}, {"bo": days(19, 40, 0, 0)}, {}) is None
    assert together(ADA, {}, {}, {}) is None


OFFER: dict[str, Any] = {
    "people": 1.0, "min_term_days": 10.0, "valid_from": None, "valid_until": None,
}  # fmt: skip


def test_a_supplier_takes_what_is_over_from_the_day_on_which_they_can_come():
    """From Thursday, 19 November: two days of b, 4.8 hours each; the minimum term is paid at 4.8 hours a day."""
    found, bought = offers.external(ADA, 1, OFFER, "x", "2026-11-19")
    assert (found.kind, hours(found.parts[0].taken)) == (EXTERNAL, [0, 9.6, 0, 0])
    assert bought == pytest.approx((10, 48))
    short, bought = offers.external(ADA, 1, OFFER | {"min_term_days": None}, "x", "2026-11-09")
    assert (hours(short.parts[0].taken), bought and bought.days) == ([24, 24, 0, 0], 10)


def test_a_supplier_who_comes_too_late_or_not_long_enough_says_so():
    late, bought = offers.external(ADA, 1, OFFER, "x", "2026-11-23")
    assert (late.why, bought) == ("their help begins on 23 Nov 2026, after 22 Nov 2026", None)
    ended, _ = offers.external(ADA, 1, OFFER | {"valid_until": "2026-11-17"}, "x", "2026-11-18")
    assert ended.why == "the offer ends on 17 Nov 2026"
    little, _ = offers.external(ADA._replace(work=WORK / 20), 2, OFFER, "x", "2026-11-20")
    assert little.why == "less than 4 hours would be left for them to take"


def test_lead_time_is_in_working_days_after_today_and_the_offer_has_to_hold():
    """15 working days after Wednesday, 4 November, are Wednesday, 25 November."""
    assert offers.begins("2026-11-04", 15.0, None) == "2026-11-25"
    assert offers.begins("2026-11-07", None, None) == "2026-11-09"
    assert offers.begins("2026-11-04", 15.0, "2026-12-05") == "2026-12-07"


def test_options_come_by_what_they_relieve_then_by_cost_and_accepting_comes_after_them():
    most, less = hand_over(ADA, 1, "bo", days(40, 40, 0, 0)), hand_over(ADA, 0, "bo", days(40, 40, 0, 0))
    every = [Option(ACCEPT), hand_over(ADA, 0, "cy", days(0, 0, 0, 0)), less, most, most]
    hours = [then(ADA, one).relieved for one in every]
    assert list(in_order(every, hours, [0.0, None, 0.0, 90.0, 60.0])) == [4, 3, 2, 0, 1]


WEEKS = some.lists(some.floats(0, 60), min_size=4, max_size=4)


@given(WEEKS, WEEKS, WEEKS, WEEKS, some.integers(0, 25))
def test_no_option_loses_or_makes_work(one: list[float], two: list[float], had: list[float], free: list[float], slack):
    work = np.array([days(*one), days(*two)])
    case = Case(SPAN, 0, 2, days(*had), work.sum(axis=0), work)
    room = {"bo": days(*free)}
    bought, _ = offers.external(case, 0, OFFER, "x", "2026-11-12")
    every = [
        move(case, 0, float(slack), WORKING), hand_over(case, 0, "bo", room["bo"]), split(case, 1, "bo", room["bo"]),
        bought, together(case, {0: ["bo"], 1: ["bo"]}, room, {}),
    ]  # fmt: skip
    for option in filter(None, every):
        kept = after(case, option).sum() + sum(part.given.sum() for part in option.parts if part.who)
        assert kept == pytest.approx(case.demand.sum(), abs=1e-6)
        for part in option.parts:
            assert part.given.sum() == pytest.approx(part.taken.sum(), abs=1e-6)
            assert (part.taken >= 0).all()
            assert (part.taken <= case.work[part.line] + 1e-6).all()
        taken = sum((part.given for part in option.parts if part.who == "bo"), np.zeros(28))
        assert (np.add.reduceat(taken - room["bo"], [0, 7, 14, 21]) <= 1e-4).all()
