"""The S-curve of a project: what was planned, what is earned, what was spent, and where that leads."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.ends import SIZE, End, names
from dashboard.figures.template import Trace, days_or, figure, shown
from dashboard.figures.tokens import palette

_DAY = "%-d %b %Y"
_SIZES = ((1e6, "m"), (1e4, "k"))
_DIVIDED = {"m": 1e6, "k": 1e3, "": 1.0}


def s_curve(
    planned: pd.DataFrame, history: pd.DataFrame, forecast: pd.DataFrame, unit: str = "", theme: str = "light"
) -> go.Figure:
    """The S-curve of one project, cumulative and in one unit.

    `planned`: date, pv; `history`: date, ev, ac, one row per status date; `forecast`: date, value, from what was spent
    to what it comes to. Dates are ISO text. A frame without rows is not drawn; a missing value is a gap.
    """
    colours = palette(theme)
    lines = [
        ("planned", planned["date"], planned["pv"], colours.second, "solid", 1.5),
        ("forecast", forecast["date"], forecast["value"], colours.ink, "dash", 2.0),
        ("spent", history["date"], history["ac"], colours.ink, "solid", 2.0),
        ("earned", history["date"], history["ev"], colours.accent, "solid", 2.5),
    ]
    drawn = [line for line in lines if pd.Series(line[2]).notna().any()]
    high = max((float(pd.Series(line[2]).max()) for line in drawn), default=0.0)
    word = next((word for size, word in _SIZES if high >= size), "")
    traces, ends = [], []
    for name, days, values, colour, dash, wide in drawn:
        traces.append(_line(name, days, values, unit, colour, dash, wide, word))
        last = values.last_valid_index()
        value = float(values[last])
        ends.append(End(days[last], value / _DIVIDED[word], value / (high or 1.0), name, colour))
    notes, _ = names(ends)
    # The plan ends in the middle, where the forecast passes below it.
    aside = {"xanchor": "right", "xshift": -6, "yshift": 10}
    notes = [note | aside if note["text"] == "planned" else note for note in notes]
    heading = {"text": shown(f"{unit} {word}".strip()), "font": {"size": SIZE, "color": colours.second}}
    heading |= {"x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"}
    across = {**days_or("%b\n%Y", "%-d %b\n%Y"), "hoverformat": _DAY, "nticks": 8, "tickangle": 0}
    up = {"rangemode": "tozero"}
    return figure(colours, traces, annotations=notes, title=heading, margin={"r": 84}, xaxis=across, yaxis=up)


def _line(
    name: str, days: pd.Series, values: pd.Series, unit: str, colour: str, dash: str, wide: float, word: str
) -> Trace:
    told: Any = [[shown(f"{name}, {unit} {word}".strip().rstrip(","))]] * len(days)
    marks = "lines" if name == "planned" else "lines+markers"
    return {
        "type": "scatter",
        "x": list(days),
        "y": [None if pd.isna(value) else float(value) / _DIVIDED[word] for value in values],
        "name": name,
        "mode": marks,
        "connectgaps": False,
        "line": {"color": colour, "width": wide, "dash": dash},
        "marker": {"size": 6, "color": colour},
        "customdata": told,
        "hovertemplate": "%{x|" + _DAY + "}<br>%{y:.2f} %{customdata[0]}<extra></extra>",
    }
