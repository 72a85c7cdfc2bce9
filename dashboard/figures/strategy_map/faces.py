"""What is written on each kind of node, where and how large; read by the cytoscape stylesheet and by the SVG alike."""

from collections.abc import Iterable
from typing import NamedTuple

from dashboard.figures.strategy_map import sizes
from dashboard.figures.strategy_map.frames import Band, Contribution, Kpi, Milestone, Objective
from dashboard.figures.text import fit, plain, width, wrap
from dashboard.figures.tokens import STATUSES, TRENDS


class Label(NamedTuple):
    """Where a label stands in its box: pixels from the top and from the side that it is aligned to."""

    side: str  # left or right
    inset: float
    top: float
    size: float
    weight: int
    line: float  # from line to line
    ink: str  # ink or second


class Mark(NamedTuple):
    """Where a status mark stands in its box."""

    left: float
    top: float
    size: float


FAR, NEAR = "far", "near"

LABELS: dict[tuple[str, str], Label] = {
    ("vision", FAR): Label("left", 0, 0, 19, 600, sizes.STATEMENT_LINE, "ink"),
    ("mission", FAR): Label("left", 0, 0, 19, 400, sizes.STATEMENT_LINE, "second"),
    ("band-name", FAR): Label("left", 16, 18, 18.5, 600, 24, "second"),
    ("card", FAR): Label("left", 58, 12, 20.5, 600, 25, "ink"),
    ("meta", FAR): Label("left", 14, 78, 18.5, 400, 24, "second"),
    ("was", FAR): Label("left", 42, 78, 18.5, 400, 24, "ink"),
    ("figure", FAR): Label("right", 14, 102, 18.5, 600, 24, "ink"),
    ("card", NEAR): Label("left", 34, 7, 13, 600, 18, "ink"),
    ("meta", NEAR): Label("left", 34, 25, 11, 400, 15, "second"),
    ("figure", NEAR): Label("right", 9, 25, 11, 600, 15, "ink"),
    ("kpi", NEAR): Label("left", 16, 0, 10.5, 400, 13, "ink"),
    ("kpi-figure", NEAR): Label("right", 2, 0, 10.5, 400, 13, "ink"),
    ("kpi-line", NEAR): Label("left", 16, 13, 10.5, 400, 13, "second"),
    ("project", NEAR): Label("left", 16, 0, 10.5, 400, 13, "ink"),
    ("milestone", NEAR): Label("right", 0, 0, 10.5, 400, 13, "second"),
    ("more", NEAR): Label("left", 16, 0, 10.5, 400, 13, "second"),
}

MARKS: dict[tuple[str, str], Mark] = {
    ("card", FAR): Mark(14, 16, 34),
    ("card", NEAR): Mark(9, 9, 19),
    ("figure", FAR): Mark(sizes.CARD_WIDTH - 34, 78, 20),  # its worst KPI, where worse
    ("was", FAR): Mark(14, 77, 20),
    ("kpi", NEAR): Mark(1, 1, 11),
    ("project", NEAR): Mark(1, 1, 11),
    ("milestone", NEAR): Mark(0, 1, 11),
}

_BAND = LABELS["band-name", FAR]
_BAND_ROOM = 20  # of the column that stays free
_MOST_LETTERS = 20  # of a result that is a number, which is never cut
_ROW_TEXT = LABELS["kpi", NEAR].size
_ROW_WIDTH = sizes.CARD_WIDTH - sizes.ROW_LEFT - sizes.ROW_RIGHT


def lines(kind: str, face: str, text: str, room: float, count: int = 1) -> str:
    """The text as a label of this kind: broken to `count` lines of `room` pixels."""
    label = LABELS[kind, face]
    return "\n".join(wrap(plain(text), room, label.size, label.weight, count))


