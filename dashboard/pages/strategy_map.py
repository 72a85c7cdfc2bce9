"""The strategy map: what the organisation wants, what moves it, and the same as a tree."""

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

import dash_cytoscape as cyto
import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.figures import strategy_map as figure
from dashboard.figures.tokens import STATUSES
from dashboard.panels import changes, overloads
from dashboard.panels.details import details
from dashboard.panels.filters import filters, options
from dashboard.panels.headline import strip, told
from dashboard.panels.instead import rejections
from dashboard.panels.parts import attributes, heading, icon, note, side_panel, waiting
from dashboard.panels.tree import tree
from dashboard.selection import Selection
from dashboard.site import ADDRESS, FILTERS, LOCATION, OFFERED, THEME, Site, bind
from dashboard.view import MapFrames, Strategy, View
from dashboard.view.compared import Compared, about, compared, shown, since
from dashboard.view.overloads import overloads_in_short
from dashboard.words import day_of

PATH = "/"
PLACE = "Map"


class Ids(StrEnum):
    """Ids of this page."""

    NAME = "map-name"
    HEADLINE = "map-headline"
    FIGURES = "map-figures"
    SUMMARY = "map-summary"
    CANVAS = "map-canvas"
    SIZE = "map-size"
    DRAWN = "map-drawn"
    REMARKS = "map-remarks"
    TREE = "map-tree"
    PANEL = "map-panel"
    OVERLOADS = overloads.PLACE
    SEARCH = "map-search"
    PERSPECTIVE = "map-perspective"
    THEME = "map-theme"
    OWNER = "map-owner"
    DEPARTMENT = "map-department"
    PROGRAMME = "map-programme"
    STATUS = "map-status"
    COLLAPSED = "map-collapsed"
    COMPARE = "map-compare"


CONTROLS: dict[str, str] = {
    "perspective": Ids.PERSPECTIVE,
    "theme": Ids.THEME,
    "owner": Ids.OWNER,
    "department": Ids.DEPARTMENT,
    "programme": Ids.PROGRAMME,
    "status": Ids.STATUS,
    "collapsed": Ids.COLLAPSED,
}
MOMENTS = 8
NOT_EARLIER = "Nothing is compared: nothing had been loaded by the day to compare with, or it is not earlier."
REMEMBERED = 64  # drawn maps, of a few hundred elements each
_SIZES = {"wide": (1816, 790), "desk": (1240, 540), "phone": (366, 640)}


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return html.Article(
        [
            html.Div(
                [
                    heading(html.Span("Strategy map", id=Ids.NAME), selection),
                    html.P(id=Ids.SUMMARY, className="lead"),
                    html.P(id=Ids.HEADLINE, className="map-headline"),
                ],
                className="map-head",
            ),
            html.Div(
                [filters(CONTROLS), _compare(), _search(), html.Div(id=Ids.FIGURES), _zoom()], className="map-tools"
            ),
            html.A("Go to the map as a tree", href=f"#{Ids.TREE}", className="skip-map"),
            html.Div(_canvas(), className="map-frame", role="img", **attributes(aria_label=_LABEL)),
            html.Div(id=Ids.REMARKS, role="status"),
            html.Section(
                [html.H2("The map as a tree"), html.Div(waiting(), id=Ids.TREE, tabIndex=-1)], className="map-tree"
            ),
            side_panel(Ids.PANEL, later=[html.Div(id=Ids.OVERLOADS)]),
            dcc.Store(id=Ids.SIZE),
            dcc.Store(id=Ids.DRAWN),
        ],
        className="map-page",
    )


_LABEL = "Strategy map. The tree below it says the same and can be walked by keys."


def _canvas() -> Component:
    return cyto.Cytoscape(
        id=Ids.CANVAS,
        elements=[],
        layout={"name": "preset", "fit": True, "padding": 0},
        stylesheet=figure.stylesheet("light"),
        minZoom=0.08,
        maxZoom=4,
        autoungrabify=True,
        autoRefreshLayout=False,
        boxSelectionEnabled=False,
        style={"width": "100%", "height": "100%"},
    )


def _compare() -> Component:
    return dmc.DatePickerInput(
        id=Ids.COMPARE,
        placeholder="Compare with",
        valueFormat="[Compared with] D MMM YYYY",
        clearable=True,
        firstDayOfWeek=1,
        size="xs",
        leftSection=icon("changes"),
        popoverProps={"returnFocus": True},
        clearButtonProps=_APART,
        **attributes(aria_label="Compare with: show what changed since an earlier day"),
    )


_APART: Any = {"aria-label": "Compare with nothing"}


def _search() -> Component:
    return dmc.TextInput(
        id=Ids.SEARCH,
        placeholder="Only what is named",
        debounce=300,
        size="xs",
        value="",
        **attributes(aria_label="Only objectives and KPIs with this in their name"),
    )


