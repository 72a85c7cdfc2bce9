"""The strategy map as a tree that one walks by keys: the same things, the same statuses, every name a link."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.figures.tokens import STATUSES
from dashboard.panels.marks import mark
from dashboard.panels.parts import attributes
from dashboard.selection import Node, Selection
from dashboard.view import MapFrames

MOST_KPIS = 150  # a larger map shows the KPIs of what is selected only


def tree(frames: MapFrames, selection: Selection) -> Component:
    """Give bands, objectives, KPIs and projects as nested lists; the browser walks them by arrow keys."""
    kpis = _by(frames.kpis, "objective")
    if len(frames.kpis) > MOST_KPIS:
        kept = selection.node.key if selection.node else ""
        kpis = {key: rows for key, rows in kpis.items() if key == kept}
    work = _by(frames.projects, "kpi")
    objectives = _by(frames.objectives, "band")
    bands = [*frames.bands.to_dict("records"), {"key": None, "name": "Without perspective"}]
    items = [
        _item(
            f"band:{band['key'] or ''}",
            band["name"] or band["key"],
            None,
            None,
            [_objective(row, kpis, work, selection) for row in objectives.get(band["key"], [])],
        )
        for band in bands
        if objectives.get(band["key"])
    ]
    return html.Ul(items, className="tree", role="tree", **attributes(aria_label="Strategy map as a tree"))


def _by(frame: pd.DataFrame, column: str) -> dict[Any, list[dict[Any, Any]]]:
    groups: dict[Any, list[dict[Any, Any]]] = {}
    for row in frame.to_dict("records"):
        groups.setdefault(row[column], []).append(row)
    return groups


def _objective(row: dict[Any, Any], kpis: Any, work: Any, selection: Selection) -> Component:
    said = [row["value_text"], row["trend"], row["owner"], row["age_text"], _stale(row)]
    node = Node("objective", row["key"])
    children = [_kpi(kpi, work, selection) for kpi in kpis.get(row["key"], [])]
    return _item(
        str(node), row["name"] or row["key"], selection.select(node).href, row["status"], children, said, row["reason"]
    )


def _kpi(row: dict[Any, Any], work: Any, selection: Selection) -> Component:
    done = f"{row['completion']:.0f} % of the way" if row["completion"] is not None else None
    said = [row["value_text"], done, row["trend"], _stale(row)]
    node = Node("kpi", row["key"])
    projects = [_project(one, selection) for one in work.get(row["key"], [])]
    return _item(str(node), row["name"] or row["key"], selection.select(node).href, row["status"], projects, said)


def _project(row: dict[Any, Any], selection: Selection) -> Component:
    node = Node("project", row["project"])
    said = ["project", None if row["quantified"] else "not quantified", _stale(row)]
    return _item(str(node), row["name"] or row["project"], selection.select(node).href, row["status"], [], said)


def _stale(row: dict[Any, Any]) -> str | None:
    return "stale" if row["stale"] else None


def _item(
    subject: str,
    name: str,
    href: str | None,
    status: str | None,
    children: list[Component],
    said: Iterable[str | None] = (),
    reason: str | None = None,
) -> Component:
    label: Any = html.A(name, href=href, tabIndex=-1) if href else html.Span(name, className="tree-band")
    words = " · ".join(part for part in (STATUSES[status].word if status else None, *said) if part)
    line = [mark(status) if status else None, label, html.Span(words, className="second") if words else None]
    parts: list[Component] = [html.Div([part for part in line if part is not None], className="tree-line")]
    if reason:
        parts.append(html.Div(reason, className="tree-reason second"))
    expanded = {}
    if children:
        parts.append(html.Ul(children, role="group"))
        expanded = attributes(aria_expanded="true")
    return html.Li(parts, role="treeitem", tabIndex=-1, **attributes(data_node=subject), **expanded)
