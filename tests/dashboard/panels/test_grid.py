"""Tables: names are links, numbers are set to be compared, and a table is as high as it needs."""

from dashboard.panels import grid
from tests.dashboard.layouts import children

ROWS = [{"name": "Line 7", "href": "/project/P7", "cost": 1_250_000.5, "status": "off_track", "stale": True}]
COLUMNS = [grid.link("name", "Project"), grid.figure("cost", "Cost, EUR"), grid.status("status")]


def test_a_table_has_a_name_and_its_rows_as_they_are():
    region = grid.grid("map-grid", COLUMNS, ROWS, "Projects").to_plotly_json()["props"]
    assert (region["role"], region["aria-label"]) == ("region", "Projects")
    assert region["children"].rowData == ROWS


def test_a_table_is_as_high_as_its_rows_and_no_higher_than_fifteen():
    tables = [children(grid.grid("x", COLUMNS, ROWS * count, "Projects")) for count in (0, 1, 15, 5_000)]
    assert [table.style["height"] for table in tables] == ["76px", "76px", "580px", "580px"]


def test_columns_say_how_they_are_drawn():
    drawn = [(column["headerName"], column.get("cellRenderer"), column.get("type")) for column in COLUMNS]
    assert drawn == [("Project", "Link", None), ("Cost, EUR", None, "rightAligned"), ("Status", "Status", None)]
