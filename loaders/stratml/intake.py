"""What has been read so far: records, rejections, what was left out, and the keys that are taken."""

from collections import Counter, defaultdict

from lxml import etree

from data.records import Kpi, Objective, Record, Theme
from loaders.base import Export, Rejection, Skipped
from loaders.stratml.elements import line, text
from loaders.stratml.values import placeholder, slug, words
from loaders.xml import name_of

_REASONS = {
    "Submitter": "who wrote the file, not part of the plan",
    "Role": "a role of an organisation, not read",
}


class Intake:
    """Collects what one file says; every element that could be a record is counted once, whatever becomes of it."""

    def __init__(self) -> None:
        self.export = Export(guarded=frozenset({Theme, Objective, Kpi}))
        self._left_out: Counter[str] = Counter()
        self._taken: dict[type, Counter[str]] = defaultdict(Counter)
        self._uses: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._no_numbers: list[str] = []

    def cover(self, *kinds: type) -> None:
        """Say that the file speaks about these kinds, even where it holds none."""
        for kind in kinds:
            self.export.records.setdefault(kind, [])

    def keep(self, record: Record) -> None:
        """Take one element as a record."""
        self.export.records.setdefault(type(record), []).append(record)
        self.export.rows_in += 1

    def skip(self, reason: str) -> None:
        """Leave one element out, and say why."""
        self._left_out[reason] += 1
        self.export.rows_in += 1

    def reject(self, element: etree._Element, where: str, kind: type | None, faults: dict[str, str]) -> None:
        """Refuse one element whose fields (name: value) are no dates."""
        for field, value in faults.items():
            reason = (
                f"{field} '{value}' is not a date; expected a day such as 2026-12-31, or nothing. "
                "Correct it in the file and load it again."
            )
            self.export.rejections.append(Rejection(reason, where, line(element), field, value, kind))
        self.export.rows_in += 1

    def unread(self, element: etree._Element, read: frozenset[str]) -> None:
        """Leave out, with a count, the children of an element that hold something and that nobody reads."""
        for child in element.iterchildren("{*}*"):
            _, name = name_of(child)
            if name not in read and words(child):
                self.skip(f"{name}: {_REASONS.get(name, 'not an element that StratML Part 1 or 2 has here')}")

    def note(self, sentence: str) -> None:
        """Add a remark about the whole file."""
        self.export.notes.append(sentence)

    def no_number(self, value: str, where: str) -> None:
        """Remember a NumberOfUnits that cannot be read as one number and stays text."""
        self._no_numbers.append(f"'{value}' ({where})")

    def key(self, kind: type, element: etree._Element, fallback: str, name: str | None, where: str) -> str:
        """Give the source key of an element, unique in its kind: its Identifier, else the fallback."""
        stated = text(element, "Identifier", "Identifer")  # the second spelling stands in files of the draft
        known = stated if stated and not placeholder(stated) else None
        key = self.unique(kind, known or fallback, slug(name or ""))
        if known:
            self._uses[name_of(element)[1], known].append(f"'{key}' ({where}, line {line(element)})")
        return key

    def unique(self, kind: type, wanted: str, name: str = "") -> str:
        """Give a key that no other record of this kind has: the wanted one, else with "~" and the name, or "~2"."""
        taken = self._taken[kind]
        key = stem = f"{wanted}~{name}" if taken[wanted] and name else wanted
        while taken[key]:
            taken[stem] += 1  # how often it was asked for, so that nothing is tried twice
            key = f"{stem}~{taken[stem]}"
        taken[key] += 1
        return key

    def close(self) -> Export:
        """Give all that was read."""
        for (name, identifier), uses in self._uses.items():
            if len(uses) > 1:
                self.note(
                    f"the Identifier '{identifier}' is used {len(uses)} times for a {name} and should be "
                    f"unique; all are stored, as {', '.join(uses)}."
                )
        if self._no_numbers:
            self.note(
                f"{len(self._no_numbers)} NumberOfUnits cannot be read as one number and stay text, the first "
                f"{self._no_numbers[0]}; expected digits with a decimal point, such as 1234.5."
            )
        self.export.skipped = [Skipped(reason, count) for reason, count in self._left_out.items()]
        return self.export
