"""Sends elements that only show something as one component, which the browser draws in one go (`assets/still.js`).

Every component of Dash looks at the state of the page again whenever anything on it changes, so a page of a thousand of
them is slow, however little of it ever changes.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from dash.development.base_component import Component

from dashboard.panels.parts import element

# Of HTML, as Dash names them; `assets/still.js` draws the same and no others.
KINDS = frozenset(
    (
        "A", "Article", "Aside", "Button", "Caption", "Code", "Dd", "Details", "Div", "Dl", "Dt", "H1", "H2", "H3",
        "Header", "Kbd", "Li", "Nav", "Ol", "P", "Pre", "Section", "Span", "Strong", "Summary", "Table", "Tbody", "Td",
        "Th", "Thead", "Tr", "Ul",
    )
)  # fmt: skip
_HTML = "dash_html_components"
# What such an element may have beside its children, data- and aria-: nothing that somebody could listen to.
_PLAIN = frozenset(("className", "download", "href", "rel", "role", "scope", "style", "tabIndex", "target", "title"))
_NAMED = ("data-", "aria-")
_OF_DASH = ("_", "available_")  # what a component has beside its properties

_MANY = (list, tuple)
_STILL = (tuple, str, int, float, type(None))


def folded(drawn: Any) -> Any:
    """Give what is to be drawn with every run of still elements as one component, text and order as they were.

    An element is still when neither it nor anything in it has an id or is a component of another kind than plain HTML.
    What has such a thing in it stays as it is, with the runs in it folded. Nothing that was given is changed.
    """
    if isinstance(drawn, _MANY):
        return list(_runs(map(_fold, drawn)))
    found = _fold(drawn)
    return _component([found]) if isinstance(found, tuple) else found


def _fold(node: Any) -> Any:
    """Give a still element as a tuple, and anything else as Dash sends it, text as text."""
    if isinstance(node, _STILL) or (found := _element(node)) is None:
        return node
    kind, given = found
    still, children = kind in KINDS, []
    properties: dict[str, Any] = {}
    for name, value in given.items():
        if name == "children":
            children = [_fold(one) for one in (value if isinstance(value, _MANY) else [] if value is None else [value])]
        elif not name.startswith(_OF_DASH):
            properties[name] = value
            still = still and (name in _PLAIN or name.startswith(_NAMED))
    if still and all(map(_is_still, children)):
        return (kind.lower(), properties, *children)
    return element(kind, list(_runs(children)), **properties)


def _element(node: Any) -> tuple[str, dict[str, Any]] | None:
    """Give the kind of an element of HTML and what it has; None for text and other components."""
    if isinstance(node, dict):
        return (node["type"], node["props"]) if node["namespace"] == _HTML else None
    if isinstance(node, Component):
        return (node._type, vars(node)) if node._namespace == _HTML else None
    return None


def _is_still(node: Any) -> bool:
    return isinstance(node, _STILL)


def _runs(nodes: Iterable[Any]) -> Iterator[Any]:
    """Give the nodes in order, those beside each other that are still as one component, and text alone as it is."""
    for still, run in groupby(nodes, _is_still):
        found = list(run)
        if still and any(isinstance(node, tuple) for node in found):
            yield _component(found)
        else:
            yield from found


def _component(drawn: list[Any]) -> dict[str, Any]:
    return {"type": "Still", "namespace": "throughline", "props": {"drawn": drawn}}
