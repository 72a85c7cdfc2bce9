"""What each source says of a project, field by field, and where they differ."""

from collections.abc import Mapping
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
    "percent_complete": "Complete, %", "status_date": "Status date", "baseline": "Baseline", "forecast": "Forecast",
    "actual": "Actual",
}  # fmt: skip
_DATES = frozenset(
    {"start", "finish", "baseline_start", "baseline_finish", "status_date", "baseline", "forecast", "actual"}
)
_COLUMNS = (Column("Field"), Column("Says", "wide"), Column("Feed"), Column("Source", "source"))


def stated(rows: pd.DataFrame, selection: Selection) -> Component:
    """Give what the sources say, a row for each value, differences marked in words: `rows` as `ProjectView.stated`."""
    lines = [line for field, mine in rows.groupby("field", sort=False) for line in _lines(str(field), mine, selection)]
    differing = rows.loc[rows["differs"].astype(bool), "field"].nunique()
    about = (
        f"{plural(differing, 'field')} on which they differ." if differing else "They differ on none of these fields."
    )
    return section("What each source says", [table("What each source says", _COLUMNS, lines)], about=about)


def disputed(rows: pd.DataFrame, names: Mapping[Any, Any], selection: Selection) -> list[Component]:
    """Give what sources say of milestones where they differ, `rows` as `ProjectView.disputed`; nothing without any."""
    if rows.empty:
        return []
    title = "Milestones on which sources differ"
    lines = [
        [names.get(key) or key, *line]
        for (key, field), mine in rows.groupby(["key", "field"], sort=False)
        for line in _lines(str(field), mine, selection)
    ]
    return [section(title, [table(title, (Column("Milestone"), *_COLUMNS), lines)])]


def _lines(field: str, rows: pd.DataFrame, selection: Selection) -> list[list[Any]]:
    """Give a row for each value of a field, the one that counts first."""
    said = rows.assign(said=[shown(field, value) for value in rows["value"]])
    groups = said.sort_values("counts", ascending=False, kind="stable").groupby("said", sort=False)
    return [[_field(field, where), value, *_where(where, selection)] for value, where in groups]


def _field(field: str, rows: pd.DataFrame) -> Any:
    """Name a field; where the sources differ, say with each value whether it counts and why."""
    first = rows.iloc[0]
    if not first["differs"]:
        return called(field)
    note = f"sources differ; {first['because']}" if first["counts"] else "another source"
    return html.Div([called(field), html.Span(note, className="under")])


def called(field: str) -> str:
    """Give a field as people call it."""
    return _WORDS.get(field, field)


def _where(rows: pd.DataFrame, selection: Selection) -> list[Any]:
    """Give the feeds that say a value, and where each says it."""
    records = rows.to_dict("records")
    places = [html.Div(source(row["source"], row["source_revision"], selection)) for row in records]
    return ["; ".join(dict.fromkeys(row["feed"] for row in records)), html.Div(places)]


def shown(field: str, value: Any) -> str:
    """Give the value of a field as people read it."""
    if is_missing(value):
        return "–"
    if field in _DATES:
        return day_of(str(value))
    return number(float(value)) if isinstance(value, int | float) else str(value)
