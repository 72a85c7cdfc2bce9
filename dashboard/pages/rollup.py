"""Programmes, departments, perspectives and themes: one page each, of the same shape."""

from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import rollup
from dashboard.panels.instead import no_such_thing
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site
from dashboard.view.rollup import KINDS, take

__all__ = ["KINDS", "RollUpPage"]


class RollUpPage:
    """The page of one kind; its ids begin with it: programme-title, programme-body."""

    PLACE = None

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.PATH = f"/{kind}/<key>"

    def layout(self, selection: Selection) -> Component:
        """Give the page without data."""
        return sheet(self.kind.capitalize(), selection, f"{self.kind}-title", f"{self.kind}-body")

    def register(self, app: Dash, site: Site) -> None:
        """Fill the page from the address."""
        title, body = Output(f"{self.kind}-title", "children"), Output(f"{self.kind}-body", "children")

        @app.callback(title, body, Input(ADDRESS, "data"))
        def draw(asked: Any) -> tuple[Any, list[Component]]:
            return apart(self._page(site, asked))

    def _page(self, site: Site, asked: Any) -> list[Component]:
        view = site.view(asked)
        selection, whole = view.selection, site.whole(view)
        found = take(whole, self.kind, selection.key or "")
        if found is None:
            return [no_such_thing(self.kind, selection)]
        return [
            rollup.above(found, selection),
            heading(found.row["name"], selection),
            *rollup.opening(found, whole, selection),
            *rollup.body(found, whole, selection),
        ]
