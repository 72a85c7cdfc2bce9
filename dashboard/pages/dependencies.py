"""Who waits for whom across projects: what comes too late, what clashes, and what nobody agreed to."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import handovers
from dashboard.panels.blocks import csv
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site
from dashboard.view.handovers import handovers_of

PATH = "/dependencies"
PLACE = "Dependencies"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "dependencies-title"
    BODY = "dependencies-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet(handovers.TITLE, selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        rows = handovers_of(view)
        names = view.names([*rows["giver"], *rows["taker"]])
        return apart(
            [
                heading(handovers.TITLE, view.selection),
                *handovers.opening(rows),
                handovers.dependencies(rows, None, view.selection, names),
                csv("/api/v1/dependencies", view.selection, "All of them as CSV"),
            ]
        )
