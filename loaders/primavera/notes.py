"""Notebook texts of activities and WBS elements: P6 keeps them as HTML, the store as plain text."""

import html
import re
from collections import defaultdict

from loaders.primavera.book import Book
from loaders.primavera.keys import Keys

_TAG = re.compile(r"<(/?)([a-zA-Z!?][a-zA-Z0-9]*+)[^<>]*+>")
_UNSEEN = {"style", "script", "head", "title"}
_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}

# Table of the texts, id of what they are about, the text, the table that it names.
_TABLES = (
    ("TASKMEMO", "task_id", "task_memo", "TASK"),
    ("TASKNOTE", "task_id", "task_notes", "TASK"),
    ("WBSMEMO", "wbs_id", "wbs_memo", "PROJWBS"),
)


def read_notes(book: Book, keys: Keys) -> dict[str, str]:
    """Give the notes of tasks and WBS elements by their keys, each text under the name of its topic."""
    topics = {}
    for row in book.rows("MEMOTYPE"):
        topics[row.text("memo_type_id")] = row.text("memo_type")
        book.fold(row, "topics, read with the notes")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for table, about, field, target in _TABLES:
        known = keys.tasks if target == "TASK" else keys.wbs
        for row in book.rows(table):
            row.required(about)
            key = row.reference(about, target, known)
            if book.fold(row, f"notes, read into their {target} rows") and key and (text := plain(row.text(field))):
                topic = topics.get(row.text("memo_type_id"))
                found[key].append(f"{topic}: {text}" if topic else text)
    return {key: "\n\n".join(texts) for key, texts in found.items()}


def plain(text: str | None) -> str | None:
    """Give HTML as plain text with its line breaks; text without tags stays as it is."""
    if text is None or not _TAG.search(text):
        return text
    parts: list[str] = []
    text, at, unseen = text.replace("\n", " "), 0, ""
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if unseen and not (tag[1] and name == unseen):
            continue
        if not unseen:
            parts += [text[at : tag.start()], "\n" if name in _BREAKS else ""]
        unseen = name if name in _UNSEEN and not tag[1] else ""
        at = tag.end()
    parts.append(text[at:])
    lines = html.unescape("".join(parts)).replace("\xa0", " ").split("\n")
    return "\n".join(line.strip() for line in lines if line.strip()) or None
