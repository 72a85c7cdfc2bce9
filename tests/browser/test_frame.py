"""The frame in a browser: the address, keys, colours, live data; silent, local and within reach."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from data.store import Store
from tests.browser.screens import SIZES, fits, resize
from tests.dashboard.stores import STRATEGY, load_records

Visit = Callable[[str], Page]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_every_screen_in_both_colours(visit: Visit, page: Page, site: str, scheme: str):
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    resize(page, "phone")
    for path in ("/loads", "/sample?node=objective:O1", "/embed/objective/O1"):
        visit(site + path)
        for size in SIZES:
            fits(page, size)
        assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == scheme
        assert page.evaluate("document.fonts.check('14px Inter')")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(20, 24, 29)" if scheme == "dark" else "rgb(246, 247, 249)")


def test_everything_to_press_is_large_enough_and_has_a_name(visit: Visit, page: Page, site: str):
    for size in ("desk", "phone"):
        resize(page, size)
        visit(f"{site}/sample?node=objective:O1")
        small = page.evaluate(
            """[...document.querySelectorAll(".frame :is(a, button)")].filter(each => each.checkVisibility())
            .filter(each => !each.closest(".grid, p, #sample-body, .skip, .js-plotly-plot") && !each.matches(".skip"))
            .map(each => [each.outerHTML, each.getBoundingClientRect()])
            .filter(([_, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
        assert small == []
    nameless = page.evaluate(
        """[...document.querySelectorAll(".frame button")].filter(each => !each.textContent.trim()
        && !each.getAttribute("aria-label") && each.checkVisibility()).map(each => each.outerHTML)"""
    )
    assert nameless == []


def test_the_next_page_gets_the_focus_though_the_last_one_is_still_drawn(visit: Visit, page: Page, site: str):
    visit(f"{site}/sample")
    page.get_by_role("link", name="Loads", exact=True).evaluate(
        "link => { link.click(); document.getElementById('content').append(document.createElement('i')); }"
    )
    expect(page.locator("#loads-title")).to_be_focused()


def test_a_link_changes_the_page_without_loading_it_again_and_back_returns(visit: Visit, page: Page, site: str):
    visit(f"{site}/sample?as_of=2026-11-01")
    page.evaluate("window.notLoadedAgain = true")
    page.get_by_role("link", name="Loads", exact=True).click()
    expect(page).to_have_url(f"{site}/loads?as_of=2026-11-01")
    expect(page.locator("h1")).to_be_focused()
    assert page.title() == f"{page.locator('h1').text_content()} · Brightwater"
    assert page.get_by_role("link", name="Loads", exact=True).get_attribute("aria-current") == "page"
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sample")
    expect(page.locator("#as-of")).to_contain_text("As of 1 Nov 2026")
    assert page.evaluate("window.notLoadedAgain")


def test_a_filter_changes_the_address_and_the_address_the_filter(visit: Visit, page: Page, site: str):
    visit(f"{site}/sample?status=at_risk")
    expect(page.locator("#sample-body")).to_contain_text("2 objectives, at_risk")
    page.locator(".mantine-MultiSelect-input").click()
    page.get_by_role("option", name="off_track").click()
    expect(page).to_have_url(f"{site}/sample?status=at_risk&status=off_track")
    expect(page.locator("#sample-body")).to_contain_text("at_risk, off_track")
    page.go_back()
    expect(page.locator("#sample-body")).to_have_text(re.compile(r"objectives, at_risk(?!,)"))
    expect(page.locator(".mantine-Pill-root")).to_have_text(["at_risk"])


def test_a_select_shows_some_of_many_options_counts_the_rest_and_finds_it_by_typing(
    visit: Visit, page: Page, site: str
):
    visit(f"{site}/sample")
    field = page.get_by_role("textbox", name="Status")
    field.click()
    options = page.get_by_role("option")
    expect(options).to_have_count(101)
    expect(options.last).to_have_text("4\u2009906 more: type a part of the name")
    page.keyboard.type("option 499")
    expect(options).to_have_count(11)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/sample?status=option+499")
    expect(page.locator(".mantine-Pill-root")).to_have_text(["option 499"])
    page.get_by_role("button", name="Status: clear").click()
    expect(page.locator(".mantine-Pill-root")).to_have_count(0)
    expect(page).to_have_url(f"{site}/sample")


def test_the_panel_follows_the_node_in_the_address_and_closes_with_escape(visit: Visit, page: Page, site: str):
    visit(f"{site}/sample")
    panel = page.get_by_role("complementary", name="Details")
    expect(panel).to_be_hidden()
    opener = page.get_by_role("link", name="Grow with services")
    opener.focus()
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("objective:O1")
    expect(page).to_have_url(f"{site}/sample?node=objective%3AO1".replace("%3A", ":"))
    assert panel.evaluate("each => each.getBoundingClientRect().width") == 420
    page.get_by_role("link", name="skilled").click()
    expect(panel).to_contain_text("objective:O2")
    panel.get_by_role("button", name="Close the details").focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page).to_have_url(f"{site}/sample")
    expect(page.get_by_role("link", name="skilled")).to_be_focused()


def test_the_search_is_one_key_away_and_needs_no_mouse(visit: Visit, page: Page, site: str):
    visit(f"{site}/loads?as_of=2026-11-01")
    page.keyboard.press("Control+k")
    page.keyboard.type("ser")
    expect(page.locator(".answers a")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Grow with services")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/objective/O1?as_of=2026-11-01")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_as_of_date_is_picked_and_given_back(visit: Visit, page: Page, site: str):
    visit(f"{site}/loads")
    page.locator("#as-of").click()
    page.get_by_role("button", name="2 November 2026", exact=True).click()
    expect(page).to_have_url(f"{site}/loads?as_of=2026-11-02")
    page.get_by_role("button", name="Back to now").click()
    expect(page).to_have_url(f"{site}/loads")


def test_the_first_key_leads_past_the_frame(visit: Visit, page: Page, site: str):
    visit(f"{site}/loads")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert [page.get_by_role(role).count() for role in ("banner", "navigation", "main")] == [1, 1, 1]


def test_a_choice_of_colours_holds_from_before_the_first_drawing(visit: Visit, page: Page, site: str):
    visit(f"{site}/sample")
    expect(page.locator(".gtitle")).to_have_text("drawn in light, usual")
    page.get_by_role("button", name="Colours").click()
    page.get_by_text("Dark", exact=True).click()
    page.get_by_text("Blue–orange").click()
    expect(page.locator(".gtitle")).to_have_text("drawn in dark, blue-orange")
    page.route("**/_dash-layout", lambda route: None)  # which never comes
    page.goto(f"{site}/sample")
    root = page.locator("html")
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(root).to_have_attribute("data-statuses", "blue-orange")


def test_a_new_load_reaches_an_open_page(visit: Visit, page: Page, fresh: tuple[Store, str]):
    store, site = fresh
    visit(f"{site}/sample")
    expect(page.locator("h1")).to_have_text("Nothing has been loaded yet")
    load_records(store, STRATEGY[:3], title="strategy.xlsx")
    expect(page.locator("#sample-body")).to_contain_text("1 objectives")
    page.evaluate("window.notLoadedAgain = true")
    load_records(store, STRATEGY, title="strategy-2.xlsx")
    expect(page.locator("#sample-body")).to_contain_text("2 objectives")
    expect(page.locator("#live")).to_have_text("New data: strategy-2.xlsx, loaded just now.")
    assert page.evaluate("window.notLoadedAgain")


def test_text_from_a_file_is_text(visit: Visit, page: Page, site: str):
    visit(f"{site}/sample")
    expect(page.get_by_role("link", name="Keep <b>skilled</b> people")).to_be_visible()
    expect(page.get_by_role("gridcell", name="Line <b>0</b>")).to_be_visible()
    page.get_by_role("link", name="Line <b>0</b>").click()
    expect(page).to_have_url(f"{site}/project/P0")
