"""Loading by a mapping, and loading a folder by its list of feeds."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dashboard.__main__ import app
from data import queries
from data.store import Store

EXPORTS = Path(__file__).parents[1] / "exports"
DEPOTS = EXPORTS / "mapped"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("THROUGHLINE_STORE", raising=False)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def load(*arguments: object, code: int = 0) -> dict[str, Any]:
    done = run("load", *arguments, "--json")
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def status() -> dict[str, Any]:
    return json.loads(run("status", "--json").stdout)


def counts(report: dict[str, Any]) -> list[tuple[Any, ...]]:
    names = ("feed", "loader", "rows_in", "stored", "unchanged", "rejected", "skipped")
    return [tuple(file[name] for name in names) for file in report["files"]]


def test_a_file_is_loaded_by_a_mapping_and_loading_it_again_changes_nothing() -> None:
    first = load(DEPOTS / "depots.csv", "--mapping", DEPOTS / "depots.yaml", code=3)
    assert counts(first) == [("depots", "mapped", 4, 2, 0, 1, 1)]
    assert first["rejections"][0]["field"] == "Beginn" and first["rejections"][0]["row"] == 4
    again = load(DEPOTS / "depots.csv", "--mapping", DEPOTS / "depots.yaml", code=3)
    assert counts(again) == [("depots", "mapped", 4, 0, 2, 1, 1)] and not again["changed"]


def test_the_scale_of_percentages_is_declared_with_the_load_or_in_the_list_of_feeds(folder: Path) -> None:
    plan = folder / "plans" / "plan.csv"
    plan.parent.mkdir()
    plan.write_text("ID,Type,Subject,Status,Project,% Complete\n1,Task,Dig,In progress,Quay,0.5\n", encoding="utf-8")

    def done() -> list[float]:
        with closing(Store.open(str(folder / "throughline.db"))) as store, store.reading() as connection:
            (project,) = queries.projects(connection, 9).index
            return list(queries.tasks(connection, 9, project)["percent_complete"])

    load(plan)
    assert done() == [50.0]
    load(plan, "--percentages", "0-100")
    assert done() == [0.5]
    listed = "feeds:\n  - {name: plan, path: plan.csv, percentages: 0-100}\n"
    (plan.parent / "feeds.yaml").write_text(listed, encoding="utf-8")
    assert counts(load(plan.parent))[1] == ("plan", "openproject", 1, 0, 1, 0, 0)
    (plan.parent / "feeds.yaml").write_text(listed.replace("0-100", "0 to 100"), encoding="utf-8")
    assert "percentages" in load(plan.parent, code=3)["files"][0]["error"]
    assert run("load", "--percentages", "0-100").exit_code == 2


def test_another_mapping_of_the_same_file_is_read_again(folder: Path) -> None:
    load(DEPOTS / "depots.csv", "--mapping", DEPOTS / "depots.yaml", code=3)
    text = (DEPOTS / "depots.yaml").read_text(encoding="utf-8").replace("times: 1000", "times: 1")
    (folder / "m.yaml").write_text(text, encoding="utf-8")
    again = load(DEPOTS / "depots.csv", "--mapping", "m.yaml", code=3)
    assert counts(again) == [("depots", "mapped", 4, 1, 1, 1, 1)]


def test_a_mapping_that_names_its_data_is_loaded_by_itself() -> None:
    assert counts(load(DEPOTS / "depots.yaml", code=3)) == [("depots", "mapped", 4, 2, 0, 1, 1)]


def test_a_mapping_without_data_says_how_it_is_used(folder: Path) -> None:
    (folder / "m.yaml").write_text("tables:\n- becomes: projects\n  columns: {key: K}\n")
    assert "load the file with --mapping m.yaml" in load("m.yaml", code=3)["files"][0]["error"]


def test_a_mapping_with_a_fault_refuses_the_file_with_the_line(folder: Path) -> None:
    (folder / "m.yaml").write_text("tables:\n- becomes: projects\n  columns: {name: K}\n")
    error = load(DEPOTS / "depots.csv", "--mapping", "m.yaml", code=3)["files"][0]["error"]
    assert "m.yaml, line 3: tables > 1 > columns key is required for projects" in error


def test_a_query_is_unchanged_as_long_as_its_rows_are(folder: Path) -> None:
    with sqlite3.connect(folder / "erp.db") as base:
        base.execute("CREATE TABLE p (k TEXT, n TEXT)")
        base.execute("INSERT INTO p VALUES ('P1', 'First')")
    (folder / "erp.yaml").write_text(
        "query: {url: 'sqlite:///erp.db', sql: 'SELECT k, n FROM p'}\n"
        "tables:\n- becomes: projects\n  columns: {key: k, name: n}\n"
    )
    assert counts(load("erp.yaml")) == [("erp", "mapped", 1, 1, 0, 0, 0)]
    assert not load("erp.yaml")["changed"]
    with sqlite3.connect(folder / "erp.db") as base:
        base.execute("INSERT INTO p VALUES ('P2', 'Second')")
    assert counts(load("erp.yaml")) == [("erp", "mapped", 2, 1, 1, 0, 0)]


def deliveries(folder: Path) -> Path:
    """Make a folder with a list of feeds, two exports of one of them, and what no feed takes."""
    inbox = folder / "inbox"
    (inbox / "maps").mkdir(parents=True)
    (inbox / "plans").mkdir()
    shutil.copy(EXPORTS / "feeds" / "feeds.yaml", inbox)
    shutil.copy(DEPOTS / "depots.yaml", inbox / "maps")
    for number, name in enumerate(("depots 09.csv", "depots 10.csv")):
        shutil.copy(DEPOTS / "depots.csv", inbox / name)
        os.utime(inbox / name, (1_790_000_000 + number, 1_790_000_000 + number))
    (inbox / "notes.txt").write_text("hello")
    return inbox


def test_a_folder_with_a_list_of_feeds_is_loaded_as_the_list_says(folder: Path) -> None:
    inbox = deliveries(folder)
    report = load(inbox, code=3)
    assert counts(report) == [("feeds", "feeds", 3, 3, 0, 0, 0), ("depots", "mapped", 4, 2, 0, 1, 1)]
    assert report["files"][1]["path"].endswith("depots 10.csv")
    said = {
        Path(one["path"]).name: one["reason"] for one in report["skipped"] if one["path"] != report["files"][1]["path"]
    }
    assert said == {
        "depots 09.csv": "a newer file of feed depots is there",
        "*.xer": "no file is there for feed engineering",
        "notes.txt": "no feed of feeds.yaml takes it",
    }
    assert not load(inbox, code=3)["changed"]


def test_a_file_that_two_feeds_take_is_loaded_for_the_first_and_named(folder: Path) -> None:
    inbox = deliveries(folder)
    with (inbox / "feeds.yaml").open("a") as listed:
        listed.write("  - name: sites\n    path: depots 10.csv\n    mapping: maps/depots.yaml\n")
    report = load(inbox, code=3)
    assert [one[0] for one in counts(report)] == ["feeds", "depots"]
    said = [one["reason"] for one in report["skipped"] if one["path"].endswith("depots 10.csv")]
    assert "feed depots takes it, and so would feed sites: name it in one of them" in said


def test_status_says_who_is_late(folder: Path) -> None:
    inbox = deliveries(folder)
    load(inbox, "--as-of", "2020-01-01", code=3)
    found = status()
    late = {feed["feed"]: (feed["late"], feed["owner"]) for feed in found["feeds"]}
    assert late["depots"] == (True, "m.oyelund@tarnholm.example")
    assert found["awaited"] == [{"feed": "engineering", "every": "week", "owner": None}]
    assert "late: engineering was never delivered; expected every week" in run("status").stdout


def test_a_feed_that_is_awaited_is_called_as_it_is_written(folder: Path) -> None:
    inbox = deliveries(folder)
    listed = inbox / "feeds.yaml"
    listed.write_text(listed.read_text().replace("name: engineering", "name: Engineering South"))
    load(inbox, code=3)
    assert status()["awaited"] == [{"feed": "Engineering South", "every": "week", "owner": None}]


def test_a_feed_is_late_by_its_own_rhythm(folder: Path) -> None:
    inbox = deliveries(folder)
    text = (inbox / "feeds.yaml").read_text().replace("every: month", "every: year")
    (inbox / "feeds.yaml").write_text(text)
    day = "2026-06-01"
    load(inbox, "--as-of", day, code=3)
    feeds = {feed["feed"]: feed for feed in status()["feeds"]}
    assert feeds["depots"]["late"] is (feeds["depots"]["days"] > 547)
    assert feeds["feeds"]["late"] is (feeds["feeds"]["days"] > 35)


def test_a_list_with_a_fault_is_named_and_nothing_of_the_folder_is_loaded(folder: Path) -> None:
    inbox = deliveries(folder)
    (inbox / "feeds.yaml").write_text("feeds:\n  - name: a\n")
    report = load(inbox, code=3)
    assert [file["error"] for file in report["files"]] == [
        "feeds.yaml, line 2: feeds > 1 > path is required and not there"
    ]


def test_a_file_that_another_loader_knows_than_its_feed_expects_is_refused(folder: Path) -> None:
    inbox = deliveries(folder)
    shutil.copy(EXPORTS / "ms_project" / "bridge.xml", inbox / "plans" / "x.xer")
    report = load(inbox, "--keep-going", code=3)
    assert "it is read by the loader ms_project, and feed engineering expects primavera" in report["files"][2]["error"]
