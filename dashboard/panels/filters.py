"""The filters of the map, each tied to a parameter of the address."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.figures.tokens import STATUSES
from dashboard.panels.parts import attributes, icon
from dashboard.panels.several import several

WORDS = {
    "perspective": "Perspective",
    "theme": "Theme",
    "owner": "Owner",
    "department": "Department",
    "programme": "Programme",
    "status": "Status",
    "recommendation": "Recommendation",
    "collapsed": "Collapsed",
}


def filters(idents: dict[str, str]) -> Component:
    """Give a select for each filter; `idents` maps the parameter of the address to the id of its control."""
    button = html.Button([icon("filter"), "Filter"], className="top-button", **attributes(aria_haspopup="dialog"))
    controls = html.Div([_select(name, ident) for name, ident in idents.items()], className="filters", role="group")
    return dmc.Popover(
        [
            dmc.PopoverTarget(button, boxWrapperProps={"className": "target"}),
            dmc.PopoverDropdown(controls),
        ],
        position="bottom-start",
        withinPortal=False,  # so that the controls follow the button for whoever walks by keys
        returnFocus=True,
        keepMounted=True,
    )


def _select(name: str, ident: str) -> Component:
    word = WORDS[name]
    if name == "collapsed":
        return several(ident, word, label="Drawn as one card", none="None", beside=True)
    return several(ident, word, label=word, beside=True)


def options(choices: dict[str, dict[str, str]], bands: list[tuple[str, str, str]]) -> dict[str, list[dict[str, Any]]]:
    """Give the options of every filter from `View.choices`; `bands` are (kind, key, name) of what can be collapsed."""
    found = {name: _options(values) for name, values in choices.items()}
    found["owner"] = _options({name: name for name in choices["owner"].values()})
    found["status"] = _options({status: STATUSES[status].word for status in STATUSES})
    found["collapsed"] = _options({f"{kind}:{key}": name for kind, key, name in bands})
    return found


def _options(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in values.items()]
