"""The commands as people and scripts use them: what they print, what they leave behind, and how they end."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dashboard import printing
from dashboard.__main__ import app
from data import samples, writer
from data.store import Store
from loaders.register.template import write_template
from tests.loaders.register_book import write_xlsx

FILE_KEYS = {
    "path", "loader", "feed", "sha256", "rows_in", "stored", "unchanged", "closed", "rejected", "skipped",
    "status_date", "status_date_from", "error",
}  # fmt: skip
TOTALS = [
    "projects", "tasks", "milestones", "people", "assignments", "links", "perspectives", "themes", "objectives", "kpis",
    "readings", "targets", "actuals",
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command runs in a folder of its own, with no setting of the machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("THROUGHLINE_STORE", raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the first month of the sample portfolio."""
    made = tmp_path_factory.mktemp("exports")
    samples.write_portfolio(made, samples.MONTHS[0])
    return made


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def load(*arguments: object, code: int = 0) -> dict[str, Any]:
    done = run("load", *arguments, "--json")
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


STRATEGY = "kind,key,name,parent\nperspective,F,Financial,\nobjective,O1,Grow,F\n"


def strategy(folder: Path, text: str = STRATEGY, name: str = "plan") -> Path:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "Strategy.csv").write_text(text, encoding="utf-8")
    return folder / name


# --- load ---


def test_load_prints_one_object_with_everything_that_became_of_the_files(exports: Path):
    said = load(exports)
    assert set(said) == {"revision", "changed", "files", "rejections", "skipped", "totals"}
    assert (said["revision"], said["changed"], said["rejections"]) == (1, True, [])
    assert list(said["totals"]) == TOTALS
    assert (said["totals"]["objectives"], said["totals"]["kpis"]) == (20, 45)  # some stand in two files
    for file in said["files"]:
        assert set(file) >= FILE_KEYS
        assert file["rows_in"] == file["stored"] + file["unchanged"] + file["rejected"] + file["skipped"]
        assert file["error"] is None and file["feed"] == Path(file["path"]).stem
    left_out = sum(omission["count"] for omission in said["skipped"])
    assert left_out == sum(file["skipped"] for file in said["files"])
    assert all(set(omission) == {"path", "reason", "count"} for omission in said["skipped"])


def test_the_same_load_again_changes_nothing_and_makes_no_revision(exports: Path):
    first, again = load(exports), load(exports)
    assert (again["revision"], again["changed"], again["totals"]) == (1, False, first["totals"])
    assert [(f["stored"], f["unchanged"]) for f in again["files"]] == [
        (0, f["stored"] + f["unchanged"]) for f in first["files"]
    ]


def test_a_rejected_row_is_named_ends_with_3_and_does_so_again(folder: Path):
    plan = strategy(folder, STRATEGY + "objectve,O2,Mistyped,F\n")
    for changed in (True, False):
        said = load(plan, code=3)
        assert (said["changed"], said["files"][0]["rejected"], said["files"][0]["error"]) == (changed, 1, None)
        rejection = said["rejections"][0]
        assert set(rejection) == {"path", "sheet", "row", "field", "value", "reason"}
        assert (rejection["sheet"], rejection["row"], rejection["value"]) == ("Strategy", 4, "objectve")
    words = run("load", plan)
    assert words.exit_code == 3 and "Strategy, row 4" in words.stdout and "objectve" in words.stdout


def test_a_load_of_which_every_row_is_rejected_says_that_nothing_was_kept_and_ends_with_3(folder: Path):
    plan = strategy(folder, "kind,key,name\nobjective,O1,Grow\nobjective,O2,Last\n")
    said = run("load", plan)
    assert said.exit_code == 3 and "Nothing of plan was kept: all 2 rows were rejected" in said.stdout
    assert "Strategy, rows 2, 3, parent: parent is blank: an objective names its perspective there" in said.stdout
    assert said.stdout.endswith(
        "No row was stored: revision 1 only keeps what was rejected, and why. 2 rows were rejected.\n"
    )
    again = run("load", plan)
    assert again.exit_code == 3 and "Nothing of plan was kept" in again.stdout
    assert again.stdout.endswith("Nothing has changed; the newest revision is 1.\n")


def test_a_workbook_with_other_headings_is_refused_with_what_it_holds_and_the_template(folder: Path):
    write_xlsx(folder / "goals.xlsx", {"Goals": [["Goal", "Owner"], ["Grow", "Voss"]]})
    (file,) = load("goals.xlsx", code=3)["files"]
    assert "found 'Goals' with the headings Goal, Owner" in file["error"] and "throughline template" in file["error"]


