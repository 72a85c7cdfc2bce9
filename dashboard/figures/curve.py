"""The curve of a KPI: readings, the path to its target, what was expected, the forecast, and the milestones on it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import labels
from dashboard.figures.template import Trace, days_or, figure, shown
from dashboard.figures.text import width
from dashboard.figures.tokens import STATUSES, Palette, palette
from dashboard.words import number

_DAY = "%-d %b %Y"
_LABEL_SIZE = 12
_WIDTH, _HEIGHT = 480, 190  # pixels of a small plot: labels that are apart on it are apart on all larger ones
_MOST_TOLD = 6  # effects written beside their diamonds; the others are told on hover and in the table
_BESIDE = 20  # from the last point to what is written at its right


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
    _Series("flag", "red flag", "dot", 1.2, "edge", "second", "lines"),
    _Series("expected", "expected", "dash", 1.5, "second", "second", "lines"),
    _Series("outlook", "outlook", "dash", 2, "accent", "accent", "lines"),
    _Series("forecast", "forecast", "dashdot", 1.5, "accent", "accent", "lines"),
    _Series("actual", "actual", "solid", 2.5, "accent", "accent", "lines+markers"),
)


def curve(
    readings: pd.DataFrame,
    targets: pd.DataFrame,
    milestones: pd.DataFrame,
    unit: str = "",
    theme: str = "light",
    blue_orange: bool = False,
    ahead: pd.DataFrame | None = None,
) -> go.Figure:
    """The curve of one KPI.

    `readings`: date, and any of actual, path, forecast in the KPI's unit; an empty cell is a gap and is drawn as one.
    `ahead`: date, and any of flag (the path of the red flag), expected (from the baseline, by drift and effects) and
    outlook (from the last reading on); each is drawn through the days that it has. `targets`: date, value, name.
    `milestones`: date, name, status, effect_text (such as "5.1 of 6.0 expected (85 %)"); each is a diamond on the
    curve. Dates are ISO text or dates; rows may be in any order.
    """
    colours = palette(theme, blue_orange)
    readings, targets, milestones = _by_date(readings), _by_date(targets), _by_date(milestones)
    drawn = _drawn(readings, readings[["date"]] if ahead is None else _by_date(ahead))
    traces = [_line(series, rows, unit, colours) for series, rows in drawn]
    if len(targets):
        traces.append(_target_marks(targets, unit, colours))
    placed = _placed({series.column: rows for series, rows in drawn}, milestones)
    if len(placed):
        traces.append(_milestone_marks(placed, colours))
    named = [*_target_labels(targets, colours), *(_label(series, rows, colours) for series, rows in drawn)]
    named += _effect_labels(placed, colours)
    notes = _notes(named, [rows[["date", one.column]].dropna() for one, rows in drawn])
    room = max((width(label.text, _LABEL_SIZE) for label in named if _at_end(label, _last(named))), default=0)
    across = {**days_or("%b %Y", _DAY), "hoverformat": _DAY, "range": _span([rows for _, rows in drawn] + [targets])}
    margin = {"r": room + _BESIDE + 16}
    return figure(colours, traces, annotations=notes, title=_unit_heading(unit, colours), margin=margin, xaxis=across)


def _drawn(readings: pd.DataFrame, ahead: pd.DataFrame) -> list[tuple[_Series, pd.DataFrame]]:
    """The series that have a value, each with the rows that it is drawn from."""
    found = []
    for series in _SERIES:
        rows = ahead if series.column in ahead.columns else readings
        if series.column in rows.columns and rows[series.column].notna().any():
            found.append((series, rows))
    return found


_FOLLOWED = ("actual", "outlook", "forecast", "path", "expected")  # a milestone stands on the first that has its day


class _Label(NamedTuple):
    """A name written beside a point; that of a line at the end of the chart stands at its right, an effect's never."""

    day: pd.Timestamp
    value: float
    text: str
    colour: str
    effect: bool = False


