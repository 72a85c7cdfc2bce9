"""What contributions were to do and what was seen of it: on the map's lines, in its tree and in its side panel."""

from datetime import UTC, datetime

import pandas as pd

from dashboard.analysis.effect_words import told
from dashboard.figures import strategy_map as figure
from dashboard.panels.details import details, more
from dashboard.panels.picture import drawn
from dashboard.panels.tree import tree
from dashboard.selection import Selection
from dashboard.view import View
from data.store import Store
from tests.dashboard.layouts import plain
from tests.dashboard.pages.drawn import parts, words

NOW = datetime(2026, 11, 4, 8, tzinfo=UTC)
APP = "field-app.5539506e-3ce9-55d9-af6c-ba35fdbe5bd1.501"


def view(store: Store, address: str = "/") -> View:
    return View(store, Selection.parse(address), NOW)


def picture(store: Store, address: str) -> figure.Drawing:
    asked = view(store, address)
    return drawn(asked.map(), asked.selection, "wide")


def test_expected_and_seen_are_those_of_the_readings_and_what_is_declared_too_much_is_found(demo_store: Store) -> None:
    found = view(demo_store).effects(["K17", "K21", "K23", "K35"])
    assert found.told["P05", APP, "K17"] == "expected +6 pp, seen +5.1 pp"
    assert found.told["P06", "engineering.VEL-LINE1.100501", "K21"] == "expected \u22125 d"
    assert [text for (_, _, serves), text in found.told.items() if serves == "K35"] == ["not quantified"]
    assert found.over == {"K23": 112.5}


def test_the_lines_of_a_card_say_expected_and_seen_and_are_dashed_where_nobody_quantified(demo_store: Store) -> None:
    elements = {one["data"]["id"]: one for one in picture(demo_store, "/?node=kpi:K17").elements}
    line = elements["project:P05@objective:C4"]["data"]
    assert line["near"].endswith(": +6 pp, seen +5.1 pp")
    assert line["whole"] == "Field app for technicians: expected +6 pp, seen +5.1 pp"
    edges = {one["data"]["subject"]: one for one in picture(demo_store, "/?node=objective:L1").elements}
    assert "dashed" in edges["contribution:P17>K35"]["classes"].split()
    assert "dashed" not in edges["contribution:P17>K34"]["classes"].split()


def test_tree_and_side_panel_say_the_same(demo_store: Store) -> None:
    asked = view(demo_store)
    shown = tree(asked.map(), asked.selection)
    items = {one["props"]["data-node"]: words(one) for one in parts(shown, "Li")}
    # Of two milestones of P01 that are to move K26, the project says what both are to do, once.
    assert items["kpi:K26"].count("Remote monitoring roll-out on track · project · expected +1\u202f400, seen") == 1
    assert "expected +6 pp, seen +5.1 pp" in items["project:P05"]
    assert "112.5 % of its way is declared, more than there is" in items["kpi:K23"]
    for node, seen in (("kpi:K17", "5.1 of 6.0"), ("objective:C4", "seen +5.1 pp"), ("project:P05", "seen +5.1 pp")):
        asked = view(demo_store, f"/?node={node}")
        assert seen in " ".join(plain(part) for part in [*details(asked), *more(asked)])
    panel = " ".join(plain(part) for part in details(view(demo_store, "/?node=kpi:K23")))
    assert "adds up to 112.5 % of its way from baseline to target" in panel


def test_what_works_against_its_kpi_and_what_came_together_with_others_says_so() -> None:
    claims = pd.DataFrame(
        [("P1", "M1", "K1", -2.0), ("P2", None, "K1", 3.0)], columns=["project", "milestone", "serves", "amount"]
    )
    seen = pd.DataFrame([{"project": "P2", "milestone": None, "kpi": "K1", "seen": 2.5, "count": 2, "together": 4.0}])
    found = told(claims, seen, pd.Series([True, False]), pd.Series({"K1": "%"}))
    assert found == {
        ("P1", "M1", "K1"): "expected \u22122 pp against its direction",
        ("P2", None, "K1"): "expected +3 pp, seen +2.5 pp of +4 pp that came together",
    }
