"""Who is over capacity in which week, through which work, and what it endangers."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import resources
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection, parameters
from dashboard.site import ADDRESS, Memory, Site
from dashboard.view.resources import GROUPS, Resources, resources_of

PATH = "/resources"
PLACE = "Resources"
LOOKED_AT = 8  # moments and groups that are looked at one after the other


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "resources-title"
    BODY = "resources-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet(resources.TITLE, selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""
    read: Memory[Resources] = Memory(LOOKED_AT)

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        by = group(asked)
        found = read.get((view.number, view.today, by), lambda: resources_of(view, by))
        return apart(
            [
                heading(resources.TITLE, view.selection),
                *resources.opening(found, by, view.selection),
                resources.conflicts(found, view.selection),
                resources.heatmap(found, by, view.selection),
            ]
        )


def group(asked: Any) -> str:
    """Give what the address groups by with `group=skill`; people, unless it names another group."""
    named = parameters(asked["at"], "group")[-1:]
    return next((name for name in named if name in GROUPS), GROUPS[0])
