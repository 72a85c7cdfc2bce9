"""Which rows of a file are items: those that cannot be read are refused, those that are no work are left out."""

from collections import defaultdict
from collections.abc import Iterator

from loaders.trackers import items as of
from loaders.trackers.items import Fault, Items
from loaders.trackers.rules import Rules


def sift(items: Items, rules: Rules, feed: str) -> list[tuple[Fault, int, str | None]]:
    """Take out of the items what cannot be kept; give each fault with its row and the key of its task."""
    if not items.has(of.PROJECT):
        items.columns[of.PROJECT] = [None] * len(items)
    if (blank := items.get(of.PROJECT).count(None)) and blank < len(items):
        items.notes.append(f"Items that name no project, where others do, are taken as a project '{feed}': {blank:,}.")
    items.columns[of.PROJECT] = [project or feed for project in items.get(of.PROJECT)]
    if not items.has(of.KEY) and items.has(of.ID):
        items.columns[of.KEY] = items.columns[of.ID]
    faults: defaultdict[int, list[Fault]] = defaultdict(list)
    for fault in items.faults:
        faults[fault.place].append(fault)
    wanted = _work(items, rules)
    for fault in _unnamed(items, wanted):
        faults[fault.place].append(fault)
    said = list(_said(items, faults, wanted))
    if not all(wanted) or faults:
        items.keep([one and place not in faults for place, one in enumerate(wanted)])
    items.faults = []
    return said


def _work(items: Items, rules: Rules) -> list[bool]:
    """Say which items are work; the others are counted by their type."""
    if not rules.left_out:
        return [True] * len(items)
    why = {kind: rules.left_out.get((kind or "").casefold()) for kind in set(items.get(of.TYPE))}
    for kind in items.get(of.TYPE):
        if reason := why[kind]:
            items.left_out[f"{kind}: {reason}"] += 1
    return [not why[kind] for kind in items.get(of.TYPE)]


def _unnamed(items: Items, wanted: list[bool]) -> Iterator[Fault]:
    """Yield what is wrong with keys: one that is missing, or one that another item of the project has already."""
    heading = "key"
    keys = items.get(of.KEY)
    pairs = list(zip(items.get(of.PROJECT), keys, strict=True))
    if len(set(pairs)) == len(pairs) and None not in keys:
        return
    seen: dict[tuple[str, str | None], int] = {}
    for place, pair in enumerate(pairs):
        if not wanted[place]:
            continue
        if pair[1] is None:
            yield Fault(place, heading, "", "is missing, by which the item is known again in the next export")
        elif (first := seen.setdefault(pair, place)) != place:
            yield Fault(place, heading, pair[1], f"is the key of row {items.rows[first]} too, which is kept")


def _said(items: Items, faults: dict[int, list[Fault]], wanted: list[bool]) -> Iterator[tuple[Fault, int, str | None]]:
    if not faults:
        return
    projects, keys = items.get(of.PROJECT), items.get(of.KEY)
    for place in sorted(faults):
        if wanted[place]:
            key = keys[place]
            twice = any(fault.field == "key" for fault in faults[place])
            for fault in faults[place]:
                yield fault, items.rows[place], None if key is None or twice else f"{projects[place]}.{key}"
