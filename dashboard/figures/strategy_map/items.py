"""What a scene is made of: boxes with labels, and lines between them."""

from typing import NamedTuple

from dashboard.figures.strategy_map.layout import Box, Point


class Item(NamedTuple):
    """A box with a label; `texts` by face, a face without a text is not drawn."""

    id: str
    subject: str
    kind: str
    box: Box
    texts: dict[str, str]
    status: str | None = None
    stale: bool = False
    open: bool = False  # shown as seen near, whatever the zoom
    whole: str = ""  # the whole name, for hover and for whoever cannot see the canvas
    reason: str = ""
    fate: str | None = None  # where two moments are compared: added, removed, changed or same


class Line(NamedTuple):
    """An arrow by its corners, from item to item."""

    id: str
    subject: str
    kind: str  # link or contribution
    source: str
    target: str
    corners: list[Point]
    sign: str = "+"
    width: int = 1
    dashed: bool = False
    open: bool = False
    label: str = ""
    fate: str | None = None
