"""StratML (ISO 17469-1): strategic plans (Part 1), performance plans and reports (Part 2).

Keys are the Identifiers of the file. An element without one gets a key from its name: `goal-cleaner-water`, below it
`<goal>.<name of the objective>` and `<objective>.<name of the indicator>`, without a name its position. An Identifier
used twice stays with the first; the second is stored as `<Identifier>~<name>`, and a note names both. StratML knows no
direction, baseline or rhythm of a measure, so those stay empty.
"""

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from data.records import Kpi, Objective, Organisation, Reading, Relationship, Stakeholder, Statement, Theme
from loaders.base import Export, Refused
from loaders.stratml.elements import text
from loaders.stratml.intake import Intake
from loaders.stratml.plan import core, draft, period
from loaders.xml import name_of, parse, root_name

NAMESPACES = (
    "",  # files that name none
    "http://www.stratml.net",  # Part 1, ANSI/AIIM 21:2009
    "http://www.stratml.net/PerformancePlanOrReport",  # Part 2, ANSI/AIIM 22:2011
    "urn:ISO:std:iso:17469:tech:xsd:stratml_core",  # Part 1, ISO 17469-1:2015
    "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",  # Part 2, 2016
)
PART_1, PART_2 = "StrategicPlan", "PerformancePlanOrReport"
DRAFT = ("http://schemas.stratml.us/3.5", "OrganizationalStrategyDocument")

_ROOT = frozenset({
    "Name", "Description", "OtherInformation", "Identifier", "Identifer", "Status", "Organization",
    "StrategicPlanCore", "AdministrativeInformation",
})  # fmt: skip


class StratML:
    """Reads StratML files of every published namespace, and of the draft "3.5" what it shares with them."""

    name = "stratml"
    version = 1
    formats: Sequence[str] = (
        "StratML Part 1 strategic plan (ISO 17469-1)",
        "StratML Part 2 performance plan or report",
        "StratML draft 3.5 (organisations, statements, goals and objectives)",
    )
    suffixes: Sequence[str] = (".xml", ".stratml")

    def identify(self, path: Path, head: bytes) -> bool:
        """Say from the root element whether this is StratML."""
        root = root_name(head)
        return root is not None and _known(*root)

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` for broken XML, another root element, or a plan without a core."""
        root = parse(path)
        namespace, name = name_of(root)
        if not _known(namespace, name):
            raise Refused(
                f"the root element is {name} ({namespace or 'no namespace'}); a StratML file has "
                f"{PART_1} or {PART_2}. Export the plan as StratML Part 1 or Part 2."
            )
        intake = Intake()
        intake.cover(Organisation, Statement, Theme, Objective, Stakeholder)
        if name == DRAFT[1]:
            _read_draft(intake, root)
        else:
            _read_plan(intake, root, name)
        return _with_totals(intake.close())


def _known(namespace: str, root: str) -> bool:
    ours = namespace in NAMESPACES or "stratml" in namespace.lower() or "17469" in namespace
    return (namespace, root) == DRAFT or (ours and root in (PART_1, PART_2))


def _read_plan(intake: Intake, root: etree._Element, kind: str) -> None:
    plan = root.find("{*}StrategicPlanCore")
    if plan is None:
        raise Refused(
            f"the {kind} holds no StrategicPlanCore, the element with organisation, goals and objectives; "
            "it is incomplete. Export it again as StratML Part 1 or Part 2."
        )
    if kind == PART_2:
        intake.cover(Kpi, Reading, Relationship)
    _describe(intake, root)
    core(intake, plan, period(intake, root))


def _read_draft(intake: Intake, root: etree._Element) -> None:
    intake.note(
        "the file is of the draft 3.5 of StratML, which is no ISO standard: organisations, vision, mission, values, "
        "goals and objectives are read, an objective inside another as one of the same goal; the rest is skipped."
    )
    _describe(intake, root)
    draft(intake, root, "", period(intake, root))


def _describe(intake: Intake, root: etree._Element) -> None:
    """Say what the document calls itself, which is about the file and not about the strategy."""
    name, kind = text(root, "Name"), root.get("Type")
    if name:
        intake.note(f"the file calls itself '{name}'{f' ({kind})' if kind else ''}.")
    left = [label for label in ("Description", "OtherInformation") if text(root, label)]
    if left:
        intake.note(f"the {' and '.join(left)} of the file itself is not stored.")
    intake.unread(root, _ROOT)


def _with_totals(export: Export) -> Export:
    readings = [record for record in export.records.get(Reading, ()) if isinstance(record, Reading)]
    export.totals = {
        "perspectives": 0,
        "themes": len(export.records[Theme]),
        "objectives": len(export.records[Objective]),
        "kpis": len(export.records.get(Kpi, ())),
        "readings": len(readings),
        "targets": sum(reading.target is not None for reading in readings),
        "actuals": sum(reading.actual is not None for reading in readings),
    }
    return export


LOADER = StratML()
