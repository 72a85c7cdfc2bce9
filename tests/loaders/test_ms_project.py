"""Microsoft Project XML: what is recognised, how it may be written, and what becomes of the project itself."""

from pathlib import Path
from typing import Any

import pytest

from data.records import Assignment, Baseline, Calendar, Dependency, FieldValue, Project, Resource, Task
from loaders.ms_project import LOADER
from tests.loaders.mspdi import document, el, load, plan, reasons, resource, rows, task

SAMPLE = Path(__file__).parents[1] / "exports" / "ms_project" / "bridge.xml"


def project(path: Path, **header: Any) -> dict[str, object]:
    (found,) = rows(load(path, plan(**header)), Project).values()
    return found


def key(path: Path, **header: Any) -> str:
    return next(iter(rows(load(path, plan(**header)), Project)))


def test_the_sample_export_is_read_whole(tmp_path: Path):
    export = LOADER.read(SAMPLE, "bridge")
    assert export.totals == {"projects": 1, "tasks": 5, "milestones": 2, "people": 3, "assignments": 4, "links": 4}
    assert (export.status_date, export.status_date_from) == ("2026-10-31", "status_date")
    assert {kind.__name__: len(found) for kind, found in export.records.items()} == {
        "Project": 1,
        "Task": 8,
        "Baseline": 1,
        "Dependency": 4,
        "FieldValue": 3,
        "Resource": 3,
        "Calendar": 2,
        "Assignment": 4,
    }
    assert not export.rejections
    assert {(skipped.reason.partition(":")[0], skipped.count) for skipped in export.skipped} == {
        ("ExtendedAttributes", 2),
        ("Resource", 1),
        ("Task", 1),
    }
    survey = rows(export, Task)["8f3c2a10-5b7d-4e9a-9c1e-2d4f6a8b0c1d.3"]
    assert survey == {
        "project": "8f3c2a10-5b7d-4e9a-9c1e-2d4f6a8b0c1d",
        "uid": "3",
        "wbs": "1.1",
        "parent": "8f3c2a10-5b7d-4e9a-9c1e-2d4f6a8b0c1d.2",
        "position": 2,
        "name": "Survey the bank",
        "kind": "task",
        "active": True,
        "start": "2026-10-05T08:00:00",
        "finish": "2026-10-09T17:00:00",
        "baseline_start": "2026-10-05T08:00:00",
        "baseline_finish": "2026-10-08T17:00:00",
        "actual_start": "2026-10-05T08:00:00",
        "actual_finish": "2026-10-09T17:00:00",
        "duration": 2400,
        "baseline_duration": 1920,
        "remaining_duration": 0,
        "work": 2400,
        "baseline_work": 1920,
        "actual_work": 2400,
        "remaining_work": 0,
        "cost": 3120.5,
        "baseline_cost": 2496,
        "actual_cost": 3120.5,
        "remaining_cost": 0,
        "percent_complete": 100,
        "physical_percent": 100,
        "percent_kind": "physical",
        "total_slack": 480,
        "constraint_kind": "start_no_earlier_than",
        "constraint_date": "2026-10-05T08:00:00",
        "priority": 500,
        "note": "Two days of rain.",
    }


