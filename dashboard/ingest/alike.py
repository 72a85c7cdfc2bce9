"""Files that are called alike and are of different kinds, such as plan.xml and plan.mpx: each is a feed of its own."""

from collections import defaultdict
from collections.abc import Sequence

from dashboard.ingest.paths import Source
from data.feeds import feeds
from data.store import Store


def part(store: Store, sources: Sequence[Source]) -> None:
    """Name the feeds of such files by their kind too, `plan-ms_project`; a feed that the store holds keeps its name.

    So the next month's files find the same feeds, whether both come again or only one. Feeds that somebody named stay.
    """
    alike: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if source.loader is not None and not source.named:
            alike[source.feed].append(source)
    if not alike:
        return
    with store.reading() as connection:
        held = {feed.name: feed.loader for feed in feeds(connection).values()}
    for name, members in alike.items():
        several = len({source.known().name for source in members}) > 1
        for source in members:
            kind = source.known().name
            own = f"{name}-{kind}"
            if held.get(name) != kind and (several or held.get(own) == kind):
                source.feed = own
