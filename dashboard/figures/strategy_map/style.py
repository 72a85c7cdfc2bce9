"""The cytoscape stylesheet of the map, from the tokens and from the places that `faces` gives."""

from typing import Any

from dashboard.figures import marks
from dashboard.figures.strategy_map import sizes
from dashboard.figures.strategy_map.faces import FAR, LABELS, MARKS, NEAR, Label, margins
from dashboard.figures.tokens import FONT, STATUSES, Palette, palette

Rule = dict[str, Any]

_FADED = 0.25
RECEDED, GHOST = 0.6, 0.5  # what stayed as it was, and what is gone
_SHOWN_NEAR = ("kpi", "kpi-figure", "kpi-line", "project", "milestone", "more")


def stylesheet(theme: str = "light", blue_orange: bool = False) -> list[Rule]:
    """All rules for a theme. A browser-side function adds the class `zoomed` to all elements from NEAR_ZOOM on."""
    colours = palette(theme, blue_orange)
    return [
        *_nodes(colours),
        *_labels(colours),
        *_near(colours),
        *_marks(colours),
        *_edges(colours),
        *_compared(colours),
        *_lighting(colours),
    ]


def _rule(selector: str, **style: Any) -> Rule:
    return {"selector": selector, "style": {name.replace("_", "-"): value for name, value in style.items()}}


def _nodes(colours: Palette) -> list[Rule]:
    return [
        _rule(
            "node",
            shape="rectangle",
            width="data(w)",
            height="data(h)",
            background_opacity=0,
            border_width=0,
            font_family=FONT,
            overlay_opacity=0,
            text_wrap="wrap",
            text_max_width="10000px",
            min_zoomed_font_size=5,
            z_index_compare="manual",
            z_index=3,
        ),
        _rule(
            "node.band",
            shape="round-rectangle",
            background_color=colours.band,
            background_opacity=1,
            z_index=0,
        ),
        _rule(
            "node.card",
            shape="round-rectangle",
            background_color=colours.card,
            background_opacity=1,
            border_width=1,
            border_color=colours.hairline,
            z_index=2,
        ),
        _rule(
            "node.card.off_track",
            background_color=colours.statuses["off_track"].fill,
            border_color=colours.statuses["off_track"].ink,
            border_width=2,
        ),
        _rule("node.band, node.vision, node.mission", events="yes"),
        _rule(
            "node.meta, node.figure, node.kpi-figure, node.kpi-line, node.band-name, node.vision, node.mission",
            events="no",
        ),
        _rule(", ".join(f"node.{kind}" for kind in _SHOWN_NEAR), display="none", z_index=4),
        _rule(", ".join(f"node.{kind}.zoomed, node.{kind}.open" for kind in _SHOWN_NEAR), display="element"),
    ]


def _labels(colours: Palette) -> list[Rule]:
    return [
        _rule(f"node.{kind}", label=f"data({face})", **_placed(kind, label, colours))
        for (kind, face), label in LABELS.items()
        if face == FAR or (kind, FAR) not in LABELS
    ]


def _near(colours: Palette) -> list[Rule]:
    return [
        _rule(f"node.{kind}.zoomed, node.{kind}.open", label="data(near)", **_placed(kind, label, colours))
        for (kind, face), label in LABELS.items()
        if face == NEAR and (kind, FAR) in LABELS
    ]


def _placed(kind: str, label: Label, colours: Palette) -> dict[str, Any]:
    right = label.side == "right"
    one_size = kind in ("card", "meta", "figure", "was")
    margin = margins(label, sizes.CARD_WIDTH, sizes.CARD_HEIGHT) if one_size else ("data(mx)", "data(my)")
    return {
        "color": getattr(colours, label.ink),
        "font_size": label.size,
        "font_weight": label.weight,
        "line_height": round(label.line / label.size, 3),
        "text_halign": "left" if right else "right",
        "text_valign": "bottom",
        "text_justification": "right" if right else "left",
        "text_margin_x": margin[0],
        "text_margin_y": margin[1],
    }


def _marks(colours: Palette) -> list[Rule]:
    found = [
        _marked(kind, face, status, stale, colours) for kind, face in MARKS for status in STATUSES for stale in (0, 1)
    ]
    # Seen near, the KPIs themselves show which of them is worse than the mean.
    return [*found, _rule("node.figure.zoomed, node.figure.open", background_image_opacity=0)]


