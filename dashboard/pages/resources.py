"""Who is over capacity in which week, through which work, and what it endangers."""

from enum import StrEnum
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.panels import cell, load, resources
from dashboard.panels.instead import nothing_then
from dashboard.panels.lending import lent
from dashboard.panels.parts import apart, heading, sheet, side_panel, waiting
from dashboard.panels.several import several
from dashboard.selection import Selection
from dashboard.site import ADDRESS, FILTERS, THEME, Memory, Site, after, bind
from dashboard.view import View
from dashboard.view.cell import cell_in, cell_of
from dashboard.view.resources import (
    MOST,
    ORDERS,
    Asked,
    Resources,
    asked_of,
    names_of,
    projects_of,
    resources_of,
)

PATH = "/resources"
PLACE = "Resources"
LOOKED_AT = 4  # moments, groups, steps and spans that are looked at one after the other


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "resources-title"
    BODY = "resources-body"
    DEPARTMENT = "resources-department"
    CELLS = "resources-cells"  # dcc.Store: what the browser draws the heatmap from
    HEATMAP = "resources-heatmap"
    LENT = "resources-lent"
    ALL = "resources-all"
    CONFLICTS = "resources-conflicts"
    OVERVIEW = resources.OVERVIEW
    PANEL = "resources-panel"


_LATER = (Ids.LENT, Ids.ALL, Ids.CONFLICTS)  # asked for when the page has its title, and so its body


def layout(selection: Selection) -> Component:
    """Give the page without data; what comes with the data stands here only for its ids."""
    ids = [load.drawn_from(Ids.CELLS, Ids.HEATMAP, {}, "Load"), *map(_place, _LATER)]
    ids.append(dcc.Graph(id=Ids.OVERVIEW))
    choice = html.Div(several(Ids.DEPARTMENT, "Department"), className="portfolio-tools")
    tools = [choice, side_panel(Ids.PANEL, "Work behind a cell")]
    shown = [] if selection.page == "resources" else ids
    return sheet(resources.TITLE, selection, Ids.TITLE, Ids.BODY, shown, tools)


def _place(ident: Ids) -> Component:
    return html.Div(id=ident)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""
    read: Memory[Resources] = Memory(LOOKED_AT)
    bind(app, Ids.DEPARTMENT, "department", many=True)
    app.clientside_callback(
        ClientsideFunction("throughline", "heatmap"),
        Output(Ids.HEATMAP, "data-drawn"),
        Input(Ids.CELLS, "data"),
        State(Ids.HEATMAP, "id"),
    )
    app.clientside_callback(
        ClientsideFunction("throughline", "toRow"), Input(Ids.OVERVIEW, "clickData"), prevent_initial_call=True
    )

    def found(view: View) -> Resources:
        asked = asked_of(view.selection)
        return read.get((view.number, view.today, asked), lambda: grouped(view, asked))

    def grouped(view: View, asked: Asked) -> Resources:
        everybody = site.everybody(view, asked.weeks, projects=asked.by == "project")
        return resources_of(view, asked, everybody, site.conflicts(view, asked.weeks))

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(FILTERS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        return apart(_page(view, found(view)) if view.number else [nothing_then(view.selection)])

    @after(app, Ids.TITLE, Ids.LENT, of=FILTERS)
    def draw_lent(asked: Any) -> list[Component]:
        view = site.view(asked)
        return lent(site.lending(view), view.selection) if view.number else []

    @after(app, Ids.TITLE, Ids.CONFLICTS, of=FILTERS)
    def draw_conflicts(asked: Any) -> list[Component]:
        view = site.view(asked)
        return [_conflicts(view, found(view))] if view.number else []

    @app.callback(Output(Ids.ALL, "children"), Input(FILTERS, "data"), Input(THEME, "data"))
    def draw_all(asked: Any, theme: Any) -> list[Component]:
        view = site.view(asked)
        return resources.overview(found(view), found(view).ordered(order_of(view.selection)), theme or {})

    @app.callback(Output(Ids.PANEL, "children"), Input(ADDRESS, "data"))
    def open_cell(asked: Any) -> list[Component]:
        view = site.view(asked)
        asks, (period, key) = asked_of(view.selection), cell_in(view.selection)
        return cell.of_cell(cell_of(view, asks, key, period), asks, view.selection) if period else []

    @app.callback(Output(Ids.DEPARTMENT, "data"), Input(FILTERS, "data"), State(Ids.DEPARTMENT, "data"))
    def offer(asked: Any, had: Any) -> Any:
        given = [{"value": key, "label": name} for key, name in site.view(asked).departments().items()]
        return no_update if given == had else given


def order_of(selection: Selection) -> str:
    """Read the order that the address asks for with `order=`."""
    order = selection.last("order")
    return order if order in ORDERS else ORDERS[0]


def page_of(selection: Selection, count: int) -> int:
    """Read which page of the heatmap the address asks for with `page=`, from 0 on; the last one beyond the end."""
    asked = selection.last("page")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return max(0, min(number - 1, (count - 1) // MOST))


def _page(view: View, found: Resources) -> list[Component]:
    selection, order = view.selection, order_of(view.selection)
    page = page_of(selection, len(found.groups))
    places = found.ordered(order)[page * MOST : (page + 1) * MOST]
    names = names_of(view, found.asked.by, list(found.groups["key"].iloc[places]))
    cells = load.drawn_from(
        Ids.CELLS, Ids.HEATMAP, resources.data(found, places, names, selection), resources.label(found)
    )
    return [
        heading(resources.TITLE, selection),
        html.P(resources.sentence(found), className="lead"),
        _place(Ids.LENT),
        resources.choices(found.asked, order, selection),
        *([resources.heatmap(found, order, page, names, cells, selection)] if len(places) else []),
        _place(Ids.ALL),
        html.Div(waiting(8), id=Ids.CONFLICTS),
    ]


def _conflicts(view: View, found: Resources) -> Component:
    """Give the conflicts that have room on the page, with the projects that compete by name."""
    sides, shown = found.conflicts.sides, found.conflicts.found.head(resources.FIRST)
    sides = sides[sides["person"].isin(shown["person"])].merge(shown[["person", "first"]], on=["person", "first"])
    named = sides.assign(project_name=sides["project"].map(projects_of(view, set(sides["project"]))))
    return resources.conflicts(found, named, view.selection)
