"""All projects in a few columns: what is computed, in which order, and what the filters leave."""

import pytest

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import Page, View
from dashboard.view.changes import changes_of, moments
from dashboard.view.rollup import together, whole_of
from data.records import Project, Setting, Task
from data.store import Store
from tests.dashboard.stores import load_records


def of(store: Store, address: str = "/portfolio") -> View:
    return View(store, Selection.parse(address), demonstration.settings().moment())


def test_a_row_holds_the_figures_of_the_story(demo_store: Store) -> None:
    row = of(demo_store).portfolio().loc["P06"].to_dict()
    assert (row["status"], row["reported"], row["alarm"], row["unit"]) == ("off_track", "green", True, "EUR")
    assert (row["bac"], round(row["eac"], -3), row["ac"]) == (6_400_000, 8_211_000, 3_900_000)
    assert (round(row["cpi"], 3), round(row["spi_t"], 3), round(row["share"], 3)) == (0.779, 0.764, 1.283)
    assert (row["manager"], row["department"], row["programme"]) == ("Dorian Haske", "MFG", "LF")
    # It serves K21 of I1 and K23 of I2, of weight 6 each.
    assert (row["objectives"], row["weight"]) == (2, 12.0)


def test_what_remains_is_compared_in_one_currency_at_the_plan_rate(demo_store: Store) -> None:
    row = of(demo_store).portfolio().loc["P12"].to_dict()
    assert (row["unit"], row["remaining_unit"]) == ("CHF", "EUR")
    assert row["remaining"] == pytest.approx(1.05 * (row["eac"] - row["ac"]))


def test_what_remains_is_in_the_reporting_currency_also_where_no_project_counts_in_it(store: Store) -> None:
    """Of 100 a half is earned for 50: ETC is 50 dollars at 0.9 and 50 pounds at 1.2."""
    work = [
        Task(
            f"{key}.1", project=key, uid="1", kind="task", baseline_start="2026-10-05", baseline_finish="2026-10-30",
            finish="2026-10-30", baseline_cost=100.0, percent_complete=50.0, actual_cost=50.0,
        )
        for key in ("D", "P")
    ]  # fmt: skip
    projects = [Project("D", currency="USD"), Project("P", currency="GBP")]
    dated = [one._replace(status_date="2026-10-15") for one in projects]
    rates = [("reporting_currency", "EUR"), ("rate USD", "0.9"), ("rate GBP", "1.2")]
    load_records(store, [Setting(name, name=name, value=value) for name, value in rates], title="r.csv", feed="r")
    load_records(store, [*dated, *work], title="p.xml", feed="p", loader="ms_project")
    frame = of(store).portfolio()
    assert frame["remaining"].to_dict() == pytest.approx({"p.D": 45.0, "p.P": 60.0})
    assert set(frame["remaining_unit"]) == {"EUR"}


def test_all_whose_report_is_two_places_better_disagree(demo_store: Store) -> None:
    frame = of(demo_store).portfolio()
    assert list(frame.index[frame["alarm"]]) == ["P06", "P09", "P11", "P12", "P13", "P16"]


def test_mission_critical_projects_come_first_the_worst_of_them_on_top(demo_store: Store) -> None:
    view = of(demo_store)
    rows, count = view.portfolio_page(view.portfolio(), Page(rows=6))
    assert (list(rows.index), count) == (["P06", "P11", "P01", "P14", "P09", "P12"], 20)


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (("spi_t", False), ["P09", "P06", "P12"]),
        (("share", True), ["P06", "P12", "P11"]),
        (("name", False), ["P14", "P16", "P03"]),
        (("key", True), ["P20", "P19", "P18"]),
    ],
)
def test_the_store_sorts_and_what_is_missing_comes_last(demo_store: Store, order, first) -> None:
    view = of(demo_store)
    rows, _ = view.portfolio_page(view.portfolio(), Page(rows=20, order=order))
    assert list(rows.index[:3]) == first
    if order[0] == "spi_t":
        assert sorted(rows.index[-3:]) == ["P04", "P16", "P18"]


def test_a_project_that_was_stopped_is_not_judged_any_more_and_not_called_done(store: Store) -> None:
    """A was 30 % done and late when it was stopped; B is late too, and its programme's mean is that of B alone."""
    active = [
        Project(
            key, f"Project {key}", programme="G", percent_complete=30.0, baseline_start="2026-03-02",
            baseline_finish="2026-06-30", finish="2027-02-26",
        )
        for key in "AB"
    ]  # fmt: skip
    load_records(store, active, title="register.csv")
    load_records(store, [active[0]._replace(stage="stopped"), active[1]], title="register.csv")
    view = of(store)
    frame = view.portfolio()
    assert frame["status"].to_dict() == {"A": "no_data", "B": "off_track"}
    assert frame["recommendation"].to_dict() == {"A": "none", "B": "correct"}
    project = view.project("A")
    assert project is not None
    assert project.row["status_reason"] == "not judged any more: it was stopped"
    mean = together(whole_of(view).projects, "programme").loc["G"]
    assert (mean["status"], mean["coverage"], mean["of"]) == ("off_track", 1, 2)
    first, last = moments(view, None, None)
    assert last is not None
    assert list(changes_of(view, first, last)["what"]) == ["Project A: was stopped."]


def test_an_order_by_something_else_is_refused(demo_store: Store) -> None:
    view = of(demo_store)
    with pytest.raises(ValueError, match="not a column to sort projects by"):
        view.portfolio_page(view.portfolio(), Page(order=("fresh_until", False)))


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/portfolio?department=SCM", ["P03", "P08", "P09"]),
        ("/portfolio?programme=NP&status=off_track", ["P11", "P12", "P13"]),
        ("/portfolio?search=academy", ["P16"]),
        ("/portfolio?department=NOPE", [f"P{n:02}" for n in range(1, 21)]),
    ],
)
def test_filters_of_the_address_apply_and_values_that_nobody_knows_do_not(demo_store: Store, address, keys) -> None:
    view = of(demo_store, address)
    assert list(view.portfolio_chosen(view.portfolio()).index) == keys


def test_a_row_tells_the_next_milestone_and_the_course_of_its_status(demo_store: Store) -> None:
    view = of(demo_store)
    rows, _ = view.portfolio_page(view.portfolio(), Page(rows=20))
    assert rows.loc["P11", "next"] == ("Type approval granted", "2026-11-27", 50.0)
    assert rows.loc["P03", "next"] is None
    assert rows.loc["P06", "course"] == [
        ("2026-05-31", "on_track"), ("2026-06-30", "at_risk"), ("2026-07-31", "off_track"),
        ("2026-08-31", "off_track"), ("2026-09-30", "off_track"), ("2026-10-31", "off_track"),
    ]  # fmt: skip
    assert bool(rows.loc["P18", "stale"]) is True


def test_an_earlier_moment_shows_only_what_was_known_then(demo_store: Store) -> None:
    view = of(demo_store, "/portfolio?revision=2")
    rows, _ = view.portfolio_page(view.portfolio(), Page(rows=20))
    assert rows.loc["P06", "status"] == "at_risk"
    assert rows.loc["P06", "course"] == [("2026-05-31", "on_track"), ("2026-06-30", "at_risk")]
