"""The map as it is drawn for one view: level, selection, what is folded, and what that left out."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from dashboard.figures.strategy_map import fold, sizes
from dashboard.figures.strategy_map.elements import Element, cytoscape
from dashboard.figures.strategy_map.faces import FAR, LABELS
from dashboard.figures.strategy_map.frames import Contribution, Rows, StrategyMap
from dashboard.figures.strategy_map.layout import Layout, columns_for, layout
from dashboard.figures.strategy_map.order import names_width, order, width_for
from dashboard.figures.strategy_map.scene import Scene, head_height, scene
from dashboard.figures.strategy_map.throughline import chosen_rows, lit_subjects

FAR_TEXT = min(label.size for (_, face), label in LABELS.items() if face == FAR)


@dataclass(frozen=True)
class Drawing:
    """A drawn map. `collapsed` says in one sentence each what is not shown, and how to see it."""

    scene: Scene
    elements: list[Element]
    selected: str | None
    lit: frozenset[str]
    collapsed: tuple[str, ...]

    def zoom(self, canvas: tuple[int, int] = sizes.CANVAS) -> float:
        """The zoom at which all of it fits a canvas of (width, height) pixels."""
        return min(canvas[0] / self.scene.width, canvas[1] / self.scene.height)

    def text_px(self, canvas: tuple[int, int] = sizes.CANVAS) -> float:
        """The smallest type of the far zoom, in pixels on the screen, when all of it fits the canvas."""
        return self.zoom(canvas) * FAR_TEXT


def draw(
    of: StrategyMap,
    level: str = "near",
    selected: str | None = None,
    folded: Collection[str] = (),
    canvas: tuple[int, int] = sizes.CANVAS,
    least_text: float | None = None,
    limit: int = sizes.LIMIT,
) -> Drawing:
    """The map as elements.

    `level`: "far" objectives only; "near" also their KPIs (shown from NEAR_ZOOM on, by the class `zoomed`). `selected`:
    a subject such as "objective:I1": its throughline is lit, the rest faded, its projects and milestones are drawn.
    `folded`: keys of bands drawn as one card. `canvas`: pixels of the place it is for; `least_text`: type in pixels
    that should be readable across it (18 on wide canvases, 12 on others); they decide the number of columns. Beyond
    `limit` elements KPIs go first, then objectives are folded by theme, department or band.
    """
    given = chosen_rows(of, selected)
    lit = lit_subjects(given, selected) if selected else frozenset()
    lit_rows = [row for row in given.contributions if f"contribution:{row.project}>{row.kpi}" in lit]
    opened = _opened(given, lit_rows, selected)
    shown, place, notes = _folded(given, folded, limit)
    level, detailed, more_notes = _level(shown, level, opened, lit_rows, limit)
    at, columns = _laid_out(shown, given, canvas, least_text or least_text_on(canvas))
    work = [row for row in lit_rows if row.objective in detailed]
    drawn = scene(shown, at, columns, level != "far", opened, work)
    lit |= _lit_cards(given, shown, place, lit)
    return Drawing(drawn, cytoscape(drawn, selected, lit), selected, lit, (*notes, *more_notes))


def least_text_on(canvas: tuple[int, int]) -> float:
    """Type that should be readable across a canvas: from the last row on a projector, at arm's length elsewhere."""
    return sizes.LEAST_TEXT if canvas[0] >= sizes.PROJECTOR else sizes.LEAST_TEXT_NEAR


def _opened(given: Rows, lit_rows: list[Contribution], selected: str | None) -> frozenset[str]:
    """Objectives whose cards show their KPIs at any zoom: those that the selection itself stands on."""
    kind, _, key = (selected or "").partition(":")
    if kind == "objective":
        return frozenset({key})
    if kind == "kpi":
        return frozenset(kpi.objective for kpi in given.kpis if kpi.key == key)
    if kind == "contribution":
        return frozenset(row.objective for row in lit_rows)
    if kind == "milestone":
        key = next((milestone.project for milestone in given.milestones if milestone.key == key), "")
    if kind not in ("project", "milestone"):
        return frozenset()
    return frozenset(row.objective for row in lit_rows if row.project == key)


# --- what fits --------------------------------------------------------------------------------------------------------


