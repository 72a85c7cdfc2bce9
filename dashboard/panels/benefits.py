"""Benefits planned, seen and owed, also of projects that have closed."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, link, section
from dashboard.panels.marks import status
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain import wording
from dashboard.words import number

TITLE = "Benefits planned, seen and owed"
_COLUMNS = (
    Column("Project", "wide"),
    Column("Status"),
    Column("Planned to date", "figure"),
    Column("Seen to date", "figure"),
    Column("Realised, %", "figure"),
    Column("Behind", "figure"),
    Column("Planned, whole life", "figure"),
    Column("Owed", "figure"),
)
_ABOUT = (
    "Revenue, savings and other benefits, also after a project has closed. Realised: seen by planned, up to the last "
    "month that has ended. Behind: planned to date and not seen. Owed: planned over the whole life and not yet seen."
)


def realised(rows: pd.DataFrame, currency: str | None) -> tuple[str, str]:
    """Say what was seen of benefits, and of how much that was planned to date: `rows` as `money.benefits`."""
    if rows.empty:
        return "–", "no benefit is stated"
    planned, seen = float(rows["planned"].sum()), float(rows["seen"].sum())
    owed = f"{wording.money(float(rows['owed'].sum()), currency, named=False)} owed in all"
    if planned <= 0:
        return wording.money(seen, currency), f"none planned to date, {owed}"
    share = wording.share(seen, planned)
    return wording.money(
        seen, currency
    ), f"{share} of {wording.money(planned, currency, named=False)} planned to date, {owed}"


def behind_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Order benefits: those furthest behind first, then those of which most is owed."""
    return rows.sort_values(["behind", "owed"], ascending=False, kind="stable")


def benefits(rows: pd.DataFrame, projects: pd.DataFrame, currency: str | None, selection: Selection) -> Component:
    """Give the benefits of projects, a line each: `rows` as `money.benefits`, `projects` by key: name, status."""
    if rows.empty:
        return section(
            TITLE, [html.P("No benefit is stated. Give it in the Money sheet: revenue, saving, other benefit.")]
        )
    known = projects.reindex(rows.index)
    lines = [
        [
            link("project", str(key), known["name"].get(key), selection),
            status(known["status"].get(key) or "no_data"),
            *(_money(row[name], currency) for name in ("planned", "seen")),
            None if is_missing(row["realised"]) else number(round(row["realised"])),
            _money(row["behind"], currency) if row["behind"] > 0 else None,
            *(_money(row[name], currency) for name in ("planned_life", "owed")),
        ]
        for key, row in zip(behind_first(rows).index, behind_first(rows).to_dict("records"), strict=True)
    ]
    left = int(rows["left_out"].sum())
    about = f"{_ABOUT} {left} sums have no rate for their currency, and are left out." if left else _ABOUT
    return section(TITLE, [table(TITLE, _COLUMNS, lines)], about=about)


def _money(value: Any, currency: str | None) -> str | None:
    return None if is_missing(value) else wording.money(float(value), currency)
