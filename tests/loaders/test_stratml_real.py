"""Real StratML files: counts equal to the hand-made ones in INDEX.md, every difference explained here."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from data.records import Kpi, Objective, Organisation, Reading, Relationship, Stakeholder, Statement, Theme
from loaders.base import Export
from loaders.stratml import LOADER
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.test_stratml import SAMPLES, check, rows

pytestmark = needs_exports
FOLDER = EXPORTS / "stratml"
ALBANIA = "pulkit/US_Assistance_to_Albania.xml"


class Counts(NamedTuple):
    """What becomes of a file: records, and where they are fewer than the elements in INDEX.md, the skipped ones."""

    themes: int
    objectives: int
    kpis: int
    readings: int
    targets: int
    actuals: int
    stakeholders: int
    skipped: dict[str, int]  # element name: number of elements of INDEX.md that are empty form fields


COUNTS = {
    # Part 1. Its 5 blank stakeholders have no name, no description and no role.
    "jlind/PMOAI.xml": Counts(1, 5, 0, 0, 0, 0, 19, {"Stakeholder": 5}),
    # Part 2. No relationship of any file names another part of a plan: they hold an Identifier of their own at most.
    # The 11 targets are words; each stands with its actual in one instance, so that 11 readings hold 22 results.
    "jlind/SMLC2011.xml": Counts(3, 10, 11, 11, 0, 4, 52, {"Stakeholder": 6, "Relationship": 11}),
    "jlind/StratTest.xml": Counts(3, 10, 11, 11, 0, 4, 52, {"Stakeholder": 6, "Relationship": 11}),
    # 27 targets and 77 actuals; 11 of them stand in one instance for the same period, which leaves 93 measurements.
    # 5 stakeholders are "[To be named]".
    "pulkit/SMLC2023.xml": Counts(3, 13, 21, 93, 0, 33, 113, {"Stakeholder": 5, "Relationship": 21}),
    ALBANIA: Counts(8, 20, 20, 411, 411, 411, 62, {"Stakeholder": 8, "Relationship": 20}),
    # Output of a form: elements that hold nothing but an Identifier, or "[To be determined]".
    "owenambur/temp.xml": Counts(
        5, 5, 0, 0, 0, 0, 12, {"Objective": 2, "PerformanceIndicator": 7, "Relationship": 7, "Stakeholder": 9}
    ),
    "owenambur/temp_oecd.xml": Counts(
        3, 0, 0, 0, 0, 0, 14, {"Objective": 3, "PerformanceIndicator": 3, "Relationship": 3, "Stakeholder": 5}
    ),
    # Draft 3.5: goals and objectives that hold nothing but an Identifier, a priority or a place in the order.
    "jlind/CyberSafteyHarborTREngagement.xml": Counts(1, 1, 0, 0, 0, 0, 0, {"Goal": 2, "Objective": 10}),
    "jlind/LindInnovation.xml": Counts(0, 0, 0, 0, 0, 0, 0, {}),
    "jlind/Steffek-Lind-Transformation.xml": Counts(1, 1, 0, 0, 0, 0, 0, {}),
    "jlind/TrasnformationDotRun.xml": Counts(1, 1, 0, 0, 0, 0, 0, {}),
    "jlind/WGlascoeCCIP.xml": Counts(0, 0, 0, 0, 0, 0, 0, {}),
    "jlind/WGlascoeIIIStarPlanningMeth.xml": Counts(0, 0, 0, 0, 0, 0, 0, {"Goal": 1}),
}
REFUSED = {"owenambur/out.xml"}  # an XHTML form


def read(name: str) -> Export:
    return check(LOADER.read(FOLDER / name, Path(name).stem))


def indexed(name: str) -> dict[str, str]:
    """Give the counts that INDEX.md states for a file of this folder."""
    section = (EXPORTS / "INDEX.md").read_text(encoding="utf-8").split(f"## stratml/{Path(name).parent}\n")[1]
    line = next(line for line in section.splitlines() if line.startswith(f"| {Path(name).name} "))
    return dict(re.findall(r"(\w+)=(\S+)", line.replace("(num ", " num=")))


def skipped_by_element(export: Export) -> Counter[str]:
    counts: Counter[str] = Counter()
    for skipped in export.skipped:
        counts[skipped.reason.partition(":")[0]] += skipped.count
    return counts


def test_every_real_file_is_counted_here_or_refused():
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.xml")}
    assert found == COUNTS.keys() | REFUSED
    for name in sorted(found):
        path = FOLDER / name
        assert LOADER.identify(path, path.read_bytes()[: 64 * 1024]) == (name in COUNTS), name


@pytest.mark.parametrize("name", COUNTS)
def test_the_counts_are_those_of_the_table(name: str):
    export, expected = read(name), COUNTS[name]
    assert {key: export.totals[key] for key in Counts._fields if key in export.totals} == {
        key: value for key, value in expected._asdict().items() if key in export.totals
    }
    assert len(export.records[Stakeholder]) == expected.stakeholders
    assert {key: skipped_by_element(export)[key] for key in expected.skipped} == expected.skipped
    assert export.rejections == []


@pytest.mark.parametrize("name", COUNTS)
def test_the_counts_and_the_skipped_make_up_those_of_the_index(name: str):
    export, index = read(name), indexed(name)
    blank = Counter(COUNTS[name].skipped)
    assert {
        "goals": len(export.records[Theme]) + blank["Goal"],
        "objectives": len(export.records[Objective]) + blank["Objective"],
        "indicators": len(export.records.get(Kpi, [])) + blank["PerformanceIndicator"],
        "stakeholders": len(export.records[Stakeholder]) + blank["Stakeholder"],
        "relationships": len(export.records.get(Relationship, [])) + blank["Relationship"],
    } == {key: int(index[key]) for key in ("goals", "objectives", "indicators", "stakeholders", "relationships")}


@pytest.mark.parametrize("name", COUNTS)
def test_every_number_of_the_file_is_in_a_reading(name: str):
    export = read(name)
    root = etree.parse(FOLDER / name).getroot()
    for side, tag in (("target", "TargetResult"), ("actual", "ActualResult")):
        written = [float(units.text) for units in root.iterfind(f".//{{*}}{tag}/{{*}}NumberOfUnits") if units.text]
        stored = [getattr(row, side) for row in export.records.get(Reading, []) if getattr(row, side) is not None]
        assert sorted(stored) == sorted(written)


@pytest.mark.parametrize("name", COUNTS)
def test_every_word_of_a_result_is_in_a_reading_or_was_skipped_as_a_placeholder(name: str):
    export = read(name)
    root = etree.parse(FOLDER / name).getroot()
    told = (
        "\n".join(f"{row.actual_text}\n{row.target_text}" for row in rows(export, Reading))
        if Reading in export.records
        else ""
    )
    for tag in ("TargetResult", "ActualResult"):
        for words in root.iterfind(f".//{{*}}{tag}/{{*}}Description"):
            text = " ".join((words.text or "").split())
            assert text in told.replace("\n\n", " ") or text == "[To be determined]"


@pytest.mark.parametrize("name", COUNTS)
def test_the_period_is_that_of_the_index(name: str):
    index = indexed(name)
    start, end = (None if index.get(key, "None") == "None" else index[key] for key in ("start", "end"))
    for organisation in rows(read(name), Organisation):
        assert (organisation.valid_from, organisation.valid_until) == (start, end)


def test_the_same_plan_written_in_another_way_gives_the_same_records():
    def content(name: str) -> dict[type, list[object]]:
        return {
            kind: [row._replace(row=None) for row in found]  # pyright: ignore[reportCallIssue]
            for kind, found in read(name).records.items()
        }

    assert content("jlind/SMLC2011.xml") == content("jlind/StratTest.xml")


def test_identifiers_used_twice_in_a_real_report_lose_no_indicator():
    export = read("pulkit/SMLC2023.xml")
    twice = [row.key for row in rows(export, Kpi) if "~" in row.key]
    assert twice == [
        "_8c60e70d-55b5-4ee6-9db3-3a0e202179f2~tools-applications-services",
        "_8c60e70d-55b5-4ee6-9db3-3a0e202179f2~iso-standard",
        "_8c60e70d-55b5-4ee6-9db3-3a0e202179f2~approval",
        "_0527aefb-9ee3-423d-acff-af0912441260~part-2-forms",
        "_8c60e70d-55b5-4ee6-9db3-3a0e202179f2~performance-gov",
        "_fc255c40-7849-4bd3-b302-1e5cf03548f7~part-3-standards-document",
    ]
    assert sum("should be unique" in note for note in export.notes) == 3


def test_a_budget_keeps_its_lines_apart_from_their_subtotals():
    export = read(ALBANIA)
    first = rows(export, Kpi)[0]
    found = [(row.date, row.series, row.target, row.actual) for row in rows(export, Reading) if row.kpi == first.key]
    assert (first.name, first.unit) == ("Funding", "$")
    assert found == [
        ("2014-09-30", "Budget for Economic Support Fund", 0.0, 20000.0),
        ("2014-09-30", "Subtotal", 0.0, 20000.0),
        ("2015-09-30", "Budget for Economic Support Fund", 0.0, 20000.0),
        ("2015-09-30", "Subtotal", 0.0, 20000.0),
        ("2016-09-30", "Budget for Assistance for Europe, Eurasia and Central Asia (AEECA)", 0.0, 20000.0),
        ("2016-09-30", "Subtotal", 0.0, 20000.0),
        ("2016-09-30", "Total", 0.0, 60000.0),
    ]


def test_in_a_budget_no_two_readings_of_one_series_and_period_are_alike():
    found = [(row.kpi, row.start, row.date, row.series) for row in rows(read(ALBANIA), Reading)]
    assert len(set(found)) == len(found) == 411


def test_vision_and_mission_are_their_texts():
    statements = {row.kind: row.name for row in rows(read("pulkit/SMLC2023.xml"), Statement)}
    assert statements["vision"] == "A worldwide web of intentions, stakeholders, and results."
    assert str(statements["mission"]).startswith("To foster awareness and usage")


@pytest.mark.parametrize(
    ("sample", "schema"),
    [("part1", "StrategicPlanISOVersion20140401"), ("part2", "PerformancePlanOrReport20160216")],
)
def test_our_own_samples_are_valid_by_the_published_schemas(sample: str, schema: str):
    rules = etree.XMLSchema(etree.parse(FOLDER / "schema" / f"{schema}.xsd"))
    rules.assertValid(etree.parse(SAMPLES / f"{sample}.xml"))