@pytest.mark.parametrize(
    ("name", "said"), [("notes.txt", "no loader knows"), ("empty.xml", "empty"), (None, "no such")]
)
def test_a_file_named_directly_is_refused_and_stores_nothing_of_its_load(folder: Path, name: str | None, said: str):
    plan, other = strategy(folder), folder / (name or "absent.xer")
    if name:
        other.write_text("" if name.startswith("empty") else "Dear diary", encoding="utf-8")
    report = load(plan, other, code=3)
    assert (report["revision"], report["changed"]) == (None, False)
    assert [said in (file["error"] or "") for file in report["files"]] == [False, True]
    assert "Nothing was stored" in run("load", plan, other).stdout
    kept = load(plan, other, "--keep-going", code=3)
    assert (kept["revision"], kept["changed"], kept["files"][0]["stored"]) == (1, True, 2)


def test_in_a_folder_unknown_files_are_passed_over_and_named(folder: Path, exports: Path):
    inbox = folder / "inbox"
    inbox.mkdir()
    shutil.copy(exports / "engineering.xer", inbox / "engineering.xer")
    (inbox / "notes.txt").write_text("Dear diary", encoding="utf-8")
    said = load(inbox)
    assert [Path(file["path"]).name for file in said["files"]] == ["engineering.xer"]
    assert [(Path(s["path"]).name, s["count"]) for s in said["skipped"] if "no loader" in s["reason"]] == [
        ("notes.txt", 1)
    ]
    assert "notes.txt" in run("load", inbox).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--as-of", "31.10.2026"),
        ("--status-date", "soon"),
        ("--feed", "x"),
        ("--nope",),
        ("--store", "nonsense://"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]):
    assert run("load", *arguments).exit_code == 2


def test_history_is_filled_in_from_the_oldest_day_on(folder: Path):
    load(strategy(folder), "--as-of", "2026-06-30")
    strategy(folder, STRATEGY.replace("Grow", "Grow faster"))
    late = run("load", folder / "plan", "--as-of", "2026-05-31")
    assert late.exit_code == 2 and "earlier than the newest load" in late.stderr
    assert load(folder / "plan", "--as-of", "2026-07-31")["revision"] == 2


def test_feed_and_status_date_are_those_that_were_said(folder: Path):
    (file,) = load(strategy(folder), "--feed", "board", "--status-date", "2026-10-31")["files"]
    assert (file["feed"], file["status_date"], file["status_date_from"]) == ("board", "2026-10-31", "option")


@pytest.mark.parametrize("name", ["field-app.xml", "engineering.xer"])
def test_an_older_schedule_is_refused_unless_history_is_filled_in(exports: Path, tmp_path: Path, name: str):
    newer = tmp_path / "newer"
    newer.mkdir()
    samples.write_portfolio(newer, samples.MONTHS[1])
    assert load(newer / name, "--as-of", "2026-06-30")["files"][0]["status_date"] == "2026-06-30"
    refused = load(exports / name, code=3)
    assert (refused["revision"], refused["changed"]) == (1, False)
    assert refused["files"][0]["error"].startswith(
        f"its status date 2026-05-31 is older than 2026-06-30, which feed '{Path(name).stem}' already holds"
    )
    taken = load(exports / name, "--as-of", "2026-07-31")
    assert (taken["revision"], taken["changed"], taken["files"][0]["status_date"]) == (2, True, "2026-05-31")


def test_without_a_path_the_store_is_judged_at_a_new_day(exports: Path):
    load(exports, "--as-of", "2026-05-31")
    said = load("--status-date", "2026-12-31", "--as-of", "2026-12-31")
    assert (said["revision"], said["changed"], said["files"]) == (2, True, [])
    words = run("load", "--status-date", "2027-01-31", "--as-of", "2027-01-31")
    assert (words.exit_code, words.stdout) == (0, "Stored as revision 3.\n")


