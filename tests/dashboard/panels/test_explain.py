"""The panel that explains a figure: sentences with their sources, the rule, and the inputs in words."""

import json
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from dashboard.panels.explain import explained, inputs
from dashboard.selection import Selection
from dashboard.view.explain import Because, Explained
from tests.dashboard.pages.drawn import facts, links, parts, words

ONE = Explained(
    "cost_status", None, None, None, "off_track", False, "CPI: on track from 0.95",
    {"cpi": 0.7795, "ev": 3_040_000.0, "ac_date": "2026-10-31", "worst": "a.key", "baseline": None}, "2026-10-31",
    (
        Because("78 cents for each euro.", "register.xlsx, Money, rows 76 to 85", 6, "2026-10-31"),
        Because("<b>It</b> follows."),
    ),
)  # fmt: skip


def drawn(figure: Any) -> Any:
    return json.loads(json.dumps(figure, cls=PlotlyJSONEncoder))


def test_a_figure_opens_by_its_summary_into_sentences_rule_and_inputs():
    panel = drawn(explained("0.78", ONE, Selection(), unit="EUR"))
    assert panel["type"] == "Details"
    assert words(next(parts(panel, "Summary"))).split() == ["0.78", "why"]
    items = [" ".join(words(item).split()) for item in parts(panel, "Li")]
    place = "register.xlsx, Money, rows 76 to 85"
    assert items == [f"78 cents for each euro. {place} (loaded 31 Oct 2026)", "<b>It</b> follows."]
    assert links(panel) == {place: "/loads?load=6"}
    assert words(next(parts(panel, "P"))) == "Rule: CPI: on track from 0.95, on 31 Oct 2026."
    assert facts(panel) == {"CPI": "0.779", "Earned": "EUR 3\u202f040\u202f000", "Spent up to": "31 Oct 2026"}


def test_a_figure_of_which_nothing_is_known_stands_alone():
    assert explained("–", None, Selection()) == "–"


def test_an_input_without_a_name_in_words_keeps_its_own():
    assert inputs({"new_thing": 2, "flag": True}, None) == [("New thing", "2"), ("Flag", "yes")]
