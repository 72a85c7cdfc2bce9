"""What projects and their milestones are to do for an objective or a KPI, and what a project is to do."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, link, plural, section, source
from dashboard.panels.marks import mark
from dashboard.panels.parts import Children
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import change, day_of, number

Names = dict[str, str]  # of people, by their keys

_EFFECT = (
    Column("Expected effect", "figure"),
    Column("Agreed by"),
    Column("Source", "source"),
)
_DATES = (
    Column("Baseline", "date"),
    Column("Forecast", "date"),
    Column("Done", "date"),
    Column("Slip, days", "figure"),
)


def of_objective(rows: pd.DataFrame, measured: pd.DataFrame, key: str, selection: Selection, names: Names) -> Component:
    """Give the projects and milestones behind an objective: `rows` and `measured` (its KPIs) as `ObjectiveView`."""
    title = "Projects and milestones behind it"
    if rows.empty:
        return section(title, [html.P("No project contributes to it or to its KPIs.")])
    columns = (Column("Project and milestone", "wide"), *_DATES, Column("Moves", "wide"), *_EFFECT)
    units, called = _by_key(measured, "unit"), _by_key(measured, "name")
    lines = [
        [
            _who(row, selection),
            *_dates(row),
            "this objective itself" if row["serves"] == key else _served(row, called, selection),
            *_effect(row, units.get(row["serves"]), selection, names),
        ]
        for row in _in_order(rows)
    ]
    return section(title, [table(title, columns, lines, name="work")], about=_count(rows))


def of_kpi(rows: pd.DataFrame, unit: str | None, selection: Selection, names: Names) -> Component:
    """Give what is to move a KPI: `rows` as `KpiView.contributions`; `unit` is that of the KPI."""
    title = "Projects and milestones that are to move it"
    if rows.empty:
        return section(title, [html.P("No project contributes to it. Link one in the Contributions sheet.")])
    columns = (Column("Project and milestone", "wide"), *_DATES, *_EFFECT)
    lines = [[_who(row, selection), *_dates(row), *_effect(row, unit, selection, names)] for row in _in_order(rows)]
    return section(title, [table(title, columns, lines, name="work")], about=_count(rows))


def of_project(rows: pd.DataFrame, served: Names, units: Names, selection: Selection, names: Names) -> Component:
    """Give what a project is to do: `served` and `units` name the KPIs and objectives by their keys."""
    title = "What it is to move"
    if rows.empty:
        said = "It serves no KPI and no objective that is known. Link it in the Contributions sheet of the register."
        return section(title, [html.P(said)])
    columns = (Column("KPI or objective", "wide"), Column("Through", "wide"), *_EFFECT)
    lines = [
        [
            _served(row, served, selection),
            row["milestone_name"] or row["milestone_text"] or "the whole project",
            *_effect(row, units.get(row["serves"]), selection, names),
        ]
        for row in _in_order(rows)
    ]
    return section(title, [table(title, columns, lines, name="work")], about=_count(rows))


def _by_key(rows: pd.DataFrame, column: str) -> dict[str, Any]:
    return {str(key): value for key, value in zip(rows.index, rows[column], strict=True)}


def _in_order(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Give the rows of one project together, the earliest milestone first."""
    records = rows.to_dict("records")
    return sorted(
        records,
        key=lambda row: (
            row["project_name"] or row["project_text"] or "",
            row["milestone_actual"] or row["milestone_forecast"] or row["milestone_baseline"] or "9",
        ),
    )


def _count(rows: pd.DataFrame) -> str:
    unquantified = int(rows["amount"].isna().sum())
    unagreed = int(rows["agreed_by"].isna().sum())
    parts = [f"{unquantified} of {len(rows)} linked, not quantified"] if unquantified else []
    parts += [f"{unagreed} of {len(rows)} not agreed by the KPI's owner"] if unagreed else []
    said = "; ".join(parts)
    return said[:1].upper() + said[1:] + "." if said else ""


def _who(row: dict[Any, Any], selection: Selection) -> Any:
    """Name the project with its status, and below it the milestone with its own."""
    name = row["project_name"] or row["project_text"]
    project = marked(row["project_status"], link("project", row["project"], name, selection))
    if row["milestone"] is None:
        wanted = row["milestone_text"]
        return html.Div([project, html.Span(f"{wanted}, not found yet" if wanted else "as a whole", className="under")])
    return html.Div([project, marked(row["milestone_status"], row["milestone_name"], milestone=True, under=True)])


def marked(status: Any, words: Children, *, milestone: bool = False, under: bool = False) -> Component:
    """Give words with the mark of a status before them, where there is one."""
    marks = [] if is_missing(status) else [mark(status, milestone=milestone)]
    return html.Span([*marks, html.Span(words)], className="marked marked-under" if under else "marked")


def _dates(row: dict[Any, Any]) -> list[Any]:
    days = [row[f"milestone_{name}"] for name in ("baseline", "forecast", "actual")]
    return [*(day_of(text) if isinstance(text, str) else None for text in days), slip(row["milestone_slip_days"])]


def slip(days: Any) -> str | None:
    """Say a slip in working days: +15 is late."""
    if is_missing(days):
        return None
    return f"+{number(days)}" if days > 0 else number(days) or "0"


def _served(row: dict[Any, Any], names: Names, selection: Selection) -> Any:
    if row["serves"] is None:
        return f"{row['serves_text'] or 'nothing named'}, not found yet"
    return link(row["serves_kind"], row["serves"], names.get(row["serves"]), selection)


def _effect(row: dict[Any, Any], unit: str | None, selection: Selection, names: Names) -> list[Any]:
    agreed = row["agreed_by"]
    return [
        html.Div([html.Span(_change(row["amount"], unit)), html.Span(_how(row), className="under")]),
        names.get(agreed, agreed) if agreed else _second("not agreed"),
        source(row["source"], row["source_revision"], selection),
    ]


def _change(value: Any, unit: str | None) -> Children:
    return _second("not quantified") if is_missing(value) else change(value, unit)


def _how(row: dict[Any, Any]) -> str:
    """Say after how long the effect is expected, and how sure that is."""
    lag, sure = row["lag_days"], row["confidence"]
    parts = [] if is_missing(lag) else ["at once" if lag == 0 else f"after {plural(int(lag), 'day')}"]
    parts += [] if is_missing(sure) else [f"{number(sure * 100)} % sure"]
    return ", ".join(parts)


def _second(words: str) -> Component:
    return html.Span(words, className="second")
