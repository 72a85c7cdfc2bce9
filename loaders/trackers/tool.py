"""A tracker as a loader: a few forms of export, each found by its content and read into items."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from loaders.base import Export, Refused, Scale
from loaders.trackers.items import Items
from loaders.trackers.making import export
from loaders.trackers.rules import Rules


class Form(Protocol):
    """One form in which a tool writes its items."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say from the content whether the file is of this form."""
        ...

    def read(self, path: Path) -> Items:
        """Read the whole file. Raises `Refused` when it cannot be read at all."""
        ...


@dataclass(eq=False)
class Tool:
    """What makes one tracker; all else is shared (`loaders.base.Loader`)."""

    name: str
    formats: Sequence[str]
    suffixes: Sequence[str]
    forms: Sequence[Form]
    rules: Rules = field(default_factory=Rules)
    version: int = 4
    percentages: Scale | None = None  # what somebody declared of those that stand without a sign

    def identify(self, path: Path, head: bytes) -> bool:
        """Say from headings or shape whether one of the forms reads the file."""
        return path.is_file() and any(form.fits(path, head) for form in self.forms)

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` when no form fits, or it cannot be read at all."""
        with path.open("rb") as file:
            head = file.read(65_536)
        form = next((form for form in self.forms if form.fits(path, head)), None)
        if form is None:
            raise Refused(f"this is no export of the forms {', '.join(self.formats)}: export it again")
        items = form.read(path)
        items.settle(self.percentages)
        return export(items, self.rules, feed)
