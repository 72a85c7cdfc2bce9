"""How things may be called: texts as they are compared, keys that are public, and finding a thing by key or name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

WORK_OF_ITEM = ".items"  # behind the key of a tracker's item: the line of its work, beside the milestone at its end


def fold(text: str) -> str:
    """Give a text as keys and names are compared: without case, outer blanks and repeated blanks."""
    return " ".join(text.split()).casefold()


def full_name(text: str) -> str:
    """Give a person's name as it is compared: `Oyelund, Marta` is `Marta Oyelund`; accents and case do not count, nor
    what nobody sees, such as the marks of direction that chats put around names.
    """
    last, comma, first = text.partition(",")
    plain = unicodedata.normalize("NFKD", f"{first} {last}" if comma else text)
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return fold(plain)


def plain_key(feed: str, source: str) -> str:
    """Give `feed.source-id`, safe in an address: the key of a thing that no register names."""
    return re.sub(r"[^\w.~-]+", "-", f"{feed}.{source}").strip("-")


@dataclass(slots=True)
class PublicKeys:
    """Gives each thing of a kind a key of its own, safe in an address."""

    taken: dict[str, str] = field(default_factory=dict)  # folded key -> what has it

    def own(self, key: str, folded: str | None = None) -> str:
        """Give the organisation's own key as it was first written; `folded` where it is known."""
        return self.taken.setdefault(fold(key) if folded is None else folded, key)

    def declared(self, *texts: str) -> str | None:
        """Give the organisation's own key that one of some texts is, tried in order, if any."""
        return next((self.taken[fold(text)] for text in texts if fold(text) in self.taken), None)

    def made(self, feed: str, source: str) -> str:
        """Give the plain key; where another thing already has it, with a mark of the exact text added."""
        key = plain_key(feed, source)
        thing = f"{feed}\0{source}"
        if self.taken.setdefault(fold(key), thing) != thing:
            key = f"{key}~{blake2b(thing.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"
            self.taken[fold(key)] = thing
        return key


@dataclass(slots=True)
class Names:
    """How the things of one kind may be called."""

    own: dict[tuple[int, str], str] = field(default_factory=dict)  # (feed, source key) -> public key
    keys: dict[str, str] = field(default_factory=dict)  # public key, folded
    sources: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # source key of any feed
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # every other text
    tools: dict[int, str] = field(default_factory=dict)  # feeds whose keys are made, and their names
    _made: dict[str, set[str]] | None = field(default=None, init=False)

    def add(self, feed: int, source: str, key: str) -> None:
        """Note a source row of a thing."""
        self.own[feed, fold(source)] = key
        self.keys[fold(key)] = key
        self.sources[fold(source)].add(key)

    def tries(self, feed: int, text: str) -> Iterator[set[str]]:
        """Give the public keys that a text may mean: by the feed's own key, any key, any source key, name, and the key
        that a tool made, which a register may have written before it gave its own.
        """
        folded = fold(text)
        for key in (self.own.get((feed, folded)), self.keys.get(folded)):
            yield {key} if key else set()
        yield self.sources.get(folded, set())
        yield self.names.get(folded) or self.names.get(full_name(text), set())
        yield self.made.get(folded, set())

    @property
    def made(self) -> dict[str, set[str]]:
        """Give what stands under the plain keys of tools; made when it is first asked for, which is seldom."""
        if self._made is None:
            self._made = defaultdict(set)
            for (feed, source), key in self.own.items():
                if feed in self.tools:
                    self._made[fold(plain_key(self.tools[feed], source))].add(key)
        return self._made

    def find(self, feed: int, text: str) -> str | None:
        """Give the one thing that a text means, None where it is none or several."""
        hits = next(filter(None, self.tries(feed, text)), set())
        return next(iter(hits)) if len(hits) == 1 else None
