"""How long a browser works to show every page, gone to from another one, at 20, 500 and 5,000 projects.

What is measured is processor time of the browser's page until everything on it is there, its pictures, tables and later
parts too. Most of it is spent in Plotly, AG Grid and Cytoscape; while every element of HTML was a component of Dash it
was 3 s for a project, 8 to 9 s for the portfolio and a KPI, 38 s for an objective, and minutes for the alignment.
"""

from playwright.sync_api import Page, expect

from dashboard.app import create_app, is_page
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from tests.benchmarks.bench_pages import of_pages
from tests.benchmarks.conftest import NOW, Portfolio
from tests.benchmarks.painting import Painting
from tests.browser.conftest import serving

SECONDS = 2.0  # 0.1 to 1.1 where nothing else runs
FROM = "/decisions"
SETTLED_MS = 1500  # in which pictures, tables and later parts come
COMING = "#content .waiting:not(.side-panel *)"


def test_every_page_is_shown_quickly_in_a_browser(portfolio: Portfolio, page: Page) -> None:
    projects, store, _ = portfolio
    found = of_pages(View(store, Selection(), NOW))
    addresses = {name: first for name, (first, *_) in found.items() if is_page(first)}
    painting = Painting(page)
    slow = []
    print(f"\n{projects} projects{'seconds':>20}{'scripts':>9}{'layout':>8}{'elements':>10}")
    with serving(create_app(store, Settings(now=NOW)).server) as at:
        for name, address in addresses.items():
            page.goto(at + FROM)
            page.wait_for_load_state("networkidle")
            painting.begin()
            page.evaluate("href => throughline.go(href)", address)
            page.locator("[data-ready=true]" if name == "map" else f"#{name}-body > *:not(.waiting)").first.wait_for()
            expect(page.locator(COMING)).to_have_count(0)
            page.wait_for_timeout(SETTLED_MS)
            took, elements = painting.spent(), page.locator("#content *").count()
            print(f"{name:20}{took['Task']:17.2f}{took['Script']:9.2f}{took['Layout']:8.2f}{elements:10}")
            if took["Task"] > SECONDS:
                slow.append(name)
    assert not slow
