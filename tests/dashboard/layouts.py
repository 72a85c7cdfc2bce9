"""Looks into layouts."""

import json
from typing import Any

from dash.development.base_component import Component


def plain(layout: Component) -> str:
    """Give a layout as JSON text, letters as they are."""
    return json.dumps(layout, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def find(layout: Any, kind: str) -> list[Any]:
    """Give the components of a kind ("A", "Button") in a layout, in order."""
    return [part for part in layout._traverse() if isinstance(part, Component) and part._type == kind]


def children(layout: Any) -> Any:
    """Give what a component holds."""
    return layout.children
