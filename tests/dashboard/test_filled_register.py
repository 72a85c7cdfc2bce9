"""All that is stored as rows of the register: which rows, whose, and which are marked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import filled_register, ingest
from data import samples
from data.store import Store
from loaders.register.template import write_template
from tests.dashboard.stores import empty_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the first month of the sample portfolio."""
    exports = tmp_path_factory.mktemp("exports")
    samples.write_portfolio(exports, samples.MONTHS[0])
    opened = empty_store(tmp_path_factory.mktemp("store"))
    ingest.load(opened, [exports], ingest.Options(as_of="2026-05-31"))
    yield opened
    opened.close()


def test_nothing_is_written_of_an_empty_store(empty: Store):
    assert filled_register.rows(empty) == {}


def test_what_a_register_holds_stands_there_once_with_its_feed(store: Store):
    projects = filled_register.rows(store)["Projects"]
    keys = [row["key"] for row in projects]
    assert len(keys) == len(set(keys))
    assert {key for key in keys if key[0] == "P"} == {f"P{number:02}" for number in range(1, 21)}
    assert {row["key"]: row["source"] for row in projects}["P06"] == "register"


def test_milestones_that_only_a_schedule_holds_are_there_to_be_linked(store: Store):
    milestones = {row["name"]: row for row in filled_register.rows(store)["Milestones"]}
    assert milestones["Line in series production"]["source"] == "engineering"
    assert "mark" not in milestones["Line in series production"]


def test_what_serves_no_kpi_is_marked(store: Store):
    marked = {row["key"] for row in filled_register.rows(store)["Projects"] if row.get("mark") == "serves no KPI yet"}
    with_contribution = {row["project"] for row in filled_register.rows(store)["Contributions"]}
    assert marked and not marked & with_contribution


def test_one_edited_cell_changes_one_row(store: Store, tmp_path: Path):
    rows = filled_register.rows(store)
    objective = next(row for row in rows["Strategy"] if row["key"] == "C5")
    objective["name"] = "Help customers save much energy"
    write_template(tmp_path / "register.xlsx", rows)
    (file,) = ingest.load(store, [tmp_path / "register.xlsx"], ingest.Options(as_of="2026-06-30")).files
    assert (file.stored, file.rejected, file.closed, file.error) == (1, 0, 0, None)
