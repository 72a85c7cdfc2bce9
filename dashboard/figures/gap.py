"""The gap of KPIs as cascades from baseline to target: delivered, on its way, late, not covered."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.template import Trace, figure, shown, upright
from dashboard.figures.text import fit
from dashboard.figures.tokens import Palette, palette

PARTS = {"delivered": "delivered", "coming": "on its way", "late": "late", "open": "not covered"}
ROW = 76  # pixels of one KPI
_NAMED, _NUMBERED = 24.0, 9.0  # percent of the way from which a part holds its name, and its number
_NAME = 320  # pixels of a name above its bar, as many as a phone has


def gap(rows: pd.DataFrame, theme: str = "light") -> go.Figure:
    """The gaps of KPIs, one row each, in percent of the way from baseline to target.

    `rows`: name, delivered, coming, late, open, beyond (declared beyond the whole gap), way (what its readings have
    gone, missing where not known). A row sums to 100, less what is beyond; a part against the target runs backwards.
    """
    colours = palette(theme)
    start, traces = pd.Series(0.0, index=rows.index), []
    for name, word in PARTS.items():
        traces.append(_part(rows, name, word, start, colours))
        start = start + rows[name].astype(float)
    low, high = min(0.0, rows["way"].min()), max(100.0, start.max(), rows["way"].max())
    across = {"range": [max(low, -25) - 2, min(high, 200) + 4], "ticksuffix": " %", "nticks": 6, "tickangle": 0}
    return figure(
        colours,
        [*traces, _measured(rows, colours)],
        barmode="overlay",
        bargap=0.5,
        annotations=_names(rows, colours),
        shapes=[upright(at, {"color": colours.edge, "width": 1}) for at in (0, 100)],
        height=ROW * len(rows) + 56,
        margin={"l": 8, "r": 16, "t": 24, "b": 32},
        xaxis=across,
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.75]},
    )


def _part(rows: pd.DataFrame, name: str, word: str, start: pd.Series, colours: Palette) -> Trace:
    values = rows[name].astype(float)
    fills = {"delivered": colours.accent, "coming": colours.accent_fill, "late": colours.card, "open": colours.card}
    inks = {"delivered": colours.card, "coming": colours.accent, "late": colours.ink, "open": colours.second}
    line = {"color": colours.hairline if name == "open" else colours.accent, "width": 1}
    marker: dict[str, Any] = {"color": fills[name], "line": line}
    if name == "late":
        hatch = {"shape": "/", "fgcolor": colours.edge, "bgcolor": colours.card, "size": 6, "solidity": 0.15}
        marker["pattern"] = hatch
    return {
        "type": "bar",
        "x": list(values),
        "y": list(range(len(rows))),
        "base": list(start),
        "orientation": "h",
        "name": word,
        "width": 0.5,
        "marker": marker,
        "text": [_said(word, value) for value in values],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 12, "color": inks[name]},
        "customdata": [[shown(each), word, f"{value:.1f}"] for each, value in zip(rows["name"], values, strict=True)],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]} %{customdata[2]} %<extra></extra>",
    }


def _said(word: str, value: float) -> str:
    if abs(value) < _NUMBERED:
        return ""
    return f"{word}<br>{value:.1f} %" if abs(value) >= _NAMED else f"{value:.0f} %"


def _measured(rows: pd.DataFrame, colours: Palette) -> Trace:
    """A stroke where the readings of each KPI have come to."""
    known = [(at, float(way), name) for at, (way, name) in enumerate(zip(rows["way"], rows["name"], strict=True))
             if not pd.isna(way)]  # fmt: skip
    return {
        "type": "scatter",
        "x": [way for _, way, _ in known],
        "y": [at for at, _, _ in known],
        "name": "measured",
        "mode": "markers",
        "marker": {"symbol": "line-ns", "size": 46, "line": {"color": colours.ink, "width": 2}},
        "customdata": [[shown(name)] for _, _, name in known],
        "hovertemplate": "%{customdata[0]}<br>measured: %{x:.1f} % of the way<extra></extra>",
    }


def _names(rows: pd.DataFrame, colours: Palette) -> list[dict[str, Any]]:
    """The name of each KPI above its bar, how far its readings have come, and what is declared too much."""
    return [
        {
            "x": 0,
            "y": at,
            "yshift": 32,
            "text": shown(fit(f"{row['name']}: {_way(row)}", _NAME, 12)),
            "hovertext": shown(f"{row['name']}: {_way(row)}"),
            "font": {"size": 12, "color": colours.ink},
            "xanchor": "left",
            "showarrow": False,
        }
        for at, row in enumerate(rows.to_dict("records"))
    ]


def _way(row: dict[Any, Any]) -> str:
    over = f", {row['beyond']:.1f} % too much" if row["beyond"] > 1e-9 else ""
    return ("not measured" if pd.isna(row["way"]) else f"measured {row['way']:.1f} %") + over
