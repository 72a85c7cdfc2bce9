"""What an explanation is made of, whatever it explains."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Because:
    """A sentence, and where its facts stand: file, sheet and row in words, and the load that brought them with its
    ISO day. Such a load may be an earlier one: what a file still says stays as it was first stored.
    """

    text: str
    source: str | None = None
    source_revision: int | None = None
    source_loaded: str | None = None


@dataclass(frozen=True)
class Explained:
    """A figure or a status with the rule, the inputs and the sentences that explain it. `text` says why there is no
    figure, or is a value in words.
    """

    measure: str
    value: float | None
    unit: str | None
    text: str | None
    status: str | None
    stale: bool
    rule: str | None
    inputs: dict[str, Any] = field(default_factory=dict)
    on_date: str | None = None
    because: tuple[Because, ...] = ()


def said(texts: Iterable[str | None], source: Because | None = None) -> list[Because]:
    """Give sentences with one source, those that there are."""
    where = source or Because("")
    return [replace(where, text=_sentence(text)) for text in texts if text]


def place(row: Any) -> Because:
    """Give the place of a row that has source, source_revision and source_loaded."""
    revision = row["source_revision"]
    number = None if revision is None or revision != revision else int(revision)
    return Because("", row["source"], number, row["source_loaded"])


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else f"{text}."
