"""Scales, ticks and lines of the small drawings."""

from datetime import date
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.plot import Days, Values, days, line, values

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))
NUMBERS = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


@given(st.lists(DAYS, min_size=1))
def test_every_day_has_its_place_inside(dates):
    scale = days(min(dates), max(dates))
    assert all(0 <= scale.place(day) <= 100 for day in dates)


@given(st.lists(NUMBERS, min_size=1))
def test_every_value_has_its_place_inside_and_ticks_are_on_the_scale(numbers):
    scale = values(numbers)
    assert all(-0.001 <= scale.place(value) <= 100.001 for value in numbers)
    assert len(scale.ticks()) <= 8


def test_bars_stand_on_zero():
    assert values([300.0, 470.0], zero=True) == Values(0.0, 470.0)
    assert Values(0.0, 470.0).ticks() == [0, 200, 400]


def test_months_are_chosen_evenly_from_january():
    year = Days(date(2026, 1, 1), date(2027, 3, 1))
    assert [f"{day:%b}" for _, day in year.months(6)] == ["Jan", "Apr", "Jul", "Oct", "Jan"]


def test_a_line_is_one_image_without_anything_but_numbers():
    text = unquote(line([(0, 10.5), (100, 0)], dashes="3 3"))
    assert 'd="M0.00 10.50L100.00 0.00"' in text
    assert text.startswith('url("data:image/svg+xml,<svg')
