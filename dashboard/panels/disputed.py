"""Values on which the sources of a project or milestone disagree, one row each."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import href, section
from dashboard.panels.grid import link, text
from dashboard.panels.paged import paged
from dashboard.panels.stated import called, shown
from dashboard.selection import Selection

TITLE = "Where sources disagree"
_KINDS = {"project": "Project", "milestone": "Milestone"}
_ABOUT = (
    "Mend what is wrong in its source. Whose word counts for a field is declared by a setting such as "
    "precedence.project.finish in the register."
)


def table(ident: str, count: int) -> Component:
    """Give the table of `count` values, which asks for its rows."""
    if not count:
        return section(TITLE, [html.P("The sources of no project and no milestone contradict each other.")])
    columns = [
        link("name", "Name", width=220),
        text("kind", "Kind", width=90),
        text("field", "Field", minWidth=100, width=110),
        text("value", "Says", minWidth=140, width=160),
        text("feed", "Feed", minWidth=100, width=110),
        text("counts", "Counts", minWidth=260, width=370),
        text("source", "Source", minWidth=200, width=230),
    ]
    return section(TITLE, [paged(ident, columns, count, TITLE)], about=_ABOUT)


def lines(rows: pd.DataFrame, selection: Selection) -> list[dict[str, Any]]:
    """Give values, `rows` as `view.disputed.everything`, as rows of the table."""
    return [
        {
            "name": row["name"] or row["key"],
            "href": href("project", row["project"], selection),
            "kind": _KINDS[row["kind"]],
            "field": called(row["field"]),
            "value": shown(row["field"], row["value"]),
            "feed": row["feed"],
            "counts": f"yes: {row['because']}" if row["counts"] else f"no: {row['because']}",
            "source": row["source"],
        }
        for row in rows.to_dict("records")
    ]
