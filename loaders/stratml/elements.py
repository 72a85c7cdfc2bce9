"""Finding one's way in a StratML document: children by name, their place and order, their words."""

import re
from collections.abc import Iterator

from lxml import etree

from loaders.stratml.values import day, placeholder, words
from loaders.xml import name_of

_CONTENT = frozenset({
    "Name", "Acronym", "Description", "OtherInformation", "MeasurementDimension", "UnitOfMeasurement",
    "NumberOfUnits", "DescriptorName", "DescriptorValue", "ReferentIdentifier",
})  # fmt: skip
_HOLDERS = frozenset({
    "Objective", "PerformanceIndicator", "MeasurementInstance", "TargetResult", "ActualResult", "Descriptor",
    "Relationship", "Stakeholder", "Role",
})  # fmt: skip


def line(element: etree._Element) -> int | None:
    """Give the line of the file where an element starts."""
    return element.sourceline


def parts(element: etree._Element, name: str, where: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield the children of one name, each with its place in the plan, as in `Goal[2]/Objective[1]`."""
    prefix = f"{where}/" if where else ""
    for number, child in enumerate(element.findall(f"{{*}}{name}"), 1):
        yield child, f"{prefix}{name}[{number}]"


def ordered(element: etree._Element, name: str, where: str) -> Iterator[tuple[etree._Element, str, int]]:
    """Yield as `parts` does, with the position among them, from 1: by SequenceIndicator, 2.10 after 2.9.

    Where one has no SequenceIndicator, or two have the same, the positions are those in the file.
    """
    found = list(parts(element, name, where))
    marks = [_natural(text(child, "SequenceIndicator") or "") for child, _ in found]
    if not all(marks) or len(set(marks)) < len(marks):
        marks = list(range(len(found)))
    places = {mark: position for position, mark in enumerate(sorted(marks), 1)}
    for (child, place), mark in zip(found, marks, strict=True):
        yield child, place, places[mark]


def text(element: etree._Element, *names: str) -> str | None:
    """Give the words of the children so named, a second one after an empty line; None where there are none."""
    found = (words(child) for name in names for child in element.findall(f"{{*}}{name}"))
    return "\n\n".join(word for word in found if word) or None


def days(element: etree._Element, *names: str) -> tuple[dict[str, str | None], dict[str, str]]:
    """Give the days that the children of these names state, and the texts that are none."""
    found: dict[str, str | None] = {}
    faults: dict[str, str] = {}
    for name in names:
        value = text(element, name) or ""
        try:
            found[name] = day(value)
        except ValueError:
            faults[name] = value
    return found, faults


def filled(element: etree._Element) -> bool:
    """Say whether an element, or a part of it that is read, holds words or numbers beyond a form's placeholders."""
    waiting = [element]
    while waiting:
        for child in waiting.pop().iterchildren("{*}*"):
            _, name = name_of(child)
            if name in _HOLDERS:
                waiting.append(child)
            elif name in _CONTENT and not placeholder(words(child)):
                return True
    return False


def _natural(sequence: str) -> tuple[tuple[int, int, str], ...]:
    """Give a sort key in which the numbers inside a text count as numbers."""
    return tuple(
        (0, int(piece[:18]), piece) if piece.isdecimal() else (1, 0, piece)
        for piece in re.findall(r"\d+|[^\W\d]+", sequence)
    )
