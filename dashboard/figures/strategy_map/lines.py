"""The lines on a card seen near: its KPIs, and the projects and milestones that serve them."""

from typing import NamedTuple

from dashboard.figures.strategy_map import faces, sizes
from dashboard.figures.strategy_map.faces import NEAR
from dashboard.figures.strategy_map.frames import Contribution, Kpi, Milestone
from dashboard.figures.strategy_map.items import Item, Line
from dashboard.figures.strategy_map.layout import Box

_MOST_MILESTONES = 3


class CardRows(NamedTuple):
    """What a card has room for; a KPI takes one line or two, `more` counts what found no room."""

    kpis: list[Kpi]
    kpi_lines: int
    projects: list[Contribution]
    more: int


def card_rows(kpis: list[Kpi], projects: int, work: list[Contribution]) -> CardRows:
    """The KPIs of an objective that so many projects serve, and the projects of `work`, which are to be shown.

    KPIs take the same lines whether projects are shown or not, so that nothing moves when they appear.
    """
    kpi_lines = 2 if 2 * len(kpis) + projects <= sizes.ROWS else 1
    for_kpis = sizes.ROWS if kpi_lines == 2 else sizes.ROWS - min(2, projects)
    kept = kpis if kpi_lines * len(kpis) <= for_kpis else kpis[: for_kpis - 1]
    wanted = list({row.project: row for row in work}.values())
    effects = {one.project: [row.effect for row in work if row.project == one.project and row.effect] for one in wanted}
    wanted = [row._replace(effect=", ".join(effects[row.project]) or None) for row in wanted]
    free = sizes.ROWS - kpi_lines * len(kept)
    full = len(kept) < len(kpis) or len(wanted) > free
    shown = wanted[: free - 1] if full else wanted
    return CardRows(kept, kpi_lines, shown, len(kpis) - len(kept) + len(wanted) - len(shown))


def row_items(card: str, held: CardRows, box: Box, milestones: dict[str, list[Milestone]], is_open: bool) -> list[Item]:
    """The nodes of all lines of a card."""
    items: list[Item] = []
    for number, kpi in enumerate(held.kpis):
        items += _kpi(kpi, _row_box(box, number * held.kpi_lines, held.kpi_lines), is_open)
    first = len(held.kpis) * held.kpi_lines
    for number, project in enumerate(held.projects, first):
        items += _project(project, card, _row_box(box, number), milestones[project.project], is_open)
    if held.more:
        last = _row_box(box, first + len(held.projects))
        items.append(Item(f"{card}:more", card, "more", last, {NEAR: f"and {held.more} more"}, open=is_open))
    return items


def _row_box(card: Box, number: int, count: int = 1) -> Box:
    top = card.top + sizes.ROWS_TOP + number * sizes.ROW_HEIGHT
    width = card.width - sizes.ROW_LEFT - sizes.ROW_RIGHT
    return Box(card.left + sizes.ROW_LEFT, top, width, count * sizes.ROW_HEIGHT - 0.5)


def _kpi(of: Kpi, box: Box, is_open: bool) -> list[Item]:
    subject, figures = f"kpi:{of.key}", faces.kpi_figure(of)
    in_one_line = box.height < sizes.ROW_HEIGHT
    whole = f"{of.name}: {figures}"
    name = {NEAR: faces.kpi_name(of, in_one_line)}
    kind = "kpi-figure" if in_one_line else "kpi-line"
    return [
        Item(subject, subject, "kpi", box, name, of.status, of.stale, is_open, whole, of.because or "", of.fate),
        Item(f"{subject}:figure", subject, kind, box, {NEAR: figures}, open=is_open, fate=of.fate),
    ]


def _project(of: Contribution, card: str, box: Box, milestones: list[Milestone], is_open: bool) -> list[Item]:
    """A project's line, with the diamonds of its first milestones at the right end."""
    kept = milestones[:_MOST_MILESTONES]
    dates = faces.milestone_dates(kept)
    rooms = [faces.milestone_width(date) for date in dates]
    subject = f"project:{of.project}"
    name = {NEAR: faces.project_name(of, sum(rooms))}
    why, whole = of.because or "", f"{of.name}: {of.effect}" if of.effect else of.name
    items = [
        Item(f"{subject}@{card}", subject, "project", box, name, of.status, of.stale, is_open, whole, why, of.fate)
    ]
    left = box.right - sum(rooms)
    for milestone, date, room in zip(kept, dates, rooms, strict=True):
        which, place = f"milestone:{milestone.key}", Box(left, box.top, room - 3, box.height)
        text, whole = {NEAR: date}, f"{milestone.name}: {milestone.date_text or ''}".rstrip(": ")
        why, fate = milestone.because or "", milestone.fate
        items.append(
            Item(f"{which}@{card}", which, "milestone", place, text, milestone.status, False, is_open, whole, why, fate)
        )
        left += room
    return items


def gutter(card: str, held: CardRows, work: list[Contribution], box: Box, is_open: bool) -> list[Line]:
    """Lines from each project to the KPIs it serves, left of the rows; a contribution without amount is dashed."""
    tops = {kpi.key: _row_box(box, at * held.kpi_lines).centre[1] for at, kpi in enumerate(held.kpis)}
    lines = []
    for at, project in enumerate(held.projects):
        start = _row_box(box, len(held.kpis) * held.kpi_lines + at)
        for row in work:
            if row.project == project.project and row.kpi in tops:
                lines.append(_serves(row, card, start, tops[row.kpi], at, is_open))
    return lines


def _serves(row: Contribution, card: str, start: Box, end: float, at: int, is_open: bool) -> Line:
    lane, y = start.left - sizes.GUTTER_LANE * (1 + at % 4), start.centre[1]
    corners = [(start.left, y), (lane, y), (lane, end), (start.left, end)]
    subject = f"contribution:{row.project}>{row.kpi}"
    return Line(
        f"{subject}@{card}",
        subject,
        "contribution",
        f"project:{row.project}@{card}",
        f"kpi:{row.kpi}",
        corners,
        "-" if row.against else "+",
        dashed=not row.quantified,
        open=is_open,
        fate=row.link,
    )
