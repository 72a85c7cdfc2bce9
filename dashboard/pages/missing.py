"""What is not there: no baseline, cost, link, owner, or late data; per department and manager, and as a workbook."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, html
from dash.development.base_component import Component
from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from dashboard.missing_workbook import name_of, workbook
from dashboard.panels import disputed, missing, paged
from dashboard.panels.grid import grid
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import FILTERS, Memory, Site
from dashboard.view import Page, View

PATH = "/missing"
PLACE = "Missing"
REMEMBERED = 4  # revisions
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "missing-title"
    BODY = "missing-body"
    GROUPS = "missing-groups"
    TABLE = "missing-table"
    DISPUTED = "missing-disputed"


def layout(selection: Selection) -> Component:
    """Give the page without data; its tables come with their rows, and stand here only for their ids."""
    ids = [
        grid(Ids.GROUPS, [], [], "Groups"),
        missing.table(Ids.TABLE, 1, selection),
        disputed.table(Ids.DISPUTED, 1),
    ]
    return sheet("Missing", selection, Ids.TITLE, Ids.BODY, ids if selection.page != "missing" else [])


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address, and its rows a hundred at a time."""
    # Every page of the tables asks for them again; what a revision says on a day stays so.
    lacking: Memory[pd.DataFrame] = Memory(REMEMBERED)
    differing: Memory[pd.DataFrame] = Memory(REMEMBERED)

    def found(view: View) -> pd.DataFrame:
        return lacking.get((view.number, view.today), lambda: view.missing(site.projects(view)))

    def disputes(view: View) -> pd.DataFrame:
        return differing.get((view.number, view.today), lambda: view.disputed(site.projects(view)))

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(FILTERS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        rows, disputed_rows = view.missing_chosen(found(view)), view.missing_chosen(disputes(view))
        return apart(_page(view, rows, disputed_rows, view.departments()))

    def fetch(asked: Any, page: Page) -> tuple[list[dict[str, Any]], int]:
        view = site.view(asked)
        names = view.departments()
        rows = ordered(view.missing_chosen(found(view)), page.order, names)
        return missing.lines(rows.iloc[page.first : page.first + page.rows], view.selection, names), len(rows)

    def fetch_disputed(asked: Any, page: Page) -> tuple[list[dict[str, Any]], int]:
        view = site.view(asked)
        rows = view.missing_chosen(disputes(view))
        if page.order is not None:
            raise BadRequest(f"{page.order[0]!r} is not a column to sort by")
        return disputed.lines(rows.iloc[page.first : page.first + page.rows], view.selection), len(rows)

    paged.answer(app, Ids.TABLE, FILTERS, fetch)
    paged.answer(app, Ids.DISPUTED, FILTERS, fetch_disputed)


def serve(server: Flask, site: Site) -> None:
    """Answer the address of the workbook, which always holds the newest revision."""

    def missing_workbook() -> Response:
        asked = Selection.parse("/missing?" + request.query_string.decode(errors="replace"))
        chosen = Selection("missing", department=asked.department, owner=asked.owner)
        view = View(site.store, chosen, site.settings.moment())
        name = name_of(asked.department, asked.owner)
        rows = view.missing_chosen(view.missing())
        answer = Response(workbook(site.store, rows, name, view.today), mimetype=_SHEETS)
        answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.xlsx")
        answer.cache_control.no_store = True
        return answer

    # Not by the decorator, which would put it into the description of the API.
    server.add_url_rule(missing.WORKBOOK, "missing_workbook", missing_workbook)


def ordered(rows: pd.DataFrame, order: tuple[str, bool] | None, departments: Mapping[str, str]) -> pd.DataFrame:
    """Give the things in the order of a column, departments by their names. Raises BadRequest for one that the table
    does not sort by.
    """
    if order is None:
        return rows
    name, falls = order
    if name not in ("name", "kind", "key", "department", "manager"):
        raise BadRequest(f"{name!r} is not a column to sort by")
    shown = departments if name == "department" else {}

    def words(text: Any) -> str:
        return str(shown.get(text) or text or "").casefold()

    return rows.sort_values(name, ascending=not falls, kind="stable", key=lambda column: column.map(words))


def _page(view: View, rows: pd.DataFrame, differing: pd.DataFrame, departments: Mapping[str, str]) -> list[Component]:
    selection = view.selection
    shown = [*(departments.get(key, key) for key in selection.department), *selection.owner]
    back = [html.P(["Only ", ", ".join(shown), ". ", html.A("All of it", href=selection.to("missing").href)])]
    return [
        heading("Missing", selection),
        *missing.opening(rows, departments),
        *(back if shown else []),
        *([missing.groups(Ids.GROUPS, view.missing_counted(rows), selection, departments)] if len(rows) else []),
        missing.table(Ids.TABLE, len(rows), selection),
        disputed.table(Ids.DISPUTED, len(differing)),
    ]
