"""The work behind one cell of the heatmap: who does which task of which project, how much, and what says so."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import href, is_missing, link, plural, source
from dashboard.panels.parts import note
from dashboard.panels.resources import PAGES
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.cell import Cell
from dashboard.view.resources import Asked
from dashboard.words import days_of, listed, rounded

_COLUMNS = (Column("Work", "wide"), Column("Hours", "figure"))
MOST = 40  # assignments


def of_cell(found: Cell | None, asked: Asked, selection: Selection) -> list[Component]:
    """Give what stands in the side panel for a cell; for one that is not in the heatmap, that it is not."""
    if found is None:
        return [html.H2("Not in these weeks"), note("The heatmap has no such cell now. Choose another one.")]
    there = href(asked.by, found.key, selection) if asked.by in PAGES else None
    parts: list[Any] = [
        html.P(days_of(found.first, found.last), className="eyebrow"),
        html.H2(html.A(found.name, href=there) if there else found.name),
        html.P(_sentence(found), className="lead"),
    ]
    if len(found.rows):
        lines = [_line(row, selection) for row in found.rows.head(MOST).to_dict("records")]
        parts.append(table("Work behind it", _COLUMNS, lines))
    if said := rest(found):
        parts.append(html.P(said, className="about"))
    return parts


def rest(found: Cell) -> str:
    """Say what does not stand in the table: of those who have most, smaller assignments, and all of the others."""
    shown = found.rows.head(MOST)
    left = found.demand - float(shown["hours"].sum())
    asked = found.asked - float(shown["asked_hours"].sum())
    hours = [
        f"{rounded(of, 1)} hours more{what}" for of, what in ((left, ""), (asked, " asked for")) if round(of, 1) > 0
    ]
    whose = [
        said
        for count, said in (
            (len(found.rows) - MOST, plural(len(found.rows) - MOST, "smaller assignment")),
            (found.others, plural(found.others, "other person who has less", "other people who have less each")),
            (found.unnamed, plural(found.unnamed, "smaller demand without a name", "smaller demands without a name")),
        )
        if count > 0
    ]
    return f"{listed(hours)} are of {listed(whose)}." if hours and whose else ""


def _sentence(found: Cell) -> str:
    asked, late = found.asked, found.overdue
    had = "" if found.capacity is None else f" of {rounded(found.capacity, 1)}"
    share = f", {found.demand / found.capacity:.0%}" if found.capacity else ""
    said = f"{rounded(found.demand, 1)}{had} hours{share.replace('%', ' %')}."
    said += f" {rounded(late, 1)} of them are overdue." if late > 0 else ""
    return said + (f" {rounded(asked, 1)} hours are asked for beside them and do not count." if asked > 0 else "")


def _line(row: dict[Any, Any], selection: Selection) -> list[Any]:
    person = None if is_missing(row["person"]) else str(row["person"])
    who = link("person", person, row["name"], selection) if person else row["called"] or "nobody named"
    hours = rounded(row["hours"], 1) if row["hours"] > 0 else f"{rounded(row['asked_hours'], 1)} asked"
    under = [
        link("project", row["project"], row["project_name"], selection), who,
        source(row["source"], row["source_revision"], selection),
    ]  # fmt: skip
    lines: list[Any] = [html.Div(one) for one in under]
    return [html.Div([row["task_name"] or "work without a name", *lines], className="cell-work"), hours]
