"""What every page is given: the store, the settings, and how to read what the address asks for."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate
from werkzeug.exceptions import BadRequest

from dashboard.analysis.working_time import YEAR, Span, weeks_from
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from dashboard.view.able import Hands, hands_of
from dashboard.view.ahead import Found, objective_of
from dashboard.view.changes import changes_of
from dashboard.view.conflicts import Conflicts, conflicts_of
from dashboard.view.lending import Lending, lending_of
from dashboard.view.resources import Everybody, everybody_of
from dashboard.view.rollup import Whole, whole_of
from dashboard.view.skills import SkillsView, skills_of
from data.memory import Memory
from data.store import Revision, Store

_Fill = TypeVar("_Fill", bound=Callable[..., list[Component]])
LOCATION = "location"  # dcc.Location
REVISION = "revision"  # dcc.Store: number of the newest revision, 0 for an empty store
THEME = "theme"  # dcc.Store: "light" or "dark"; only what cannot be coloured by CSS listens to it
ADDRESS = "address"  # dcc.Store: {"at": "/objective/O1?as_of=2026-10-31", "revision": 7}
FILTERS = "filters"  # dcc.Store: the same without the node and the zoom: what a main picture depends on

OFFERED = 12  # days of loads, as a choice beside a calendar
_LONGEST_ADDRESS = 20_000


@dataclass(frozen=True, slots=True)
class Site:
    """One dashboard: its store and its settings."""

    store: Store
    settings: Settings
    _objectives: Memory[Found | None] = field(default_factory=lambda: Memory(8), repr=False, compare=False)
    _projects: Memory[pd.DataFrame] = field(default_factory=lambda: Memory(4), repr=False, compare=False)
    _changes: Memory[pd.DataFrame] = field(default_factory=lambda: Memory(16), repr=False, compare=False)
    _wholes: Memory[Whole] = field(default_factory=lambda: Memory(2), repr=False, compare=False)
    _lending: Memory[Lending] = field(default_factory=lambda: Memory(2), repr=False, compare=False)
    _conflicts: Memory[Conflicts] = field(default_factory=lambda: Memory(2), repr=False, compare=False)
    _hands: Memory[Hands] = field(default_factory=lambda: Memory(2), repr=False, compare=False)
    _skills: Memory[SkillsView] = field(default_factory=lambda: Memory(3), repr=False, compare=False)
    _everybody: Memory[Everybody] = field(default_factory=lambda: Memory(2), repr=False, compare=False)

    def selection(self, asked: Any) -> Selection:
        """Read the value of the stores `ADDRESS` or `FILTERS`. Raises BadRequest for what no page of ours sends, and
        PreventUpdate for none: who leaves a page at once asks with the stores of the next, before they are filled.
        """
        if asked is None:
            raise PreventUpdate
        at = asked.get("at") if isinstance(asked, dict) else None
        if not isinstance(at, str) or len(at) > _LONGEST_ADDRESS:
            raise BadRequest("the address in the callback is not one that this page sends")
        return Selection.parse(at)

    def view(self, asked: Any) -> View:
        """Give what the store says to the value of `ADDRESS` or `FILTERS`, under the keys that things have at its
        moment. Raises BadRequest as `selection` does.
        """
        return View(self.store, self.selection(asked), self.settings.moment()).following()

    def objective(self, view: View, key: str) -> Found | None:
        """Give an objective and what lies ahead of it, for every part of its page and of the panel beside the map."""
        return self._objectives.get((view.number, view.today, key), lambda: objective_of(view, key))

    def projects(self, view: View) -> pd.DataFrame:
        """Give all projects of a view's moment, whatever is selected (`view.portfolio.index`), for every page of a
        table and every filter that asks for them again. Nobody changes them.
        """
        return self._projects.get((view.number, view.today), view.portfolio)

    def changes(self, view: View, since: Revision | None, until: Revision) -> pd.DataFrame:
        """Give what changed between two revisions (`view.changes.changes_of`), for a meeting that asks again and again
        and for every objective that asks for its part. Nobody changes it.
        """
        key = since.number if since else 0, until.number, view.today
        return self._changes.get(key, lambda: changes_of(view, since, until))

    def whole(self, view: View) -> Whole:
        """Give what every roll-up of a view's moment is taken from."""
        return self._wholes.get((view.number, view.today), lambda: whole_of(view, self.projects(view)))

    def conflicts(self, view: View, weeks: int = YEAR) -> Conflicts:
        """Give the conflicts of so many weeks from that of a view's moment on."""
        span = weeks_from(view.today, weeks)
        return self._conflicts.get((view.number, view.today, span), lambda: conflicts_of(view, span))

    def everybody(self, view: View, weeks: int, *, projects: bool) -> Everybody:
        """Give what everybody, or all projects, have and are asked for in these weeks."""
        key = view.number, view.today, weeks, projects
        return self._everybody.get(key, lambda: everybody_of(view, weeks, projects))

    def hands(self, view: View) -> Hands:
        """Give who could do work, and what it costs."""
        return self._hands.get((view.number, view.today), lambda: hands_of(view))

    def skills(self, view: View, span: Span) -> SkillsView:
        """Give the skills over some whole weeks."""
        key = view.number, view.today, span
        return self._skills.get(key, lambda: skills_of(view, self.hands(view), span))

    def lending(self, view: View) -> Lending:
        """Give what departments lend in the half year of a view's moment."""
        return self._lending.get((view.number, view.today), lambda: lending_of(view))


def bind(app: Dash, component: str, parameter: str, *, many: bool = False) -> None:
    """Tie the `value` of a component to a parameter of the address, both ways, in the browser.

    `many`: the component is a select of several options, and the parameter may come several times. Until its options
    are there it drops every value by itself, so only what a person chose in it goes into the address. An empty value is
    an absent parameter.
    """
    name = json.dumps(parameter)
    if not many:
        app.clientside_callback(
            f"(search, value) => throughline.read({name}, false, search, value)",
            Output(component, "value"),
            Input(LOCATION, "search"),
            State(component, "value"),
        )
        app.clientside_callback(
            f"value => throughline.write({name}, value)", Input(component, "value"), prevent_initial_call=True
        )
        return
    app.clientside_callback(
        f"(search, _, value) => throughline.read({name}, true, search, value)",
        Output(component, "value"),
        Input(LOCATION, "search"),
        Input(component, "data"),
        State(component, "value"),
    )
    app.clientside_callback(
        f"value => throughline.chosen({json.dumps(component)}) && throughline.write({name}, value)",
        Input(component, "value"),
        prevent_initial_call=True,
    )


def after(app: Dash, title: str, place: str, *more: Input, of: str = ADDRESS) -> Callable[[_Fill], _Fill]:
    """Decorate what fills a place of a page once the page has its title, and so its body.

    It is given the values of `more` inputs, then what is asked for: with the address (`of` ADDRESS), or by its FILTERS.
    """

    def added(give: _Fill) -> _Fill:
        @app.callback(
            Output(place, "children"),
            Input(title, "children"),
            *more,
            State(of, "data"),
            prevent_initial_call=True,
        )
        def fill(_: Any, *given: Any) -> list[Component]:
            return give(*given)

        return give

    return added


def follow(app: Dash, *taps: Input) -> None:
    """Let the browser go to the `href` in the data of what was tapped, such as a node of the map."""
    for tap in taps:
        app.clientside_callback(ClientsideFunction("throughline", "follow"), tap, prevent_initial_call=True)
