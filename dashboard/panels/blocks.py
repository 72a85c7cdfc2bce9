"""Blocks that pages and the side panel are set from: sections, lists of facts, figures, sources."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.parts import Children, attributes
from dashboard.selection import Selection, extended

Fact = tuple[str, Children | None]

NOT_GIVEN = "not given"


def section(title: str, children: Sequence[Any], *, about: Children = "", name: str = "") -> Component:
    """Give a card with a heading of the second level; `about` says in a line what is in it, `name` widens it."""
    head: list[Any] = [html.H2(title)]
    if about:
        head.append(html.P(about, className="about"))
    return html.Section([html.Div(head, className="section-head"), *children], className=f"card section {name}".strip())


def facts(pairs: Sequence[Fact], *, missing: str = NOT_GIVEN) -> Component:
    """Give a list of what is known of a thing; what the sources do not say is named, not left out."""
    rows = [html.Div([html.Dt(term), html.Dd(_said(value, missing))]) for term, value in pairs]
    return html.Dl(rows, className="facts")


def figures(pairs: Sequence[tuple[str, Children, Children]]) -> Component:
    """Give the figures that open a page, at most five: what it is, the figure, and what it is measured by."""
    cells = [
        html.Div([html.Dt(term), html.Dd(value, className="figure"), html.Dd(under, className="second")])
        for term, value, under in pairs
    ]
    return html.Dl(cells, className="figures")


def source(text: str | None, revision: Any, selection: Selection) -> Children:
    """Say where a figure stands, file, sheet and row, as a link to the load that brought it."""
    if not text:
        return "no source"
    number = whole(revision)
    if number is None:
        return text
    return html.A(text, href=load_href(selection, number), className="source", title=f"Brought by load {number}")


def load_href(selection: Selection, revision: int) -> str:
    """Give the address of one load on the page of loads."""
    return extended(selection.loads, {"load": revision})


def link(kind: str, key: str | None, name: str | None, selection: Selection) -> Children:
    """Give the name of an objective, KPI, project, programme … as a link to its page at the same moment."""
    words, there = name or key or "not named", href(kind, key, selection)
    return html.A(words, href=there) if there else words


def href(kind: str, key: str | None, selection: Selection) -> str | None:
    """Give the address of the page of a thing at the same moment; None where it can have none."""
    try:
        return selection.to(kind, key).href if key else None
    except ValueError:  # a key with a slash can stand in no address
        return None


def parted(parts: Sequence[Children]) -> Component | None:
    """Give links or words with commas between them as one thing, None for nothing."""
    pieces: list[Any] = [piece for part in parts for piece in (", ", part)]
    return html.Span(pieces[1:]) if pieces else None


def csv(address: str, selection: Selection, words: str = "CSV") -> Component:
    """Give a link to the same table as a file, as of the same moment."""
    moment = selection.as_of
    asked = {} if moment is None else {"revision" if isinstance(moment, int) else "as_of": moment}
    return html.A(words, href=extended(address, {"format": "csv", **asked}), download="", className="take")


def eyebrow(parts: Sequence[Children | None]) -> Component:
    """Give the line above a title that says what kind of thing it is and what it belongs to."""
    said = [html.Span(part) for part in parts if part]
    return html.P(said, className="eyebrow")


def words_of(text: Any) -> str | None:
    """Give a text as one plain string, None where there is none."""
    return None if is_missing(text) or text == "" else str(text)


def is_missing(value: Any) -> bool:
    """Say whether a value of a frame is missing: None or not a number."""
    return value is None or (isinstance(value, float) and value != value)


def whole(value: Any) -> int | None:
    """Give a whole number of a frame, None where it is missing."""
    return None if is_missing(value) else int(value)


def plural(count: int, word: str, many: str | None = None) -> str:
    """Say a count with its word: 1 KPI, 2 KPIs."""
    return f"{count} {word if count == 1 else many or word + 's'}"


def labelled(children: Any, label: str, name: str) -> Component:
    """Give a part of a page that can be scrolled by keyboard and is named by `label`."""
    return html.Div(children, className=name, role="region", tabIndex=0, **attributes(aria_label=label))


def _said(value: Children | None, missing: str) -> Children:
    if value is None or is_missing(value) or value == "":
        return html.Span(missing, className="second")
    return value if not isinstance(value, float | int) else str(value)
