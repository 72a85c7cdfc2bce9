"""Values of an address that the store does not know."""

from pathlib import Path

from dashboard.selection import Selection
from dashboard.view import View
from tests.dashboard.conftest import NOW
from tests.dashboard.stores import filled_store


def test_what_is_not_known_is_named_and_the_rest_is_shown(tmp_path: Path):
    store = filled_store(tmp_path)
    address = (
        "/?node=objective:NOPE&perspective=people&perspective=gone&theme=T&owner=Ada+Byron&owner=Nobody"
        "&department=D&programme=P&status=no_data&collapsed=perspective:financial&collapsed=perspective:gone"
    )
    view = View(store, Selection.parse(address), NOW)
    kept, unknown = view.known
    assert kept.href == "/?perspective=people&owner=Ada%20Byron&status=no_data&collapsed=perspective:financial"
    assert unknown == [
        "objective NOPE",
        "perspective gone",
        "theme T",
        "department D",
        "programme P",
        "owner Nobody",
    ]
    store.close()


def test_a_filter_of_which_no_value_is_known_hides_nothing(tmp_path: Path):
    store = filled_store(tmp_path)
    frames = View(store, Selection.parse("/?theme=NOPE&node=kpi:NOPE"), NOW).map()
    assert (len(frames.objectives), frames.hidden) == (2, 0)
    store.close()


def test_what_is_known_is_known_by_kind_and_at_its_moment(tmp_path: Path):
    store = filled_store(tmp_path)
    for address, unknown in (
        ("/?node=objective:O1", []),
        ("/?node=kpi:O1", ["KPI O1"]),
        ("/?node=objective:O1&as_of=2026-01-01", ["objective O1"]),
    ):
        assert View(store, Selection.parse(address), NOW).known[1] == unknown
    store.close()