def test_the_header_becomes_the_project(tmp_path: Path):
    header = {
        "GUID": "{CAAE491B-DAD2-E811-AC3F-4CEDDE6E5B57}",
        "Title": "New bridge",
        "Name": "C:\\plans\\Bridge 4.2.mpp",
        "Manager": "Dorian Haske",
        "CurrencyCode": "EUR",
        "StartDate": "2026-10-05T08:00:00",
        "FinishDate": "2027-03-26T17:00:00",
        "StatusDate": "2026-10-31T17:00:00",
        "LastSaved": "2026-11-02T09:14:00",
        "MinutesPerDay": 450,
        "MinutesPerWeek": 2250,
    }
    row = task(
        0, el("Baseline", Number=0, Start="2026-09-01T08:00:00", Finish="2027-02-26T17:00:00"), PercentComplete=12
    )
    export = load(tmp_path, plan(row.replace("<OutlineLevel>1", "<OutlineLevel>0"), **header))
    assert rows(export, Project) == {
        "caae491b-dad2-e811-ac3f-4cedde6e5b57": {
            "name": "New bridge",
            "short_name": "Bridge 4.2",
            "guid": "caae491b-dad2-e811-ac3f-4cedde6e5b57",
            "manager": "Dorian Haske",
            "currency": "EUR",
            "baseline_start": "2026-09-01T08:00:00",
            "baseline_finish": "2027-02-26T17:00:00",
            "start": "2026-10-05T08:00:00",
            "finish": "2027-03-26T17:00:00",
            "percent_complete": 12,
            "status_date": "2026-10-31",
            "status_date_from": "status_date",
            "calendar": "caae491b-dad2-e811-ac3f-4cedde6e5b57.1",
            "minutes_per_day": 450,
            "minutes_per_week": 2250,
        }
    }
    assert (export.status_date, export.status_date_from) == ("2026-10-31", "status_date")


def test_the_key_is_the_guid_else_the_title_else_the_name_else_the_file(tmp_path: Path):
    assert (
        key(tmp_path, GUID="04F4A0D3-DAD2-E811-AC3F-4CEDDE6E5B57", Title="T") == "04f4a0d3-dad2-e811-ac3f-4cedde6e5b57"
    )
    assert key(tmp_path, GUID="00000000-0000-0000-0000-000000000000", Title="T") == "T"
    assert key(tmp_path, Title=" T ") == "T"
    assert key(tmp_path, Title="", Name="Line 2.mpp") == "Line 2"
    assert key(tmp_path, Title=None, Name="v1.2 plan") == "v1.2 plan"
    assert key(tmp_path, Title=None, Name=None) == "plan"


@pytest.mark.parametrize(
    ("header", "day", "taken_from"),
    [
        ({"StatusDate": "2026-10-31T17:00:00", "LastSaved": "2026-11-02T09:14:00"}, "2026-10-31", "status_date"),
        ({"LastSaved": "2026-11-02T09:14:00"}, "2026-11-02", "saved"),
        ({"StatusDate": "1984-01-01T00:00:00", "LastSaved": "2026-11-02T09:14:00"}, "2026-11-02", "saved"),
        ({}, None, None),
    ],
)
def test_the_status_date_is_stated_else_the_day_of_saving(tmp_path: Path, header, day, taken_from):
    export = load(tmp_path, plan(**header))
    assert (export.status_date, export.status_date_from) == (day, taken_from)
    assert project(tmp_path, **header).get("status_date") == day


def test_without_a_currency_code_the_symbol_is_kept_as_written(tmp_path: Path):
    assert project(tmp_path, CurrencySymbol="£")["currency"] == "£"
    assert project(tmp_path, CurrencySymbol="£", CurrencyCode="GBP")["currency"] == "GBP"


def test_what_is_not_read_is_named(tmp_path: Path):
    export = load(tmp_path, plan(task(1, Hyperlink="x", Critical=1), task(2, Critical=0)))
    assert export.notes == ["Task: fields that are not kept (2): Critical, Hyperlink"]


def test_views_are_left_out_with_their_number(tmp_path: Path):
    views = el("Views", el("View", Name="Gantt"), el("View", Name="Board")) + el("Maps")
    export = load(tmp_path, plan(before=views))
    assert [(skipped.reason, skipped.count) for skipped in export.skipped] == [
        ("Views: how the tool shows or numbers the plan, nothing of the plan itself", 2)
    ]


