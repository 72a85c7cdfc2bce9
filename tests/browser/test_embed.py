"""Embedded views in the page of another origin."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.settings import Settings
from data.store import Store
from tests.browser.conftest import Heard, dashboard, serving

HOST = """<!DOCTYPE html><title>Intranet</title><link rel="icon" href="data:,">
<iframe src="{view}" width="{width}"></iframe>
<script>addEventListener("message", event => {{
  if (event.source === frames[0]) document.querySelector("iframe").height = event.data.throughline.height;
}});</script>"""


class Intranet:
    """A page of another origin with one frame."""

    view, width = "", 800

    def __call__(self, environ, start_response):
        """Answer the page."""
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [HOST.format(view=self.view, width=self.width).encode()]


@pytest.fixture
def intranet() -> Iterator[tuple[Intranet, str]]:
    """The page around, and its address; localhost is another origin than 127.0.0.1."""
    page = Intranet()
    with serving(page) as address:
        yield page, address.replace("127.0.0.1", "localhost")


def test_a_named_origin_shows_a_view_bare_and_as_high_as_it_is(
    page: Page, filled: Store, intranet: tuple[Intranet, str], heard: Heard
):
    around, address = intranet
    with dashboard(filled, Settings(embed_origins=(address,))) as site:
        around.view = f"{site}/embed/sample"
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text("Sample")
        expect(frame.locator("#sample-body")).to_contain_text("2 objectives")
        assert frame.locator("header, nav, dialog").count() == 0
        assert frame.get_by_role("link", name="Sample", exact=True).get_attribute("href") == "/sample"
        expect(page.locator("iframe")).to_have_attribute("height", re.compile(r"[3-9]\d\d"))
        # With the keyboard: a click would wait for two pictures of a frame that a busy machine does not draw.
        frame.get_by_role("link", name="Grow with services").press("Enter")
        expect(frame.get_by_role("complementary")).to_contain_text("objective:O1")
    heard.said = [said for said in heard.said if "localhost" not in said]


def at_rest(page: Page) -> bool:
    """Say whether the frame keeps its height for a second, and what is in it has that height."""
    before = page.locator("iframe").evaluate("frame => frame.clientHeight")
    page.wait_for_timeout(1000)
    inner = page.frame_locator("iframe").locator("html").evaluate("html => html.scrollHeight")
    return before == inner == page.locator("iframe").evaluate("frame => frame.clientHeight")


@pytest.mark.parametrize("width", [500, 800])
def test_a_frame_as_high_as_the_map_and_its_panel_comes_to_rest(
    page: Page, filled: Store, intranet: tuple[Intranet, str], heard: Heard, width: int
):
    around, address = intranet
    with dashboard(filled, Settings(embed_origins=(address,))) as site:
        around.view, around.width = f"{site}/embed/map?node=objective:O1", width
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("complementary")).to_contain_text("Grow with services")
        expect(frame.locator("#content .waiting")).to_have_count(0)
        assert any(at_rest(page) for _ in range(20))
        if width == 500:  # the panel is below the map
            frame.get_by_role("tree").get_by_role("link", name="Service revenue").press("Enter")
            panel = frame.get_by_role("complementary")
            expect(panel.get_by_role("heading", name="Service revenue")).to_be_in_viewport()
    heard.said = [said for said in heard.said if "localhost" not in said]


def test_any_other_origin_is_refused(browser: Browser, site: str, intranet: tuple[Intranet, str]):
    around, address = intranet
    around.view = f"{site}/embed/sample"
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("refused to connect")
    assert any("frame-ancestors" in line for line in said)
    page.close()
