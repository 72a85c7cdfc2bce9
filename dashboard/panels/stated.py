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

Row = dict[Any, Any]

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
    """Give what the sources say, a row for each value, differences marked in words: `rows` as `view.projects.said`."""
    lines = [line for mine in _parted(rows, "field").values() for line in _lines(mine, selection)]
    differing = rows.loc[rows["differs"].astype(bool), "field"].nunique()
    about = (
        f"{plural(differing, 'field')} on which they differ." if differing else "They differ on none of these fields."
    )
    return section("What each source says", [table("What each source says", _COLUMNS, lines)], about=about)


def disputed(rows: pd.DataFrame, names: Mapping[Any, Any], selection: Selection) -> list[Component]:
    """Give what sources say of milestones where they differ, `rows` as `view.projects.said`; nothing without any."""
    if rows.empty:
        return []
    title = "Milestones on which sources differ"
    parted = _parted(rows, "key", "field")
    lines = [[names.get(of[0]) or of[0], *line] for of, mine in parted.items() for line in _lines(mine, selection)]
    return [section(title, [table(title, (Column("Milestone"), *_COLUMNS), lines)])]


def _parted(rows: pd.DataFrame, *by: str) -> dict[tuple[Any, ...], list[Row]]:
    parts: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows.to_dict("records"):
        parts.setdefault(tuple(row[name] for name in by), []).append(row)
    return parts


def _lines(rows: list[Row], selection: Selection) -> list[list[Any]]:
    """Give a row for each value of a field, the one that counts first."""
    said: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: not row["counts"]):
        said.setdefault(shown(row["field"], row["value"]), []).append(row)
    return [[_field(where[0]), value, *_where(where, selection)] for value, where in said.items()]


def _field(first: Row) -> Any:
    """Name a field; where the sources differ, say with each value whether it counts and why."""
    if not first["differs"]:
        return called(first["field"])
    note = f"sources differ; {first['because']}" if first["counts"] else "another source"
    return html.Div([called(first["field"]), html.Span(note, className="under")])


def called(field: str) -> str:
    """Give a field as people call it."""
    return _WORDS.get(field, field)


def _where(rows: list[Row], selection: Selection) -> list[Any]:
    """Give the feeds that say a value, and where each says it."""
    places = [html.Div(source(row["source"], row["source_revision"], selection)) for row in rows]
    return ["; ".join(dict.fromkeys(row["feed"] for row in rows)), html.Div(places)]


def shown(field: str, value: Any) -> str:
    """Give the value of a field as people read it."""
    if is_missing(value):
        return "–"
    if field in _DATES:
        return day_of(str(value))
    return number(float(value)) if isinstance(value, int | float) else str(value)
