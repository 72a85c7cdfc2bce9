"""What MPXJ reads: which files they are, what becomes of them, and what is said where they cannot be read."""

import re
from pathlib import Path
from typing import Any

import pytest

from data.records import Assignment, Calendar, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export, Refused
from loaders.intake import REMEDY
from loaders.mpxj import LOADER, machine, opening
from loaders.registry import find_loader
from tests.exports_dir import EXPORTS, needs_exports

SAMPLES = Path(__file__).parents[1] / "exports" / "mpxj"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TIMES = '[["08:00","12:00"],["13:00","17:00"]]'
WEEK = "{" + ",".join(f'"{day}":{TIMES}' for day in range(1, 6)) + ',"6":[],"7":[]}'


def read(name: str) -> Export:
    """Read one of the samples."""
    return LOADER.read(SAMPLES / name, "quay")


def rows(export: Export, kind: type) -> list[dict[str, Any]]:
    """Give what the records of a kind say, without where they stand."""
    return [
        {name: value for name, value in row._asdict().items() if value is not None and name not in ("sheet", "row")}
        for row in export.records[kind]
    ]


def test_an_mpx_file_gives_its_plan_with_baseline_links_resources_and_custom_fields():
    export = read("quay.mpx")
    assert rows(export, Project) == [
        {
            "key": "Quay wall", "name": "Quay wall", "manager": "Marta Oyelund", "currency": "€",
            "start": "2026-10-05T08:00:00", "finish": "2026-11-20T17:00:00", "calendar": "Quay wall.1",
            "minutes_per_day": 480.0, "minutes_per_week": 2400.0,
        }
    ]  # fmt: skip
    assert rows(export, Task)[1] == {
        "key": "Quay wall.2", "project": "Quay wall", "uid": "2", "wbs": "1.1", "parent": "Quay wall.1", "position": 2,
        "name": "Survey the bed", "kind": "task", "active": True, "start": "2026-10-05T08:00:00",
        "finish": "2026-10-16T17:00:00", "baseline_start": "2026-10-05T08:00:00",
        "baseline_finish": "2026-10-14T17:00:00", "actual_start": "2026-10-05T08:00:00", "duration": 4800.0,
        "work": 4800.0, "cost": 3200.0, "percent_complete": 50.0, "percent_kind": "duration", "priority": 500.0,
    }  # fmt: skip
    assert [(task.kind, task.name) for task in export.records[Task] if isinstance(task, Task)] == [
        ("summary", "Preparation"),
        ("task", "Survey the bed"),
        ("task", "Drive the piles"),
        ("milestone", "Quay handed over"),
    ]
    assert [(row["key"], row["lag"]) for row in rows(export, Dependency)] == [
        ("Quay wall.2-3.FS", 960.0),
        ("Quay wall.3-4.FS", 0.0),
    ]
    assert rows(export, Resource)[1] == {
        "key": "Quay wall.2", "name": "Diver", "kind": "person", "short_name": "D", "department": "Marine",
        "max_units": 2.0, "cost_per_hour": 60.0, "currency": "€",
    }  # fmt: skip
    assert rows(export, Calendar) == [
        {"key": "Quay wall.1", "name": "Standard", "project": "Quay wall", "week": WEEK,
         "exceptions": '[["2026-12-25","2026-12-26",[]]]'}
    ]  # fmt: skip
    assert rows(export, FieldValue)[0] == {
        "key": "Quay wall.2.task.188743731", "subject_kind": "task", "subject": "Quay wall.2", "field": "Text1",
        "value": "Lot A",
    }  # fmt: skip


