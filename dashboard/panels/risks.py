"""The risks, opportunities and issues that touch a project."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, section, source
from dashboard.panels.contributions import Names
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import amount, day_of, number


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
