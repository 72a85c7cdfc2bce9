"""Whether text read as Windows-1252 reads like it: nearly any bytes can be read so, and those of other code pages give
words that nobody writes.
"""

import re

_LETTER = r"[^\W\d_]"
# Signs that no language of Windows-1252 has inside a word; other code pages have letters in their places.
_SIGNS = "¡¢£¤¥¶¸¹¼½¾¿±»«‚„”†‡ˆ‰‹˜"
_STRANGE = re.compile(
    rf"\w*{_LETTER}[{_SIGNS}]{_LETTER}\w*"
    rf"|\w*(?:(?![mM]){_LETTER})³{_LETTER}\w*"  # m³ is a unit
    r"|\w*[a-z][ŠŒŽŸ][a-z]\w*"
    r"|\w*[À-ÖØ-öø-ÿ]{5,}\w*"  # Estonian has words with four: jäääär
)


def strange_word(text: str) -> str | None:
    """Give the first word that tells of another code page."""
    found = _STRANGE.search(text)
    return found[0][:40] if found else None
