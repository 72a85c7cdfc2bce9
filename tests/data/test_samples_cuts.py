"""Work packages are cut so that planned value falls on cuts and earned value on cuts or whole percentages."""

from hypothesis import given
from hypothesis import strategies as st

from data.samples.cuts import cuts, slices

money = st.integers(1, 400).map(lambda thousands: thousands * 1000)


@given(months=st.lists(money, min_size=2, max_size=15), shares=st.lists(st.floats(0.1, 1), min_size=1, max_size=6))
def test_every_load_earns_a_whole_percentage_of_the_package_it_stands_in(months: list[int], shares: list[float]):
    planned = [sum(months[: n + 1]) for n in range(len(months))]
    earned = [round(planned[-1] * share / 1000) * 1000 for share in shares]
    points = cuts(planned, earned)
    assert points == sorted(set(points))
    assert {0, *planned} <= set(points)
    for value in earned:
        inside = [(low, high) for low, high in slices(points) if low < value < high]
        assert all((value - low) * 100 % (high - low) == 0 for low, high in inside)


def test_a_package_ends_with_the_month_where_that_is_possible():
    assert cuts([1_500_000, 1_900_000], [1_850_000]) == [0, 1_500_000, 1_587_500, 1_900_000]  # 84 % of the last


def test_an_earned_value_on_a_months_end_needs_no_cut_of_its_own():
    assert cuts([300, 700, 1100], [700]) == [0, 300, 700, 1100]
