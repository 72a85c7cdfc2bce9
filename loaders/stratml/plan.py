"""The plan: organisations, vision, mission and values, goals as themes, objectives, and who has a stake in them."""

import json
from typing import NamedTuple

from lxml import etree

from data.records import Objective, Organisation, Stakeholder, Statement, Theme
from loaders.stratml.elements import days, filled, line, ordered, parts, text
from loaders.stratml.indicators import indicator
from loaders.stratml.intake import Intake
from loaders.stratml.values import slug, words

_IDENTITY = frozenset({"Name", "Description", "Identifier", "Identifer", "SequenceIndicator"})
_ORGANISATION = frozenset({"Name", "Acronym", "Identifier", "Identifer", "Description", "Stakeholder"})
_STRATEGY = frozenset({"Organization", "Identifier", "Identifer", "Vision", "Mission", "Value", "Goal"})
_GOAL = _IDENTITY | {"OtherInformation", "Stakeholder", "Objective"}
_OBJECTIVE = _GOAL | {"PerformanceIndicator"}
_ADMINISTRATION = frozenset({"Identifier", "StartDate", "EndDate", "PublicationDate", "Source"})
_EMPTY = "an empty form field, nothing filled in but identifiers, dates or placeholders"


class Period(NamedTuple):
    """The days that a plan covers, as `YYYY-MM-DD`; None where the file does not say."""

    start: str | None = None
    end: str | None = None


def period(intake: Intake, root: etree._Element) -> Period:
    """Read AdministrativeInformation: the period, and the day of publication as the day the file was saved.

    A date in it that is none is rejected, and the others hold.
    """
    element = root.find("{*}AdministrativeInformation")
    if element is None:
        return Period()
    intake.unread(element, _ADMINISTRATION)
    found, faults = days(element, "StartDate", "EndDate", "PublicationDate")
    if faults:
        intake.reject(element, "AdministrativeInformation", None, faults)
    if found.get("PublicationDate"):
        intake.export.status_date, intake.export.status_date_from = found["PublicationDate"], "saved"
    return Period(found.get("StartDate"), found.get("EndDate"))


def core(intake: Intake, element: etree._Element, covered: Period) -> None:
    """Read a StrategicPlanCore: its organisations, statements and goals. A single organisation owns the statements."""
    owners = [organisation(intake, child, where, covered) for child, where in parts(element, "Organization", "")]
    named = [owner for owner in owners if owner]
    strategy(intake, element, "", named[0] if len(named) == 1 else None)


def draft(intake: Intake, element: etree._Element, where: str, covered: Period) -> None:
    """Read the organisations of a draft 3.5 document, which hold their strategies and other organisations."""
    for child, place in parts(element, "Organization", where):
        owner = organisation(intake, child, place, covered, also=frozenset({"Organization", "Strategy"}))
        for plan, inside in parts(child, "Strategy", place):
            strategy(intake, plan, inside, owner)
        draft(intake, child, place, covered)


def organisation(
    intake: Intake, element: etree._Element, where: str, covered: Period, also: frozenset[str] = frozenset()
) -> str | None:
    """Read an organisation with its stakeholders and give its key; None for an empty form field."""
    intake.unread(element, _ORGANISATION | also)
    if not filled(element):
        intake.skip(f"Organization: {_EMPTY}")
        stakeholders(intake, element, where, "organisation", None)
        return None
    name, acronym, about = text(element, "Name"), text(element, "Acronym"), text(element, "Description")
    key = intake.key(Organisation, element, f"organisation-{slug(name or acronym or '')}", name, where)
    intake.keep(Organisation(key, name, acronym, about, covered.start, covered.end, sheet=where, row=line(element)))
    stakeholders(intake, element, where, "organisation", key)
    return key


def strategy(intake: Intake, element: etree._Element, where: str, owner: str | None) -> None:
    """Read vision, mission, values and goals that stand in one element."""
    intake.unread(element, _STRATEGY)
    for kind in ("Vision", "Mission", "Value"):
        for child, place, position in ordered(element, kind, where):
            statement(intake, child, place, kind, position, owner)
    for child, place, position in ordered(element, "Goal", where):
        goal(intake, child, place, position)


