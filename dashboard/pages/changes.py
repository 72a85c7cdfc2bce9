"""What changed between two moments, the worst first, with the cause of each."""

from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.panels import changes
from dashboard.panels.instead import nothing_then
from dashboard.panels.parts import apart, heading, note, sheet
from dashboard.selection import HIGHEST_REVISION, Selection
from dashboard.site import ADDRESS, Site
from dashboard.view import View
from dashboard.view.changes import moments

PATH = "/changes"
PLACE = "Changes"


class Ids(StrEnum):
    """Ids of this page."""

    TITLE = "changes-title"
    BODY = "changes-body"


def layout(selection: Selection) -> Component:
    """Give the page without data."""
    return sheet("What changed", selection, Ids.TITLE, Ids.BODY)


def register(app: Dash, site: Site) -> None:
    """Fill the page from the address: `from` and `to`, each a day or the number of a load."""

    @app.callback(Output(Ids.TITLE, "children"), Output(Ids.BODY, "children"), Input(ADDRESS, "data"))
    def draw(asked: Any) -> tuple[Any, list[Component]]:
        view = site.view(asked)
        (first, last), problems = chosen(view.selection)
        since, until = moments(view, first, last)
        if until is None:
            return apart([nothing_then(view.selection)])
        rows = site.changes(view, since, until)
        notes: list[Component] = [note(problem, "warning") for problem in problems]
        loads = view.loads()
        return apart(
            [
                heading("What changed", view.selection),
                *notes,
                changes.moments(loads, since, until, view.selection),
                *changes.opening(rows, since, until),
                *_tables(rows, view, since.number if since else 0, until.number),
            ]
        )


def _tables(rows: pd.DataFrame, view: View, first: int, last: int) -> list[Component]:
    if rows.empty:
        return []
    return [changes.told(rows, view.selection), changes.every(rows, view.selection, first, last)]


def chosen(selection: Selection) -> tuple[tuple[date | int | None, date | int | None], list[str]]:
    """Read `from` and `to` of the address; what is neither a day nor a number of a load is left out and named."""
    found: list[date | int | None] = []
    problems: list[str] = []
    for name in ("from", "to"):
        text = selection.last(name)
        value = _moment(text)
        if text and value is None:
            problems.append(f"Left out of the address: {name}. Expected a day, YYYY-MM-DD, or the number of a load.")
        found.append(value)
    return (found[0], found[1]), problems


def _moment(text: str) -> date | int | None:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return min(int(text), HIGHEST_REVISION)
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
