"""The list of feeds of a folder: settings by which lateness is judged, and messages with the line of each fault."""

from pathlib import Path

import pytest

from data.records import Setting
from loaders.base import Refused
from loaders.feeds import LOADER
from loaders.feeds.lists import read_list, schema

SAMPLE = Path(__file__).parents[1] / "exports" / "feeds" / "feeds.yaml"


def test_rhythms_and_owners_are_settings_with_their_lines() -> None:
    found = LOADER.read(SAMPLE, "feeds")
    assert [(one.name, one.applies_to, one.value, one.row) for one in found.records[Setting]] == [  # type: ignore[attr-defined]
        ("feed_rhythm", "depots", "month", 6),
        ("feed_owner", "depots", "m.oyelund@tarnholm.example", 5),
        ("feed_rhythm", "engineering", "week", 10),
    ]
    assert found.rows_in == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("feeds:\n  - name: a\n", "line 2: feeds > 1 > path is required and not there"),
        (
            "feeds:\n  - {name: a, path: x}\n  - {name: A, path: y}\n",
            "line 3: feeds > 2 > name 'A' is the name of feed 1",
        ),
        ("feeds:\n  - name: a\n    path: ../x\n", "line 3: feeds > 1 > path '../x' leads out of this folder"),
        ("feeds:\n  - name: a\n    path: /etc/x\n", "leads out of this folder"),
        (
            "feeds:\n  - name: a\n    path: x\n    every: day\n",
            "line 4: feeds > 1 > every input should be 'week', 'month'",
        ),
        (
            "feeds:\n  - name: a\n    path: x\n    mapping: m\n    loader: register\n",
            "line 5: feeds > 1 > loader stands",
        ),
        ("feeds:\n\t- x\n", "line 2: no YAML"),
    ],
)
def test_a_wrong_list_is_refused_with_the_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "feeds.yaml").write_text(text)
    with pytest.raises(Refused) as refused:
        read_list(tmp_path / "feeds.yaml")
    assert said in str(refused.value)


def test_the_schema_names_what_a_feed_has() -> None:
    fields = schema()["$defs"]["Feed"]
    assert set(fields["properties"]) == {"name", "path", "take", "loader", "mapping", "percentages", "owner", "every"}
    assert fields["required"] == ["name", "path"]