def _folded(given: Rows, bands: Collection[str], limit: int) -> tuple[Rows, dict[str, str], list[str]]:
    """The map with those bands folded; all of it by theme, department or band where it is too large."""
    shown, place = fold.fold(given, fold.by_band(set(bands)))
    if _far_count(shown) <= limit:
        return shown, place, []
    note = f"{len(given.objectives)} objectives are too many to draw one by one: they are folded by "
    for name, group in (("theme", fold.by_theme), ("department", fold.by_department)):
        shown, place = fold.fold(given, group)
        if _far_count(shown) <= limit:
            return shown, place, [f"{note}{name}. Filter to see them."]
    shown, place = fold.fold(given, fold.by_band({band.key for band in given.bands}))
    return shown, place, [f"{note}band. Filter to see them."]


def _far_count(of: Rows) -> int:
    cards = sum(4 if objective.was else 3 for objective in of.objectives)
    return 2 + 2 * len(of.bands) + cards + len(of.links)


def _level(
    shown: Rows, level: str, opened: frozenset[str], lit_rows: list[Contribution], limit: int
) -> tuple[str, frozenset[str], list[str]]:
    """The level that stays within the limit, the objectives that show their projects, and what was left out."""
    free = limit - _far_count(shown) - _near_count(shown, opened) - _work_count(shown, lit_rows, opened)
    notes = []
    if level != "far":
        others = {kpi.objective for kpi in shown.kpis} - opened
        free -= _near_count(shown, others)
        if free < 0:
            notes.append(
                f"{len(shown.kpis)} KPIs are too many to draw at once: select an objective, or filter, to see its KPIs."
            )
            return "far", opened, notes
        if _work_count(shown, lit_rows, others) <= free:
            return level, opened | others, notes
        notes.append("Projects are drawn for the selection only, not for everything that leads to it.")
    return level, opened, notes


def _near_count(of: Rows, objectives: Collection[str]) -> int:
    counts = Counter(kpi.objective for kpi in of.kpis if kpi.objective in objectives)
    return sum(2 * min(count, sizes.ROWS) + 1 for count in counts.values())


def _work_count(of: Rows, lit_rows: list[Contribution], objectives: Collection[str]) -> int:
    """At most so many nodes and lines for projects, of which a card has room for a few, and their milestones."""
    milestones = Counter(milestone.project for milestone in of.milestones)
    per_card: dict[str, list[int]] = defaultdict(list)
    for row in lit_rows:
        if row.objective in objectives:
            per_card[row.objective].append(2 + milestones[row.project])
    return sum(sum(sorted(found, reverse=True)[: 3 * sizes.ROWS]) for found in per_card.values())


def _laid_out(shown: Rows, given: Rows, canvas: tuple[int, int], least_text: float) -> tuple[Layout, int]:
    """The layout and its columns: one less where the arrows have made it too wide to be read across.

    What is not folded stands in the order, and in no more columns, than on the whole map.
    """
    columns = _columns(shown, canvas, least_text)
    kept = None
    if len(shown.objectives) != len(given.objectives) and _far_count(given) <= sizes.LIMIT:
        columns = min(_columns(given, canvas, least_text), _widest(shown))
        kept = order(given, columns)
    at = layout(shown, columns, head_height(shown, columns), kept)
    if columns > 1 and at.width * least_text / FAR_TEXT > canvas[0]:
        columns -= 1
        at = layout(shown, columns, head_height(shown, columns), kept)
    return at, columns


def _widest(of: Rows) -> int:
    """The number of objectives of the band that has most."""
    return max(Counter(objective.band for objective in of.objectives).values(), default=1)


def _columns(shown: Rows, canvas: tuple[int, int], least_text: float) -> int:
    """The columns that show the whole map largest; where that is too small to read, as many as can be read across."""
    best = columns_for(shown, canvas, head_height(shown, sizes.FEW_COLUMNS + 1))
    names = names_width(shown)
    while best > 1 and width_for(best, names) * least_text / FAR_TEXT > canvas[0]:
        best -= 1
    return best


def _lit_cards(given: Rows, shown: Rows, place: dict[str, str], lit: frozenset[str]) -> set[str]:
    """The folded cards that hold something lit, and the links between them."""
    cards = {objective.key: objective.subject for objective in shown.objectives}
    found = {cards[place[objective.key]] for objective in given.objectives if objective.subject in lit}
    links = {
        f"link:{place[link.source]}>{place[link.target]}"
        for link in given.links
        if f"link:{link.source}>{link.target}" in lit
    }
    return found | links
