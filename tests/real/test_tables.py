"""Real tables of portfolios and performance: returns of three quarters in order, and what the docs map is read."""

import re
from pathlib import Path

import pytest

from dashboard import ingest
from data.records import Objective, Reading, Risk
from data.store import Store
from loaders.mapped import of_text
from loaders.registry import find_loader, why_unknown
from tests.exports_dir import EXPORTS, needs_exports

pytestmark = needs_exports

MASTERS = EXPORTS / "portfolios" / "dft-gmpp-masters"
PAGE = Path(__file__).parents[2] / "docs" / "formats" / "portfolio.md"
QUARTERS = {"4_2018": ("2019-03-31", 4, 1399), "4_2019": ("2020-03-31", 4, 1398), "1_2020": ("2020-06-30", 5, 4654)}


def test_returns_of_three_quarters_follow_each_other(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 's.db'}")
    try:
        for quarter, (day, projects, fields) in QUARTERS.items():
            path = MASTERS / f"cost_test_master_{quarter}.xlsx"
            options = ingest.Options(feed="returns", as_of=day, accept_shrink=True)
            (file,) = ingest.load(store, [path], options).files
            assert (file.error, file.loader, file.status_date, file.rejected) == (None, "portfolio", day, 0)
            assert (file.rows_in, file.totals["projects"]) == (projects + fields, projects)
            assert file.stored + file.unchanged == file.rows_in
        newest = MASTERS / "cost_test_master_1_2020.xlsx"
        assert not ingest.load(store, [newest], ingest.Options(feed="returns")).changed
    finally:
        store.close()


def documented() -> dict[str, str]:
    """Give the mappings of the page about portfolios by what each is for."""
    found = re.findall(r"```yaml\n# ([^\n]*)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return {said.partition(",")[0]: text for said, text in found}


def test_the_documented_mappings_read_the_tables_that_they_name() -> None:
    performance = EXPORTS / "strategic" / "performance-gov"
    mappings = documented()
    target = performance / "target.json"
    found = of_text(mappings["performance.gov: target.json"], target).read(target, "f")
    rejected = len({one.row for one in found.rejections})
    assert (len(found.records[Reading]), rejected, found.rows_in) == (695, 61, 757)
    goals = performance / "goals.json"
    found = of_text(mappings["performance.gov: goals.json"], goals).read(goals, "f")
    assert (len(found.records[Objective]), found.rejections, found.rows_in) == (460, [], 461)
    assert [one.count for one in found.skipped] == [1]  # a goal of which nothing is stated
    risks = MASTERS / "risks.xlsx"
    assert len(of_text(mappings["a list of risks"], risks).read(risks, "f").records[Risk]) == 30


@pytest.mark.parametrize("folder", ["portfolios", "strategic", "resources"])
def test_every_table_is_read_or_said_what_to_do_with(folder: str) -> None:
    for path in sorted(EXPORTS.joinpath(folder).rglob("*")):
        if path.is_file() and find_loader(path) is None:
            said = why_unknown(path) or ""
            assert re.search("throughline (map|template)|export its rows|open the project", said), path
