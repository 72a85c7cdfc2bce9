"""The readings of a KPI, every one as its source states it."""

from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboard.panels.blocks import csv, is_missing, load_href, section, whole
from dashboard.panels.grid import day, figure, grid, link, text
from dashboard.selection import Selection

_FIGURES = ("actual", "target", "expected", "forecast")


def readings(ident: str, key: str, rows: pd.DataFrame, unit: str | None, selection: Selection) -> Component:
    """Give the readings as a grid, the newest first: `rows` as `KpiView.readings`."""
    named = f", {unit}" if unit else ""
    several = rows["series"].notna().any()
    columns = [
        day("date", "Date"),
        *([day("start", "Measured from")] if rows["start"].notna().any() else []),
        *([text("series", "Series")] if several else []),
        *(figure(name, f"{name.capitalize()}{named}", minWidth=110) for name in _FIGURES if rows[name].notna().any()),
        *([text("written", "As written")] if rows["actual_text"].notna().any() else []),
        text("state", "State"),
        *([text("note", "Note", minWidth=160)] if rows["note"].notna().any() else []),
        link("source", "Source", minWidth=220),
    ]
    lines = [_line(row, selection) for row in rows.iloc[::-1].to_dict("records")]
    take = csv(f"/api/v1/kpis/{key}/readings", selection) if "/" not in key else ""
    return section("Readings", [grid(ident, columns, lines, "Readings, newest first")], about=take)


def _line(row: dict[Any, Any], selection: Selection) -> dict[str, Any]:
    revision = whole(row["source_revision"])
    return {
        "date": row["date"],
        "start": row["start"],
        "series": row["series"],
        "written": row["actual_text"],
        "state": row["state"] or "not given",
        "note": row["note"],
        "source": row["source"],
        "href": None if revision is None else load_href(selection, revision),
        **{name: None if is_missing(row[name]) else float(row[name]) for name in _FIGURES},
    }
