"""The picture of the map with what stands around it: what is said of it, its remarks, and the same as a tree."""

from collections import Counter
from dataclasses import fields, replace
from typing import Any

from dash import html

from dashboard.figures import strategy_map as figure
from dashboard.figures.tokens import STATUSES
from dashboard.panels.instead import rejections
from dashboard.panels.parts import note
from dashboard.panels.tree import tree
from dashboard.selection import Selection
from dashboard.view import MapFrames, View

_SIZES = {"wide": (1816, 790), "desk": (1240, 540), "phone": (366, 640)}


def pictured(
    frames: MapFrames, selection: Selection, size: str, said: Any, problem: str | None = None
) -> tuple[Any, ...]:
    """Give name, what is `said` of it, elements, remarks, tree, and what tells the browser whether to fit it anew."""
    drawing = drawn(frames, selection, size)
    return (
        frames.organisation or "Strategy map",
        said,
        drawing.elements,
        [note(text) for text in (*([problem] if problem else []), *remarks(frames, drawing.collapsed))],
        tree(frames, selection),
        {
            "view": selection.select(None).href,
            "node": str(selection.node) if selection.node else None,
            "size": size,
            "bands": _kind_of_bands(frames),
            "groups": _groups(drawing),
        },
    )


def said_instead(view: View) -> list[Any]:
    """Say why there is no objective to draw: nothing was loaded then, or no objective, or its rows were rejected."""
    if view.revision is None:
        return nothing_then(view.selection)
    if rejected := rejections(view.rejected(), view.selection):
        return ["The store holds no objectives yet. ", *rejected]
    portfolio = html.A("the portfolio", href=view.selection.to("portfolio").href)
    return [
        "The store holds no objectives yet: load a register with the sheet Strategy, or a plan in StratML. ",
        html.Code("throughline template register.xlsx --filled"),
        " writes one to fill in, with all that was loaded. Until then projects stand in ",
        portfolio,
        ".",
    ]


def nothing_then(selection: Selection) -> list[Any]:
    """Say that nothing had been loaded by the moment that is looked at, and how to get back."""
    now = html.A("Look at it as it is now", href=replace(selection, as_of=None).href)
    return ["Nothing had been loaded by the moment that you look at. ", now]


def _kind_of_bands(frames: MapFrames) -> str:
    """Say which parameter of the address a band stands for: perspective, or theme where there are none."""
    return str(frames.bands["kind"].iloc[0]) if len(frames.bands) else "perspective"


def _groups(drawing: figure.Drawing) -> str:
    """Say which filter opens a card into which objectives were folded for want of room."""
    return "department" if any("folded by department" in text for text in drawing.collapsed) else "theme"


def drawn(frames: MapFrames, selection: Selection, size: str) -> figure.Drawing:
    """Draw the map for a kind of screen."""
    names = {field.name for field in fields(figure.StrategyMap)}
    given = {field.name: getattr(frames, field.name) for field in fields(frames) if field.name in names}
    canvas = _SIZES.get(size, _SIZES["wide"])
    selected = str(selection.node) if selection.node else None
    folded = [node.key for node in selection.collapsed]
    return figure.draw(figure.StrategyMap(**given), selected=selected, folded=folded, canvas=canvas)


def summary(frames: MapFrames) -> str:
    """Say how many objectives stand how, the worst first."""
    if frames.objectives.empty:
        return "No objective is left by the filters."
    counts = Counter(frames.objectives["status"])
    parts = [f"{counts[status]} {STATUSES[status].word.lower()}" for status in STATUSES if counts[status]]
    return f"{len(frames.objectives)} objectives: {', '.join(parts)}."


def remarks(frames: MapFrames, collapsed: tuple[str, ...]) -> list[str]:
    """Say what is not shown, and why."""
    found = list(collapsed)
    if frames.hidden:
        found.append(f"{frames.hidden} objectives are left out by the filters.")
    return found
