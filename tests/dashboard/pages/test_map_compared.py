"""The map compared with an earlier moment: what changed on the things themselves, in the tree and in the side panel."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.demonstration import settings
from data.records import Kpi, Link, Objective, Perspective, Record
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import links, parts, words
from tests.dashboard.pages.test_strategy_map import FIELDS, PARTS
from tests.dashboard.stores import empty_store, load_records

OUTPUT = "..{}..".format("...".join(f"map-{name}.{field}" for name, field in zip(PARTS, FIELDS, strict=True)))


def drawn(store: Store, address: str) -> dict[str, Any]:
    """Give what the page draws, by part."""
    app = create_app(store, settings())
    answer = fire(app.server.test_client(), app, OUTPUT, {"at": address, "revision": 1}, "wide")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = answer.get_json()["response"]
    return {name: found[f"map-{name}"][field] for name, field in zip(PARTS, FIELDS, strict=True)}


def node(elements: list[dict[str, Any]], ident: str) -> tuple[str, dict[str, Any]]:
    """Give classes and data of an element."""
    found = next(one for one in elements if one["data"]["id"] == ident)
    return found["classes"], found["data"]


def told(tree: Any, subject: str) -> list[str]:
    """Give what the tree says to have changed of a thing itself."""
    item = next(one for one in parts(tree, "Li") if one["props"].get("data-node") == subject)
    lines = [one for one in item["props"]["children"] if "tree-told" in (one["props"].get("className") or "")]
    return [words(one) for one in lines]


def test_an_objective_that_turned_shows_its_old_status_beside_the_new_and_says_why(demo_store: Store) -> None:
    page = drawn(demo_store, "/?compare=2026-09-30")
    classes, data = node(page["canvas"], "objective:I1:was")
    assert (classes.split()[:2], data["far"]) == (["was", "at_risk"], "was at risk")
    assert "off_track" in node(page["canvas"], "objective:I1")[0]
    assert "changed" in node(page["canvas"], "objective:I1")[0].split()
    assert "same" in node(page["canvas"], "objective:C5")[0].split()
    assert node(page["canvas"], "objective:C1:meta")[1]["far"].startswith("3 slipped, up to 20 days")
    said = told(page["tree"], "objective:I1")
    assert said[0].startswith("Changed: Shorten order to delivery went from at risk to off track. Through Order-to-")
    assert "EUR 3.90 m spent for EUR 3.04 m of work" in said[0]
    assert said[1].startswith("Changed: Below it: ")
    assert "slipped" in said[1]
    assert words(page["summary"]).endswith(
        "Since 30 Sep 2026: 1 objective got worse, 1 objective got better, 13 milestones slipped, 1 project got "
        "dearer.  All changes"
    )
    assert links(page["summary"]) == {"All changes": "/changes?from=5&to=6"}


def test_work_that_is_selected_says_by_how_much_it_slipped_and_got_dearer(demo_store: Store) -> None:
    page = drawn(demo_store, "/?compare=5&node=objective:I4")
    mark = node(page["canvas"], "milestone:engineering.PS7.300501@objective:I4")
    assert (mark[1]["near"], "changed" in mark[0].split()) == ("+15 working days", True)
    page = drawn(demo_store, "/?compare=2026-06-30&node=project:P06")
    name = node(page["canvas"], "project:P06@objective:I1")[1]["near"]
    assert name.endswith(": was at risk")
    assert "forecast cost rose by EUR 1.39 m to EUR 8.21 m" in told(page["tree"], "project:P06")[0]


def test_the_side_panel_tells_the_rows_of_a_thing_and_of_what_is_below_it(demo_store: Store) -> None:
    app = create_app(demo_store, settings())
    client = app.server.test_client()

    def panel(address: str) -> str:
        answer: Any = fire(client, app, "map-panel.children", {"at": address}).get_json()
        return words(answer["response"]["map-panel"]["children"])

    said = panel("/?compare=2026-09-30&node=objective:C1")
    assert "Since 30 Sep 2026" in said
    assert "Type approval granted slipped by 15 working days to 27 Nov 2026; it is now 50 working days late." in said
    assert "It waited for Bench handed over of Test bench 3" in said
    assert "Nothing has changed of it, nor below it." in panel("/?compare=2026-09-30&node=objective:F1")
    assert "Since" not in panel("/?node=objective:C1")


@pytest.mark.parametrize("address", ["/?compare=2020-01-01", "/?compare=6", "/?revision=3&compare=5"])
def test_a_moment_that_is_not_earlier_or_holds_nothing_compares_with_nothing(demo_store: Store, address: str) -> None:
    page = drawn(demo_store, address)
    assert words(page["remarks"]).startswith("Nothing is compared: ")
    assert not any(one["classes"].split()[-1] == "same" for one in page["canvas"])


# --- what came and went -----------------------------------------------------------------------------------------------

BANDS: tuple[Record, ...] = (
    Perspective("F", name="Financial", position=1),
    Perspective("L", name="Learning", position=2),
)


def objective(key: str, band: str) -> Objective:
    return Objective(key, name=f"Aim {key}", perspective=band)


def link(source: str, target: str, strength: str) -> Link:
    return Link(f"{source}>{target}", from_objective=source, to_objective=target, sign="+", strength=strength)


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Store]:
    """Two loads: A stays, B goes with its KPI, C comes; one link goes, one comes, one grows stronger."""
    store = empty_store(tmp_path)
    stay = [*BANDS, objective("A", "F"), objective("D", "L"), objective("E", "L")]
    gone = [objective("B", "L"), Kpi("K", name="Count", objective="B")]
    new = objective("C", "L")
    first = [*stay, gone[0], gone[1], link("B", "A", "weak"), link("D", "A", "weak"), link("E", "A", "weak")]
    last = [*stay, new, link("C", "A", "strong"), link("D", "A", "strong"), link("E", "A", "weak")]
    for day, records in (("2026-09-30", first), ("2026-10-31", last)):
        ordered = sorted(records, key=lambda one: type(one).__name__)
        load_records(store, ordered, title=f"{day}.xlsx", as_of=day)
    yield store
    store.close()


def test_what_is_gone_is_a_ghost_what_came_is_new_and_links_say_what_became_of_them(moved: Store) -> None:
    page = drawn(moved, "/?compare=2026-09-30")
    elements = page["canvas"]
    fates = {key: node(elements, f"objective:{key}")[0].split() for key in "ABCDE"}
    assert {key: next(one for one in ("added", "removed", "changed", "same") if one in found)
            for key, found in fates.items()} == {
        "A": "changed", "B": "removed", "C": "added", "D": "changed", "E": "same"}  # fmt: skip
    found = {ident: node(elements, f"link:{ident}") for ident in ("B>A", "C>A", "D>A", "E>A")}
    assert {ident: data.get("label") for ident, (_, data) in found.items()} == {
        "B>A": "removed", "C>A": "new", "D>A": "changed", "E>A": None}  # fmt: skip
    assert "dashed" in found["B>A"][0].split()
    assert node(elements, "objective:B:meta")[1]["far"].startswith("removed since then")
    assert told(page["tree"], "objective:B") == ["Changed: Removed since then."]
    assert told(page["tree"], "objective:C") == [
        "Changed: Link added: Aim C → Aim A.", "Changed: Objective added: Aim C.",
    ]  # fmt: skip
    said = words(next(one for one in parts(page["tree"], "Li") if one["props"].get("data-node") == "band:told"))
    assert "Link removed: Aim B → Aim A." in said
    assert "Link changed: Aim D → Aim A. It was + weak and is + strong." in said


def test_filters_leave_no_ghosts(moved: Store) -> None:
    page = drawn(moved, "/?compare=2026-09-30&perspective=L")
    assert not any(one["data"]["id"] == "objective:B" for one in page["canvas"])


def test_new_targets_and_weights_are_told_as_such_and_as_nothing_worse(tmp_path: Path) -> None:
    """K of A aims at 40 where it was 38; B weighs 3 where it weighed 1; D stays."""
    store = empty_store(tmp_path)
    kpi = Kpi("K", name="Count", objective="A", better="lower", target=38.0, target_date="2026-12-31")
    for day, target, weight in (("2026-09-30", 38.0, 1.0), ("2026-10-31", 40.0, 3.0)):
        aims = [objective("A", "F"), objective("B", "L")._replace(weight=weight), objective("D", "L")]
        load_records(store, [*BANDS, *aims, kpi._replace(target=target)], title=f"{day}.xlsx", as_of=day)
    page = drawn(store, "/?compare=2026-09-30&node=objective:A")
    store.close()
    cards = {key: node(page["canvas"], f"objective:{key}")[0].split() for key in "ABD"}
    assert {key: "changed" in found for key, found in cards.items()} == {"A": True, "B": True, "D": False}
    metas = [node(page["canvas"], f"objective:{key}:meta")[1]["far"].split("\n")[0] for key in "AB"]
    assert metas == ["1 with a new target", "new weight"]
    assert told(page["tree"], "kpi:K") == [
        "Changed: Count: target changed from 38 to 40 by 31 Dec 2026. By 2026-10-31.xlsx."
    ]
    assert told(page["tree"], "objective:B") == [
        "Changed: Aim B: weight raised from 1 to 3, 60 of 100 where it was 33.3. By 2026-10-31.xlsx."
    ]
    assert words(page["summary"]).endswith("Since 30 Sep 2026: 1 target changed, 1 weight changed.  All changes")
