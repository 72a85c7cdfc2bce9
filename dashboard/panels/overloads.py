"""The overloads of people that endanger an objective."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import link, plural, section
from dashboard.panels.options import conflict_href
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import day_of, rounded

TITLE = "Overloads that endanger it"
_ABOUT = (
    "People over capacity by at least four hours a week in the coming year, in weeks in which they work on what is to "
    "move it. Endangered: points of 100 that this work has still to bring to it. Each leads to what could be done."
)
_COLUMNS = (
    Column("Who", "wide"),
    Column("When", "wide"),
    Column("Hours over", "figure"),
    Column("Through", "wide"),
    Column("Endangered, points", "figure"),
)


def overloads(rows: pd.DataFrame, selection: Selection) -> Component:
    """Give a line a conflict: `rows` as `view.overloads.overloads_of`."""
    if rows.empty:
        return section(TITLE, [html.P("Nobody who works on it is over capacity in the coming year.")])
    lines = [_line(row, selection) for row in rows.to_dict("records")]
    return section(TITLE, [html.P(sentence(rows)), table(TITLE, _COLUMNS, lines)], about=_ABOUT)


def sentence(rows: pd.DataFrame) -> str:
    """Say who endangers it most, by how many hours and through which work."""
    row = rows.iloc[0]
    through = max(row["through"], key=lambda one: one["hours"])
    mark = f" towards {through['milestones'][0]}" if through["milestones"] else ""
    span = f"{plural(int(row['weeks']), 'week')} from {day_of(row['first'])}"
    return f"{row['name']} is {rounded(row['over_hours'])} hours over in {span}, and works on {through['name']}{mark}."


def _line(row: dict[Any, Any], selection: Selection) -> list[Any]:
    there = conflict_href(row["key"], selection)
    return [
        html.A(row["name"], href=there) if there else row["name"],
        f"{plural(int(row['weeks']), 'week')} from {day_of(row['first'])}",
        rounded(row["over_hours"]),
        html.Div([html.Div(_through(one, selection)) for one in row["through"]]),
        rounded(row["points"], 1),
    ]


def _through(one: dict[Any, Any], selection: Selection) -> list[Any]:
    marks = f": {', '.join(one['milestones'])}" if one["milestones"] else ""
    return [link("project", one["project"], one["name"], selection), f"{marks} ({rounded(one['hours'])} hours)"]
