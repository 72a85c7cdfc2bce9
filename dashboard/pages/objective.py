"""One objective: its result, its KPIs, and the projects behind them."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.panels import objective
from dashboard.panels.instead import no_such_thing
from dashboard.panels.parts import apart, heading, waiting
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site

PATH = "/objective/<key>"
PLACE = None


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "objective-title"
    BODY = "objective-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    body = html.Div([waiting(8)], id=Ids.BODY, className="sheet-body")
    return html.Article([heading("Objective", selection, Ids.TITLE), body], className="sheet")


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        found = view.objective(view.selection.key or "")
        if found is None:
            return apart([no_such_thing("objective", view.selection)])
        names = view.names(found.contributions["agreed_by"])
        return apart(
            [
                objective.above(found, view.selection),
                heading(found.row["name"] or found.key, view.selection),
                *objective.opening(found, view.selection, view.today),
                *objective.body(found, view.selection, view.today, names),
            ]
        )
