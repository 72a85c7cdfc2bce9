"""The scene as cytoscape elements: plain nodes with given places, `segments` edges with given corners."""

from typing import Any

from dashboard.figures.strategy_map.faces import LABELS, margins
from dashboard.figures.strategy_map.layout import Box, Point
from dashboard.figures.strategy_map.scene import Item, Line, Scene

Element = dict[str, Any]


def cytoscape(of: Scene, selected: str | None, lit: frozenset[str]) -> list[Element]:
    """Nodes, then edges. Classes: kind, status, stale, sign, `open`, `lit`, `faded`, `selected`."""
    boxes = {item.id: item.box for item in of.items}
    nodes = [_node(item, _lighting(item.subject, selected, lit)) for item in of.items]
    edges = [_edge(line, boxes, _edge_lighting(line, selected, lit)) for line in of.lines]
    return nodes + edges


def _lighting(subject: str, selected: str | None, lit: frozenset[str]) -> str | None:
    if not lit:
        return None
    if subject in ("vision", "mission"):
        return None
    if subject not in lit:
        return "faded"
    return "lit selected" if subject == selected else "lit"


def _edge_lighting(line: Line, selected: str | None, lit: frozenset[str]) -> str | None:
    """As of a node; a lit link tells its lag when it is an `effect` or a `cause` of the selected card."""
    lighting = _lighting(line.subject, selected, lit)
    if lighting == "lit" and line.kind == "link" and selected in (line.source, line.target):
        return "lit effect" if line.source == selected else "lit cause"
    return lighting


def _node(item: Item, lighting: str | None) -> Element:
    x, y = item.box.centre
    data = {
        "id": item.id,
        "subject": item.subject,
        "kind": item.kind,
        "w": round(item.box.width, 1),
        "h": round(item.box.height, 1),
    }
    if item.kind not in _ONE_SIZE and item.texts:
        label = LABELS[item.kind, next(iter(item.texts))]
        data["mx"], data["my"] = margins(label, item.box.width, item.box.height)
    data |= item.texts
    data |= {name: text for name, text in (("whole", item.whole), ("reason", item.reason)) if text}
    if item.status and item.kind in _MARKED:
        data["status"] = item.status
    words = (
        item.kind,
        item.status if item.kind in _MARKED else None,
        "stale" if item.stale else None,
        "open" if item.open else None,
        item.fate,
        lighting,
    )
    return {"data": data, "position": {"x": round(x, 1), "y": round(y, 1)}, "classes": " ".join(filter(None, words))}


_ONE_SIZE = {"card", "meta", "figure", "was"}
_MARKED = {"card", "was", "figure", "kpi", "project", "milestone"}


def _edge(line: Line, boxes: dict[str, Box], lighting: str | None) -> Element:
    weights, distances = segments(line.corners)
    data = {
        "id": line.id,
        "subject": line.subject,
        "kind": line.kind,
        "source": line.source,
        "target": line.target,
        "width": line.width,
        "weights": " ".join(f"{weight:.5f}" for weight in weights),
        "distances": " ".join(f"{distance:.2f}" for distance in distances),
        "from": _endpoint(line.corners[0], boxes[line.source]),
        "to": _endpoint(line.corners[-1], boxes[line.target]),
    }
    if line.label:
        data["label"] = line.label
    words = (
        line.kind,
        "lowers" if line.sign == "-" else None,
        "dashed" if line.dashed else None,
        "open" if line.open else None,
        line.fate,
        lighting,
    )
    return {"data": data, "classes": " ".join(filter(None, words))}


def _endpoint(point: Point, box: Box) -> str:
    """A point as cytoscape wants an end of an edge: pixels from the node's middle."""
    x, y = box.centre
    return f"{point[0] - x:.2f}px {point[1] - y:.2f}px"


def segments(corners: list[Point]) -> tuple[list[float], list[float]]:
    """Cytoscape's weights and distances of the corners between a line's two ends.

    With `edge-distances: endpoints` a corner lies at source + weight × (target − source), then `distance` pixels along
    the normal (−dy, dx)/length (cytoscape.js 3.28, edge-control-points.js). A line without corners gets its middle.
    """
    (x1, y1), (x2, y2) = corners[0], corners[-1]
    dx, dy = x2 - x1, y2 - y1
    squared = dx * dx + dy * dy
    between = corners[1:-1] or [((x1 + x2) / 2, (y1 + y2) / 2)]
    weights = [((x - x1) * dx + (y - y1) * dy) / squared for x, y in between]
    distances = [((y - y1) * dx - (x - x1) * dy) / squared**0.5 for x, y in between]
    return weights, distances
