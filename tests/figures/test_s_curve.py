"""The S-curve and the milestone trend of a project."""

from typing import Any

import pandas as pd

from dashboard.figures.milestone_trend import milestone_trend
from dashboard.figures.s_curve import s_curve
from dashboard.figures.tokens import DARK, LIGHT
from tests.figures.plotted import valid

PLANNED = pd.DataFrame({"date": ["2026-01-05", "2026-05-31", "2026-10-31"], "pv": [0.0, 1.9e6, 4.1e6]})
PAST = pd.DataFrame({"date": ["2026-05-31", "2026-10-31"], "ev": [1.85e6, 3.04e6], "ac": [1.88e6, None]})
FORECAST = pd.DataFrame({"date": ["2026-10-31", "2027-08-31"], "value": [3.9e6, 8.2e6]})
TREND = pd.DataFrame(
    {
        "key": ["a", "b", "a", "b"],
        "name": ["Series", "<b>Start</b>", "Series", "<b>Start</b>"],
        "date": ["2026-05-31", "2026-05-31", "2026-10-31", "2026-10-31"],
        "expected": ["2026-12-11", "2026-09-30", "2026-12-18", "2026-09-28"],
        "done": [False, False, False, True],
    }
)


def traces(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in valid(figure).data}


def notes(figure: Any) -> dict[str, Any]:
    return {note.text: (note.x, note.y) for note in figure.layout.annotations}


def test_planned_earned_and_spent_are_drawn_in_millions_and_a_missing_value_is_a_gap() -> None:
    figure: Any = s_curve(PLANNED, PAST, FORECAST, "EUR")
    found = traces(figure)
    assert {name: list(found[name].y) for name in ("planned", "earned", "spent")} == {
        "planned": [0.0, 1.9, 4.1], "earned": [1.85, 3.04], "spent": [1.88, None],
    }  # fmt: skip
    assert found["spent"].connectgaps is False
    assert figure.layout.title.text == "EUR m"


def test_the_forecast_is_dashed_and_every_line_is_named_at_its_end() -> None:
    figure: Any = s_curve(PLANNED, PAST, FORECAST, "EUR")
    assert traces(figure)["forecast"].line.dash == "dash"
    assert notes(figure) == {
        "planned": ("2026-10-31", 4.1), "forecast": ("2027-08-31", 8.2), "spent": ("2026-05-31", 1.88),
        "earned": ("2026-10-31", 3.04),
    }  # fmt: skip


def test_what_is_not_known_is_not_drawn() -> None:
    figure: Any = s_curve(PLANNED, PAST[:0], FORECAST[:0], "h")
    assert list(traces(figure)) == ["planned"]


def test_a_milestone_that_slips_stands_out_and_one_that_is_done_is_a_diamond() -> None:
    found = traces(milestone_trend(TREND))
    assert found["Series"].line.color == LIGHT.accent
    assert found["<b>Start</b>"].line.color == LIGHT.second
    assert list(found["<b>Start</b>"].marker.symbol) == ["circle", "diamond"]
    assert list(found["reached"].x) == list(found["reached"].y) == ["2026-05-31", "2026-10-31"]


def test_names_are_text_and_colours_follow_the_theme() -> None:
    figure: Any = milestone_trend(TREND, "dark")
    assert set(notes(figure)) == {"Series", "&lt;b&gt;Start&lt;/b&gt;"}
    assert traces(figure)["Series"].line.color == DARK.accent


def test_days_stand_below_a_trend_of_a_few_weeks_in_place_of_the_same_month_again_and_again() -> None:
    axes = valid(milestone_trend(TREND)).layout
    for axis, months, days in ((axes.xaxis, "%b\n%Y", "%-d %b\n%Y"), (axes.yaxis, "%b %Y", "%-d %b %Y")):
        (shorter,) = axis.tickformatstops
        assert (axis.tickformat, shorter.value, shorter.dtickrange) == (months, days, (None, 27 * 86_400_000))
