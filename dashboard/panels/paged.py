"""Tables too long to send whole: a hundred rows at a time, as one scrolls."""

from collections.abc import Callable, Sequence
from typing import Any

import dash_ag_grid as dag
from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from werkzeug.exceptions import BadRequest

from dashboard.panels.grid import OPTIONS, Column, height
from dashboard.panels.parts import attributes
from dashboard.view import Page

ROWS = 100

Fetch = Callable[[Any, Page], tuple[list[dict[str, Any]], int]]  # address, page -> rows, how many there are


def paged(ident: str, columns: Sequence[Column], count: int, label: str) -> Component:
    """Give a table named by `label` that asks for its rows; `count` is how many there are, for its height."""
    table = dag.AgGrid(
        id=ident,
        columnDefs=[{"filter": False, "sortable": False, "minWidth": 80, **column} for column in columns],
        defaultColDef={"resizable": True},
        rowModelType="infinite",
        dashGridOptions=OPTIONS
        | {
            "cacheBlockSize": ROWS,
            "maxBlocksInCache": 10,
            "infiniteInitialRowCount": min(count, ROWS),
            "maxConcurrentDatasourceRequests": 1,
        },
        columnSize="responsiveSizeToFit",
        className="grid",
        style={"height": f"{height(count)}px"},
    )
    return html.Div(table, role="region", **attributes(aria_label=label))


def answer(app: Dash, ident: str, address: str, fetch: Fetch) -> None:
    """Let a table of `paged` get its rows by `fetch`; `address` is the store that holds what is shown."""

    @app.callback(
        Output(ident, "getRowsResponse"),
        Input(ident, "getRowsRequest"),
        State(address, "data"),
        prevent_initial_call=True,
    )
    def rows(request: Any, asked: Any) -> dict[str, Any]:
        found, count = fetch(asked, page_of(request))
        return {"rowData": found, "rowCount": count}


def page_of(request: Any) -> Page:
    """Read what a table asks for. Raises BadRequest for what no table of ours asks."""
    try:
        first, last = int(request["startRow"]), int(request["endRow"])
        sorts = request.get("sortModel") or []
        named = (request.get("filterModel") or {}).get("name", {}).get("filter")
        order = (str(sorts[0]["colId"]), sorts[0]["sort"] == "desc") if sorts else None
        return Page(first, last - first, order, None if named is None else str(named)[:100])
    except (TypeError, KeyError, ValueError, AttributeError, IndexError) as error:
        raise BadRequest("the rows asked for are not those of a table of this page") from error