def _zoom() -> Component:
    buttons = (("in", "Zoom in", "+"), ("out", "Zoom out", "\u2212"), ("fit", "Zoom to fit", "Fit"))
    return html.Div(
        [
            html.Button(sign, className="top-button", **attributes(data_zoom=name, aria_label=words, title=words))
            for name, words, sign in buttons
        ],
        className="map-zoom",
        role="group",
    )


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""
    for parameter, ident in CONTROLS.items():
        bind(app, ident, parameter, many=True)
    bind(app, Ids.SEARCH, "search")
    _bind_compare(app)
    app.clientside_callback(
        ClientsideFunction("throughlineMap", "size"), Output(Ids.SIZE, "data"), Input(LOCATION, "pathname")
    )
    app.clientside_callback(
        ClientsideFunction("throughlineMap", "drawn"), Input(Ids.DRAWN, "data"), prevent_initial_call=True
    )

    @app.callback(Output(Ids.CANVAS, "stylesheet"), Input(THEME, "data"))
    def colour(theme: Any) -> list[dict[str, Any]]:
        drawn = theme or {}
        return figure.stylesheet(str(drawn.get("scheme", "light")), drawn.get("statuses") == "blue-orange")

    @app.callback(
        Output(Ids.NAME, "children"),
        Output(Ids.SUMMARY, "children"),
        Output(Ids.CANVAS, "elements"),
        Output(Ids.REMARKS, "children"),
        Output(Ids.TREE, "children"),
        Output(Ids.DRAWN, "data"),
        Input(ADDRESS, "data"),
        Input(Ids.SIZE, "data"),
    )
    def draw(asked: Any, size: Any) -> tuple[Any, ...]:
        view = site.view(asked)
        return remembered(view.number, view.today, view.selection.href, str(size))

    # The same picture is asked for again and again: by everybody in a meeting, and by every step back.
    @lru_cache(maxsize=REMEMBERED)
    def remembered(_: int, __: str, href: str, size: str) -> tuple[Any, ...]:
        view = site.view({"at": href})
        frames = view.map(strategy(view.number, view.today, view.selection.as_of))
        bare = frames.objectives.empty and not frames.hidden
        if bare:
            return pictured(frames, view.known[0], size, said_instead(view))
        found, problem = comparison(view)
        if found is None or view.revision is None:
            return pictured(frames, view.known[0], size, summary(frames), problem)
        selection = view.known[0]
        both = shown(frames, found, whole=not (selection.filters or selection.search))
        told = changes.compared(found.rows, found.since, view.number, selection)
        return pictured(both, selection, size, [summary(frames), *told])

    def comparison(view: View) -> tuple[Compared | None, str | None]:
        """Give what changed since the moment that the address compares with, or say why nothing is compared."""
        if view.selection.compare is None:
            return None, None
        first = since(view)
        if first is None:
            return None, NOT_EARLIER
        return remembered_pair(first.number, view.number, view.today, view.selection.as_of), None

    # What changed between two moments is asked for with every step on the map that compares them.
    @lru_cache(maxsize=MOMENTS)
    def remembered_pair(first: int, _: int, today: str, as_of: date | int | None) -> Compared:
        view = site.view({"at": Selection(as_of=as_of, compare=first).href})
        found = since(view)
        if found is None:
            raise LookupError(f"revision {first} is not there")
        return compared(view, found, strategy(view.number, today, as_of))

    @app.callback(Output(Ids.HEADLINE, "children"), Output(Ids.FIGURES, "children"), Input(ADDRESS, "data"))
    def head(asked: Any) -> tuple[Any, Any]:
        view = site.view(asked)
        return headed(view.number, view.today, view.selection.to("map").href)

    # What is selected and filtered decides only what of it is drawn.
    @lru_cache(maxsize=MOMENTS)
    def strategy(_: int, __: str, as_of: date | int | None) -> Strategy:
        return site.view({"at": Selection(as_of=as_of).href}).strategy()

    # It speaks of the whole portfolio, whatever is selected, and costs as much.
    @lru_cache(maxsize=MOMENTS)
    def headed(_: int, __: str, href: str) -> tuple[Any, Any]:
        view = site.view({"at": href})
        if view.revision is None:
            return "", []
        found = view.headline()
        return told(found), strip(found, view.selection)

    @app.callback(Output(Ids.PANEL, "children"), Input(ADDRESS, "data"))
    def show_details(asked: Any) -> list[Component]:
        view = site.view(asked)
        parts, found = details(view), comparison(view)[0]
        node = view.selection.node
        if found is None or node is None:
            return parts
        rows = about(found, node)
        return [*parts[:2], changes.since(rows, found.since, view.number, view.selection), *parts[2:]]

    # Asked for when the panel stands, because it takes as long as the rest of it.
    @app.callback(
        Output(Ids.OVERLOADS, "children"),
        Input(Ids.PANEL, "children"),
        State(ADDRESS, "data"),
        prevent_initial_call=True,
    )
    def show_overloads(_: Any, asked: Any) -> list[Component]:
        view = site.view(asked)
        node = view.selection.node
        found = view.objective(node.key) if node and node.kind == "objective" else None
        return overloads.short(overloads_in_short(view, found), found.key, view.selection) if found else []

    @app.callback(Output(Ids.COMPARE, "presets"), Input(FILTERS, "data"))
    def offer_loads(asked: Any) -> list[dict[str, str]]:
        view = site.view(asked)
        return [{"value": day, "label": day_of(day)} for day in view.days_of_loads()[1 : OFFERED + 1]]

    @app.callback(
        *(Output(ident, "data") for ident in CONTROLS.values()),
        Input(FILTERS, "data"),
        *(State(ident, "data") for ident in CONTROLS.values()),
    )
    def offer(asked: Any, *had: Any) -> list[Any]:
        view = site.view(asked)
        found = options(view.choices(), view.bands())
        return [no_update if found[name] == had[place] else found[name] for place, name in enumerate(CONTROLS)]


