"""What waits for its target, and what is only a name."""

from pathlib import Path

from dashboard.panels.loads import unresolved
from dashboard.selection import Selection
from dashboard.view import View
from data.records import Contribution, Project, Resource, Theme
from tests.dashboard.conftest import NOW
from tests.dashboard.layouts import plain
from tests.dashboard.stores import empty_store, load_records


def test_people_and_departments_that_only_schedules_name_do_not_wait_for_anything(tmp_path: Path):
    store = empty_store(tmp_path)
    schedule = (
        Project(key="A", name="Line", manager="Ada", department="Works"),
        Project(key="B", name="Gate", manager="Bob", department="Works"),
        Resource(key="r", name="Fitter", kind="person", department="Shop floor"),
    )
    load_records(store, schedule, title="line.xer", feed="line", loader="primavera")
    register = (Project(key="C", manager="Cy"), Contribution(key="c", project="C", serves="K9"))
    load_records(store, register, title="register.xlsx", feed="register")
    history = View(store, Selection(), NOW).history()
    assert list(zip(history.unresolved["wants"], history.unresolved["text"], strict=True)) == [
        ("person", "Cy"),
        ("served", "K9"),
    ]
    assert sorted(history.named["text"]) == ["Ada", "Bob", "Shop floor", "Works"]
    said = "Besides, 2 people and 2 departments stand only in schedules and plans; they are shown as written"
    assert said in plain(unresolved("waiting", history))
    store.close()


def test_a_theme_that_is_named_as_what_a_project_serves_is_said_to_be_one(tmp_path: Path):
    store = empty_store(tmp_path)
    load_records(store, [Theme(key="d54e8", name="Education")], title="plan.xml", loader="stratml")
    register = (Project(key="C"), Contribution(key="c", project="C", serves="education"))
    load_records(store, register, title="register.xlsx", feed="register")
    said = plain(unresolved("waiting", View(store, Selection(), NOW).history()))
    assert "not found yet; a theme is called so: name an objective or a KPI of it" in said
    store.close()


def test_programmes_that_only_returns_of_a_portfolio_name_wait_for_nothing(tmp_path: Path):
    store = empty_store(tmp_path)
    returned = [Project(key="Mars", name="Mars", programme="Red")]
    load_records(store, returned, title="returns.xlsx", feed="returns", loader="portfolio")
    history = View(store, Selection(), NOW).history()
    assert (list(history.unresolved["text"]), list(history.named["text"])) == ([], ["Red"])
    store.close()
