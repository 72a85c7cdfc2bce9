"""Tables of any form become records by a mapping; what is wrong with either is said with line, row and heading."""

import json
import sqlite3
from pathlib import Path

import pytest
import yaml

from data.records import Kpi, Money, Objective, Project, Reading, Risk, Task
from loaders.base import Export, Refused, Skipped
from loaders.mapped import bound, is_mapping, propose
from loaders.mapped.model import schema
from tests.loaders.register_book import write_xlsx

SAMPLES = Path(__file__).parents[1] / "exports" / "mapped"


def mapping(folder: Path, text: str) -> Path:
    path = folder / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def mapped(folder: Path, rules: str, content: str | bytes, name: str = "t.csv") -> Export:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return bound(mapping(folder, rules)).read(path, "f")


def reconciled(export: Export) -> bool:
    stored = sum(map(len, export.records.values()))
    rejected = len({(one.sheet, one.row) for one in export.rejections})
    return export.rows_in == stored + rejected + sum(one.count for one in export.skipped)


def refused(folder: Path, rules: str) -> str:
    with pytest.raises(Refused) as said:
        bound(mapping(folder, rules))
    return str(said.value)


def test_a_table_of_the_organisation_s_own_becomes_projects() -> None:
    found = bound(SAMPLES / "depots.yaml").read(SAMPLES / "depots.csv", "depots")
    assert found.records[Project] == [
        Project(
            "V-1", "Halle 3 Vellin", manager="Marta Oyelund", stage="active", reported="amber",
            reported_on="2026-10-31", budget=1_250_500.0, currency="EUR", start="2026-02-03T00:00:00",
            finish="2026-12-18T23:59:59", sheet="depots", row=2,
        ),
        Project(
            "V-2", "Gleisanschluss;\nNord", manager="Piet Drobny", stage="approved", currency="EUR",
            start="2026-05-04T00:00:00", finish="2027-06-30T23:59:59", sheet="depots", row=3,
        ),
    ]  # fmt: skip
    assert [(one.row, one.field, one.value, one.key) for one in found.rejections] == [(4, "Beginn", "bald", "V-3")]
    assert found.rejections[0].reason == "'bald' is not a date: write a day such as 2026-10-31"
    assert found.skipped == [Skipped("depots: left out by the mapping: Art is not Bau", 1)]
    assert (found.rows_in, found.status_date) == (4, "2026-10-31")
    assert "Beginn: day first" in found.notes[0] and "Kosten (T€): comma" in found.notes[0]


def test_one_table_may_become_several_kinds(tmp_path: Path) -> None:
    rules = """
tables:
  - becomes: kpis
    columns: {key: No, name: Measure, objective: {always: I1}, unit: Unit, better: {always: higher},
              every: {always: month}, baseline: Start, baseline_date: {always: 2025-12-31}, target: Goal,
              target_date: {always: 2026-12-31}}
  - becomes: readings
    columns: {kpi: No, date: {always: 2026-10-31}, actual: Now}
"""
    found = mapped(tmp_path, rules, "No,Measure,Unit,Start,Goal,Now\nK1,Uptime,%,90%,99%,95.5%\n")
    assert [(one.key, one.baseline, one.target) for one in found.records[Kpi] if isinstance(one, Kpi)] == [
        ("K1", 90.0, 99.0)
    ]
    assert [one[:7] for one in found.records[Reading]] == [
        ("k1|2026-10-31", "K1", "2026-10-31", None, None, 95.5, None)
    ]
    assert reconciled(found)


def test_a_row_that_is_refused_twice_or_would_stand_twice_is_counted_once(tmp_path: Path) -> None:
    part = "  - becomes: projects\n    columns: {key: No, start: From}\n"
    found = mapped(tmp_path, f"tables:\n{part}{part}", "No,From\nA,2026-10-05\nB,soon\n")
    assert [one.key for one in found.records[Project]] == ["A"]
    assert [(one.row, one.field) for one in found.rejections] == [(3, "From"), (2, "No"), (3, "From"), (3, "No")]
    assert found.rows_in == 1 + 2 and reconciled(found)


