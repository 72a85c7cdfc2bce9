"""Skills: where they are short and who could help, who has them and is free, and what hangs on one person."""

from enum import StrEnum
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from dashboard.analysis.working_time import weeks_from
from dashboard.panels import paged, skills, talents
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, sheet
from dashboard.selection import Selection
from dashboard.site import FILTERS, Site, bind
from dashboard.view import Page, View
from dashboard.view.skills import SkillsView, Wanted, chosen

PATH = "/skills"
PLACE = "Skills"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "skills-title"
    BODY = "skills-body"
    TABLE = "skills-table"
    SEARCH = "skills-search"
    SKILL = "skills-skill"
    LEVEL = "skills-level"
    DEPARTMENT = "skills-department"
    PLACE = "skills-place"
    FREE = "skills-free"
    COST = "skills-cost"
    WEEKS = "skills-weeks"


SELECTS: dict[str, str] = {"skill": Ids.SKILL, "department": Ids.DEPARTMENT, "place": Ids.PLACE}
_SINGLE = {"level": Ids.LEVEL, "free": Ids.FREE, "cost": Ids.COST, "weeks": Ids.WEEKS, "search": Ids.SEARCH}


def layout(selection: Selection) -> Component:
    """Give the page without data; its table comes with its rows, and stands here only for its id."""
    ids = [talents.empty_pool(Ids.TABLE)] if selection.page != "skills" else []
    tools = [talents.tools(SELECTS, Ids.SEARCH, Ids.LEVEL, Ids.FREE, Ids.COST, Ids.WEEKS)]
    return sheet(skills.TITLE, selection, Ids.TITLE, Ids.BODY, ids, tools)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address, and its table a hundred people at a time."""
    for parameter, ident in SELECTS.items():
        bind(app, ident, parameter, many=True)
    for parameter, ident in _SINGLE.items():
        bind(app, ident, parameter)

    def found(view: View) -> SkillsView:
        return site.skills(view, weeks_from(view.today, weeks(view.selection)))

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(FILTERS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        if not view.number:
            return apart([nothing_then(view.selection)])
        return apart(_page(view, found(view), wanted(view.selection)))

    def fetch(asked: Any, page: Page) -> tuple[list[dict[str, Any]], int]:
        view = site.view(asked)
        rows = _ordered(chosen(found(view).pool, wanted(view.selection)), page)
        return talents.pool_lines(
            rows.iloc[page.first : page.first + page.rows], view.departments(), view.selection
        ), len(rows)

    paged.answer(app, Ids.TABLE, FILTERS, fetch)

    @app.callback(
        *(Output(ident, "data") for ident in SELECTS.values()),
        Input(FILTERS, "data"),
        *(State(ident, "data") for ident in SELECTS.values()),
    )
    def offer(asked: Any, *had: Any) -> list[Any]:
        view = site.view(asked)
        given = talents.choices(found(view), view.departments())
        return [no_update if given[name] == had[place] else given[name] for place, name in enumerate(SELECTS)]


def weeks(selection: Selection) -> int:
    """Give how many weeks ahead the address asks for: 13 unless it names another number that is offered."""
    value = selection.last("weeks")
    return int(value) if value in talents.WEEKS else 13


def wanted(selection: Selection) -> Wanted:
    """Give whom the address looks for; what is no number is left out."""
    return Wanted(
        skills=selection.given("skill")[:20],
        level=_number(selection.last("level")),
        departments=selection.department,
        places=selection.given("place")[:20],
        free=_number(selection.last("free")),
        cost=_number(selection.last("cost")),
        text=selection.search,
    )


def _number(text: str) -> float | None:
    """Read a plain number of at most six digits, None for anything else."""
    whole, _, rest = text.strip().partition(".")
    return float(text) if len(whole) <= 6 and (whole + rest).isascii() and (whole + rest).isdigit() and whole else None


def _ordered(rows: pd.DataFrame, page: Page) -> pd.DataFrame:
    if not page.order or page.order[0] not in talents.ORDER:
        return rows
    name, falling = page.order
    return rows.sort_values(name, ascending=not falling, kind="stable", na_position="last")


def _page(view: View, found: SkillsView, who: Wanted) -> list[Component]:
    selection, departments = view.selection, view.departments()
    asked = f"?from={found.span.iso(0)}&to={found.span.iso(found.span.days - 1)}"
    return [
        heading(skills.TITLE, selection),
        *skills.opening(found),
        skills.gaps(found, selection, asked),
        *skills.helpers(found, selection, departments, asked),
        talents.pool(Ids.TABLE, found, len(chosen(found.pool, who)), selection, asked),
        skills.alone(found, selection, asked),
        skills.misfits(found, selection, asked),
    ]
