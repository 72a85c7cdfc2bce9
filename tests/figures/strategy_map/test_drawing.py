"""Levels, limits and what is said when not all is drawn."""

from itertools import pairwise

import pytest

from dashboard.figures.strategy_map import draw
from dashboard.figures.strategy_map.frames import StrategyMap
from tests.figures.maps import BANDS, chain, large, strategy_map

PHONE = (390, 700)


def like_the_demo() -> StrategyMap:
    """Eighteen objectives in bands of 4, 5, 5 and 4, each caused by two of the band below."""
    counts = {"Financial": 4, "Customer": 5, "Internal process": 5, "Learning and growth": 4}
    keys = {band: [f"{band[0]}{number}" for number in range(count)] for band, count in counts.items()}
    links = [
        (cause, keys[above][(at + step) % len(keys[above])])
        for above, below in pairwise(BANDS)
        for at, cause in enumerate(keys[below])
        for step in (0, 1)
    ]
    objectives = [{"key": key, "band": band} for band in BANDS for key in keys[band]]
    kpis = [{"key": f"K{at}", "objective": row["key"]} for at, row in enumerate(objectives)]
    return strategy_map(objectives, links[:25], kpis, vision="Clean water", mission="Build plants")


def kinds(drawing):
    return {element["data"]["kind"] for element in drawing.elements}


def test_all_type_of_the_far_zoom_is_at_least_18_pixels_on_a_projector():
    assert draw(like_the_demo()).text_px((1816, 850)) >= 18


def test_what_cannot_fit_at_once_is_still_18_pixels_across():
    drawing = draw(large(100, 0, 0))
    assert drawing.collapsed == ()
    assert drawing.text_px((1816, 100_000)) >= 18


def test_on_a_phone_bands_are_named_above_their_cards_and_type_is_12_pixels():
    drawing = draw(like_the_demo(), canvas=PHONE)
    assert drawing.text_px((390, 100_000)) >= 12
    name = next(item for item in drawing.scene.items if item.id == "band:Customer:name")
    card = next(item for item in drawing.scene.items if item.id == "objective:C0")
    assert name.box.top + 38 < card.box.top
    assert name.texts == {"far": "CUSTOMER"}


def order_of(drawing, band):
    cards = [item for item in drawing.scene.items if item.kind == "card" and item.subject[10] == band[0]]
    return [item.subject for item in sorted(cards, key=lambda item: (item.box.top, item.box.left))]


@pytest.mark.parametrize("canvas", [(1816, 850), (1240, 600), PHONE])
@pytest.mark.parametrize("folded", BANDS)
def test_folding_a_band_leaves_the_order_of_all_others(folded, canvas):
    whole, part = draw(like_the_demo(), canvas=canvas), draw(like_the_demo(), folded=[folded], canvas=canvas)
    others = [band for band in BANDS if band != folded]
    assert [order_of(part, band) for band in others] == [order_of(whole, band) for band in others]
    assert [item.whole for item in part.scene.items if item.kind == "band"] == BANDS


def named(*names, canvas=(1816, 850)):
    of = strategy_map([{"key": f"{name}{at}", "band": name} for name in names for at in range(4)], bands=list(names))
    items = {item.id: item for item in draw(of, canvas=canvas).scene.items}
    return [items[f"band:{name}:name"].texts["far"].split("\n") for name in names]


def test_the_column_of_band_names_is_as_wide_as_their_words():
    assert named("Governance", "Infrastructure and transportation") == [
        ["GOVERNANCE"],
        ["INFRASTRUCTURE", "AND", "TRANSPORTATION"],
    ]


def test_long_band_names_stand_whole_on_as_many_lines_as_a_row_is_high():
    name = "Strengthen the resilience of democratic institutions and civil society in all member states"
    assert " ".join(named(name)[0]) == name.upper()
    assert len(named(name, canvas=PHONE)[0]) == 2


def test_a_result_in_words_stays_on_its_card():
    said = "More than 600 plans have been converted to the format, all of which are available at the address given"
    of = strategy_map(
        [{"key": "A", "band": "Customer", "value_text": said}],
        kpis=[{"key": "K", "objective": "A", "value_text": said}],
    )
    texts = {item.kind: item.texts for item in draw(of).scene.items}
    assert texts["figure"]["far"] == "More… ↓ worse"  # beside the age, which stays whole
    assert texts["meta"]["far"].endswith("\n4 days old")
    (line,) = texts["kpi-line"].values()
    assert line.startswith("More than 600 plans") and line.endswith("… · 23 %")