def test_tasks_are_keyed_like_those_of_a_schedule_and_bring_their_project(tmp_path: Path) -> None:
    rules = """
tables:
  - becomes: tasks
    columns: {project: {always: P6}, uid: ID, name: Name, parent: In, kind: {from: Sort, words: {m: milestone}},
              start: From, finish: To, work: Hours, percent_complete: {from: Done, times: 100}}
"""
    loader = bound(mapping(tmp_path, rules))
    (tmp_path / "t.csv").write_text("ID,Name,In,Sort,From,To,Hours,Done\n1,All,,,,,,\n2,Dig,1,task,2026-01-05,x,8,\n")
    found = loader.read(tmp_path / "t.csv", "f")
    assert loader.name == "mapped_schedule"
    assert [(one.kind, one.key, one.row) for one in found.rejections] == [(Task, "p6.2", 3)]
    (tmp_path / "t.csv").write_text("ID,Name,In,Sort,From,To,Hours,Done\n1,All,,,,,,\n2,Go,1,m,2026-01-05,,8,.5\n")
    found = loader.read(tmp_path / "t.csv", "f")
    assert [(one.key, one.parent, one.kind, one.work, one.percent_complete) for one in found.records[Task]] == [  # type: ignore[attr-defined]
        ("P6.1", None, None, None, None), ("P6.2", "P6.1", "milestone", 480.0, 50.0),
    ]  # fmt: skip
    assert [one.key for one in found.records[Project]] == ["P6"]
    assert found.totals["tasks"] == 2 and found.totals["milestones"] == 1 and reconciled(found)


def test_amounts_of_time_may_be_written_with_their_unit(tmp_path: Path) -> None:
    rules = """
tables:
  - becomes: tasks
    columns: {project: {always: P6}, uid: ID, name: Name, duration: Duration, work: Work}
"""
    rows = '1,a,20 days,16 hrs\n2,b,2.5 days?,"1,5 Std"\n3,c,1 wk,8\n4,d,2 edays,\n5,e,,"1,500 hrs"\n'
    found = mapped(tmp_path, rules, "ID,Name,Duration,Work\n" + rows)
    assert [(one.uid, one.duration, one.work) for one in found.records[Task]] == [  # type: ignore[attr-defined]
        ("1", 9600.0, 960.0), ("2", 1200.0, 90.0), ("3", 2400.0, 480.0),
    ]  # fmt: skip
    assert [(one.row, one.field, one.value) for one in found.rejections] == [
        (5, "Duration", "2 edays"), (6, "Work", "1,500 hrs"),
    ]  # fmt: skip


def test_what_is_not_known_or_lacking_in_a_mapping_is_said_with_its_line(tmp_path: Path) -> None:
    rules = "tables:\n  - becomes: projects\n    columns:\n      nam: Title\n      budget: {form: B}\ncolour: blue\n"
    said = refused(tmp_path, rules)
    assert "m.yaml, line 5: tables > 1 > columns > budget > form is not known here" in said
    assert "m.yaml, line 6: colour is not known here" in said
    said = refused(tmp_path, rules.replace("form: B", "from: B").replace("colour: blue", ""))
    assert "line 3: tables > 1 > columns key is required for projects: your own short key" in said
    assert "line 4: tables > 1 > columns > nam is no field of projects: did you mean name? there are key, name," in said


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("tables: [\n", "m.yaml, line 2: no YAML"),
        ("tables:\n\t- a", "line 2: no YAML: found character '\\t' that cannot start any token; indent by blanks"),
        ("tables:\n- a: % done", "line 2: no YAML: found character '%' that cannot start any token; put a text that"),
        ("tables:\n- a: Area: long", "line 2: no YAML: mapping values are not allowed here; indent the line as those"),
        ("tables:\n  - a: 1\n   b: 2", "line 3: no YAML: expected <block end>, but found '<block mapping start>'; ind"),
        ("tables:\n  - &a {becomes: x}\n  - *a\n", "line 3: references (*) are not used here"),
        ("data: a\ndata: b\ntables: []\n", "line 1: data stands twice, the second time in line 2: keep one"),
        ("", "m.yaml, line 1: tables is required and not there"),
        ("tables:\n- becomes: tasks\n  columns: {project: P, uid: U, name: N}\n- becomes: risks\n  columns: {about: A, "
         "kind: K, title: T}\n", "holds tasks beside risks: give tasks, with their projects, a mapping of their own"),
        ("query: {url: 'sqlite:///x', sql: DELETE FROM x}\ntables: []\n", "line 2: tables holds nothing"),
        ("query: {url: 'sqlite:///x', sql: DELETE FROM x}\ntables:\n- becomes: lists\n  columns: {kind: A, key: B}\n",
         "line 1: query > sql is no SELECT: a mapping reads and never writes"),
        ("query: {url: u, sql: SELECT 1; DROP TABLE x}\ntables:\n- becomes: lists\n  columns: {kind: A, key: B}\n",
         "line 1: query > sql is more than one statement"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_none_is_refused_with_its_line(tmp_path: Path, rules: str, said: str) -> None:
    assert said in refused(tmp_path, rules)


PROJECTS = "tables:\n  - becomes: projects\n    columns: {key: Key, start: From, budget: Cost, name: Name}\n"


def test_a_heading_that_is_not_there_refuses_the_file_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"t has no heading 'From': it has 'Key', 'Name'\. Correct the mapping"):
        mapped(tmp_path, PROJECTS, "Key,Name\n1,a\n")


