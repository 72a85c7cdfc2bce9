"""How long people take: what a load works out of them, and what pages and answers are made of, for 20 to 5,000 people.

As many projects as people, each a schedule of its own of 20 tasks and 40 assignments over 104 weeks, so that 5,000
people have 200,000 assignments, and most are over capacity in some week. What is measured is processor time; of a load
that of everything about people, its memory as the most that the process ever held.
"""

import gc
import resource
import time
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from dash import Dash
from playwright.sync_api import Page

from dashboard import assess, workloads
from dashboard.app import create_app
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from dashboard.view.conflicts import conflicts_of
from data.commit import Load, commit
from data.export import Delivery
from data.records import (
    Assignment,
    Calendar,
    Contribution,
    Kpi,
    ListEntry,
    Milestone,
    Objective,
    Project,
    Reading,
    Record,
    Resource,
    Task,
)
from data.store import Store
from tests.benchmarks.bench_map import percentile
from tests.benchmarks.bench_pages import Asked, asked
from tests.benchmarks.conftest import NOW, SIZES
from tests.benchmarks.painting import Painting
from tests.browser.conftest import serving
from tests.dashboard.callbacks import fire
from tests.data.loads import delivery

FIRST = date(2026, 11, 2)
WEEKS, TASKS, TEAM = 104, 20, 8
HOURS = 9  # a week of each of the two people on a task; each is on two tasks at once, more or less
SKILLS = ("controls", "hydraulics", "welding", "data", "safety", "planning")
LOAD_SECONDS, LOAD_BYTES = 20, 1.5e9
CHANGE_SECONDS = 1.0
PAGE_MS, PAGE_BYTES = 60, 150_000
ANSWER_MS = 100
# What is not answered within it yet at 5,000 people: it stands in the table, and no more slowly than this.
MISSED_MS = {"conflict-body": 120, "project-body": 125, "conflicts": 150, "lending": 170, "skill-gaps": 120}
HEATMAP, OVERVIEW = "resources-body", "resources-all.children"
OVERVIEW_BYTES = 600_000
PAINT_SECONDS = 1.0  # of processor time
TIMES = 5


class People(NamedTuple):
    """A store of so many people, and the seconds that its first load took for them."""

    people: int
    store: Store
    seconds: float


class Clock:
    """Takes the time of what a load works out of people."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        self._settle = workloads.settle
        patch.setattr(workloads, "settle", self._timed)

    def _timed(self, *given: object) -> object:
        start = time.process_time()
        done = self._settle(*given)  # type: ignore[arg-type]
        self.seconds = time.process_time() - start
        return done


@pytest.fixture(scope="module", params=SIZES)
def people(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Load the schedules of so many people."""
    count = request.param
    store = Store.open(str(tmp_path_factory.mktemp(f"people{count}") / "store.db"))
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(patch)
        put(store, register(count), *(plan(number, count) for number in range(count)))
    yield People(count, store, clock.seconds)
    store.close()


def put(store: Store, *deliveries: Delivery) -> None:
    commit(store, Load(list(deliveries), "a load", as_of="2026-10-31"), assess.assess)