def test_primavera_xml_gives_the_rows_and_keys_of_xer_and_the_baseline_that_stands_in_the_file():
    export = read("quay.pmxml")
    assert (export.status_date, export.status_date_from) == ("2026-10-12", "data_date")
    summary, survey, _, milestone = rows(export, Task)
    assert (summary["key"], summary["kind"], summary["wbs"]) == ("QUAY.wbs31", "summary", "QUAY.CIV")
    assert survey == {
        "key": "QUAY.101", "project": "QUAY", "uid": "101", "code": "A10", "wbs": "QUAY.CIV", "parent": "QUAY.wbs31",
        "position": 2, "name": "Survey the bed", "kind": "task", "start": "2026-10-05T08:00:00",
        "finish": "2026-10-16T17:00:00", "baseline_start": "2026-10-05T08:00:00",
        "baseline_finish": "2026-10-14T17:00:00", "actual_start": "2026-10-05T08:00:00", "duration": 4800.0,
        "baseline_duration": 3840.0, "remaining_duration": 2400.0, "baseline_work": 0.0, "cost": 3200.0,
        "actual_cost": 1600.0, "remaining_cost": 1600.0, "planned_start": "2026-10-05T08:00:00",
        "planned_finish": "2026-10-16T17:00:00", "planned_cost": 3200.0, "percent_complete": 50.0,
        "physical_percent": 50.0, "percent_kind": "physical", "calendar": "5",
    }  # fmt: skip
    assert (milestone["kind"], milestone["baseline_finish"]) == ("milestone", "2026-11-13T17:00:00")
    assert rows(export, Assignment) == [
        {
            "key": "QUAY.301", "project": "QUAY", "task": "QUAY.101", "resource": "7", "units": 1.0,
            "start": "2026-10-05T08:00:00", "finish": "2026-10-16T17:00:00", "actual_start": "2026-10-05T08:00:00",
            "work": 4800.0, "actual_work": 2400.0, "remaining_work": 2400.0, "cost": 3200.0, "actual_cost": 1600.0,
            "remaining_cost": 1600.0, "planned_start": "2026-10-05T08:00:00", "planned_finish": "2026-10-16T17:00:00",
            "planned_work": 4800.0, "planned_cost": 3200.0,
        }
    ]  # fmt: skip
    assert rows(export, Resource)[0]["rates"] == '[["2026-01-01",40.0,1.0]]'
    assert rows(export, FieldValue) == [
        {"key": "task:QUAY.101:udf.60", "subject_kind": "task", "subject": "QUAY.101", "field": "Lot", "value": "Lot A"}
    ]


@pytest.mark.parametrize(
    ("name", "totals"),
    [
        ("quay.mpx", (3, 1, 2, 2, 2)),
        ("quay.gan", (3, 1, 1, 1, 2)),  # of the links MPXJ itself reads one: the other stands below a summary
        ("quay.planner", (2, 0, 1, 1, 1)),
        ("quay.pmxml", (3, 1, 1, 1, 2)),
    ],
)
def test_every_row_of_a_sample_is_counted(name: str, totals: tuple[int, ...]):
    export = read(name)
    assert tuple(export.totals.values()) == (1, *totals)
    assert not export.rejections
    assert export.rows_in == sum(map(len, export.records.values())) + sum(one.count for one in export.skipped)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_names_of_an_mpx_file_that_was_saved_in_utf_8_are_those_that_it_holds(tmp_path: Path, encoding: str):
    text = (SAMPLES / "quay.mpx").read_text(encoding="cp1252").replace("Ana Brook", "Jörg Bäck")
    (tmp_path / "plan.mpx").write_bytes(text.encode(encoding))
    assert LOADER.identify(tmp_path / "plan.mpx", text.encode(encoding))
    found = rows(LOADER.read(tmp_path / "plan.mpx", "plan"), Resource)
    assert [(row["name"], row["currency"]) for row in found] == [("Jörg Bäck", "€"), ("Diver", "€")]


def test_an_mpx_file_with_letters_beyond_its_code_page_is_refused(tmp_path: Path):
    text = (SAMPLES / "quay.mpx").read_text(encoding="cp1252").replace("Ana Brook", "Łucja")
    (tmp_path / "plan.mpx").write_bytes(text.encode())
    with pytest.raises(Refused, match="holds 'Ł', which MPX has no place for"):
        LOADER.read(tmp_path / "plan.mpx", "plan")


def test_what_somebody_is_in_ganttproject_is_no_department(tmp_path: Path):
    text = (SAMPLES / "quay.gan").read_text().replace('Brook" function="Default:0"', 'Brook" function="Default:1"')
    (tmp_path / "plan.gan").write_text(text)
    (ana,) = rows(LOADER.read(tmp_path / "plan.gan", "plan"), Resource)
    assert (ana["role"], ana.get("department")) == ("project manager", None)


