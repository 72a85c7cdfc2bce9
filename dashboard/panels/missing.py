"""What is not there, per department and manager, and the things themselves."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import figures, href, plural, section
from dashboard.panels.grid import figure, grid, link, text
from dashboard.panels.paged import paged
from dashboard.selection import Selection, extended
from dashboard.view.missing import NOBODY, WHAT
from dashboard.words import day_of, number

WORKBOOK = "/missing.xlsx"
_MOST_GROUPS = 1_000
_KINDS = {"project": "Project", "kpi": "KPI", "objective": "Objective"}
_FIRST = ("link", "baseline", "actual cost", "late")  # that open the page
_UNDER = {
    "link": "serve no KPI and no objective",
    "baseline": "no planned value and no baseline date",
    "actual cost": "in money, of work that has begun",
    "late": "data older than their rhythm allows",
}
_HEADINGS = {"late": "Late data"}


def opening(rows: pd.DataFrame, departments: Mapping[str, str]) -> list[Component]:
    """Give the sentence and the figures that come first: `rows` as `view.missing.everything`; names of `departments`
    by key.
    """
    counts = {what: sum(what in missing for missing in rows["missing"]) for what in WHAT}
    cells = [("Something missing", number(len(rows)) or "0", "projects, KPIs and objectives")]
    cells += [(_heading(what), number(counts[what]) or "0", _UNDER[what]) for what in _FIRST]
    return [html.P(_sentence(rows, departments), className="lead"), figures(cells)]


def _sentence(rows: pd.DataFrame, departments: Mapping[str, str]) -> str:
    if rows.empty:
        return "Nothing is missing of what the figures need."
    counts = rows["kind"].value_counts()
    kinds = [plural(int(counts[kind]), *_words(kind)) for kind in _KINDS if kind in counts.index]
    first = rows.groupby(rows["department"].map(lambda text: text or "no department"), sort=True).size()
    most = str(first.idxmax())
    named = " and ".join(filter(None, [", ".join(kinds[:-1]), kinds[-1]]))
    told = bool(len(first) > 1 and first.max() > first.median())
    return f"Something is missing of {named}." + f" Most of it is in {departments.get(most, most)}." * told


def _words(kind: str) -> tuple[str, ...]:
    return ("KPI", "KPIs") if kind == "kpi" else (kind,)


def groups(ident: str, counts: pd.DataFrame, selection: Selection, departments: Mapping[str, str]) -> Component:
    """Give the counts per department and manager; each leads to its rows, and to the workbook with only these."""
    shown = counts.head(_MOST_GROUPS)
    there = [what for what in WHAT if len(counts) and counts[what].any()]
    columns = [
        link("manager", "Manager or owner", minWidth=190),
        link("department", "Department", href="department_href", minWidth=150),
        figure("things", "Rows", minWidth=80, filter=False),
        *(figure(what, _heading(what), minWidth=110, filter=False) for what in there),
    ]
    rows = [_group(line, selection, there, departments) for line in shown.to_dict("records")]
    first = "" if len(shown) == len(counts) else f"The first {len(shown)} of {number(len(counts))}. "
    about = [f"{first}A name leads to its rows; then the workbook holds only those. ", workbook(selection)]
    title = "Per department and manager"
    return section(title, [grid(ident, columns, rows, title, most=8)], about=about)


def _group(
    line: dict[Any, Any], selection: Selection, there: list[str], departments: Mapping[str, str]
) -> dict[str, Any]:
    asked = {"department": line["department"] or NOBODY, "owner": line["manager"] or NOBODY}
    return {
        "manager": line["manager"] or "nobody is named",
        "department": departments.get(line["department"], line["department"]) or "none",
        "department_href": href("department", line["department"], selection),
        "href": extended(selection.to("missing").href, asked),
        "things": int(line["things"]),
        **{what: int(line[what]) or None for what in there},
    }


def workbook(selection: Selection) -> Component:
    """Give the link to the workbook of the rows that are shown."""
    pairs = [(name, value) for name in ("department", "owner") for value in getattr(selection, name)]
    address = f"{WORKBOOK}?{urlencode(pairs)}" if pairs else WORKBOOK
    return html.A("Workbook to fill in", href=address, download="", className="take")


def table(ident: str, count: int, selection: Selection) -> Component:
    """Give the table of the things, which asks for its rows."""
    title = "What is missing"
    if not count:
        return section(title, [html.P("No row.")])
    columns = [
        link("name", "Name", width=230, sortable=True, filter=False),
        text("kind", "Kind", width=90, sortable=True, filter=False),
        text("key", "Key", width=110, sortable=True, filter=False),
        text("missing", "Missing", minWidth=280, width=460),
        link("department", "Department", href="department_href", minWidth=150, width=160, sortable=True, filter=False),
        text("manager", "Manager or owner", minWidth=140, width=150, sortable=True, filter=False),
    ]
    about = ["Fill the coloured cells, save, and load the file under the name that it has. ", workbook(selection)]
    return section(title, [paged(ident, columns, count, title)], about=about)


def lines(rows: pd.DataFrame, selection: Selection, departments: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give things as rows of the table."""
    return [_line(row, selection, departments) for row in rows.to_dict("records")]


def _line(row: dict[Any, Any], selection: Selection, departments: Mapping[str, str]) -> dict[str, Any]:
    late = f"late, data of {day_of(row['until'])}" if isinstance(row["until"], str) else "late, no data yet"
    said = [late if what == "late" else what for what in row["missing"]]
    return {
        "name": row["name"] or row["key"],
        "href": href(row["kind"], row["key"], selection),
        "kind": _KINDS[row["kind"]],
        "key": row["key"],
        "missing": ", ".join(said),
        "department": departments.get(row["department"], row["department"]),
        "department_href": href("department", row["department"], selection),
        "manager": row["manager"],
    }


def _heading(what: str) -> str:
    return _HEADINGS.get(what, what.capitalize())
