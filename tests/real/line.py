"""The whole line as tests walk it: files into a store, and the store through views, drawings and the API."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient

from dashboard import ingest
from dashboard.app import create_app
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from dashboard.view.page import Page
from data.store import Store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COLLECTIONS = ("objectives", "kpis", "projects", "milestones", "people")
VIEWS = (
    "map", "choices", "bands", "objectives", "kpis", "perspectives", "themes", "links", "projects", "milestones",
    "task_counts", "people", "history",
)  # fmt: skip


def load(store: Store, *paths: Path, **options: Any) -> ingest.Report:
    """Load files as the command does, and hold the counts of each to reconciling."""
    report = ingest.load(store, list(paths), ingest.Options(**options))
    for file in report.files:
        assert file.rows_in == file.stored + file.unchanged + file.rejected + file.skipped, file
    return report


def view(store: Store, **selection: Any) -> View:
    """Give what the store says to a selection."""
    return View(store, Selection(**selection), NOW)


def client(store: Store) -> FlaskClient:
    """Give a client of the dashboard of a store."""
    return create_app(store, Settings(now=NOW)).server.test_client()


def get(browser: FlaskClient, path: str) -> Any:
    """Give what the API answers; there is no NaN in it."""
    answer = browser.get(f"/api/v1/{path}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200, (path, answer.status_code, text)
    assert "NaN" not in text and "Infinity" not in text, path
    return answer.get_json()


def hold_answers(store: Store, at_most: int) -> FlaskClient:
    """Ask for every view, the first nodes of each kind, and the whole API; hold all to answering. Give the client."""
    shown = view(store)
    for name in VIEWS:
        getattr(shown, name)()
    browser = client(store)
    get(browser, "map")
    for kind in COLLECTIONS:
        rows = get(browser, kind)
        assert browser.get(f"/api/v1/{kind}?format=csv").get_data(as_text=True).count("\r\n") > len(rows)
        for row in rows[:at_most]:
            assert get(browser, f"{kind}/{quote(row['key'], safe='')}")
    for row in get(browser, "kpis")[:at_most]:
        get(browser, f"kpis/{quote(row['key'], safe='')}/readings")
    for row in get(browser, "projects"):
        assert shown.project(row["key"]) is not None
        lines, count = shown.tasks(row["key"], Page(0, 500))
        assert len(lines) == min(count, 500)
    for row in get(browser, "loads"):
        get(browser, f"loads/{row['revision']}/rejections")
    return browser
