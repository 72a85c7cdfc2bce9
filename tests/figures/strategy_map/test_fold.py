"""Folding objectives into one card."""

from dashboard.figures.strategy_map import fold
from dashboard.figures.strategy_map.frames import rows
from tests.figures.maps import strategy_map


def two_themes():
    return strategy_map(
        [
            {"key": "A", "band": "Customer", "theme": "Growth", "status": "no_data"},
            {"key": "B", "band": "Customer", "theme": "Growth", "status": "at_risk"},
            {"key": "C", "band": "Customer", "theme": "Service", "status": "off_track"},
            {"key": "D", "band": "Financial", "theme": "Growth", "status": "done"},
        ],
        [
            {"from": "A", "to": "D", "sign": "-", "strength": "weak", "lag_months": 1},
            {"from": "B", "to": "D", "sign": "-", "strength": "strong", "lag_months": 2},
            {"from": "A", "to": "B", "sign": "+"},
            {"from": "C", "to": "A", "sign": "+"},
        ],
        [{"key": "K1", "objective": "A"}, {"key": "K2", "objective": "C"}],
    )


def test_what_shares_band_and_theme_is_one_card_with_counts_and_the_worst_status():
    folded, place = fold.fold(rows(two_themes()), fold.by_theme)
    card = next(row for row in folded.objectives if row.folded)
    assert (card.name, card.band, card.status, card.value_text, card.owner) == (
        "Growth",
        "Customer",
        "at_risk",
        "2 objectives",
        "1 at risk, 1 no data",
    )
    assert place == {"A": card.key, "B": card.key, "C": "C", "D": "D"}


def test_links_of_folded_objectives_become_one_and_those_inside_go():
    folded, _ = fold.fold(rows(two_themes()), fold.by_theme)
    found = {(link.source, link.target): (link.sign, link.strength, link.lag_months) for link in folded.links}
    assert found == {("Customer~Growth", "D"): ("-", "strong", None), ("C", "Customer~Growth"): ("+", None, None)}


def test_kpis_of_folded_objectives_are_not_drawn():
    folded, _ = fold.fold(rows(two_themes()), fold.by_theme)
    assert [kpi.key for kpi in folded.kpis] == ["K2"]


def test_a_folded_band_has_the_name_of_the_band():
    folded, _ = fold.fold(rows(two_themes()), fold.by_band(["Customer"]))
    assert [(row.name, row.folded) for row in folded.objectives] == [("Customer", 3), ("Objective D", 0)]
