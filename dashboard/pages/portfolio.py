"""All projects on one page: how they stand, what they are worth and still cost, and the table of them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component
from werkzeug.exceptions import BadRequest

from dashboard.panels import paged, portfolio
from dashboard.panels.filters import options
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, note, sheet, waiting
from dashboard.panels.together import put_together
from dashboard.selection import Selection
from dashboard.site import FILTERS, THEME, Site, after, bind
from dashboard.view import Page, View

PATH = "/portfolio"
PLACE = "Portfolio"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "portfolio-title"
    BODY = "portfolio-body"
    TABLE = "portfolio-table"
    TOGETHER = "portfolio-together"
    SEARCH = "portfolio-search"
    CRITICAL = "portfolio-critical"
    DISAGREE = "portfolio-disagree"
    ACROSS = "portfolio-across"
    DEPARTMENT = "portfolio-department"
    PROGRAMME = "portfolio-programme"
    STATUS = "portfolio-status"
    ADVICE = "portfolio-recommendation"


CONTROLS: dict[str, str] = {
    "department": Ids.DEPARTMENT,
    "programme": Ids.PROGRAMME,
    "status": Ids.STATUS,
    "recommendation": Ids.ADVICE,
}
_NOT_HERE = ("perspective", "theme")


def layout(selection: Selection) -> Component:
    """Give the page without data; its table comes with its rows, and stands here only for its id."""
    there = selection.page == "portfolio"
    ids = [] if there else [portfolio.table(Ids.TABLE, 1, selection), html.Div(id=Ids.TOGETHER)]
    tools = [portfolio.tools(CONTROLS, Ids.SEARCH, Ids.CRITICAL, Ids.DISAGREE, Ids.ACROSS, selection)]
    return sheet("Portfolio", selection, Ids.TITLE, Ids.BODY, ids, tools)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address, and its table a hundred projects at a time."""
    for parameter, ident in CONTROLS.items():
        bind(app, ident, parameter, many=True)
    bind(app, Ids.SEARCH, "search")
    bind(app, Ids.CRITICAL, "critical")
    bind(app, Ids.DISAGREE, "disagree")
    bind(app, Ids.ACROSS, "across")

    @app.callback(
        Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(FILTERS, "data"), Input(THEME, "data")
    )
    def draw(asked: Any, theme: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        projects = site.projects(view)
        return apart(_page(view, projects, theme if isinstance(theme, dict) else {}))

    def fetch(asked: Any, page: Page) -> tuple[list[dict[str, Any]], int]:
        view = site.view(asked)
        try:
            rows, count = view.portfolio_page(kept(view, site.projects(view)), page)
        except ValueError as error:
            raise BadRequest(str(error)) from error
        return portfolio.lines(rows, view.selection), count

    paged.answer(app, Ids.TABLE, FILTERS, fetch)

    # Asked for when the page has its title, and so its body; it needs frames that nothing else here waits for.
    @after(app, Ids.TITLE, Ids.TOGETHER, of=FILTERS)
    def put(asked: Any) -> list[Component]:
        view = site.view(asked)
        if not view.number:
            return []
        left = kept(view, site.projects(view))
        return put_together(site.whole(view), left.index, view.selection)

    @app.callback(
        *(Output(ident, "data") for ident in CONTROLS.values()),
        Input(FILTERS, "data"),
        *(State(ident, "data") for ident in CONTROLS.values()),
    )
    def offer(asked: Any, *had: Any) -> list[Any]:
        view = site.view(asked)
        given = {one: one.capitalize() for one in advice(site.projects(view))}
        found = options({**view.choices(), "recommendation": given}, [])
        return [no_update if found[name] == had[place] else found[name] for place, name in enumerate(CONTROLS)]


def kept(view: View, projects: pd.DataFrame) -> pd.DataFrame:
    """Give the projects that the address lets through; values that nobody knows are left out, as on the map."""
    wanted = {*view.selection.given("recommendation")} & {*advice(projects)}
    critical, disagreeing = (view.selection.given(name) == ("yes",) for name in ("critical", "disagree"))
    return view.portfolio_chosen(projects, critical=critical, disagreeing=disagreeing, advice=wanted)


def advice(projects: pd.DataFrame) -> list[str]:
    """Give the recommendations that projects are given."""
    return sorted(projects["recommendation"].unique())


def _page(view: View, projects: pd.DataFrame, theme: dict[str, Any]) -> list[Component]:
    left = kept(view, projects)
    across = "cpi" if view.selection.given("across") == ("cpi",) else "spi_t"
    strange = [one for one in view.selection.given("recommendation") if one not in advice(projects)]
    return [
        heading("Portfolio", view.selection),
        *portfolio.opening(left, len(projects), _disagreeing(view)),
        *remarks(view, [f"recommendation {one}" for one in strange]),
        *([portfolio.picture(left, across, theme)] if len(left) else []),
        portfolio.table(Ids.TABLE, len(left), view.selection),
        html.Div(waiting(4), id=Ids.TOGETHER, className="together"),
    ]


def _disagreeing(view: View) -> str:
    """Give the address that is shown with only those projects that are worse than reported."""
    return view.selection.put(disagree="yes").href


def remarks(view: View, strange: Sequence[str] = ()) -> list[Component]:
    """Say which parts of the address do not filter this page."""
    said = [name for name in _NOT_HERE if getattr(view.selection, name)]
    unknown = [*view.known[1], *strange]
    notes = [f"Not a filter of projects, so left out: {', '.join(said)}."] if said else []
    notes += [f"Not known here, so left out: {', '.join(unknown)}."] if unknown else []
    return [note(one) for one in notes]
