"""Tables that sort, filter and scroll: AG Grid in our colours, every name a link, every number comparable."""

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from dashboard.panels.parts import attributes

Column = dict[str, Any]

_THEME = {"function": "throughlineGrid(themeQuartz)"}  # in assets/grid.js, made of the variables of tokens.css
_ROW = 36
_MOST_ROWS_AT_ONCE = 15
OPTIONS: dict[str, Any] = {
    "theme": _THEME,
    "animateRows": False,
    "suppressCellFocus": False,
    "enableCellTextSelection": True,
    "ensureDomOrder": True,
    "tooltipShowDelay": 300,
    "rowHeight": _ROW,
    "headerHeight": _ROW,
}


def text(field: str, heading: str, **more: Any) -> Column:
    """Give a column of plain text; what does not fit is whole on hover."""
    return {"field": field, "headerName": heading, "tooltipField": field, **more}


def link(field: str, heading: str, href: str = "href", **more: Any) -> Column:
    """Give a column of names that are links; the field `href` of a row holds where each leads."""
    return text(field, heading, cellRenderer="Link", cellRendererParams={"href": href}, **{"minWidth": 180, **more})


def figure(field: str, heading: str, **more: Any) -> Column:
    """Give a column of numbers, set to be compared; the unit belongs in the heading. Missing is a dash."""
    value = {"function": "throughlineFigure(params.value)"}
    return {
        "field": field,
        "headerName": heading,
        "type": "rightAligned",
        "minWidth": 136,  # a number that is cut is another number
        "filter": "agNumberColumnFilter",
        "valueFormatter": value,
        **more,
    }


def day(field: str, heading: str, **more: Any) -> Column:
    """Give a column of ISO days or moments, said as 31 Oct 2026 and sorted by time. Missing is a dash."""
    value = {"function": "throughlineDay(params.value)"}
    return {
        "field": field,
        "headerName": heading,
        "type": "rightAligned",
        "valueFormatter": value,
        "minWidth": 124,
    } | more


def status(field: str, heading: str = "Status", **more: Any) -> Column:
    """Give a column of statuses (`on_track` …), as mark and word; a true field `stale` hatches the mark."""
    return {"field": field, "headerName": heading, "cellRenderer": "Status", "minWidth": 150, **more}


def height(rows: int, most: int = _MOST_ROWS_AT_ONCE) -> int:
    """Give the pixels of a table of so many rows, of which at most `most` are seen at once."""
    return (min(max(rows, 1), most) + 1) * _ROW + 4


def grid(
    ident: str, columns: Sequence[Column], rows: list[dict[str, Any]], label: str, *, most: int = _MOST_ROWS_AT_ONCE
) -> Component:
    """Give a table named by `label`, as high as its rows and at most `most` of them. `ident` is that of the grid."""
    table = dag.AgGrid(
        id=ident,
        columnDefs=list(columns),
        rowData=rows,
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "filter": True,
            "minWidth": 80,
            "suppressHeaderMenuButton": False,
        },
        dashGridOptions=OPTIONS,
        columnSize="responsiveSizeToFit",
        className="grid",
        style={"height": f"{height(len(rows), most)}px"},
    )
    return html.Div(table, role="region", **attributes(aria_label=label))
