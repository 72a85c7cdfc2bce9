"""Whether work and money lead to the strategy: the matrix, the shares, what serves nothing, what nothing serves."""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.figures import alignment_matrix
from dashboard.panels import alignment, paged
from dashboard.panels.instead import nothing_then
from dashboard.panels.money import spent_by
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import ADDRESS, Site
from dashboard.view import Page
from dashboard.view.alignment import Alignment, alignment_of

PATH = "/alignment"
PLACE = "Alignment"
REMEMBERED = 4  # revisions of which the frames are kept: every scroll of the matrix asks for them again
_PATHS = {"nothing": "nothing", "enabling": "enabling"}


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "alignment-title"
    BODY = "alignment-body"
    MATRIX = "alignment-matrix"


def layout(selection: Selection) -> Component:
    """Give the page without data; the matrix comes with its columns, and stands here only for its id."""
    ids = [paged.paged(Ids.MATRIX, [], 1, "Matrix")] if selection.page != "alignment" else []
    return sheet("Alignment", selection, Ids.TITLE, Ids.BODY, ids)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address, and the matrix a hundred rows at a time."""

    @lru_cache(maxsize=REMEMBERED)
    def remembered(_: int, __: str, href: str) -> Alignment:
        return alignment_of(site.view({"at": href}))

    def found_of(asked: Any) -> Alignment:
        view = site.view(asked)
        return remembered(view.number, view.today, view.selection.to("alignment").full.href)

    # Everybody who looks gets the same page of one revision.
    @lru_cache(maxsize=REMEMBERED)
    def pictured(_: int, __: str, href: str) -> tuple[Any, list[Component]]:
        at = {"at": href}
        return apart(body(found_of(at), site.selection(at)))

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        return pictured(view.number, view.today, view.selection.to("alignment").href)

    def fetch(asked: Any, page: Page) -> tuple[list[dict[str, Any]], int]:
        found, selection = found_of(asked), site.selection(asked)
        return lines(found, page, selection), len(found.order)

    paged.answer(app, Ids.MATRIX, ADDRESS, fetch)


def body(found: Alignment, selection: Selection) -> list[Component]:
    """Give the sections of the page."""
    return [
        heading("Alignment", selection),
        *alignment.opening(found),
        alignment.nothing(found, selection),
        alignment.shares(found, selection),
        alignment.matrix(Ids.MATRIX, found, selection),
        alignment.warnings(found, selection),
        alignment.flows(found, selection),
        alignment.faults(found, selection),
    ]


def lines(found: Alignment, page: Page, selection: Selection) -> list[dict[str, Any]]:
    """Give a page of the rows of the matrix, with name, address, what the project serves, and what was spent."""
    keys = found.order[page.first : page.first + page.rows]
    mine = found.projects.loc[keys].to_dict("index")
    rows = alignment_matrix.rows(found.matrix, keys, list(found.objectives.index))
    for row in rows:
        project = mine[row["key"]]
        row["name"] = project["name"] or row["key"]
        row["path"] = _PATHS.get(project["path"]) or f"{project['objectives']} objectives"
        row["path"] = row["path"].replace("1 objectives", "1 objective") if project["objectives"] == 1 else row["path"]
        row["spent"] = None if project["spent"] != project["spent"] else round(project["spent"] / 1e3)
        row["spent_by"] = spent_by(project["spent_by"], project["spent_until"])
        row["href"] = _href(selection, row["key"])
    return rows


def _href(selection: Selection, key: str) -> str | None:
    try:
        return selection.to("project", key).href
    except ValueError:  # a key with a slash can stand in no address
        return None
