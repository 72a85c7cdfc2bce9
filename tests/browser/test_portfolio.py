"""The pages of all projects and of what is missing, in a browser."""

import re

from playwright.sync_api import expect


def test_the_switch_leaves_the_mission_critical_projects_and_the_address_says_so(demo, visit, page):
    visit(demo + "/portfolio")
    table = page.locator("#portfolio-table")
    expect(table.get_by_role("link", name="New assembly line, Vellin plant")).to_be_visible()
    expect(table.get_by_text("green – disagrees").first).to_be_visible()
    expect(
        table.locator('.course-marks[aria-label^="31 May 2026 on track, 30 Jun 2026 at risk"]').first
    ).to_be_visible()
    expect(page.locator(".bubbles .scatterlayer .points path")).to_have_count(15)
    page.get_by_text("Mission critical only").click()
    expect(page.locator(".lead")).to_contain_text("4 of 20 projects: 2 off track.")
    assert page.url.endswith("?critical=yes")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_manager_leads_to_his_rows_and_his_workbook(demo, visit, page):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(demo + "/missing")
    page.get_by_role("link", name="Gil Marchetti-Roe").click()
    expect(page.locator("#missing-table").get_by_role("link", name="Showroom and brand centre")).to_be_visible()
    workbook = page.get_by_role("link", name="Workbook to fill in").first
    expect(workbook).to_have_attribute("href", re.compile("owner="))  # all rows stand there until his are drawn
    with page.expect_download() as download:
        workbook.click()
    assert download.value.suggested_filename == "missing SAL Gil Marchetti-Roe.xlsx"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
