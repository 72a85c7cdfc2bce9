"""What was loaded, when, from which files, and what was refused."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import loads, paged
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site
from dashboard.view import Page, View

PATH = "/loads"
PLACE = "Loads"
_LARGEST = 10**9


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "loads-title"
    BODY = "loads-body"
    FEEDS = "loads-feeds"
    HISTORY = "loads-history"
    UNRESOLVED = "loads-unresolved"
    REJECTIONS = "loads-rejections"


def layout(selection: Selection) -> Component:
    """Give the page without data; its table of rejections comes with its rows, and stands here only for its id."""
    ids = [paged.paged(Ids.REJECTIONS, [], 1, "Rejected")] if selection.page != "loads" else []
    return sheet("Loads", selection, Ids.TITLE, Ids.BODY, ids)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address, and the rejections of a load a hundred at a time."""

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        return apart(_page(view, chosen(view.selection) or view.number))

    def fetch(asked: Any, page: Page) -> tuple[list[dict[str, Any]], int]:
        view = site.view(asked)
        rows, count = view.rejections(chosen(view.selection) or view.number, page)
        return loads.rejection_lines(rows), count

    paged.answer(app, Ids.REJECTIONS, ADDRESS, fetch)


def chosen(selection: Selection) -> int | None:
    """Give the load that the address asks for with `load=N`; None where it asks for none that can be."""
    text = selection.last("load")
    return int(text[:10]) if text.isascii() and text.isdigit() and 0 < int(text[:10]) <= _LARGEST else None


def _page(view: View, revision: int) -> list[Component]:
    selection, found = view.selection, view.history()
    one = view.load(revision, with_rejections=False) if revision <= view.number else None
    if one is None:
        shown = loads.no_such_load(revision)
    else:
        shown = loads.load(Ids.REJECTIONS, one, view.count_rejections(revision), selection)
    return [
        heading("Loads", selection),
        *loads.opening(found),
        loads.feeds(Ids.FEEDS, found, selection),
        loads.history(Ids.HISTORY, found, selection),
        *shown,
        loads.unresolved(Ids.UNRESOLVED, found),
    ]
