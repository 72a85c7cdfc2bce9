"""A status as people see it everywhere outside the map: shape, letter, colour and word."""

from dash import html
from dash.development.base_component import Component

from dashboard.figures.tokens import STATUSES
from dashboard.panels.parts import attributes


def mark(status: str, *, milestone: bool = False) -> Component:
    """Give the mark alone, for places where there is no room for the word; a milestone's is a diamond."""
    shape = " mark-milestone" if milestone else ""
    said = attributes(data_status=status, aria_label=STATUSES[status].word)
    return html.Span(STATUSES[status].letter, className=f"mark{shape}", role="img", **said)


def status(status: str, *, milestone: bool = False, stale: str | None = None) -> Component:
    """Give the mark with its word, and the age of the data in words where it is stale ("3 months old")."""
    shape = " mark-milestone" if milestone else ""
    hidden = attributes(data_status=status, aria_hidden="true")
    letter = html.Span(STATUSES[status].letter, className=f"mark{shape}{' mark-stale' if stale else ''}", **hidden)
    words = STATUSES[status].word + (f", {stale}" if stale else "")
    return html.Span([letter, words], className="status", **attributes(data_status=status))