def test_far_has_objectives_only_and_near_their_kpis():
    assert kinds(draw(chain(), "far")) == {"vision", "mission", "band", "band-name", "card", "meta", "figure", "link"}
    assert kinds(draw(chain(), "near")) - kinds(draw(chain(), "far")) == {"kpi", "kpi-line"}


def test_a_selection_shows_its_kpis_projects_and_milestones_even_when_far():
    drawing = draw(chain(), "far", selected="objective:L1")
    open_ones = {element["data"]["id"] for element in drawing.elements if "open" in element["classes"].split()}
    assert open_ones == {
        "objective:L1",
        "objective:L1:meta",
        "objective:L1:figure",
        "kpi:K1",
        "kpi:K1:figure",
        "project:P1@objective:L1",
        "milestone:M1@objective:L1",
        "contribution:P1>K1@objective:L1",
    }


def places(drawing):
    return {element["data"]["id"]: element["position"] for element in drawing.elements if "position" in element}


def test_nothing_moves_when_kpis_and_projects_appear():
    of = large(20, 90, 40)
    far, near = places(draw(of, "far")), places(draw(of, "near"))
    chosen = places(draw(of, "near", selected="objective:O005"))
    assert far.items() <= near.items()
    assert near.keys() - chosen.keys() == set()
    assert near.items() <= chosen.items()


def test_the_largest_portfolio_stays_within_500_elements_and_says_what_was_folded():
    of = large()
    for selected in (None, "objective:O100", "project:P0007", "kpi:K100"):
        drawing = draw(of, selected=selected)
        assert len(drawing.elements) <= 500
        assert drawing.collapsed[0] == (
            "200 objectives are too many to draw one by one: they are folded by theme. Filter to see them."
        )
    assert not drawing.text_px((1816, 100_000)) < 18


def test_too_many_kpis_are_left_out_first():
    drawing = draw(large(60, 240, 300))
    assert len(drawing.elements) <= 500
    assert "kpi" not in kinds(drawing)
    assert drawing.collapsed == (
        "240 KPIs are too many to draw at once: select an objective, or filter, to see its KPIs.",
    )


def test_without_kpis_the_selected_objective_still_shows_its_own():
    drawing = draw(large(60, 240, 300), selected="objective:O010")
    assert {item.subject for item in drawing.scene.items if item.kind == "kpi"} == {
        "kpi:K010",
        "kpi:K070",
        "kpi:K130",
        "kpi:K190",
    }
    assert len(drawing.elements) <= 500


def test_a_folded_band_is_one_card_with_the_worst_status_and_the_counts():
    of = chain()
    of.objectives.loc[of.objectives.key == "F2", "status"] = "off_track"
    drawing = draw(of, folded=["Financial"])
    card = next(item for item in drawing.scene.items if item.subject == "group:Financial~" and item.kind == "card")
    assert (card.whole, card.status) == ("Financial", "off_track")
    texts = [item.texts for item in drawing.scene.items if item.subject == "group:Financial~"]
    assert {"far": "2 objectives", "near": "2 objectives"} in texts
    assert {line.subject for line in drawing.scene.lines} == {"link:L1>I1", "link:I1>Financial~"}


def test_a_folded_card_is_lit_when_something_in_it_is():
    drawing = draw(chain(), selected="objective:L1", folded=["Financial"])
    assert {"group:Financial~", "link:I1>Financial~"} <= drawing.lit


def test_an_empty_map_is_drawn_as_its_bands():
    drawing = draw(strategy_map([]))
    assert {item.kind for item in drawing.scene.items} == {"band", "band-name"}
    assert draw(strategy_map([], bands=[])).elements == []


def test_a_selection_that_the_map_does_not_have_lights_nothing():
    for selected in ("objective:gone", "kpi:gone", "milestone:gone", "link:a>b", "nonsense", ""):
        drawing = draw(chain(), selected=selected)
        assert drawing.lit == frozenset()
        assert not any("faded" in element["classes"] for element in drawing.elements)


def test_a_kpi_that_is_worse_than_the_mean_is_seen_on_the_far_card():
    of = strategy_map(
        [
            {"key": "C3", "band": "Customer", "status": "at_risk"},
            {"key": "C4", "band": "Customer", "status": "off_track"},
        ],
        kpis=[
            {"key": "K14", "objective": "C3", "status": "off_track"},
            {"key": "K16", "objective": "C3", "status": "on_track"},
            {"key": "K17", "objective": "C4", "status": "at_risk"},
        ],
    )
    worst = {item.subject: item.status for item in draw(of, "far").scene.items if item.kind == "figure"}
    assert worst == {"objective:C3": "off_track", "objective:C4": None}