def test_a_file_covers_all_that_a_schedule_has_even_where_it_holds_none(tmp_path: Path):
    export = load(tmp_path, document("<Title>Empty</Title>"))
    assert set(export.records) == {Project, Task, Baseline, Dependency, FieldValue, Resource, Calendar, Assignment}
    assert list(rows(export, Project)) == ["Empty"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda text: text.replace("UTF-8", "windows-1252").encode("cp1252"),
        lambda text: text.partition("\n")[2].encode(),
        lambda text: text.replace("\n", "").encode(),
        lambda text: (
            text.replace("<", "<m:")
            .replace("<m:/", "</m:")
            .replace("<m:?", "<?")
            .replace("xmlns=", "xmlns:m=")
            .encode()
        ),
    ],
    ids=["UTF-8", "byte order mark", "UTF-16", "windows-1252", "no declaration", "one line", "prefix"],
)
def test_the_way_of_writing_does_not_matter(tmp_path: Path, encode):
    text = plan(task(1, Name="Überführung £"), task(2), resources=(resource(1, "Ann"),))
    export = load(tmp_path, encode(text))
    assert rows(export, Task) == rows(load(tmp_path, text), Task)
    assert rows(export, Task)["Plan.1"]["name"] == "Überführung £"


def test_a_file_without_namespace_is_read_alike(tmp_path: Path):
    tasks = (task(1, Name="Dig"), task(2))
    assert rows(load(tmp_path, plan(*tasks, namespace=None)), Task) == rows(load(tmp_path, plan(*tasks)), Task)


def test_text_stays_text(tmp_path: Path):
    name = "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; '; DROP TABLE task; --"
    found = rows(load(tmp_path, plan(task(1, Name=name))), Task)
    assert found["Plan.1"]["name"] == "<script>alert(1)</script> &amp; '; DROP TABLE task; --"


def test_rows_have_places_of_their_own_also_in_a_file_of_one_line(tmp_path: Path):
    tasks = [task(uid) for uid in range(1, 4)]
    text = plan("\n", *(f"{one}\n" for one in tasks))
    one_line = load(tmp_path, plan(*tasks).replace("\n", ""))
    assert [row.row for row in one_line.records[Task]] == [1, 2, 3]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "<Task>" in line]
    assert [row.row for row in load(tmp_path, text).records[Task]] == lines


YES = {
    "the usual": b'<Project xmlns="http://schemas.microsoft.com/project"><Name>x',
    "a later namespace": b'<Project xmlns="http://schemas.microsoft.com/project/2007"><Name>x',
    "none, but its children": b"<Project><Name>x</Name><ScheduleFromStart>1</ScheduleFromStart>",
    "none, but its lists": b"<?xml version='1.0'?><Project><Title>x</Title><Tasks>",
    "prefixed": b'<ms:Project xmlns:ms="http://schemas.microsoft.com/project"/>',
}
NO = {
    "nothing": b"",
    "text": b"Project",
    "Primavera": b'<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V8.4/API/BusinessObjects"><Project>',
    "Planner and GanttProject": b'<project name="x" company="y"><tasks>',
    "build file": b'<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><PropertyGroup>',
    "build file without namespace": b'<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>',
    "a web page": b'<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Project</title>',
    "StratML": b'<StrategicPlan xmlns="urn:ISO:std:iso:17469:tech:xsd:stratml_core"><Name>Project',
    "inside something else": b'<backup><Project xmlns="http://schemas.microsoft.com/project"/></backup>',
    "a zip": b"PK\x03\x04\x14\x00\x06\x00",
    "an XER": b"ERMHDR\t23.12\t2026-10-31\tProject",
}


@pytest.mark.parametrize("name", YES)
def test_project_files_are_recognised_by_content(name: str):
    assert LOADER.identify(Path("anything.txt"), YES[name])


@pytest.mark.parametrize("name", NO)
def test_other_files_are_not(name: str):
    assert not LOADER.identify(Path("plan.xml"), NO[name])


def test_reasons_name_the_row_as_people_know_it(tmp_path: Path):
    export = load(tmp_path, plan(task(7, Name="Dig", Cost="a lot")))
    assert reasons(export) == ["Task 7 'Dig': Cost 'a lot' is not a number; expected digits and a decimal point."]