def test_vacations_and_baselines_of_ganttproject_are_counted(tmp_path: Path):
    text = (SAMPLES / "quay.gan").read_text().replace(
        "<vacations/>",
        '<vacations><vacation start="2026-10-07" end="2026-10-08" resourceid="0"/></vacations><previous>'
        '<previous-tasks name="First"><previous-task id="1" start="2026-10-05"/></previous-tasks></previous>',
    )  # fmt: skip
    (tmp_path / "plan.gan").write_text(text)
    found = LOADER.read(tmp_path / "plan.gan", "plan")
    assert [(one.reason.partition(":")[0], one.count) for one in found.skipped] == [("Vacation", 1), ("Baseline", 1)]


def test_yearly_holidays_of_ganttproject_are_days_of_the_years_of_the_plan(tmp_path: Path):
    text = (SAMPLES / "quay.gan").read_text().replace(
        '<date year="2026" month="12" date="25" type="HOLIDAY"/>',
        '<date year="" month="10" date="26" type="HOLIDAY"/><date year="2027" month="10" date="26" type="HOLIDAY"/>'
        '<date year="" month="2" date="29" type="HOLIDAY"/>',
    )  # fmt: skip
    (tmp_path / "plan.gan").write_text(text)
    export = LOADER.read(tmp_path / "plan.gan", "plan")
    # 20 working days from 21 October 2026 end on 17 November, without the 26th of October on the 18th
    assert [(row["name"], row["finish"]) for row in rows(export, Task)][2] == ("Drive the piles", "2026-11-18T17:00:00")
    assert rows(export, Calendar)[0]["exceptions"] == (
        '[["2026-10-26","2026-10-26",[]],["2027-10-26","2027-10-26",[]],["2028-02-29","2028-02-29",[]],'
        '["2028-10-26","2028-10-26",[]]]'
    )


def test_a_plan_that_ganttproject_calls_untitled_is_called_as_its_file(tmp_path: Path):
    text = (SAMPLES / "quay.gan").read_text().replace('name="Quay wall"', 'name="Untitled Gantt Project"')
    (tmp_path / "harbour.gan").write_text(text)
    assert [(row["key"], row["name"]) for row in rows(LOADER.read(tmp_path / "harbour.gan", "x"), Project)] == [
        ("harbour", "harbour")
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n",
        OLE + bytes(600) + "TBkndTask\0".encode("utf-16-le"),
        OLE + bytes(600) + "Props14\0".encode("utf-16-le"),
        b'<?xml version="1.0"?><APIBusinessObjects xmlns="http://x"><Project/></APIBusinessObjects>',
        b'\xef\xbb\xbf<project name="" mrproject-version="2"><tasks/></project>',
        b'<project name="" webLink=""><tasks/></project>',
        b'<project version="4.5" application="Phoenix Project Manager">',
        b'<Document Application="CDProject" xmlns="x"><Projects/></Document>',
        b"\0\1\0\0Standard Jet DB" + bytes(5000) + "MSP_PROJECTS".encode("utf-16-le"),
        b"SQLite format 3\0" + bytes(90) + b"CREATE TABLE PROJWBS (",
        b"\xac\xed\0\5t\0\6",
        b"PPX!!!!",
        b"VOLM  1",
    ],
)
def test_schedules_are_told_by_what_they_contain(tmp_path: Path, content: bytes):
    path = tmp_path / "file.dat"
    path.write_bytes(content)
    assert find_loader(path) is LOADER


@pytest.mark.parametrize(
    "content",
    [
        b"MPXjournal",
        OLE + bytes(600) + "Workbook\0".encode("utf-16-le"),
        b'<project name="ant" default="all"><target/></project>',  # of Ant
        b"<Document><p/></Document>",
        b"\0\1\0\0Standard Jet DB" + bytes(5000),
        b"SQLite format 3\0" + b"CREATE TABLE feed (",
        b"<Gantt/>",
    ],
)
def test_other_files_that_begin_alike_are_none(tmp_path: Path, content: bytes):
    path = tmp_path / "file.dat"
    path.write_bytes(content)
    assert not LOADER.identify(path, content)


