"""Names in an export that try to be markup, scripts and links are shown as they were written, and nothing runs."""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from dashboard import ingest
from dashboard.app import create_app
from dashboard.settings import Settings
from data.store import Store
from tests.browser.conftest import serving
from tests.dashboard.conftest import NOW

IMAGE = '<img src=x onerror="window.ran=1">'
SCRIPT = "<script>window.ran=1</script>"
LINK = "javascript:window.ran=1"
ALL = f"{IMAGE}{SCRIPT}[go]({LINK})"

SHEETS: dict[str, list[dict[str, object]]] = {
    "Strategy": [
        {"kind": "organisation", "key": "org", "name": f"{IMAGE} Ltd"},
        {"kind": "vision", "key": "v", "name": ALL},
        {"kind": "mission", "key": "m", "name": ALL},
        {"kind": "perspective", "key": "P", "name": IMAGE},
        {"kind": "theme", "key": "T", "name": SCRIPT},
        {"kind": "objective", "key": "O1", "name": ALL, "parent": "P", "theme": "T", "owner": LINK, "department": IMAGE,
         "description": ALL},
        {"kind": "objective", "key": "O2", "name": LINK, "parent": "P", "owner": SCRIPT},
        {"kind": "objective", "key": "O3", "name": "Odd weight", "parent": "P", "weight": ALL},
    ],
    "Links": [{"from": "O2", "to": "O1", "sign": "+", "strength": "strong", "note": ALL}],
    "KPIs": [
        {"key": "K1", "name": ALL, "objective": "O1", "unit": IMAGE, "better": "higher", "every": "month",
         "owner": LINK, "baseline": 1, "baseline_date": "2026-01-01", "target": 9, "target_date": "2026-12-31",
         "definition": ALL},
    ],
    "Readings": [
        {"kpi": "K1", "date": "2026-09-30", "actual": 4, "note": ALL},
        {"kpi": "K1", "date": "2026-10-31", "actual": 5, "note": LINK},
    ],
    "Projects": [
        {"key": "J1", "name": ALL, "programme": SCRIPT, "department": IMAGE, "manager": LINK, "comment": ALL,
         "reported": "red", "reported_on": "2026-10-31", "budget": 5, "currency": "EUR"},
    ],
    "Milestones": [
        {"project": "J1", "key": "m1", "name": IMAGE, "kind": "milestone", "baseline": "2026-10-01",
         "forecast": "2026-11-30", "note": ALL},
        {"project": "J1", "key": "d1", "name": SCRIPT, "kind": "deliverable", "baseline": "2026-10-01",
         "accepted_by": LINK},
    ],
    "Contributions": [
        {"project": "J1", "milestone": IMAGE, "serves": "K1", "amount": 2, "agreed_by": LINK, "note": ALL},
    ],
    "Money": [{"project": "J1", "month": "2026-09", "kind": "cost", "plan": 5, "actual": 4, "currency": "EUR"}],
    "Risks": [{"key": "R1", "about": "J1", "kind": "threat", "title": ALL, "owner": LINK, "state": "open"}],
}  # fmt: skip

PANELS = dict.fromkeys(("/?node=objective:O1", "/?node=kpi:K1", "/?node=project:J1"), "#map-panel")
SHEETS_OF_PAPER = ("/objective/O1", "/kpi/K1", "/project/J1", "/embed/objective/O1")


def write(folder: Path) -> Path:
    """Write the register as a folder of CSV files, whose name is no better than what is in it."""
    register = folder / IMAGE
    register.mkdir()
    for name, rows in SHEETS.items():
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        with (register / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings)
            writer.writeheader()
            writer.writerows(rows)
    return register


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard of that register, loaded as any other."""
    folder = tmp_path_factory.mktemp("evil")
    store = Store.open(f"sqlite:///{folder / 'store.db'}")
    report = ingest.load(store, [write(folder)], ingest.Options(as_of="2026-10-31"))
    assert [file.rejected for file in report.files] == [1]  # the weight that is no number
    with serving(create_app(store, Settings(title="Tarnholm", now=NOW)).server) as address:
        yield address
    store.close()


def check(page) -> None:
    """Nothing ran, nothing of it is an element, and no link leads anywhere but to our own pages."""
    assert page.evaluate("window.ran") is None
    assert page.locator("img[src='x'], [onerror]").count() == 0
    assert page.evaluate("[...document.scripts].filter(one => one.textContent.includes('ran=1')).length") == 0
    assert (
        page.evaluate("[...document.querySelectorAll('a[href]')].filter(one => !/^https?:/.test(one.href)).length") == 0
    )


def test_markup_of_an_export_runs_nowhere_on_the_map(evil, page):
    for path, panel in {"/": "#map-tree", **PANELS}.items():
        page.goto(evil + path)
        expect(page.locator(panel)).to_contain_text(IMAGE)
        canvas = page.locator("[data-ready=true]").first
        expect(canvas).to_be_attached()
        canvas.hover(position={"x": 400, "y": 200})
        check(page)


def test_markup_of_an_export_runs_nowhere_on_the_pages(evil, visit, page):
    for path in SHEETS_OF_PAPER:
        visit(evil + path)
        expect(page.locator("#content")).to_contain_text(IMAGE)
        check(page)


def test_markup_in_rejected_rows_and_file_names_runs_nowhere(evil, visit, page):
    visit(f"{evil}/loads")
    grid = page.locator("#loads-rejections")
    grid.scroll_into_view_if_needed()
    expect(grid.get_by_text(SCRIPT).first).to_be_visible()
    check(page)


def test_markup_in_the_search_and_in_the_address_runs_nowhere(evil, page):
    page.goto(f"{evil}/?theme={quote(IMAGE)}&node=objective:{quote(SCRIPT)}")
    expect(page.locator("#problems")).to_contain_text(IMAGE)
    page.keyboard.press("Control+k")
    page.keyboard.type("javascript")
    expect(page.locator("#answers")).to_contain_text(LINK)
    check(page)


def test_a_link_among_still_elements_leads_to_a_page_or_nowhere(evil, visit, page):
    visit(f"{evil}/decisions")
    hrefs = [LINK, " java\nscript:window.ran=1", "data:text/html,x", "http://[", "/kpi/K1", "?as_of=3"]
    drawn = page.evaluate(
        """drawn => {
            const box = document.createElement("div");
            const still = React.createElement(throughline.Still, { drawn });
            ReactDOM.flushSync(() => ReactDOM.createRoot(box).render(still));
            document.querySelector("#content").append(box);
            return [...box.children].map(one => [one.textContent, one.getAttribute("href")]);
        }""",
        [["a", {"href": href}, IMAGE] for href in hrefs],
    )
    assert drawn == [[IMAGE, href if href[0] in "/?" else None] for href in hrefs]
    check(page)
