"""Which Windows code page a text without any declaration is written in, told by its letters."""

import re
from collections import Counter

WESTERN = "cp1252"

# Letters that the languages of a Western page use inside words. A page wins by having more of them.
_LATIN = {
    WESTERN: "äöüßéèêëàâáãåæçñóòôõøœíìîïúùûÿðþÄÖÜÉÈÊËÀÂÁÃÅÆÇÑÓÒÔÕØŒÍÌÎÏÚÙÛŸÐÞ",
    "cp1250": "ąćęłńóśźżáäčďéěíĺľňôŕřšťúůýžöőüűăâîşĄĆĘŁŃÓŚŹŻÁÄČĎÉĚÍĹĽŇÔŔŘŠŤÚŮÝŽÖŐÜŰĂÂÎŞß",
    "cp1254": "çğıöşüâîûÇĞİÖŞÜÂÎÛ",
}
# The ten commonest letters of the language that made each page.
_SCRIPTS = {
    "cp1251": "оеаинтсрвл",
    "cp1253": "αοιετσνηυρ",
    "cp1255": "יוהלארתבמש",
    "cp1256": "اليمونرتبة",
}
# Double-byte pages, and the share of everyday characters that proves a text to be written in them.
_EAST = {"cp932": 0.2, "cp949": 0.9, "gbk": 0.9, "big5": 0.9}
_SYLLABLES = {"cp932": re.compile("[ぁ-ヶー]"), "cp949": re.compile("[가-힣]")}
_LEADS = {"gbk": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}  # first bytes of the commoner half of the characters

_RUN = re.compile(rb"[\x80-\xff]+")
_EAST_RUN = re.compile(rb"(?:[\x80-\xff][\x40-\xfe]?)+")
_INSIDE = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]+(?=[A-Za-z])")
_BESIDE = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")


def guess(data: bytes) -> str | None:
    """Give the code page whose letters make the most sense of the bytes above 127; Western if none is surer.

    Western words have single letters above 127 among plain ones; words of other scripts are made of nothing else.
    None when no such byte stands in a word, so that there is nothing to tell by.
    """
    runs = Counter(_RUN.findall(data))
    total = sum(len(run) * count for run, count in runs.items())
    words = {run: count for run, count in runs.items() if len(run) > 2}
    if sum(len(run) * count for run, count in words.items()) * 2 > total:
        return _east(data) or _best(words, _SCRIPTS)
    return _best(_inside_words(data), _LATIN) if _BESIDE.search(data) else None


def _best(runs: dict[bytes, int], pages: dict[str, str]) -> str:
    return max(pages, key=lambda page: _score(runs, page, pages[page]))  # the first of equals


def _score(runs: dict[bytes, int], page: str, letters: str) -> int:
    return sum(count * sum(c in letters for c in run.decode(page, "replace")) for run, count in runs.items())


def _inside_words(data: bytes) -> dict[bytes, int]:
    """Count the runs between plain letters: signs beside a word, like those of m³ and ¿Qué, tell no language."""
    return Counter(_INSIDE.findall(data))


def _east(data: bytes) -> str | None:
    """Give the first double-byte page that the bytes obey and whose everyday characters they are, else None."""
    sample = b" ".join(_EAST_RUN.findall(data))
    for page, share in _EAST.items():
        try:
            foreign = [c for c in sample.decode(page) if ord(c) > 127]
        except UnicodeDecodeError:
            continue
        if foreign and _everyday(foreign, page) >= share * len(foreign):
            return page
    return None


def _everyday(characters: list[str], page: str) -> int:
    if page in _LEADS:
        return sum(c.encode(page, "replace")[0] in _LEADS[page] for c in characters)
    return sum(bool(_SYLLABLES[page].match(c)) for c in characters)
