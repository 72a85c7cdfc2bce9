"""Short tables, set to be read: headings, names of rows, figures at the right. Long ones are grids."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, labelled
from dashboard.panels.parts import Children, Element, attributes, element
from dashboard.words import number

MOST_ROWS = 200  # of a table that is no grid
NONE = "–"


class Column(NamedTuple):
    """A column: its heading, and how its cells are set: text, figure, date, wide (may wrap) or track (a drawing)."""

    heading: Children
    kind: str = "text"


def table(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], *, name: str = "", of: int | None = None
) -> Component:
    """Give a table named by `caption`, which only screen readers see. The first cell of a row is its heading.

    Cells are text, components, or numbers, which are set as figures; None is a dash. No more than MOST_ROWS are shown,
    and then the table says so: `of` is the number of all rows where `rows` are only those that are shown.
    """
    every = of or len(rows)
    shown = rows[:MOST_ROWS]
    # The roles stay what they are where CSS sets a row as a block.
    head = html.Thead(html.Tr([_heading(column) for column in columns], role="row"), role="rowgroup")
    lines: Any = [_row(columns, row) for row in shown]
    body = html.Tbody(lines, role="rowgroup")
    title = html.Caption(caption, className="unseen")
    whole = html.Table([title, head, body], className=f"table {name}".strip(), role="table")
    parts: list[Any] = [labelled(whole, caption, "scroll")]
    if every > len(shown):
        parts.append(html.P(f"The first {len(shown)} of {number(every)} are shown.", className="about"))
    return html.Div(parts)


def _heading(column: Column) -> Component:
    return html.Th(column.heading, scope="col", role="columnheader", className=f"is-{column.kind}")


def _row(columns: Sequence[Column], cells: Sequence[Any]) -> Element:
    first, *rest = zip(columns, cells, strict=True)
    head = element("Th", _said(first[1]), scope="row", role="rowheader", className=f"is-{first[0].kind}")
    return element("Tr", [head, *(_cell(column, value) for column, value in rest)], role="row")


def _cell(column: Column, value: Any) -> Element:
    label = attributes(data_label=column.heading) if isinstance(column.heading, str) else {}
    none = " is-none" if is_missing(value) else ""
    return element("Td", _said(value), className=f"is-{column.kind}{none}", role="cell", **label)


def _said(value: Any) -> Any:
    if is_missing(value):
        return element("Span", NONE, className="second", **attributes(aria_label="none"))
    if isinstance(value, str | list | Component):
        return value
    return number(float(value))