def test_without_java_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine, "find_java", lambda: None)
    with pytest.raises(Refused, match=r"Java 17 or newer is needed .* 'apt-get install default-jre-headless'"):
        machine.start()
    monkeypatch.setattr(machine, "find_java", lambda: ("libjvm.so", 11))
    with pytest.raises(Refused, match=r"the Java found here is version 11. Java 17 or newer is needed"):
        machine.start()


def test_a_file_that_is_cut_off_or_empty_of_plans_is_refused_with_what_to_do(tmp_path: Path):
    cut = tmp_path / "cut.pmxml"
    cut.write_bytes((SAMPLES / "quay.pmxml").read_bytes()[:4000])
    short = tmp_path / "short.mpx"
    short.write_bytes(b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n")
    with pytest.raises(Refused, match=r"it cannot be read: the file is cut off, damaged, .* save it again"):
        LOADER.read(cut, "quay")
    with pytest.raises(Refused, match="no plan was found in it: the file is cut off, damaged"):
        LOADER.read(short, "quay")


@pytest.mark.parametrize("entity", ['"ha"', 'SYSTEM "file:///etc/hostname"'])
def test_xml_that_declares_entities_never_reaches_java(tmp_path: Path, entity: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "java", pytest.fail)
    text = (SAMPLES / "quay.planner").read_text()
    path = tmp_path / "bomb.planner"
    path.write_text(text.replace("<project ", f"<!DOCTYPE p [<!ENTITY a {entity}>]><project ", 1))
    assert find_loader(path) is LOADER
    with pytest.raises(Refused, match="declares a document type"):
        LOADER.read(path, "quay")


def test_a_password_is_told_as_one():
    jpype = machine.java()
    error = jpype.JClass("org.mpxj.MPXJException")("File is password protected")
    assert opening.said(error).startswith("the plan has a password, so that nothing in it can be read: open it in")


def test_what_java_missed_is_told_without_its_names():
    jpype = machine.java()
    with pytest.raises(jpype.JException) as error:
        jpype.JClass("java.util.Objects").requireNonNull(None, 'Cannot invoke "org.X.getY()" because "x" is null')
    assert opening.said(error.value).endswith("(MPXJ says: a part of it is not there).")


def test_a_row_that_cannot_be_is_rejected_and_what_hangs_on_it_named(tmp_path: Path):
    text = (SAMPLES / "quay.pmxml").read_text("utf-8")
    path = tmp_path / "quay.pmxml"
    path.write_text(text.replace("<PhysicalPercentComplete>0.5<", "<PhysicalPercentComplete>50<"), "utf-8")
    export = LOADER.read(path, "quay")
    assert [rejection.reason.removesuffix(f" {REMEDY}") for rejection in export.rejections] == [
        "Task 101 'Survey the bed': PHYSICAL_PERCENT_COMPLETE '5000.0' is not a percentage from 0 to 100.",
        "Assignment 301: TASK_UNIQUE_ID '101' is a task that was rejected.",
        "Task 102, link: predecessor '101' is a task that was rejected.",
    ]
    assert [rejection.key for rejection in export.rejections] == ["QUAY.101", "QUAY.301", "QUAY.401"]


@needs_exports
def test_a_german_mpx_file_is_read_in_german_and_says_so():
    export = LOADER.read(EXPORTS / "schedules/mpxj-mpx/sample.de.mpx", "sample")
    assert export.notes == ["read as written by a German Microsoft Project"]
    first = next(task for task in export.records[Task] if isinstance(task, Task))
    assert (first.name, first.start, first.work, first.cost) == ("sample", "2003-01-07T00:00:00", 30_000.0, 3526.25)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["quay.pmxml", "quay.gan", "quay.planner"])
def test_pictures_and_rare_letters_in_names_stay_what_they_are(tmp_path: Path, name: str, encoding: str):
    path = tmp_path / name
    text = (SAMPLES / name).read_text("utf-8").replace("Survey the bed", "Survey 🚀 the 𠮷 bed")
    path.write_text(re.sub("utf-8", encoding, text, count=1, flags=re.IGNORECASE), encoding=encoding)
    tasks = rows(LOADER.read(path, "quay"), Task)
    assert "Survey 🚀 the 𠮷 bed" in [task["name"] for task in tasks]
