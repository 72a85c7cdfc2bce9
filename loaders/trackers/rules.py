"""The one rule by which items of trackers become lines of a plan, and what a tool may say otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

EPICS = frozenset({
    "epic", "initiative", "capability", "portfolio epic", "legend", "saga", "objective", "programme", "program",
    "épopée", "épica", "epos",
})  # fmt: skip
MILESTONES = frozenset({"milestone", "release", "gate", "meilenstein", "jalon", "hito"})
POINT_MINUTES = 480.0  # what a story point weighs


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs between tools."""

    epics: frozenset[str] = EPICS  # types of which the end is a milestone, in lower case
    milestones: frozenset[str] = MILESTONES  # types that are milestones
    states: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # own meaning of status words
    sums: bool = False  # the figures of an item with others below it are their sums
    deadlines: bool = True  # the day on which an item is due is its deadline, not just where the plan ends
    by_name: bool = False  # parents and links name items by their title
    lasting: bool = False  # a key is of one item for ever, whatever project it is moved to
    left_out: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # types -> why they are no work
