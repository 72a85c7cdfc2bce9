"""Files of different kinds that are called alike are feeds of their own, and stay so in the months that follow."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import ingest
from dashboard.ingest.paths import feed_name
from data.store import Store
from tests.dashboard.stores import empty_store

EXPORTS = Path(__file__).parents[1] / "exports"
JIRA, TRELLO = EXPORTS / "jira" / "all-fields.csv", EXPORTS / "trello" / "board.json"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = empty_store(tmp_path)
    yield opened
    opened.close()


def feeds(store: Store, folder: Path, feed: str | None = None, **files: Path) -> list[tuple[str | None, str | None]]:
    """Load a folder with these files, and give the feed of each and what was refused."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for suffix, sample in files.items():
        shutil.copy(sample, folder / f"plan.{suffix}")
    done = ingest.load(store, [folder], ingest.Options(feed=feed))
    return [(file.feed, file.error) for file in done.files]


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("register 2026-06-30.xlsx", "register"), ("plan v2 final.xer", "plan"), ("jira(1).csv", "jira"),
        ("jira (2).csv", "jira"), ("Copy of plan.xml", "plan"), ("plan - Kopie (2).xml", "plan"),
        ("Jira Export Excel CSV (all fields) 20250130112305.csv", "Jira Export Excel CSV (all fields)"),
        ("JIRA 2025-01-05T10_15_30+0100.csv", "JIRA"), ("Harbour_1767225600.xlsx", "Harbour"),
        ("Work_packages_2024-05-21_15-02.xls", "Work_packages"), ("2026-10-31.csv", "2026-10-31"),
        ("master_1_2020.xlsx", "master_1_2020"), ("Depot 1600.csv", "Depot 1600"), ("(1).csv", "(1)"),
    ],
)  # fmt: skip
def test_a_feed_is_called_as_its_file_without_the_marks_of_days_times_versions_and_copies(name: str, feed: str):
    assert feed_name(Path(name)) == feed


def test_each_is_a_feed_of_its_own_and_found_again_when_it_comes_alone(store: Store, tmp_path: Path) -> None:
    both = [("plan-jira", None), ("plan-trello", None)]
    assert feeds(store, tmp_path / "inbox", csv=JIRA, json=TRELLO) == both
    assert feeds(store, tmp_path / "inbox", csv=JIRA) == [("plan-jira", None)]
    assert feeds(store, tmp_path / "inbox", csv=JIRA, json=TRELLO) == both


def test_a_feed_that_was_there_alone_keeps_its_name_when_another_kind_comes_beside_it(
    store: Store, tmp_path: Path
) -> None:
    assert feeds(store, tmp_path / "inbox", csv=JIRA) == [("plan", None)]
    assert feeds(store, tmp_path / "inbox", csv=JIRA, json=TRELLO) == [("plan", None), ("plan-trello", None)]


def test_another_kind_in_the_place_of_what_a_feed_holds_is_refused_as_before(store: Store, tmp_path: Path) -> None:
    assert feeds(store, tmp_path / "inbox", csv=JIRA) == [("plan", None)]
    ((feed, error),) = feeds(store, tmp_path / "inbox", json=TRELLO)
    assert feed == "plan" and error is not None and "jira" in error


def test_a_feed_that_somebody_named_is_not_parted(store: Store, tmp_path: Path) -> None:
    found = feeds(store, tmp_path / "inbox", "ours", csv=JIRA, json=TRELLO)
    assert [feed for feed, _ in found] == ["ours", "ours"] and any(error for _, error in found)