def _bind_compare(app: Dash) -> None:
    """Tie the calendar to the address, which may also hold the number of a load: of that the calendar knows nothing."""
    days = "/[?&]compare=\\d{4}-/.test(search) ? search : ''"
    app.clientside_callback(
        f"(search, value) => throughline.read('compare', false, {days}, value)",
        Output(Ids.COMPARE, "value"),
        Input(LOCATION, "search"),
        State(Ids.COMPARE, "value"),
    )
    app.clientside_callback(
        "value => throughline.write('compare', value)", Input(Ids.COMPARE, "value"), prevent_initial_call=True
    )


def pictured(
    frames: MapFrames, selection: Selection, size: str, said: Any, problem: str | None = None
) -> tuple[Any, ...]:
    """Give name, what is `said` of it, elements, remarks, tree, and what tells the browser whether to fit it anew."""
    drawing = drawn(frames, selection, size)
    return (
        frames.organisation or "Strategy map",
        said,
        drawing.elements,
        [note(text) for text in (*([problem] if problem else []), *remarks(frames, drawing.collapsed))],
        tree(frames, selection),
        {
            "view": selection.select(None).href,
            "node": str(selection.node) if selection.node else None,
            "size": size,
            "bands": _kind_of_bands(frames),
            "groups": _groups(drawing),
        },
    )


def said_instead(view: View) -> list[Any]:
    """Say why there is no objective to draw: nothing was loaded then, or no objective, or its rows were rejected."""
    if view.revision is None:
        return nothing_then(view.selection)
    return ["The store holds no objectives yet. ", *rejections(view.rejected(), view.selection)]


def nothing_then(selection: Selection) -> list[Any]:
    """Say that nothing had been loaded by the moment that is looked at, and how to get back."""
    now = html.A("Look at it as it is now", href=replace(selection, as_of=None).href)
    return ["Nothing had been loaded by the moment that you look at. ", now]


def _kind_of_bands(frames: MapFrames) -> str:
    """Say which parameter of the address a band stands for: perspective, or theme where there are none."""
    return str(frames.bands["kind"].iloc[0]) if len(frames.bands) else "perspective"


def _groups(drawing: figure.Drawing) -> str:
    """Say which filter opens a card into which objectives were folded for want of room."""
    return "department" if any("folded by department" in text for text in drawing.collapsed) else "theme"


def drawn(frames: MapFrames, selection: Selection, size: str) -> figure.Drawing:
    """Draw the map for a kind of screen."""
    names = {field.name for field in fields(figure.StrategyMap)}
    given = {field.name: getattr(frames, field.name) for field in fields(frames) if field.name in names}
    canvas = _SIZES.get(size, _SIZES["wide"])
    selected = str(selection.node) if selection.node else None
    folded = [node.key for node in selection.collapsed]
    return figure.draw(figure.StrategyMap(**given), selected=selected, folded=folded, canvas=canvas)


def summary(frames: MapFrames) -> str:
    """Say how many objectives stand how, the worst first."""
    if frames.objectives.empty:
        return "No objective is left by the filters."
    counts = Counter(frames.objectives["status"])
    parts = [f"{counts[status]} {STATUSES[status].word.lower()}" for status in STATUSES if counts[status]]
    return f"{len(frames.objectives)} objectives: {', '.join(parts)}."


def remarks(frames: MapFrames, collapsed: tuple[str, ...]) -> list[str]:
    """Say what is not shown, and why."""
    found = list(collapsed)
    if frames.hidden:
        found.append(f"{frames.hidden} objectives are left out by the filters.")
    return found
