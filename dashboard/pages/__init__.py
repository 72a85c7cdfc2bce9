"""The pages, in the order of the rail. A newcomer adds one module here and one name to PAGES."""

from collections.abc import Sequence
from typing import Protocol

from dash import Dash
from dash.development.base_component import Component

from dashboard.pages import (
    alignment,
    benefits,
    changes,
    conflict,
    decisions,
    dependencies,
    kpi,
    lending,
    loads,
    missing,
    objective,
    person,
    portfolio,
    project,
    resources,
    rollup,
    skills,
    strategy_map,
)
from dashboard.selection import Selection
from dashboard.site import Site


class Page(Protocol):
    """What a module of this folder holds, beside its `Ids(StrEnum)`, whose values begin with the page's name."""

    @property
    def PATH(self) -> str:
        """Its address: "/", "/loads", or with a key: "/objective/<key>"."""
        ...

    @property
    def PLACE(self) -> str | None:
        """Its word in the rail; None for pages that one reaches through others."""
        ...

    def layout(self, selection: Selection) -> Component:
        """Give the page without data: headings, controls and the shape of what comes, with all its ids."""
        ...

    def register(self, app: Dash, site: Site) -> None:
        """Add the callbacks that fill the layout from `site.view(address)`."""
        ...


ROLL_UPS = tuple(rollup.RollUpPage(kind) for kind in rollup.KINDS)
PAGES: Sequence[Page] = (
    strategy_map, objective, portfolio, alignment, kpi, project, *ROLL_UPS, resources, changes, loads, missing,
    decisions, dependencies, benefits, conflict, skills, person, lending,
)  # fmt: skip


# Every page that has a word in the rail has it there, or behind "More".
ASIDE = frozenset({missing.PATH, decisions.PATH, dependencies.PATH, benefits.PATH, skills.PATH, lending.PATH})


def find_page(selection: Selection) -> Page | None:
    """Give the page that a selection asks for, or None when there is none of that name and shape."""
    keyed = selection.key is not None
    return next((page for page in PAGES if name_of(page) == selection.page and is_keyed(page) == keyed), None)


def name_of(page: Page) -> str:
    """Give the first word of a page's path; the map, at `/`, is called map."""
    return page.PATH.split("/")[1] or "map"


def is_keyed(page: Page) -> bool:
    """Say whether a key follows the name of the page."""
    return page.PATH.endswith("/<key>")
