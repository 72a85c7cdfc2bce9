"""What the page of lending says where many departments lend nearly everybody, to many projects."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pandas as pd

from dashboard.panels.lending import opening
from dashboard.selection import Selection
from tests.dashboard.layouts import plain
from tests.dashboard.pages.drawn import parts, words


def test_a_few_are_told_with_a_few_projects_and_the_others_are_counted() -> None:
    row = {
        "department": "D", "role": "Welder", "people": 2, "of": 3, "first": "2026-11-02", "last": "2026-11-30",
        "hours": 120.0, "borrowers": [{"project": f"P{n}", "people": 1} for n in range(10)],
        "asking": [{"project": f"Q{n}", "hours": 10.0} for n in range(5)],
    }  # fmt: skip
    matrix = pd.DataFrame({"lender": ["D"], "borrower": ["E"], "hours": [120.0]})
    found: Any = SimpleNamespace(
        drained=pd.DataFrame([row] * 7), matrix=matrix, standard={"2026-11-01": 168.0}, departments={}, projects={}
    )
    first, *_, others, _ = (json.loads(plain(one)) for one in opening(found, Selection()))
    said = re.sub(r" +", " ", words(first)).replace(" ,", ",").replace(" .", ".")
    assert said.startswith(
        "2 of 3 welders of D work for other departments, 2 Nov 2026 to 30 Nov 2026, 120 hours: P0 (1)"
    )
    assert "P7 (1), 2 more projects. Q0 of their own department asks for 10 hours" in said
    assert said.endswith("2 more projects of it ask for 20 hours so.")
    assert words(next(parts(others, "Summary"))) == "So do 2 more roles of departments"
    assert len(list(parts(others, "Li"))) == 2
