"""Names of invented people, places and works, put together from syllables; the same seed gives the same names."""

from collections.abc import Callable
from random import Random

ONSETS = (
    "Tar",
    "Vel",
    "Kel",
    "Mar",
    "Nor",
    "Hol",
    "Bren",
    "Sol",
    "Dag",
    "Fen",
    "Gal",
    "Lin",
    "Os",
    "Per",
    "Rav",
    "Ulm",
)
MIDDLES = ("an", "en", "or", "il", "am", "et", "ov", "ur", "as", "is")
ENDS = ("vik", "holm", "mar", "gard", "dal", "stad", "berg", "mouth", "field", "by", "ness", "wick")
GIVEN = ("a", "e", "is", "o", "us", "ia", "an", "el", "ine", "ot")
FAMILY = ("sen", "ova", "ard", "wick", "ström", "ez", "ley", "ini", "ak", "ton", "ès", "mann")
WORKS = (
    "Renewal of the {} pumping station",
    "Filter hall {}",
    "New control room {}",
    "Pipe renewal {} north",
    "Pipe renewal {} south",
    "Leak search in {}",
    "Customer meters {}",
    "Workshop {}",
    "Sludge line {}",
    "Solar roof {}",
    "Data link {}",
    "Training centre {}",
    "Store {}",
    "Flood gates {}",
    "Laboratory {}",
)


class Names:
    """Gives names of which none comes twice."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)  # noqa: S311 - a story, not a secret
        self.used: set[str] = set()

    def place(self) -> str:
        """Give the name of a town."""
        return self._new(lambda: self._pick(ONSETS) + self._pick(("", *MIDDLES)) + self._pick(ENDS))

    def person(self) -> str:
        """Give a given and a family name."""
        return self._new(lambda: f"{self._pick(ONSETS)}{self._pick(GIVEN)} {self._surname()}")

    def work(self) -> str:
        """Give the name of a project."""
        return self._new(lambda: self._pick(WORKS).format(self._pick(ONSETS) + self._pick(MIDDLES) + self._pick(ENDS)))

    def _surname(self) -> str:
        return self._pick(ONSETS) + self._pick(MIDDLES) + self._pick(("", *MIDDLES)) + self._pick(FAMILY)

    def _pick(self, parts: tuple[str, ...]) -> str:
        return parts[int(self.random.random() * len(parts))]

    def _new(self, make: Callable[[], str]) -> str:
        while (name := make()) in self.used:
            pass
        self.used.add(name)
        return name
