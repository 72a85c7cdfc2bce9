"""The overloads of people that endanger an objective."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import link, plural, section
from dashboard.panels.options import conflict_href
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import day_of, rounded, tenths

TITLE = "Overloads that endanger it"
FEW = 3
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


def short(rows: pd.DataFrame, key: str, selection: Selection) -> list[Component]:
    """Give the first few in a sentence each, as the side panel has room for them, and the way to the rest."""
    if rows.empty:
        return []
    every = rows.to_dict("records")
    said: list[Any] = [html.Li(_said(row, selection)) for row in every[:FEW]]
    rest = f"All {len(every)} on its page" if len(every) > FEW else "What they work on, on its page"
    there = html.P(link("objective", key, rest, selection))
    return [section(TITLE, [html.Ul(said, className="plain"), there])]


def _said(row: dict[Any, Any], selection: Selection) -> list[Any]:
    there, span = (
        conflict_href(row["key"], selection),
        f"{plural(int(row['weeks']), 'week')} from {day_of(row['first'])}",
    )
    name = html.A(row["name"], href=there) if there else row["name"]
    through = max(row["through"], key=lambda one: one["hours"])
    words = f", {rounded(row['over_hours'])} hours over in {span}, on "
    points = f": {rounded(row['points'], 1)} points" if row["points"] > 0 else ""
    return [name, words, link("project", through["project"], through["name"], selection), points]


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
        tenths(row["points"]),
    ]


def _through(one: dict[Any, Any], selection: Selection) -> list[Any]:
    marks = f": {', '.join(one['milestones'])}" if one["milestones"] else ""
    return [link("project", one["project"], one["name"], selection), f"{marks} ({rounded(one['hours'])} hours)"]
