"""Load by week as a small heatmap in plain HTML: the number in every cell, the colour of its band under it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.analysis.load_bands import Bands
from dashboard.panels.blocks import is_missing, labelled
from dashboard.panels.parts import attributes, element
from dashboard.words import day_of, number

_HAIR = 1e-6


def before_after(rows: pd.DataFrame, title: str, changed: bool, bands: Bands) -> Component:
    """Give, for everybody whom an option concerns, a line of weeks as they are and one as they would be.

    `rows` as `view.options.tried`; without a change only what is stands there. A cell is hours in percent of the
    capacity, of a supplier hours.
    """
    lines: Any = []
    for _, mine in rows.groupby("who", sort=False):
        name = str(mine["who_name"].iloc[0])
        for column, when in (("before_hours", "now"), ("after_hours", "then"))[: 1 + changed]:
            if when == "now" and mine["capacity_hours"].isna().all():
                continue  # a supplier does nothing yet
            said = f"{name}, {when}" if changed else name
            cells = [_cell(*pair, bands) for pair in zip(mine["capacity_hours"], mine[column], strict=True)]
            lines.append(line(said, cells))
    weeks = [heading(_week(day), title=day_of(day)) for day in dict.fromkeys(rows["period"])]
    return html.Div([heat_table([heading("Week from"), *weeks], lines, title), key(bands)], className="load")


def heading(words: str, **others: Any) -> Any:
    """Give the heading of a column."""
    return element("Th", words, scope="col", role="columnheader", **others)


def line(name: Any, cells: Sequence[Any]) -> Any:
    """Give a row with its name before its cells."""
    return element("Tr", [element("Th", name, scope="row", role="rowheader"), *cells], role="row")


def heat_table(head: Any, lines: Any, title: str) -> Component:
    """Give a table of lines (`line`) whose cells have the colours of load, under its headings."""
    table = html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr(head, role="row"), role="rowgroup"),
            html.Tbody(lines, role="rowgroup"),
        ],
        className="load-table",
        role="table",
    )
    return labelled(table, title, "scroll")


def drawn_from(store: str, place: str, cells: Mapping[str, Any], label: str) -> Component:
    """Give the place of a heatmap named by `label`, which the browser draws from `figures.load.cells` with its rows;
    `store` and `place` are ids.
    """
    data: Any = dict(cells)
    return html.Div(
        [dcc.Store(id=store, data=data), html.Div(id=place, className="heat", **attributes(data_label=label))]
    )


def key(bands: Bands) -> Component:
    """Say what the colours stand for."""
    swatches = [
        html.Span([html.Span(className="load-swatch", **attributes(data_band=name, aria_hidden="true")), words])
        for name, words in bands.words()
    ]
    return html.P(["Percent of capacity: ", *swatches], className="load-key about")


def _cell(capacity: Any, demand: float, bands: Bands) -> Any:
    if is_missing(capacity):
        said = f"{number(round(demand, 1))} h" if demand > _HAIR else ""
        return element("Td", said, role="cell", **{"data-band": "some" if demand > _HAIR else "free"})
    title = f"{number(round(demand, 1)) or '0'} of {number(round(float(capacity), 1)) or '0'} hours"
    if demand > _HAIR >= capacity:
        shown = f"{number(round(demand, 1))} h"  # work, and no capacity to measure it by
    else:
        shown = f"{demand / capacity * 100:.0f}" if demand > _HAIR else "0"
    return element("Td", shown, role="cell", title=title, **{"data-band": bands.of(float(capacity), demand)})


def _week(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b}"
