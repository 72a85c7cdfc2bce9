"""A performance plan without perspectives or projects draws a map of its own: goals are themes, themes are bands."""

from collections.abc import Iterator

import pytest

from dashboard.panels.picture import drawn
from data.store import Store
from tests.dashboard.stores import empty_store
from tests.exports_dir import EXPORTS, needs_exports
from tests.real.line import client, get, load, view

pytestmark = needs_exports

PLAN = EXPORTS / "stratml/pulkit/US_Assistance_to_Albania.xml"
BANDS = [
    "Education", "Health and Population", "Governance", "Infrastructure", "Economic Growth", "Agriculture", "Other",
    "Administrative Costs",
]  # fmt: skip


@pytest.fixture(scope="module")
def albania(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = empty_store(tmp_path_factory.mktemp("albania"))
    load(store, PLAN)
    yield store
    store.close()


def test_goals_are_bands_in_their_order_and_every_objective_stands_in_one(albania: Store):
    frames = view(albania).map()
    assert list(frames.bands["name"]) == BANDS
    assert set(frames.bands["kind"]) == {"theme"}
    assert (len(frames.objectives), len(frames.kpis), frames.organisation) == (20, 20, "U.S. Government")
    assert set(frames.objectives["band"]) == set(frames.bands["key"])
    assert view(albania).perspectives().empty


@pytest.mark.parametrize("size", ["wide", "desk", "phone"])
def test_the_figure_draws_every_objective(albania: Store, size: str):
    shown = view(albania)
    drawing = drawn(shown.map(), shown.selection, size)
    texts = str(drawing.elements)
    assert 20 < len(drawing.elements) <= 500
    assert drawing.collapsed == ()
    assert all(key in texts for key in shown.objectives().index)


def test_a_kpi_of_several_series_keeps_every_reading_and_is_not_judged(albania: Store):
    browser = client(albania)
    kpis = get(browser, "kpis")
    readings = [get(browser, f"kpis/{kpi['key']}/readings") for kpi in kpis]
    assert sum(map(len, readings)) == 411
    assert {row["target"] is not None and row["actual"] is not None for rows in readings for row in rows} == {True}
    assert {kpi["status"] for kpi in kpis} == {"no_data"}
    found = view(albania).kpi(kpis[0]["key"])
    assert found
    assert found.row["reason"] == "not computed: several series are measured side by side; see its readings"
    assert found.row["on_date"] == max(row["date"] for row in readings[0])


def test_cards_say_how_old_their_readings_are(albania: Store):
    assert set(view(albania).map().objectives["age_text"]) != {"no reading"}