def _span(frames: list[pd.DataFrame]) -> list[str] | None:
    """First to last day with a little room, so that labels beside the last point do not stretch the axis."""
    days = pd.concat([frame["date"] for frame in frames])
    if days.empty:
        return None
    room = max(pd.Timedelta(days=7), (days.max() - days.min()) * 0.03)
    return _days(pd.Series([days.min() - room, days.max() + room]))


def _at_end(label: _Label, last: pd.Timestamp) -> bool:
    return label.day == last and not label.effect


def _last(named: list[_Label]) -> pd.Timestamp:
    """The day at which the chart ends; what is named there is written at its right."""
    return max(label.day for label in named)


def _notes(named: list[_Label], lines: list[pd.DataFrame]) -> list[dict[str, Any]]:
    """The labels as annotations, clear of each other; `lines` are frames of date and value."""
    if not named:
        return []
    last = _last(named)
    points = [[(day, float(value)) for day, value in frame.itertuples(index=False)] for frame in lines]
    place = _scale([(label.day, label.value) for label in named] + [point for line in points for point in line])
    wanted = [labels.Label(place(one.day, one.value), one.text, _at_end(one, last)) for one in named]
    found = labels.shifts(wanted, [[place(*point) for point in line] for line in points], _LABEL_SIZE, _BESIDE)
    return [_note(label, shift, at_end=_at_end(label, last)) for label, shift in zip(named, found, strict=True)]


def _scale(points: list[tuple[pd.Timestamp, float]]) -> Callable[[pd.Timestamp, float], labels.Point]:
    """The place of a day and a value on a small plot, in pixels."""
    days, values = [day for day, _ in points], [value for _, value in points]
    first, low, high = min(days), min(values), max(values)
    wide, tall = (max(days) - first).days or 1, (high - low) or 1
    return lambda day, value: ((day - first).days / wide * _WIDTH, (high - value) / tall * _HEIGHT)


def _note(label: _Label, shift: labels.Shift, *, at_end: bool) -> dict[str, Any]:
    return {
        "x": label.day.strftime("%Y-%m-%d"),
        "y": label.value,
        "text": shown(label.text),
        "font": {"size": _LABEL_SIZE, "color": label.colour},
        "xanchor": "left" if at_end else "center",
        "xshift": shift.across,
        "yshift": -shift.down,
        "showarrow": False,
    }


def _by_date(frame: pd.DataFrame) -> pd.DataFrame:
    dated = frame.assign(date=pd.to_datetime(frame["date"]))
    return dated[dated["date"].notna()].sort_values("date", kind="stable").reset_index(drop=True)


def _line(series: _Series, readings: pd.DataFrame, unit: str, colours: Palette) -> Trace:
    """One series. Actual keeps its gaps; the others are drawn between the dates that they have."""
    kept = readings if series.column == "actual" else readings[readings[series.column].notna()]
    colour = getattr(colours, series.colour)
    return {
        "type": "scatter",
        "x": _days(kept["date"]),
        "y": _numbers(kept[series.column]),
        "name": series.name,
        "mode": series.mode,
        "connectgaps": False,
        "line": {"color": colour, "width": series.width, "dash": series.dash},
        "marker": {"size": 6, "color": colour},
        "customdata": [[shown(f"{series.name} {unit}".strip())]] * len(kept),
        "hovertemplate": "%{x|" + _DAY + "}<br>%{y} %{customdata[0]}<extra></extra>",
    }


def _days(dates: pd.Series) -> list[str]:
    return [day.strftime("%Y-%m-%d") for day in dates]


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


def _label(series: _Series, readings: pd.DataFrame, colours: Palette) -> _Label:
    """The name of a series at its last point, instead of in a legend; the path's in the middle of its first part."""
    known = readings[readings[series.column].notna()]
    colour = getattr(colours, series.label_colour)
    if series.column == "path" and len(known) > 1:
        (one, value), (other, next_value) = known[["date", "path"]].iloc[:2].itertuples(index=False)
        return _Label(one + (other - one) / 2, (float(value) + float(next_value)) / 2, series.name, colour)
    at = known.iloc[-1]
    return _Label(at["date"], float(at[series.column]), series.name, colour)


