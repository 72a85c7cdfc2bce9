"""Small blocks of every page: its heading, the shape of what comes, the side panel, and what is said instead."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.selection import Selection

Children = str | Component | Sequence[str | Component]
Element = dict[str, Any]  # of HTML, as the browser gets it


def attributes(**values: Any) -> dict[str, Any]:
    """Give aria- and data- attributes, whose names have hyphens, as arguments of a component."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def element(kind: str, children: Any, **properties: Any) -> Element:
    """Give an element of HTML as the browser gets it: of thousands as components Dash would check every name."""
    return {"type": kind, "namespace": "dash_html_components", "props": {"children": children, **properties}}


def icon(name: str) -> Component:
    """Give a drawing of `assets/icons/`, which says nothing to a screen reader; its words stand beside it."""
    return html.Span(className=f"icon icon-{name}", **attributes(aria_hidden="true"))


def heading(text: Children, selection: Selection, ident: str | None = None) -> Component:
    """Give the title of a page; where the page is embedded, a link to the full page, in a tab of its own."""
    named: dict[str, Any] = {"id": ident} if ident else {}
    if not selection.embedded:
        return html.H1(text, tabIndex=-1, **named)
    return html.H1(html.A(text, href=selection.full.href, target="_blank", rel="noopener"), tabIndex=-1, **named)


def sheet(
    title: str,
    selection: Selection,
    title_id: str,
    body_id: str,
    ids: Sequence[Component] = (),
    tools: Sequence[Component] = (),
) -> Component:
    """Give a page without data: its title, its `tools`, and the shape of what comes.

    `ids` stand in the body for their ids alone, where what has them comes with the data.
    """
    body = html.Div([waiting(8), *ids], id=body_id, className="sheet-body")
    return html.Article([heading(title, selection, title_id), *tools, body], className="sheet")


def apart(drawn: Sequence[Component]) -> tuple[Any, list[Any]]:
    """Part what a page draws into what its title holds and the rest, so that the title can keep the focus."""
    instead = drawn[0] if len(drawn) == 1 and isinstance(drawn[0], html.Article) else None
    parts: Sequence[Any] = list(instead.children or []) if instead else drawn
    title = next(part for part in parts if isinstance(part, html.H1))
    rest = [part for part in parts if part is not title]
    return title.children, [html.Div(rest, className="instead")] if instead else rest


def waiting(lines: int = 3) -> Component:
    """Give the shape of what comes, for the moments until it is there; not shown before 300 ms."""
    return html.Div(
        [html.Div(className="waiting-line") for _ in range(lines)], className="waiting", role="presentation"
    )


def side_panel(ident: str, label: str = "Details", later: Sequence[Component] = ()) -> Component:
    """Give the panel at the right, or the sheet on a phone. It is open while the address has a node; Esc closes it.

    A page fills `ident`; until then, and again whenever another node is chosen, the panel keeps its place. `later` are
    the places of parts that may come in it, for their ids.
    """
    close = html.Button(
        icon("close"), className="icon-button panel-close", **attributes(aria_label="Close the details (Esc)")
    )
    return html.Aside(
        [close, html.Div([waiting(), *later], id=ident)], className="side-panel", **attributes(aria_label=label)
    )


def note(children: Children, kind: str = "info") -> Component:
    """Give a remark of one or two sentences; `kind` is info or warning."""
    return html.Div(children, className=f"note note-{kind}", role="note")
