"""What the organisation was promised, what it has seen of it, and what it is still owed, also after projects closed."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import benefits
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site
from dashboard.view.benefits import reviews_of

PATH = "/benefits"
PLACE = "Benefits"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "benefits-title"
    BODY = "benefits-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet("Benefits", selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        selection = view.selection
        if not view.number:
            return apart([nothing_then(selection)])
        whole, due = site.whole(view), reviews_of(view)
        return apart(
            [
                heading("Benefits", selection),
                *benefits.opening(whole, due, view.today),
                benefits.benefits(whole.benefits, whole.projects, whole.currency, selection),
                benefits.reviews(due, whole.projects, selection, view.today),
                benefits.unstated(whole, selection),
            ]
        )