def test_a_column_that_nothing_settles_refuses_the_file_until_the_mapping_declares_it(tmp_path: Path) -> None:
    content = "Key;From;Cost;Name\n1;03.04.2026;1.234;a\n"
    with pytest.raises(Refused, match=r"t, column 'From': '03\.04\.2026' can be read .* in the mapping"):
        mapped(tmp_path, PROJECTS, content)
    with pytest.raises(Refused, match=r"column 'Cost': '1\.234' can be a number of thousands or one with decimals"):
        mapped(tmp_path, "dates: day first\n" + PROJECTS, content)
    found = mapped(tmp_path, "dates: day first\ndecimals: comma\n" + PROJECTS, content).records[Project][0]
    assert isinstance(found, Project) and (found.start, found.budget) == ("2026-04-03T00:00:00", 1234.0)


def test_a_column_that_does_not_tell_is_read_as_the_others_of_its_table_tell(tmp_path: Path) -> None:
    rules = PROJECTS.replace("name: Name", "finish: To, reserve: More")
    found = mapped(tmp_path, rules, "Key;From;To;Cost;More\n1;03.04.2026;30.04.2026;1.234;0,5\n").records[Project][0]
    assert isinstance(found, Project)
    assert (found.start, found.budget) == ("2026-04-03T00:00:00", 1234.0)


def test_words_that_look_like_numbers_blanks_and_remarks_are_texts_of_a_mapped_table(tmp_path: Path) -> None:
    found = mapped(tmp_path, PROJECTS, "Key,From,Cost,Name\n00123,,,NA\n#4,,,TRUE\n1E5,,-,-\n,,,\n")
    assert [one[:2] for one in found.records[Project]] == [("00123", "NA"), ("#4", "TRUE"), ("1E5", None)]


def test_rows_without_anything_that_is_read_and_rows_that_are_too_long_are_counted(tmp_path: Path) -> None:
    found = mapped(tmp_path, PROJECTS, "Key,From,Cost,Name,Other\n1,,,a,\n,,,,x\n2,,,b,,c\n")
    assert found.skipped == [Skipped("t: nothing in the columns that the mapping reads", 1)]
    assert [(one.row, one.value) for one in found.rejections] == [(4, "c")]
    assert reconciled(found) and "t: columns that the mapping does not read: Other" in found.notes


def test_several_columns_are_joined_and_an_always_fills_what_is_blank(tmp_path: Path) -> None:
    rules = """
tables:
  - becomes: projects
    columns:
      key: {from: [Area, No], between: "-"}
      department: {from: Area, always: MFG}
"""
    found = mapped(tmp_path, rules, "Area,No\nA,1\n,2\n")
    assert [(one.key, one.department) for one in found.records[Project] if isinstance(one, Project)] == [
        ("A-1", "A"), ("2", "MFG"),
    ]  # fmt: skip


def test_a_sheet_a_row_of_headings_and_a_transposed_table_of_a_workbook(tmp_path: Path) -> None:
    rows = [["Return of October"], ["Project", "P1", "P2"], ["SRO", "Voss", None], ["Cost", 5, 6]]
    write_xlsx(tmp_path / "t.xlsx", {"Cover": [["x"]], "Master": rows})
    rules = """
tables:
  - becomes: projects
    sheet: master
    headings: 2
    transposed: true
    columns: {key: Project, sponsor: SRO, budget: {from: Cost, times: 1000000}}
"""
    found = bound(mapping(tmp_path, rules)).read(tmp_path / "t.xlsx", "f")
    assert [(one.key, one.sponsor, one.budget, one.row) for one in found.records[Project]] == [  # type: ignore[attr-defined]
        ("P1", "Voss", 5e6, 2), ("P2", None, 6e6, 3),
    ]  # fmt: skip
    with pytest.raises(Refused, match="there is no sheet 'nope': there are 'Cover', 'Master'"):
        bound(mapping(tmp_path, rules.replace("master", "nope"))).read(tmp_path / "t.xlsx", "f")


