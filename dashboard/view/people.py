"""Who is who: the rows that make up a person, and the people who may be one."""

import pandas as pd

from dashboard.analysis import who
from dashboard.view import View
from data import workforce


def joined(view: View, key: str) -> pd.DataFrame:
    """Give the source rows of one person: feed, source_key, name, email, by (see `who.joined`)."""
    with view.store.reading() as connection:
        rows = workforce.rows_of_people(connection, view.number, [key])
    return rows.rename(columns={"feed_name": "feed"}).assign(by=who.joined(rows))


def near_to(view: View, key: str) -> pd.DataFrame:
    """Give who may be the same as one person: key, name, why."""
    with view.store.reading() as connection:
        names = workforce.names_of_people(connection, view.number)
    parts = {part for called in names["called"][names["key"] == key] for part in called.split()}
    pairs = who.near(names[[not parts.isdisjoint(called.split()) for called in names["called"]]])
    turned = pairs.rename(columns={"key": "other", "other": "key", "name": "other_name", "other_name": "name"})
    both = pd.concat([pairs, turned], ignore_index=True)
    return both[both["other"] == key][["key", "name", "why"]]
