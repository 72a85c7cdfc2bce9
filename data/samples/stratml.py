"""Writes a plan as StratML Part 2 (ISO 17469-2:2016) performance report: goals, objectives, indicators, results."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

SPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


@dataclass(slots=True)
class Result:
    """A target or an actual over a period."""

    first: date
    last: date
    units: str
    target: bool
    description: str = ""


@dataclass(slots=True)
class Indicator:
    """A measure with its results."""

    identifier: str
    name: str
    unit: str
    results: list[Result]
    sequence: str = ""
    stage: str = "Outcome"


@dataclass(slots=True)
class Goal:
    """A goal; its objectives are (identifier, name, description, owner, indicators)."""

    identifier: str
    name: str
    description: str
    objectives: list[tuple[str, str, str, str, list[Indicator]]]


@dataclass(slots=True)
class Plan:
    """A plan or report of one organisation."""

    name: str
    description: str
    organisation: str
    acronym: str
    vision: str
    mission: str
    values: list[tuple[str, str]]
    goals: list[Goal]
    start: date
    end: date
    published: date
    source: str
    submitter: tuple[str, str, str] = field(default=("", "", ""))  # given name, surname, e-mail


def write_stratml(path: Path, plan: Plan) -> Path:
    """Write a plan into one file and give its path."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<PerformancePlanOrReport xmlns="{SPACE}" Type="Performance_Report">')
    lines += [_text("Name", plan.name), _text("Description", plan.description), "<StrategicPlanCore>"]
    organisation = _text("Name", plan.organisation) + _text("Acronym", plan.acronym)
    lines.append(f"<Organization>{organisation}{_text('Identifier', plan.acronym)}</Organization>")
    lines.append(_statement("Vision", plan.vision) + "\n" + _statement("Mission", plan.mission))
    lines += [f"<Value>{_text('Name', name)}{_text('Description', text)}</Value>" for name, text in plan.values]
    for number, goal in enumerate(plan.goals, 1):
        lines += _goal(number, goal)
    lines += [
        "</StrategicPlanCore>",
        _administration(plan),
        _submitter(plan.submitter),
        "</PerformancePlanOrReport>",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return path


def _text(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def _statement(name: str, text: str) -> str:
    return f"<{name}>{_text('Description', text)}{_text('Identifier', name.upper())}</{name}>"


def _goal(number: int, goal: Goal) -> list[str]:
    lines = ["<Goal>" + _text("Name", goal.name) + _text("Description", goal.description)]
    lines.append(_text("Identifier", goal.identifier) + _text("SequenceIndicator", number))
    for place, (identifier, name, description, owner, indicators) in enumerate(goal.objectives, 1):
        lines.append("<Objective>" + _text("Name", name) + _text("Description", description))
        lines.append(_text("Identifier", identifier) + _text("SequenceIndicator", f"{number}.{place}"))
        lines.append(_performer(owner))
        lines += [_indicator(indicator) for indicator in indicators]
        lines.append("</Objective>")
    return [*lines, "</Goal>"]


def _performer(name: str) -> str:
    role = f"<Role>{_text('Name', 'Owner')}{_text('RoleType', 'Performer')}</Role>"
    return f'<Stakeholder StakeholderTypeType="Person">{_text("Name", name)}{role}</Stakeholder>'


def _indicator(indicator: Indicator) -> str:
    kind = f"ValueChainStage={quoteattr(indicator.stage)} PerformanceIndicatorType={quoteattr('Quantitative')}"
    lines = [f"<PerformanceIndicator {kind}>" + _text("SequenceIndicator", indicator.sequence)]
    lines.append(_text("MeasurementDimension", indicator.name) + _text("UnitOfMeasurement", indicator.unit))
    lines.append(_text("Identifier", indicator.identifier))
    lines += [_result(result) for result in indicator.results]
    return "\n".join([*lines, "</PerformanceIndicator>"])


def _result(result: Result) -> str:
    name = "TargetResult" if result.target else "ActualResult"
    inner = _text("StartDate", result.first) + _text("EndDate", result.last) + _text("NumberOfUnits", result.units)
    text = _text("Description", result.description) if result.description else ""
    return f"<MeasurementInstance><{name}>{inner}{text}</{name}></MeasurementInstance>"


def _administration(plan: Plan) -> str:
    dates = _text("StartDate", plan.start) + _text("EndDate", plan.end) + _text("PublicationDate", plan.published)
    return f"<AdministrativeInformation>{dates}{_text('Source', plan.source)}</AdministrativeInformation>"


def _submitter(submitter: tuple[str, str, str]) -> str:
    names = zip(("GivenName", "Surname", "EmailAddress"), submitter, strict=True)
    return f"<Submitter>{''.join(_text(name, value) for name, value in names)}</Submitter>"
