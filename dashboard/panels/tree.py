"""The strategy map as a tree that one walks by keys: the same things, the same statuses, every name a link."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.figures.tokens import STATUSES
from dashboard.panels.blocks import href
from dashboard.panels.parts import Element, element
from dashboard.selection import Node, Selection
from dashboard.view import MapFrames
from dashboard.words import number

MOST_KPIS = 150  # a larger map shows the KPIs of what is selected only


def tree(frames: MapFrames, selection: Selection) -> Element:
    """Give bands, objectives, KPIs and projects as nested lists; the browser walks them by arrow keys. Where two
    moments are compared, each says what changed.
    """
    shown = frames.kpis
    if len(shown) > MOST_KPIS:
        shown = shown[shown["objective"] == (selection.node.key if selection.node else "")]
    kpis = _by(shown, "objective")
    work = _by(frames.projects, "kpi")
    objectives = _by(frames.objectives, "band")
    bands = [*frames.bands.to_dict("records"), {"key": None, "kind": "perspective", "name": "Without perspective"}]
    items = [
        _item(
            f"band:{band['key'] or ''}",
            band["name"] or band["key"],
            href(band["kind"], band["key"], selection),
            None,
            [_objective(row, kpis, work, selection) for row in objectives.get(band["key"], [])],
        )
        for band in bands
        if objectives.get(band["key"])
    ]
    if frames.links_told:
        told = [_item(f"told:{at}", said, None, None, []) for at, said in enumerate(frames.links_told)]
        items.append(_item("band:told", "Links that changed", None, None, told))
    return element("Ul", items, className="tree", role="tree", **{"aria-label": "Strategy map as a tree"})


def _by(frame: pd.DataFrame, column: str) -> dict[Any, list[dict[Any, Any]]]:
    groups: dict[Any, list[dict[Any, Any]]] = {}
    for row in frame.to_dict("records"):
        groups.setdefault(row[column], []).append(row)
    return groups


def _objective(row: dict[Any, Any], kpis: Any, work: Any, selection: Selection) -> Element:
    said = [row["value_text"], row["trend"], row["owner"], row["age_text"], _stale(row)]
    node = Node("objective", row["key"])
    children = [_kpi(kpi, work, selection) for kpi in kpis.get(row["key"], [])]
    href, why = selection.select(node).href, row["reason"]
    return _item(str(node), row["name"] or row["key"], href, row["status"], children, said, why, _told(row))


def _kpi(row: dict[Any, Any], work: Any, selection: Selection) -> Element:
    done = f"{number(round(row['completion'])) or '0'} % of the way" if row["completion"] is not None else None
    over = f"{number(row['over'])} % of its way is declared, more than there is" if row["over"] else None
    said = [row["value_text"], done, row["trend"], over, _stale(row)]
    node = Node("kpi", row["key"])
    # A row says what all contributions of its project are to do, so that of one is enough.
    projects = [_project(one, selection) for one in {one["project"]: one for one in work.get(row["key"], [])}.values()]
    return _item(
        str(node),
        row["name"] or row["key"],
        selection.select(node).href,
        row["status"],
        projects,
        said,
        row["because"],
        _told(row),
    )


def _project(row: dict[Any, Any], selection: Selection) -> Element:
    node = Node("project", row["project"])
    said = ["project", row["effect"], _stale(row)]
    return _item(
        str(node),
        row["name"] or row["project"],
        selection.select(node).href,
        row["status"],
        [],
        said,
        row["because"],
        _told(row),
    )


def _told(row: dict[Any, Any]) -> list[str]:
    """Give what changed of a thing, where two moments are compared, and of an objective how much below it."""
    told = [*(row.get("told") or ())]
    return [*told, f"Below it: {row['below']}."] if row.get("below") else told


def _stale(row: dict[Any, Any]) -> str | None:
    return "stale" if row["stale"] else None


def _item(
    subject: str,
    name: str,
    there: str | None,
    status: str | None,
    children: list[Element],
    said: Iterable[str | None] = (),
    reason: str | None = None,
    told: Iterable[str] = (),
) -> Element:
    of_band = {} if status else {"className": "tree-band"}
    label = element("A", name, href=there, tabIndex=-1, **of_band) if there else element("Span", name, **of_band)
    words = " · ".join(part for part in (STATUSES[status].word if status else None, *said) if part)
    line = [*([_mark(status)] if status else []), label]
    line += [element("Span", words, className="second")] if words else []
    parts = [element("Div", line, className="tree-line")]
    if reason:
        parts.append(element("Div", reason, className="tree-reason second"))
    parts += [element("Div", f"Changed: {one}", className="tree-reason tree-told") for one in told]
    expanded = {}
    if children:
        parts.append(element("Ul", children, role="group"))
        expanded = {"aria-expanded": "true"}
    return element("Li", parts, role="treeitem", tabIndex=-1, **{"data-node": subject}, **expanded)


def _mark(status: str) -> Element:
    """Give the mark of a status, as `marks.mark` does."""
    known = STATUSES[status]
    said = {"data-status": status, "aria-label": known.word}
    return element("Span", known.letter, className="mark", role="img", **said)
