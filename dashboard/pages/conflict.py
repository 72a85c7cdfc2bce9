"""One conflict over somebody's time: what competes, what could be done, and the load if one did it."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import options
from dashboard.panels.blocks import eyebrow, link
from dashboard.panels.instead import no_such_thing
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Memory, Site
from dashboard.view import View
from dashboard.view.options import Options, options_of

PATH = "/conflict/<key>"
PLACE = None
LOOKED_AT = 8  # conflicts whose options are tried one after the other


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "conflict-title"
    BODY = "conflict-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet("Conflict", selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address: `option=ID` tries an option."""
    read: Memory[Options | None] = Memory(LOOKED_AT)

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        key = view.selection.key or ""
        found = read.get(
            (view.number, view.today, key), lambda: options_of(view, key, site.hands(view), site.conflicts(view))
        )
        if found is None:
            return apart([no_such_thing("conflict", view.selection)])
        return apart(_page(view, found, view.selection.last("option") or None))


def _page(view: View, found: Options, ident: str | None) -> list[Component]:
    selection, one = view.selection, found.conflict
    names = view.names([one["line_manager"], *found.competing["project_sponsor"]])
    person = link("person", one["person"], one["name"], selection)
    return [
        eyebrow(["Conflict over the time of", person, view.departments().get(one["department"], one["department"])]),
        heading(one["name"] or one["person"], selection),
        *options.opening(found, selection, names),
        options.load(found, ident),
        *options.options(found, ident, selection),
        options.competing(found, selection, names),
    ]
