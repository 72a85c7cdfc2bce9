"""The tasks of a project, as its schedules hold them."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, load_href, section, whole
from dashboard.panels.grid import day, figure, link, text
from dashboard.panels.paged import paged
from dashboard.selection import Selection
from dashboard.words import number

KINDS = {"level_of_effort": "level of effort"}
_HOUR = 60  # minutes
_COLUMNS = (
    text("code", "WBS or ID", minWidth=110),
    text("name", "Task", minWidth=240, flex=2, sortable=True, filter="agTextColumnFilter",
         filterParams={"filterOptions": ["contains"], "maxNumConditions": 1, "debounceMs": 300}),
    text("kind", "Kind", minWidth=100),
    day("start", "Start", sortable=True),
    day("finish", "Finish", sortable=True),
    day("baseline_finish", "Baseline finish", sortable=True),
    figure("percent_complete", "Complete, %", minWidth=110, sortable=True, filter=False),
    figure("work", "Work, h", minWidth=90, sortable=True, filter=False),
    link("source", "Source", minWidth=200),
)  # fmt: skip


def tasks(ident: str, count: int) -> Component:
    """Give the tasks as a table that asks for its rows; `count` is how many lines the schedules hold."""
    if not count:
        return section("Tasks", [html.P("No schedule of it has been loaded, so no task is known.")])
    about = f"{number(count)} lines, in the order of the schedule; they come as one scrolls."
    return section("Tasks", [paged(ident, _COLUMNS, count, "Tasks in the order of the schedule")], about=about)


def lines(rows: pd.DataFrame, selection: Selection) -> list[dict[str, Any]]:
    """Give tasks as rows of the table: `rows` as `view.tasks`."""
    return [_line(row, selection) for row in rows.to_dict("records")]


def _line(row: dict[Any, Any], selection: Selection) -> dict[str, Any]:
    revision = whole(row["source_revision"])
    return {
        "code": row["code"] or row["wbs"] or row["uid"],
        "name": row["name"],
        "kind": KINDS.get(row["kind"], row["kind"]),
        **{name: row[name] for name in ("start", "finish", "baseline_finish")},
        "percent_complete": None if is_missing(row["percent_complete"]) else float(row["percent_complete"]),
        "work": None if is_missing(row["work"]) else row["work"] / _HOUR,
        "source": row["source"],
        "href": None if revision is None else load_href(selection, revision),
    }
