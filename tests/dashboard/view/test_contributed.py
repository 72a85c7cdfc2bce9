"""All contributions at once are those that the store gives by joining."""

import pandas as pd

from dashboard.view.contributed import contributed
from data import queries
from data.store import Store


def test_they_are_those_of_the_store(demo_store: Store) -> None:
    with demo_store.reading() as connection:
        for revision in (1, 6):
            joined, looked_up = queries.contributions(connection, revision), contributed(connection, revision)
            pd.testing.assert_frame_equal(looked_up[list(joined.columns)], joined, check_dtype=False)
