"""What two feeds state, or what several KPIs share, counts once in every total."""

import json
from pathlib import Path
from typing import Any

import pytest

from data import queries
from data.records import Money, Project, Record, Risk
from data.store import Store
from tests.dashboard.stores import empty_store, load_records

STATED: tuple[Record, ...] = (
    Project(key="P", name="Line", budget=1000.0, currency="EUR", status_date="2026-10-31"),
    Money(key="P|2026-09|cost", project="P", month="2026-09-01", kind="cost", actual=100.0),
    Risk(key="R1", about="P", kind="threat", title="Supplier", probability=0.5, money=80.0),
)


def findings(store: Store, revision: int) -> dict[str, dict[Any, Any]]:
    with store.reading() as connection:
        rows = queries.findings(connection, revision, "project").to_dict("records")
    return {row["measure"]: row for row in rows}


@pytest.mark.parametrize("feeds", [("pmo",), ("pmo", "finance"), ("finance", "pmo", "board")])
def test_cost_and_threats_of_a_project_count_once_however_many_feeds_state_them(
    tmp_path: Path, feeds: tuple[str, ...]
) -> None:
    store = empty_store(tmp_path)
    for feed in feeds:
        load_records(store, STATED, title=f"{feed}.xlsx", as_of="2026-10-31", feed=feed)
    found = findings(store, len(feeds))
    store.close()
    assert found["ac"]["value"] == 100.0
    # 0.5 x 80 = 40 is under 5 % of the 900 that are left.
    assert found["risks_status"]["status"] == "on_track"
    inputs = json.loads(found["risks_status"]["inputs"])
    assert (inputs["exposure"], inputs["remaining_budget"]) == (40.0, 900.0)
