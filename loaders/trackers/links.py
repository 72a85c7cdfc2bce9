"""What waits for what: the links between items."""

from collections.abc import Iterator

from data.records import Dependency
from loaders.trackers import items as of
from loaders.trackers.plan import Plan
from loaders.trackers.tree import NOBODY

_LOST = "links to items that the file does not hold"
_ITSELF = "links of an item to itself"


def dependencies(plan: Plan) -> Iterator[Dependency]:
    """Yield each link once, whichever of its two ends states it."""
    seen: set[str] = set()
    for field in (of.AFTER, of.BLOCKS):
        if not plan.items.has(field):
            continue
        for place, ties in enumerate(plan.get(field)):
            for tie in ties or ():
                other = plan.finder.find(tie.item)
                if other in (NOBODY, place):
                    plan.skipped[_LOST if other == NOBODY else _ITSELF] += 1
                    continue
                before, after = (other, place) if field == of.AFTER else (place, other)
                key = f"{plan.keys[before]}>{plan.keys[after]}"
                if key not in seen:
                    seen.add(key)
                    yield Dependency(
                        key, plan.projects[before], plan.keys[before], plan.projects[after], plan.keys[after],
                        tie.type, tie.lag, sheet=plan.items.sheet, row=plan.items.rows[place],
                    )  # fmt: skip
