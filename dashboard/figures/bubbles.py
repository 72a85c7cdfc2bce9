"""Projects as bubbles: how healthy, how much they serve, how much is still to be spent, and in which status."""

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.template import Trace, figure, shown, upright
from dashboard.figures.tokens import STATUSES, Palette, palette

MOST = 100  # bubbles of one picture
_NAMED = 8  # the largest, by their keys; the others on hover
_LARGEST, _LEAST = 52.0, 14.0  # pixels across
_FAINT = 0.85


def bubbles(
    rows: pd.DataFrame, *, across: str, up: str, size: str, theme: str = "light", blue_orange: bool = False
) -> go.Figure:
    """The bubbles of projects by key: name, x, y, size (None where not known: drawn as an open ring), status, words
    (of the size). `across`, `up` and `size` say in words what x, y and size are. The area of a bubble is its size.
    """
    colours = palette(theme, blue_orange)
    ordered = rows.sort_values("size", ascending=False, na_position="last", kind="stable")
    most = float(ordered["size"].max()) if ordered["size"].notna().any() else 0.0
    by_status = {status: ordered[ordered["status"] == status] for status in STATUSES}
    titles = [{"text": shown(words), "font": {"size": 12, "color": colours.second}} for words in (across, up)]
    grid = {"showgrid": True, "gridcolor": colours.hairline, "tickformat": ".2f", "nticks": 8}
    return figure(
        colours,
        [_trace(mine, one, most, colours, across, up, size) for one, mine in by_status.items() if len(mine)],
        annotations=_names(ordered, most, colours),
        shapes=[upright(1, {"color": colours.edge, "width": 1, "dash": "dot"})],
        margin={"l": 56, "r": 24, "t": 20, "b": 48},
        xaxis=grid | {"title": titles[0]},
        yaxis={"title": titles[1], "rangemode": "tozero"},
    )


def _trace(rows: pd.DataFrame, status: str, most: float, colours: Palette, across: str, up: str, size: str) -> Trace:
    ink, known = colours.statuses[status], rows["size"].notna()
    hover = [
        f"<b>{shown(line['name'] or key)}</b> ({shown(key)}), {STATUSES[status].word}<br>"
        f"{shown(across)} {line['x']:.2f}<br>{shown(up)} {line['y']:g}<br>{shown(size)} {shown(line['words'])}"
        for key, line in rows.iterrows()
    ]
    marker: dict[str, Any] = {
        "size": [_across(value, most) for value in rows["size"]],
        "color": [ink.fill if one else "rgba(0,0,0,0)" for one in known],
        "line": {"color": ink.ink, "width": 1.5},
        "opacity": _FAINT,
    }
    return {
        "type": "scatter",
        "x": list(rows["x"]),
        "y": list(rows["y"]),
        "mode": "markers+text",
        "marker": marker,
        "text": [STATUSES[status].letter] * len(rows),
        "textfont": {"size": 11, "color": ink.ink},
        "hovertext": hover,
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _across(value: float | None, most: float) -> float:
    if value is None or value != value or not most:
        return _LEAST
    return max(_LEAST, _LARGEST * math.sqrt(value / most))


def _names(rows: pd.DataFrame, most: float, colours: Palette) -> list[dict[str, Any]]:
    """Write the keys of the largest beside their bubbles."""
    named = rows[rows["size"].notna()].head(_NAMED)
    return [
        {
            "x": line["x"],
            "y": line["y"],
            "text": shown(key),
            "showarrow": False,
            "xanchor": "left",
            "xshift": _across(line["size"], most) / 2 + 3,
            "font": {"size": 12, "color": colours.second},
        }
        for key, line in named.iterrows()
    ]
