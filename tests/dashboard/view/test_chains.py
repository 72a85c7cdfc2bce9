"""The shortest chain that made a thing what it is, on the sample portfolio: with its dates, money and hand-overs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.analysis.chains import trouble
from dashboard.panels.details import details
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.explain import explain
from data.records import Contribution, Dependency, Kpi, Milestone, Objective, Project, Reading
from data.store import Store
from tests.dashboard.layouts import plain
from tests.dashboard.stores import empty_store, load_records

LABORATORY = (
    " To be decided by 5 Nov 2026: Second laboratory for pump series 7 or the target of K30 moves to March, EUR 190 k."
)
ENERGY = " To be decided by 5 Nov 2026: Fund energy advice with the state grant or retire the objective."
NOW = datetime(2026, 11, 4, 8, tzinfo=UTC)
SAID = {
    "I1": "Order-to-delivery time stands at 44.9 d on 31 Oct 2026, where 39.5 d was expected; New assembly line, "
    "Vellin plant is to bring 5 of 9 days and earns 78 cents for each euro; Line in series production is forecast for "
    "18 Dec 2026, 5 working days late; its effect comes on 1 Jan 2027, after the target's date, 31 Dec 2026. "
    "To be decided by 5 Nov 2026: Recovery plan or new scope for the Vellin line.",
    "C1": "Share of key accounts' pump spend stands at 44.2 % on 30 Sep 2026, where 45 % was expected; Pump series 7 "
    "is to bring 1.2 of 4 percentage points and earns 92 cents for each euro; Type approval granted is forecast for "
    "27 Nov 2026, 50 working days late, because it waited for “Bench handed over” of Test bench 3, which came on "
    "16 Sep 2026, 48 working days late; its effect comes on 26 Jan 2027, after the target's date, 31 Dec 2026."
    + LABORATORY,
    "C5": "Customers with a yearly energy report stands at 16 % on 30 Sep 2026, where 38.2 % was expected; nothing "
    "serves it: EUR 0, no project and no link leads to it." + ENERGY,
    "F1": "Service orders taken, year to date stands at EUR 186 m on 31 Oct 2026, where EUR 208 m was expected; no "
    "project serves it, only other objectives do, of which Help customers save energy is off track." + ENERGY,
    "F2": "Return on capital employed stands at 11.9 % on 30 Sep 2026, where 12.5 % was expected; no project serves "
    "it, only other objectives do, of which Keep cash free to invest is at risk. To be decided first: what is to move "
    "Keep cash free to invest.",
    "L3": "Engineering posts open over 90 days stands at 16 on 31 Jul 2026, where 13.2 was expected; "
    "Graduate engineers is to bring 5 of 10 and has told nothing since 31 Jul 2026; First intake on site was due "
    "on 1 Sep 2026 and is not known to be done. Recommended for Graduate engineers: ask for data.",
}
WORK = {
    "P11": "Pump series 7 earns 92 cents for each euro, EUR 5.38 m spent for EUR 4.95 m of work; Type approval granted "
    "is forecast for 27 Nov 2026, 50 working days late, because it waited for “Bench handed over” of Test bench 3, "
    "which came on 16 Sep 2026, 48 working days late." + LABORATORY,
    "P16": "Data academy is at risk; Second cohort certified is forecast for 6 Nov 2026, 15 working days late. "
    "Recommended: correct.",
    "engineering.PS7.300501": "Type approval granted is forecast for 27 Nov 2026, 50 working days late, because it "
    "waited for “Bench handed over” of Test bench 3, which came on 16 Sep 2026, 48 working days late; its effect was "
    "due on 17 Nov 2026 and comes on 26 Jan 2027, after the target's date, 31 Dec 2026: Renew the product line faster "
    "(Revenue from products under three years old) and Be the first choice of key accounts (Share of key accounts' "
    "pump spend)." + LABORATORY,
    "engineering.PS7.300502": "First 50 pumps is forecast for 14 May 2027, 45 working days late; Pump "
    "series 7 earns 92 cents for each euro." + LABORATORY,
    "P09-M1": "High-bay store in use is forecast for 15 Jan 2027, 55 working days late; Warehouse automation, Holm "
    "earns 94 cents for each euro; its effect was due on 29 Nov 2026 and comes on 14 Feb 2027, after the "
    "target's date, 31 Dec 2026: Keep cash free to invest (Stock days) and Deliver when promised (Delivered on time "
    "and in full, Mean delay of late orders). Recommended for Warehouse automation, Holm: accelerate.",
}


def view(store: Store, address: str = "/") -> View:
    return View(store, Selection.parse(address), NOW)


def test_every_objective_says_the_chain_behind_its_worst_kpi(demo_store: Store) -> None:
    found = view(demo_store).strategy().objectives["reason"]
    assert {key: found[key] for key in SAID} == SAID


def test_projects_and_milestones_say_the_hand_over_that_they_wait_for(demo_store: Store) -> None:
    found = view(demo_store).strategy().because
    assert {key: found[key] for key in WORK} == WORK


@pytest.mark.parametrize("revision", range(1, 7))
def test_at_every_load_whatever_is_not_on_track_says_why_and_nothing_else_does(
    demo_store: Store, revision: int
) -> None:
    whole = view(demo_store, f"/?revision={revision}").strategy()
    off = whole.objectives["status"].isin(["off_track", "at_risk", "no_data"])
    assert whole.objectives["reason"][off].notna().all()
    judged = whole.kpis["status"].isin(["off_track", "at_risk"])
    assert whole.kpis["because"].notna().equals(judged)
    said = " ".join([*whole.objectives["reason"].dropna(), *whole.kpis["because"].dropna(), *whole.because.values()])
    assert not any(word in f" {said} " for word in (" nan ", "None", " inf", "NaN"))


def test_the_page_of_an_objective_and_that_of_its_kpi_say_the_same_as_the_map(demo_store: Store) -> None:
    asked = view(demo_store)
    objective, kpi = asked.objective("C1"), asked.kpi("K11")
    assert objective is not None
    assert kpi is not None
    assert objective.row["reason"] == SAID["C1"]
    assert kpi.row["because"] == SAID["C1"].partition("; ")[2]


@pytest.mark.parametrize("node", ["project:P11", "milestone:engineering.PS7.300502", "milestone:P09-M1"])
def test_the_side_panel_says_it_of_work_too(demo_store: Store, node: str) -> None:
    panel = details(view(demo_store, f"/?node={node}"))
    assert WORK[node.partition(":")[2]] in " ".join(plain(part) for part in panel)


def test_what_became_of_the_work_that_does_not_move_a_kpi_any_more_is_said(tmp_path: Path) -> None:
    """K1 waits for work without a date, that of K2 is done, that of K3 was stopped, that of K4 moves it away."""
    kpis = [
        Kpi(f"K{n}", f"Sales {n}", "O1", "m", better="higher", baseline=0.0, baseline_date="2025-12-31", target=10.0,
            target_date="2026-12-31") for n in (1, 2, 3, 4)
    ]  # fmt: skip
    works = [
        Project("P1", "Depot"), Project("P2", "Pier", percent_complete=100.0, finish="2026-05-01"),
        Project("P3", "Quay", stage="stopped", finish="2026-12-01"), Project("P4", "Dock", finish="2026-12-01"),
    ]  # fmt: skip
    amounts = {1: 3.0, 2: 3.0, 3: 3.0, 4: -3.0}
    claims = [Contribution(f"C{n}", f"P{n}", serves=f"K{n}", amount=amount) for n, amount in amounts.items()]
    readings = [Reading(f"R{n}", f"K{n}", "2026-10-31", actual=1.0) for n in (1, 2, 3, 4)]
    store = empty_store(tmp_path)
    load_records(store, [Objective("O1", "Grow"), *kpis, *readings, *works, *claims], title="register.xlsx")
    found = view(store).strategy().kpis["because"]
    asked = " To be decided: which work is to move it, or another target."
    assert list(found) == [
        "Depot is to bring 3 of 10 m and cannot be judged for want of data; no day of its effect is known. "
        "Recommended for Depot: ask for data.",
        f"What was to move it is done, and nothing more is on its way.{asked}",
        f"What was to move it has ended without it or not begun, and nothing more is on its way.{asked}",
        f"What is linked to it does not move it towards its target.{asked}",
    ]
    store.close()


@pytest.mark.parametrize(
    ("baseline", "waited"),
    [("2026-10-09", ", because it waited for “Built” of Line, which came on 20 Oct 2026, 14 working days late"),
     ("2027-01-29", "")],
)  # fmt: skip
def test_a_hand_over_that_came_long_before_it_was_needed_is_no_cause(
    tmp_path: Path, baseline: str, waited: str
) -> None:
    marks = [
        Milestone("M1", "P1", "Built", baseline="2026-09-30", actual="2026-10-20"),
        Milestone("M2", "P2", "Store in use", baseline=baseline, forecast="2027-02-12"),
    ]
    waits = Dependency("D", "P1", "Built", "P2", "Store in use", "FS", agreed=True)
    store = empty_store(tmp_path)
    load_records(store, [Project("P1", "Line"), Project("P2", "Depot"), *marks, waits], title="register.xlsx")
    found = view(store).because_of_milestone("M2", "P2")
    assert found is not None
    assert found.startswith(
        f"Store in use is forecast for 12 Feb 2027, {90 if waited else 10} working days late{waited or ';'}"
    )
    store.close()


WRONG = {"status": "at_risk", "schedule_status": "at_risk", "cost_status": "on_track", "cpi": 0.97, "unit": "EUR"}


@pytest.mark.parametrize(
    ("pace", "slip", "finish", "said"),
    [
        (0.92, 10.0, "2027-02-12", "has got 92 % as far as planned"),
        (0.98, 10.0, "2027-02-12", "will finish 10 working days late"),
        (0.98, 0.0, "2027-02-12", "has got 98 % as far as planned"),
        (None, 20.0, "2026-10-20", "is not known to be done, though it was to finish on 20 Oct 2026"),
        (None, 0.0, "2026-10-20", "is at risk"),
    ],
)
def test_what_is_wrong_with_a_project_is_what_made_its_status(
    pace: float | None, slip: float, finish: str, said: str
) -> None:
    assert trouble({**WRONG, "spi_t": pace, "slip_days": slip, "finish": finish}, "2026-11-04") == said


def test_work_counts_up_to_the_last_target_that_a_kpi_has(tmp_path: Path) -> None:
    """45 d by the end of the year, 40 d by March: an effect on 14 March is of 20 d and on its way, not too late."""
    kpi = Kpi(
        "K1", "Stock days", "O1", "d", better="lower", baseline=60.0, baseline_date="2025-12-31", target=45.0,
        target_date="2026-12-31",
    )  # fmt: skip
    read = [Reading("R1", "K1", "2026-10-31", actual=58.0), Reading("R2", "K1", "2027-03-31", target=40.0)]
    mark = Milestone("M1", "P1", "Store in use", baseline="2026-11-30", forecast="2027-02-12")
    work = [Project("P1", "Depot"), mark, Contribution("C1", "P1", "Store in use", serves="K1", amount=-5, lag_days=30)]
    store = empty_store(tmp_path)
    load_records(store, [Objective("O1", "Free cash"), kpi, *read, *work], title="register.xlsx")
    found = view(store)
    said = found.strategy().kpis["because"]["K1"]
    assert said.startswith("Depot is to bring 5 of 20 days and ")
    assert "after the target's date" not in said
    page = explain(found, "project", "P1") or []
    status = next(one for one in page if one.measure == "status")
    assert "Stock days (O1) depends on it for 5 of 20 days." in [one.text for one in status.because]
    progress = next(one for one in explain(found, "kpi", "K1") or () if one.measure == "progress")
    assert progress.value == 10.0
    assert [one.text for one in progress.because][-1] == "The way is from 60 to 40 d."
    store.close()