def register(count: int) -> Delivery:
    """Give what the organisation says: people with skills, objectives, and what each project is to bring."""
    kpis = max(count // 8, 4)
    rows: list[Record] = [ListEntry(f"department:d{n}", kind="department", code=f"D{n}") for n in range(12)]
    rows += [
        Resource(
            mail(n), name=f"Person {n}", kind="person", email=mail(n), department=f"D{n % 12}", role=f"Role {n % 30}",
            place="Holm", hours_per_week=40.0, own_time=0.1, cost_per_hour=80.0, currency="EUR",
            skills=f'{{"{SKILLS[n % 6]}": {n % 5 + 1}, "{SKILLS[n % 5]}": 3}}',
        )
        for n in range(count)
    ]  # fmt: skip
    rows += [Objective(f"O{n}", name=f"Objective {n}", weight=1.0) for n in range(max(kpis // 3, 1))]
    rows += [
        Kpi(f"K{n}", name=f"KPI {n}", objective=f"O{n // 3 % max(kpis // 3, 1)}", unit="d", better="lower",
            baseline=20.0, baseline_date="2025-12-31", target=10.0, target_date="2027-12-31", red_flag=15.0)
        for n in range(kpis)
    ]  # fmt: skip
    rows += [Reading(f"K{n}|r", kpi=f"K{n}", date="2026-10-31", actual=18.0) for n in range(kpis)]
    rows += [
        Milestone(f"P{n}-M", name="Handed over", project=f"P{n}", baseline="2027-06-30", forecast="2027-07-30")
        for n in range(count)
    ]
    rows += [
        Contribution(f"c{n}.{k}", project=f"P{n}", milestone=f"P{n}-M", serves=f"K{(n + 7 * k) % kpis}", amount=-0.1)
        for n in range(count) for k in range(2)
    ]  # fmt: skip
    rows += [
        Assignment(f"asked {n}", project=f"P{n}", skill=SKILLS[n % 6], skill_level=3.0, hours_per_week=36.0,
                   people=2.0, start="2026-11-02", finish="2027-01-29", firm=False)
        for n in range(0, count, 20)
    ]  # fmt: skip
    return delivery("register", *rows, status_date="2026-10-31")


def plan(number: int, count: int, later: int = 0) -> Delivery:
    """Give the schedule of a project; its tasks begin some days `later`."""
    key = f"P{number}"
    team = [(number + place * 37 + place * place) % count for place in range(TEAM)]
    rows: list[Record] = [
        Project(key, name=f"Project {number}", calendar="c", status_date="2026-10-31"),
        Calendar("c", name="Standard", week='{"1": [["08:00", "12:00"], ["13:00", "17:00"]]}'.replace(
            '"1": [["08:00", "12:00"], ["13:00", "17:00"]]',
            ", ".join(f'"{day}": [["08:00", "12:00"], ["13:00", "17:00"]]' for day in range(1, 6)),
        )),
    ]  # fmt: skip
    names = {n: f"{key}.r{n}" for n in team}
    rows += [
        Resource(names[n], name=f"Person {n}", kind="person", email=mail(n), calendar="c", max_units=1.0) for n in names
    ]
    for task in range(TASKS):
        first = FIRST + timedelta(days=task * WEEKS * 7 // TASKS + number * 5 % 28 + later)
        start, finish = f"{first}T08:00:00", f"{first + timedelta(days=32)}T17:00:00"
        rows.append(
            Task(f"{key}.{task}", project=key, uid=str(task), name=f"Task {task}", kind="task", start=start,
                 finish=finish, baseline_start=start, baseline_finish=finish, total_slack=480.0 * (task % 4))
        )  # fmt: skip
        for place in (2 * task + number, 2 * task + number + 3):
            person = team[place % TEAM]
            work = HOURS * 60.0 * 33 / 7
            rows.append(
                Assignment(f"{key}.{task}.{place}", project=key, task=f"{key}.{task}", resource=names[person],
                           work=work, remaining_work=work)
            )  # fmt: skip
    return delivery(key, *rows, loader="ms_project", status_date="2026-10-31", path=f"{key}-{later}.xml")


def mail(number: int) -> str:
    return f"person{number}@large.example"


def test_a_first_load_works_out_everybody(people: People) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"\n{people.people} people: {people.seconds:.2f} s, at most {most / 1e6:,.0f} MB")
    assert people.seconds <= LOAD_SECONDS
    assert most <= LOAD_BYTES


def test_a_changed_project_works_out_its_own_people(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, spent = Clock(monkeypatch), []
    for number in range(3):
        put(people.store, plan(number, people.people, later=7))
        spent.append(clock.seconds)
    print(f"\n{people.people} people, one project changed: {max(spent):.2f} s")
    assert max(spent) <= CHANGE_SECONDS


def test_answers_about_people_are_quick(people: People) -> None:
    key = conflicts_of(View(people.store, Selection(), NOW)).found["key"][0]
    addresses = [
        "/api/v1/capacity?limit=100",
        "/api/v1/capacity?limit=100&offset=100&from=2026-11-02&to=2028-10-29",
        "/api/v1/capacity?limit=100&by=day",
        "/api/v1/capacity?limit=100&group=department",
        "/api/v1/capacity?limit=100&group=project",
        "/api/v1/capacity?limit=100&group=project&department=D3",
        "/api/v1/lending?from=2026-11-01&to=2027-04-30",
        "/api/v1/conflicts?limit=100",
        f"/api/v1/conflicts/{key}/options",
        "/api/v1/skill-gaps",
        "/api/v1/skill-gaps/help",
        "/api/v1/skills?limit=100",
        "/api/v1/skills/alone",
        "/api/v1/skills/misfits",
    ]
    client = create_app(people.store, Settings(now=NOW)).server.test_client()
    slow = []
    print(f"\n{people.people} people{'first ms':>75}{'95 % ms':>10}{'kB':>8}")
    for address in addresses:
        times, body = [], b""
        for _ in range(TIMES):
            gc.collect()
            start = time.process_time()
            body = client.get(address).data
            times.append(1000 * (time.process_time() - start))
        size, page = len(zlib.compress(body)), "capacity" in address
        usual = percentile(times[1:], 0.95)
        print(f"{address:80}{times[0]:10.0f}{usual:10.0f}{size / 1000:8.0f}")
        kind = address.split("?")[0].split("/")[-1]
        if usual > MISSED_MS.get(kind, ANSWER_MS) or (page and size > PAGE_BYTES):
            slow.append(address)
    assert not slow


def test_pages_about_people_are_quick(people: People) -> None:
    """The first look at a moment reads everybody, once for a span of weeks; it stands beside the others."""
    view = View(people.store, Selection(), NOW)
    conflicts, project = conflicts_of(view).found, view.keys("project")[-1]
    pages = {
        "resources": [
            f"/resources?{asked}"
            for asked in (
                "", "page=2", "order=free", "order=endangered&page=3", "group=department", "group=role", "group=skill",
                "step=month", "department=D1", "department=D2&step=day", "group=role&department=D3",
                "group=project&department=D4",
                f"cell=2026-11-09:{conflicts['person'][0]}", "group=department&cell=2026-11-09:D1",
            )
        ],
        "skills": [f"/skills{asked}" for asked in ("", "?skill=welding&level=3", "?department=D1&free=50", "?cost=90")],
        "lending": ["/lending", *(f"/lending?month=2026-{month}" for month in (11, 12))],
        "conflict": [f"/conflict/{key}" for key in conflicts["key"][:12]],
        "person": [f"/person/{key}" for key in dict.fromkeys(conflicts["person"][:12])],
        "project": [f"/project/{project}"],
    }  # fmt: skip
    app = create_app(people.store, Settings(now=NOW))
    first: dict[str, float] = {}
    took: dict[str, list[float]] = {}
    size: dict[str, int] = {}
    gc.collect()
    gc.freeze()  # what the load left in this process is no work of a server
    for turn in range(2):
        for one in asked(app, pages):
            name = _part(one)
            spent, sent = measured(app, one)
            size[name] = max(size.get(name, 0), sent)
            if turn == 0 and name not in first:
                first[name] = spent
            else:
                took.setdefault(name, []).append(spent)
    slow = []
    print(f"\n{people.people} people{'first ms':>34}{'median ms':>11}{'95 % ms':>9}{'kB':>7}")
    for name, times in took.items():
        usual = percentile(times, 0.95)
        print(f"{name:32}{first[name]:14.0f}{percentile(times, 0.5):11.0f}{usual:9.0f}{size[name] / 1000:7.0f}")
        if usual > (PAGE_MS if name == HEATMAP else MISSED_MS.get(name, ANSWER_MS)):
            slow.append(name)
    assert not slow
    assert size[HEATMAP] <= PAGE_BYTES


def test_everybody_at_a_glance_is_small(people: People) -> None:
    app = create_app(people.store, Settings(now=NOW))
    for steps in ("weeks=104", "weeks=13&step=day"):
        spent, sent = measured(app, Asked("resources", OVERVIEW, [{"at": f"/resources?{steps}"}, {}]))
        print(f"\n{people.people} people at a glance, {steps}: {spent:.0f} ms, {sent / 1000:.0f} kB")
        assert sent <= OVERVIEW_BYTES


def test_a_heatmap_is_painted_quickly(people: People, page: Page) -> None:
    """From another page of the dashboard, as processor time of the browser's page: scripts, style, layout, painting.
    All at a glance, for which the browser loads Plotly, comes after it.
    """
    painting = Painting(page)
    with serving(create_app(people.store, Settings(now=NOW)).server) as address:
        page.goto(f"{address}/lending")
        page.locator("table").first.wait_for()
        page.wait_for_load_state("networkidle")
        painting.begin()
        page.locator('a[href^="/resources"]').first.click()
        page.locator("#resources-heatmap > *").first.wait_for()
        took = painting.spent()
        page.locator("#resources-conflicts table, #resources-conflicts p").first.wait_for()
        page.wait_for_timeout(1500)
        whole = painting.spent()["Task"]
    parts = ", ".join(f"{name} {took[name]:.2f}" for name in ("Script", "Layout", "RecalcStyle"))
    print(f"\n{people.people} people, the heatmap in the browser: {took['Task']:.2f} s, of them {parts}")
    print(f"with all at a glance and the conflicts {whole:.2f} s")
    assert took["Task"] <= PAINT_SECONDS


def _part(one: Asked) -> str:
    """Name the part of a page that a callback fills."""
    return one.output.strip(".").split("...")[-1].rpartition(".")[0]


def measured(app: Dash, one: Asked) -> tuple[float, int]:
    """Give the milliseconds that a server takes for a callback, and the bytes of its answer when it is compressed."""
    start = time.process_time()
    response = fire(app.server.test_client(), app, one.output, *one.given)
    spent = 1000 * (time.process_time() - start)
    assert response.status_code in (200, 204), (one, response.get_data(as_text=True))
    return spent, len(zlib.compress(response.get_data()))
