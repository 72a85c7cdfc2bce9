"""A page as a newcomer would add it, with everything that the frame offers to pages."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.panels.grid import figure, grid, link, status
from dashboard.panels.parts import heading, side_panel, waiting
from dashboard.panels.several import several
from dashboard.selection import STATUSES, Node, Selection
from dashboard.site import ADDRESS, FILTERS, THEME, Site, bind

PATH = "/sample"
PLACE = "Sample"
MANY = 5_000  # options


class Ids(StrEnum):
    """Ids of this page."""

    STATUS = "sample-status"
    BODY = "sample-body"
    PANEL = "sample-panel"
    GRAPH = "sample-graph"
    GRID = "sample-grid"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    rows = [
        {"name": f"Line <b>{n}</b>", "href": f"/project/P{n}", "cost": n * 1234.5, "status": one, "stale": n == 2}
        for n, one in enumerate(STATUSES)
    ]
    choice = several(Ids.STATUS, "Status", label="Status")
    choice.data = [{"value": one, "label": one} for one in (*STATUSES, *(f"option {n}" for n in range(MANY)))]
    return html.Article(
        [
            heading("Sample", selection),
            choice,
            html.Div(waiting(), id=Ids.BODY),
            grid(Ids.GRID, [link("name", "Project"), figure("cost", "Cost, EUR"), status("status")], rows, "Projects"),
            dcc.Graph(id=Ids.GRAPH),
            side_panel(Ids.PANEL),
        ]
    )


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""
    bind(app, Ids.STATUS, "status", many=True)

    @app.callback(Output(Ids.BODY, "children"), Input(FILTERS, "data"))
    def draw_body(asked: Any) -> list[Component]:
        view = site.view(asked)
        links = [
            html.A(name, href=view.selection.select(Node("objective", str(key))).href)
            for key, name in view.objectives()["name"].items()
        ]
        return [html.P(f"{len(links)} objectives, {', '.join(view.selection.status) or 'all'}"), *links]

    @app.callback(Output(Ids.PANEL, "children"), Input(ADDRESS, "data"))
    def draw_panel(asked: Any) -> Component:
        return html.H2(str(site.selection(asked).node))

    @app.callback(Output(Ids.GRAPH, "figure"), Input(THEME, "data"))
    def draw_graph(theme: Any) -> dict[str, Any]:
        title = {"text": f"drawn in {theme['scheme']}, {theme['statuses']}"}
        return {"data": [{"x": [1, 2], "y": [1, 2]}], "layout": {"title": title, "height": 240}}
