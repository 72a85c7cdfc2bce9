"""What the side panel says of the selected node."""

from dash import html
from dash.development.base_component import Component

from dashboard.panels.parts import waiting
from dashboard.view import View


def details(view: View) -> list[Component]:
    """Give the panel of the selection's node; the shape of a panel where nothing is selected."""
    node = view.selection.node
    if node is None:
        return [waiting()]
    return [html.H2(html.A(str(node), href=view.selection.to(node.kind, node.key).href))]
