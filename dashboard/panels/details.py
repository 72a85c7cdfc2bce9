"""What the side panel says of the selected node: the parts of its page, in the order in which one asks for them."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels import kpi, objective, overloads, project
from dashboard.panels.blocks import eyebrow, facts, link, section, source
from dashboard.panels.contributions import marked, of_kpi, of_objective, slip
from dashboard.panels.contributions import of_project as moves
from dashboard.panels.deliverables import deliverables
from dashboard.panels.kpis import kpis
from dashboard.panels.marks import status
from dashboard.panels.milestones import milestones
from dashboard.panels.money import of_project, of_projects
from dashboard.panels.parts import note, waiting
from dashboard.panels.sentences import lateness
from dashboard.panels.spark import spark
from dashboard.selection import Node, Selection
from dashboard.view import ObjectiveView, View
from dashboard.view.ahead import Ahead, Found, ahead_of, objective_of
from dashboard.view.explain import of_objective as explained_objective
from dashboard.view.explain.ahead import told as brought
from dashboard.view.overloads import overloads_in_short
from dashboard.words import day_of, number

MORE = "map-more"  # the place of what comes after the rest
Objective = Callable[[View, str], Found | None]


def details(view: View, read: Objective = objective_of) -> list[Component]:
    """Give the panel of the selection's node; the shape of a panel where nothing is selected. `read` reads an
    objective, or remembers it.
    """
    node = view.selection.node
    if node is None:
        return [waiting()]
    if node.kind == "objective":
        found = read(view, node.key)
        return _objective(view, *found) if found else _unknown(node)
    return _KINDS[node.kind](view, node) or _unknown(node)


def more(view: View, read: Objective = objective_of) -> list[Component]:
    """Give what comes into the panel of an objective after the rest: the work behind it, its money, and which overloads
    endanger it; nothing for another node.
    """
    node, selection = view.selection.node, view.selection
    made = read(view, node.key) if node and node.kind == "objective" else None
    if made is None:
        return []
    found, ahead = made
    names = view.names(found.contributions["agreed_by"])
    return [
        of_objective(found.contributions, found.kpis, found.key, selection, names, ahead.told),
        of_projects(found.money, objective.projects(found), selection),
        *overloads.short(overloads_in_short(view, found), found.key, selection),
    ]


def _objective(view: View, found: ObjectiveView, ahead: Ahead) -> list[Component]:
    selection = view.selection
    why = {one.measure: one for one in explained_objective(view, found, ahead)}
    return [
        objective.above(found, selection),
        _title("objective", found.key, found.row["name"], selection),
        *objective.opening(found, selection, view.today, why),
        kpis(found.kpis, found.readings, selection, view.today),
        html.Div(waiting(4), id=MORE),
        objective.known(found, selection),
    ]


def _kpi(view: View, node: Node) -> list[Component]:
    found, selection = view.kpi(node.key), view.selection
    if found is None:
        return []
    curve, ahead = spark(found.row, found.readings), ahead_of(view, found)
    names = view.names(found.contributions["agreed_by"])
    return [
        kpi.above(found, selection),
        _title("kpi", node.key, found.row["name"], selection),
        *kpi.opening(found, selection, view.today),
        *([section("Course", [html.Div(curve, className="spark-large")])] if curve else []),
        *_over(ahead.over.get(node.key)),
        of_kpi(found.contributions, found.row, brought(found, ahead), selection, names),
        kpi.judged(found),
        kpi.known(found, selection),
    ]


def _project(view: View, node: Node) -> list[Component]:
    found, selection = view.project(node.key, with_tasks=False), view.selection
    if found is None:
        return []
    served = view.served(found.contributions["serves"])
    told = view.effects(found.contributions["serves"]).told
    people = (*found.contributions["agreed_by"], *found.deliverables["accepted_by"], found.row["sponsor"])
    names = view.names(people)
    return [
        project.above(found, selection),
        _title("project", node.key, found.row["name"], selection),
        *project.opening(found, view.today),
        project.earned(found),
        *_because(view.because_of_project(found)),
        milestones(found.milestones, found.row["status_date"], selection),
        moves(found.contributions, _by_key(served, "name"), _by_key(served, "unit"), selection, names, told),
        deliverables(found.deliverables, selection, names),
        of_project(found.money, project.budget(found)),
        project.known(found, selection, names),
    ]


def _milestone(view: View, node: Node) -> list[Component]:
    row, selection = view.milestone(node.key), view.selection
    if row is None:
        return []
    days = {
        name: day_of(row[name]) if isinstance(row[name], str) else None for name in ("baseline", "forecast", "actual")
    }
    pairs: list[Any] = [
        ("Status", status(row["status"], milestone=True)),
        ("Baseline", days["baseline"]),
        *_first(row),
        ("Forecast", days["forecast"]),
        ("Done", days["actual"]),
        ("Slip", f"{slip(row['slip_days']) or ''} ({lateness(row['slip_days'])})".strip()),
        ("Source", source(row["source"], row["source_revision"], selection)),
    ]
    of = link("project", row["project"], None, selection)
    return [
        eyebrow(["Milestone", html.Span(["of ", html.Span(of)])]),
        html.H2(row["name"] or node.key),
        *_because(view.because_of_milestone(node.key, row["project"])),
        facts(pairs),
    ]


def _over(percent: float | None) -> list[Component]:
    """Say where more than the whole way of a KPI is declared."""
    if percent is None:
        return []
    said = f"What is declared adds up to {number(percent)} % of its way from baseline to target: more than there is."
    return [note(said, "warning")]


def _because(said: str | None) -> list[Component]:
    """Give the chain that made it so, where there is one."""
    return [html.P(said, className="lead")] if said else []


def _first(row: dict[Any, Any]) -> list[tuple[str, Any]]:
    """Give the first baseline and the slip against it, where the baseline has moved since."""
    if not row["moved_on"]:
        return []
    first = f"{day_of(row['first_baseline'])}, against which it is {lateness(row['first_slip_days'])}"
    moved = f"on {day_of(row['moved_on'])}, {'as decided' if row['decided'] else 'without a recorded decision'}"
    return [("First baseline", first), ("Moved", moved)]


def _band(view: View, node: Node) -> list[Component]:
    """Name a perspective or theme, and its objectives with their results."""
    listed = view.perspectives() if node.kind == "perspective" else view.themes()
    if node.key not in listed.index:
        return []
    every = view.objectives()
    mine = every[every[node.kind] == node.key]
    items = [
        html.Li(marked(row["status"], link("objective", str(key), row["name"], view.selection)))
        for key, row in zip(mine.index, mine.to_dict("records"), strict=True)
    ]
    shown = html.Ul(items, className="plain") if items else html.P("It has no objective.")
    title = _title(node.kind, node.key, listed["name"][node.key], view.selection)
    return [eyebrow([node.kind.capitalize()]), title, section("Objectives", [shown])]


def _person(view: View, node: Node) -> list[Component]:
    name = view.names([node.key]).get(node.key)
    return [eyebrow(["Person"]), html.H2(name)] if name else []


def _by_key(rows: pd.DataFrame, column: str) -> dict[str, Any]:
    return {str(key): value for key, value in zip(rows.index, rows[column], strict=True)}


def _title(kind: str, key: str, name: str | None, selection: Selection) -> Component:
    return html.H2(link(kind, key, name, selection))


def _unknown(node: Node) -> list[Component]:
    said = f"The store holds no {'KPI' if node.kind == 'kpi' else node.kind} with the key "
    return [html.H2("Nothing to show"), html.P([said, html.Code(node.key), " at the moment that is shown."])]


_KINDS: dict[str, Callable[[View, Node], list[Component]]] = {
    "kpi": _kpi,
    "project": _project,
    "milestone": _milestone,
    "perspective": _band,
    "theme": _band,
    "person": _person,
}
