"""Working times in brackets, and work laid over them."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import Calendar
from loaders.primavera.cells import Numbers
from loaders.primavera.clndr import working_times
from loaders.primavera.spread import WorkingTime, by_curve, by_periods

WEEK = (
    "(0||CalendarData()(\x7f\x7f (0||DaysOfWeek()("
    "(0||1()())(0||2()((0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())))"
    "(0||7()((0||0(f|00:00|s|18:00)()))))) (0||VIEW(ShowTotal|Y)()) (0||Exceptions()({}))))"
)
SUNDAY = "(0||CalendarData()((0||DaysOfWeek()((0||1()((0||0(s|{}|f|{})())))))))"
DAY = [["08:00", "12:00"], ["13:00", "17:00"]]


def test_days_are_counted_from_sunday_and_midnight_ends_a_day():
    """Day 1 is Sunday, 2 Monday, 7 Saturday; what is not named is as in the base."""
    assert working_times(WEEK.format("")) == ({"1": DAY, "6": [["18:00", "24:00"]], "7": []}, [])


def test_exceptions_are_dated_as_excel_counts_days():
    """45519 is 15 August 2024 (Assumption Day), 40544 the first day of 2011; they come in any order."""
    _, exceptions = working_times(WEEK.format("(0||0(d|45519)())(0||1(d|40544)((0||0(s|08:00|f|16:00)())))"))
    assert exceptions == [["2011-01-01", "2011-01-01", [["08:00", "16:00"]]], ["2024-08-15", "2024-08-15", []]]


def test_a_day_of_24_hours_is_written_as_midnight_to_midnight():
    assert working_times(SUNDAY.format("00:00", "00:00")) == ({"7": [["00:00", "24:00"]]}, [])


@pytest.mark.parametrize(
    ("start", "finish", "times"),
    [
        ("8:00 AM", "12:30 pm", ["08:00", "12:30"]),
        ("12:00 AM", "12:00 AM", ["00:00", "24:00"]),
        ("7:15", "9:05", ["07:15", "09:05"]),
    ],
)
def test_times_of_12_and_24_hours_are_read(start: str, finish: str, times: list[str]):
    assert working_times(SUNDAY.format(start, finish)) == ({"7": [times]}, [])


def test_data_without_a_week_says_nothing_about_it():
    assert working_times("(0||CalendarData()())") == (None, [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(0||CalendarData()(", "breaks off: 2 brackets are not closed"),
        ("(0||CalendarData()()))", "has a closing bracket too many"),
        ("always", "is no bracketed calendar"),
        ("(a)(b)", "is no bracketed calendar"),
        (WEEK.replace("0||7", "0||8").format(""), "names a day of the week '8'; expected 1 (Sunday) to 7 (Saturday)"),
        (
            WEEK.format("(0||0(d|2958466)())"),
            "names an exception on day '2958466'; expected the serial number of a date",
        ),
        (WEEK.format("(0||0(d|)())"), "names an exception on day ''; expected the serial number of a date"),
        (WEEK.replace("12:00", "07:00").format(""), "has a working time from 08:00 to 07:00"),
        (WEEK.replace("12:00", "12:60").format(""), "has a time of day '12:60'; expected hours and minutes"),
        (WEEK.replace("12:00", "13:00 PM").replace("s|13", "s|x").format(""), "has a time of day '13:00 PM'"),
    ],
)
def test_data_that_cannot_be_says_why(text: str, reason: str):
    with pytest.raises(ValueError) as error:
        working_times(text)
    assert reason in str(error.value)


@given(st.text(alphabet="()0|sfd:127 \x7f", max_size=200))
def test_any_brackets_are_read_or_refused(text: str):
    try:
        week, exceptions = working_times(text)
    except ValueError as error:
        assert str(error)
    else:
        assert isinstance(json.dumps([week, exceptions]), str)


def test_brackets_of_any_depth_are_no_danger():
    depth = 200_000
    assert working_times("(" * depth + ")" * depth) == (None, [])


# --- work over time ---------------------------------------------------------------------------------------------------

FIVE_DAYS = Calendar("5", week=json.dumps({str(day): DAY if day < 6 else [] for day in range(1, 8)}))
NUMBERS = Numbers(".")


def periods(text: str, start: str = "2026-11-02T08:00:00", calendar: Calendar = FIVE_DAYS, *bases: Calendar) -> object:
    time = WorkingTime(calendar, {record.key: record for record in (calendar, *bases)})
    spread = by_periods(time, start, text, NUMBERS)
    return spread and json.loads(spread)


def test_work_by_periods_follows_the_working_time():
    """2 November 2026 is a Monday: 8 h on it, 4 h a day on two days, a week without, then 8 h."""
    assert periods("8:8;8:16;0:40;8:8") == [
        ["2026-11-02", "2026-11-02", 480.0],
        ["2026-11-03", "2026-11-04", 240.0],
        ["2026-11-12", "2026-11-12", 480.0],
    ]


def test_work_starts_where_the_file_says_and_takes_part_of_a_day():
    """From 15:00 two hours are left of the Monday; 4 h of work over 6 hours."""
    assert periods("4:6", "2026-11-02T15:00:00") == [
        ["2026-11-02", "2026-11-02", 80.0],
        ["2026-11-03", "2026-11-03", 160.0],
    ]


def test_weekends_part_what_is_laid_over_days():
    assert periods("16:16", "2026-11-06T08:00:00") == [
        ["2026-11-06", "2026-11-06", 480.0],
        ["2026-11-09", "2026-11-09", 480.0],
    ]


def test_exceptions_of_a_base_hold_and_the_own_ones_hold_first():
    base = FIVE_DAYS._replace(exceptions='[["2026-11-02","2026-11-02",[]],["2026-11-03","2026-11-03",[]]]')
    own = Calendar("6", base="5", week="{}", exceptions='[["2026-11-03","2026-11-03",[["08:00","10:00"]]]]')
    assert periods("4:4", "2026-11-02T08:00:00", own, base) == [["2026-11-03", "2026-11-04", 120.0]]


def test_calendars_that_are_each_other_s_base_end():
    one, other = Calendar("1", base="2"), Calendar("2", base="1", week=FIVE_DAYS.week)
    assert periods("8:8", "2026-11-02T08:00:00", one, other) == [["2026-11-02", "2026-11-02", 480.0]]


@pytest.mark.parametrize("text", ["", "8", "8:8:8", "x:8", "8:0", "-8:8", "8:1e300", "8:99999999"])
def test_what_does_not_fit_the_calendar_is_not_laid(text: str):
    assert periods(text) is None


def test_a_calendar_that_never_works_takes_no_work():
    assert periods("8:8", "2026-11-02T08:00:00", Calendar("0", week="{}")) is None


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 80)), min_size=1, max_size=8))
def test_no_hour_is_lost_or_won(pairs: list[tuple[int, int]]):
    spread = periods(";".join(f"{work}:{period}" for work, period in pairs)) or []
    days = sum(((_day(last) - _day(first)) + 1) * minutes for first, last, minutes in spread)  # type: ignore[union-attr]
    assert days == pytest.approx(60 * sum(work for work, _ in pairs), abs=0.01 * 200)


def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def curve(shape: list[float], since: str, work: float) -> object:
    time = WorkingTime(FIVE_DAYS, {})
    spread = by_curve(time, ("2026-11-02T08:00:00", "2026-11-06T17:00:00"), since, shape, work)
    return spread and json.loads(spread)


def test_an_even_curve_is_even():
    assert curve([0.0, *[5.0] * 20], "2026-11-02T08:00:00", 2400) == [["2026-11-02", "2026-11-06", 480.0]]


def test_a_curve_keeps_its_shape_for_what_is_left():
    """Four points a day, rising 1, 2, 3, 4, 5 a day; from Wednesday on 3 + 4 + 5 = 12 parts of 1,200 minutes."""
    rising = [0.0, *(float(day) for day in range(1, 6) for _ in range(4))]
    assert curve(rising, "2026-11-04T08:00:00", 1200) == [
        ["2026-11-04", "2026-11-04", 300.0],
        ["2026-11-05", "2026-11-05", 400.0],
        ["2026-11-06", "2026-11-06", 500.0],
    ]


def test_a_curve_with_nothing_left_lays_no_work():
    assert curve([0.0, *[10.0] * 10, *[0.0] * 10], "2026-11-05T08:00:00", 480) is None
