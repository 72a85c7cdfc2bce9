"""Projects put together by programme and department, and all of them, as the page of the portfolio shows it."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, link, section
from dashboard.panels.marks import mark, status
from dashboard.panels.rollup import covers
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain import wording
from dashboard.view.rollup import Whole, together
from dashboard.words import tenths

_KINDS = ("programme", "department")
_COLUMNS = (
    Column("Programme or department", "wide"),
    Column("Projects", "figure"),
    Column("Delivery"),
    Column("Mean, 0–10", "figure"),
    Column("Judged", "figure"),
    Column("Worst project", "wide"),
    Column("CPI", "figure"),
    Column("SPI", "figure"),
    Column("Forecast cost", "figure"),
    Column("Budget", "figure"),
    Column("CPI covers"),
)
_ABOUT = (
    "Each project counts once in each line, and alike. CPI is all that was earned by all that was spent, at plan "
    "rates, of the projects that have both in that unit."
)


def put_together(whole: Whole, keys: pd.Index, selection: Selection) -> list[Component]:
    """Give a line for all projects that are shown (`keys`), and one for each programme and department of them."""
    projects = whole.projects[whole.projects.index.isin(keys)]
    if projects.empty:
        return []
    lines = [_line("All of them", together(projects, None, whole.cuts).loc[""].to_dict(), whole.unit, selection)]
    stated = [kind for kind in _KINDS if projects[kind].notna().any()]
    for kind in stated:
        rows = together(projects, kind, whole.cuts).to_dict("index")
        named = {str(key): whole.name_of(kind, str(key)) for key in rows}
        for key, row in sorted(rows.items(), key=lambda one: (not one[0], str(named[str(one[0])]).casefold())):
            name = link(kind, str(key), named[str(key)], selection)
            said = html.Div([html.Span(name), html.Span(kind, className="under")]) if key else f"No {kind}"
            lines.append(_line(said, row, whole.unit, selection))
    without = " or a ".join(kind for kind in _KINDS if kind not in stated)
    title = f"By {' and '.join(stated)}" if stated else "All of them together"
    none = f" None of them names a {without}." if without else ""
    return [section(title, [table(title, _COLUMNS, lines)], about=_ABOUT + none)]


def _line(name: Any, row: dict[Any, Any], unit: str | None, selection: Selection) -> list[Any]:
    cpi, spi = (None if is_missing(row[one]) else wording.ratio(row[one]) for one in ("cpi", "spi"))
    eac, bac = (None if is_missing(row["eac_share"]) else wording.money(row[one], unit) for one in ("eac", "bac"))
    return [
        name,
        int(row["of"]),
        status(row["status"], stale="stale" if row["stale"] else None),
        None if is_missing(row["score"]) else tenths(row["score"]),
        f"{int(row['coverage'])} of {int(row['children'])}",
        None if is_missing(row["worst"]) else _worst(row, selection),
        cpi,
        spi,
        eac,
        bac,
        covers(row, "cpi_of", unit) if cpi else "none has both figures",
    ]


def _worst(row: dict[Any, Any], selection: Selection) -> Component:
    name = html.Span(link("project", row["worst"], row["worst_name"], selection))
    return html.Span([mark(row["worst_status"]), name], className="marked")
