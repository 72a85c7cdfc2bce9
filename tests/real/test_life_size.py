"""The two life-size XER files on a map: a register links their projects and milestones, in any order of loading."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard.panels.picture import drawn
from dashboard.selection import Node
from data.store import Store
from tests.dashboard.stores import empty_store
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.register_book import write_xlsx
from tests.real.line import client, get, hold_answers, load, view

pytestmark = needs_exports

ROAD, MINE = EXPORTS / "schedules/xer/CONSRTRUCTION.xer", EXPORTS / "schedules/xer/Jaggelas-test.xer"
LONG = "Northern communities access and social licence obtained (ceremonies complete)"
SHEETS = {
    "Strategy": [
        ["kind", "key", "name", "parent"],
        ["organisation", "", "Sands and Roads", ""],
        ["perspective", "FIN", "Financial", ""],
        ["perspective", "COM", "Community", ""],
        ["objective", "F1", "Decide on the investment", "FIN"],
        ["objective", "C1", "Be welcome", "COM"],
    ],
    "KPIs": [
        ["key", "name", "objective", "unit", "better", "every", "baseline", "baseline_date", "target", "target_date"],
        ["K1", "Contracts agreed", "F1", "pieces", "higher", "quarter", 0, date(2024, 12, 31), 11, date(2026, 6, 30)],
        ["K2", "Licences held", "C1", "licences", "higher", "quarter", 0, date(2024, 12, 31), 4, date(2025, 12, 31)],
        ["K3", "Road built", "C1", "km", "higher", "quarter", 0, date(2009, 12, 31), 10, date(2010, 12, 31)],
    ],
    "Readings": [
        ["kpi", "date", "actual"],
        ["K1", date(2025, 3, 31), 2],
        ["K2", date(2025, 3, 31), 1],
        ["K3", date(2010, 6, 30), 4],
    ],
    "Contributions": [
        ["project", "milestone", "serves", "amount"],
        ["10001", "M1230", "K1", 11],  # activity ID
        ["10001", LONG, "K2", 1],  # exact name
        ["10001", "m1320", "F1", None],  # without regard to case, and straight to the objective
        ["KH 10", None, "K3", 10],  # short name of a project without milestones
        ["KHANS CONS", None, "C1", None],  # name
        ["Madagascar Community Development", None, "K2", None],
    ],
}
MINE_KEY, OTHER_KEY, ROAD_KEY = "Jaggelas-test.10001", "Jaggelas-test.935", "CONSRTRUCTION.KH-10"
LOADED = "2025-04-30"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_xlsx(tmp_path_factory.mktemp("register") / "register.xlsx", SHEETS)


@pytest.fixture(scope="module")
def whole(register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = empty_store(tmp_path_factory.mktemp("whole"))
    report = load(store, register, ROAD, MINE, as_of=LOADED)
    assert (report.exit_code, len(report.files)) == (0, 3)
    yield store
    store.close()


def contributions(store: Store) -> set[tuple[object, ...]]:
    """Give project, milestone and what is served, of every contribution."""
    found = [view(store).project(key) for key in (MINE_KEY, OTHER_KEY, ROAD_KEY)]
    rows = [row for each in found if each for row in each.contributions.to_dict("records")]
    return {(row["project"], row["milestone"], row["serves"]) for row in rows}


def shown(store: Store) -> dict[str, object]:
    """Give the map of the API without what numbers the loads."""
    numbers = {"source_revision", "schedule_feed"}
    return {
        kind: [{name: value for name, value in row.items() if name not in numbers} for row in part]
        if isinstance(part, list)
        else part
        for kind, part in get(client(store), "map").items()
    }


def test_links_by_short_name_name_and_activity_are_resolved(whole: Store):
    marks = view(whole).milestones().reset_index(names="key").set_index("name")["key"]
    assert contributions(whole) == {
        (MINE_KEY, marks["FID contracts (11) finalised"], "K1"),
        (MINE_KEY, marks[LONG], "K2"),
        (MINE_KEY, marks["FID"], "F1"),
        (ROAD_KEY, None, "K3"),
        (ROAD_KEY, None, "C1"),
        (OTHER_KEY, None, "K2"),
    }
    unresolved = view(whole).history().unresolved
    assert unresolved[unresolved["feed_name"] == "register"].empty


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])  # the register first, between and last
def test_the_order_of_loading_does_not_matter(whole: Store, register: Path, tmp_path: Path, order: tuple[int, ...]):
    store = empty_store(tmp_path)
    files = [register, ROAD, MINE]
    for number in order:
        load(store, files[number], as_of=LOADED)
        if number == 0 and order[0] == 0:
            waiting = view(store).history().unresolved
            assert set(waiting["text"]) >= {"10001", "KH 10", "KHANS CONS", "Madagascar Community Development"}
            assert set(waiting["state"]) == {"waiting"}
    assert contributions(store) == contributions(whole)
    assert shown(store) == shown(whole)
    store.close()


@pytest.mark.parametrize(
    ("objective", "projects", "milestones"),
    [
        ("F1", {MINE_KEY}, {"FID", "FID contracts (11) finalised"}),
        ("C1", {MINE_KEY, OTHER_KEY, ROAD_KEY}, {LONG}),
    ],
)
def test_the_map_shows_what_serves_the_selected_objective(
    whole: Store, objective: str, projects: set[str], milestones: set[str]
):
    frames = view(whole, node=Node("objective", objective)).map()
    assert list(frames.bands["name"]) == ["Financial", "Community"]
    served = frames.projects[frames.projects["objective"] == objective]
    assert set(served["project"]) == projects
    assert set(served["status"]) <= {"on_track", "at_risk", "off_track", "done", "not_started", "no_data"}
    assert milestones <= set(frames.milestones["name"])


def test_milestones_have_a_slip_or_say_why_not(whole: Store):
    rows = view(whole).milestones()
    assert len(rows) == 30
    assert (rows["slip_days"].notna() | rows["reason"].notna()).all()
    rows = rows.set_index("name")
    assert tuple(rows.loc[LONG, ["actual", "status", "reason"]]) == ("2025-04-22", "done", "not computed: no baseline")
    assert rows.loc["FID", "forecast"] == "2026-04-15"


def test_a_plan_taken_as_the_baseline_gives_slips(tmp_path: Path):
    sheets = {"Projects": [["key", "schedule_id", "baseline_as_of"], ["P1", "10001", date(2025, 4, 30)]]}
    store = empty_store(tmp_path)
    load(store, MINE, write_xlsx(tmp_path / "projects.xlsx", sheets), as_of=LOADED)
    rows = view(store).milestones(["P1"]).set_index("name")
    assert len(rows) == 30
    assert set(rows["slip_days"]) == {0.0}
    assert (rows.loc["FID", "baseline"], rows.loc["FID", "forecast"]) == ("2026-04-15", "2026-04-15")
    store.close()


def test_every_page_answers(whole: Store):
    browser = hold_answers(whole, at_most=10)
    assert len(get(browser, "milestones")) == 30
    (road,) = [row for row in get(browser, "projects") if row["key"] == ROAD_KEY]
    assert (road["name"], road["tasks"], road["milestones"], road["currency"]) == ("KHANS CONS", 51, 0, "INR")


def test_the_figure_draws_both(whole: Store):
    selection = view(whole, node=Node("objective", "C1"))
    drawing = drawn(selection.map(), selection.selection, "wide")
    texts = str(drawing.elements)
    assert "KHANS CONS" in texts and "Post LOS Schedule" in texts
    assert len(drawing.elements) <= 500
