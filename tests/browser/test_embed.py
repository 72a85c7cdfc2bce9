"""Embedded views in the page of another origin."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.settings import Settings
from data.store import Store
from tests.browser.conftest import Heard, dashboard, serving

HOST = """<!DOCTYPE html><title>Intranet</title><link rel="icon" href="data:,">
<iframe src="{view}" width="800"></iframe>
<script>addEventListener("message", event => {{
  if (event.source === frames[0]) document.querySelector("iframe").height = event.data.throughline.height;
}});</script>"""


class Intranet:
    """A page of another origin with one frame."""

    view = ""

    def __call__(self, environ, start_response):
        """Answer the page."""
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [HOST.format(view=self.view).encode()]


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
        frame.get_by_role("link", name="Grow with services").click()
        expect(frame.get_by_role("complementary")).to_contain_text("objective:O1")
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
