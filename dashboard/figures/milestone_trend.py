"""The milestone trend chart: what each load expected of each milestone; on the diagonal it is reached."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.ends import SIZE, End, names
from dashboard.figures.template import Trace, days_or, figure, shown
from dashboard.figures.tokens import Palette, palette

_DAY = "%-d %b %Y"
_HOVER = f"on %{{x|{_DAY}}}<br>%{{customdata[0]}}<br>%{{customdata[1]}} %{{y|{_DAY}}}<extra></extra>"


def milestone_trend(trend: pd.DataFrame, theme: str = "light") -> go.Figure:
    """The trend of some milestones.

    `trend`: key, name, date (status date of a load), expected (day), done; ISO text, in the order of the dates. A line
    that rises slips; one that falls is early.
    """
    colours = palette(theme)
    traces = [_diagonal(trend, colours)]
    low, high = (pd.Timestamp(day) for day in (trend["expected"].min(), trend["expected"].max()))
    ends = []
    for _, mine in trend.groupby("key", sort=False):
        late = mine["expected"].iloc[-1] > mine["expected"].iloc[0]
        colour = colours.accent if late else colours.second
        traces.append(_line(mine, colour, 2.5 if late else 1.5))
        day = pd.Timestamp(mine["expected"].iloc[-1])
        height = (day - low) / (high - low) if high > low else 0.5
        ends.append(End(mine["date"].iloc[-1], mine["expected"].iloc[-1], height, mine["name"].iloc[-1], colour))
    notes, room = names(ends)
    heading = {"text": "expected on", "font": {"size": SIZE, "color": colours.second}}
    heading |= {"x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"}
    across = {**days_or("%b\n%Y", "%-d %b\n%Y"), "hoverformat": _DAY, "nticks": 6, "tickangle": 0, "type": "date"}
    up = {**days_or("%b %Y", _DAY), "nticks": 6, "type": "date"}
    margin = {"r": room, "l": 64}
    return figure(colours, traces, annotations=notes, title=heading, margin=margin, xaxis=across, yaxis=up)


def _diagonal(trend: pd.DataFrame, colours: Palette) -> Trace:
    """The line on which a milestone is expected on the status date itself."""
    days = sorted([trend["date"].min(), trend["date"].max()])
    return {
        "type": "scatter",
        "x": days,
        "y": days,
        "name": "reached",
        "mode": "lines",
        "line": {"color": colours.edge, "width": 1.2, "dash": "dot"},
        "hovertemplate": "reached on its status date<extra></extra>",
    }


def _line(mine: pd.DataFrame, colour: str, wide: float) -> Trace:
    return {
        "type": "scatter",
        "x": list(mine["date"]),
        "y": list(mine["expected"]),
        "name": mine["name"].iloc[-1],
        "mode": "lines+markers",
        "line": {"color": colour, "width": wide},
        "marker": {"size": 7, "color": colour, "symbol": ["diamond" if done else "circle" for done in mine["done"]]},
        "customdata": [
            [shown(name), "done" if done else "expected"] for name, done in zip(mine["name"], mine["done"], strict=True)
        ],
        "hovertemplate": _HOVER,
    }
