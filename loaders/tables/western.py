"""Whether text read as Windows-1252 reads like it: nearly any bytes can be read so, and those of other code pages give
words that nobody writes.
"""

import re

_LETTER = r"[^\W\d_]"
# Signs that no language of Windows-1252 has inside a word; other code pages have letters in their places.
_SIGNS = "¡¢£¤¥¶¸¹¼½¾¿±»«‚„”†‡ˆ‰‹˜"
_STRANGE = re.compile(
    rf"{_LETTER}[{_SIGNS}]{_LETTER}"
    rf"|(?![mM]){_LETTER}³{_LETTER}"  # m³ is a unit
    r"|[a-z][ŠŒŽŸ][a-z]"
    r"|[À-ÖØ-öø-ÿ]{5}"  # Estonian has words with four: jäääär
)
_AROUND = 20  # characters beside what is strange


def strange_word(text: str) -> str | None:
    """Give the first word that tells of another code page, or the part of it that does."""
    found = _STRANGE.search(text)
    if found is None:
        return None
    before = text[max(0, found.start() - _AROUND) : found.start()].split()
    after = text[found.end() : found.end() + _AROUND].split()
    begins = before[-1] if before and not text[found.start() - 1].isspace() else ""
    ends = after[0] if after and not text[found.end()].isspace() else ""
    return f"{begins}{found[0]}{ends}"
