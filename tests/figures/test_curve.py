"""The curve of a KPI."""

from typing import Any

import pandas as pd
import pytest

from dashboard.figures.curve import curve
from dashboard.figures.template import shown, template
from dashboard.figures.tokens import DARK, LIGHT
from tests.figures.plotted import valid

# K17 of the demo: first-contact resolution, moved by the field app.
READINGS = pd.DataFrame(
    {
        "date": ["2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-12-31"],
        "actual": [66.3, 66.4, None, 67.0, 72.1, 72.3, None],
        "path": [67.3, 68.0, 68.6, 69.3, 70.0, 70.7, 72.0],
        "forecast": [None, None, None, None, None, 72.3, 72.7],
    }
)
TARGETS = pd.DataFrame({"date": ["2026-12-31"], "value": [72.0], "name": ["Target 2026"]})
MILESTONES = pd.DataFrame(
    {
        "date": ["2026-06-15", "2030-01-01"],
        "name": ["App live in all regions", "Far away"],
        "status": ["done", "on_track"],
        "effect_text": ["+6.0 expected, +5.1 seen", None],
    }
)


def traces(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in valid(figure).data}


def layout(of: Any) -> Any:
    return of.layout


def test_a_missing_reading_is_a_gap_in_the_curve():
    found = traces(curve(READINGS, TARGETS, MILESTONES, "%"))["actual"]
    assert found.y == (66.3, 66.4, None, 67.0, 72.1, 72.3, None)
    assert found.connectgaps is False


def test_the_forecast_is_dashed_and_what_was_not_given_is_not_drawn():
    found = traces(curve(READINGS, TARGETS, MILESTONES, "%"))
    assert found["forecast"].line.dash == "dashdot"
    assert "expected" not in found


def test_series_and_targets_are_named_beside_their_ends_instead_of_in_a_legend():
    figure: Any = curve(READINGS, TARGETS, MILESTONES, "%")
    notes = {note.text: (note.x, note.y) for note in layout(figure).annotations}
    assert notes["actual"] == ("2026-10-31", 72.3)
    assert notes["path to target"] == ("2026-06-15", 67.65)
    assert notes["forecast"] == ("2026-12-31", 72.7)
    assert notes["Target 2026 72"] == ("2026-12-31", 72.0)
    assert template(LIGHT)["layout"]["showlegend"] is False


def test_a_milestone_is_a_diamond_at_the_height_of_the_curve_with_its_effect_beside():
    figure: Any = curve(READINGS, TARGETS, MILESTONES, "%")
    found = traces(figure)["milestone"]
    assert found.x == ("2026-06-15",)  # the other lies where no curve is
    assert found.y == (pytest.approx(66.3 + 0.1 * 15 / 30),)
    assert found.marker.color == (LIGHT.statuses["done"].ink,)
    assert "+6.0 expected, +5.1 seen" in [note.text for note in layout(figure).annotations]


def test_dates_in_any_order_give_the_same_curve():
    assert curve(READINGS[::-1], TARGETS, MILESTONES, "%") == curve(READINGS, TARGETS, MILESTONES, "%")


def test_nothing_read_yet_leaves_the_target_to_be_seen():
    empty = READINGS.iloc[:0]
    figure: Any = curve(empty, TARGETS, MILESTONES.iloc[:0], "%")
    assert list(traces(figure)) == ["target"]


def test_text_from_a_file_is_shown_as_it_is():
    nasty = '<a href="https://x.example">%{y} $x^2$ <b>'
    figure: Any = curve(
        READINGS,
        TARGETS.assign(name=nasty),
        MILESTONES.assign(name=nasty, effect_text=nasty),
        nasty,
    )
    assert shown(nasty) == '&lt;a href="https://x.example"&gt;%{y} &#36;x^2&#36; &lt;b&gt;'
    assert nasty not in figure.to_json().replace('\\"', '"')
    assert all(
        nasty not in (trace.hovertemplate or "") and "x.example" not in trace.hovertemplate for trace in figure.data
    )


def test_colours_are_those_of_the_theme():
    figure: Any = curve(READINGS, TARGETS, MILESTONES, "%", theme="dark")
    assert layout(figure).template.layout.paper_bgcolor == DARK.card
    assert traces(figure)["actual"].line.color == DARK.accent


def test_a_milestone_after_the_last_reading_stands_on_the_outlook():
    ahead = pd.DataFrame(
        {"date": ["2026-10-31", "2026-12-05", "2026-12-06", "2026-12-31"], "outlook": [72.3, 72.3, 74.3, 74.3]}
    )
    coming = MILESTONES.assign(date=["2026-12-06", "2030-01-01"])
    found = traces(curve(READINGS, TARGETS, coming, "%", ahead=ahead))
    assert (found["outlook"].line.dash, list(found["outlook"].y)) == ("dash", [72.3, 72.3, 74.3, 74.3])
    assert (list(found["milestone"].x), list(found["milestone"].y)) == (["2026-12-06"], [74.3])


def test_numbers_of_millions_are_written_out_as_everywhere_else():
    targets = pd.DataFrame({"date": ["2026-12-31"], "value": [1_250_000.0], "name": ["target"]})
    drawn = curve(READINGS.assign(actual=900_123.0), targets, MILESTONES.iloc[:0])
    assert "target 1\u202f250\u202f000" in [note.text for note in layout(drawn).annotations]
    axis = layout(valid(drawn)).template.layout.yaxis
    assert (axis.exponentformat, axis.separatethousands) == ("none", True)
