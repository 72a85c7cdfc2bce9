"""The page of benefits, and what a project's own page says of them."""

from pathlib import Path

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.settings import Settings
from data.records import Milestone, Money, Project
from data.store import Store
from tests.dashboard.pages.drawn import drawn, facts, later, parts, rows, section, words
from tests.dashboard.stores import empty_store, load_records

TITLE = "Benefits planned, seen and owed"


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def test_it_opens_with_what_was_seen_and_who_is_furthest_behind(demo: Dash) -> None:
    """Planned 420 + 180 + 900 + 240 = 1,740, seen 395 + 210 + 940 + 120 = 1,665: 96 %."""
    page = drawn(demo, "/benefits")
    assert words(next(parts(page, "P"))) == (
        "EUR 1.67 m of benefits seen of EUR 1.74 m planned to date, by 5 projects. Emergency spares network is "
        "furthest behind, although it is done, with EUR 120 k of EUR 240 k, 50 %."
    )
    assert facts(page)["Behind"] == "EUR 145 k"
    assert "96 % of 1.74 m planned to date" in words(page)


def test_a_closed_project_whose_benefit_is_behind_stands_first(demo: Dash) -> None:
    table = rows(section(drawn(demo, "/benefits"), TITLE))
    assert [row[0] for row in table[1:]] == [
        "Emergency spares network", "Field app for technicians", "New assembly line, Vellin plant", "Renewal desk",
        "Finance system renewal",
    ]  # fmt: skip
    assert [row[4] for row in table[1:]] == ["50", "94", "–", "104", "117"]
    assert table[3][7] == "EUR 2.90 m"


def test_reviews_to_be_held_come_by_date_and_overdue_ones_say_so(demo: Dash) -> None:
    title = "Post-implementation reviews to be held"
    table = rows(section(drawn(demo, "/benefits"), title))
    assert [row[:4] for row in table[1:]] == [
        ["Field app for technicians", "Review of benefits", "27 Nov 2026", "–"],
        ["Emergency spares network", "Review of benefits", "11 Dec 2026", "–"],
    ]


def test_the_project_that_states_no_benefit_and_serves_nothing_is_among_those_named(demo: Dash) -> None:
    table = rows(section(drawn(demo, "/benefits"), "Projects that state no benefit"))
    assert ["Showroom and brand centre", "A on track", "EUR 4.20 m", "0"] in table


def test_the_page_of_a_closed_project_says_what_it_still_owes(demo: Dash) -> None:
    said = section(later(demo, "project-work", "/project/P03"), TITLE)
    assert facts(said)["Owed"] == "EUR 240 k" and "50 % realised" in words(said)
    assert "No benefit is stated." in words(section(later(demo, "project-work", "/project/P19"), TITLE))


def test_where_no_benefit_is_stated_none_is_said_to_be_nothing(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load_records(store, [Project("P", "Depot")], title="register.xlsx")
    said = facts(drawn(create_app(store, Settings()), "/benefits"))
    assert (said["Seen to date"], said["Behind"], said["Owed in all"]) == ("–", "–", "–")
    store.close()


def test_a_review_that_was_held_is_not_asked_for_and_one_that_is_past_is_overdue(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    review = "post-implementation review"
    records = (
        Project(key="P", name="<i>Done</i>", stage="closed"),
        Milestone(key="a", project="P", name="Held", kind=review, baseline="2026-01-01", actual="2026-01-02"),
        Milestone(key="b", project="P", name="Waived", kind=review, baseline="2026-01-01", state="waived"),
        Milestone(key="c", project="P", name="Due", kind=review, baseline="2026-02-01", forecast="2026-03-01"),
        Milestone(key="d", project="P", name="Undated", kind=review),
        Money(key="m", project="P", month="2020-01-01", kind="other benefit", plan=10.0, currency="XYZ"),
        Money(key="n", project="P", month="2020-01-01", kind="saving", plan=10.0, currency="EUR"),
    )
    load_records(store, records, title="register.xlsx")
    page = drawn(create_app(store, Settings()), "/benefits")
    table = rows(section(page, "Post-implementation reviews to be held"))
    assert [row[:4] for row in table[1:]] == [
        ["<i>Done</i>", "Due", "1 Mar 2026", "overdue"], ["<i>Done</i>", "Undated", "–", "–"],
    ]  # fmt: skip
    assert "2 sums have no rate for their currency" in words(page)
    store.close()
