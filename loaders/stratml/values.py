"""What a text of a StratML file says: words, a day, a number, or nothing but a form's placeholder."""

import re
from datetime import date

from lxml import etree

from loaders.xml import name_of

_BLOCKS = frozenset({"p", "div", "br", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "blockquote"})
_PLACEHOLDER = re.compile(
    r"\[to[ _]be[ _][\w ]+\]|\[[\w ]*unspecified\]|\[tbd\]|to[ _]be[ _](determined|identified)|tbd|[.…_-]*"
)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T[\d:.]+)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)

_BARE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SURE = (
    r"\d+(?:\.\d+)?",  # 1234567.5
    r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?",  # 1,234,567
    r"\d{1,3},\d{3}\.\d+",  # 1,234.5
    r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?",  # 1 234
    r"\d{1,3}(?:['’]\d{3})+(?:\.\d+)?",  # 1'234
)
_DRESSED = re.compile(rf"([+-]?)\s*[$€£¥]?\s*({'|'.join(_SURE)})\s*[%$€£¥]?", re.ASCII)
_GROUPS = re.compile(r"[, \u00a0\u2009\u202f'’]")


def words(element: etree._Element | None) -> str:
    """Give the text of an element without markup, blanks collapsed, paragraphs parted by an empty line."""
    if element is None:
        return ""
    if not len(element):
        return _paragraphs(element.text or "")
    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        block = "\n\n" if name_of(inner)[1].lower() in _BLOCKS else ""
        pieces += [block, inner.text or ""] if event == "start" else [block, inner.tail or ""]
    pieces.pop()  # what follows the element itself
    return _paragraphs("".join(pieces))


def _paragraphs(text: str) -> str:
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t\r]*\n", text))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def placeholder(text: str) -> bool:
    """Say whether a text is empty or what StratML forms write where nothing was filled in ("[To be determined]")."""
    return _PLACEHOLDER.fullmatch(text.lower()) is not None


def day(text: str) -> str | None:
    """Read an xs:date, with or without time and zone, as `YYYY-MM-DD`; empty is None. Raises `ValueError` else."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if not match:
        raise ValueError(text)
    return date.fromisoformat(match[1]).isoformat()


def bare(text: str) -> bool:
    """Say whether a text is a number as StratML defines it (xs:decimal, or with an exponent) and nothing beside it."""
    return _BARE.fullmatch(text) is not None


def number(text: str) -> float | None:
    """Read a text as a number where it can be no other number, else None.

    Read are 1234.5, 1e6, 1,234,567 and 1,234.5 (the comma can only part thousands), 1 234 and 1'234, each with a sign,
    a currency sign before or after it, or a percent sign after it (12% is 12). Not read are 1,234 and 12,5 (the comma
    could part decimals), (1,234), ranges, and numbers with words such as 1.2 million.
    """
    text = text.replace("\N{MINUS SIGN}", "-")
    match = _DRESSED.fullmatch(text)
    if bare(text):
        value = float(text)
    elif match:
        value = float(match[1] + _GROUPS.sub("", match[2]))
    else:
        return None
    return value if abs(value) < float("inf") else None


def slug(text: str) -> str:
    """Make a short part of a key from a name: letters and digits of any script, parted by hyphens."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:60].rstrip("-")
