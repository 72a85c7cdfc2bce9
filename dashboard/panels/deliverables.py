"""Deliverables, gates and reviews of a project, and how far each has come."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import plural, section, source
from dashboard.panels.contributions import Names
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import day_of

_COLUMNS = (
    Column("Deliverable", "wide"),
    Column("Kind"),
    Column("State"),
    Column("Belongs to", "wide"),
    Column("Baseline", "date"),
    Column("Forecast", "date"),
    Column("Done", "date"),
    Column("Accepted by"),
    Column("Source", "source"),
)
_DONE = ("accepted", "passed", "waived")


def deliverables(rows: pd.DataFrame, selection: Selection, names: Names) -> Component:
    """Give deliverables, gates and reviews in order of their dates: `rows` as `ProjectView.deliverables`."""
    title = "Deliverables, gates and reviews"
    if rows.empty:
        return section(title, [html.P("None is known. Give them in the Milestones sheet of the register.")])
    when = rows["baseline"].fillna(rows["forecast"]).fillna("9")
    records = rows.assign(_when=when).sort_values("_when", kind="stable").to_dict("records")
    lines = [
        [
            row["name"],
            row["kind"],
            row["state"] or html.Span("not given", className="second"),
            row["of"],
            *(day_of(row[name]) if isinstance(row[name], str) else None for name in ("baseline", "forecast", "actual")),
            names.get(row["accepted_by"], row["accepted_by"]),
            source(row["source"], row["source_revision"], selection),
        ]
        for row in records
    ]
    done = sum(1 for row in records if row["state"] in _DONE)
    refused = sum(1 for row in records if row["state"] in ("rejected", "failed"))
    said = f"{done} of {len(records)} accepted" + (f", {plural(refused, 'is', 'are')} rejected" if refused else "")
    return section(title, [table(title, _COLUMNS, lines)], about=said.replace(" is ", " ").replace(" are ", " ") + ".")
