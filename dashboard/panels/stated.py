"""What each source says of a project, field by field, and where they differ."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, plural, section, source
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import day_of, number

_WORDS = {
    "name": "Name", "programme": "Programme", "department": "Department", "manager": "Manager", "sponsor": "Sponsor",
    "stage": "Stage", "reported": "Reported status", "budget": "Budget", "currency": "Currency", "start": "Start",
    "finish": "Finish", "baseline_start": "Baseline start", "baseline_finish": "Baseline finish",
    "percent_complete": "Complete, %", "status_date": "Status date",
}  # fmt: skip
_DATES = ("start", "finish", "baseline_start", "baseline_finish", "status_date")
_COLUMNS = (Column("Field"), Column("Says", "wide"), Column("Feed"), Column("Source", "source"))


def stated(rows: pd.DataFrame, selection: Selection) -> Component:
    """Give what the sources say, a row for each value, differences marked in words: `rows` as `ProjectView.stated`."""
    lines, differing = [], 0
    for field, mine in rows.groupby("field", sort=False):
        said = mine.assign(said=[_said(str(field), value) for value in mine["value"]])
        values = list(said.groupby("said", sort=False))
        differing += len(values) > 1
        for at, (value, where) in enumerate(values):
            lines.append([_field(str(field), at, len(values)), value, *_where(where, selection)])
    about = (
        f"{plural(differing, 'field')} on which they differ." if differing else "They differ on none of these fields."
    )
    return section("What each source says", [table("What each source says", _COLUMNS, lines)], about=about)


def _field(field: str, at: int, values: int) -> Any:
    """Name a field; where the sources differ, say so with each value."""
    name = _WORDS.get(field, field)
    if values == 1:
        return name
    note = f"sources differ; the {_winner(field)} counts" if at == 0 else "another source"
    return html.Div([name, html.Span(note, className="under")])


def _where(rows: pd.DataFrame, selection: Selection) -> list[Any]:
    """Give the feeds that say a value, and where each says it."""
    records = rows.to_dict("records")
    places = [html.Div(source(row["source"], row["source_revision"], selection)) for row in records]
    return ["; ".join(dict.fromkeys(row["feed"] for row in records)), html.Div(places)]


def _winner(field: str) -> str:
    """Say whose word counts: schedules own dates and progress, the register all else (register.md, "Who wins")."""
    return "schedule" if field in (*_DATES, "percent_complete") else "register"


def _said(field: str, value: Any) -> str:
    if is_missing(value):
        return "–"
    if field in _DATES:
        return day_of(str(value))
    return number(float(value)) if isinstance(value, int | float) else str(value)
