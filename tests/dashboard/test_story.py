"""What is hidden in the sample portfolio is found, and said as a careful colleague would say it.

The planned problems that hang on people are not looked for here.
"""

from typing import Any

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import words
from tests.dashboard.view.test_explain import sentences, told


@pytest.fixture(scope="module")
def app(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def page(app: Dash, address: str) -> str:
    name, asked = Selection.parse(address).page, {"at": address, "revision": 6}
    output = f"..{name}-title.children...{name}-body.children.."
    answer: Any = fire(app.server.test_client(), app, output, asked).get_json()
    drawn = [answer["response"][f"{name}-body"]["children"]]
    later: dict[str, tuple[str, list[Any]]] = {"kpi": ("kpi-course", [{}]), "project": ("project-work", [])}
    if name in later:  # what moves a KPI comes with its curve, what a project does after its milestones
        part, more = later[name]
        answer = fire(app.server.test_client(), app, f"{part}.children", None, *more, asked).get_json()
        drawn.append(answer["response"][part]["children"])
    return " ".join(words(drawn).split())


def lead(store: Store, subject: str, measure: str) -> list[str]:
    return [text for text, _ in sentences(told(store, subject)[measure])]


def test_an_objective_that_nothing_serves_says_so_with_its_spend(demo_store: Store, app: Dash) -> None:
    assert told(demo_store, "objective:C5")["result"].status == "off_track"
    said = lead(demo_store, "objective:C5", "result")[0]
    assert said.endswith(
        "nothing serves it: EUR 0, no project and no link leads to it. To be decided by 5 Nov 2026: Fund energy advice "
        "with the state grant or retire the objective."
    )
    assert said in page(app, "/objective/C5")
    assert "Nothing serves Help customers save energy." in page(app, "/alignment")


def test_a_kpi_says_how_much_of_what_a_finished_milestone_promised_was_seen(app: Dash) -> None:
    said = page(app, "/kpi/K17")
    for part in ("66.4 %", "72.1 % was read on 30 Sep 2026", "+0.6 pp", "5.1 of 6.0 expected (85 %)"):
        assert part in said


def test_a_slipped_milestone_says_its_cause_and_that_its_effect_comes_too_late(demo_store: Store) -> None:
    """The effect was due on 17 Nov 2026; two objectives wait for it, I4 and C1."""
    late = (
        "Type approval granted is forecast for 27 Nov 2026, 50 working days late, because it waited for “Bench handed "
        "over” of Test bench 3, which came on 16 Sep 2026, 48 working days late"
    )
    both = (
        "its effect was due on 17 Nov 2026 and comes on 26 Jan 2027, after the target's date, 31 Dec 2026: Renew the "
        "product line faster (Revenue from products under three years old) and Be the first choice of key accounts "
        "(Share of key accounts' pump spend). To be decided by 5 Nov 2026: Second laboratory for pump series 7 or the "
        "target of K30 moves to March, EUR 190 k."
    )
    assert f"{late}; {both}" in lead(demo_store, "milestone:engineering.PS7.300501", "slip_days")
    of_c1 = lead(demo_store, "objective:C1", "result")[0]
    assert late in of_c1
    assert "its effect comes on 26 Jan 2027, after the target's date, 31 Dec 2026. To be decided by" in of_c1
    gap = lead(demo_store, "objective:I4", "gap_covered")
    assert "Revenue from products under three years old: 57.5 % late and 42.5 % not covered." in gap


def test_money_is_said_in_one_way_on_a_page(app: Dash) -> None:
    said = page(app, "/project/P06")
    assert "Spent EUR 3.90 m of 4.10 m planned to date" in said
    assert "EUR 3.90 m spent for EUR 3.04 m of work" in said


def test_a_yes_or_no_that_is_not_due_says_until_when_it_has_time(app: Dash) -> None:
    said = page(app, "/kpi/K41")
    assert "Not started: no on 31 Oct 2026. Not due before 31 Dec 2026." in said
    assert "Target yes on 31 Dec 2026" in said and "Red flag" not in said


def test_a_filter_offers_no_theme_that_no_objective_has(demo_store: Store) -> None:
    """The goals of the published plan are themes, and the register puts their objectives under others."""
    assert set(View(demo_store, Selection(), demonstration.settings().moment()).choices()["theme"]) == {
        "PG",
        "OE",
        "SV",
        "PD",
    }


def test_a_finish_stands_beside_the_baseline_that_its_slip_is_of(app: Dash) -> None:
    """The register says 30 Oct of P09, the plan that was adopted ends on 13 Nov; 85 working days are from there."""
    assert "Finish 12 Mar 2027 baseline 13 Nov 2026 by its plan, 30 Oct 2026 as stated" in page(app, "/project/P09")
    assert "Finish 2 Apr 2027 baseline 26 Mar 2027 Milestones done" in page(app, "/project/P06")


def test_a_late_milestone_is_said_once(demo_store: Store) -> None:
    said = lead(demo_store, "project:P12", "status")
    assert [text for text in said if "Project finish" in text] == [
        "Project finish is forecast for 18 Dec 2026, 57 working days late."
    ]


def test_more_claimed_than_the_gap_is_said_where_the_kpi_is(app: Dash) -> None:
    assert "112.5 %" in page(app, "/kpi/K23")


def test_a_benefit_that_is_behind_stays_visible_after_its_project_has_closed(app: Dash) -> None:
    assert (
        "Emergency spares network is furthest behind, although it is done, with EUR 120 k of EUR 240 k, 50 %."
    ) in page(app, "/benefits")


def test_a_project_that_serves_nothing_says_so_with_what_can_still_be_saved(demo_store: Store) -> None:
    status = told(demo_store, "project:P19")["status"]
    assert status.status == "on_track"
    assert sentences(status)[1:] == [
        ("EUR 2.56 m spent for EUR 2.62 m of work.", None),
        ("It serves no objective: EUR 1.54 m is still to be saved.", "register.xlsx, Projects, row 19"),
        (
            "“No more orders until a business case is shown” was to be done by Gil Marchetti-Roe by 15 Oct 2026, and "
            "is overdue.",
            "register.xlsx, Decisions, row 6",
        ),
        (
            "To be decided by 5 Nov 2026: Stop the showroom and free what is not yet spent, EUR 1.54 m less.",
            None,
        ),
    ]


def test_a_project_that_another_waits_for_is_not_called_lost(demo_store: Store) -> None:
    assert lead(demo_store, "project:P12", "status")[-2:] == [
        "It serves no objective itself, but Pump series 7 waits for it.",
        "Recommended: correct.",
    ]


def test_old_data_that_looks_fresh_says_since_when_nothing_came(demo_store: Store, app: Dash) -> None:
    status = told(demo_store, "project:P18")["status"]
    assert (status.status, status.stale) == ("on_track", True)
    assert sentences(status)[0] == (
        "No data since 31 Jul 2026: what follows speaks of that day.", "graduates.xlsx, Projects, row 2",
    )  # fmt: skip
    view = View(demo_store, Selection(), demonstration.settings().moment())
    kpis, objectives = view.kpis(), view.objectives()
    assert list(kpis.index[kpis["stale"]]) == ["K38", "K39"]
    assert list(objectives.index[objectives["stale"].astype(bool)]) == ["L3"]
    assert "16 feeds, last fed on 31 Oct 2026. Late: graduates (3 months old, kept by Sef Amundi)." in page(
        app, "/loads"
    )


def test_a_milestone_says_how_far_it_slipped_since_the_load_before(demo_store: Store) -> None:
    assert "Since 30 Sep 2026 it slipped by 15 working days." in lead(
        demo_store, "milestone:engineering.PS7.300501", "slip_days"
    )


def test_a_baseline_that_moved_in_silence_does_not_hide_the_first(demo_store: Store) -> None:
    slip = told(demo_store, "milestone:P09-M1")["slip_days"]
    assert slip.value == 55.0
    assert (
        "Its baseline moved from 28 Aug 2026 to 30 Oct 2026 in the load of 30 Sep 2026 without a recorded decision: "
        "against the first it is 100 working days late."
    ) in [text for text, _ in sentences(slip)]


def test_a_claim_without_an_amount_is_named_where_its_kpi_is(app: Dash) -> None:
    assert "1 of 1 linked, not quantified" in page(app, "/kpi/K35")


def test_two_names_of_one_project_in_two_files_are_one_project(demo_store: Store) -> None:
    view = View(demo_store, Selection(), demonstration.settings().moment())
    assert [key for key, name in view.projects()["name"].items() if "academy" in name.casefold()] == ["P16"]
    with demo_store.reading() as connection:
        stated = queries.statements_of_project(connection, 6, "P16")
    assert sorted(stated["name"]) == ["Data Academy 2026", "Data academy"]


def test_francs_are_compared_at_the_plan_rate_of_their_day(demo_store: Store) -> None:
    view = View(demo_store, Selection(), demonstration.settings().moment())
    row = view.portfolio().loc["P12"].to_dict()
    assert (row["unit"], row["remaining_unit"]) == ("CHF", "EUR")
    assert row["remaining"] == pytest.approx(1.05 * (row["eac"] - row["ac"]))


def test_every_sentence_of_the_story_stands_on_a_page_a_person_can_open(app: Dash) -> None:
    said = page(app, "/project/P19")
    for sentence in ("It serves no objective: EUR 1.54 m is still to be saved.", "by 15 Oct 2026, and is overdue."):
        assert sentence in said
    assert "No data since 31 Jul 2026" in page(app, "/project/P18")
