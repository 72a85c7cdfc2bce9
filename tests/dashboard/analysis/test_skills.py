"""Skills that are short, that one person alone has, and that somebody lacks. 9 November 2026 is a Monday."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.analysis.fit import STATED, Need, fit
from dashboard.analysis.skills import ALONE, alone, gaps, hanging, misfits, spare
from dashboard.analysis.working_time import Minutes, Span

SPAN = Span.of("2026-11-23", "2026-12-06")  # two weeks, the second of which begins in November
PEOPLE = {"a": {"plc": 3.0, "hydraulics": 2.0}, "b": {"plc": 5.0}, "c": {"plc": 2.0}}
PLC3, PLC5 = Need(("plc",), 3.0, None, STATED), Need(("plc",), 5.0, None, STATED)


def able(needed: Need) -> list[int]:
    """Give the places of the people who have what is needed."""
    return [place for place, has in enumerate(PEOPLE.values()) if fit(needed, has, None) is not None]


def days(*weeks: float) -> Minutes:
    """Give minutes of each day for hours of each week, Monday to Friday."""
    return np.array([hours * 12 for week in weeks for hours in [week] * 5 + [0.0, 0.0]])


def test_a_gap_is_what_is_asked_for_less_what_those_who_have_the_skill_can_still_give():
    """40 hours a week at level 3 against 10 and 5 of a and b: 25 short, of December only 4 days of a week."""
    lines = pd.DataFrame({"project": ["P1", "P2"], "needs": [PLC3, PLC3]})
    demand = np.array([days(30, 30), days(10, 10)])
    free = spare(np.array([days(10, 10), days(5, 5), days(40, 40)]), SPAN)
    found = gaps(lines, demand, demand * [[0], [1]], able, free, SPAN, "month")
    near = pytest.approx
    assert found.to_numpy().tolist() == [
        ["plc", 3.0, "2026-11-01", near(48), near(12), near(18), near(30), 2, ["P1", "P2"]],
        ["plc", 3.0, "2026-12-01", near(32), near(8), near(12), near(20), 2, ["P1", "P2"]],
    ]
    weeks = gaps(lines, demand, demand * [[0], [1]], able, free, SPAN, "week")
    assert weeks["gap_hours"].tolist() == near([25, 25])


def test_the_largest_shortage_comes_first_and_enough_is_no_gap():
    lines = pd.DataFrame({"project": ["P1", "P1", "P1"], "needs": [PLC3, PLC5, Need((), None, "Welder", "their role")]})
    demand = np.array([days(10, 0), days(20, 0), days(9, 9)])
    found = gaps(lines, demand, demand * 0, able, np.array([days(10, 10), days(5, 5), days(0, 0)]), SPAN, "week")
    assert found[["level", "able_hours", "gap_hours", "people"]].to_numpy().tolist() == [
        [5.0, pytest.approx(5), pytest.approx(15), 1], [3.0, pytest.approx(15), 0.0, 2],
    ]  # fmt: skip
    nobody = gaps(lines[:1], demand[:1], demand[:1], lambda _: [], np.zeros((0, 14)), SPAN, "week")
    assert nobody[["gap_hours", "people"]].to_numpy().tolist() == [[pytest.approx(10), 0]]
    assert gaps(lines[:0], demand[:0], demand[:0], able, np.zeros((3, 14)), SPAN, "month").empty


def test_a_day_over_takes_from_the_other_days_of_its_week_only():
    """Monday 8 hours over, 4 free on the other four days: 8 of 16 hours; the week after is not touched."""
    free = np.array([[-480.0, 240, 240, 240, 240, 0, 0, 240, 240, 240, 240, 240, 0, 0]])
    found = spare(free, SPAN)
    assert found[0, :7].tolist() == pytest.approx([0, 120, 120, 120, 120, 0, 0])
    assert found[0, 7:].sum() == pytest.approx(1200)
    assert spare(np.array([days(-3, -3)]), SPAN).sum() == 0
    assert spare(np.zeros((0, 14)), SPAN).shape == (0, 14)


@given(some.lists(some.floats(-600, 600), min_size=14, max_size=14))
def test_nobody_gives_more_than_is_left_of_a_week(minutes: list[float]):
    free = np.array([minutes])
    found = spare(free, SPAN)
    assert (found >= 0).all()
    for week in (slice(0, 7), slice(7, 14)):
        assert found[0, week].sum() == pytest.approx(max(sum(minutes[week]), 0), abs=1e-6)


def test_who_alone_has_a_skill_is_two_levels_above_everybody_else():
    people = {
        "a": {"plc": 5.0, "drives": 4.0, "casting": None, "welding": None},
        "b": {"plc": 3.0, "drives": 3.0, "welding": None},
    }
    assert alone(people)[list(ALONE)].to_numpy().tolist() == [
        ["casting", "a", None, None, 0], ["plc", "a", 5.0, 3.0, 1],
    ]  # fmt: skip
    assert alone({}).empty


def test_what_hangs_on_one_person_is_their_work_that_needs_the_skill():
    found = alone({"a": {"plc": 5.0, "drives": 1.0}})
    lines = pd.DataFrame({"person": ["a", "a", "b", None], "needs": [PLC5, Need(), PLC5, PLC5]})
    assert hanging(found, lines).to_numpy().tolist() == [["plc", "a", 0]]


def test_somebody_is_booked_on_work_whose_stated_skill_or_level_they_lack():
    lines = pd.DataFrame(
        {"person": ["a", "b", "c", "a", None, "x"], "needs": [PLC3, PLC5, PLC3, Need(("welding",), None, None, STATED),
                                                             PLC3, PLC3]}
    )  # fmt: skip
    found = misfits(lines, PEOPLE, [True] * 6)
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        [2, "plc", 3.0, 2.0, True], [3, "welding", None, None, True], [5, "plc", 3.0, None, False],
    ]  # fmt: skip
    assert misfits(lines, PEOPLE, [False] * 6).empty
