"""Source keys: the organisation's own, made from a name, or put together from columns where a sheet has none."""

import hashlib
import re

from loaders.sheets import skills
from loaders.sheets.lines import Line
from loaders.sheets.of_projects import ALIASES
from loaders.sheets.sheet import Sheet
from loaders.tables.cells import shown

LONGEST = 40
_EVERYTHING = frozenset({"", "*", "everything"})


def fold(text: str) -> str:
    """Give text as keys and names are compared: without case, outer blanks and repeated blanks."""
    return " ".join(text.split()).casefold()


def own_key(sheet: Sheet, line: Line) -> str:
    """Give the source key of a row that names it, in a column of its own or by several; empty where it does not."""
    if sheet.name == "Lists":
        return _entry(line)
    if sheet.keyed_by:
        return "|".join(_part(sheet, line, name) for name in sheet.keyed_by) if _complete(sheet, line) else ""
    if sheet.name == "People":
        return line.text("key") or line.text("email")
    return line.text("key")


def made_key(sheet: Sheet, line: Line) -> str:
    """Make a key from the name of a row: words joined by hyphens, shortened by a hash; empty without a name."""
    words = " ".join(filter(None, (line.text(name) for name in sheet.named_by)))
    slug = re.sub(r"\W+", "-", fold(words)).strip("-")
    if words and (not slug or len(slug) > LONGEST):
        digest = hashlib.blake2b(fold(words).encode(), digest_size=4).hexdigest()
        slug = f"{slug[: LONGEST - 9].strip('-')}-{digest}".strip("-")
    return slug


def check_length(sheet: Sheet, line: Line) -> None:
    """Fault a key of more than 40 characters, unless it is the person's e-mail."""
    key = line.text("key")
    if len(key) > LONGEST and not (sheet.name == "People" and fold(key) == fold(line.text("email"))):
        line.fault(f"the key has {len(key)} characters, {LONGEST} are the most: shorten it everywhere", "key")


def _entry(line: Line) -> str:
    """Give kind and key of a list's entry, and for another name of a thing that name too."""
    kind = line.text("kind")
    parts = [kind, line.text("key")] + ([line.text("name")] if kind in ALIASES else [])
    return ":".join(map(fold, parts)) if all(parts) else ""


def _complete(sheet: Sheet, line: Line) -> bool:
    return all(column.name in line.values for column in sheet.required if column.name in sheet.keyed_by)


def _part(sheet: Sheet, line: Line, name: str) -> str:
    column = sheet.by_name[name]
    value = line.values.get(name)
    if value is None:
        text = column.default
    elif column.kind == "skill":
        text = str(skills.written_one(value))
    else:
        text = shown(value)[: 7 if column.kind == "month" else 10 if column.kind == "start" else None]  # type: ignore[arg-type]
    if name == "applies_to" and fold(text) in _EVERYTHING:
        text = "*"
    elif name == "from" and value is None:
        text = ""
    return fold(text).replace("|", "¦")
