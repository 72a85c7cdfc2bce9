"""Broken input through the whole line: what is refused or rejected is named, the store and the rest stay whole."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.panels.picture import drawn
from tests.dashboard.stores import empty_store
from tests.loaders import mspdi, xer
from tests.loaders.register_book import write_xlsx
from tests.real.line import hold_answers, load, view

PLAN = mspdi.plan(mspdi.task(1, Name="A"), mspdi.task(2, Name="B"))
XER = xer.small()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
UNKNOWN = "no loader knows this kind of file; expected one of: Throughline register (Excel, OpenDocument or CSV), "


def zipped() -> bytes:
    """Give a zip that is no workbook."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("a.txt", "x")
    return content.getvalue()


def declared(entity: str) -> bytes:
    """Give a plan with a document type that declares an entity."""
    return PLAN.replace("<Project", f"<!DOCTYPE p [<!ENTITY a {entity}>]><Project", 1).replace(">A<", ">&a;<").encode()


REFUSED = {
    "empty.xml": (b"", "the file is empty, of 0 bytes"),
    "empty.xer": (b"", "the file is empty, of 0 bytes"),
    "empty.xlsx": (b"", "the file is empty, of 0 bytes"),
    "cut.xer": (XER[: len(XER) // 2].encode(), "the file is cut off after line 9 (table PROJWBS)"),
    "cut.xml": (PLAN[: len(PLAN) // 2].encode(), "not well-formed XML at line 9"),
    "latin.xml": (PLAN.replace(">A<", ">Ä<").encode("latin-1"), "not well-formed XML at line 10"),
    "bomb.xml": (declared('"ha"'), "the XML declares a document type (DOCTYPE)"),
    "outside.xml": (declared('SYSTEM "file:///etc/hostname"'), "the XML declares a document type (DOCTYPE)"),
    "page.xml": (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        "no loader knows this kind of file: this is a web page",
    ),
    "other.xml": (b"<?xml version='1.0'?><other/>", UNKNOWN),
    "zip.xlsx": (zipped(), "no loader knows this kind of file: this is a packed file with a.txt: unpack it"),
    "ole.xlsx": (OLE, UNKNOWN),
    "bytes.xer": (bytes(range(256)) * 4, UNKNOWN),
}


def run(*arguments: object) -> tuple[int, dict[str, Any]]:
    """Run the command; give its exit code and the object that it prints."""
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_and_only_the_rest_is_kept_on_wish(tmp_path: Path, name: str):
    content, said = REFUSED[name]
    bad, good, address = tmp_path / name, tmp_path / "good.xer", tmp_path / "store.db"
    bad.write_bytes(content)
    good.write_text(XER)
    code, report = run("load", good, bad, "--json", "--store", address)
    assert (code, report["changed"], report["revision"]) == (3, False, None)
    assert [bool(file["error"]) for file in report["files"]] == [False, True]
    assert report["files"][1]["error"].startswith(said)
    assert report["files"][1]["path"] == str(bad)
    code, report = run("load", good, bad, "--keep-going", "--json", "--store", address)
    assert (code, report["changed"], report["revision"]) == (3, True, 1)
    code, report = run("load", good, "--json", "--store", address)
    assert (code, report["changed"], report["files"][0]["unchanged"]) == (
        0,
        False,
        report["files"][0]["rows_in"] - report["files"][0]["skipped"],
    )


def test_folders_without_exports_and_absent_files_are_refused(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("x")
    store = empty_store(tmp_path)
    report = load(store, tmp_path / "folder", tmp_path / "absent.xer")
    assert [file.error for file in report.files] == [
        "no file in this folder is known to any loader",
        "there is no such file or folder; check the path",
    ]
    assert store.revision() is None
    store.close()


def test_rows_that_cannot_be_are_rejected_by_sheet_row_and_field_and_the_others_stored(tmp_path: Path):
    sheets = {
        "Projects": [
            ["key", "name", "budget", "start"],
            ["P1", "Fine", 100, date(2026, 1, 5)],
            ["P2", "Negative", -5, None],
            ["P3", "In words", "lots", None],
            ["P4", "No such day", 1, "2026-02-30"],
            ["P5", "Two days", 1, "03/04/2026"],
            ["P1", "Again", 1, None],
        ]
    }
    store = empty_store(tmp_path)
    report = load(store, write_xlsx(tmp_path / "register.xlsx", sheets))
    (file,) = report.files
    assert [(one.sheet, one.row, one.field) for one in file.rejections] == [
        ("Projects", 3, "budget"),
        ("Projects", 4, "budget"),
        ("Projects", 5, "start"),
        ("Projects", 6, "start"),
        ("Projects", 7, "key"),
    ]
    assert all(one.reason for one in file.rejections)
    assert (report.exit_code, file.stored, file.rejected) == (3, 1, 5)
    assert list(view(store).projects().index) == ["P1"]
    store.close()


def test_circles_of_links_and_dependencies_are_stored_and_followed_once(tmp_path: Path):
    objectives = [["objective", key, f"Objective {key}", "FIN"] for key in "ABC"]
    sheets = {
        "Strategy": [["kind", "key", "name", "parent"], ["perspective", "FIN", "Financial", ""], *objectives],
        "Links": [["from", "to"], ["A", "B"], ["B", "C"], ["C", "A"]],
        "Projects": [["key", "name"], ["P1", "One"], ["P2", "Two"]],
        "Milestones": [["project", "key", "name"], ["P1", "M1", "First"], ["P2", "M2", "Second"]],
        "Dependencies": [
            ["from_project", "from_milestone", "to_project", "to_milestone"],
            ["P1", "M1", "P2", "M2"],
            ["P2", "M2", "P1", "M1"],
        ],
    }
    store = empty_store(tmp_path)
    report = load(store, write_xlsx(tmp_path / "register.xlsx", sheets))
    assert report.exit_code == 0
    assert len(view(store).links()) == 3
    shown = view(store)
    assert 0 < len(drawn(shown.map(), shown.selection, "wide").elements) <= 500
    hold_answers(store, at_most=3)
    store.close()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "%{x}", "n" * 2000])
def test_markup_and_formulas_in_names_stay_text(tmp_path: Path, name: str):
    sheets = {
        "Strategy": [["kind", "key", "name", "parent"], ["perspective", "F", name, ""], ["objective", "O1", name, "F"]],
        "Projects": [["key", "name"], ["P1", name]],
    }
    store = empty_store(tmp_path)
    assert load(store, write_xlsx(tmp_path / "register.xlsx", sheets)).exit_code == 0
    browser = hold_answers(store, at_most=1)
    assert (view(store).projects().loc["P1", "name"], view(store).objectives().loc["O1", "name"]) == (name, name)
    assert "<script>alert" not in browser.get("/project/P1").get_data(as_text=True)
    assert "\n=HYPERLINK" not in browser.get("/api/v1/projects?format=csv").get_data(as_text=True)
    store.close()
