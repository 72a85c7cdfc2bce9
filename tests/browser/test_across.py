"""The pages of alignment and changes in a browser: they fit, fetch their rows, and say nothing on the console."""

from playwright.sync_api import expect


def test_the_matrix_fetches_its_rows_and_no_page_is_wider_than_a_phone(demo, visit, page):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(f"{demo}/alignment")
    grid = page.locator("#alignment-matrix")
    grid.scroll_into_view_if_needed()
    expect(grid.get_by_role("link", name="Showroom and brand centre")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_another_moment_is_one_click_away_and_stands_in_the_address(demo, visit, page):
    visit(f"{demo}/changes")
    expect(page.locator(".lead")).to_contain_text("Shorten order to delivery went from at risk to off track.")
    page.get_by_role("link", name="31 May 2026").click()
    expect(page).to_have_url(f"{demo}/changes?from=1&to=6")
    expect(page.locator(".moments strong")).to_have_text("31 May 2026 to 31 Oct 2026")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_cell_of_the_heatmap_opens_by_key_and_the_address_keeps_what_is_shown(demo, visit, page):
    visit(f"{demo}/resources?step=month&weeks=26")
    page.locator(".heat-table td[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".heat-tip")).to_contain_text("Marta Oyelund, Nov 2026: ")
    page.keyboard.press("Enter")
    expect(page.locator(".side-panel h2")).to_have_text("Marta Oyelund")
    expect(page).to_have_url(f"{demo}/resources?step=month&weeks=26&cell=2026-11-01%3Am.oyelund%40tarnholm.example")
    page.keyboard.press("Escape")
    expect(page.locator(".side-panel")).to_be_hidden()
    expect(page.locator(".heat-table td[tabindex='0']")).to_be_focused()
    page.get_by_role("link", name="By department").click()
    expect(page.locator(".heat-table")).to_have_attribute("aria-label", "Load by month and department")
    page.evaluate("throughline.write('as_of', '2026-10-31')")
    expect(page).to_have_url(f"{demo}/resources?step=month&weeks=26&group=department&as_of=2026-10-31")
    expect(page.locator(".heat-table")).to_have_attribute("aria-label", "Load by month and department")


def test_load_fits_a_phone_and_leads_to_the_page_of_a_person(demo, visit, page):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(f"{demo}/resources")
    page.locator(".heat-table").get_by_role("link", name="Marta Oyelund").click()
    expect(page.locator("#content h1")).to_have_text("Marta Oyelund")
    expect(page.locator(".heat-table td")).to_have_count(13)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
