"""Targets and actuals: which belong together, and which of them form series of their own."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from data.records import Reading
from loaders.stratml.elements import days, line, parts, text
from loaders.stratml.intake import Intake
from loaders.stratml.values import bare, number, placeholder

_RESULT = frozenset({"StartDate", "EndDate", "NumberOfUnits", "Descriptor", "Description"})
_LABEL = 200  # a longer text tells a story, it does not name a series

Span = tuple[str | None, str | None]


class Result(NamedTuple):
    """A TargetResult or ActualResult."""

    span: Span  # start and end
    number: float | None
    text: str | None  # all that it says in words: a number that is no bare one, descriptors, description
    label: str | None  # description up to a bar; what follows the bar is a remark on the one figure
    descriptor: str | None
    where: str
    line: int | None


class Measurement(NamedTuple):
    """A target with its actual, or one of them alone."""

    target: Result | None
    actual: Result | None
    place: str | None = None

    @property
    def sides(self) -> list[Result]:
        """The actual, then the target, as far as they are there."""
        return [side for side in (self.actual, self.target) if side]

    @property
    def one(self) -> Result:
        """The side that says where the measurement stands in the file."""
        return self.sides[0]

    @property
    def span(self) -> Span:
        """The period measured; where only one side states a date, that one."""
        starts, ends = zip(*(side.span for side in self.sides), strict=True)
        return next(filter(None, starts), None), next(filter(None, ends), None)

    @property
    def says_something(self) -> bool:
        """Whether there is more to it than dates."""
        return any(side.number is not None or side.text for side in self.sides)


def measurements(intake: Intake, element: etree._Element, where: str) -> Iterator[Measurement]:
    """Yield the measurements of an indicator; a result with a date that is none is rejected.

    Within one MeasurementInstance a target and an actual of the same period belong together, each with one other. Where
    the instance holds only one of each, they also belong together if a date is stated for one of them only.
    """
    for child, place in parts(element, "MeasurementInstance", where):
        intake.unread(child, frozenset({"TargetResult", "ActualResult", "Place"}))
        targets = list(_results(intake, child, "TargetResult", place))
        actuals = list(_results(intake, child, "ActualResult", place))
        spot = text(child, "Place")
        if len(targets) == len(actuals) == 1 and _agree(targets[0].span, actuals[0].span):
            yield Measurement(targets[0], actuals[0], spot)
        else:
            yield from (Measurement(target, actual, spot) for target, actual in _pairs(targets, actuals))


def series(found: list[Measurement]) -> list[str | None]:
    """Give each measurement of an indicator the name of its series, or None where the indicator has only one.

    A place names its series. Else there are several where two measurements give a number for the same side and the same
    period. Their names are their descriptions up to a bar, else their descriptors, whichever are not all alike in some
    period. A name that is used again in the same period gets (2), (3) and so on.
    """
    if any(measurement.place for measurement in found):
        return _numbered([(measurement.span, measurement.place) for measurement in found])
    shared: dict[Span, list[Measurement]] = defaultdict(list)
    for measurement in found:
        shared[measurement.span].append(measurement)
    parallel = [group for group in shared.values() if _parallel(group)]
    for name in (_label, _descriptors) if parallel else ():
        if any(_differ([name(measurement) for measurement in group]) for group in parallel):
            return _numbered([(measurement.span, name(measurement)) for measurement in found])
    return [None] * len(found)


def _results(intake: Intake, element: etree._Element, name: str, where: str) -> Iterator[Result]:
    for child, place in parts(element, name, where):
        intake.unread(child, _RESULT)
        found, faults = days(child, "StartDate", "EndDate")
        if faults:
            intake.reject(child, place, Reading, faults)
        else:
            yield _result(intake, child, (found["StartDate"], found["EndDate"]), place)


def _result(intake: Intake, element: etree._Element, span: Span, where: str) -> Result:
    units, about = text(element, "NumberOfUnits") or "", text(element, "Description")
    value = number(units)
    if units and value is None:
        intake.no_number(units, where)
    said = [_descriptor(child) for child in element.findall("{*}Descriptor")]
    descriptor = "; ".join(filter(None, said)) or None
    told = "; ".join(filter(None, ("" if value is not None and bare(units) else units, descriptor, about))) or None
    label = about.partition("|")[0].strip() if about and not placeholder(about) else None
    return Result(span, value, told, label or None, descriptor, where, line(element))


def _descriptor(element: etree._Element) -> str:
    return ": ".join(filter(None, (text(element, "DescriptorName"), text(element, "DescriptorValue"))))


def _agree(one: Span, other: Span) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _pairs(
    targets: Iterable[Result], actuals: Iterable[Result]
) -> Iterator[tuple[Result, Result | None] | tuple[None, Result]]:
    """Pair results of the same stated period; without dates nothing says which target an actual belongs to."""
    waiting: dict[Span, deque[Result]] = defaultdict(deque)
    for actual in actuals:
        waiting[actual.span].append(actual)
    for target in targets:
        same = waiting.get(target.span) if any(target.span) else None
        yield target, same.popleft() if same else None
    for left in waiting.values():
        yield from ((None, actual) for actual in left)


def _parallel(group: list[Measurement]) -> bool:
    """Say whether measurements of one period give two numbers for the same side."""
    targets = sum(one.target is not None and one.target.number is not None for one in group)
    actuals = sum(one.actual is not None and one.actual.number is not None for one in group)
    return targets > 1 or actuals > 1


def _differ(names: list[str | None]) -> bool:
    return len(set(names)) > 1 and all(name is not None and len(name) <= _LABEL for name in names)


def _label(measurement: Measurement) -> str | None:
    return next((side.label for side in measurement.sides if side.label), None)


def _descriptors(measurement: Measurement) -> str | None:
    return " / ".join(dict.fromkeys(side.descriptor for side in measurement.sides if side.descriptor)) or None


def _numbered(names: Iterable[tuple[Span, str | None]]) -> list[str | None]:
    taken: Counter[tuple[Span, str | None]] = Counter()
    numbered: list[str | None] = []
    for span, name in names:
        taken[span, name] += 1
        again = taken[span, name]
        numbered.append(f"{name} ({again})" if name and again > 1 else name)
    return numbered