def card_name(of: Objective, face: str) -> str:
    """The objective's name: two lines seen from far, one seen near."""
    label = LABELS["card", face]
    return lines("card", face, of.name, sizes.CARD_WIDTH - label.inset - 12, 2 if face == FAR else 1)


def figure(of: Objective) -> str:
    """Result and trend of an objective, such as "4.46 ↓ worse"; of a result in words what has room beside the age."""
    label = LABELS["figure", FAR]
    value, trend = plain(of.value_text or "no figure"), f" {TRENDS[of.trend]}" if of.trend in TRENDS else ""
    if len(value) > _MOST_LETTERS:
        taken = width(trend, label.size, label.weight) + width(plain(of.age_text or ""), label.size) + 10
        value = fit(value, sizes.CARD_WIDTH - 2 * label.inset - taken, label.size, label.weight)
    return value + trend


def meta(of: Objective, face: str) -> str:
    """Owner above the age of the data seen from far; both on one line seen near."""
    label = LABELS["meta", face]
    written = LABELS["figure", face]
    beside = sizes.CARD_WIDTH - label.inset - written.inset - width(figure(of), written.size, written.weight) - 10
    owner = plain(of.owner or "no owner")
    age = plain(of.age_text or "")
    if of.fate not in (None, "same"):
        return _changed(of, face, beside)
    if of.folded:
        return fit(owner, sizes.CARD_WIDTH - 2 * label.inset if face == FAR else beside, label.size)
    if face == FAR:
        whole = sizes.CARD_WIDTH - 2 * label.inset
        return f"{fit(owner, whole, label.size)}\n{fit(age, beside, label.size)}"
    tail = f" · {age}" if age else ""
    return fit(owner, beside - width(tail, label.size), label.size) + tail


def was(status: str) -> str:
    """What stands beside the mark of the status at the earlier moment."""
    return f"was {STATUSES[status].word}"


def _changed(of: Objective, face: str, beside: float) -> str:
    """What changed of an objective and below it: two lines seen from far, of which the status then takes the first."""
    said = [word for word in (_FATES.get(of.fate or ""), *(of.changes or "").split("\n")) if word]
    size = LABELS["meta", face].size
    if face == NEAR:
        return _fitting([*([was(of.was)] if of.was else []), *said], beside, size)
    first = _EMPTY if of.was else fit(said[0], sizes.CARD_WIDTH - 2 * LABELS["meta", face].inset, size) if said else ""
    return f"{first}\n{_fitting(said[0 if of.was else 1 :], beside, size)}"


def _fitting(said: list[str], room: float, size: float) -> str:
    """As many of the words as there is room for, each whole; the first is cut at its comma."""
    kept = said[:1]
    for word in said[1:]:
        if width(", ".join([*kept, word]), size) <= room:
            kept.append(word)
    text = ", ".join(kept)
    return text if width(text, size) <= room else fit(text.partition(",")[0], room, size)


_EMPTY = "\u200b"  # a line of blanks would be dropped by the canvas
_FATES = {"added": "new since then", "removed": "removed since then"}


def band_name(of: Band, room: float, height: float) -> str:
    """The band's name in capitals, on as many lines as there is height for."""
    return lines("band-name", FAR, of.name.upper(), room - _BAND_ROOM, lines_in(height))


