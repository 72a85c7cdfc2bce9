"""The frame around the pages: rail, top bar, search, help; nothing of it when embedded."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboard.panels.instead import no_such_page, nothing_loaded
from dashboard.panels.parts import attributes, icon, note
from dashboard.selection import Node, Selection
from dashboard.settings import Settings
from dashboard.site import ADDRESS, FILTERS, LOCATION, OFFERED, REVISION, THEME, Site, bind
from dashboard.view import View
from dashboard.view.search import Found
from dashboard.words import day, day_of, old
from data.store import Revision


class Ids(StrEnum):
    """Ids of the frame, beside those that pages may listen to (`dashboard.site`)."""

    CONTENT = "content"
    PATH = "path"  # of the page in the content, to tell it from the one that is about to come
    PROBLEMS = "problems"
    FAULT = "fault"
    AS_OF = "as-of"
    FRESHNESS = "freshness"
    SCHEME = "scheme"
    STATUSES = "statuses"
    SEARCH = "search"
    ANSWERS = "answers"


class Place(NamedTuple):
    """One place of the rail."""

    name: str  # of the page, and of its icon
    word: str
    path: str
    aside: bool = False  # behind "More"


Find = Callable[[Selection], Any]  # selection -> the page module that shows it, or None

# Mantine takes its colours from the same variables as everything else, so that tokens.css stays the only place of them.
MANTINE: Any = {
    "fontFamily": "var(--font)",
    "headings": {"fontFamily": "var(--font)", "fontWeight": "600"},
    "primaryColor": "accent",
    "colors": {"accent": ["var(--accent)"] * 10},
    "primaryShade": 6,
    "defaultRadius": "sm",
    "respectReducedMotion": True,
    "cursorType": "pointer",
}


_BACK: Any = {"aria-label": "Back to now"}


def frame(settings: Settings, places: Sequence[Place], revision: int) -> Component:
    """Give the frame of all pages, without any data but the number of the newest revision."""
    return _provided(
        [
            html.A("Skip to the content", href=f"#{Ids.CONTENT}", className="skip"),
            html.Div([_top(settings), _rail(places), _main()], className="frame"),
            _search(),
            _help(),
        ],
        revision,
    )


def bare(revision: int) -> Component:
    """Give what stands around an embedded view: nothing that one sees."""
    return _provided([_main()], revision)


def register(app: Dash, site: Site, find: Find) -> None:
    """Add the callbacks of the frame that embedded views have too: which page, at which address, and what was wrong."""
    app.clientside_callback(
        ClientsideFunction("throughline", "address"),
        Output(ADDRESS, "data"),
        Output(FILTERS, "data"),
        Input(LOCATION, "pathname"),
        Input(LOCATION, "search"),
        Input(REVISION, "data"),
        State(Ids.PATH, "data"),
        State(ADDRESS, "data"),
        State(FILTERS, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("throughline", "theme"),
        Output(THEME, "data"),
        Input(LOCATION, "pathname"),
        State(THEME, "data"),
    )

    @app.callback(Output(Ids.CONTENT, "children"), Input(LOCATION, "pathname"))
    def open_page(path: Any) -> list[Component]:
        address = path if isinstance(path, str) else ""
        selection = Selection.parse(address)
        return content(address, selection, find(selection), empty=site.store.revision() is None)

    @app.callback(Output(Ids.PROBLEMS, "children"), Input(ADDRESS, "data"))
    def name_problems(asked: Any) -> list[Component]:
        view = site.view(asked)
        problems = [note(problem, "warning") for problem in view.selection.problems]
        return [*problems, *(note(said) for said in view.followed), *unknown_values(view)]


def register_frame(app: Dash, site: Site, find: Find) -> None:
    """Add the callbacks of the frame that embedded views do not have: as-of date, freshness, colours, search."""
    bind(app, Ids.AS_OF, "as_of")
    for ident in (Ids.SCHEME, Ids.STATUSES):
        app.clientside_callback(
            ClientsideFunction("throughline", f"chosen_{ident}"), Output(ident, "value"), Input(LOCATION, "id")
        )
        app.clientside_callback(
            ClientsideFunction("throughline", f"choose_{ident}"), Input(ident, "value"), prevent_initial_call=True
        )

    @app.callback(Output(Ids.FRESHNESS, "children"), Input(FILTERS, "data"))
    def say_freshness(asked: Any) -> str:
        view = site.view(asked)
        return freshness(view.revision, view.today, earlier=view.selection.as_of is not None)

    @app.callback(Output(Ids.AS_OF, "presets"), Input(REVISION, "data"))
    def offer_days(_: Any) -> list[dict[str, str]]:
        days = site.view({"at": "/"}).days_of_loads()[:OFFERED]
        return [{"value": day, "label": day_of(day)} for day in days]

    @app.callback(
        Output(Ids.ANSWERS, "children"),
        Input(Ids.SEARCH, "value"),
        State(LOCATION, "search"),
        prevent_initial_call=True,
    )
    def search(text: Any, query: Any) -> Component:
        here = {"at": f"/{query}"}
        return answers(site.view(here).find(str(text)[:100].strip()), str(text), site.selection(here), find)


def unknown_values(view: View) -> list[Component]:
    """Say in a line which values of the address the map does not know, so that nobody reads it as filtered by them."""
    unknown = view.known[1] if view.selection.page == "map" and view.number else []
    return [note(f"Not known here, so left out: {', '.join(unknown)}.")] if unknown else []


def content(path: str, selection: Selection, page: Any, *, empty: bool) -> list[Component]:
    """Give what stands in the frame: the page or what is said instead, and the stores that callbacks listen to."""
    if page is None:
        body = no_such_page(selection)
    elif empty:
        body = nothing_loaded(selection)
    else:
        body = page.layout(selection)
    return [
        dcc.Store(id=Ids.PATH, data=path),
        dcc.Store(id=ADDRESS),
        dcc.Store(id=FILTERS),
        html.Div(id=Ids.PROBLEMS, role="status"),
        body,
    ]


def freshness(revision: Revision | None, today: str, *, earlier: bool = False) -> str:
    """Say when the load that is shown was recorded, and how old it is on the day that is looked at, which may be an
    `earlier` one: Loaded 31 Oct · 4 days old.
    """
    if revision is None:
        return "Nothing loaded by then" if earlier else "Nothing loaded"
    on = day_of(revision.recorded_at).removesuffix(f" {today[:4]}")
    if revision.recorded_at[:10] >= today:
        return f"Loaded {on} · {'that day' if earlier else 'today'}"
    return f"Loaded {on} · {old(revision.recorded_at, today)}{' then' * earlier}"


def answers(found: Sequence[Found], text: str, selection: Selection, find: Find) -> Component:
    """Give the answers of a search as links, and the way to see them all on the map."""
    if not text.strip():
        return html.P("Type a name or a key of an objective, KPI, project or person.", className="second")
    links = [_answer(one, selection, find) for one in found]
    if not links:
        return html.P(f"Nothing has “{text.strip()}” in its name or key.", className="second", role="status")
    return html.Ul(
        [html.Li(link) for link in links], className="answers", **attributes(aria_label=f"{len(links)} found")
    )


def _answer(found: Found, selection: Selection, find: Find) -> Component:
    """Link to the page of what was found, or to the map with it lit where it has none of its own."""
    kind = html.Span("KPI" if found.kind == "kpi" else found.kind, className="second")
    there = selection.to(found.kind, found.key)
    if find(there) is None:
        there = selection.to("map").select(Node(found.kind, found.key))
    return html.A([found.name, kind], href=there.href)


def _provided(children: list[Component], revision: int) -> Component:
    stores = [
        dcc.Location(id=LOCATION, refresh=False),
        dcc.Store(id=REVISION, data=revision),
        dcc.Store(id=THEME),
        html.Div(id=Ids.FAULT, role="alert"),
    ]
    return dmc.MantineProvider([*stores, *children], theme=MANTINE, defaultColorScheme="auto")


def _main() -> Component:
    return html.Main(id=Ids.CONTENT, tabIndex=-1)


def _top(settings: Settings) -> Component:
    clock = [html.Span(f"Today is set to {day(settings.now)}", className="clock")] if settings.now else []
    return html.Header(
        [
            html.Div(
                [html.A(settings.title, href="/", className="brand", **attributes(data_keep="true")), *clock],
                className="owner",
            ),
            _as_of(settings.moment()),
            html.A(
                html.Span(id=Ids.FRESHNESS),
                href="/loads",
                className="freshness",
                **attributes(data_keep="true"),
            ),
            html.Button(
                [icon("search"), html.Span("Search", className="wide"), html.Kbd("Ctrl K", className="wide")],
                className="top-button search-button",
                **attributes(data_opens="search-dialog", aria_label="Search (Ctrl K)", aria_keyshortcuts="Control+K"),
            ),
            _display(),
            html.Button(
                icon("help"),
                className="icon-button",
                **attributes(data_opens="help-dialog", aria_label="Help and keys"),
            ),
        ],
        className="top",
    )


def _as_of(now: datetime) -> Component:
    return html.Div(
        [
            dmc.DatePickerInput(
                id=Ids.AS_OF,
                placeholder="As of now",
                valueFormat="[As of] D MMM YYYY",
                clearable=True,
                firstDayOfWeek=1,
                defaultDate=now.date().isoformat(),
                maxDate=now.date().isoformat(),
                size="xs",
                leftSection=icon("calendar"),
                popoverProps={"returnFocus": True},
                clearButtonProps=_BACK,
                **attributes(aria_label="As of: show what the store said on a day"),
            ),
        ],
        className="as-of",
    )


def _display() -> Component:
    button = html.Button(icon("theme"), className="icon-button", **attributes(aria_label="Colours"))
    return dmc.Popover(
        [
            dmc.PopoverTarget(button, boxWrapperProps={"className": "target"}),
            dmc.PopoverDropdown(
                [
                    _choice(Ids.SCHEME, "Light or dark", auto="System", light="Light", dark="Dark"),
                    _choice(Ids.STATUSES, "Status colours", usual="Green–red", **{"blue-orange": "Blue–orange"}),
                ],
                className="display",
            ),
        ],
        position="bottom-end",
        trapFocus=True,
        returnFocus=True,
        keepMounted=True,
    )


def _choice(ident: str, label: str, **values: str) -> Component:
    data = [{"value": value, "label": word} for value, word in values.items()]
    control = dmc.SegmentedControl(id=ident, data=data, fullWidth=True, size="xs", **attributes(aria_label=label))
    return html.Div([html.Div(label, className="second"), control])


def _rail(places: Sequence[Place]) -> Component:
    """Give the places; those that are not for every day stand behind one word, so that the others keep theirs."""
    links = [_place(place) for place in places if not place.aside]
    aside = [_place(place) for place in places if place.aside]
    if aside:
        head = html.Summary([icon("more"), "More"])
        links.append(html.Details([head, html.Div(aside)], className="rail-more"))
    return html.Nav(links, className="rail", **attributes(aria_label="Places"))


def _place(place: Place) -> Component:
    said = [place.word] if place.aside else [icon(place.name), place.word]
    return html.A(said, href=place.path, **attributes(data_place=place.name, data_keep="true"))


def _search() -> Component:
    field = dmc.TextInput(
        id=Ids.SEARCH,
        placeholder="Objective, KPI, project",
        debounce=150,
        leftSection=icon("search"),
        size="md",
        value="",
        **attributes(aria_label="Search", data_autofocus=True),
    )
    hint = html.Div(html.P("Type a name or a key.", className="second"), id=Ids.ANSWERS)
    return html.Dialog([field, hint], id="search-dialog", className="dialog", **attributes(aria_label="Search"))


def _help() -> Component:
    keys = (
        ("Ctrl K", "search"),
        ("Tab, Shift Tab", "next or previous control"),
        ("↑ ↓", "through answers, trees and tables"),
        ("Enter", "open what has the focus"),
        ("Esc", "close the panel, the search or this"),
        ("Alt ←", "back to what was shown before"),
    )
    rows = [html.Tr([html.Th(html.Kbd(key), scope="row"), html.Td(does)]) for key, does in keys]
    return html.Dialog(
        [
            html.H2("Keys"),
            html.Table(html.Tbody(rows)),
            html.P("The address in the browser always says what is shown: it can be kept, mailed and embedded."),
            html.Button("Close", className="top-button", **attributes(data_closes="help-dialog")),
        ],
        id="help-dialog",
        className="dialog",
        **attributes(aria_label="Help and keys"),
    )
