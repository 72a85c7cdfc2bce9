"""Making the sample portfolio: once, anew when it was stopped half-way, never over other things."""

from pathlib import Path

import pytest

from dashboard import demonstration
from data import samples
from data.store import Store
from tests.dashboard.stores import filled_store


@pytest.fixture(autouse=True)
def one_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One month shows as much as six; addresses of stores are relative to a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(samples, "MONTHS", samples.MONTHS[:1])
    monkeypatch.setattr(samples, "LOADS", samples.LOADS[:1])


def prepare(store: str | None = None) -> tuple[str, bool]:
    """Make the demo, unless it is there; give its address, and whether anything was made."""
    said: list[str] = []
    address = demonstration.prepare(Path("demo"), store, lambda what, *_: said.append(what))
    return address, bool(said)


def revision(address: str) -> int | None:
    store = Store.open(address)
    newest = store.revision()
    store.close()
    return newest.number if newest else None


def test_it_is_made_once_and_anew_when_it_was_stopped_half_way():
    address = "sqlite:///demo/throughline.db"
    assert prepare() == (address, True)
    Path("demo/my notes.txt").write_text("mine")
    assert (prepare(), revision(address)) == ((address, False), 1)
    Path("demo/made-by.txt").unlink()
    assert (prepare(), revision(address)) == ((address, True), 1)
    assert Path("demo/my notes.txt").read_text() == "mine"
    assert sorted(path.name for path in Path().iterdir()) == ["demo"]


def test_it_is_served_as_it_is_after_its_folder_was_moved():
    prepare()
    Path("demo").rename("elsewhere")
    assert demonstration.prepare(Path("elsewhere"), None, lambda *_: pytest.fail("made anew"))


def test_a_named_store_is_filled_once_and_made_anew_for_another():
    named = "sqlite:///mine.db"
    assert [prepare(named), prepare(named)] == [(named, True), (named, False)]
    assert prepare("sqlite:///other.db") == ("sqlite:///other.db", True)
    Path("demo/made-by.txt").unlink()
    with pytest.raises(demonstration.Occupied, match="already holds something"):
        prepare(named)


def test_a_store_of_something_else_is_left_alone(tmp_path: Path):
    filled = filled_store(tmp_path)
    before = filled.revision()
    with pytest.raises(demonstration.Occupied, match="name another with --store"):
        prepare(filled.url.render_as_string())
    assert filled.revision() == before
    filled.close()


def test_the_settings_of_the_environment_hold_but_for_title_and_clock():
    given = {"THROUGHLINE_EMBED_ORIGINS": "https://intranet.example.org", "THROUGHLINE_NOW": "2030-01-01"}
    found = demonstration.settings(given)
    assert found.embed_origins == ("https://intranet.example.org",)
    assert (found.title, found.now) == ("Tarnholm Water Systems", demonstration.settings().now)
