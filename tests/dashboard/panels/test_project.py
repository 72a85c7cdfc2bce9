"""What the page of a project says of a figure that is not computed."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from dashboard import demonstration
from dashboard.panels.project import known, not_computed, on_time, opening
from dashboard.selection import Selection
from dashboard.view import View
from data.records import Project, Task
from tests.dashboard.layouts import plain
from tests.dashboard.pages.drawn import words
from tests.dashboard.stores import empty_store, load_records


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


def test_what_only_the_schedule_knows_is_not_called_unknown(tmp_path: Path) -> None:
    """Spent money, and the baseline, which lies in its tasks."""
    work = Task(
        "P.1", project="P", uid="1", kind="task", baseline_start="2026-10-05", baseline_finish="2026-10-30",
        finish="2026-11-06", baseline_cost=1000.0, percent_complete=50.0, actual_cost=600.0,
    )  # fmt: skip
    plan = Project("P", "Depot", currency="GBP", finish="2026-11-06", status_date="2026-10-15")
    store = empty_store(tmp_path)
    load_records(store, [plan, work], title="p.xml", loader="ms_project")
    view = View(store, Selection(), demonstration.settings().moment())
    (key,) = view.portfolio().index
    found = view.project(key)
    assert found is not None
    said = " ".join(plain(part) for part in opening(found, "2026-10-15"))
    assert "by its schedule" in said
    assert "no expenditure is known" not in said
    assert "baseline not given" not in plain(known(found, Selection(), {}))
