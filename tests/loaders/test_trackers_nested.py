"""The JSON and XML of Jira, Azure DevOps, GitHub, Trello and Asana: what each becomes, what is said of a bad one."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.records import Assignment, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export, Refused
from loaders.registry import find_loader
from loaders.trackers import nested
from loaders.trackers.jira_json import plain

SAMPLES = Path(__file__).parents[1] / "exports"


def read(name: str) -> Export:
    loader = find_loader(SAMPLES / name)
    assert loader is not None and loader.name == name.partition("/")[0]
    return loader.read(SAMPLES / name, "feed")


def of(found: Export, kind: type, *names: str) -> list[tuple[Any, ...]]:
    rows: list[Any] = list(found.records[kind])
    return [tuple(getattr(row, name) for name in names) for row in rows]


def plan(found: Export) -> list[tuple[Any, ...]]:
    return of(found, Task, "key", "kind", "start", "finish", "percent_complete")


def left_out(found: Export) -> dict[str, int]:
    return {one.reason: one.count for one in found.skipped}


@pytest.mark.parametrize(
    ("name", "guid"),
    [
        ("jira/search.json", "https://tarnholm.example/project/10000"),
        ("jira/filter.xml", "https://jira.tarnholm.example/project/10100"),
    ],
)
def test_a_project_of_jira_is_known_by_its_number_and_its_site(name: str, guid: str):
    found = read(name)
    assert of(found, Project, "guid") == [(guid,)]
    assert found.lasting


@pytest.mark.parametrize(
    ("name", "lasting"),
    [
        ("jira/all-fields.csv", True), ("azure_devops/tree.csv", True), ("trello/board.json", True),
        ("github/rest.json", True), ("github/issues.json", False), ("github/view.tsv", False),
    ],
)  # fmt: skip
def test_an_item_keeps_its_identity_in_another_project_where_its_number_is_of_no_other_item(name: str, lasting: bool):
    assert read(name).lasting == lasting


def test_the_answer_of_a_jira_search():
    found = read("jira/search.json")
    assert found.records[Task][1] == Task(
        "TIDE.TIDE-2", "TIDE", uid="10002", code="TIDE-2", parent="TIDE.TIDE-1.items", position=2, name="Fit the drive",
        kind="task", start="2026-09-21T00:00:00", finish="2026-10-12T09:00:00", actual_finish="2026-10-12T09:00:00",
        work=600.0, actual_work=600.0, remaining_work=0.0, planned_work=480.0, percent_complete=100.0,
        note="Fit the drive\nand test it.", sheet="issues", row=2,
    )  # fmt: skip
    assert plan(found) == [
        ("TIDE.TIDE-1", "milestone", "2026-12-18T23:59:59", "2026-12-18T23:59:59", 0.0),
        ("TIDE.TIDE-2", "task", "2026-09-21T00:00:00", "2026-10-12T09:00:00", 100.0),
        ("TIDE.TIDE-3", "task", "2026-11-02T08:00:00", "2026-11-13T16:00:00", 0.0),
        ("TIDE.TIDE-4", "task", None, None, None),
        ("TIDE.TIDE-1.items", "summary", "2026-09-21T00:00:00", "2026-12-18T23:59:59", None),
        ("TIDE.version.1.0", "milestone", "2026-12-01T23:59:59", "2026-12-01T23:59:59", 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task", "type") == [("TIDE.TIDE-2", "TIDE.TIDE-3", "FS")]
    assert of(found, Resource, "key", "name", "email") == [
        ("5b10", "Ines Holm", "i.holm@tarnholm.example"),
        ("5b11", "Per Lund", None),
    ]
    assert of(found, Assignment, "task", "resource", "work") == [("TIDE.TIDE-2", "5b11", 600.0)]
    assert [(one.row, one.field, one.key) for one in found.rejections] == [(5, "due", "TIDE.TIDE-5")]
    assert left_out(found) == {
        "'Risk note', which has no place in the store": 1,
        "links of the type 'Relates', which say nothing about the order of work": 1,
        "people of epics, milestones and summaries, which are no work of their own": 1,
    }
    assert (found.status_date, found.status_date_from) == ("2026-10-30", "changed")


def test_a_jira_search_that_holds_only_the_first_page_says_so(tmp_path: Path):
    answer = json.loads((SAMPLES / "jira" / "search.json").read_text())
    answer["total"] = 120
    path = tmp_path / "s.json"
    path.write_text(json.dumps(answer))
    loader = find_loader(path)
    assert loader is not None
    assert loader.read(path, "feed").notes[0] == (
        "the file holds 5 of 120 issues of the search: ask for the pages that are missing, and save them into the file"
    )


def test_sprints_of_jira_as_old_versions_write_them_and_without_the_names_of_fields(tmp_path: Path):
    sprint = (
        "com.atlassian.greenhopper.service.sprint.Sprint@5e[id=7,rapidViewId=2,state=CLOSED,name=Sprint 3,goal=,"
        "startDate=2026-11-02T08:00:00.000+01:00,endDate=2026-11-13T16:00:00.000+01:00,completeDate=<null>]"
    )
    issue = {"key": "A-1", "fields": {"summary": "x", "project": {"key": "A"}, "customfield_10104": [sprint]}}
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"issues": [issue]}))
    loader = find_loader(path)
    assert loader is not None
    found = loader.read(path, "feed")
    assert plan(found) == [("A.A-1", "task", "2026-11-02T08:00:00", "2026-11-13T16:00:00", None)]
    assert of(found, FieldValue, "field", "value") == [("In the tracker", "Sprint: Sprint 3")]


def test_the_xml_of_a_jira_filter():
    found = read("jira/filter.xml")
    assert plan(found) == [
        ("LOCK.LOCK-7", "milestone", "2026-11-13T23:59:59", "2026-11-13T23:59:59", 0.0),
        ("LOCK.LOCK-8", "task", None, "2026-10-14T15:00:00", 100.0),
        ("LOCK.LOCK-9", "task", None, "2026-11-13T23:59:59", 0.0),
        ("LOCK.LOCK-7.items", "summary", None, "2026-11-13T23:59:59", None),
        ("LOCK.version.Opening", "milestone", "2026-11-13T23:59:59", "2026-11-13T23:59:59", 0.0),
    ]
    assert of(found, Task, "work", "planned_work", "note")[1] == (1200.0, 960.0, "Oak,\nnot\npine.")
    assert of(found, Dependency, "from_task", "to_task") == [("LOCK.LOCK-8", "LOCK.LOCK-9")]
    assert left_out(found) == {
        "'votes', which has no place in the store": 1,
        "'Colour', which has no place in the store": 1,
        "people of epics, milestones and summaries, which are no work of their own": 1,
        "story points of projects that state hours, which count instead": 1,
    }


def test_work_items_of_azure_devops():
    found = read("azure_devops/work_items.json")
    assert plan(found) == [
        ("Pumps.301", "milestone", "2026-11-27T23:59:59", "2026-11-27T23:59:59", 0.0),
        ("Pumps.302", "task", "2026-10-05T08:00:00", "2026-10-16T14:30:00", 100.0),
        ("Pumps.303", "task", None, None, 22.2222),
        ("Pumps.301.items", "summary", "2026-10-05T08:00:00", "2026-11-27T23:59:59", None),
    ]
    assert of(found, Assignment, "task", "resource", "work", "actual_work", "remaining_work") == [
        ("Pumps.302", "i.holm@tarnholm.example", None, None, None),
        ("Pumps.303", "p.lund@tarnholm.example", 810.0, 180.0, 630.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("Pumps.302", "Pumps.303")]
    assert left_out(found) == {
        "'Custom.Depot', which has no place in the store": 1,
        "Test Case: a test, not an item of work": 1,
        "story points of projects that state hours, which count instead": 1,
    }


def test_issues_of_github_as_the_command_line_and_the_interface_list_them():
    found = read("github/issues.json")
    assert of(found, Task, "key", "kind", "finish", "percent_complete", "active") == [
        ("tarnholm/ledger.#12", "task", "2026-10-09T13:00:00", 100.0, None),
        ("tarnholm/ledger.#14", "task", None, 0.0, None),
        ("tarnholm/ledger.#15", "task", None, None, False),
        ("tarnholm/ledger.version.First close", "milestone", "2026-11-30T23:59:59", 0.0, None),
    ]
    pages = read("github/rest.json")
    assert of(pages, Task, "key", "kind", "actual_finish", "deadline") == [
        ("tarnholm/quay.#3", "task", None, None),
        ("tarnholm/quay.#1", "task", "2026-09-22T15:00:00", None),
        ("tarnholm/quay.version.Survey done", "milestone", "2026-10-02T23:59:59", "2026-09-30T23:59:59"),
    ]
    assert left_out(pages)["Pull request: a change of code, not an item of work"] == 1


def test_pull_requests_that_the_command_line_lists_are_no_items_of_work(tmp_path: Path):
    issue = {"number": 1, "title": "Quay", "state": "OPEN", "url": "https://github.com/tarnholm/quay/issues/1"}
    pulls = [
        issue | {"number": 2, "state": "MERGED", "url": "https://github.com/tarnholm/quay/pull/2"},
        issue | {"number": 3, "isPullRequest": True},
        issue | {"number": 4, "url": "https://github.com/tarnholm/pull/issues/4"},
        issue | {"number": 4, "pull_request": {}},
    ]
    (tmp_path / "list.json").write_text(json.dumps([issue, *pulls]), encoding="utf-8")
    loader = find_loader(tmp_path / "list.json")
    assert loader is not None
    found = loader.read(tmp_path / "list.json", "feed")
    assert [task.code for task in found.records[Task] if isinstance(task, Task)] == ["#1", "#4"]
    assert left_out(found) == {"Pull request: a change of code, not an item of work": 3}


def test_the_items_of_a_github_project():
    found = read("github/board.json")
    assert of(found, Task, "key", "kind", "start", "finish", "work") == [
        ("feed.tarnholm/office#21", "task", "2026-10-05T00:00:00", "2026-10-30T23:59:59", 1440.0),
        ("feed.PVTI_2", "task", "2026-11-02T00:00:00", "2026-11-15T23:59:59", 960.0),
        ("feed.version.Moved", "milestone", "2026-12-15T23:59:59", "2026-12-15T23:59:59", None),
    ]
    assert found.notes[0] == "the file holds 2 of 3 items of the project: add --limit 3 to the command"


def test_several_boards_of_trello_in_one_file_are_refused(tmp_path: Path):
    (tmp_path / "b.json").write_text(2 * (SAMPLES / "trello" / "board.json").read_text(encoding="utf-8"))
    loader = find_loader(tmp_path / "b.json")
    assert loader is not None
    with pytest.raises(Refused, match="several boards stand in the file, one behind the other"):
        loader.read(tmp_path / "b.json", "feed")


def test_a_board_of_trello():
    found = read("trello/board.json")
    assert of(found, Task, "key", "start", "finish", "percent_complete", "active") == [
        ("hFr4xQ2p.#1", "2026-09-07T08:00:00", "2026-09-17T12:00:00", 100.0, None),
        ("hFr4xQ2p.#2", None, "2026-11-06T16:00:00", 25.0, None),
        ("hFr4xQ2p.#3", None, None, None, False),
    ]
    assert of(found, Project, "key", "name") == [("hFr4xQ2p", "Harbour fair")]
    assert left_out(found) == {
        "steps of checklists, which count in how much of their card is done": 4,
        "entries of the board's history (actions)": 2,
        "'Stand', which has no place in the store": 1,
    }
    assert found.notes[0] == "archived cards that are not done, taken as dropped: 1."


def test_the_tasks_of_an_asana_project_with_those_below_them():
    found = read("asana/project.json")
    assert of(found, Task, "key", "kind", "parent", "finish", "work", "percent_complete") == [
        ("77.1200", "milestone", None, "2026-09-04T10:00:00", None, 100.0),
        ("77.1201", "task", None, "2026-11-13T23:59:59", 960.0, None),
        ("77.1202", "task", "77.1201", "2026-10-20T15:00:00", 240.0, 100.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("77.1200", "77.1201")]


# --- JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "shows"),
    [
        (b'{"issues": [{"key": "A-1", "fields": {"summary": "cut he', {"issues": [{"key": "A-1", "fields": {}}]}),
        (b'[{"a": "1", "b": ["1", {"c": "x, y]"}, 3', [{"a": "1", "b": ["1", {"c": "x, y]"}]}]),
        (b'\xef\xbb\xbf{"a": "b"}', {"a": "b"}),
        ('{"a": "ä"}'.encode("utf-16"), {"a": "ä"}),
        (b'{"a": true}{"b": 2}', {"a": True}),
        (b'{"a": ]', {}),
        (b'{"a": "b", "c": x, "d": "e"}', {"a": "b"}),
        (b"key,name", None),
        (b"", None),
    ],
)
def test_the_beginning_of_a_file_shows_its_shape(head: bytes, shows: Any):
    assert nested.opening(head) == shows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"issues": [{"key": "A-1", "fields": {"summary": "x"', "not well-formed JSON at line 1, column 53"),
        (b'{"issues": [{"key": "A-1", "fields": {"summary": "\xff"}}]}', "the bytes of the file are no text (utf-8"),
        (b'{"issues": [{"key": "A-1", "fields": {}}], "x": ' + b"[" * 100_000, "nested deeper than any export is"),
        (b'{"issues": [{"key": "A-1", "fields": {}}], "x": ' + b"9" * 5000 + b"}", "a number that cannot be read"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason(tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "s.json"
    path.write_bytes(content)
    loader = find_loader(path)
    assert loader is not None
    with pytest.raises(Refused) as refused:
        loader.read(path, "feed")
    assert said in str(refused.value)


def test_half_a_character_and_nul_do_not_reach_the_store(tmp_path: Path):
    fields = {"summary": "a\0b", "labels": ["x\0y", "\ud800z"], "project": {"key": "A"}}
    path = tmp_path / "s.json"
    path.write_text(
        json.dumps({"issues": [{"key": "A-1", "fields": fields}, {"key": "A-2", "fields": {**fields, "summary": "b"}}]})
    )
    loader = find_loader(path)
    assert loader is not None
    found = loader.read(path, "feed")
    assert [(one.field, one.key) for one in found.rejections] == [("name", "A.A-1")]
    assert of(found, FieldValue, "value") == [("Labels: xy, ?z",)]


def test_a_document_of_atlassian_becomes_plain_text():
    item = {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "one"}]}]}
    mention = {"type": "mention", "attrs": {"text": "@Ines"}}
    said = {"type": "paragraph", "content": [{"type": "text", "text": "Ask "}, mention, {"type": "hardBreak"}]}
    document = {"type": "doc", "content": [said, {"type": "bulletList", "content": [item, item]}]}
    assert plain(document) == "Ask @Ines\none\none"
