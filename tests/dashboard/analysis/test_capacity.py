"""What a person has for projects, by figures worked by hand. 9 November 2026 is a Monday."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.capacity import capacity
from dashboard.analysis.working_time import Span, WorkingTime
from tests.dashboard.analysis.planned import EIGHT, FULL, calendar, in_hours

WEEK = ("2026-11-09", "2026-11-15")
PERSON: dict[str, Any] = {"hours_per_week": None, "own_time": None, "valid_from": None, "valid_until": None}
ROW: dict[str, Any] = {"key": "P", "calendar": "1:c", "max_units": None, "availability": None}
AWAY: dict[str, Any] = {"key": "P", "first_day": None, "last_day": None, "hours_per_day": None}


def given_hours(
    person: dict[str, Any],
    rows: list[dict[str, Any]],
    away: tuple[dict[str, Any], ...] = (),
    days: tuple[str, str] = WEEK,
    calendars: tuple[Any, ...] = (calendar("c", FULL),),
) -> list[float]:
    people = pd.DataFrame([{**PERSON, **person}], index=["P"], dtype=object)
    held = pd.DataFrame([{**ROW, **row} for row in rows], columns=list(ROW), dtype=object)
    absences = pd.DataFrame([{**AWAY, **one} for one in away], columns=list(AWAY), dtype=object)
    return in_hours(capacity(people, held, absences, WorkingTime(calendars, Span.of(*days))))[0]


def test_a_full_week_less_ten_percent_of_own_time_is_thirty_six_hours() -> None:
    assert given_hours({"hours_per_week": 40.0, "own_time": 0.1}, [{}]) == [7.2] * 5 + [0, 0]


def test_part_time_by_contract_and_by_units() -> None:
    assert given_hours({"hours_per_week": 20.0}, [{}]) == [4] * 5 + [0, 0]
    assert given_hours({}, [{"max_units": 0.5}]) == [4] * 5 + [0, 0]
    assert given_hours({"hours_per_week": 20.0}, [{"max_units": 0.5}]) == [4] * 5 + [0, 0]  # the contract says it once


def test_an_absence_over_a_holiday_takes_the_day_once() -> None:
    """Monday is a holiday of the calendar and of everyone, Monday and Tuesday are leave: three days are left."""
    away = (
        {"first_day": "2026-11-09", "last_day": "2026-11-10"},
        {"first_day": "2026-11-09", "last_day": "2026-11-09"},
    )
    off = (calendar("c", FULL, [["2026-11-09", "2026-11-09", []]]),)
    assert given_hours({}, [{}], away, calendars=off) == [0, 0, 8, 8, 8, 0, 0]


def test_hours_away_are_taken_before_own_time_and_never_more_than_the_day() -> None:
    away = (
        {"first_day": "2026-11-10", "last_day": "2026-11-10", "hours_per_day": 3.0},
        {"first_day": "2026-11-11", "last_day": "2026-11-12", "hours_per_day": 12.0},
    )
    assert given_hours({"own_time": 0.2}, [{}], away) == [6.4, 4.0, 0, 0, 6.4, 0, 0]


def test_of_two_calendars_the_first_gives_the_week_and_both_give_days_off() -> None:
    """The second file has her four days a week, which the first does not know, and a holiday, which both must."""
    four = {**FULL, "5": []}
    both = (calendar("c", FULL), calendar("d", four, [["2026-11-10", "2026-11-10", []]]))
    assert given_hours({}, [{}, {"calendar": "1:d"}], calendars=both) == [8, 0, 8, 8, 8, 0, 0]
    assert given_hours({}, [{"calendar": "1:d"}, {}], calendars=both) == [8, 0, 8, 8, 0, 0, 0]


def test_a_holiday_makes_a_contract_week_shorter() -> None:
    off = (calendar("base", FULL, [["2026-11-11", "2026-11-11", [["08:00", "12:00"]]]]), calendar("c", base="base"))
    assert given_hours({"hours_per_week": 20.0}, [{}], calendars=off) == [4, 4, 2, 4, 4, 0, 0]


def test_three_files_that_name_a_person_give_one_capacity() -> None:
    rows = [{"max_units": 1.0}, {"max_units": 0.5}, {"max_units": 1.0}]
    assert given_hours({}, rows) == given_hours({}, rows[:1]) == [8] * 5 + [0, 0]


def test_units_over_time_begin_and_end() -> None:
    periods = '[[null,"2026-11-09",1.0],["2026-11-11","2026-11-12",2.0]]'
    assert given_hours({}, [{"max_units": 1.0, "availability": periods}]) == [8, 0, 16, 16, 0, 0, 0]


def test_who_comes_and_goes_has_no_capacity_before_and_after() -> None:
    person = {"valid_from": "2026-11-10", "valid_until": "2026-11-12"}
    assert given_hours(person, [{}]) == [0, 8, 8, 8, 0, 0, 0]


def test_without_a_calendar_monday_to_friday_count_eight_hours_and_one_that_never_works_none() -> None:
    assert given_hours({}, [{"calendar": None}]) == [8] * 5 + [0, 0]
    assert given_hours({}, []) == [8] * 5 + [0, 0]
    never = (calendar("c", {str(day): [] for day in range(1, 8)}),)
    assert given_hours({"hours_per_week": 40.0}, [{}], calendars=never) == [0] * 7


def test_a_day_of_no_hours_has_none_and_a_shift_may_end_at_midnight() -> None:
    odd = {"1": [["08:00", "08:00"]], "2": [["22:00", "00:00"]], "3": [["00:00", "00:00"]], "4": [["17:00", "08:00"]]}
    assert given_hours({}, [{}], calendars=(calendar("c", odd),)) == [0, 2, 24, 0, 0, 0, 0]


def test_a_calendar_that_is_derived_from_itself_ends() -> None:
    circle = (calendar("c", {"6": EIGHT}, base="d"), calendar("d", FULL, base="c"))
    assert given_hours({}, [{}], calendars=circle) == [8] * 6 + [0]


NUMBERS = st.sampled_from([None, 0.0, 0.3, 1.0, 100.0])
DAY = st.sampled_from(["2026-11-08", "2026-11-10", "2026-11-12", "2026-12-24"])


@given(
    st.builds(
        dict, hours_per_week=st.sampled_from([None, 0.0, 20.0, 168.0]), own_time=st.sampled_from([None, 0.0, 0.1, 1.0]),
        valid_from=st.none() | DAY, valid_until=st.none() | DAY,
    ),
    st.lists(st.builds(dict, calendar=st.sampled_from([None, "1:c", "1:gone"]), max_units=NUMBERS), max_size=3),
    st.lists(st.builds(dict, first_day=DAY, last_day=DAY, hours_per_day=NUMBERS), max_size=4),
)  # fmt: skip
def test_capacity_is_never_negative_and_always_a_number(
    person: dict[str, Any], rows: list[dict[str, Any]], away: list[dict[str, Any]]
) -> None:
    found = np.array(given_hours(person, rows, tuple(away)))
    assert np.isfinite(found).all()
    assert (found >= 0).all()
