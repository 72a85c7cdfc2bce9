"""One objective: its result, its KPIs, and the projects behind them."""

from enum import StrEnum
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.panels import gap, objective, stakes
from dashboard.panels.instead import no_such_thing
from dashboard.panels.overloads import overloads
from dashboard.panels.parts import apart, heading, sheet, waiting
from dashboard.selection import Selection
from dashboard.site import ADDRESS, THEME, Site, after
from dashboard.view import ObjectiveView, View
from dashboard.view.ahead import Ahead, Found
from dashboard.view.changes import moments
from dashboard.view.explain import gap_of_objective, of_objective
from dashboard.view.overloads import overloads_of
from dashboard.view.stakes import changes_of_objective, cost_of, exposure_of
from data.store import Revision

PATH = "/objective/<key>"
PLACE = None


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "objective-title"
    BODY = "objective-body"
    GAP = "objective-gap"
    WORK = "objective-work"
    PEOPLE = "objective-people"
    COST = "objective-cost"
    STAKES = "objective-stakes"


LATER = (Ids.WORK, Ids.PEOPLE, Ids.COST, Ids.STAKES)  # in the order of the page


def layout(selection: Selection) -> Component:
    """Give the page without data; what comes after the rest stands here only for its id."""
    ids = [html.Div(id=ident) for ident in (Ids.GAP, *LATER)] if selection.key is None else []
    return sheet("Objective", selection, Ids.TITLE, Ids.BODY, ids)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address; then what closes its gap, in the colours of each theme, the work behind it, its
    people, its money, and its risks with what changed.
    """

    def looked_at(view: View) -> Found | None:
        return site.objective(view, view.selection.key or "")

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        found = looked_at(view)
        if found is None:
            return apart([no_such_thing("objective", view.selection)])
        return apart(_page(view, *found))

    # Asked for when the page has its title, and so its body.
    @after(app, Ids.TITLE, Ids.GAP, Input(THEME, "data"))
    def closes(theme: Any, asked: Any) -> list[Component]:
        view = site.view(asked)
        found = looked_at(view)
        colours = theme if isinstance(theme, dict) else {}
        return [gap.of_objective(*found, gap_of_objective(*found), colours, view.selection)] if found else []

    @after(app, Ids.TITLE, Ids.WORK)
    def work(asked: Any) -> list[Component]:
        view = site.view(asked)
        found = looked_at(view)
        if found is None:
            return []
        names = view.names(found[0].contributions["agreed_by"])
        return objective.work(found[0], view.selection, names)

    @after(app, Ids.TITLE, Ids.PEOPLE)
    def people(asked: Any) -> list[Component]:
        view = site.view(asked)
        found = looked_at(view)
        return [overloads(overloads_of(view, *found), view.selection)] if found else []

    @after(app, Ids.TITLE, Ids.COST)
    def cost(asked: Any) -> list[Component]:
        view = site.view(asked)
        found = looked_at(view)
        return [stakes.cost(cost_of(view, *found), objective.projects(found[0]), view.selection)] if found else []

    @after(app, Ids.TITLE, Ids.STAKES)
    def at_stake(asked: Any) -> list[Component]:
        view = site.view(asked)
        found = looked_at(view)
        since, until = moments(view, None, None)
        if found is None or until is None:
            return []
        rows = site.changes(view, since, until) if since else pd.DataFrame()
        return _stakes(view, *found, rows, since, until)


def _page(view: View, found: ObjectiveView, ahead: Ahead) -> list[Component]:
    selection = view.selection
    why = {one.measure: one for one in of_objective(view, found, ahead)}
    places = [html.Div(waiting(8), id=ident, className="sheet-body") for ident in LATER]
    return [
        objective.above(found, selection),
        heading(found.row["name"] or found.key, selection),
        *objective.opening(found, selection, view.today, why),
        *objective.body(found, selection, view.today, html.Div(waiting(8), id=Ids.GAP), places),
    ]


def _stakes(
    view: View, found: ObjectiveView, ahead: Ahead, rows: pd.DataFrame, since: Revision | None, until: Revision
) -> list[Component]:
    at = exposure_of(view, found, ahead)
    people = view.names(at.risks["owner"])
    mine = changes_of_objective(rows, found, ahead) if len(rows) else rows
    return [
        *stakes.risks(at, view.selection, people),
        stakes.changed(mine, since, until, view.selection),
    ]
