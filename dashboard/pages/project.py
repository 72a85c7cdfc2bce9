"""One project: its milestones, deliverables, money, what it is to move, and its tasks."""

from enum import StrEnum
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component
from werkzeug.exceptions import BadRequest

from dashboard.panels import paged, project, tasks
from dashboard.panels.benefits import of_project as benefits
from dashboard.panels.contributions import of_project as moves
from dashboard.panels.course import drawn
from dashboard.panels.deliverables import deliverables
from dashboard.panels.handovers import dependencies
from dashboard.panels.instead import no_such_thing
from dashboard.panels.milestones import milestones
from dashboard.panels.money import of_project as money
from dashboard.panels.neighbours import neighbours
from dashboard.panels.parts import apart, heading, sheet, waiting
from dashboard.panels.risks import risks
from dashboard.panels.sentences import RULES
from dashboard.panels.stated import disputed, stated
from dashboard.selection import Selection
from dashboard.site import ADDRESS, THEME, Site, after
from dashboard.view import Page, ProjectView, View
from dashboard.view.benefits import benefits_of
from dashboard.view.explain import of_milestones, of_project
from dashboard.view.explain.course import course
from dashboard.view.handovers import handovers_of
from dashboard.view.neighbours import neighbours_of
from data.memory import Memory

PATH = "/project/<key>"
PLACE = None
LOOKED_AT = 8  # projects that are read once for what opens the page and for what comes after it


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "project-title"
    BODY = "project-body"
    PICTURES = "project-pictures"
    WORK = "project-work"
    TASKS = "project-tasks"
    NEIGHBOURS = "project-neighbours"
    SOURCES = "project-sources"


def layout(selection: Selection) -> Component:
    """Give the page without data; what comes with the rest stands here only for its ids."""
    ids = (
        [
            *(html.Div(id=one) for one in (Ids.PICTURES, Ids.WORK, Ids.NEIGHBOURS, Ids.SOURCES)),
            tasks.tasks(Ids.TASKS, 1),
        ]
        if selection.key is None
        else []
    )
    return sheet("Project", selection, Ids.TITLE, Ids.BODY, ids)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address; then its pictures in the colours of each theme, its money, what it is to move,
    its neighbours and what its sources say; its tasks a hundred at a time.
    """
    read: Memory[ProjectView | None] = Memory(LOOKED_AT)

    def looked_at(view: View) -> ProjectView | None:
        key = view.selection.key or ""
        return read.get((view.number, view.today, key), lambda: view.project(key, with_tasks=False))

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        found = looked_at(view)
        if found is None:
            return apart([no_such_thing("project", view.selection)])
        return apart(_page(view, found))

    # Asked for when the page has its title, and so its body: what hangs on the address alone may come before its place
    # is there, and be lost.
    @after(app, Ids.TITLE, Ids.PICTURES, Input(THEME, "data"))
    def picture(theme: Any, asked: Any) -> list[Component]:
        view = site.view(asked)
        key = view.selection.key
        return drawn(course(view, key), theme if isinstance(theme, dict) else {}) if key else []

    @after(app, Ids.TITLE, Ids.WORK)
    def work(asked: Any) -> list[Component]:
        view = site.view(asked)
        found = looked_at(view)
        return _work(view, found) if found else []

    @after(app, Ids.TITLE, Ids.NEIGHBOURS)
    def beside(asked: Any) -> list[Component]:
        view = site.view(asked)
        key = view.selection.key
        return [neighbours(neighbours_of(view, key), view.selection)] if key and view.number else []

    @after(app, Ids.TITLE, Ids.SOURCES)
    def sources(asked: Any) -> list[Component]:
        view = site.view(asked)
        found = looked_at(view)
        return _sources(view, found) if found else []

    def fetch(asked: Any, page: Page) -> tuple[list[dict[str, Any]], int]:
        view = site.view(asked)
        try:
            rows, count = view.tasks(view.selection.key or "", page)
        except ValueError as error:
            raise BadRequest(str(error)) from error
        return tasks.lines(rows, view.selection), count

    paged.answer(app, Ids.TASKS, ADDRESS, fetch)


def _page(view: View, found: ProjectView) -> list[Component]:
    selection, row = view.selection, found.row
    chains = view.chains(found)
    why = {one.measure: one for one in of_project(view, found, chains)}
    return [
        project.above(found, selection),
        heading(row["name"] or found.key, selection),
        *project.opening(found, view.today, why, selection),
        project.standing(found, why, html.Div(waiting(8), id=Ids.PICTURES, className="pictures"), selection),
        milestones(found.milestones, row["status_date"], selection, of_milestones(view, found, chains)),
        html.Div(waiting(8), id=Ids.WORK),
        html.Div(waiting(4), id=Ids.NEIGHBOURS),
        project.known(found, selection, view.names([row["sponsor"]])),
        tasks.tasks(Ids.TASKS, view.count_tasks(found.key)),
        html.Div(waiting(4), id=Ids.SOURCES),
        html.P(RULES, className="about"),
    ]


def _work(view: View, found: ProjectView) -> list[Component]:
    selection, waits = view.selection, handovers_of(view, found.key)
    people = (found.contributions["agreed_by"], found.deliverables["accepted_by"], found.risks["owner"])
    names = view.names([who for column in (*people, waits["giver"], waits["taker"]) for who in column])
    served, units = _served(view, found)
    return [
        money(found.money, project.budget(found)),
        benefits(*benefits_of(view, found)),
        moves(found.contributions, served, units, selection, names),
        deliverables(found.deliverables, selection, names),
        risks(found.risks, selection, names),
        dependencies(waits, found.key, selection, names),
    ]


def _sources(view: View, found: ProjectView) -> list[Component]:
    said, names = view.said(found.key), found.milestones["name"].to_dict()
    return [stated(said.stated, view.selection), *disputed(said.disputed, names, view.selection)]


def _served(view: View, found: ProjectView) -> tuple[dict[str, str], dict[str, str]]:
    """Give the names of what the project serves, and the units of the KPIs among them."""
    served = view.served(found.contributions["serves"])
    keys = [str(key) for key in served.index]
    return dict(zip(keys, served["name"], strict=True)), dict(zip(keys, served["unit"], strict=True))
