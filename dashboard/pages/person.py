"""One person: their load, work, conflicts and skills, and what hangs on them."""

from enum import StrEnum
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard.panels import cell, load, person, resources
from dashboard.panels.instead import no_such_thing
from dashboard.panels.parts import apart, heading, sheet, side_panel
from dashboard.selection import Selection
from dashboard.site import ADDRESS, FILTERS, Memory, Site
from dashboard.view import View
from dashboard.view.cell import cell_in, cell_of
from dashboard.view.person import PersonView, person_of
from dashboard.view.resources import asked_of

PATH = "/person/<key>"
PLACE = None
LOOKED_AT = 8  # people who are looked at one after the other


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "person-title"
    BODY = "person-body"
    CELLS = "person-cells"  # dcc.Store: what the browser draws the heatmap from
    HEATMAP = "person-heatmap"
    PANEL = "person-panel"


def layout(selection: Selection) -> Component:
    """Give the page without data; what comes with the data stands here only for its ids."""
    ids = [load.drawn_from(Ids.CELLS, Ids.HEATMAP, {}, "Load")] if selection.page != "person" else []
    panel = side_panel(Ids.PANEL, "Work behind a cell")
    return sheet("Person", selection, Ids.TITLE, Ids.BODY, ids, [panel])


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""
    read: Memory[PersonView | None] = Memory(LOOKED_AT)
    app.clientside_callback(
        ClientsideFunction("throughline", "heatmap"),
        Output(Ids.HEATMAP, "data-drawn"),
        Input(Ids.CELLS, "data"),
        State(Ids.HEATMAP, "id"),
    )

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(FILTERS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        key, asks = view.selection.key or "", asked_of(view.selection)._replace(by="person", departments=())
        found = read.get(
            (view.number, view.today, key, asks),
            lambda: person_of(view, key, asks, site.hands(view), site.conflicts(view)),
        )
        return apart(_page(view, found) if found else [no_such_thing("person", view.selection)])

    @app.callback(Output(Ids.PANEL, "children"), Input(ADDRESS, "data"))
    def open_cell(asked: Any) -> list[Component]:
        view = site.view(asked)
        asks = asked_of(view.selection)._replace(by="person", departments=())
        period, key = cell_in(view.selection)
        return cell.of_cell(cell_of(view, asks, key, period), asks, view.selection) if period else []


def _page(view: View, found: PersonView) -> list[Component]:
    selection, departments = view.selection, view.departments()
    place = load.drawn_from(Ids.CELLS, Ids.HEATMAP, person.heat(found), f"Load by {found.asked.step}")
    return [
        person.above(found, departments, selection),
        heading(found.row["name"] or found.key, selection),
        *person.opening(found),
        resources.choices(found.asked, None, selection),
        person.load(found, place),
        person.work(found, selection),
        person.conflicts(found, selection),
        person.behind(found, selection),
        person.skills(found),
        person.known(found, departments, view.names([found.row["line_manager"]]), selection),
    ]
