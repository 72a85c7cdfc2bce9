"""What is lit for a selected node."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.strategy_map import throughline
from tests.figures.maps import chain, random_maps, strategy_map


def test_a_milestone_lights_its_project_kpi_objective_and_every_effect_of_it():
    assert throughline(chain(), "milestone:M1") == {
        "milestone:M1",
        "project:P1",
        "contribution:P1>K1",
        "kpi:K1",
        "objective:L1",
        "band:Learning and growth",
        "link:L1>I1",
        "objective:I1",
        "band:Internal process",
        "link:I1>F1",
        "link:I1>F2",
        "objective:F1",
        "objective:F2",
        "kpi:K2",
        "band:Financial",
    }


def test_an_effect_lights_what_leads_to_it_down_to_the_milestones_but_not_its_siblings():
    assert throughline(chain(), "objective:F1") == {
        "objective:F1",
        "kpi:K2",
        "band:Financial",
        "link:I1>F1",
        "objective:I1",
        "band:Internal process",
        "link:L1>I1",
        "objective:L1",
        "band:Learning and growth",
        "kpi:K1",
        "contribution:P1>K1",
        "project:P1",
        "milestone:M1",
    }


def test_a_link_lights_itself_and_its_two_ends():
    assert throughline(chain(), "link:I1>F2") == {"link:I1>F2", "objective:I1", "objective:F2"}


def test_a_band_lights_its_objectives_and_what_leads_to_them():
    lit = throughline(chain(), "band:Customer")
    assert lit == {"band:Customer", "objective:C1", "kpi:K3", "project:P2", "contribution:P2>K3"}


def test_a_circle_of_causes_is_gone_round_once():
    of = strategy_map([{"key": key, "band": "Customer"} for key in "ABC"], [("A", "B"), ("B", "C"), ("C", "A")])
    assert throughline(of, "objective:A") == {
        "objective:A",
        "objective:B",
        "objective:C",
        "link:A>B",
        "link:B>C",
        "link:C>A",
        "band:Customer",
    }


@given(random_maps(most=12), st.integers(0, 11), st.integers(0, 11))
def test_if_one_lights_another_as_its_effect_the_other_lights_it_as_its_cause(of, one, other):
    first, second = f"objective:O{one:03}", f"objective:O{other:03}"
    assert (second in throughline(of, first)) == (first in throughline(of, second))


def test_what_the_map_does_not_have_lights_nothing():
    assert throughline(chain(), "objective:gone") == frozenset()