def test_json_is_read_by_paths(tmp_path: Path) -> None:
    rules = """
tables:
  - becomes: risks
    sheet: data.items
    columns: {key: id, about: project.key, kind: {always: threat}, title: fields.title, money: fields.cost}
"""
    risk = {"id": 7, "project": {"key": "P1"}, "fields": {"title": "Late", "cost": 5.5, "tags": ["a", "b"]}}
    items = [risk, {"x": 1}, None]
    found = mapped(tmp_path, rules, json.dumps({"data": {"items": items}}), "t.json")
    assert [one[:6] for one in found.records[Risk]] == [("7", "P1", "threat", "Late", None, 5.5)]
    assert found.skipped[0].count == 1
    assert [(one.row, one.reason[:23]) for one in found.rejections] == [(3, "is no object with field")]
    assert reconciled(found)
    with pytest.raises(Refused, match=r"there is no list of rows at 'data\.items': lists here: none"):
        mapped(tmp_path, rules, "{}", "t.json")
    with pytest.raises(Refused, match=r"no JSON: .* in line 1, column 2"):
        mapped(tmp_path, rules, "{", "t.json")
    with pytest.raises(Refused, match="no JSON that can be read"):
        mapped(tmp_path, rules, "[" * 100_000, "t.json")


def test_names_of_json_are_headings_in_one_line(tmp_path: Path) -> None:
    rules = "tables:\n- becomes: projects\n  columns: {key: the key}\n"
    assert [one.key for one in mapped(tmp_path, rules, '[{" the\\n key ": "A"}]', "t.json").records[Project]] == ["A"]
    assert "key: the key" in propose(tmp_path / "t.json").text


def test_lines_of_json_are_rows(tmp_path: Path) -> None:
    rules = "tables:\n- becomes: projects\n  columns: {key: k}\n"
    found = mapped(tmp_path, rules, '{"k": "A"}\n{"k": "B"}\n', "t.jsonl")
    assert [one.key for one in found.records[Project]] == ["A", "B"]


def test_a_database_is_read_by_the_query_of_the_mapping_and_never_written(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "erp.db") as base:
        base.execute("CREATE TABLE cost (p TEXT, m TEXT, v REAL)")
        base.execute("INSERT INTO cost VALUES ('P1', '2026-10-15', 5.5)")
    rules = """
query: {url: "sqlite:///${ERP}", sql: "SELECT p, m, v FROM cost"}
tables:
  - becomes: money
    columns: {project: p, month: m, kind: {always: cost}, actual: v}
"""
    with pytest.raises(Refused, match="the environment has no variable ERP"):
        _ = bound(mapping(tmp_path, rules)).fingerprint
    rules = rules.replace("${ERP}", "erp.db")
    loader = bound(mapping(tmp_path, rules))
    found = loader.read(tmp_path / "m.yaml", "f").records[Money]
    assert [(one.project, one.month, one.actual) for one in found if isinstance(one, Money)] == [
        ("P1", "2026-10-01", 5.5)
    ]
    before = loader.fingerprint
    with sqlite3.connect(tmp_path / "erp.db") as base:
        base.execute("UPDATE cost SET v = 6")
    assert bound(mapping(tmp_path, rules)).fingerprint != before
    writing = rules.replace("SELECT p, m, v FROM cost", "WITH x AS (SELECT 1) DELETE FROM cost")
    with pytest.raises(Refused, match="attempt to write a readonly database"):
        bound(mapping(tmp_path, writing)).read(tmp_path / "m.yaml", "f")


def test_the_schema_of_mappings_accepts_the_sample_and_names_the_fields() -> None:
    rules = yaml.load((SAMPLES / "depots.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    projects = next(
        one for one in schema()["$defs"]["Table"]["allOf"] if one["if"]["properties"]["becomes"]["const"] == "projects"
    )
    fields = projects["then"]["properties"]["columns"]
    assert fields["required"] == ["key"] and set(rules["tables"][0]["columns"]) <= set(fields["properties"])


def test_a_mapping_is_told_from_other_yaml(tmp_path: Path) -> None:
    assert is_mapping(SAMPLES / "depots.yaml")
    assert not is_mapping(SAMPLES.parent / "feeds" / "feeds.yaml")
    assert not is_mapping(SAMPLES / "depots.csv")


def test_a_mapped_strategy_may_point_at_perspectives_of_another_feed(tmp_path: Path) -> None:
    rules = "tables:\n- becomes: strategy\n  columns: {kind: {always: objective}, key: No, name: Goal, parent: Area}\n"
    found = mapped(tmp_path, rules, "No,Goal,Area\nG1,Grow,Financial\n")
    assert [one.perspective for one in found.records[Objective] if isinstance(one, Objective)] == ["Financial"]
