"""One KPI: its curve, its targets, and what is to move it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.panels import kpi
from dashboard.panels.contributions import of_kpi
from dashboard.panels.curve import course, drawn
from dashboard.panels.instead import no_such_thing
from dashboard.panels.parts import apart, heading, sheet, waiting
from dashboard.panels.readings import readings
from dashboard.panels.sentences import RULES
from dashboard.selection import Selection
from dashboard.site import ADDRESS, THEME, Site, after
from dashboard.view import KpiView, View
from dashboard.view.ahead import Ahead, ahead_of
from dashboard.view.explain import Explained
from dashboard.view.explain import of_kpi as explain_kpi
from dashboard.view.explain.ahead import told
from data.memory import Memory

PATH = "/kpi/<key>"
PLACE = None
LOOKED_AT = 8  # KPIs that are read once for both callbacks


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "kpi-title"
    BODY = "kpi-body"
    COURSE = "kpi-course"
    READINGS = "kpi-readings"


class Found(NamedTuple):
    """A KPI, what lies ahead of it, what its contributions were to do and did (`explain.ahead.told`), and how its
    figures were made.
    """

    kpi: KpiView
    ahead: Ahead
    effects: Sequence[Mapping[str, Any]]
    explained: list[Explained]


def layout(selection: Selection) -> Component:
    """Give the page without data; its curve comes with the rest, and stands here only for its id."""
    ids = [html.Div(id=Ids.COURSE)] if selection.key is None else []
    return sheet("KPI", selection, Ids.TITLE, Ids.BODY, ids)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address; then its curve, in the colours of each theme, and what moves it."""
    read: Memory[Found | None] = Memory(LOOKED_AT)

    def looked_at(view: View) -> Found | None:
        key = view.selection.key or ""
        return read.get((view.number, view.today, key), lambda: _read(view, key))

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        found = looked_at(view)
        if found is None:
            return apart([no_such_thing("KPI", view.selection)])
        return apart(_page(view, found))

    # Asked for when the page has its title, and so its body.
    @after(app, Ids.TITLE, Ids.COURSE, Input(THEME, "data"))
    def picture(theme: Any, asked: Any) -> Any:
        view = site.view(asked)
        found = looked_at(view)
        return _moved(view, found, theme if isinstance(theme, dict) else {}) if found else []


def _read(view: View, key: str) -> Found | None:
    found = view.kpi(key)
    if found is None:
        return None
    ahead = ahead_of(view, found)
    effects = told(found, ahead)
    return Found(found, ahead, effects, explain_kpi(view, found, ahead, effects))


def _page(view: View, of: Found) -> list[Component]:
    found, _, effects, explained = of
    selection, unit = view.selection, found.row["unit"]
    why = {one.measure: one for one in explained}
    return [
        kpi.above(found, selection),
        heading(found.row["name"] or found.key, selection),
        *kpi.opening(found, selection, view.today, why),
        html.Div(waiting(8), id=Ids.COURSE, className="sheet-body"),
        kpi.seen(explained, effects, selection),
        readings(Ids.READINGS, found.key, found.readings, unit, selection),
        html.Div([kpi.judged(found, why, selection), kpi.known(found, selection)], className="columns"),
        html.P(RULES, className="about"),
    ]


def _moved(view: View, of: Found, theme: dict[str, Any]) -> list[Component]:
    found, ahead, effects, explained = of
    covered = next((one for one in explained if one.measure == "gap_covered"), None)
    names = view.names(found.contributions["agreed_by"])
    return [
        course(drawn(found, ahead, effects, theme)),
        of_kpi(found.contributions, found.row, effects, view.selection, names, kpi.covered(covered)),
    ]
