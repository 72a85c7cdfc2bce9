"""A store that was filled by a version without standings says of its projects what it says with them."""

from datetime import UTC, datetime

import pandas as pd
from pandas.testing import assert_frame_equal
from sqlalchemy import delete

from dashboard.selection import Selection
from dashboard.view import View
from data import schema
from data.records import Contribution, Kpi, Milestone, Objective, Project, Reading, Record
from data.store import Store
from tests.dashboard.stores import load_records

FIRST: tuple[Record, ...] = (
    Objective("O1", name="Grow", weight=10.0),
    Kpi(
        "K1", name="Revenue", objective="O1", unit="MEUR", better="higher", baseline=10.0, baseline_date="2026-01-31",
        target=20.0, target_date="2026-12-31",
    ),
    Reading("r1", kpi="K1", date="2026-09-30", actual=11.0),
    Project("P1", name="Depot", department="OPS", reported="green", baseline_finish="2026-11-30", finish="2027-01-29"),
    Project("P2", name="Shop", department="OPS", reported="green", baseline_finish="2026-11-30", finish="2026-11-30"),
    Milestone("M1", name="Open", project="P1", baseline="2026-11-30", forecast="2027-01-29"),
    Contribution("c1", project="P1", milestone="M1", serves="K1", amount=5.0),
)  # fmt: skip
LATER = (*FIRST[:3], FIRST[3]._replace(stage="closed"), *FIRST[4:])  # type: ignore[attr-defined]
NOW = datetime(2026, 11, 10, tzinfo=UTC)


def shown(store: Store) -> list[pd.DataFrame]:
    """Give what lists of projects, one project and the map's head say at both revisions."""
    views = [View(store, Selection(as_of=number), NOW) for number in (1, 2)]
    said = [pd.DataFrame([vars(view.headline())]).astype(str) for view in views]
    return [frame for view in views for frame in (view.portfolio(), view.projects(), view.projects(["P1"]))] + said


def test_what_an_older_version_stored_is_judged_the_same_before_and_after_the_next_load(store: Store) -> None:
    load_records(store, FIRST, title="register.xlsx", as_of="2026-10-31", feed="register")
    load_records(store, LATER, title="register.xlsx", as_of="2026-11-05", feed="register")
    kept = shown(store)
    assert kept[0]["status"].to_dict() == {"P1": "off_track", "P2": "on_track"}
    assert kept[0]["path"].to_dict() == {"P1": "served", "P2": "nothing"}
    with store.writing() as connection:
        connection.execute(delete(schema.standing))
    for then, now in zip(kept, shown(store), strict=True):
        assert_frame_equal(then, now)
    more = (*LATER[:5], Project("P3", name="Fair"), *LATER[5:])
    load_records(store, more, title="register.xlsx", as_of="2026-11-09", feed="register")
    for then, now in zip(kept, shown(store), strict=True):
        assert_frame_equal(then, now)
