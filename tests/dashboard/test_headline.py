"""What stands above the map at each of the six loads of the sample portfolio, and of a store that holds little."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.panels.details import details
from dashboard.panels.headline import sentence, strip, told
from dashboard.selection import Selection
from dashboard.view import View
from data.records import Contribution, Kpi, Milestone, Objective, Project, Reading
from data.store import Store
from tests.dashboard.pages.drawn import facts
from tests.dashboard.stores import empty_store, load_records

NOW = datetime(2026, 11, 4, 8, tzinfo=UTC)
SAID = {
    1: "The first load: 0 objectives are off track, 10 at risk.",
    2: "“Build digital and data skills” is at risk now: Critical skills held by two or more people stands at 63 %, "
    "66.4 % was expected.",
    3: "“Help customers save energy” is off track now: Energy used per cubic metre pumped stands at 0.461 kWh/m3, "
    "0.443 kWh/m3 was expected; 2 more objectives will miss the target's date because Line in series production "
    "(New assembly line, Vellin plant) comes on 18 Dec 2026, 5 working days late.",
    5: "“Be the first choice of key accounts” is at risk now because Pump series 7 earns 94 cents for each euro; "
    "1 other objective has got worse too; 2 more objectives will miss the target's date because Line in series "
    "production (New assembly line, Vellin plant) comes on 18 Dec 2026, 5 working days late.",
    6: "“Shorten order to delivery” is off track now because New assembly line, Vellin plant earns 78 cents for each "
    "euro; 2 more objectives will miss the target's date because Type approval granted (Pump series 7) comes on "
    "27 Nov 2026, 50 working days late.",
}


def view(store: Store, revision: int | None = None) -> View:
    return View(store, Selection(as_of=revision), NOW)


@pytest.mark.parametrize("revision", sorted(SAID))
def test_one_sentence_says_what_got_worse_and_why(demo_store: Store, revision: int) -> None:
    assert sentence(view(demo_store, revision).headline()) == SAID[revision]


def test_the_objectives_that_it_counts_are_named_to_whoever_opens_their_number(demo_store: Store) -> None:
    found = view(demo_store).headline()
    _, many, _ = told(found)
    number, names = (part.children for part in many.children)
    assert (number, names) == ("2 more objectives", f" ({'; '.join(found.endangered)})")
    assert len(found.endangered) == 2


def test_the_first_load_counts_no_objectives_that_will_miss_their_dates_behind_its_sentence(tmp_path: Path) -> None:
    kpi = Kpi("K1", "Sales", "O1", "m", better="higher", baseline=0.0, baseline_date="2025-12-31", target=10.0,
              target_date="2026-12-31")  # fmt: skip
    mark = Milestone("M1", "P1", "Opening", baseline="2026-11-30", forecast="2027-02-12")
    work = [Project("P1", "Depot"), mark, Contribution("C1", "P1", "Opening", serves="K1", amount=5.0)]
    store = empty_store(tmp_path)
    load_records(store, [Objective("O1", "Grow"), kpi, Reading("R1", "K1", "2026-10-31", actual=9.0), *work], title="r")
    found = view(store).headline()
    assert found.endangered == ["Grow"]
    assert told(found) == [sentence(found)]
    store.close()


def test_the_side_panel_says_delivery_and_outlook_of_an_objective_and_what_a_project_earns(demo_store: Store) -> None:
    shown = {}
    for node in ("objective:I1", "project:P06"):
        page = json.loads(
            json.dumps(details(View(demo_store, Selection.parse(f"/?node={node}"), NOW)), cls=PlotlyJSONEncoder)
        )
        shown |= facts(page)
    names = ("Delivery", "Outlook", "CPI", "SPI(t)", "Cost at the end")
    said = {name: shown[name].partition("   why")[0] for name in names}
    assert said == {
        "Delivery": "B at risk", "Outlook": "B at risk", "CPI": "0.78", "SPI(t)": "0.76",
        "Cost at the end": "EUR 8.21 m",
    }  # fmt: skip


def test_when_nothing_got_worse_it_says_so(demo_store: Store) -> None:
    assert sentence(view(demo_store, 4).headline()).startswith(
        "No objective has got worse since 31 Jul 2026; 2 objectives"
    )


def test_the_five_figures_are_those_of_the_story(demo_store: Store) -> None:
    found = view(demo_store).headline()
    assert (found.counts, found.before) == ({"off_track": 2, "at_risk": 8}, {"off_track": 1, "at_risk": 10})
    assert found.unserved == {"actual": 2_560_000, "currency": "EUR", "projects": 1, "scheduled": 0, "left_out": 0}
    assert found.decided == {"due": 5, "overdue": 1}
    assert (found.cost["projects"], found.cost["of"], found.cost["currency"]) == (17, 20, "EUR")
    # Budgets of the table in thousands, of which P03 counts at 1.17 and P12 at 1.05.
    bac = 4200 + 1150 + 860 * 1.17 + 1900 + 6400 + 1300 + 740 + 5100 + 1050 + 7800 + 2300 * 1.05 + 3400 + 5600 + 2700
    assert found.cost["bac"] == pytest.approx((bac + 980 + 4200 + 1600) * 1000)


def test_a_store_without_projects_has_a_headline_all_the_same(store: Store) -> None:
    found = view(store).headline()
    assert (found.cost["eac"], found.unserved, found.decided) == (
        None,
        {"actual": 0.0, "currency": None, "projects": 0, "scheduled": 0, "left_out": 0},
        {"due": 0, "overdue": 0},
    )
    assert sentence(found) == "The first load: no objective."


def test_where_there_are_no_objectives_none_is_said_to_have_got_worse(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for day in ("2026-09-30", "2026-10-31"):
        load_records(store, [Project("P1", name=f"Line as of {day}")], title="projects.xlsx", as_of=day)
    assert told(view(store).headline()) == []
    store.close()


def test_what_is_off_track_the_first_time_that_it_is_judged_is_said_with_the_load_that_it_is_compared_with(
    tmp_path: Path,
) -> None:
    """Of 10 by the end of the year 8.33 were expected by 31 Oct 2026; both loads are of one day."""
    kpi = Kpi(
        "K1", "Sales", "O1", "EUR m", better="higher", baseline=0.0, baseline_date="2025-12-31", target=10.0,
        target_date="2026-12-31",
    )  # fmt: skip
    store = empty_store(tmp_path)
    load_records(store, [Objective("O1", "Grow"), kpi], title="strategy.xlsx", as_of="2026-10-31")
    load_records(store, [Reading("R1", "K1", "2026-10-31", actual=1.0)], title="r.xlsx", feed="r", as_of="2026-10-31")
    found = view(store).headline()
    assert sentence(found) == "“Grow” is off track now: Sales stands at EUR 1 m, EUR 8.33 m was expected."
    assert found.since == "31 Oct 2026 (load 1)"
    store.close()


def test_a_project_that_serves_another_kpi_is_not_behind_what_got_worse(tmp_path: Path) -> None:
    """K1, which nothing serves, fell out of its range; K2, on track, is served by a project that is late."""
    kpis = [
        Kpi("K1", "Use", "O1", "%", better="range", low=80.0, high=90.0, lowest=70.0, highest=100.0),
        Kpi("K2", "Sales", "O1", "EUR m", better="higher", baseline=0.0, baseline_date="2025-12-31", target=10.0,
            target_date="2026-12-31"),
    ]  # fmt: skip
    late = Project("P1", "Depot", baseline_start="2026-01-05", baseline_finish="2026-06-30", finish="2026-09-01")
    rows = [Objective("O1", "Grow"), *kpis, late, Contribution("C1", "P1", serves="K2", amount=5.0)]
    store = empty_store(tmp_path)
    good = [Reading("R1", "K1", "2026-09-30", actual=85.0), Reading("R2", "K2", "2026-10-31", actual=9.0)]
    load_records(store, [*rows, *good], title="strategy.xlsx", as_of="2026-09-30")
    load_records(store, [Reading("R3", "K1", "2026-10-31", actual=60.0)], title="r.xlsx", feed="r", as_of="2026-10-31")
    assert sentence(view(store).headline()) == "“Grow” is at risk now: Use stands at 60 %."
    store.close()


def test_where_nothing_can_be_judged_nothing_is_said_to_be_well(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load_records(store, [Objective("O1", "Grow")], title="strategy.xlsx")
    found = view(store).headline()
    assert sentence(found) == "The first load: 1 objective, none of which can be judged yet."
    assert (
        facts(json.loads(json.dumps(strip(found, Selection()), cls=PlotlyJSONEncoder)))["Spend that serves nothing"]
        == "–"
    )
    load_records(store, [Objective("O2", "Save")], title="more.xlsx", feed="more")
    assert sentence(view(store).headline()) == "No objective can be judged yet."
    store.close()
