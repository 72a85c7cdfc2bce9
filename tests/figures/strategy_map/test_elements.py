"""The elements that cytoscape gets."""

import math
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.figures.strategy_map import draw, stylesheet
from dashboard.figures.strategy_map.elements import segments
from tests.figures.maps import chain, large, random_maps

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_cytoscape_draws(edge, nodes):
    """The corners of an edge by the formula of cytoscape.js 3.28 (findSegmentsPoints, edge-distances: endpoints)."""

    def end(which, node):
        x, y = (float(part.removesuffix("px")) for part in edge["data"][which].split())
        return nodes[node]["position"]["x"] + x, nodes[node]["position"]["y"] + y

    (x1, y1), (x2, y2) = end("from", edge["data"]["source"]), end("to", edge["data"]["target"])
    length = math.hypot(x2 - x1, y2 - y1)
    normal = (-(y2 - y1) / length, (x2 - x1) / length)
    weights = [float(weight) for weight in edge["data"]["weights"].split()]
    distances = [float(distance) for distance in edge["data"]["distances"].split()]
    between = [
        (x1 * (1 - w) + x2 * w + normal[0] * d, y1 * (1 - w) + y2 * w + normal[1] * d)
        for w, d in zip(weights, distances, strict=True)
    ]
    return [(x1, y1), *between, (x2, y2)]


def on_the_same_line(drawn, meant):
    """Every corner that is drawn is one that is meant; a straight line has a middle point besides."""
    if len(meant) == 2:
        drawn = [drawn[0], drawn[-1]]
    return len(drawn) == len(meant) and all(
        math.dist(one, other) < 0.2 for one, other in zip(drawn, meant, strict=True)
    )


@QUICK
@given(random_maps(most=20), st.sampled_from(["far", "near"]), st.booleans())
def test_cytoscape_draws_every_arrow_where_it_was_meant(of, level, select):
    drawing = draw(of, level, selected="objective:O000" if select else None, limit=10_000)
    nodes = {element["data"]["id"]: element for element in drawing.elements if "position" in element}
    edges = [element for element in drawing.elements if "source" in element["data"]]
    assert len(edges) == len(drawing.scene.lines)
    for edge, line in zip(edges, drawing.scene.lines, strict=True):
        assert on_the_same_line(as_cytoscape_draws(edge, nodes), line.corners)


@QUICK
@given(random_maps(most=20), st.integers(0, 19))
def test_ids_are_unique_and_edges_have_both_ends(of, number):
    elements = draw(of, selected=f"objective:O{number:03}", limit=10_000).elements
    counts = Counter(element["data"]["id"] for element in elements)
    assert set(counts.values()) <= {1}
    for element in elements:
        if "source" in element["data"]:
            assert {element["data"]["source"], element["data"]["target"]} <= counts.keys()


def test_weights_and_distances_of_a_step():
    weights, distances = segments([(0, 0), (0, -50), (100, -50), (100, -100)])
    assert weights == pytest.approx([0.25, 0.75])
    assert distances == pytest.approx([-35.355, 35.355], abs=0.001)


def test_a_straight_arrow_gets_its_middle_as_the_only_point():
    assert segments([(10, 100), (10, 0)]) == ([0.5], [0.0])


def classes(elements, key):
    return next(set(element["classes"].split()) for element in elements if element["data"]["id"] == key)


def test_classes_say_kind_status_age_sign_and_what_is_lit():
    elements = draw(chain(), selected="objective:I1").elements
    assert classes(elements, "objective:I1") == {"card", "on_track", "open", "lit", "selected"}
    assert classes(elements, "objective:L1") == {"card", "on_track", "lit"}
    assert classes(elements, "objective:C1") == {"card", "on_track", "faded"}
    assert classes(elements, "link:I1>F2") == {"link", "lowers", "lit", "effect"}
    assert classes(elements, "link:L1>I1") == {"link", "lit", "cause"}
    assert classes(elements, "contribution:P1>K1@objective:L1") == {"contribution", "dashed", "lit"}


def test_strength_is_width_and_the_label_says_when_it_acts():
    found = {element["data"]["id"]: element["data"] for element in draw(chain()).elements}
    assert [found[key]["width"] for key in ("link:L1>I1", "link:I1>F2", "link:I1>F1")] == [3, 2, 1]
    assert found["link:L1>I1"]["label"] == "6 months"
    assert found["link:I1>F2"]["label"] == "− 1 month"


def test_the_whole_text_is_in_the_data_when_a_label_is_cut():
    of = large(20, 0, 0)
    of.objectives.loc[0, "name"] = "Secure the supply of critical parts for everyone who needs them, everywhere"
    card = next(element["data"] for element in draw(of).elements if element["data"]["id"] == "objective:O000")
    assert card["far"].endswith("…")
    assert card["whole"] == "Secure the supply of critical parts for everyone who needs them, everywhere"


def test_every_mapped_field_is_in_the_data_of_every_node_that_the_rule_meets():
    elements = draw(chain(), selected="project:P1").elements
    for element in elements:
        held = set(element["classes"].split())
        for rule in stylesheet():
            for selector in rule["selector"].split(", "):
                kind, *wanted = selector.replace("[", ".[").split(".")
                is_edge = "source" in element["data"]
                if (kind and (kind == "edge") != is_edge) or any(name.startswith("[") for name in wanted):
                    continue
                if set(wanted) <= held:
                    fields = [value[5:-1] for value in rule["style"].values() if str(value).startswith("data(")]
                    assert set(fields) <= element["data"].keys(), (selector, element["data"]["id"])
