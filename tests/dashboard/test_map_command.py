"""`throughline map`: a mapping proposed from what a file holds, with a preview of what it would make of its rows."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboard.__main__ import app
from dashboard.reading import readers
from dashboard.reading.process import Limits
from loaders.mapped import bound
from tests.loaders.register_book import write_xlsx

SAMPLES = Path(__file__).parents[1] / "exports" / "mapped"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["map", *(str(argument) for argument in arguments)])


TABLE = (
    "No;Project name;Project manager;Start date;End date;Budget;Phase;Colour\n"
    "1;First;Ann;03.04.2026;31.12.2026;1.500,00;active;x\n"
    "2;Second;;04.04.2026;01.06.2026;2.000,00;running;y\n"
    "3;Third;;never;;;active;z\n"
)
PROPOSED = """# Proposed for t.csv. Correct what is wrong, then load the file with --mapping.
tables:
  - becomes: projects
    columns:
      key: No
      name: Project name
      manager: Project manager
      stage:
        from: Phase
        words:  # each is to be one of: proposed, approved, active, on_hold, closed, stopped
          running:
      budget: Budget
      start: Start date
      finish: End date
# Not read: Colour
"""


def test_headings_called_like_fields_are_proposed_with_what_is_to_be_decided(folder: Path) -> None:
    (folder / "t.csv").write_text(TABLE)
    done = run("t.csv")
    said = [line.partition("  # or one of")[0] for line in done.stdout.splitlines() if not line.startswith("# Further")]
    assert "\n".join(said) + "\n" == PROPOSED
    assert done.stderr.splitlines() == [
        "Project: 1 would be stored, the first of them:",
        "  row 2: key '1', name 'First', manager 'Ann', stage 'active', budget 1500.0, start '2026-04-03T00:00:00', "
        "finish '2026-12-31T23:59:59'",
        "2 would be rejected:",
        "  row 3, Phase: 'running' is not one of: proposed, approved, active, on_hold, closed, stopped",
        "  row 4, Start date: 'never' is not a date: write a day such as 2026-10-31",
        "t: settled by the whole column: Budget: comma, Start date: day first, End date: day first",
        "t: columns that the mapping does not read: Colour",
    ]


def test_a_corrected_proposal_reads_the_file(folder: Path) -> None:
    (folder / "t.csv").write_text(TABLE)
    (folder / "t.yaml").write_text(run("t.csv").stdout.replace("running:", "running: active"))
    assert len(bound(folder / "t.yaml").read(folder / "t.csv", "t").rejections) == 1
    done = run("t.csv", "--mapping", "t.yaml")
    assert done.stdout == "" and "Project: 2 would be stored" in done.stderr


def test_the_sheet_and_the_row_of_the_headings_are_found(folder: Path) -> None:
    rows = [["Risks of 2026"], [], ["Risk id", "About", "Kind", "Title"], ["R1", "P1", "threat", "Late"]]
    write_xlsx(folder / "t.xlsx", {"Cover": [["x"]], "Open risks": rows})
    proposed = run("t.xlsx").stdout
    assert "becomes: risks" in proposed and "sheet: Open risks" in proposed and "headings: 3" in proposed


def test_a_field_that_is_required_and_not_found_is_asked_for(folder: Path) -> None:
    (folder / "t.csv").write_text("a,b\n1,2\n")
    done = run("t.csv", "--becomes", "risks")
    assert done.exit_code == 3
    assert "      about:  # required: project, milestone, KPI or objective; a heading, or {always: TEXT}" in done.stdout
    assert "the proposed mapping, line 4: tables > 1 > columns about is required for risks" in done.stderr


def test_the_schemas_are_printed() -> None:
    assert json.loads(run("--schema").stdout)["title"] == "Throughline mapping"
    assert json.loads(run("--feeds-schema").stdout)["title"] == "Throughline feeds"


def test_wrong_usage_says_what_there_is(folder: Path) -> None:
    (folder / "t.csv").write_text("a,b\n1,2\n")
    assert "name the file to map" in run().stderr
    done = run("t.csv", "--becomes", "projets")
    assert done.exit_code == 2 and "there are strategy, kpis" in done.stderr


def test_a_table_is_read_in_a_process_of_its_own_with_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "t.csv").write_text(TABLE)
    monkeypatch.setattr(readers, "_limits", lambda size: Limits(0, None))
    done = run("t.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "reading it took more than 0 seconds and was stopped" in done.stderr
