"""From an epic of a tracker to its KPI: a register names the epic by its key, and its effect is seen."""

from datetime import UTC, datetime
from pathlib import Path

from dashboard import ingest
from dashboard.selection import Selection
from dashboard.view import View
from tests.dashboard.stores import empty_store
from tests.loaders.register_book import write_xlsx

JIRA = (
    "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Resolved,Updated,Due Date,Epic Link\n"
    "Self-service live,TIDE-1,101,Epic,Done,TIDE,Tide portal,2026-06-15 10:00,2026-10-30 09:00,2026-06-30,\n"
    "Build the form,TIDE-2,102,Story,Done,TIDE,Tide portal,2026-06-12 10:00,2026-10-30 09:00,2026-06-30,TIDE-1\n"
    "Second wave,TIDE-3,103,Epic,To Do,TIDE,Tide portal,,2026-10-30 09:00,2026-12-18,\n"
)
REGISTER = {
    "Strategy": [
        ["kind", "key", "name", "parent"],
        ["perspective", "C", "Customers", None],
        ["objective", "C1", "Answer fast", "C"],
    ],
    "KPIs": [
        ["key", "name", "objective", "unit", "better", "every", "baseline", "baseline_date", "target", "target_date"],
        ["K1", "Days to answer", "C1", "d", "lower", "month", 20, "2025-12-31", 10, "2026-12-31"],
    ],
    "Readings": [["kpi", "date", "actual"], ["K1", "2026-05-31", 19], ["K1", "2026-07-31", 15]],
    "Contributions": [
        ["project", "milestone", "serves", "amount", "lag_days"],
        ["TIDE", "TIDE-1", "K1", -5, 14],
        ["TIDE", "TIDE-3", "K1", -3, 0],
    ],
}  # fmt: skip


def test_an_epic_that_a_register_names_by_its_key_shows_what_it_did_to_the_kpi(tmp_path: Path) -> None:
    """Read 19 d before the epic was done on 15 June and 15 d after 29 June: 4 of the 5 d that were expected."""
    (tmp_path / "tide.csv").write_text(JIRA)
    register = write_xlsx(tmp_path / "register.xlsx", REGISTER)
    store = empty_store(tmp_path)
    done = ingest.load(store, [register, tmp_path / "tide.csv"], ingest.Options())
    assert [(file.loader, file.rejected, file.error) for file in done.files] == [
        ("register", 0, None),
        ("jira", 0, None),
    ]
    found = View(store, Selection.parse("/"), datetime(2026, 11, 4, 8, tzinfo=UTC)).effects(["K1"])
    store.close()
    assert found.told == {
        ("tide.TIDE", "tide.TIDE.TIDE-1", "K1"): "expected \u22125 d, seen \u22124 d",
        ("tide.TIDE", "tide.TIDE.TIDE-3", "K1"): "expected \u22123 d",
    }
