"""The S-curve and the milestone trend of a project, each with its table one key away."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.figures.milestone_trend import milestone_trend
from dashboard.figures.s_curve import s_curve
from dashboard.panels.parts import attributes
from dashboard.panels.table import Column, table
from dashboard.view.explain.course import Course
from dashboard.words import day_of

_CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def drawn(course: Course, theme: Mapping[str, Any]) -> list[Component]:
    """Give the pictures of a project in the colours of a theme; a sentence in place of one that cannot be drawn."""
    scheme = "dark" if theme.get("scheme") == "dark" else "light"
    return [html.Div(_s_curve(course, scheme)), html.Div(_trend(course, scheme))]


def _s_curve(course: Course, scheme: str) -> list[Component]:
    title = "Planned, earned and spent"
    if course.unit is None or course.planned.empty:
        said = "Not drawn: without a schedule that has a baseline there is nothing that was planned month by month."
        return [html.H3(title), html.P(said, className="about")]
    figure = s_curve(course.planned, course.past, course.forecast, course.unit, scheme)
    parts = [("Planned", course.planned, "pv"), ("Earned", course.past, "ev"), ("Spent", course.past, "ac")]
    lines = [
        [day_of(day), *(value if word == column else None for column, _, _ in parts)]
        for word, rows, of in parts
        for day, value in zip(rows["date"], rows[of], strict=True)
        if value == value
    ]
    columns = (Column("Day", "date"), *(Column(f"{column}, {course.unit}", "figure") for column, _, _ in parts))
    return _picture(title, figure, table(title, columns, lines))


def _trend(course: Course, scheme: str) -> list[Component]:
    title = "What each load expected of its milestones"
    if course.trend.empty or course.trend["date"].nunique() < 2:
        said = "Not drawn: it takes two loads with different status dates, and a milestone with a date in both."
        return [html.H3(title), html.P(said, className="about")]
    columns = (Column("Milestone", "wide"), *(Column(day_of(day), "date") for day in _days(course.trend)))
    about = "A line that rises slips; on the dotted line a milestone is reached."
    about += f" {course.others} more moved less." if course.others else ""
    shown = _picture(title, milestone_trend(course.trend, scheme), table(title, columns, _lines(course.trend)))
    return [*shown, html.P(about, className="about")]


def _lines(trend: pd.DataFrame) -> list[list[Any]]:
    """Give a row per milestone with what was expected on each day."""
    days = _days(trend)
    lines = []
    for _, mine in trend.groupby("key", sort=False):
        said = dict(zip(mine["date"], mine["expected"], strict=True))
        lines.append([mine["name"].iloc[-1], *(day_of(said[day]) if day in said else None for day in days)])
    return lines


def _days(trend: pd.DataFrame) -> Sequence[str]:
    return sorted(trend["date"].unique())


def _picture(title: str, figure: go.Figure, rows: Component) -> list[Component]:
    graph = dcc.Graph(figure=figure, config=_CONFIG, className="curve", responsive=True)
    said = attributes(aria_label=f"{title}; the table below holds the same")
    as_table = html.Details([html.Summary("As a table"), rows])
    return [html.H3(title), html.Div(graph, role="img", **said), as_table]
