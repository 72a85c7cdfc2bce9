"""What holds for every loader, shown on every sample that stands in tests/exports/<loader>/."""

import math
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from dashboard import ingest
from data.records import KINDS
from loaders.base import Export
from loaders.registry import LOADERS
from tests.dashboard.stores import empty_store

# What a mapping of one's own describes, and lists of feeds, are read by what stands in them.
FAMILIES = [loader for loader in LOADERS if loader.name != "feeds"]
SAMPLES = sorted(path for one in FAMILIES for path in Path(__file__).parents[1].joinpath("exports", one.name).glob("*"))
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?")
DAYS = {"start", "finish", "actual_start", "actual_finish", "baseline_start", "baseline_finish", "deadline", "due"}
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")


def head(path: Path) -> bytes:
    return path.read_bytes()[:65_536] if path.is_file() else b""


def read(path: Path) -> Export:
    loader = next(loader for loader in LOADERS if loader.name == path.parent.name)
    return loader.read(path, "feed")


def test_every_loader_has_a_name_of_its_own_and_a_sample():
    assert len({loader.name for loader in LOADERS}) == len(LOADERS)
    assert {sample.parent.name for sample in SAMPLES} == {loader.name for loader in FAMILIES}


@every_sample
def test_exactly_its_own_loader_identifies_a_sample(sample: Path):
    assert [one.name for one in LOADERS if one.identify(sample, head(sample))] == [sample.parent.name]


@every_sample
def test_every_row_is_counted_once_and_every_record_is_of_its_kind(sample: Path):
    export = read(sample)
    rejected = {(one.sheet, one.row) for one in export.rejections}
    kept = sum(len(rows) for rows in export.records.values())
    assert kept
    assert export.rows_in == export.kept + len(rejected) + export.left_out
    for kind, rows in export.records.items():
        assert kind in KINDS
        hints = {name: get_args(hint) or (hint,) for name, hint in get_type_hints(kind).items()}
        assert len({row.key for row in rows}) == len(rows)
        for row in rows:
            assert type(row) is kind
            for name, value in row._asdict().items():
                assert isinstance(value, (*hints[name], int) if float in hints[name] else hints[name]), (name, value)
                assert not isinstance(value, float) or math.isfinite(value)
                assert not isinstance(value, str) or "\0" not in value
                assert name not in DAYS or value is None or DAY.fullmatch(str(value))


@every_sample
def test_a_sample_that_is_read_again_gives_the_same(sample: Path):
    assert read(sample) == read(sample)


@every_sample
def test_a_sample_that_is_loaded_twice_changes_nothing(sample: Path, tmp_path: Path):
    store = empty_store(tmp_path)
    first = ingest.load(store, [sample], ingest.Options(feed="feed"))
    again = ingest.load(store, [sample], ingest.Options(feed="feed"))
    store.close()
    (one,), (other,) = first.files, again.files
    assert (one.error, first.changed, again.changed, again.revision) == (None, True, False, first.revision)
    assert (other.stored, other.unchanged, other.rejected, other.skipped) == (0, one.stored, one.rejected, one.skipped)
    assert one.rows_in == one.stored + one.rejected + one.skipped
