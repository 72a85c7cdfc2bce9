"""Everything that is drawn, in map pixels: the one source of the cytoscape elements and of the SVG."""

from collections import defaultdict
from typing import Any, NamedTuple

from dashboard.figures.strategy_map import faces, sizes
from dashboard.figures.strategy_map.faces import FAR, NEAR
from dashboard.figures.strategy_map.frames import Contribution, Objective, Rows
from dashboard.figures.strategy_map.items import Item, Line
from dashboard.figures.strategy_map.layout import Box, Layout
from dashboard.figures.strategy_map.lines import card_rows, gutter, row_items
from dashboard.figures.strategy_map.order import names_width, width_for

_STATEMENT_LINES, _STATEMENT_LINES_NARROW = 3, 6
WIDTHS = {"weak": 1, "moderate": 2, "strong": 3}


class Scene(NamedTuple):
    """All items, in the order in which they are painted, and all lines."""

    items: list[Item]
    lines: list[Line]
    width: float
    height: float


def head_height(of: Rows, columns: int) -> float:
    """Room for vision and mission above the bands."""
    count = sum(text.count("\n") + 1 for _, text in _stated(of, width_for(columns, names_width(of))))
    return count * sizes.STATEMENT_LINE + 12 if count else 0


def _stated(of: Rows, width: float) -> list[tuple[str, str]]:
    """Vision and mission with the lines they take on a map of this width."""
    room = width - 2 * sizes.MARGIN - 16
    most = _STATEMENT_LINES if width > width_for(sizes.FEW_COLUMNS, 0) else _STATEMENT_LINES_NARROW
    texts = (("vision", of.vision), ("mission", of.mission))
    return [(name, faces.lines(name, FAR, f"{name.capitalize()}: {text}", room, most)) for name, text in texts if text]


def scene(
    of: Rows, at: Layout, columns: int, with_kpis: bool, opened: frozenset[str], work: list[Contribution]
) -> Scene:
    """All that is drawn: KPIs of all objectives, or of the `opened` only (keys), and the projects of `work`."""
    items = [*_statements(of, at, columns), *_bands(of, at, columns)]
    lines = [*_links(of, at)]
    kpis, shown_work = _grouped(of.kpis), _grouped(work)
    milestones = defaultdict(list)
    for milestone in of.milestones:
        milestones[milestone.project].append(milestone)
    for objective in of.objectives:
        box, is_open = at.cards[objective.key], objective.key in opened
        items += _card(objective, box, is_open)
        if with_kpis or is_open:
            held = card_rows(kpis[objective.key], of.project_counts.get(objective.key, 0), shown_work[objective.key])
            items += row_items(objective.subject, held, box, milestones, is_open)
            lines += gutter(objective.subject, held, shown_work[objective.key], box, is_open)
    return Scene(items, lines, at.width, at.height)


def _statements(of: Rows, at: Layout, columns: int) -> list[Item]:
    items, top = [], float(sizes.MARGIN)
    for name, text in _stated(of, width_for(columns, names_width(of))):
        height = (text.count("\n") + 1) * sizes.STATEMENT_LINE
        box = Box(sizes.MARGIN + 16, top, at.width - 2 * sizes.MARGIN - 16, height)
        items.append(
            Item(name, name, name, box, {FAR: text}, whole=(of.vision if name == "vision" else of.mission) or "")
        )
        top += height
    return items


def _bands(of: Rows, at: Layout, columns: int) -> list[Item]:
    items, names = [], names_width(of)
    beside = columns > sizes.FEW_COLUMNS
    for band in of.bands:
        box, subject = at.bands[band.key], f"band:{band.key}"
        items.append(Item(subject, subject, "band", box, {}, whole=band.name))
        room = names if beside else width_for(columns, names) - 2 * sizes.MARGIN
        height = box.height if beside else faces.head_height(sizes.BAND_HEAD_LINES)
        name = Box(box.left, box.top, room, box.height)
        text = faces.band_name(band, room, height)
        items.append(Item(f"{subject}:name", subject, "band-name", name, {FAR: text}, whole=band.name))
    return items


def _card(of: Objective, box: Box, is_open: bool) -> list[Item]:
    subject = of.subject
    common = {"status": of.status, "stale": of.stale, "open": is_open, "fate": of.fate}
    names: dict[str, str] = {face: faces.card_name(of, face) for face in (FAR, NEAR)}
    metas: dict[str, str] = {face: faces.meta(of, face) for face in (FAR, NEAR)}
    card = Item(subject, subject, "card", box, names, whole=of.name, reason=of.reason or "", **common)
    meta = Item(f"{subject}:meta", subject, "meta", box, metas, **common)
    figures: dict[str, str] = dict.fromkeys((FAR, NEAR), faces.figure(of))
    worst = None if of.was else of.worst  # what it was stands in that place
    figure = Item(f"{subject}:figure", subject, "figure", box, figures, worst, open=is_open, fate=of.fate)
    if not of.was:
        return [card, meta, figure]
    text = {FAR: faces.was(of.was)}
    return [card, meta, figure, Item(f"{subject}:was", subject, "was", box, text, of.was, open=is_open)]


def _grouped(found: list[Any]) -> dict[str, list[Any]]:
    groups = defaultdict(list)
    for row in found:
        groups[row.objective].append(row)
    return groups


def _links(of: Rows, at: Layout) -> list[Line]:
    names = {row.key: row.subject for row in of.objectives}
    lines = []
    for link in of.links:
        subject = f"link:{link.source}>{link.target}"
        corners = at.arrows[link.source, link.target]
        width = WIDTHS.get(link.strength or "", 1)
        label = faces.link_label(link.sign, link.lag_months, link.fate)
        ends, gone = (names[link.source], names[link.target]), link.fate == "removed"
        lines.append(
            Line(subject, subject, "link", *ends, corners, link.sign, width, gone, label=label, fate=link.fate)
        )
    return lines