def statement(intake: Intake, element: etree._Element, where: str, kind: str, position: int, owner: str | None) -> None:
    """Read a vision, mission or value. The text of a vision or mission is its name; a value has both."""
    intake.unread(element, _IDENTITY)
    if not filled(element):
        intake.skip(f"{kind}: {_EMPTY}")
        return
    stem = kind.lower()
    if kind == "Value":
        name, about = text(element, "Name"), text(element, "Description")
        fallback = f"value-{slug(name or '') or position}"
    else:
        name, about, fallback = text(element, "Name", "Description"), None, stem
    key = intake.key(Statement, element, fallback, name, where)
    intake.keep(Statement(key, stem, name, about, position, owner, sheet=where, row=line(element)))


def goal(intake: Intake, element: etree._Element, where: str, position: int) -> None:
    """Read a goal as a theme, with its stakeholders and objectives."""
    intake.unread(element, _GOAL)
    key = None
    if filled(element):
        name, about = _name_and_description(element)
        key = intake.key(Theme, element, f"goal-{slug(name or '') or position}", name, where)
        intake.keep(Theme(key, name, position=position, description=about, sheet=where, row=line(element)))
    else:
        intake.skip(f"Goal: {_EMPTY}")
    stakeholders(intake, element, where, "theme", key)
    objectives(intake, element, where, key)


def objectives(intake: Intake, element: etree._Element, where: str, theme: str | None) -> None:
    """Read the objectives of a goal; objectives inside objectives, which the draft allows, belong to the same goal."""
    for child, place, position in ordered(element, "Objective", where):
        objective(intake, child, place, position, theme)
        objectives(intake, child, place, theme)


def objective(intake: Intake, element: etree._Element, where: str, position: int, theme: str | None) -> None:
    """Read an objective with its stakeholders and performance indicators."""
    intake.unread(element, _OBJECTIVE)
    key = None
    if filled(element):
        name, about = _name_and_description(element)
        fallback = f"{theme}.{slug(name or '') or f'objective-{position}'}"
        key = intake.key(Objective, element, fallback, name, where)
        row = line(element)
        intake.keep(Objective(key, name, theme=theme, position=position, description=about, sheet=where, row=row))
    else:
        intake.skip(f"Objective: {_EMPTY}")
    stakeholders(intake, element, where, "objective", key)
    for child, place, place_in_order in ordered(element, "PerformanceIndicator", where):
        indicator(intake, child, place, place_in_order, key)


def stakeholders(intake: Intake, element: etree._Element, where: str, kind: str, subject: str | None) -> None:
    """Read who has a stake in a part of the plan, with their roles."""
    for child, place in parts(element, "Stakeholder", where):
        if subject is None or not filled(child):
            intake.skip(f"Stakeholder: {_EMPTY}")
            continue
        name, about, roles = text(child, "Name"), text(child, "Description"), _roles(child)
        key = intake.unique(Stakeholder, f"{kind}|{subject}|{slug(name or '')}")
        type_ = child.get("StakeholderTypeType") or None
        intake.keep(Stakeholder(key, kind, subject, name, about, type_, roles, place, line(child)))


def _roles(element: etree._Element) -> str | None:
    """Give the filled-in roles of a stakeholder as JSON [[name, description, type], ...], two types parted by `;`."""
    rows = []
    for role in element.findall("{*}Role"):
        types = "; ".join(filter(None, map(words, role.findall("{*}RoleType"))))
        rows.append([text(role, "Name"), text(role, "Description"), types or None])
    said = [row for row in rows if any(row)]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else None


def _name_and_description(element: etree._Element) -> tuple[str | None, str | None]:
    """Give what to call a goal or objective, and what it says; the standard lets an objective go without a name."""
    about = text(element, "Description", "OtherInformation")
    return text(element, "Name") or text(element, "Description"), about
