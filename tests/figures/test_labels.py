"""Where names are written beside the points of a chart."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.labels import Label, Shift, _box, _touch, shifts

SIZE, BESIDE = 12, 20


def test_a_name_at_the_end_stands_beside_its_point_and_any_other_above():
    assert shifts([Label((480, 10), "target 72", True), Label((200, 100), "actual")], [], SIZE, BESIDE) == [
        Shift(20, 0),
        Shift(0, -16),
    ]


def test_a_name_goes_below_its_point_where_a_line_runs_above():
    line = [(0.0, 82.0), (400.0, 82.0)]
    assert shifts([Label((200, 100), "actual")], [line], SIZE, BESIDE) == [Shift(0, 16)]


def test_two_ends_at_one_height_are_written_one_above_the_other():
    ends = [Label((480, 10), "target 72", True), Label((480, 12), "forecast", True)]
    assert [shift.down for shift in shifts(ends, [], SIZE, BESIDE)] == [0, 15]


POINTS = st.lists(st.tuples(st.integers(0, 480), st.integers(0, 190)), min_size=1, max_size=4)


@given(POINTS)
def test_no_two_names_touch(points):
    labels = [Label(point, f"+{at} pp expected", point[0] == 480) for at, point in enumerate(points)]
    boxes = [_box(label, shift, SIZE) for label, shift in zip(labels, shifts(labels, [], SIZE, BESIDE), strict=True)]
    assert not any(_touch(*pair) for pair in combinations(boxes, 2))