def lines_in(height: float) -> int:
    """How many lines of a band's name a height has room for."""
    return max(1, int((height - _BAND.top + 4) // _BAND.line))


def whole_width(names: Iterable[tuple[str, int]]) -> float:
    """The least width of the column of band names, each with its most lines, in which all of them stand whole."""
    asked = [(name.upper(), count) for name, count in names]
    widths = range(sizes.LABEL_WIDTH, sizes.MOST_LABEL_WIDTH + 1, 4)
    return next((room for room in widths if all(_is_whole(*one, room) for one in asked)), sizes.MOST_LABEL_WIDTH)


def head_lines(names: Iterable[str], room: float) -> int:
    """How many lines the longest of the band names takes where they stand above the cards."""
    counts = (lines("band-name", FAR, name.upper(), room - _BAND_ROOM, sizes.BAND_HEAD_LINES) for name in names)
    return max((text.count("\n") + 1 for text in counts), default=1)


def head_height(count: int) -> float:
    """The height of so many lines of a band's name above its cards."""
    return _BAND.top + count * _BAND.line - 4


def _is_whole(name: str, count: int, room: float) -> bool:
    return " ".join(lines("band-name", FAR, name, room - _BAND_ROOM, count).split("\n")) == plain(name)


def kpi_figure(of: Kpi) -> str:
    """Value, completion of the target and trend, such as "44.9 d · 23 % · ↓ worse"."""
    if of.was or of.changes or of.fate in _FATES:
        said = filter(None, (was(of.was) if of.was else None, _FATES.get(of.fate or ""), of.changes))
        return f"{fit(plain(of.value_text or 'no figure'), _ROW_WIDTH * 0.4, _ROW_TEXT)} · {', '.join(said)}"
    done = None if of.completion is None else f"{of.completion:.0f} %".replace("-", "−")
    value = fit(plain(of.value_text or "no figure"), _ROW_WIDTH * 0.6, _ROW_TEXT)
    return " · ".join(filter(None, (value, done, TRENDS.get(of.trend or ""))))


def kpi_name(of: Kpi, in_one_line: bool) -> str:
    """The KPI's name; in one line with its figures, in the room that these leave."""
    taken = width(kpi_figure(of), _ROW_TEXT) + 10 if in_one_line else 0
    return fit(of.name, _ROW_WIDTH - 18 - taken, _ROW_TEXT)


def project_name(of: Contribution, taken: float) -> str:
    """The project's name, in the room that its milestones and what changed of it leave."""
    room = _ROW_WIDTH - 22 - taken
    said = [word for word in (was(of.was) if of.was else None, of.changes) if word]
    if of.effect and of.fate is None:
        said = [of.effect.replace("expected ", "")]
    if not said or room < _LEAST_ROOM:
        return fit(of.name, room, _ROW_TEXT)
    tail = f": {_fitting(said, room - _LEAST_NAME, _ROW_TEXT)}"
    return fit(of.name, room - width(tail, _ROW_TEXT), _ROW_TEXT) + tail


_LEAST_NAME, _LEAST_ROOM = 50, 120  # pixels of a project's name, and of its line, beside what changed of it


def milestone_dates(of: list[Milestone]) -> list[str]:
    """What stands beside each diamond of a project: the date of the first that is not done, else of the last; where two
    moments are compared, by how much the first that changed has slipped.
    """
    told = next((at for at, one in enumerate(of) if one.status != "done"), len(of) - 1)
    told = next((at for at, one in enumerate(of) if one.changes), told)
    return [plain(one.changes or one.date_text or "") if at == told else "" for at, one in enumerate(of)]


def milestone_width(date: str) -> float:
    """Pixels of a diamond with its date."""
    return 15 + (width(date, _ROW_TEXT) + 6 if date else 0)


def link_label(sign: str, lag_months: float | None, fate: str | None = None) -> str:
    """What a link says when lit: after how long it acts, such as "6 months", with a minus where it lowers; where two
    moments are compared, that it is new, removed or changed.
    """
    if fate in _LINK_FATES:
        return _LINK_FATES[fate]
    lag = f"{lag_months:g} month{'s' if lag_months != 1 else ''}" if lag_months else ""
    return f"− {lag}".strip() if sign == "-" else lag


_LINK_FATES = {"added": "new", "removed": "removed", "changed": "changed"}


def margins(label: Label, width: float, height: float) -> tuple[float, float]:
    """How far a label must be moved to stand inside its box: cytoscape puts it outside, beside and below."""
    across = width - label.inset if label.side == "right" else label.inset - width
    return round(across, 1), round(label.top - height, 1)
