"""The Plotly template: type, ink, grid and margins of every chart, from the tokens."""

import html
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.tokens import FONT_STACK, Palette

Trace = dict[str, Any]  # as Plotly writes it: {"type": "scatter", "x": [...], ...}


def figure(colours: Palette, traces: Sequence[Trace], **layout: Any) -> go.Figure:
    """A figure of traces in the colours of a theme."""
    # Plotly would check every property of every part, which takes longer than the page; the tests let it.
    return go.Figure({"data": [*traces], "layout": {"template": template(colours), **layout}}, _validate=False)


def upright(x: float, line: dict[str, Any]) -> dict[str, Any]:
    """A line from the bottom to the top of a chart, below what is drawn."""
    ends = {"x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
    return {"type": "line", "layer": "below", "line": line, **ends}


def days_or(months: str, days: str) -> dict[str, Any]:
    """The texts below an axis of dates: months, or days where less than a month lies between two of them, of which the
    same month would stand there several times.
    """
    shorter = {"dtickrange": [None, 27 * 24 * 3600 * 1000], "value": days}  # in milliseconds
    return {"tickformat": months, "tickformatstops": [shorter]}


def template(colours: Palette) -> dict[str, Any]:
    """A template in the colours of a theme; series are grey-blue, because colour means status."""
    axis: dict[str, Any] = {
        "showgrid": False,
        "zeroline": False,
        "linecolor": colours.hairline,
        "tickcolor": colours.hairline,
        "tickfont": {"color": colours.second, "size": 12},
    }
    return {
        "layout": {
            "font": {"family": FONT_STACK, "size": 14, "color": colours.ink},
            "paper_bgcolor": colours.card,
            "plot_bgcolor": colours.card,
            "colorway": [colours.accent, colours.second, colours.edge],
            "xaxis": axis | {"ticks": "outside"},
            "yaxis": axis | {"showgrid": True, "gridcolor": colours.hairline, "showline": False} | _WHOLE,
            "margin": {"l": 48, "r": 16, "t": 36, "b": 36},
            "showlegend": False,
            "separators": ".\u202f",
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.card,
                "bordercolor": colours.hairline,
                "font": {"family": FONT_STACK, "color": colours.ink},
                "align": "left",
            },
        }
    }


# Numbers as everywhere: 1 200 000, where Plotly would say 1.2M.
_WHOLE = {"exponentformat": "none", "separatethousands": True, "automargin": True}


def shown(text: object) -> str:
    """A text as Plotly shows it unchanged: its little HTML and its formulas are switched off."""
    return html.escape(str(text), quote=False).replace("$", "&#36;")
