"""What the page of a project says of a figure that is not computed."""

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from dashboard.panels.project import not_computed, on_time
from tests.dashboard.pages.drawn import words


def test_figures_that_are_not_computed_stand_by_their_names() -> None:
    said = {"eac": "form (b) needs CPI and SPI above 0", "spi": "no work was planned", "tcpi": "nothing is left"}
    why = {name: SimpleNamespace(measure=name, value=None, text=f"not computed: {text}") for name, text in said.items()}
    assert [words(one.to_plotly_json()) for one in not_computed(cast("Any", why))] == [
        "Not computed: EAC: form (b) needs CPI and SPI above 0. Not computed: SPI: no work was planned. "
        "Not computed: TCPI against the budget: nothing is left."
    ]


@pytest.mark.parametrize(
    ("baselines", "rate", "said"),
    [
        ([], None, "none is known"),
        ([None, None], None, "none has a baseline"),
        ([None, "2026-12-18"], None, "none is due yet"),
        (["2026-04-01"], 100.0, "100 % of those due were on time"),
    ],
)
def test_milestones_without_a_baseline_are_not_said_to_be_due_later(
    baselines: list[str | None], rate: float | None, said: str
) -> None:
    assert on_time({"on_time_rate": rate}, pd.DataFrame({"baseline": baselines}, dtype=object)) == said
