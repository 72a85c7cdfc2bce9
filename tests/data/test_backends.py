"""SQLite and PostgreSQL give the same answers, whole frame by whole frame, as of every revision."""

from contextlib import closing
from datetime import date
from pathlib import Path

from data.samples import LOADS
from data.store import Store
from tests.answers import answers
from tests.demo import load_months


def test_six_months_of_the_sample_portfolio_read_alike_on_both(
    demo_store: Store, demo_months: dict[date, Path], postgresql_address: str
) -> None:
    load_months(postgresql_address, demo_months)
    with closing(Store.open(postgresql_address)) as other:
        for revision in range(1, len(LOADS) + 1):
            ours, theirs = answers(demo_store, revision), answers(other, revision)
            assert ours.keys() == theirs.keys()
            for name, rows in ours.items():
                assert theirs[name] == rows, f"{name} as of revision {revision}"
