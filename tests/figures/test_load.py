"""Load as typed arrays for the browser, and the picture of all groups in lines."""

from typing import Any

import numpy as np

from dashboard.analysis.load import Bins
from dashboard.analysis.load_bands import bands
from dashboard.figures.load import MOST_BINS, cells, overview, typed
from dashboard.figures.tokens import LIGHT


def test_numbers_are_packed_in_two_bytes_where_they_fit() -> None:
    assert typed(np.array([1.0, 258.4])) == {"dtype": "u2", "bdata": "AQACAQ=="}
    assert typed(np.array([65536.0])) == {"dtype": "u4", "bdata": "AAABAA=="}


def test_a_group_that_can_have_no_capacity_has_none() -> None:
    bins = Bins(["2026-11-02"], np.full((1, 1), np.nan), np.array([[60.0]]), np.zeros((1, 1)))
    found = cells(bins, np.array([0]), bands(), "day")
    assert found["capacity"] is None and found["worst"] is None and found["demand"] == typed(bins.demand)


def test_all_groups_are_drawn_in_few_lines_by_the_most_loaded() -> None:
    count = 2 * MOST_BINS + 1
    demand = np.zeros((count, 2))
    demand[[0, 1, 5], 0] = 120, 600, 660
    bins = Bins(["2026-11-02", "2026-11-09"], np.full((count, 2), 600.0), demand, demand)
    picture: Any = overview(bins, np.arange(count), bands(), "People", LIGHT).data[0]
    assert list(picture.y[:2]) == ["1–3", "4–6"] and picture.y[-1] == "301–301"
    assert picture.z.shape == (101, 2)
    assert picture.z[:2, 0].tolist() == [100, 110] and picture.customdata[:2, 0].tolist() == [0, 1]
    scale = [place for place, _ in picture.colorscale]
    assert scale == sorted(scale) and (scale[0], scale[-1]) == (0, 1)
