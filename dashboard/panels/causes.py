"""Causes and effects around an objective, as the strategy states them."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, link, plural, section
from dashboard.panels.marks import mark
from dashboard.selection import Selection
from dashboard.words import number


def causes(links: pd.DataFrame, selection: Selection) -> Component:
    """Give what drives an objective and what it drives: `links` as `ObjectiveView.links`."""
    drives = links[links["direction"] == "cause"]
    driven = links[links["direction"] == "effect"]
    parts = [
        *_list("Driven by", drives, "Nothing is said to lead to it.", selection),
        *_list("Drives", driven, "It is said to lead to nothing else.", selection),
    ]
    return section("Causes and effects", parts)


def _list(title: str, rows: pd.DataFrame, none: str, selection: Selection) -> list[Any]:
    if rows.empty:
        return [html.H3(title), html.P(none, className="second")]
    items = [html.Li(_item(row, selection)) for row in rows.to_dict("records")]
    return [html.H3(title), html.Ul(items, className="plain")]


def _item(row: dict[Any, Any], selection: Selection) -> list[Any]:
    name = [mark(row["status"]), html.Span(link("objective", row["key"], row["name"], selection))]
    return [html.Span(name, className="marked"), html.Span(how(row), className="under")]


def how(row: dict[Any, Any]) -> str:
    """Say a link in words: its sign, strength, lag and note."""
    parts = [{"+": "helps", "-": "works against it"}.get(row["sign"] or "", "sign not given")]
    parts.append(row["strength"] or "strength not given")
    if not is_missing(row["lag_months"]):
        months = row["lag_months"]
        parts.append("after " + (plural(int(months), "month") if months == int(months) else f"{number(months)} months"))
    said = ", ".join(parts)
    return f"{said}. {row['note']}" if row["note"] else said
