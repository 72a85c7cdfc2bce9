"""What the side panel says of the selected node: the blocks of its page, one below the other."""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels import deliverables, kpi, milestones, money, objective, project
from dashboard.panels.contributions import of_kpi, of_project
from dashboard.panels.curve import course, drawn
from dashboard.panels.instead import no_such_thing
from dashboard.panels.parts import waiting
from dashboard.view import View

Theme = dict[str, Any]


def details(view: View, theme: Theme) -> list[Component]:
    """Give the panel of the selection's node; the shape of a panel where nothing is selected."""
    node = view.selection.node
    if node is None:
        return [waiting()]
    found = _KINDS.get(node.kind, _nothing)(view, node.key, theme)
    return found or [no_such_thing(node.kind, view.selection)]


def _nothing(view: View, key: str, theme: Theme) -> list[Component]:
    return []


def _title(view: View, kind: str, key: str, name: str | None) -> Component:
    return html.H2(html.A(name or key, href=view.selection.to(kind, key).href), className="panel-title")


def _objective(view: View, key: str, theme: Theme) -> list[Component]:
    found = view.objective(key)
    if found is None:
        return []
    names = view.names(found.contributions["agreed_by"])
    return [
        objective.above(found),
        _title(view, "objective", key, found.row["name"]),
        *objective.opening(found, view.selection, view.today),
        *objective.body(found, view.selection, view.today, names),
    ]


def _kpi(view: View, key: str, theme: Theme) -> list[Component]:
    found = view.kpi(key)
    if found is None:
        return []
    names = view.names(found.contributions["agreed_by"])
    return [
        kpi.above(found, view.selection),
        _title(view, "kpi", key, found.row["name"]),
        *kpi.opening(found, view.selection, view.today),
        course(drawn(found, theme)),
        of_kpi(found.contributions, found.row["unit"], view.selection, names),
        kpi.judged(found),
        kpi.known(found, view.selection),
    ]


def _project(view: View, key: str, theme: Theme) -> list[Component]:
    found = view.project(key, with_tasks=False)
    if found is None:
        return []
    people = (found.row["sponsor"], *found.contributions["agreed_by"], *found.deliverables["accepted_by"])
    names = view.names(people)
    served = view.served(found.contributions["serves"])
    called = dict(zip(served.index.astype(str), served["name"], strict=True))
    units = dict(zip(served.index.astype(str), served["unit"], strict=True))
    return [
        project.above(found),
        _title(view, "project", key, found.row["name"]),
        *project.opening(found, view.today),
        milestones.milestones(found.milestones, found.row["status_date"], view.selection),
        of_project(found.contributions, called, units, view.selection, names),
        money.of_project(found.money, project.budget(found)),
        deliverables.deliverables(found.deliverables, view.selection, names),
        project.known(found, view.selection, names),
    ]


def _milestone(view: View, key: str, theme: Theme) -> list[Component]:
    frame = view.milestones()
    return _project(view, str(frame.loc[key, "project"]), theme) if key in frame.index else []


_KINDS: dict[str, Callable[[View, str, Theme], list[Component]]] = {
    "objective": _objective,
    "kpi": _kpi,
    "project": _project,
    "milestone": _milestone,
}
