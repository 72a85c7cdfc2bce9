"""One project: its milestones, deliverables, money and people."""

from enum import StrEnum

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.panels.parts import heading, waiting
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site

PATH = "/project/<key>"
PLACE = None


class Ids(StrEnum):
    """Ids of this page."""

    BODY = "project-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return html.Article([heading("Project", selection), html.Div(waiting(), id=Ids.BODY)])


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""

    @app.callback(Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: dict) -> Component:
        return html.P(f"{site.selection(asked).href} is not drawn yet.")
