"""Elements that only show something are sent as one component, and nothing else is touched."""

import copy
import json
import re
from pathlib import Path
from typing import Any

from dash import dcc, html
from plotly.utils import PlotlyJSONEncoder

from dashboard.panels.parts import attributes
from dashboard.panels.still import KINDS, folded
from tests.dashboard.pages.drawn import parts, words

EVIL = "<img src=x onerror=run()>"


def sent(drawn: Any) -> Any:
    return json.loads(json.dumps(drawn, cls=PlotlyJSONEncoder))


def still(*drawn: Any) -> dict[str, Any]:
    return {"type": "Still", "namespace": "throughline", "props": {"drawn": list(drawn)}}


def test_still_elements_beside_each_other_are_one_component_in_their_order():
    drawn = [html.H2("Costs"), html.P(["of ", html.A("P1", href="/project/P1"), ", 3 months"], className="lead"), 7]
    assert sent(folded(drawn)) == [
        still(
            ["h2", {}, "Costs"],
            ["p", {"className": "lead"}, "of ", ["a", {"href": "/project/P1"}, "P1"], ", 3 months"],
            7,
        )
    ]


def test_what_has_an_id_stays_and_what_stands_around_it_is_folded_in_its_place():
    drawn = html.Section(
        [html.H2("Tasks"), html.P("of two"), html.Div(html.P("inside"), id="here"), " and ", html.Span("after")],
        className="card",
    )
    before = copy.deepcopy(sent(drawn))
    found = sent(folded(drawn))
    assert (found["type"], found["props"]["className"]) == ("Section", "card")
    first, here, last = found["props"]["children"]
    assert first == still(["h2", {}, "Tasks"], ["p", {}, "of two"])
    assert here["props"] == {"id": "here", "children": [still(["p", {}, "inside"])]}
    assert last == still(" and ", ["span", {}, "after"])
    assert sent(drawn) == before  # others may be shown the same


def test_what_somebody_can_listen_to_and_other_components_stay_as_they_are():
    graph, store = dcc.Graph(figure={"data": []}), dcc.Store(id="s", data=[html.P("data").to_plotly_json()])
    drawn = [html.Div(graph, className="curve"), store, html.Button("Go", n_clicks=0), html.Iframe(src="/embed")]
    assert sent(folded(drawn)) == [
        {**sent(drawn[0]), "props": {"className": "curve", "children": [sent(graph)]}},
        sent(store),
        {**sent(drawn[2]), "props": {"n_clicks": 0, "children": ["Go"]}},
        {**sent(drawn[3]), "props": {"src": "/embed", "children": []}},
    ]


def test_text_alone_is_sent_as_text():
    assert folded("Tarnholm") == "Tarnholm"
    assert folded(["Nothing ", "yet"]) == ["Nothing ", "yet"]
    assert folded(None) is None and folded([]) == []


def test_text_of_an_export_stays_text():
    found = sent(folded(html.Td(EVIL, title=EVIL, **attributes(data_label=EVIL))))
    assert found == still(["td", {"title": EVIL, "data-label": EVIL}, EVIL])
    assert words(found) == EVIL and [one["type"] for one in parts(found)] == ["Td"]


def test_the_browser_draws_the_same_kinds_and_no_others():
    script = (Path(__file__).parents[3] / "assets" / "still.js").read_text("utf-8")
    named = " ".join(re.findall(r'"([a-z0-9 ]+)"', script.partition("new Set(")[2].partition(");")[0]))
    assert {kind.lower() for kind in KINDS} == set(named.split())
