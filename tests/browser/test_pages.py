"""The pages of objectives, KPIs, projects and loads in a browser, at a desk, on a projector and on a phone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.settings import Settings
from tests.browser.conftest import serving
from tests.browser.screens import SIZES, fits, resize
from tests.dashboard.pages.story import EVIL, TASKS, story_store

PAGES = ("/objective/O1", "/kpi/K1", "/project/P1", "/loads?load=2")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard of the story, on 4 Nov 2026."""
    store = story_store(tmp_path_factory.mktemp("story"))
    now = datetime(2026, 11, 4, 9, tzinfo=UTC)
    with serving(create_app(store, Settings(title="Tarnholm", now=now)).server) as address:
        yield address
    store.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(story, visit, page, path):
    resize(page, "phone")
    visit(story + path)
    expect(page.locator(".section").first).to_be_visible()
    for size in SIZES:
        fits(page, size)


@pytest.mark.parametrize("path", PAGES)
def test_headings_come_in_order_and_everything_has_a_name(story, visit, page, path):
    visit(story + path)
    expect(page.locator(".section").first).to_be_visible()
    levels = page.locator("#content h1, #content h2, #content h3").evaluate_all(
        "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.locator("#content a").evaluate_all("all => all.filter(one => !one.textContent.trim()).length") == 0
    nameless = "all => all.filter(one => !one.caption || !one.caption.textContent).length"
    assert page.locator("#content table").evaluate_all(nameless) == 0
    unscoped = "all => all.filter(one => !one.hasAttribute('scope')).length"
    assert page.locator("#content table th").evaluate_all(unscoped) == 0


@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_embedded_without_the_frame(story, visit, page, path):
    visit(story + "/embed" + path)
    expect(page.locator(".section").first).to_be_visible()
    expect(page.locator(".rail")).to_have_count(0)
    inner = page.locator("#content a:not([target]):not([download])").evaluate_all(
        "all => all.map(one => one.getAttribute('href')).filter(href => !href.startsWith('/embed/'))"
    )
    assert inner == []


def test_one_walks_from_an_objective_to_the_row_of_the_file(story, visit, page):
    visit(story + "/objective/O1?as_of=2026-10-31")
    page.get_by_role("link", name="Order-to-delivery time").first.click()
    expect(page).to_have_url(f"{story}/kpi/K1?as_of=2026-10-31")
    expect(page.locator("h1")).to_have_text("Order-to-delivery time")
    page.get_by_role("link", name="register.xlsx, Readings, row 3").click()
    expect(page).to_have_url(f"{story}/loads?as_of=2026-10-31&load=2")
    expect(page.get_by_role("heading", name="Load 2: register.xlsx")).to_be_visible()


def test_markup_of_an_export_is_shown_as_it_was_written(story, visit, page):
    visit(story + "/objective/O1")
    expect(page.get_by_text(EVIL).first).to_be_visible()
    assert page.locator("#content b").count() == 0


def test_tasks_are_fetched_as_one_scrolls(story, visit, page):
    asked = []
    page.on("request", lambda one: asked.append(one.post_data) if "getRowsRequest" in (one.post_data or "") else None)
    visit(story + "/project/P1")
    grid = page.locator("#project-tasks")
    grid.scroll_into_view_if_needed()
    expect(grid.get_by_text("Task 0", exact=True)).to_be_visible()
    viewport = grid.locator(".ag-body-viewport")
    viewport.evaluate(f"one => one.scrollTo(0, {TASKS - 5} * 36)")
    expect(grid.get_by_text(f"Task {TASKS - 1}", exact=True)).to_be_visible()
    assert 2 <= len(asked) <= 4


def test_the_rejections_of_a_load_are_fetched_for_that_load(story, visit, page):
    visit(story + "/loads")
    grid = page.locator("#loads-rejections")
    grid.scroll_into_view_if_needed()
    expect(grid.get_by_text("fault 0: not a number; write one")).to_be_visible()
    page.locator("#loads-history").get_by_role("link", name="line.xer").click()
    expect(page.get_by_role("heading", name="Load 1: line.xer")).to_be_visible()
    expect(page.get_by_text("Nothing was rejected.")).to_be_visible()


def test_a_chart_has_its_table_one_key_away(story, visit, page):
    visit(story + "/project/P1")
    summary = page.get_by_text("Expenditure by month, EUR, as a table")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Expenditure by month, EUR")).to_be_visible()


def test_the_curve_follows_the_theme(story, visit, page):
    page.emulate_media(color_scheme="dark")
    visit(story + "/kpi/K1")
    paper = page.locator(".curve .main-svg").first
    expect(paper).to_be_visible()
    assert "rgb(28, 34, 41)" in (paper.get_attribute("style") or "")


def test_an_unknown_key_says_what_to_do(story, visit, page):
    visit(story + "/kpi/nothing")
    expect(page.get_by_role("heading", name="There is no such KPI")).to_be_visible()
    page.locator("#content").get_by_role("link", name="Go to the map").click()
    expect(page).to_have_url(story + "/")


def test_the_heading_has_the_focus_after_a_click_on_a_name(story, visit, page):
    visit(story + "/objective/O1")
    page.get_by_role("link", name="Order-to-delivery time").first.click()
    expect(page.locator("h1")).to_have_text("Order-to-delivery time")
    expect(page.locator("h1")).to_be_focused()
