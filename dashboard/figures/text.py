"""How wide a text is in Inter, and how it is broken into lines; cytoscape cannot do this by itself."""

import json
import unicodedata
from functools import cache
from importlib.resources import files

_UNKNOWN = 620  # thousandths of the type size, for a letter that Inter's two files do not have
_WIDE = 1000  # for East Asian letters


@cache
def _advances(weight: int) -> dict[str, int]:
    table = json.loads(files("dashboard.figures").joinpath("inter_advances.json").read_text("ascii"))[str(weight)]
    return {letter: int(advance) for advance, letters in table.items() for letter in letters}


def plain(text: object) -> str:
    """One line of text: no line breaks, no control characters, single blanks."""
    text = str(text)
    if text.isprintable() and "  " not in text and text.strip() == text:
        return text
    letters = "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter) != "Cc")
    return " ".join(letters.split())


def width(text: str, size: float, weight: int = 400) -> float:
    """Width in pixels of one line at a type size in pixels; weight 400 or 600. Kerning is left out."""
    advances = _advances(weight)
    return sum(advances[letter] if letter in advances else _other(letter) for letter in text) * size / 1000


def _other(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _UNKNOWN


def fit(text: str, room: float, size: float, weight: int = 400) -> str:
    """The text on one line of `room` pixels, its end replaced by … where it is too long."""
    if width(text, size, weight) <= room:
        return text
    left = room - width("…", size, weight)
    kept = 0
    for letter in text:
        left -= width(letter, size, weight)
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip(" ,.;:-–") + "…"


def wrap(text: str, room: float, size: float, weight: int = 400, lines: int = 2) -> list[str]:
    """The text on at most `lines` lines of `room` pixels, broken at blanks, the last one ending in … if it must."""
    out: list[str] = []
    words = text.split(" ")
    while words and len(out) < lines - 1:
        taken = _words_that_fit(words, room, size, weight)
        out.append(fit(" ".join(words[:taken]), room, size, weight))
        words = words[taken:]
    if words:
        out.append(fit(" ".join(words), room, size, weight))
    return out


def _words_that_fit(words: list[str], room: float, size: float, weight: int) -> int:
    blank = width(" ", size, weight)
    used = -blank
    for number, word in enumerate(words):
        used += blank + width(word, size, weight)
        if used > room:
            return max(1, number)
    return len(words)
