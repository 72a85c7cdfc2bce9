"""Every schedule that two loaders can read, read by both: without Java and with MPXJ the same rows come out.

Where they differ, `EXPLAINED` says why; everything else that differs fails.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.records import Calendar
from loaders import ms_project, primavera
from loaders.base import Export
from loaders.mpxj.reading import read
from tests.exports_dir import EXPORTS

SAMPLES = Path(__file__).parents[1] / "exports"
OWN = {".xml": ms_project.LOADER, ".xer": primavera.LOADER}
FILES = [
    SAMPLES / "ms_project" / "bridge.xml",
    SAMPLES / "primavera" / "vellin.xer",
    *sorted(EXPORTS.glob("schedules/mpxj-mspdi/*.xml")),
    *sorted(EXPORTS.glob("schedules/*/*.xer")),
]
SPREADS = ("spread", "actual_spread", "baseline_spread", "baseline_cost_spread", "actual_cost_spread")
Differ = Callable[[Any, Any], bool]  # our value, MPXJ's: is this the difference that is explained?


def only_here(ours: Any, theirs: Any) -> bool:
    return theirs is None


def only_there(ours: Any, theirs: Any) -> bool:
    return ours is None


def no_rate(ours: Any, theirs: Any) -> bool:
    """MPXJ does not tell a rate of zero from none."""
    return theirs is None and not ours


def one_rate(ours: Any, theirs: Any) -> bool:
    """A single rate without a beginning says no more than the cost of an hour; or it is a rate of zero."""
    return (
        theirs is None and len(json.loads(ours)) == 1 and (json.loads(ours)[0][0] is None or not json.loads(ours)[0][1])
    )


def as_a_block(ours: Any, theirs: Any) -> bool:
    """MPXJ shows the topic of a note on a line of its own, other blanks, and no notes of WBS elements."""
    return theirs is None or "".join(ours.split()).replace(":", "", 1) == "".join(theirs.split())


def derived(ours: Any, theirs: Any) -> bool:
    """What a derived calendar of P6 leaves to its base, MPXJ takes for free days, or all for the usual week."""
    return not any(json.loads(ours).values()) or json.loads(ours).items() <= json.loads(theirs).items()


def fitted(ours: Any, theirs: Any) -> bool:
    """P6's curves, and work laid over a calendar of P6 that MPXJ does not follow, count as even with MPXJ."""
    return theirs is None


def of_nobody(ours: Any, theirs: Any) -> bool:
    """MPXJ knows the booking of resources, not that of assignments."""
    return ours is None or theirs is None


EXPLAINED: dict[str, dict[tuple[str, str], Differ]] = {
    ".xml": {
        ("Task", "active"): only_there,  # True where the file does not say; analysis reads both alike
        ("Assignment", "firm"): of_nobody,
        ("Project", "currency"): only_here,  # the sign of the money is kept where MPXJ states a file's own only
        ("Resource", "currency"): only_here,
        ("Resource", "rates"): one_rate,
        ("Resource", "cost_per_hour"): no_rate,
    },
    ".xer": {
        ("Project", "guid"): lambda ours, theirs: True,  # XER writes it in base 64
        ("Project", "currency"): only_here,  # in the header of the file, which MPXJ does not keep
        ("Resource", "currency"): only_here,
        ("Project", "manager"): only_here,  # MPXJ reads no OBS
        ("Project", "stage"): only_here,  # nor the status of a WBS element
        ("Project", "budget"): only_here,
        ("Project", "priority"): only_here,
        ("Calendar", "week"): derived,
        ("Assignment", "spread"): fitted,
        ("Assignment", "units"): lambda ours, theirs: not theirs,  # 0 where the file states the planned ones only
        ("Project", "minutes_per_day"): only_there,  # the usual 8 and 40 hours where a calendar does not state them
        ("Project", "minutes_per_week"): only_there,
        ("Calendar", "minutes_per_day"): only_there,
        ("Dependency", "key"): only_here,  # predecessors in projects that the file does not hold
        # A project that is in the file only because another is linked to it has few of its activities there.
        ("Project", "start"): lambda ours, theirs: ours < theirs,
        ("Assignment", "skill"): only_here,  # MPXJ does not keep the proficiency that an assignment asks for
        ("Assignment", "skill_level"): only_here,
        ("Resource", "rates"): one_rate,
        ("Resource", "cost_per_hour"): no_rate,
        ("Task", "note"): as_a_block,
    },
}


def differences(ours: Export, theirs: Export) -> Iterator[tuple[str, str, Any, Any]]:
    """Give kind, field and both values of all that differs; a row that one lacks as the field `key`."""
    for kind in ours.records.keys() | theirs.records.keys():
        mine, other = ({row.key: row for row in export.records.get(kind, [])} for export in (ours, theirs))
        for key in mine.keys() ^ other.keys():
            yield kind.__name__, "key", key if key in mine else None, key if key in other else None
        for key in mine.keys() & other.keys():
            for field in mine[key]._fields:
                one, two = getattr(mine[key], field), getattr(other[key], field)
                if field not in ("sheet", "row") and not same(field, one, two):
                    yield kind.__name__, field, one, two


def same(field: str, one: Any, two: Any) -> bool:
    """Say whether two values agree: numbers to a hundredth, spreads to a minute a day."""
    if isinstance(one, float) and isinstance(two, float | int):
        return abs(one - two) < 0.01
    if field in SPREADS and isinstance(one, str) and isinstance(two, str):
        mine, other = days(one), days(two)
        return all(abs(mine.get(day, 0) - other.get(day, 0)) < 1 for day in mine.keys() | other.keys())
    return one == two


def days(spread: str) -> dict[int, float]:
    """Give the amount of each day of a spread."""
    return {
        day: amount
        for first, last, amount in json.loads(spread)
        for day in range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_readers_give_the_same_rows(path: Path):
    explained = EXPLAINED[path.suffix]
    ours, theirs = OWN[path.suffix].read(path, "plan"), read(path)
    broken = {rejection.key for rejection in ours.rejections if rejection.kind is Calendar}  # MPXJ mends calendars
    found = [
        (kind, field, one, two)
        for kind, field, one, two in differences(ours, theirs)
        if not ((kind, field) == ("Calendar", "key") and two in broken)
        and not ((differ := explained.get((kind, field))) and differ(one, two))
    ]
    assert found == []
    outside = sum((kind, field) == ("Dependency", "key") for kind, field, _, _ in differences(ours, theirs))
    assert ours.totals == theirs.totals | {"links": theirs.totals["links"] + outside}
