"""The map as one SVG text, from the same scene as the cytoscape elements: for reports and pages without scripts."""

from xml.sax.saxutils import escape, quoteattr

from dashboard.figures import marks
from dashboard.figures.strategy_map.drawing import Drawing
from dashboard.figures.strategy_map.faces import FAR, LABELS, MARKS, NEAR, Label, Mark
from dashboard.figures.strategy_map.items import Item, Line
from dashboard.figures.strategy_map.style import GHOST, RECEDED
from dashboard.figures.tokens import FONT_STACK, STATUSES, Palette, palette

_FADED = 0.25


def svg(of: Drawing, near: bool = False, theme: str = "light", blue_orange: bool = False) -> str:
    """A whole SVG document; `near` draws all cards with their KPIs, else only the opened ones show them."""
    colours = palette(theme, blue_orange)
    scene = of.scene
    width, height = f"{scene.width:.0f}", f"{scene.height:.0f}"
    shown = [item for item in scene.items if _is_shown(item, near)]
    lines = [line for line in scene.lines if line.kind == "link" or near or line.open]
    body = [
        *(_item(item, near, of, colours) for item in shown if item.kind in ("band", "band-name")),
        *(_line(line, of.lit, colours) for line in sorted(lines, key=lambda line: line.subject in of.lit)),
        *(_item(item, near, of, colours) for item in shown if item.kind not in ("band", "band-name")),
        *(_line(line, of.lit, colours) for line in lines if line.kind == "contribution"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family={quoteattr(FONT_STACK)} role="img" aria-label="Strategy map">'
        f"{_hatch(colours)}"
        f'<rect width="100%" height="100%" fill="{colours.page}"/>{"".join(body)}</svg>'
    )


def _hatch(colours: Palette) -> str:
    tile = 'width="10" height="10" patternUnits="userSpaceOnUse"'
    return f'<defs><pattern id="hatch" {tile}>{marks.hatch(colours)}</pattern></defs>'


def _is_shown(item: Item, near: bool) -> bool:
    """Seen near, a card says in its one line what it was."""
    if item.kind == "was" and (near or item.open):
        return False
    return _face(item, near) in item.texts or item.kind == "band"


def _face(item: Item, near: bool) -> str:
    """The face that is drawn; statements and band names have one only."""
    return NEAR if (near or item.open) and NEAR in item.texts else FAR


def _faded(subject: str, lit: frozenset[str], fate: str | None = None) -> str:
    hidden = lit and subject not in lit and not subject.startswith(("vision", "mission"))
    opacity = _FADED if hidden else _OPACITIES.get(fate or "")
    return f' opacity="{opacity}"' if opacity else ""


_OPACITIES = {"same": RECEDED, "removed": GHOST}


def _item(item: Item, near: bool, drawing: Drawing, colours: Palette) -> str:
    face = _face(item, near)
    parts = [_box(item, drawing.selected, drawing.lit, colours)]
    if item.status and (item.kind, face) in MARKS:
        parts.append(_mark(item, MARKS[item.kind, face], colours))
    if item.texts.get(face):
        parts.append(_text(item, LABELS[item.kind, face], item.texts[face], colours))
    title = f"<title>{escape(item.whole)}</title>" if item.whole and item.kind != "band" else ""
    fade = "" if item.kind == "band" else _faded(item.subject, drawing.lit, item.fate)
    return f"<g{fade}>{title}{''.join(parts)}</g>"


def _box(item: Item, selected: str | None, lit: frozenset[str], colours: Palette) -> str:
    left, top, width, height = item.box
    place = f'x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" rx="8"'
    if item.kind == "band":
        return f'<rect {place} fill="{colours.band}"/>'
    if item.kind != "card":
        return ""
    red = item.status == "off_track"
    inks = colours.statuses["off_track"]
    fill, edge, line = (inks.fill, inks.ink, 2) if red else (colours.card, colours.hairline, 1)
    if item.subject in lit:
        edge, line = colours.accent, 2 if item.subject != selected else 4
    hatch = f'<rect {place} fill="url(#hatch)"/>' if item.stale else ""
    dashes = ' stroke-dasharray="6 4"' if item.fate == "removed" else ""
    return f'<rect {place} fill="{fill}" stroke="{edge}" stroke-width="{line}"{dashes}/>{hatch}'


def _mark(item: Item, at: Mark, colours: Palette) -> str:
    place = f"translate({item.box.left + at.left:.1f} {item.box.top + at.top:.1f}) scale({at.size / 24:.4f})"
    status = item.status if item.status in STATUSES else "no_data"
    return f'<g transform="{place}">{marks.mark(status, colours, item.kind == "milestone")}</g>'


def _text(item: Item, label: Label, text: str, colours: Palette) -> str:
    right = label.side == "right"
    x = item.box.right - label.inset if right else item.box.left + label.inset
    rows = text.split("\n")
    first = item.box.top + label.top + label.line * 0.76  # the first baseline
    lines = "".join(
        f'<tspan x="{x:.1f}" y="{first + at * label.line:.1f}">{escape(row)}</tspan>' for at, row in enumerate(rows)
    )
    anchor = ' text-anchor="end"' if right else ""
    colour = getattr(colours, label.ink)
    return f'<text font-size="{label.size}" font-weight="{label.weight}" fill="{colour}"{anchor}>{lines}</text>'


def _line(line: Line, lit: frozenset[str], colours: Palette) -> str:
    colour = colours.accent if line.subject in lit else colours.edge
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _shortened(line))
    dashes = ' stroke-dasharray="3 2"' if line.dashed else ""
    path = f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{line.width}"{dashes}/>'
    end = _arrow_end(line, colour) if line.kind == "link" else ""
    return f"<g{_faded(line.subject, lit, line.fate)}>{path}{end}</g>"


def _towards(line: Line) -> tuple[float, float]:
    """The direction in which a line ends: a step of one pixel along its last part."""
    (x1, y1), (x2, y2) = line.corners[-2], line.corners[-1]
    length = abs(x2 - x1) + abs(y2 - y1)
    return (x2 - x1) / length, (y2 - y1) / length


def _shortened(line: Line) -> list[tuple[float, float]]:
    """The corners, ending at the back of the arrow head or at the bar."""
    if line.kind != "link":
        return line.corners
    back = 3 if line.sign == "-" else 7
    (dx, dy), (x, y) = _towards(line), line.corners[-1]
    return [*line.corners[:-1], (x - back * dx, y - back * dy)]


def _arrow_end(line: Line, colour: str) -> str:
    """A triangle where the effect is raised, a bar where it is lowered."""
    (dx, dy), (x, y) = _towards(line), line.corners[-1]
    if line.sign == "-":
        a, b = (x - 3 * dx - 8 * dy, y - 3 * dy - 8 * dx), (x - 3 * dx + 8 * dy, y - 3 * dy + 8 * dx)
        bar = f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}"
        return f'<path d="{bar}" stroke="{colour}" stroke-width="4"/>'
    half = 4 + line.width / 2
    bx, by = x - 9 * dx, y - 9 * dy
    corners = [(x, y), (bx - half * dy, by - half * dx), (bx + half * dy, by + half * dx)]
    return f'<path d="M{" L".join(f"{px:.1f} {py:.1f}" for px, py in corners)}Z" fill="{colour}"/>'
