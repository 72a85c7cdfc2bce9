"""What the page of the map says in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.settings import Settings
from data.export import Rejection
from data.records import Project
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.conftest import NOW
from tests.dashboard.pages.drawn import links, words
from tests.dashboard.stores import empty_store, filled_store, load_records

PARTS = ("name", "summary", "canvas", "remarks", "tree", "drawn")
FIELDS = ("children", "children", "elements", "children", "children", "data")


def said(store: Store, address: str, part: str = "summary") -> Any:
    app = create_app(store, Settings(now=NOW))
    output = "...".join(f"map-{name}.{field}" for name, field in zip(PARTS, FIELDS, strict=True))
    answer = fire(app.server.test_client(), app, f"..{output}..", {"at": address, "revision": 1}, "wide")
    return answer.get_json()["response"][f"map-{part}"]["children"]


def faults(count: int) -> list[Rejection]:
    return [Rejection("not a number; write one", "Strategy", 2 + at, "weight", "x") for at in range(count)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = empty_store(tmp_path)
    yield store
    store.close()


def test_where_all_rows_were_rejected_it_says_of_which_file_and_leads_to_why(store: Store):
    load_records(store, [], title="strategy.xlsx", rejections=faults(12))
    shown = said(store, "/")
    assert words(shown) == (
        "The store holds no objectives yet.  12 rows of strategy.xlsx  were rejected: "
        "follow the link to see why, and what to do."
    )
    assert links(shown) == {"12 rows of strategy.xlsx": "/loads?load=1"}


def test_many_files_with_rejections_are_counted(store: Store):
    for at in range(5):
        load_records(store, [], title=f"{at}.xlsx", feed=f"{at}", rejections=faults(1))
    assert list(links(said(store, "/"))) == ["1 row of 0.xlsx", "1 row of 1.xlsx", "1 row of 2.xlsx", "2 more files"]


def test_nothing_rejected_and_nothing_drawn_says_what_to_load(store: Store):
    load_records(store, [Project(key="P1", name="Line")], title="projects.xlsx")
    shown = said(store, "/")
    assert words(shown).startswith("The store holds no objectives yet: load a register with the sheet Strategy,")
    assert links(shown) == {"the portfolio": "/portfolio"}


def test_filters_that_leave_nothing_are_not_a_store_that_holds_nothing(tmp_path: Path):
    store = filled_store(tmp_path)
    assert said(store, "/?status=done") == "No objective is left by the filters."
    store.close()


def test_unknown_values_are_named_in_one_line(tmp_path: Path):
    store = filled_store(tmp_path)
    app = create_app(store, Settings(now=NOW))

    def problems(at: str) -> str:
        answer: Any = fire(app.server.test_client(), app, "problems.children", {"at": at, "revision": 1}).json
        return words(answer["response"]["problems"]["children"])

    assert problems("/?node=objective:NOPE&theme=T") == "Not known here, so left out: objective NOPE, theme T."
    assert problems("/embed/map?theme=T") == "Not known here, so left out: theme T."
    assert problems("/?node=objective:O1") == problems("/loads?theme=T") == ""
    store.close()
