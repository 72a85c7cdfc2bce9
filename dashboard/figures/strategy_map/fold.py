"""Many objectives as one card: a band's, or a theme's within its band, with their count and their worst status."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection

from dashboard.figures.strategy_map.frames import Link, Objective, Rows
from dashboard.figures.tokens import STATUSES, WORST_FIRST

Group = Callable[[Objective], str | None]  # key of the group an objective is folded into, None to leave it alone

_STRENGTHS = (None, "weak", "moderate", "strong")


def by_band(bands: Collection[str]) -> Group:
    """Fold each of these bands into one card."""
    return lambda objective: f"{objective.band}~" if objective.band in bands else None


def by_theme(objective: Objective) -> str:
    """Fold what shares band and theme."""
    return f"{objective.band}~{objective.theme or ''}"


def by_department(objective: Objective) -> str:
    """Fold what shares band and department."""
    return f"{objective.band}~{objective.department or ''}"


def fold(of: Rows, group: Group) -> tuple[Rows, dict[str, str]]:
    """The map with each group as one objective, its links those of its members; and the card of each objective.

    A group of one stays as it is.
    """
    members = defaultdict(list)
    for objective in of.objectives:
        members[group(objective) or f"={objective.key}"].append(objective)
    cards = {name: _card(name, found, of) for name, found in members.items()}
    place = {objective.key: cards[name].key for name, found in members.items() for objective in found}
    kept = {card.key for card in cards.values() if not card.folded}
    folded = of._replace(
        objectives=list(cards.values()),
        kpis=[kpi for kpi in of.kpis if kpi.objective in kept],
        contributions=[row for row in of.contributions if row.objective in kept],
        links=_links(of.links, place),
    )
    return folded, place


def _card(name: str, members: list[Objective], of: Rows) -> Objective:
    first = members[0]
    if len(members) == 1:
        return first
    band = next((band.name for band in of.bands if band.key == first.band), first.band)
    statuses = Counter(row.status for row in members)
    worst = next(status for status in WORST_FIRST if statuses[status])
    return Objective(
        key=name,
        name=_common(members, name.split("~", 1)[1]) or band,
        band=first.band,
        owner=", ".join(f"{statuses[status]} {STATUSES[status].word}" for status in WORST_FIRST if statuses[status]),
        department=_common(members, first.department),
        theme=_common(members, first.theme),
        status=worst,
        stale=all(row.stale for row in members),
        value_text=f"{len(members)} objectives",
        trend=None,
        age_text=None,
        reason=None,
        **_changed(members),
        folded=len(members),
    )


def _changed(members: list[Objective]) -> dict[str, str]:
    """Say how many of the members changed, where two moments are compared."""
    if all(row.fate is None for row in members):
        return {}
    count = sum(row.fate != "same" for row in members)
    return {"fate": "changed", "changes": f"{count} of {len(members)} changed"} if count else {"fate": "same"}


def _common(members: list[Objective], text: str | None) -> str | None:
    """The text where it is what all members have as their theme, or as their department."""
    shared = [{row.theme for row in members}, {row.department for row in members}]
    return text if text and {text} in shared else None


def _links(links: list[Link], place: dict[str, str]) -> list[Link]:
    """Links between cards: where several become one, the strongest; minus only where all are."""
    found: dict[tuple[str, str], Link] = {}
    for link in links:
        ends = place[link.source], place[link.target]
        if ends[0] == ends[1]:
            continue
        before = found.get(ends)
        moved = link._replace(source=ends[0], target=ends[1])
        found[ends] = moved if before is None else _merged(before, moved)
    return [found[ends] for ends in sorted(found)]


def _merged(one: Link, other: Link) -> Link:
    return one._replace(
        fate=one.fate if one.fate == other.fate else "changed",
        sign="-" if one.sign == other.sign == "-" else "+",
        strength=max(
            one.strength, other.strength, key=lambda name: _STRENGTHS.index(name) if name in _STRENGTHS else 0
        ),
        lag_months=one.lag_months if one.lag_months == other.lag_months else None,
    )
