"""How far a conflict is decided, from the decisions about the person."""

from typing import Any

import pandas as pd
import pytest

from dashboard.analysis.conflict_state import ACCEPTANCE, STATES, acceptances, states

TODAY = "2026-11-04"
COLUMNS = ["person", "key", "date", "kind", "text", "state", "accepted_until"]


def decisions(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame([("a", *row) for row in rows], columns=COLUMNS, dtype=object)


def told(made: pd.DataFrame, then: float = 20.0, now: float = 20.0) -> list[Any]:
    found = pd.DataFrame([["a", "2026-11-09", now]], columns=["person", "first", "over_hours"], dtype=object)
    (row,) = states(found, made, {("a", "2026-11-09"): then}, TODAY)[list(STATES)].to_numpy().tolist()
    return row


def accepted(state: str | None = "open", until: str | None = "2026-11-30", date: str = "2026-10-30") -> tuple[Any, ...]:
    return ("D1", date, ACCEPTANCE, "Until the line runs", state, until)


@pytest.mark.parametrize("state", ["open", "done", None])
def test_an_acceptance_holds_until_its_day(state: str | None):
    assert told(decisions(accepted(state))) == ["accepted", "2026-11-30", "D1", "Until the line runs", None]
    assert told(decisions(accepted(state, TODAY)))[0] == "accepted"
    assert told(decisions(accepted(state, None)))[:2] == ["accepted", None]


@pytest.mark.parametrize(
    "made", [accepted("dropped"), accepted(until="2026-11-03"), accepted(date="2026-11-05")],
)  # fmt: skip
def test_one_that_is_dropped_over_or_still_to_come_does_not(made: tuple[Any, ...]):
    assert acceptances(decisions(made), TODAY).empty
    assert told(decisions(made)) == ["open", None, None, None, None]


def test_a_conflict_that_grew_by_more_than_a_tenth_is_open_again():
    assert told(decisions(accepted()), now=22.0)[0] == "accepted"
    assert told(decisions(accepted()), now=22.5) == [
        "open", None, "D1", "Until the line runs",
        "accepted on 30 Oct 2026 and grown since: 20 hours over when it was accepted, 22.5 now",
    ]  # fmt: skip
    assert told(decisions(accepted()), then=0.0)[0] == "open"


def test_a_decision_that_is_proposed_or_to_be_done_asks():
    asked = ("D2", "2026-11-01", "decision", "Who takes the tuning", "proposed", None)
    assert told(decisions(asked)) == ["asked", None, "D2", "Who takes the tuning", None]
    assert told(decisions(accepted("proposed")))[0] == "asked"
    assert told(decisions((*asked[:4], "done", None)))[0] == "open"
    assert told(decisions(asked, accepted()))[0] == "accepted"
    assert told(decisions()) == ["open", None, None, None, None]


def test_the_newest_acceptance_counts():
    later = ("D3", "2026-11-02", ACCEPTANCE, "Longer", "open", "2026-12-18")
    assert told(decisions(later, accepted()))[1:3] == ["2026-12-18", "D3"]