def _marked(kind: str, face: str, status: str, stale: int, colours: Palette) -> Rule:
    place = MARKS[kind, face]
    image = marks.image(marks.mark(status, colours, kind == "milestone"), 96)
    images = [(image, f"{place.size}px", f"{place.left}px", f"{place.top}px", "no-repeat")]
    if stale and kind != "milestone":
        images.insert(0, (marks.image(marks.hatch(colours), 10, 10), "10px", "0px", "0px", "repeat"))
    name = f"node.{kind}.{status}" + (".stale" if stale else "")
    selector = name if face == FAR or kind != "card" else f"{name}.zoomed, {name}.open"
    files, size, left, top, repeat = (list(values) for values in zip(*images, strict=True))
    return _rule(
        selector,
        background_image=files,
        background_width=size,
        background_height=size,
        background_position_x=left,
        background_position_y=top,
        background_repeat=repeat,
        background_clip="node",
        background_image_opacity=1,
        background_image_containment="inside",
    )


def _edges(colours: Palette) -> list[Rule]:
    return [
        _rule(
            "edge",
            curve_style="segments",
            edge_distances="endpoints",
            segment_weights="data(weights)",
            segment_distances="data(distances)",
            source_endpoint="data(from)",
            target_endpoint="data(to)",
            width="data(width)",
            line_color=colours.edge,
            target_arrow_color=colours.edge,
            target_arrow_shape="triangle",
            arrow_scale=1,
            overlay_opacity=0,
            font_family=FONT,
            z_index_compare="manual",
            z_index=1,
        ),
        _rule("edge[width = 1]", arrow_scale=1.25),
        _rule("edge[width = 3]", arrow_scale=0.85),
        _rule("edge.lowers", target_arrow_shape="tee", arrow_scale=2),
        _rule("edge.dashed", line_style="dashed", line_dash_pattern=[3, 2]),
        _rule(
            "edge.contribution",
            display="none",
            events="no",
            target_arrow_shape="none",
            z_index=4,
        ),
        _rule("edge.contribution.lowers", target_arrow_shape="tee", arrow_scale=0.8),
        _rule("edge.contribution.zoomed, edge.contribution.open", display="element"),
    ]


def _compared(colours: Palette) -> list[Rule]:
    """What stayed recedes a little, what is gone is a ghost; what changed says so on itself."""
    told = {**_lag(colours), "color": colours.ink}
    return [
        _rule("node.was", events="no", z_index=4),
        _rule("node.was.zoomed, node.was.open", display="none"),
        _rule("node.same", opacity=RECEDED),
        _rule("edge.link.same", opacity=RECEDED),
        _rule("node.card.changed", border_color=colours.second, border_width=2),
        _rule("node.card.added", border_color=colours.ink, border_width=3),
        _rule("node.removed", opacity=GHOST),
        _rule("node.card.removed", border_style="dashed", border_color=colours.ink, border_width=2),
        _rule("edge.added, edge.changed", line_color=colours.ink, target_arrow_color=colours.ink, z_index=3),
        _rule("edge.removed", opacity=GHOST, line_style="dashed", line_dash_pattern=[8, 6]),
        _rule(
            "edge.link.added, edge.link.removed, edge.link.changed",
            target_label="data(label)",
            target_text_offset=34,
            **told,
        ),
    ]


def _lag(colours: Palette) -> dict[str, Any]:
    return {
        "font_size": 13,
        "font_weight": 600,
        "color": colours.accent,
        "text_background_color": colours.page,
        "text_background_opacity": 0.9,
        "text_background_padding": "2px",
    }


def _lighting(colours: Palette) -> list[Rule]:
    return [
        _rule(".faded", opacity=_FADED),
        _rule("node.band.faded", opacity=1),
        _rule("edge.lit, edge.hover", line_color=colours.accent, target_arrow_color=colours.accent, z_index=5),
        # At the end that stands alone: the causes of a card arrive close together, its effects leave on one trunk.
        _rule(
            "edge.link.selected[label], edge.link.effect[label], edge.link.hover[label]",
            target_label="data(label)",
            target_text_offset=34,
            **_lag(colours),
        ),
        _rule("edge.link.cause[label]", source_label="data(label)", source_text_offset=8, **_lag(colours)),
        _rule("node.card.lit, node.card.hover", border_color=colours.accent, border_width=2),
        _rule("node.card.selected", border_color=colours.accent, border_width=4),
        _rule(
            "node.kpi.selected, node.project.selected, node.milestone.selected",
            background_color=colours.accent_fill,
            background_opacity=1,
        ),
        _rule("node.band-name.lit", color=colours.ink),
    ]
