"""One KPI: its curve, its targets, and what is to move it."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.panels import kpi
from dashboard.panels.contributions import of_kpi
from dashboard.panels.curve import course, drawn
from dashboard.panels.instead import no_such_thing
from dashboard.panels.parts import apart, heading, sheet
from dashboard.panels.readings import readings
from dashboard.panels.sentences import RULES
from dashboard.selection import Selection
from dashboard.site import ADDRESS, THEME, Site
from dashboard.view import KpiView, View
from dashboard.view.ahead import ahead_of
from dashboard.view.explain import of_kpi as explain_kpi
from dashboard.view.explain.ahead import told

PATH = "/kpi/<key>"
PLACE = None


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "kpi-title"
    BODY = "kpi-body"
    READINGS = "kpi-readings"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet("KPI", selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address; the curve is drawn again in the colours of each theme."""

    @app.callback(
        Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"), Input(THEME, "data")
    )
    def draw(asked: Any, theme: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        found = view.kpi(view.selection.key or "")
        if found is None:
            return apart([no_such_thing("KPI", view.selection)])
        return apart(_page(view, found, theme if isinstance(theme, dict) else {}))


def _page(view: View, found: KpiView, theme: dict[str, Any]) -> list[Component]:
    selection, unit = view.selection, found.row["unit"]
    names = view.names(found.contributions["agreed_by"])
    ahead = ahead_of(view, found)
    effects = told(found, ahead)
    explained = explain_kpi(view, found, ahead, effects)
    why = {one.measure: one for one in explained}
    return [
        kpi.above(found, selection),
        heading(found.row["name"] or found.key, selection),
        *kpi.opening(found, selection, view.today, why),
        course(drawn(found, ahead, effects, theme)),
        of_kpi(found.contributions, found.row, effects, selection, names, kpi.covered(why.get("gap_covered"))),
        kpi.seen(explained, effects, selection),
        readings(Ids.READINGS, found.key, found.readings, unit, selection),
        html.Div([kpi.judged(found, why, selection), kpi.known(found, selection)], className="columns"),
        html.P(RULES, className="about"),
    ]
