"""What is to be decided or done, by whom and by when, and what was decided."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import figures, is_missing, link, plural, section, source
from dashboard.panels.contributions import Names
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.decisions import ASKED, OVERDUE, PAST
from dashboard.view.explain.wording import money
from dashboard.words import day_of

TITLE = "Decisions"
_COLUMNS = (
    Column("What", "wide"),
    Column("About", "wide"),
    Column("Kind"),
    Column("State"),
    Column("Due", "date"),
    Column("Who"),
    Column("Money", "figure"),
    Column("Dated", "date"),
    Column("Source", "source"),
)
_SECTIONS = (
    ("Overdue", OVERDUE, "Their day has passed, and they are neither done nor dropped."),
    ("To be decided and done", ASKED, "The earliest day first."),
    ("Done or dropped", PAST, "The newest first."),
)


def opening(rows: pd.DataFrame) -> list[Component]:
    """Give the sentence and the figures: `rows` as `view.decisions.read`."""
    counts = rows["urgency"].value_counts()
    proposed = rows[rows["state"].eq("proposed") & rows["urgency"].ne(PAST)]
    cells = [
        ("To be decided", str(len(proposed)), "proposed"),
        ("Open in all", str(counts.get(ASKED, 0) + counts.get(OVERDUE, 0)), "neither done nor dropped"),
        ("Overdue", str(counts.get(OVERDUE, 0)), "their day has passed"),
        ("Done or dropped", str(counts.get(PAST, 0)), "on record"),
    ]
    return [html.P(_sentence(rows), className="lead"), figures(cells)]


def _sentence(rows: pd.DataFrame) -> str:
    """Say what is overdue first, else what is to be decided next."""
    if rows.empty:
        return "No decision is on record. Give them in the Decisions sheet of the register."
    first = rows.iloc[0].to_dict()
    if first["urgency"] == PAST:
        return f"{plural(len(rows), 'decision')} on record, and none is open."
    by = f", due on {day_of(first['due'])}" if isinstance(first["due"], str) else ""
    how = "Overdue" if first["urgency"] == OVERDUE else "Next"
    return f"{how}: {str(first['text'] or first['key']).rstrip('.')}{by}."


def decisions(rows: pd.DataFrame, selection: Selection, names: Names) -> list[Component]:
    """Give the decisions in tables, the overdue first. `names` are those of people by key."""
    parts = [(title, rows[rows["urgency"] == urgency], about) for title, urgency, about in _SECTIONS]
    return [
        section(title, [table(title, _COLUMNS, _lines(mine, selection, names))], about=about)
        for title, mine, about in parts
        if len(mine)
    ]


def _lines(rows: pd.DataFrame, selection: Selection, names: Names) -> list[list[Any]]:
    return [_line(row, selection, names) for row in rows.to_dict("records")]


def _line(row: dict[Any, Any], selection: Selection, names: Names) -> list[Any]:
    return [
        html.Div([row["text"] or "not named", html.Span(row["key"], className="under")]),
        link(row["page"] or "", row["page_key"], row["about_name"], selection),
        row["kind"],
        row["state"] or "open",
        day_of(row["due"]) if isinstance(row["due"], str) else None,
        names.get(row["who"], row["who"]),
        None if is_missing(row["money"]) else money(row["money"], row["currency"]),
        day_of(row["date"]) if isinstance(row["date"], str) else None,
        source(row["source"], row["source_revision"], selection),
    ]
