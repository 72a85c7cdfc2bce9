"""What a project waits for and who waits for it; and the risks, opportunities and issues that touch it."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, link, section, source
from dashboard.panels.contributions import Names
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import amount, day_of, number

_TYPES = {"FS": "finish to start", "SS": "start to start", "FF": "finish to finish", "SF": "start to finish"}
_WORKING_DAY = 480  # minutes


def dependencies(rows: pd.DataFrame, key: str, selection: Selection, names: Names) -> Component:
    """Give the dependencies across projects that registers state: `rows` as `ProjectView.dependencies`."""
    title = "Dependencies across projects"
    if rows.empty:
        return section(title, [html.P("None is stated. Give them in the Dependencies sheet of the register.")])
    columns = (
        Column("Gives", "wide"),
        Column("Takes", "wide"),
        Column("What is handed over", "wide"),
        Column("Type"),
        Column("Lag, days", "figure"),
        Column("Agreed"),
        Column("Source", "source"),
    )
    lines = [
        [
            _end(row, "from", key, selection),
            _end(row, "to", key, selection),
            row["hands_over"],
            _TYPES.get(row["type"] or "", row["type"]),
            None if is_missing(row["lag"]) else row["lag"] / _WORKING_DAY,
            _agreed(row, names),
            source(row["source"], row["source_revision"], selection),
        ]
        for row in rows.to_dict("records")
    ]
    return section(title, [table(title, columns, lines)], about="Lags in days of 8 hours.")


def risks(rows: pd.DataFrame, selection: Selection, names: Names) -> Component:
    """Give risks, opportunities and issues, those with most money at stake first: `rows` as `ProjectView.risks`."""
    title = "Risks, opportunities and issues"
    if rows.empty:
        return section(title, [html.P("None is known. Give them in the Risks sheet of the register.")])
    columns = (
        Column("What may happen", "wide"),
        Column("Kind"),
        Column("State"),
        Column("Probability, %", "figure"),
        Column("Money", "figure"),
        Column("Days", "figure"),
        Column("Owner"),
        Column("Response", "wide"),
        Column("Due", "date"),
        Column("Source", "source"),
    )
    stake = [0.0 if is_missing(m) else m * (1.0 if is_missing(p) else p)
             for m, p in zip(rows["money"], rows["probability"], strict=True)]  # fmt: skip
    ordered = rows.assign(_stake=stake).sort_values("_stake", ascending=False, kind="stable")
    lines = [_risk(row, selection, names) for row in ordered.to_dict("records")]
    return section(title, [table(title, columns, lines)])


def _risk(row: dict[Any, Any], selection: Selection, names: Names) -> list[Any]:
    return [
        row["title"],
        row["kind"],
        row["state"],
        None if is_missing(row["probability"]) else number(row["probability"] * 100),
        None if is_missing(row["money"]) else amount(row["money"], row["currency"] or "currency not given"),
        row["days"],
        names.get(row["owner"], row["owner"]),
        row["response"],
        day_of(row["due"]) if isinstance(row["due"], str) else None,
        source(row["source"], row["source_revision"], selection),
    ]


def _end(row: dict[Any, Any], side: str, key: str, selection: Selection) -> Component:
    """Name one end of a dependency: the project, unless it is this one, and its milestone."""
    there, written = row[f"{side}_key"], row[f"{side}_project"]
    project = "this project" if there == key else link("project", there, row.get(f"{side}_name") or written, selection)
    milestone = row[f"{side}_task"]
    return html.Div([html.Span(project), html.Span(milestone or "no milestone named", className="under")])


def _agreed(row: dict[Any, Any], names: Names) -> str:
    both = " and ".join(str(names.get(who, who)) for who in (row["giver"], row["taker"]) if who)
    said = "agreed" if row["agreed"] else "not agreed"
    return f"{said}, {both}" if both else said
