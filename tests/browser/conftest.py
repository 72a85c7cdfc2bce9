"""A served dashboard and a browser in which nothing may be said on the console and nothing may be fetched elsewhere."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect
from werkzeug.serving import make_server

from dashboard import app as application
from dashboard import demonstration, pages
from dashboard.settings import Settings
from data.store import Store
from tests.browser import sample_page
from tests.dashboard.conftest import NOW
from tests.dashboard.stores import empty_store, filled_store

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start Chromium so that it asks nobody for anything by itself."""
    return {**browser_type_launch_args, "args": list(FLAGS)}


@contextmanager
def serving(wsgi: Any) -> Iterator[str]:
    """Serve a WSGI application on a free port; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, wsgi, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def dashboard(store: Store, settings: Settings) -> Iterator[str]:
    """Serve a dashboard with the sample page beside the others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "PAGES", (*pages.PAGES, sample_page))
        patch.setattr(application, "PAGES", pages.PAGES)
        with serving(application.create_app(store, settings).server) as address:
            yield address


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that holds a small strategy; only read."""
    store = filled_store(tmp_path_factory.mktemp("filled"))
    yield store
    store.close()


@pytest.fixture(scope="package")
def site(filled: Store) -> Iterator[str]:
    """The address of the dashboard of the small strategy, on 10 Nov 2026."""
    with dashboard(filled, Settings(title="Brightwater", now=NOW)) as address:
        yield address


@pytest.fixture(scope="package")
def demo(demo_store: Store) -> Iterator[str]:
    """The address of the dashboard of the sample portfolio."""
    with serving(application.create_app(demo_store, demonstration.settings()).server) as address:
        yield address


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Store, str]]:
    """An empty store to load into, and the address of its dashboard."""
    store = empty_store(tmp_path)
    with dashboard(store, Settings(now=NOW)) as address:
        yield store, address
    store.close()


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Wait longer than usual for what is expected: a busy machine is slow, not wrong."""
    expect.set_options(timeout=20_000)


class Heard:
    """What pages said on the console, and what they fetched from elsewhere."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def listen(self, page: Page) -> None:
        """Hear one page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.said.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            self.said.append(f"fetched: {request.url}")


@pytest.fixture
def heard() -> Iterator[Heard]:
    """Fail the test for anything said on the console and any request to elsewhere."""
    heard = Heard()
    yield heard
    assert heard.said == []


@pytest.fixture
def context(context: BrowserContext, heard: Heard) -> BrowserContext:
    """A browser context all of whose pages are heard."""
    context.on("page", heard.listen)
    return context


@pytest.fixture
def visit(page: Page) -> Callable[[str], Page]:
    """Open an address and wait until its heading is there and its first callbacks are done."""

    def visit(address: str) -> Page:
        page.goto(address)
        expect(page.locator("#content h1")).to_be_visible()
        expect(page.locator("#content .waiting")).to_have_count(0)
        return page

    return visit
