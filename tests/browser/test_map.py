"""The strategy map of the sample portfolio, as people use it: by pointer, by keys, and by its address."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard import demonstration
from dashboard.figures.strategy_map import sizes

Visit = Callable[[str], Page]

CY = "[...document.querySelectorAll('#map-canvas, #map-canvas div')].find(one => one._cyreg)._cyreg.cy"


@pytest.fixture
def opened(page: Page, demo: str) -> Visit:
    """Open an address of the demo and wait until the map is drawn."""

    def opened(address: str) -> Page:
        page.goto(demo + address)
        expect(page.locator("#map-canvas [data-ready=true], #map-canvas[data-ready=true]").first).to_be_attached()
        return page

    return opened


def place(page: Page, subject: str) -> tuple[float, float]:
    """Give where an element of the map stands on the screen."""
    where = page.evaluate(
        f"""subject => {{
            const cy = {CY};
            const node = cy.nodes().filter(one => one.data('subject') === subject && one.visible()).first();
            const box = cy.container().getBoundingClientRect(), at = node.renderedBoundingBox({{includeLabels: false}});
            return [box.left + (at.x1 + at.x2) / 2, box.top + at.y1 + (at.y2 - at.y1) / 5];
        }}""",
        subject,
    )
    return where[0], where[1]


def classes(page: Page, subject: str) -> list[str]:
    return page.evaluate(
        f"subject => {CY}.nodes().filter(one => one.data('subject') === subject).first().classes()", subject
    )


def test_at_first_sight_every_objective_is_readable_from_the_last_row(opened: Visit, page: Page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    opened("/")
    smallest: Any = page.evaluate(
        f"{CY}.zoom() * Math.min(...{CY}.$('node.card').map(one => one.numericStyle('font-size')))"
    )
    assert smallest >= 18
    assert page.evaluate(f"{CY}.$('node.kpi').filter(one => one.visible()).length") == 0
    assert page.evaluate(f"{CY}.$('node.card').length") == 18
    expect(page.locator("#map-summary")).to_have_text("18 objectives: 8 on track, 8 at risk, 2 off track.")


def test_kpis_appear_on_nearing(opened: Visit, page: Page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    opened("/")
    button = page.get_by_role("button", name="Zoom in")
    while page.evaluate(f"{CY}.zoom()") < sizes.NEAR_ZOOM:
        button.click()
    assert page.evaluate(f"{CY}.$('node.kpi').filter(one => one.visible()).length") == 41
    page.get_by_role("button", name="Zoom to fit").click()
    assert page.evaluate(f"{CY}.$('node.kpi').filter(one => one.visible()).length") == 0


def test_a_click_lights_the_throughline_and_opens_the_panel_and_a_second_one_the_page(opened: Visit, page: Page):
    opened("/")
    page.mouse.click(*place(page, "objective:I1"))
    expect(page).to_have_url(re.compile(r"node=objective:I1|node=objective%3AI1"))
    panel = page.locator("#map-panel")
    expect(panel).to_contain_text("Shorten order to delivery")
    expect(panel).to_contain_text("Order-to-delivery time")
    expect(panel).to_contain_text("register.xlsx")
    page.wait_for_timeout(300)
    assert "lit" in classes(page, "objective:C3")
    assert "faded" in classes(page, "objective:C5")
    page.mouse.click(*place(page, "objective:I1"))
    expect(page).to_have_url(re.compile(r"/objective/I1$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"node="))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile(r"node="))


def test_the_address_says_what_is_filtered_and_what_is_collapsed(opened: Visit, page: Page):
    opened("/?status=off_track&collapsed=perspective:L")
    expect(page.locator("#map-summary")).to_have_text(re.compile("^2 objectives: 2 off track"))
    expect(page.locator("#map-remarks")).to_contain_text("16 objectives are left out by the filters.")
    opened("/?collapsed=perspective:L")
    assert page.evaluate(f"{CY}.$('node.card').length") == 18 - 4 + 1


def test_as_of_an_earlier_day_the_map_is_as_it_was_then(opened: Visit, page: Page):
    opened("/?as_of=2026-09-30")
    expect(page.locator("#map-summary")).to_have_text(re.compile("7 on track, 10 at risk, 1 off track"))


def test_the_tree_says_the_same_and_is_walked_by_keys(opened: Visit, page: Page):
    opened("/")
    tree = page.get_by_role("tree")
    expect(tree.get_by_role("treeitem").filter(has_text="Shorten order to delivery").last).to_be_attached()
    tree.locator("[role=treeitem][tabindex='0']").focus()
    assert page.evaluate("document.activeElement.innerText.split('\\n')[0]").lower().startswith("financial")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("node=objective"))


def test_the_focus_stays_on_what_was_chosen_in_the_tree_and_what_was_folded_stays_folded(opened: Visit, page: Page):
    opened("/")
    page.locator("[role=treeitem][tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=treeitem]:focus").get_attribute("data-node")
    page.keyboard.press("Enter")
    expect(page.locator("#map-panel h2").first).to_be_visible()
    expect(page.locator(f"[role=treeitem][data-node='{chosen}']").first).to_be_focused()
    expect(page.locator("[role=treeitem]").first).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("node="))
    page.wait_for_timeout(500)
    expect(page.locator(f"[role=treeitem][data-node='{chosen}']").first).to_be_focused()


def test_an_embedded_map_has_no_frame_and_a_phone_shows_it_to_its_width(opened: Visit, page: Page):
    opened("/embed/map")
    expect(page.locator(".rail")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    opened("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(f"{CY}.zoom()") >= 0.4


def test_the_browser_shows_kpis_from_the_zoom_that_the_figure_means():
    script = (Path(demonstration.__file__).parents[1] / "assets" / "map.js").read_text(encoding="utf-8")
    assert f"NEAR_ZOOM = {sizes.NEAR_ZOOM};" in script
