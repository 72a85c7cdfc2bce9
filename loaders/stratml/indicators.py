"""Performance indicators as KPIs, with their relationships and with each measurement as one reading."""

from collections import Counter

from lxml import etree

from data.records import Kpi, Reading, Relationship
from loaders.stratml.elements import filled, line, parts, text
from loaders.stratml.intake import Intake
from loaders.stratml.measurements import Measurement, Span, measurements, series
from loaders.stratml.values import placeholder, slug, words

_INDICATOR = frozenset({
    "SequenceIndicator", "MeasurementDimension", "UnitOfMeasurement", "Identifier", "Relationship",
    "MeasurementInstance", "OtherInformation", "Name", "Description",
})  # fmt: skip
_NO_RELATION = "Relationship: names no other part of a plan and says nothing"


def indicator(intake: Intake, element: etree._Element, where: str, position: int, objective: str | None) -> None:
    """Read a performance indicator of an objective with its relationships and measurements."""
    intake.unread(element, _INDICATOR)
    if objective is None or not filled(element):
        _leave_out(intake, element, where)
        return
    name, unit = text(element, "MeasurementDimension", "Name"), text(element, "UnitOfMeasurement")
    key = intake.key(Kpi, element, f"{objective}.{slug(name or '') or f'indicator-{position}'}", name, where)
    if not name:
        intake.note(f"the indicator '{key}' ({where}) has no MeasurementDimension, so it has no name.")
    about, row = _definition(element), line(element)
    intake.keep(Kpi(key, name, objective, unit, definition=about, position=position, sheet=where, row=row))
    _relationships(intake, element, where, key)
    _readings(intake, key, list(measurements(intake, element, where)))


def _leave_out(intake: Intake, element: etree._Element, where: str) -> None:
    """Count an indicator that says nothing, with its relationships and measurements."""
    intake.skip("PerformanceIndicator: an empty form field, without dimension, unit or measured value")
    for _ in element.findall("{*}Relationship"):
        intake.skip(_NO_RELATION)
    for _ in measurements(intake, element, where):
        intake.skip("MeasurementInstance: in an indicator that is an empty form field")


def _definition(element: etree._Element) -> str | None:
    """Give what the indicator says about itself, with its place in the value chain and its type as written."""
    stage, kind = element.get("ValueChainStage"), element.get("PerformanceIndicatorType", element.get("IndicatorType"))
    said = [text(element, "Description", "OtherInformation")]
    said += [f"Value chain stage: {stage}"] if stage else []
    said += [f"Type: {kind}"] if kind else []
    return "\n\n".join(filter(None, said)) or None


def _relationships(intake: Intake, element: etree._Element, where: str, kpi: str) -> None:
    """Read what the indicator is related to, one record per other part named, with its Identifier as written."""
    for child, place in parts(element, "Relationship", where):
        name, about, kind = text(child, "Name"), text(child, "Description"), child.get("RelationshipType") or None
        referents = [one for one in map(words, child.findall("{*}ReferentIdentifier")) if not placeholder(one)]
        if not filled(child):
            intake.skip(_NO_RELATION)
            continue
        for referent in referents or [None]:
            key = intake.unique(Relationship, f"{kpi}|{kind or ''}|{referent or ''}")
            intake.keep(Relationship(key, "kpi", kpi, referent, kind, name, about, place, line(child)))


def _readings(intake: Intake, kpi: str, found: list[Measurement]) -> None:
    """Keep each measurement that says more than its dates; the key counts those of the same period in written order."""
    taken: Counter[Span] = Counter()
    for measurement, name in zip(found, series(found), strict=True):
        if not measurement.says_something:
            intake.skip("MeasurementInstance: a period without a number or a word")
            continue
        taken[measurement.span] += 1
        intake.keep(_reading(kpi, measurement, name, taken[measurement.span]))


def _reading(kpi: str, measurement: Measurement, name: str | None, ordinal: int) -> Reading:
    target, actual, (start, end) = measurement.target, measurement.actual, measurement.span
    return Reading(
        key=f"{kpi}|{start or ''}|{end or ''}|{ordinal}",
        kpi=kpi,
        date=end,
        start=start,
        series=name,
        actual=actual.number if actual else None,
        target=target.number if target else None,
        actual_text=actual.text if actual else None,
        target_text=target.text if target else None,
        note="in the source this period starts after it ends" if start and end and start > end else None,
        sheet=measurement.one.where,
        row=measurement.one.line,
    )