def _unit_heading(unit: str, colours: Palette) -> dict[str, Any]:
    font = {"size": _LABEL_SIZE, "color": colours.second}
    return {"text": shown(unit), "font": font, "x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"}


def _target_marks(targets: pd.DataFrame, unit: str, colours: Palette) -> Trace:
    """Each target as a short level line at its date."""
    return {
        "type": "scatter",
        "x": _days(targets["date"]),
        "y": _numbers(targets["value"]),
        "name": "target",
        "mode": "markers",
        "marker": {"symbol": "line-ew", "size": 26, "line": {"color": colours.ink, "width": 2}},
        "customdata": [[shown(name), shown(unit)] for name in targets["name"]],
        "hovertemplate": "%{x|" + _DAY + "}<br>%{customdata[0]} %{y} %{customdata[1]}<extra></extra>",
    }


def _target_labels(targets: pd.DataFrame, colours: Palette) -> list[_Label]:
    """Name and value of each target, at its right."""
    named = zip(targets["date"], _numbers(targets["value"]), targets["name"], strict=True)
    return [
        _Label(day, value, f"{name} {number(value)}", colours.ink) for day, value, name in named if value is not None
    ]


def _placed(lines: Mapping[str, pd.DataFrame], milestones: pd.DataFrame) -> pd.DataFrame:
    """The milestones with the height that the curve (else the outlook, else the path) has on their day; others go."""
    followed = [_course(lines[name], name) for name in _FOLLOWED if name in lines]
    heights = [_height(followed, day) for day in _since_1970(milestones["date"])]
    return milestones.assign(height=pd.Series(heights, index=milestones.index, dtype=float)).dropna(subset=["height"])


def _milestone_marks(placed: pd.DataFrame, colours: Palette) -> Trace:
    """A diamond per milestone, filled when it is done."""
    statuses = [status if status in STATUSES else "no_data" for status in placed["status"]]
    told = zip(placed["name"], statuses, placed["effect_text"], strict=True)
    words = [
        [shown(name), STATUSES[status].word, "" if pd.isna(effect) else shown(effect)] for name, status, effect in told
    ]
    symbols = ["diamond" if status == "done" else "diamond-open" for status in statuses]
    inks = [colours.statuses[status].ink for status in statuses]
    return {
        "type": "scatter",
        "x": _days(placed["date"]),
        "y": _numbers(placed["height"]),
        "name": "milestone",
        "mode": "markers",
        "marker": {"symbol": symbols, "size": 11, "color": inks, "line": {"color": colours.card, "width": 1.5}},
        "customdata": words,
        "hovertemplate": "%{x|" + _DAY + "}<br>%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    }


def _effect_labels(placed: pd.DataFrame, colours: Palette) -> list[_Label]:
    """The effect of each milestone; those of one day at one height as one text."""
    told = placed[placed["effect_text"].notna()].head(_MOST_TOLD)
    return [
        _Label(day, float(height), "; ".join(dict.fromkeys(rows["effect_text"])), colours.second, True)  # type: ignore[arg-type]
        for (day, height), rows in told.groupby(["date", "height"])
    ]


def _course(rows: pd.DataFrame, column: str) -> tuple[np.ndarray, np.ndarray]:
    """The days and the values of a series where it has any."""
    known = rows[rows[column].notna()]
    return _since_1970(known["date"]), known[column].to_numpy(dtype=float)


def _since_1970(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy(dtype="datetime64[D]").astype(int)


def _height(courses: list[tuple[np.ndarray, np.ndarray]], day: int) -> float:
    """The value of the first course on a day, straight between its points; not a number where none covers the day."""
    for days, values in courses:
        if days[0] <= day <= days[-1]:
            return float(np.interp(day, days, values))
    return float("nan")
