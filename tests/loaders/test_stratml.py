"""A StratML plan becomes organisation, statements, themes, objectives, KPIs and stakeholders."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from data.records import (
    KINDS,
    Kpi,
    Objective,
    Organisation,
    Perspective,
    Reading,
    Relationship,
    Stakeholder,
    Statement,
    Theme,
)
from loaders.base import Export, Refused, Skipped
from loaders.stratml import LOADER, NAMESPACES

SAMPLES = Path(__file__).parents[1] / "exports" / "stratml"
PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
EMPTY = "an empty form field, nothing filled in but identifiers, dates or placeholders"

Load = Callable[[str], Export]
Kind = TypeVar("Kind")


def check(export: Export) -> Export:
    """Every row is accounted for, and no key is used twice in a kind."""
    rejected = {(rejection.sheet, rejection.row) for rejection in export.rejections}
    kept = sum(len(rows) for rows in export.records.values())
    assert export.rows_in == kept + len(rejected) + sum(skipped.count for skipped in export.skipped)
    for kind, rows in export.records.items():
        assert kind in KINDS
        assert all(type(row) is kind for row in rows)
        assert len({row.key for row in rows}) == len(rows)
    return export


def rows(export: Export, kind: type[Kind]) -> list[Kind]:
    return [row for row in export.records[kind] if isinstance(row, kind)]


def plan(core: str, *, rest: str = "", namespace: str = PART_2, root: str = "PerformancePlanOrReport") -> str:
    return f'<{root} xmlns="{namespace}"><StrategicPlanCore>{core}</StrategicPlanCore>{rest}</{root}>'


def goal(objectives: str = "", identifier: str = "G", name: str = "Less loss") -> str:
    return f"<Goal><Name>{name}</Name><Identifier>{identifier}</Identifier>{objectives}</Goal>"


def objective(inside: str = "", identifier: str = "O", name: str = "Find leaks") -> str:
    return f"<Objective><Name>{name}</Name><Identifier>{identifier}</Identifier>{inside}</Objective>"


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def read(xml: str) -> Export:
        path = tmp_path / "plan.xml"
        path.write_text(xml, encoding="utf-8")
        assert LOADER.identify(path, path.read_bytes())
        return check(LOADER.read(path, "plan"))

    return read


def test_a_part_1_plan_gives_whole_rows():
    export = check(LOADER.read(SAMPLES / "part1.xml", "library"))
    assert export.records == {
        Organisation: [
            Organisation(
                "org-etl", "Elmbridge Town Library", "ETL", "Main library with two branches.",
                "2026-01-01", "2028-12-31", None, "Organization[1]", 6,
            )
        ],
        Statement: [
            Statement("vision-etl", "vision", "Every resident reads.", None, 1, "org-etl", None, "Vision[1]", 16),
            Statement("mission", "mission", "We lend, advise and gather.", None, 1, "org-etl", None, "Mission[1]", 20),
            Statement(
                "value-openness", "value", "Openness", "No fee, no question.", 1, "org-etl", None, "Value[1]", 23
            ),
        ],
        Theme: [
            Theme(
                "goal-open", "Open longer", position=2, sheet="Goal[1]", row=27,
                description="Be there when people have time.\n\nAgreed by the council in May 2026.",
            ),
            Theme("goal-reach-the-young", "Reach the young", position=1, sheet="Goal[2]", row=44),
        ],
        Objective: [
            Objective(
                "objective-sunday", "Sunday opening", theme="goal-open", position=2,
                description="Open the main library on Sundays.", sheet="Goal[1]/Objective[1]", row=33,
            ),
            Objective(
                "goal-open.lend-by-machine-around-the-clock", "Lend by machine around the clock.", theme="goal-open",
                position=1, description="Lend by machine around the clock.", sheet="Goal[1]/Objective[2]", row=39,
            ),
            Objective(
                "goal-reach-the-young.school-visits", "School visits", theme="goal-reach-the-young", position=1,
                sheet="Goal[2]/Objective[1]", row=48,
            ),
        ],
        Stakeholder: [
            Stakeholder(
                "organisation|org-etl|readers", "organisation", "org-etl", "Readers", "Everyone with a library card.",
                "Generic_Group", None, "Organization[1]/Stakeholder[1]", 11,
            )
        ],
    }  # fmt: skip
    assert (export.status_date, export.status_date_from) == ("2026-06-01", "saved")
    assert export.skipped == [
        Skipped("Submitter: who wrote the file, not part of the plan", 1),
        Skipped(f"Stakeholder: {EMPTY}", 1),
        Skipped(f"Objective: {EMPTY}", 1),
    ]
    assert export.notes == [
        "the file calls itself 'Strategy of the Elmbridge town library'.",
        "the Description of the file itself is not stored.",
    ]


def test_a_part_2_report_adds_indicators_with_relationships_and_roles():
    export = check(LOADER.read(SAMPLES / "part2.xml", "water"))
    where = "Goal[1]/Objective[1]/PerformanceIndicator"
    assert export.records[Kpi] == [
        Kpi(
            "K1", "Water lost", "O1", "%", position=1, sheet=f"{where}[1]", row=32,
            definition="Treated less billed, over treated.\n\nValue chain stage: Outcome\n\nType: Quantitative",
        ),
        Kpi("K2", "Money for repairs", "O1", "EUR", position=2, sheet=f"{where}[2]", row=65),
        Kpi(
            "O1.leak-detection-by-satellite", "Leak detection by satellite", "O1", position=3,
            definition="Type: Qualitative", sheet=f"{where}[3]", row=82,
        ),
    ]  # fmt: skip
    place = f"{where}[1]/Relationship[1]"
    assert export.records[Relationship] == [
        Relationship("K1|Narrower_Than|G1", "kpi", "K1", "G1", "Narrower_Than", "Serves", None, place, 37),
        Relationship(
            "K1|Narrower_Than|plan-of-the-county", "kpi", "K1", "plan-of-the-county", "Narrower_Than", "Serves",
            None, place, 37,
        ),
    ]  # fmt: skip
    assert export.records[Stakeholder] == [
        Stakeholder(
            "objective|O1|network-department", "objective", "O1", "Network department", None, "Organization",
            '[["Repair crew",null,"Performer; Beneficiary"]]', "Goal[1]/Objective[1]/Stakeholder[1]", 24,
        )
    ]  # fmt: skip
    assert export.totals == {
        "perspectives": 0,
        "themes": 1,
        "objectives": 1,
        "kpis": 3,
        "readings": 5,
        "targets": 2,
        "actuals": 3,
    }


def test_only_kinds_that_the_part_knows_are_covered(load: Load):
    strategy = {Organisation, Statement, Theme, Objective, Stakeholder}
    part_1 = load(plan(goal(), namespace=PART_1, root="StrategicPlan"))
    assert set(part_1.records) == strategy
    assert set(load(plan(goal())).records) == strategy | {Kpi, Reading, Relationship}
    assert Perspective not in part_1.records


@pytest.mark.parametrize("root", ["StrategicPlan", "PerformancePlanOrReport"])
@pytest.mark.parametrize("namespace", [*NAMESPACES, "http://xml.gov/stratml/references/StrategicPlan.xsd"])
def test_every_published_namespace_is_read_alike(load: Load, namespace: str, root: str):
    export = load(plan(goal(objective()), namespace=namespace, root=root))
    assert [row.key for kind in (Theme, Objective) for row in rows(export, kind)] == ["G", "O"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><StrategicPlanCore/></html>",
        b"<StrategicPlan xmlns='urn:some:other:vocabulary'/>",
        b"<Project xmlns='http://schemas.microsoft.com/project'/>",
    ],
)
def test_other_files_are_not_taken_for_stratml(content: bytes):
    assert not LOADER.identify(Path("x.xml"), content)


def test_the_file_is_found_by_content_whatever_its_encoding_and_ending():
    xml = f"<?xml version='1.0' encoding='{{}}'?>{plan(goal())}"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "iso-8859-1"):
        assert LOADER.identify(Path("plan.txt"), xml.format(encoding.removesuffix("-sig")).encode(encoding))


def test_a_plan_without_a_core_is_refused_with_what_to_do(tmp_path: Path):
    path = tmp_path / "plan.xml"
    path.write_text("<StrategicPlan xmlns='http://www.stratml.net'><Name>Plan</Name></StrategicPlan>")
    with pytest.raises(Refused, match=r"holds no StrategicPlanCore.*Export it again as StratML Part 1 or Part 2"):
        LOADER.read(path, "plan")


def test_another_root_element_is_refused_by_name(tmp_path: Path):
    path = tmp_path / "plan.xml"
    path.write_text("<html xmlns='http://www.w3.org/1999/xhtml'/>")
    with pytest.raises(Refused, match=r"the root element is html \(http://www.w3.org/1999/xhtml\)"):
        LOADER.read(path, "plan")


def test_markup_inside_a_text_is_left_out_and_its_paragraphs_kept(load: Load):
    about = (
        '<Description><p xmlns="http://www.w3.org/1999/xhtml">Save <b>w</b>ater</p><p>now</p> &lt;i&gt;</Description>'
    )
    export = load(plan(f"<Goal><Name> Less \n   loss </Name>{about}</Goal>"))
    assert export.records[Theme] == [
        Theme("goal-less-loss", "Less loss", position=1, description="Save water\n\nnow\n\n<i>", sheet="Goal[1]", row=1)
    ]


def test_an_identifier_used_twice_loses_neither_and_is_named(load: Load):
    indicator = "<PerformanceIndicator><MeasurementDimension>{}</MeasurementDimension><Identifier>K</Identifier>{}"
    end = "</PerformanceIndicator>"
    inside = indicator.format("Leaks", end) + indicator.format("Bursts", end) * 2
    export = load(plan(goal(objective(inside))))
    assert [(row.key, row.name) for row in rows(export, Kpi)] == [
        ("K", "Leaks"),
        ("K~bursts", "Bursts"),
        ("K~bursts~2", "Bursts"),
    ]
    assert export.notes == [
        "the Identifier 'K' is used 3 times for a PerformanceIndicator and should be unique; all are stored, as "
        "'K' (Goal[1]/Objective[1]/PerformanceIndicator[1], line 1), "
        "'K~bursts' (Goal[1]/Objective[1]/PerformanceIndicator[2], line 1), "
        "'K~bursts~2' (Goal[1]/Objective[1]/PerformanceIndicator[3], line 1)."
    ]


def test_a_key_made_from_a_name_does_not_move_when_another_goal_is_put_before_it(load: Load):
    one = "<Goal><Name>Less loss</Name><Objective><Name>Find leaks</Name></Objective></Goal>"
    before = rows(load(plan(one)), Objective)
    after = rows(load(plan("<Goal><Name>New</Name></Goal>" + one)), Objective)
    assert [row.key for row in before] == [row.key for row in after] == ["goal-less-loss.find-leaks"]


def test_sequence_indicators_give_the_order_where_all_have_one(load: Load):
    def positions(*marks: str) -> list[float | None]:
        goals = (
            f"<Goal><Name>{n}</Name><SequenceIndicator>{mark}</SequenceIndicator></Goal>"
            for n, mark in enumerate(marks)
        )
        return [row.position for row in rows(load(plan("".join(goals))), Theme)]

    assert positions("1.10", "1.9", "1.2") == [3, 2, 1]
    assert positions("B", "A") == [2, 1]
    assert positions("2", "") == [1, 2]
    assert positions("2", "2", "1") == [1, 2, 3]


def test_statements_belong_to_the_organisation_only_where_there_is_one(load: Load):
    organisation = "<Organization><Name>{}</Name></Organization>"
    mission = "<Mission><Description>Clean water</Description></Mission>"
    alone = rows(load(plan(organisation.format("Water") + mission)), Statement)
    both = rows(load(plan(organisation.format("Water") + organisation.format("Sewage") + mission)), Statement)
    assert [row.organisation for row in (*alone, *both)] == ["organisation-water", None]


def test_elements_that_nobody_reads_are_counted_by_name_and_empty_ones_are_nothing(load: Load):
    export = load(plan(goal("<Priority>High</Priority><Priority>Low</Priority><Status/>")))
    assert export.skipped == [Skipped("Priority: not an element that StratML Part 1 or 2 has here", 2)]


def test_a_date_of_the_plan_that_is_none_is_rejected_and_the_others_hold(load: Load):
    dates = "<StartDate>2026-02-30</StartDate><EndDate>2026-12-31</EndDate><PublicationDate>May 2026</PublicationDate>"
    core = "<Organization><Name>Water</Name></Organization>"
    export = load(plan(core, rest=f"\n<AdministrativeInformation>{dates}</AdministrativeInformation>"))
    assert [(r.sheet, r.row, r.field, r.value) for r in export.rejections] == [
        ("AdministrativeInformation", 2, "StartDate", "2026-02-30"),
        ("AdministrativeInformation", 2, "PublicationDate", "May 2026"),
    ]
    assert export.rejections[0].reason == (
        "StartDate '2026-02-30' is not a date; expected a day such as 2026-12-31, or nothing. "
        "Correct it in the file and load it again."
    )
    assert [(row.valid_from, row.valid_until) for row in rows(export, Organisation)] == [(None, "2026-12-31")]
    assert (export.status_date, export.status_date_from) == (None, None)


def test_an_empty_goal_takes_its_empty_objectives_along_but_not_one_that_says_something(load: Load):
    blank = "<Goal><Name/><Identifier>G</Identifier><Objective><Identifier>O</Identifier></Objective></Goal>"
    export = load(plan(blank))
    assert export.skipped == [Skipped(f"Goal: {EMPTY}", 1), Skipped(f"Objective: {EMPTY}", 1)]
    export = load(plan(f"<Goal><Name/><Identifier>G</Identifier>{objective()}</Goal>"))
    assert [(row.key, row.name) for row in rows(export, Theme)] == [("G", None)]
    assert [row.theme for row in rows(export, Objective)] == ["G"]


def test_the_draft_35_gives_its_organisations_statements_goals_and_objectives(load: Load):
    export = load(
        '<d:OrganizationalStrategyDocument xmlns:d="http://schemas.stratml.us/3.5"><d:Organization>'
        "<d:Identifer>A</d:Identifer><d:Name>Water</d:Name><d:Individual><d:Surname>Brook</d:Surname></d:Individual>"
        "<d:Strategy><d:Goal><d:Identifier>G</d:Identifier><d:Name>Less loss</d:Name><d:Objective>"
        "<d:Identifier>O1</d:Identifier><d:Name>Find leaks</d:Name><d:Objective><d:Identifier>O2</d:Identifier>"
        "<d:Name>By ear</d:Name></d:Objective></d:Objective></d:Goal></d:Strategy>"
        "<d:Organization><d:Identifier>B</d:Identifier><d:Name>Depot</d:Name></d:Organization></d:Organization>"
        "</d:OrganizationalStrategyDocument>"
    )
    assert [(row.key, row.name) for row in rows(export, Organisation)] == [("A", "Water"), ("B", "Depot")]
    assert [row.key for row in rows(export, Theme)] == ["G"]
    assert [(o.key, o.theme) for o in rows(export, Objective)] == [
        ("O1", "G"),
        ("O2", "G"),
    ]
    assert export.skipped == [Skipped("Individual: not an element that StratML Part 1 or 2 has here", 1)]
    assert "draft 3.5" in export.notes[0]
