"""What departments lend to each other by month, and who is shared between them."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import lending
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site
from dashboard.view.lending import Lending

PATH = "/lending"
PLACE = "Lending"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "lending-title"
    BODY = "lending-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet(lending.TITLE, selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address: `month=2026-11` shows one month, else all of them stand together."""

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        found = site.lending(view)
        month = _month(view.selection, found)
        return apart(
            [
                heading(lending.TITLE, view.selection),
                *lending.opening(found, view.selection),
                lending.months(found, month, view.selection),
                lending.matrix(found, month, view.selection),
                lending.shared(found, view.selection),
            ]
        )


def _month(selection: Selection, found: Lending) -> str | None:
    """Give the first day of the month that the address names, None unless it is one of those shown."""
    return next((month for month in found.standard if month[:7] == selection.last("month")), None)
