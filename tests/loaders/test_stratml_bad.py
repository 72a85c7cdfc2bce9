"""Whatever bytes a StratML file holds, it is read or refused with a reason, and every row is accounted for."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from data.records import Objective, Relationship
from loaders.base import Export, Refused
from loaders.stratml import LOADER
from tests.loaders.test_stratml import SAMPLES, check, goal, objective, plan, rows

SAMPLE = (SAMPLES / "part2.xml").read_bytes()
FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
JUNK = [
    "",
    "1,234",
    "[To be determined]",
    "2026-13-45",
    "NaN",
    "K1",
    "K1|",
    "a|b",
    "\N{SNOWMAN}",
    "x" * 5000,
    "-",
    "9" * 400,
    "0001-01-01",
]


def outcome(path: Path, content: bytes) -> Export | str:
    """Give what was read, all rows accounted for, or the reason why it was refused."""
    path.write_bytes(content)
    try:
        return check(LOADER.read(path, "plan"))
    except Refused as refused:
        assert str(refused)
        return str(refused)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, share: float):
    reason = outcome(tmp_path / "plan.xml", SAMPLE[: int(len(SAMPLE) * share)])
    assert "not well-formed XML at line" in str(reason)


def test_a_document_type_is_refused_even_without_entities(tmp_path: Path):
    xml = f"<!DOCTYPE plan>{plan(goal())}"
    assert "document type (DOCTYPE)" in str(outcome(tmp_path / "plan.xml", xml.encode()))


def test_entities_that_would_fill_the_memory_are_refused(tmp_path: Path):
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE b [<!ENTITY l0 "lol">{lines}]>{plan(goal(name="&l9;"))}'
    assert "entit" in str(outcome(tmp_path / "plan.xml", bomb.encode()))


def test_a_file_of_this_machine_cannot_be_drawn_in(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("salaries")
    xxe = f'<!DOCTYPE b [<!ENTITY s SYSTEM "{secret.as_uri()}">]>{plan(goal(name="&s;"))}'
    assert "document type (DOCTYPE)" in str(outcome(tmp_path / "plan.xml", xxe.encode()))


def test_an_entity_that_nobody_declared_is_refused(tmp_path: Path):
    assert "not well-formed XML" in str(outcome(tmp_path / "plan.xml", plan(goal(name="&nbsp;")).encode()))


@pytest.mark.parametrize("written", ["R&D", "R & D"])
def test_an_ampersand_that_was_written_by_hand_is_named(tmp_path: Path, written: str):
    reason = str(outcome(tmp_path / "plan.xml", plan(goal(name=written)).encode()))
    assert "stands alone in a text there: it is written as &amp;" in reason and "encoding" not in reason


def test_bytes_that_are_not_in_the_declared_encoding_are_refused(tmp_path: Path):
    content = f"<?xml version='1.0' encoding='utf-8'?>{plan(goal(name='Größe'))}".encode("iso-8859-1")
    assert "encoding" in str(outcome(tmp_path / "plan.xml", content))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_declared_encoding_is_followed(tmp_path: Path, encoding: str):
    declared = encoding.removesuffix("-sig")
    xml = f"<?xml version='1.0' encoding='{declared}'?>{plan(goal(name='Größe'))}"
    export = outcome(tmp_path / "plan.xml", xml.encode(encoding))
    assert isinstance(export, Export)
    assert [row.key for kind in export.records for row in export.records[kind]] == ["G"]


def test_nesting_without_end_is_refused(tmp_path: Path):
    depth = 10_000
    nested = goal("<Objective>" * depth + "</Objective>" * depth)
    assert "not well-formed XML" in str(outcome(tmp_path / "plan.xml", plan(nested).encode()))


def test_objectives_may_be_nested_as_deep_as_xml_allows_here(tmp_path: Path):
    depth = 200
    nested = goal("<Objective><Name>One more</Name>" * depth + "</Objective>" * depth)
    export = outcome(tmp_path / "plan.xml", plan(nested).encode())
    assert isinstance(export, Export)
    assert len(export.records[Objective]) == depth


def test_relationships_that_dangle_or_go_round_are_kept_as_written(tmp_path: Path):
    def indicator(key: str, *referents: str) -> str:
        named = "".join(f"<ReferentIdentifier>{referent}</ReferentIdentifier>" for referent in referents)
        return (
            f"<PerformanceIndicator><MeasurementDimension>{key}</MeasurementDimension>"
            f"<Identifier>{key}</Identifier><Relationship>{named}</Relationship></PerformanceIndicator>"
        )

    inside = indicator("A", "B", "nowhere") + indicator("B", "A", "B", "B")
    export = outcome(tmp_path / "plan.xml", plan(goal(objective(inside))).encode())
    assert isinstance(export, Export)
    assert [(row.subject, row.referent, row.key) for row in rows(export, Relationship)] == [
        ("A", "B", "A||B"),
        ("A", "nowhere", "A||nowhere"),
        ("B", "A", "B||A"),
        ("B", "B", "B||B"),
        ("B", "B", "B||B~2"),
    ]


def test_ten_thousand_equal_identifiers_are_told_apart(tmp_path: Path):
    export = outcome(tmp_path / "plan.xml", plan(goal(objective() * 10_000)).encode())
    assert isinstance(export, Export)
    assert len(export.records[Objective]) == 10_000


@settings(FILES, max_examples=80)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(max_size=6)), min_size=1, max_size=4))
def test_any_bytes_written_over_a_file_are_read_or_refused(tmp_path: Path, changes: list[tuple[int, bytes]]):
    content = bytearray(SAMPLE)
    for place, piece in changes:
        content[place : place + len(piece)] = piece
    outcome(tmp_path / "plan.xml", bytes(content))


@settings(FILES, max_examples=80)
@given(st.integers(), st.integers(1, 30))
def test_any_plan_with_parts_changed_is_read_with_every_row_accounted_for(tmp_path: Path, seed: int, changes: int):
    export = outcome(tmp_path / "plan.xml", changed(random.Random(seed), changes))
    assert isinstance(export, Export) or "StrategicPlanCore" in export or "root element" in export


def changed(chance: random.Random, changes: int) -> bytes:
    """Change a plan and leave it well-formed: texts replaced, elements renamed, repeated, taken out, moved."""
    root = etree.fromstring(SAMPLE)
    for _ in range(changes):
        elements = [element for element in root.iter("*") if element is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        parent = one.getparent()
        assert parent is not None
        match chance.randrange(5):
            case 0:
                one.text = chance.choice(JUNK)
            case 1:
                one.tag = other.tag
            case 2:
                parent.append(etree.fromstring(etree.tostring(one, with_tail=False)))
            case 3:
                parent.remove(one)
            case _ if one not in set(other.iterancestors()) | {other}:
                other.append(one)
    return etree.tostring(root)


@settings(FILES, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_refused(tmp_path: Path, content: bytes):
    assert isinstance(outcome(tmp_path / "plan.xml", content), str)
    assert not LOADER.identify(tmp_path / "plan.xml", content)
