"""What is asked of the room: which decision about a thing is named, and how."""

import pandas as pd

from dashboard.analysis.asked import asked

NAMES = ("about_key", "kind", "text", "due", "state", "money", "currency")


def rows(*lines: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=list(NAMES), dtype=object)


def test_the_decision_that_is_proposed_is_asked_before_what_is_to_be_done_and_the_earliest_first() -> None:
    found = asked(
        rows(
            ("P1", "action", "Report cost weekly", "2026-10-01", "open", None, None),
            ("P1", "decision", "Recovery plan or new scope.", "2026-11-05", "proposed", None, None),
            ("P1", "decision", "Close the second site", "2026-12-01", "proposed", None, None),
            ("P2", "action", "Show a business case", "2026-10-15", None, None, None),
            ("P3", "decision", "Stop it", None, "proposed", -1_540_000.0, "EUR"),
            ("C5", "decision", "A second laboratory", "2026-11-05", "proposed", 190_000.0, "EUR"),
        ),
        "2026-11-04",
    )
    assert found == {
        "P1": "To be decided by 5 Nov 2026: Recovery plan or new scope.",
        "P2": "To be done by 15 Oct 2026, overdue: Show a business case.",
        "P3": "To be decided: Stop it, EUR 1.54 m less.",
        "C5": "To be decided by 5 Nov 2026: A second laboratory, EUR 190 k.",
    }


def test_what_is_done_dropped_accepted_without_a_day_or_about_nothing_known_asks_for_nothing() -> None:
    found = asked(
        rows(
            ("P1", "decision", "Done", "2026-11-05", "done", None, None),
            ("P1", "decision", "Dropped", "2026-11-05", "dropped", None, None),
            ("P1", "accepted conflict", "Lived with", "2026-11-05", "open", None, None),
            ("P1", "decision", "Accept the store on 30 October", None, "open", None, None),
            (None, "decision", "About what nobody knows", "2026-11-05", "proposed", None, None),
        ),
        "2026-11-04",
    )
    assert found == {}
