"""A few damaged files of every loader; `make fuzz` tries many."""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.hold import NAMES, SAMPLES, Bench
from tests.fuzz.mutate import damaged

COUNT = 200


@pytest.mark.parametrize("name", NAMES)
def test_damaged_files_are_refused_with_a_reason_or_read_and_stored_as_they_are_read(name: str, tmp_path: Path):
    with closing(Bench(name, tmp_path)) as bench:
        bench.try_found()
        bench.try_seeds(range(COUNT))
    assert bench.outcome.faults == {}
    assert bench.outcome.counts["stored"] >= COUNT // 10  # the damage leaves something to read, and does damage
    assert bench.outcome.counts.total() - bench.outcome.counts["stored"] >= COUNT // 20


def test_the_same_seed_damages_a_file_in_the_same_way():
    data = (SAMPLES / "ms_project" / "bridge.xml").read_bytes()
    made = [damaged(Random("ms_project 7"), data) for _ in range(2)]
    assert made[0] == made[1] != data
