"""How long the server works for the map of 5,000 projects, how large its answers are, and how both grow.

What is measured is what a browser asks for: the callback that draws the map, sent to the application, as processor time
of the server. Every address is new to it, so that no picture is remembered; then one is asked for again. Each is asked
for twice, for two screens, because whatever else runs on the machine disturbs some.
"""

import gc
import gzip
import json
import random
import time
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from tests.benchmarks.conftest import NOW, Portfolio
from tests.dashboard.callbacks import fire

MS, ELEMENTS, KB = 100, 500, 150
OF_EACH = 12  # addresses of each kind


class Server(NamedTuple):
    """An application over a store of so many projects, and the addresses of its map that people ask for."""

    projects: int
    app: Dash
    client: FlaskClient
    addresses: dict[str, list[str]]


class Answer(NamedTuple):
    """What a callback of the map cost."""

    milliseconds: float
    kilobytes: float
    elements: int


@pytest.fixture(scope="module")
def server(portfolio: Portfolio) -> Server:
    """Serve a sample portfolio."""
    app = create_app(portfolio.store, Settings(now=NOW))
    asked = addresses(View(portfolio.store, Selection(), NOW))
    return Server(portfolio.projects, app, app.server.test_client(), asked)


def addresses(view: View) -> dict[str, list[str]]:
    """Give addresses of every kind: each filter, each kind of node, a search, and two things at once."""
    pick, found = random.Random(1), {"all": ["/"]}
    work = view.contributions()
    nodes = {
        "objective": view.objectives().index,
        "kpi": view.kpis().index,
        "project": sorted({key for key in work["project"] if key}),
        "milestone": sorted({key for key in work["milestone"] if key}),
    }
    for kind, keys in nodes.items():
        found[kind] = [f"/?node={kind}:{quote(key)}" for key in _some(pick, list(keys))]
    for name, values in view.choices().items():
        wanted = values.values() if name == "owner" else values
        found[name] = [f"/?{name}={quote(value)}" for value in _some(pick, list(wanted))]
    found["status"] = [f"/?status={status}" for status in ("off_track", "at_risk", "no_data")]
    found["search"] = ["/?search=cost", "/?search=time"]
    pairs = zip(found["department"], found["objective"], strict=False)
    found["two at once"] = [f"{one}&{other[2:]}" for one, other in pairs]
    return found


def _some(pick: random.Random, values: list[str]) -> list[str]:
    return pick.sample(values, min(OF_EACH, len(values)))


def ask(server: Server, address: str, screens: tuple[str, ...] = ("wide", "desk")) -> Answer:
    """Ask for a map as browsers on several screens do, each new to the server; the quicker one tells its time."""
    output = next(name for name in server.app.callback_map if "map-canvas.elements" in name)
    answers = []
    for screen in screens:
        start = time.process_time()
        response = fire(server.client, server.app, output, {"at": address}, screen)
        body = response.get_data()
        seconds = time.process_time() - start
        assert response.status_code == 200, body
        drawn: dict[str, Any] = json.loads(body)["response"]["map-canvas"]
        answers.append(Answer(1000 * seconds, len(gzip.compress(body, 6)) / 1000, len(drawn["elements"])))
    return Answer(*(choose(values) for choose, values in zip((min, max, max), zip(*answers, strict=True), strict=True)))


def percentile(values: list[float], share: float) -> float:
    """Give the value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def test_a_map_of_any_size_is_drawn_within_100_ms_500_elements_and_150_kb(server: Server):
    ask(server, "/?status=done")  # the first of all loads libraries
    gc.collect()
    gc.freeze()  # what the load left in this process is no work of a server
    drawn = {kind: [ask(server, one) for one in asked] for kind, asked in server.addresses.items()}
    again = [ask(server, server.addresses["two at once"][-1]).milliseconds for _ in range(5)]
    print(f"\n{server.projects} projects{'median ms':>26}{'95 % ms':>9}{'elements':>10}{'kB':>7}")
    every = [answer for answers in drawn.values() for answer in answers]
    for kind, answers in {**drawn, "all of these": every}.items():
        times = [answer.milliseconds for answer in answers]
        print(
            f"{kind:28}{percentile(times, 0.5):9.0f}{percentile(times, 0.95):9.0f}"
            f"{max(a.elements for a in answers):10}{max(a.kilobytes for a in answers):7.0f}"
        )
    print(f"{'asked for again':28}{percentile(again, 0.5):9.0f}")
    assert max(answer.elements for answer in every) <= ELEMENTS
    assert max(answer.kilobytes for answer in every) <= KB
    assert percentile([answer.milliseconds for answer in every], 0.95) <= MS


def test_the_api_answers_a_page_in_well_under_a_second(server: Server):
    asked = ("projects?limit=100", "milestones?limit=100", "people?limit=100", "objectives", "kpis", "projects", "map")
    print(f"\n{server.projects} projects{'ms':>26}{'kB':>9}")
    took = {}
    for path in asked:
        start = time.process_time()
        body = server.client.get(f"/api/v1/{path}").get_data()
        took[path] = time.process_time() - start
        print(f"{'/api/v1/' + path:28}{1000 * took[path]:9.0f}{len(body) / 1000:9.0f}")
    assert max(seconds for path, seconds in took.items() if path not in ("projects", "map")) < 1
