"""The application: its pages answer, their ids hold, and it is made afresh each time."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component
from flask.testing import FlaskClient

from dashboard import shell
from dashboard.app import create_app, is_page
from dashboard.pages import PAGES, Page, find_page, is_keyed, name_of
from dashboard.selection import Selection
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.callbacks import fire, server_side
from tests.dashboard.stores import STRATEGY, empty_store, load_records

COMPONENTS = 60  # of Dash in one answer: each is asked about every change on the page
HTML = {"Accept": "text/html"}


def address(page: Page, key: str = "O1") -> str:
    return page.PATH.replace("<key>", key)


def ids(layout: Any) -> Iterator[str]:
    """Every id in a layout, once for each time that it is there."""
    if isinstance(layout, Component):
        parts = [layout, *layout._traverse()]
        yield from (found for part in parts if (found := getattr(part, "id", None)))


def test_the_icon_is_our_own_also_where_no_page_names_it(client: FlaskClient):
    icon, logo = (client.get(path, buffered=True) for path in ("/favicon.ico", "/assets/icons/logo.svg"))
    assert (icon.status_code, icon.mimetype, icon.get_data()) == (200, "image/svg+xml", logo.get_data())


# --- pages ---


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_names_only_ids_that_it_shows_and_that_are_its_own(page: Page):
    names = list(ids(page.layout(Selection())))
    assert names and len(set(names)) == len(names)
    assert all(name.startswith(f"{name_of(page)}-") for name in names)


@pytest.mark.parametrize("prefix", ["/", "/embed/"])
def test_every_callback_names_only_ids_of_the_layouts(app: Dash, prefix: str):
    whole = app if prefix == "/" else next(a for a in apps_of(app) if a is not app)
    shown = set(ids(whole.validation_layout))
    for callback in whole._callback_list:
        outputs = callback["output"].strip(".").split("...")
        named = {one["id"] for one in callback["inputs"] + callback["state"]}
        named |= {output.split("@")[0].rsplit(".", 1)[0] for output in outputs if not callback["no_output"]}
        assert {name for name in named if not name.startswith("{")} <= shown, callback["output"]


def apps_of(app: Dash) -> list[Dash]:
    """The Dash apps behind one server, found through what answers their layouts."""
    rules = [rule.endpoint for rule in app.server.url_map.iter_rules() if rule.endpoint.endswith("_dash-layout")]
    return [app.server.view_functions[endpoint].__self__ for endpoint in rules]  # type: ignore[attr-defined]


def values(output: str, where: str) -> list[Any]:
    """What a browser sends for an output at an address: the path, the rows that a table asks for, or the address."""
    asked = {"at": where, "revision": 1}
    if output == "content.children":
        return [where]
    page, _, part = output.removesuffix(".children").partition("-")
    if f"{page}-{part}" in ("project-pictures", "kpi-course", "objective-gap"):
        return ["the title", {}, asked]
    later = ("together", "work", "people", "cost", "stakes", "neighbours", "sources", "lent", "conflicts", "more")
    if part in later:
        return ["the title", asked]
    return [{"startRow": 0, "endRow": 100}, asked] if output.endswith("getRowsResponse") else [asked]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
@pytest.mark.parametrize("store", ["empty", "filled"])
def test_every_page_answers_with_an_empty_and_with_a_filled_store(
    page: Page, store: str, request: pytest.FixtureRequest
):
    app = create_app(request.getfixturevalue(store), Settings())
    client = app.server.test_client()
    for prefix in ("", "/embed"):
        where = f"{prefix}/{address(page).strip('/') or 'map'}" if prefix else address(page)
        assert client.get(where, headers=HTML).status_code == 200
        for whole in apps_of(app):
            for output in server_side(whole):
                if output.lstrip(".").startswith(f"{name_of(page)}-") or output == "content.children":
                    answer = fire(client, whole, output, *values(output, where))
                    assert answer.status_code in (200, 204), (output, answer.text)
                    assert "could not be drawn" not in answer.text
                    assert answer.text.count('"namespace"') < COMPONENTS, output


def test_pages_are_found_by_name_and_by_whether_a_key_follows():
    assert [page.PATH for page in PAGES[:2]] == ["/", "/objective/<key>"]
    keyed = {name_of(page): is_keyed(page) for page in PAGES}
    assert (keyed["map"], keyed["objective"], keyed["loads"]) == (False, True, False)
    assert find_page(Selection(page="objective", key="O1")) is PAGES[1]
    assert find_page(Selection(page="objective")) is None
    assert find_page(Selection(page="loads", key="7")) is None


@pytest.mark.parametrize("path", ["/", "/loads", "/objective/O1", "/embed/map", "/embed/objective/Ä 1"])
def test_pages_are_there(path: str):
    assert is_page(path)


@pytest.mark.parametrize("path", ["/objective", "/loads/1", "/index.html", "/embed/embed/map", "/.env"])
def test_other_paths_are_not(path: str):
    assert not is_page(path)


# --- what is there instead ---


def test_an_empty_store_says_how_to_load(empty: Store):
    app = create_app(empty, Settings())
    answer = fire(app.server.test_client(), app, "content.children", "/objective/O1")
    for command in ("throughline demo", "throughline load", "throughline template", "throughline doctor"):
        assert command in answer.text
    assert '"data-empty":"true"' in answer.text


def test_an_unknown_page_is_said_inside_the_frame_with_status_404(app: Dash, client: FlaskClient):
    answer = client.get("/objectives", headers=HTML)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "_dash-config" in answer.text
    assert "There is no such page" in fire(client, app, "content.children", "/objectives").text


# --- one app a call ---


def test_an_unknown_embedded_page_is_said_without_the_frame_and_by_scripts_that_are_allowed(client: FlaskClient):
    known, unknown = client.get("/embed/map"), client.get("/embed/nothing", headers={"Accept": "text/html"})
    assert unknown.status_code == 404
    assert "data-embedded" in unknown.text
    assert [line for line in unknown.text.splitlines() if "end_id" not in line] == [
        line for line in known.text.splitlines() if "end_id" not in line
    ]


def test_two_apps_in_one_process_show_two_stores(filled: Store, empty: Store):
    one, other = create_app(filled, Settings(title="One")), create_app(empty, Settings(title="Other"))
    answers = [fire(app.server.test_client(), app, "content.children", "/loads").text for app in (one, other)]
    assert ["Nothing has been loaded yet" in text for text in answers] == [False, True]
    titles = [app.server.test_client().get("/", headers=HTML).text.split("<title>")[1][:5] for app in (one, other)]
    assert titles == ["One</", "Other"]


def test_the_title_of_the_settings_is_text(client: FlaskClient):
    assert "<title>Brightwater &lt;Pumps&gt;</title>" in client.get("/", headers=HTML).text


# --- the revision ---


def test_the_newest_revision_is_told_with_an_etag_and_not_told_twice(tmp_path):
    store = empty_store(tmp_path)
    client = create_app(store, Settings()).server.test_client()
    nothing = client.get("/api/v1/revision")
    assert nothing.json == {"number": 0, "recorded_at": None, "title": None}
    load_records(store, STRATEGY, title="strategy.xlsx", as_of="2026-10-31")
    newest = client.get("/api/v1/revision", headers={"If-None-Match": nothing.headers["ETag"]})
    assert newest.json == {"number": 1, "recorded_at": "2026-10-31T23:59:59Z", "title": "strategy.xlsx"}
    again = client.get("/api/v1/revision", headers={"If-None-Match": newest.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    store.close()


def test_the_layout_holds_no_data_but_the_number_of_the_revision(client: FlaskClient):
    layout = client.get("/_dash-layout").text
    assert json.loads(layout)["props"]["children"][1]["props"] == {"id": "revision", "data": 1}
    assert "Grow with services" not in layout + client.get("/", headers=HTML).text


def test_answers_are_compressed(client: FlaskClient):
    answer = client.get("/", headers=HTML | {"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert shell.Ids.CONTENT == "content"
