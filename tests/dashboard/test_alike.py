"""Files of different kinds that are called alike are feeds of their own, and stay so in the months that follow."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import ingest
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
