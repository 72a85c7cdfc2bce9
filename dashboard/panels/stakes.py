"""What is at stake for one objective: the money put down to it, the risks that touch it, and what changed."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels import changes
from dashboard.panels.blocks import figures, is_missing, link, plural, section
from dashboard.panels.contributions import Names
from dashboard.panels.money import spent_by
from dashboard.panels.risks import risks as risk_table
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain.wording import money
from dashboard.view.stakes import Cost, Exposure
from data.store import Revision

_COST = ("plan", "actual", "expected")
_NO_COST = "No cost of a project behind it is known. Give it in the Money sheet, or load schedules that hold it."
MOST_CHANGES = 12


def cost(found: Cost, names: Names, selection: Selection) -> Component:
    """Give the cost put down to an objective by the shares that projects declare, and what they put down to none."""
    title = "Money put down to it"
    if found.rows.empty:
        return section(title, [html.P(_NO_COST)])
    unit, rows = found.currency, found.rows
    sums: dict[str, float | None] = {name: _sum(rows[name]) for name in (*_COST, "unallocated")}
    cells: list[Any] = [
        ("Planned", _money(sums["plan"], unit), "whole life"),
        ("Spent", _money(sums["actual"], unit), "so far"),
        ("Expected at the end", _money(sums["expected"], unit), "spent and forecast"),
        ("Unallocated", _money(sums["unallocated"], unit), "spent by these projects, put down to no objective"),
    ]
    heads = [f"{word}, {unit}" if unit else word for word in ("Plan", "Spent", "Expected at the end", "Unallocated")]
    columns = (
        Column("Project", "wide"),
        Column("Put down to it, %", "figure"),
        *(Column(one, "figure") for one in heads),
        Column("Spent, by"),
    )
    lines = [
        [
            link("project", str(key), names.get(str(key)), selection),
            100 * float(row["share"]),
            *(None if is_missing(row[name]) else float(row[name]) for name in (*_COST, "unallocated")),
            spent_by(row["source"], row["until"]),
        ]
        for key, row in zip(rows.index, rows.to_dict("records"), strict=True)
    ]
    about = (
        "By the shares that contributions declare; what nobody declared is not spread. Of a project for which no Money "
        "sheet gives what was spent its schedule does."
    )
    if found.left_out:
        about += f" {plural(found.left_out, 'sum')} left out: {found.why_left}."
    return section(title, [figures(cells), table(title, columns, lines, name="money")], about=about)


def _sum(column: pd.Series) -> float | None:
    known = pd.to_numeric(column).dropna()
    return float(known.sum()) if len(known) else None


def _money(value: float | None, unit: str | None) -> str:
    return "–" if value is None else money(value, unit)


def risks(found: Exposure, selection: Selection, people: Names) -> list[Component]:
    """Give the exposure of an objective: threats and opportunities apart, its own and those of the work behind it."""
    if found.risks.empty:
        said = "No risk or opportunity touches it or the projects behind it. Give them in the Risks sheet."
        return [section("Risks, opportunities and issues", [html.P(said)])]
    at, unit = found.exposed, found.currency
    missing = f"; {plural(int(at['unquantified']), 'risk')} without a figure" if at["unquantified"] else ""
    cells: list[Any] = [
        ("Threats of its own", money(at["threat"], unit), f"probability × money{missing}"),
        ("Threats behind it", money(at["behind_threat"], unit), "of its projects and their milestones"),
        ("Opportunities of its own", money(at["opportunity"], unit), "never set off against threats"),
        ("Opportunities behind it", money(at["behind_opportunity"], unit), "of its projects and their milestones"),
    ]
    listed = risk_table(found.risks, selection, people)
    return [section("Exposure", [figures(cells)], about="Open risks only, each once."), listed]


def changed(rows: pd.DataFrame, first: Revision | None, last: Revision, selection: Selection) -> Component:
    """Give what changed for an objective since the load before, the worst first, each with its cause."""
    title = "What changed since the load before"
    if first is None:
        return section(title, [html.P("This is the first load; there is nothing before it.")])
    span = f"{changes.between(first, last)}."
    if rows.empty:
        return section(title, [html.P("Nothing that anybody has to be told of.")], about=span)
    parts: list[Any] = [changes.listed(rows.head(MOST_CHANGES), selection)]
    if len(rows) > MOST_CHANGES:
        everything = html.A("all changes", href=changes.href(selection, first.number, last.number))
        parts.append(html.P([f"{len(rows) - MOST_CHANGES} more: see ", everything, "."], className="about"))
    return section(title, parts, about=span)
