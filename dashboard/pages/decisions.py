"""What is to be decided or done, what is overdue, and what was decided."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import decisions
from dashboard.panels.blocks import csv
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site
from dashboard.view.decisions import decisions_of

PATH = "/decisions"
PLACE = "Decisions"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "decisions-title"
    BODY = "decisions-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet(decisions.TITLE, selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        rows = decisions_of(view)
        names = view.names(rows["who"])
        return apart(
            [
                heading(decisions.TITLE, view.selection),
                *decisions.opening(rows),
                *decisions.decisions(rows, view.selection, names),
                csv("/api/v1/decisions", view.selection, "All of them as CSV"),
            ]
        )
