"""The KPIs of an objective, one row each, with their curves."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.causes.columns import records
from dashboard.figures.tokens import TRENDS
from dashboard.panels.blocks import is_missing, link, section, source
from dashboard.panels.marks import status
from dashboard.panels.spark import spark
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import computed, day_of, old, rounded

_COLUMNS = (
    Column("KPI", "wide"),
    Column("Status"),
    Column("Course", "drawing"),
    Column("Value", "figure"),
    Column("Expected by then", "figure"),
    Column("Completion, %", "figure"),
    Column("Trend"),
    Column("Measured", "date"),
    Column("Weight", "figure"),
    Column("Source", "source"),
)


def kpis(rows: pd.DataFrame, readings: pd.DataFrame, selection: Selection, today: str) -> Component:
    """Give the KPIs of an objective: `rows` as `ObjectiveView.kpis`, `readings` as `ObjectiveView.readings`."""
    if rows.empty:
        said = "It has no KPI, so nothing tells whether it is reached. Name one in the KPIs sheet of the register."
        return section("KPIs", [html.P(said)])
    by_kpi = dict(iter(readings.groupby("kpi", sort=False))) if len(readings) else {}
    none = readings.iloc[:0]
    lines = [
        _line(str(key), row, by_kpi.get(key, none), selection, today)
        for key, row in zip(rows.index, records(rows), strict=True)
    ]
    return section("KPIs", [table("KPIs of this objective", _COLUMNS, lines, name="kpis")])


def trend(word: Any) -> str:
    """Say a trend in words beside its arrow."""
    return TRENDS[word] if isinstance(word, str) else "trend not computed"


def why_not(row: dict[str, Any]) -> Any:
    """Give why a KPI has no value, where it has none."""
    reason = row["reason"]
    return html.Span(reason, className="second why") if isinstance(reason, str) else None


def _line(key: str, row: dict[Any, Any], readings: pd.DataFrame, selection: Selection, today: str) -> list[Any]:
    stale = old(row["on_date"], today) if row["stale"] else None
    measured = day_of(row["on_date"]) if row["on_date"] else None
    return [
        link("kpi", key, row["name"], selection),
        status(row["status"], stale=stale),
        spark(row, readings) or why_not(row),
        row["value_text"],
        None if is_missing(row["expected"]) else computed(row["expected"], row["unit"]),
        None if is_missing(row["progress"]) else rounded(row["progress"], 1),
        trend(row["trend"]) if isinstance(row["trend"], str) else None,
        measured,
        1.0 if is_missing(row["weight"]) else row["weight"],
        source(row["source"], row["source_revision"], selection),
    ]
