"""The curve of a KPI: readings, the path to its target, what was expected, the forecast, and the milestones on it."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.template import shown, template
from dashboard.figures.text import width
from dashboard.figures.tokens import STATUSES, Palette, palette

_DAY = "%-d %b %Y"
_LABEL_SIZE = 12
_HEIGHT = 220  # pixels of a usual plot, to judge whether two labels would touch


class _Series(NamedTuple):
    column: str
    name: str
    dash: str
    width: float
    colour: str  # names of colours of the palette
    label_colour: str
    mode: str


_SERIES = (
    _Series("path", "path to target", "solid", 1.2, "edge", "second", "lines"),
    _Series("expected", "expected", "dot", 1.5, "second", "second", "lines"),
    _Series("forecast", "forecast", "dash", 2, "accent", "accent", "lines"),
    _Series("actual", "actual", "solid", 2.5, "accent", "accent", "lines+markers"),
)


def curve(
    readings: pd.DataFrame,
    targets: pd.DataFrame,
    milestones: pd.DataFrame,
    unit: str = "",
    theme: str = "light",
    blue_orange: bool = False,
) -> go.Figure:
    """The curve of one KPI.

    `readings`: date, and any of actual, path, expected, forecast in the KPI's unit; an empty cell is a gap and is drawn
    as one. `targets`: date, value, name. `milestones`: date, name, status, effect_text (such as "+6.0 expected, +5.1
    seen"); each is a diamond on the curve. Dates are ISO text or dates; rows may be in any order.
    """
    colours = palette(theme, blue_orange)
    readings, targets, milestones = _by_date(readings), _by_date(targets), _by_date(milestones)
    figure = go.Figure()
    shown_series = [one for one in _SERIES if one.column in readings.columns and readings[one.column].notna().any()]
    traces = [_line(series, readings, unit, colours) for series in shown_series]
    if len(targets):
        traces.append(_target_marks(targets, unit, colours))
    figure.add_traces(traces)
    labels = [_label(series, readings, colours) for series in shown_series] + _target_labels(targets, colours)
    drawn = [readings[series.column] for series in shown_series] + [targets["value"]]
    values = [float(value) for value in pd.concat(drawn).dropna()]
    figure.update_layout(template=template(colours), annotations=_apart(labels, values), **_unit_heading(unit, colours))
    _add_milestones(figure, readings, milestones, colours)
    room = max((width(label.text, _LABEL_SIZE) for label in labels), default=0)
    figure.update_layout(margin_r=room + 32)
    figure.update_xaxes(tickformat="%b %Y", hoverformat=_DAY, range=_span([readings, targets]))
    return figure


class _Label(NamedTuple):
    """A name written at the right of a point."""

    day: pd.Timestamp
    value: float
    text: str
    colour: str


def _span(frames: list[pd.DataFrame]) -> list[str] | None:
    """First to last day with a little room, so that labels beside the last point do not stretch the axis."""
    days = pd.concat([frame["date"] for frame in frames])
    if days.empty:
        return None
    room = max(pd.Timedelta(days=7), (days.max() - days.min()) * 0.03)
    return _days(pd.Series([days.min() - room, days.max() + room]))


def _apart(labels: list[_Label], values: list[float]) -> list[dict[str, Any]]:
    """The labels as annotations: under its point where the chart goes on, else at the right, clear of each other."""
    if not labels:
        return []
    last = max(label.day for label in labels)
    scale = _HEIGHT / ((max(values) - min(values)) or 1)
    notes, free = [_note(label) | _UNDER for label in labels if label.day < last], float("-inf")
    for label in sorted((label for label in labels if label.day == last), key=lambda label: (label.value, label.text)):
        at = label.value * scale
        free = max(at, free)
        notes.append(_note(label) | {"yshift": round(free - at, 1)})
        free += _LABEL_SIZE + 3
    return notes


_UNDER = {"xanchor": "center", "xshift": 0, "yshift": -14}


def _note(label: _Label) -> dict[str, Any]:
    return {
        "x": label.day.strftime("%Y-%m-%d"),
        "y": label.value,
        "text": shown(label.text),
        "font": {"size": _LABEL_SIZE, "color": label.colour},
        "xanchor": "left",
        "xshift": 16,
        "showarrow": False,
    }


def _by_date(frame: pd.DataFrame) -> pd.DataFrame:
    dated = frame.assign(date=pd.to_datetime(frame["date"]))
    return dated[dated["date"].notna()].sort_values("date", kind="stable").reset_index(drop=True)


def _line(series: _Series, readings: pd.DataFrame, unit: str, colours: Palette) -> go.Scatter:
    """One series. Actual keeps its gaps; the others are drawn between the dates that they have."""
    kept = readings if series.column == "actual" else readings[readings[series.column].notna()]
    colour = getattr(colours, series.colour)
    return go.Scatter(
        x=_days(kept["date"]),
        y=_numbers(kept[series.column]),
        name=series.name,
        mode=series.mode,
        connectgaps=False,
        line={"color": colour, "width": series.width, "dash": series.dash},
        marker={"size": 6, "color": colour},
        customdata=[[shown(f"{series.name} {unit}".strip())]] * len(kept),
        hovertemplate="%{x|" + _DAY + "}<br>%{y} %{customdata[0]}<extra></extra>",
    )


def _days(dates: pd.Series) -> list[str]:
    return [day.strftime("%Y-%m-%d") for day in dates]


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


def _label(series: _Series, readings: pd.DataFrame, colours: Palette) -> _Label:
    """The name of a series at its last point, instead of in a legend; the path's near its start."""
    known = readings[readings[series.column].notna()]
    at = known.iloc[min(1, len(known) - 1) if series.column == "path" else -1]
    return _Label(at["date"], float(at[series.column]), series.name, getattr(colours, series.label_colour))


def _unit_heading(unit: str, colours: Palette) -> dict[str, Any]:
    font = {"size": _LABEL_SIZE, "color": colours.second}
    return {"title": {"text": shown(unit), "font": font, "x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"}}


def _target_marks(targets: pd.DataFrame, unit: str, colours: Palette) -> go.Scatter:
    """Each target as a short level line at its date."""
    return go.Scatter(
        x=_days(targets["date"]),
        y=_numbers(targets["value"]),
        name="target",
        mode="markers",
        marker={"symbol": "line-ew", "size": 26, "line": {"color": colours.ink, "width": 2}},
        customdata=[[shown(name), shown(unit)] for name in targets["name"]],
        hovertemplate="%{x|" + _DAY + "}<br>%{customdata[0]} %{y} %{customdata[1]}<extra></extra>",
    )


def _target_labels(targets: pd.DataFrame, colours: Palette) -> list[_Label]:
    """Name and value of each target, at its right."""
    named = zip(targets["date"], _numbers(targets["value"]), targets["name"], strict=True)
    return [_Label(day, value, f"{name} {value:g}", colours.ink) for day, value, name in named if value is not None]


def _add_milestones(figure: go.Figure, readings: pd.DataFrame, milestones: pd.DataFrame, colours: Palette) -> None:
    """Diamonds at the height that the curve (else the forecast, else the path) has on their day."""
    heights = [_height(readings, day) for day in milestones["date"]]
    placed = milestones.assign(height=heights).dropna(subset=["height"])
    if placed.empty:
        return
    statuses = [status if status in STATUSES else "no_data" for status in placed["status"]]
    inks = [colours.statuses[status].ink for status in statuses]
    words = [STATUSES[status].word for status in statuses]
    symbols = ["diamond" if status == "done" else "diamond-open" for status in statuses]
    effects = ["" if pd.isna(effect) else shown(effect) for effect in placed["effect_text"]]
    figure.add_trace(
        go.Scatter(
            x=_days(placed["date"]),
            y=_numbers(placed["height"]),
            name="milestone",
            mode="markers",
            marker={"symbol": symbols, "size": 11, "color": inks, "line": {"color": colours.card, "width": 1.5}},
            customdata=[list(row) for row in zip(map(shown, placed["name"]), words, effects, strict=True)],
            hovertemplate="%{x|"
            + _DAY
            + "}<br>%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        )
    )
    for at, (day, height, effect) in enumerate(zip(placed["date"], placed["height"], effects, strict=True)):
        if effect:
            figure.add_annotation(
                x=day.strftime("%Y-%m-%d"),
                y=height,
                text=effect,
                font={"size": _LABEL_SIZE, "color": colours.second},
                showarrow=False,
                yshift=18 if at % 2 == 0 else -18,
            )


def _height(readings: pd.DataFrame, day: pd.Timestamp) -> float:
    """The value of the curve on a day, straight between its points; not a number where no series covers the day."""
    for column in ("actual", "forecast", "path"):
        if column not in readings.columns:
            continue
        known = readings[readings[column].notna()]
        if len(known) and known["date"].iloc[0] <= day <= known["date"].iloc[-1]:
            elapsed = (known["date"] - known["date"].iloc[0]).dt.days
            return float(np.interp((day - known["date"].iloc[0]).days, elapsed, known[column].astype(float)))
    return float("nan")
