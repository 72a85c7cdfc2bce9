"""The small curve beside a KPI: what was measured, and the path it was to take."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.figures.course import Course, course
from dashboard.figures.plot import line
from dashboard.panels.parts import attributes
from dashboard.words import amount, day


def spark(kpi: Mapping[Any, Any], readings: pd.DataFrame) -> Component | None:
    """Give the curve of a KPI in the height of a line; None where there is nothing to draw. Rows as `view.kpi`."""
    drawn = course(kpi, readings)
    if drawn is None:
        return None
    layers = [_layer("goal", drawn.places(drawn.goal), 1.2, "3 3")] if len(drawn.goal) > 1 else []
    if drawn.band:
        high, low = drawn.values.place(drawn.band[1]), drawn.values.place(drawn.band[0])
        layers.append(html.Span(className="spark-band", style={"top": f"{high:.1f}%", "height": f"{low - high:.1f}%"}))
    places = drawn.places(drawn.measured)
    layers += [_layer("line", places, 1.8)] if len(places) > 1 else []
    x, y = places[-1]
    layers.append(html.Span(className="spark-end", style={"left": f"{x:.1f}%", "top": f"{y:.1f}%"}))
    return html.Div(layers, className="spark", role="img", **attributes(aria_label=_words(drawn, kpi["unit"])))


def _layer(name: str, places: list[tuple[float, float]], width: float, dashes: str = "") -> Component:
    return html.Span(className=f"stroke spark-{name}", style={"--stroke": line(places, width=width, dashes=dashes)})


def _words(drawn: Course, unit: str | None) -> str:
    (first, before), (last, now) = drawn.measured[0], drawn.measured[-1]
    if first == last:
        return f"{amount(now, unit)} on {day(last)}, the only reading"
    return f"From {amount(before, unit)} on {day(first)} to {amount(now, unit)} on {day(last)}"