def test_a_load_that_finds_the_store_held_ends_with_5(folder: Path, monkeypatch: pytest.MonkeyPatch):
    load(strategy(folder))
    strategy(folder, STRATEGY.replace("Grow", "Grow faster"))
    monkeypatch.setattr(writer, "WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(folder / "throughline.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    held = run("load", folder / "plan")
    assert held.exit_code == 5 and "another load has held the store" in held.stderr
    holder.execute("ROLLBACK")
    holder.close()
    assert load(folder / "plan")["revision"] == 2


def test_nothing_but_the_object_is_printed_with_json_and_no_bar_without_a_terminal(exports: Path):
    done = run("load", exports, "--json")
    assert done.stderr == "" and done.stdout.count("\n") == 1
    with printing.progress(quiet=False) as progress:
        progress("reading", 1, 2)
    assert "\x1b" not in run("load", exports).output


# --- template ---


def test_the_template_is_a_workbook_that_loads_with_nothing_in_it(folder: Path):
    assert run("template", "register.xlsx").exit_code == 0
    assert load("register.xlsx")["files"][0]["loader"] == "register"


def test_a_template_never_writes_over_what_is_there(folder: Path):
    (folder / "register.xlsx").write_bytes(b"my own work")
    done = run("template", "register.xlsx")
    assert done.exit_code == 2 and "exists" in done.stderr
    assert (folder / "register.xlsx").read_bytes() == b"my own work"


@pytest.mark.parametrize(("name", "said"), [("register.csv", ".xlsx"), ("absent/register.xlsx", "no folder absent")])
def test_a_template_needs_a_place_that_can_hold_it(name: str, said: str):
    done = run("template", name)
    assert done.exit_code == 2 and said in done.stderr


def test_the_filled_template_changes_nothing_when_it_is_loaded_back(exports: Path):
    load(exports)
    assert run("template", "filled.xlsx", "--filled").exit_code == 0
    for feed in ("register", "filled"):
        said = load("filled.xlsx", "--feed", feed)
        assert (said["changed"], said["files"][0]["stored"], said["rejections"]) == (False, 0, []), feed


# --- status and doctor ---


def test_status_says_how_fresh_every_feed_is(exports: Path):
    assert "The store is empty" in run("status").stdout
    load(exports)
    found = json.loads(run("status", "--json").stdout)
    assert (found["revision"], found["counts"]["objective"], found["counts"]["kpi"]) == (1, 18, 41)
    feeds = {feed["feed"]: feed for feed in found["feeds"]}
    assert len(feeds) == len(list(exports.iterdir()))
    assert (feeds["engineering"]["loader"], feeds["engineering"]["rejected"]) == ("primavera", 0)
    owners = {name: feeds[name]["owner"] for name in ("engineering", "graduates", "field-app")}
    assert owners == {"engineering": "Petra Ilves", "graduates": "Sef Amundi", "field-app": None}
    assert "Sef Amundi" in run("status").stdout
    assert "engineering.xer" in run("status").stdout


def test_status_says_the_age_of_the_facts_beside_that_of_the_load(folder: Path):
    day = (datetime.now(UTC) - timedelta(days=400)).date().isoformat()
    load(strategy(folder), "--status-date", day)
    (feed,) = json.loads(run("status", "--json").stdout)["feeds"]
    assert (feed["status_date"], feed["status_days"], feed["days"]) == (day, 400, 0)
    said = run("status").stdout
    assert "its age" in said and f"{day}" in said and "400 days" in said and "0 days ago" in said


def test_doctor_finds_a_sound_store_sound_and_names_a_broken_one(folder: Path):
    assert run("doctor").exit_code == 0
    Store.open("sqlite:///throughline.db").close()
    checks = {check["what"]: check for check in json.loads(run("doctor", "--json").stdout)}
    assert checks["store"]["state"] == "ok"
    (folder / "broken.db").write_bytes(b"no database at all, but long enough to be read" * 50)
    for address in ("broken.db", "nonsense", "sqlite:////no/such/folder/x.db"):
        done = run("doctor", "--store", address)
        assert "store" in done.stdout
    assert run("doctor", "--store", "broken.db").exit_code == 1


def test_doctor_names_a_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("THROUGHLINE_EMBED_ORIGINS", "intranet")
    done = run("doctor")
    assert done.exit_code == 1 and "THROUGHLINE_" in done.stdout and "intranet" in done.stdout


def test_the_version_is_that_of_the_distribution():
    assert run("--version").stdout == f"throughline {version('throughline')}\n"


def test_text_of_a_file_is_printed_as_text(folder: Path):
    plan = strategy(folder, STRATEGY + "[red]x[/],O2,Mistyped,F\n")
    assert "[red]x[/]" in run("load", plan).stdout


def test_a_store_that_cannot_be_opened_is_said_in_a_sentence(folder: Path):
    write_template(folder / "register.xlsx")
    done = run("load", "register.xlsx", "--store", "sqlite:////no/such/folder/x.db")
    assert done.exit_code == 1 and "cannot be opened" in done.stderr and "Traceback" not in done.stderr
