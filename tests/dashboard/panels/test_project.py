"""What the page of a project says of a figure that is not computed."""

from types import SimpleNamespace
from typing import Any, cast

from dashboard.panels.project import not_computed
from tests.dashboard.pages.drawn import words


def test_figures_that_are_not_computed_stand_by_their_names() -> None:
    said = {"eac": "form (b) needs CPI and SPI above 0", "spi": "no work was planned", "tcpi": "nothing is left"}
    why = {name: SimpleNamespace(measure=name, value=None, text=f"not computed: {text}") for name, text in said.items()}
    assert [words(one.to_plotly_json()) for one in not_computed(cast("Any", why))] == [
        "Not computed: EAC: form (b) needs CPI and SPI above 0. Not computed: SPI: no work was planned. "
        "Not computed: TCPI against the budget: nothing is left."
    ]
