"""Places of cards and arrows."""

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.figures.strategy_map.frames import StrategyMap, rows
from dashboard.figures.strategy_map.layout import Box, Layout, Point, columns_for, layout
from tests.figures.maps import BANDS, chain, large, random_maps, strategy_map

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def laid_out(of: StrategyMap, columns: int) -> Layout:
    return layout(rows(of), columns)


def overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def parts(corners: list[Point]) -> Iterator[tuple[Point, Point]]:
    return pairwise(corners)


def runs_through(one: Point, other: Point, box: Box) -> bool:
    """Whether an upright or level line goes through the inside of a box; its edge may be touched."""
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return left < box.right - 0.5 and right > box.left + 0.5 and top < box.bottom - 0.5 and bottom > box.top + 0.5


def check(found: Layout) -> None:
    cards = list(found.cards.values())
    assert not any(overlap(one, other) for at, one in enumerate(cards) for other in cards[at + 1 :])
    for (source, target), corners in found.arrows.items():
        assert touches(corners[0], found.cards[source])
        assert touches(corners[-1], found.cards[target])
        for one, other in parts(corners):
            assert one[0] == other[0] or one[1] == other[1], "arrows run at right angles"
            assert not any(runs_through(one, other, card) for card in cards)
            assert all(0 <= x <= found.width and 0 <= y <= found.height for x, y in (one, other))
    for card in cards:
        assert any(
            band.left <= card.left and card.right <= band.right and band.top <= card.top and card.bottom <= band.bottom
            for band in found.bands.values()
        )


def touches(point: Point, box: Box) -> bool:
    x, y = point
    on_side = x in (box.left, box.right) and box.top <= y <= box.bottom
    on_end = y in (box.top, box.bottom) and box.left <= x <= box.right
    return on_side or on_end


@QUICK
@given(random_maps(), st.integers(1, 8))
def test_cards_do_not_overlap_and_no_arrow_goes_through_one(of, columns):
    check(laid_out(of, columns))


def test_two_hundred_objectives_drawn_one_by_one_keep_to_the_same_rules():
    check(laid_out(large(), 8))


def test_causes_stand_below_their_effects():
    found = laid_out(chain(), 3).cards
    assert found["L1"].top > found["I1"].top > found["F1"].top == found["F2"].top


def test_an_arrow_of_neighbouring_bands_leaves_upwards_and_arrives_from_below():
    found = laid_out(chain(), 3)
    corners = found.arrows["L1", "I1"]
    assert corners[0][1] == found.cards["L1"].top
    assert corners[-1][1] == found.cards["I1"].bottom


def test_neighbours_in_a_band_are_joined_straight_across():
    found = laid_out(
        strategy_map([{"key": "A", "band": "Customer"}, {"key": "B", "band": "Customer"}], [("A", "B")]), 2
    )
    (x1, y1), (x2, y2) = found.arrows["A", "B"]
    assert (x1, x2, y1) == (found.cards["A"].right, found.cards["B"].left, y2)


def test_two_that_cause_each_other_have_two_arrows_apart():
    of = strategy_map([{"key": "A", "band": "Customer"}, {"key": "B", "band": "Customer"}], [("A", "B"), ("B", "A")])
    found = laid_out(of, 2).arrows
    assert found["A", "B"][0][1] != found["B", "A"][0][1]


def test_arrows_of_one_source_share_their_trunk():
    found = laid_out(chain(), 3).arrows
    assert found["I1", "F1"][0] == found["I1", "F2"][0]
    assert found["I1", "F1"][1] == found["I1", "F2"][1]


@QUICK
@given(random_maps(most=15), st.integers(1, 6))
def test_arrows_of_different_sources_do_not_run_over_each_other(of, columns):
    run_apart(laid_out(of, columns))


def test_an_arrow_that_jogs_by_half_a_point_does_so_in_a_lane_of_its_own():
    bands = "Financial,Internal process,Customer,Learning and growth,Internal process,Financial,Customer"
    objectives = [{"key": f"O{n}", "band": band} for n, band in enumerate(bands.split(","))]
    more = [{"key": f"P{n}", "band": band} for n, band in enumerate(("Customer", "Customer", "Internal process"))]
    links = [("O0", "O1"), ("O2", "O3"), ("O3", "O0"), ("O4", "O0")]
    run_apart(laid_out(strategy_map([*objectives, *more], links), 2))


def run_apart(of: Layout) -> None:
    found = of.arrows
    for along in (0, 1):  # level parts, then upright ones
        runs = [
            (one[1 - along], *sorted((one[along], other[along])), source)
            for (source, _), corners in found.items()
            for one, other in parts(corners)
            if one[1 - along] == other[1 - along]
        ]
        for at, (across, start, end, source) in enumerate(runs):
            for other_across, other_start, other_end, other in runs[at + 1 :]:
                if source != other and abs(across - other_across) < 0.01:
                    assert end <= other_start or other_end <= start


@QUICK
@given(random_maps(most=15), st.randoms(use_true_random=False))
def test_places_depend_on_neither_status_nor_the_order_of_the_rows(of, random):
    other = of.objectives.sample(frac=1, random_state=random.randrange(1000))
    changed = StrategyMap(
        bands=of.bands,
        objectives=other.assign(status="off_track", stale=True, value_text="0.00", owner="Someone else"),
        kpis=of.kpis,
        projects=of.projects,
        milestones=of.milestones,
        links=of.links.sample(frac=1, random_state=1),
    )
    assert laid_out(of, 3) == laid_out(changed, 3)


def test_a_link_to_itself_or_to_what_is_not_there_is_no_arrow():
    of = strategy_map([{"key": "A", "band": "Customer"}], [("A", "A"), ("A", "gone"), ("gone", "A")])
    assert laid_out(of, 1).arrows == {}


def test_an_objective_of_no_known_band_stands_in_a_band_of_its_own():
    of = strategy_map([{"key": "A", "band": "Customer"}, {"key": "B", "band": None}], bands=["Customer"])
    found = laid_out(of, 1)
    assert list(found.bands) == ["Customer", "-"]
    assert found.cards["B"].top > found.bands["Customer"].bottom


def test_a_band_without_objectives_is_seen():
    found = laid_out(strategy_map([{"key": "A", "band": "Customer"}]), 1)
    assert list(found.bands) == ["Financial", "Customer", "Internal process", "Learning and growth"]
    assert all(band.height > 40 for band in found.bands.values())


def test_a_wide_canvas_gets_a_row_per_band_and_a_narrow_one_a_column():
    counts = zip(BANDS, (4, 5, 5, 4), strict=True)
    of = rows(strategy_map([{"key": f"{band}{at}", "band": band} for band, count in counts for at in range(count)]))
    assert columns_for(of, (1816, 850)) == 5
    assert columns_for(of, (390, 2000)) < 3
