"""How long the server works for what a browser asks of every page, over many keys, at 20, 500 and 5,000 projects.

What is measured is every callback of a page that runs in Python, sent to the application as a browser sends it, as
processor time of the server. Nothing is warmed but the libraries: the first answer of a page for a moment, in which it
reads the whole portfolio, counts like the others, and stands beside them. Each is asked of two servers, because
whatever else runs on the machine disturbs some; the quicker one tells its time.
"""

import gc
import random
import time
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from dash import Dash

from dashboard.app import create_app
from dashboard.pages import PAGES, name_of
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from tests.benchmarks.bench_map import addresses, percentile
from tests.benchmarks.conftest import NOW, Portfolio
from tests.dashboard.callbacks import fire, server_side

MS = 100
KEYS = 12  # of each kind of page
ROWS = [
    {"startRow": first, "endRow": first + 100, "sortModel": sort, "filterModel": {}}
    for first, sort in ((0, []), (100, []), (0, [{"colId": "name", "sort": "asc"}]))
]
SORTED = ("portfolio-table", "missing-table", "project-tasks")  # the tables of pages that sort by a name
SEARCHED = ("cost", "P1", "line")


class Asked(NamedTuple):
    """A callback, and what a browser sends to it."""

    page: str
    output: str
    given: list[Any]


def asked(app: Dash, pages: dict[str, list[str]]) -> Iterator[Asked]:
    """Give what browsers ask at addresses of pages, of each first the page, then its tables and pictures."""
    every = server_side(app)
    for page, found in pages.items():
        mine = [output for output in every if output.removeprefix("..").startswith(f"{page}-")]
        for address in found:
            for output in sorted(mine, key=lambda one: "getRows" in one or "pictures" in one):
                for request in ROWS if "getRows" in output else ROWS[:1]:
                    if not request["sortModel"] or output.split(".")[0] in SORTED:
                        yield Asked(page, output, list(_given(app, output, address, request)))
            for output in ("content.children", "problems.children", "freshness.children"):
                yield Asked("frame", output, list(_given(app, output, address, ROWS[0])))
    for text in SEARCHED:
        yield Asked("frame", "answers.children", [text])


def _given(app: Dash, output: str, address: str, request: dict[str, Any]) -> Iterator[Any]:
    """Give the values of the inputs and states of a callback at an address."""
    declared = app.callback_map[output]
    known = {"address": {"at": address}, "filters": {"at": address}, "theme": {}, "map-size": "wide"}
    for one in [*declared["inputs"], *declared["state"]]:
        if one["property"] == "getRowsRequest":
            yield request
        elif one["id"] == "location":
            yield address.partition("?")[0] if one["property"] == "pathname" else ""
        else:
            yield known.get(one["id"])


def of_pages(view: View) -> dict[str, list[str]]:
    """Give addresses of every page: of those with a key many keys, of the others their filters."""
    pick = random.Random(2)

    def some(page: str, keys: list[str]) -> list[str]:
        return [f"/{page}/{quote(key)}" for key in pick.sample(keys, min(KEYS, len(keys)))]

    choices = view.choices()
    departments = [f"?department={quote(key)}" for key in list(choices["department"])[:KEYS]]
    on_map = [found[:3] for found in addresses(view).values()]
    found = {
        "map": [address for few in on_map for address in few],
        "objective": some("objective", list(view.objectives().index)),
        "kpi": some("kpi", list(view.kpis().index)),
        "project": some("project", view.keys("project")),
        "loads": ["/loads", "/loads?node=load:1"],
    }
    statuses = [f"?status={status}" for status in ("off_track", "at_risk")]
    for page in (name_of(page) for page in PAGES):
        if page not in found and page in choices:
            found[page] = some(page, list(choices[page]))
        elif page not in found:
            found[page] = [f"/{page}{filters}" for filters in ("", *statuses, *departments)]
    found["portfolio"] += ["/portfolio?critical=yes", "/portfolio?recommendation=invest", "/portfolio?across=cpi"]
    return found


def ask(app: Dash, one: Asked) -> float:
    """Give the milliseconds that a server takes for a callback."""
    start = time.process_time()
    response = fire(app.server.test_client(), app, one.output, *one.given)
    spent = 1000 * (time.process_time() - start)
    assert response.status_code in (200, 204), (one, response.get_data(as_text=True))
    return spent


def test_every_page_is_answered_within_100_ms(portfolio: Portfolio) -> None:
    projects, store, _ = portfolio
    pages = of_pages(View(store, Selection(), NOW))
    warm = create_app(store, Settings(now=NOW))
    for one in asked(warm, {page: found[:1] for page, found in pages.items()}):
        fire(warm.server.test_client(), warm, one.output, *one.given)  # the first of all loads libraries
    del warm
    apps = [create_app(store, Settings(now=NOW)) for _ in range(2)]
    gc.collect()
    gc.freeze()  # what the load left in this process is no work of a server
    took: dict[str, list[float]] = {}
    slowest: dict[str, tuple[float, str]] = {}
    for one in asked(apps[0], pages):
        spent = min(ask(app, one) for app in apps)
        took.setdefault(one.page, []).append(spent)
        slowest[one.page] = max(slowest.get(one.page, (0.0, "")), (spent, one.output[:60]))
    print(f"\n{projects} projects{'answers':>16}{'median ms':>11}{'95 % ms':>9}{'most ms':>9}")
    for page, times in {**took, "all of these": [one for each in took.values() for one in each]}.items():
        longest, output = slowest.get(page, (max(times), ""))
        print(
            f"{page:20}{len(times):13}{percentile(times, 0.5):11.0f}{percentile(times, 0.95):9.0f}{longest:9.0f}  "
            f"{output}"
        )
    for page, times in took.items():
        assert percentile(times, 0.95) <= MS, page
