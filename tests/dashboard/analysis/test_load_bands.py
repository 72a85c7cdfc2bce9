"""The steps of load: where they begin, and what settings make of them."""

import pandas as pd
import pytest

from dashboard.analysis import thresholds
from dashboard.analysis.load_bands import bands


@pytest.mark.parametrize(
    ("capacity", "demand", "found"),
    [(36, 0, "free"), (36, 18, "some"), (36, 18.1, "most"), (36, 28.9, "full"), (36, 36, "full"), (36, 36.1, "over"),
     (36, 40, "much"), (36, 43.3, "far"), (0, 1, "far"), (0, 0, "free"), (36, 0.1, "some")],
)  # fmt: skip
def test_the_break_is_at_the_capacity(capacity: float, demand: float, found: str) -> None:
    assert bands().of(capacity, demand) == found


def test_settings_move_the_steps_but_not_the_break() -> None:
    lines = [("threshold.load.full", "*", "90 %", None), ("threshold.load.far", "*", "1.5", "2026-11-01")]
    columns = ["name", "applies_to", "value", "valid_from"]
    moved = bands(thresholds.on(pd.DataFrame(lines, columns=columns, dtype=object), "2026-11-04"))
    assert [words for _, words in moved.words()] == [
        "free", "up to 50 %", "up to 90 %", "up to 100 %", "over 100 %", "over 110 %", "over 150 %",
    ]  # fmt: skip
    assert [moved.of(100, percent) for percent in (89, 91, 149, 151)] == ["most", "full", "much", "far"]


def test_a_step_on_the_wrong_side_of_full_is_refused() -> None:
    assert thresholds.fault("threshold.load.far", "80 %") == (
        "'80 %' is less than full, which is 100 %: write it as 1.2 or 120 %"
    )
    assert thresholds.fault("threshold.load.full", "1.1") == (
        "'1.1' is more than full, which is 100 %: write it as 0.8 or 80 %"
    )
