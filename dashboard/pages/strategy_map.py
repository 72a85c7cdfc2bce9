"""The strategy map: what the organisation wants, what moves it, and the same as a tree."""

from enum import StrEnum
from typing import Any

import dash_cytoscape as cyto
import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.figures import strategy_map as figure
from dashboard.panels import changes
from dashboard.panels.details import MORE, details, more
from dashboard.panels.filters import filters, options
from dashboard.panels.headline import strip, told
from dashboard.panels.parts import attributes, heading, icon, side_panel, waiting
from dashboard.panels.picture import pictured, said_instead, summary
from dashboard.selection import Selection
from dashboard.site import ADDRESS, FILTERS, LOCATION, OFFERED, THEME, Site, bind
from dashboard.view import Strategy, View
from dashboard.view.compared import Compared, about, compared, shown, since
from dashboard.words import day_of
from data.memory import Memory

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
    MORE = MORE
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


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return html.Article(
        [
            html.Div(
                [
                    heading(html.Span("Strategy map", id=Ids.NAME), selection),
                    html.P(id=Ids.SUMMARY, className="lead"),
                    html.Div(id=Ids.HEADLINE, className="map-headline"),
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
            side_panel(Ids.PANEL, later=[html.Div(id=Ids.MORE)]),
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


class _Looked:
    """What was drawn and read for those who looked before: everybody in a meeting asks for the same."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pictures: Memory[tuple[Any, ...]] = Memory(REMEMBERED)
        self._strategies: Memory[Strategy] = Memory(MOMENTS)
        self._pairs: Memory[Compared] = Memory(MOMENTS)
        self._headlines: Memory[tuple[Any, Any]] = Memory(MOMENTS)

    def picture(self, view: View, size: str) -> tuple[Any, ...]:
        """Give the picture with what stands around it, as `pictured`."""
        key = view.number, view.today, view.selection.href, size
        return self._pictures.get(key, lambda: self._pictured(view, size))

    def comparison(self, view: View) -> tuple[Compared | None, str | None]:
        """Give what changed since the moment that the address compares with, or say why nothing is compared."""
        if view.selection.compare is None:
            return None, None
        first = since(view)
        if first is None:
            return None, NOT_EARLIER
        key = first.number, view.number, view.today
        return self._pairs.get(key, lambda: compared(view, first, self._strategy(view))), None

    def headline(self, view: View) -> tuple[Any, Any]:
        """Give what is said of the whole portfolio, whatever is selected, and its figures."""
        key = view.number, view.today, view.selection.to("map").href
        return self._headlines.get(key, lambda: _headed(self._site.view({"at": key[2]})))

    def _strategy(self, view: View) -> Strategy:
        """Give all that is drawn: what is selected and filtered decides only which part of it."""
        return self._strategies.get((view.number, view.today), view.strategy)

    def _pictured(self, view: View, size: str) -> tuple[Any, ...]:
        frames, selection = view.map(self._strategy(view)), view.known[0]
        if frames.objectives.empty and not frames.hidden:
            return pictured(frames, selection, size, said_instead(view))
        found, problem = self.comparison(view)
        if found is None or view.revision is None:
            return pictured(frames, selection, size, summary(frames), problem)
        both = shown(frames, found, whole=not (selection.filters or selection.search))
        told = changes.compared(found.rows, found.since, view.revision, selection)
        return pictured(both, selection, size, [summary(frames), *told])


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address."""
    looked = _Looked(site)
    _register_picture(app, site, looked)
    _register_panel(app, site, looked)
    _register_tools(app, site)


def _register_picture(app: Dash, site: Site, looked: _Looked) -> None:
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
        return looked.picture(site.view(asked), str(size))

    @app.callback(Output(Ids.HEADLINE, "children"), Output(Ids.FIGURES, "children"), Input(ADDRESS, "data"))
    def head(asked: Any) -> tuple[Any, Any]:
        return looked.headline(site.view(asked))


def _register_panel(app: Dash, site: Site, looked: _Looked) -> None:
    @app.callback(Output(Ids.PANEL, "children"), Input(ADDRESS, "data"))
    def show_details(asked: Any) -> list[Component]:
        view = site.view(asked)
        parts, found = details(view, site.objective), looked.comparison(view)[0]
        node = view.selection.node
        if found is None or node is None or view.revision is None:
            return parts
        rows = about(found, node)
        return [*parts[:2], changes.since(rows, found.since, view.revision, view.selection), *parts[2:]]

    # Asked for when the panel stands, because it takes as long as the rest of it.
    @app.callback(
        Output(Ids.MORE, "children"),
        Input(Ids.PANEL, "children"),
        State(ADDRESS, "data"),
        prevent_initial_call=True,
    )
    def show_more(_: Any, asked: Any) -> list[Component]:
        return more(site.view(asked), site.objective)


def _register_tools(app: Dash, site: Site) -> None:
    for parameter, ident in CONTROLS.items():
        bind(app, ident, parameter, many=True)
    bind(app, Ids.SEARCH, "search")
    _bind_compare(app)

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


def _headed(view: View) -> tuple[Any, Any]:
    if view.revision is None:
        return "", []
    found = view.headline()
    return told(found), strip(found, view.selection)


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
