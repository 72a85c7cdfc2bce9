"""Which Windows code page a text without any declaration is written in, told by its letters."""

import re
from collections import Counter

WESTERN = "cp1252"

# Letters that the languages of a Western page use inside words. A page wins by having more of them.
_LATIN = {
    WESTERN: "äöüßéèêëàâáãåæçñóòôõøœíìîïúùûÿÄÖÜÉÈÊËÀÂÁÃÅÆÇÑÓÒÔÕØŒÍÌÎÏÚÙÛŸ",
    "cp1250": "ąćęłńóśźżáäčďéěíĺľňôŕřšťúůýžöőüűăâîşţđĄĆĘŁŃÓŚŹŻÁÄČĎÉĚÍĹĽŇÔŔŘŠŤÚŮÝŽÖŐÜŰĂÂÎŞŢĐß",
    "cp1254": "çğıöşüâîûÇĞİÖŞÜÂÎÛ",
}
# The ten commonest letters of the language that made each page.
_SCRIPTS = {
    "cp1251": "оеаинтсрвл",
    "cp1253": "αοιετσνηυρ",
    "cp1255": "יוהלארתבמש",
    "cp1256": "اليمونرتبة",
}
# Double-byte pages, with the characters that ordinary text in them is nearly made of, and the share that proves it.
_EAST = {
    "cp932": (re.compile("[ぁ-ヶーｦ-ﾟ]"), 0.2),
    "cp949": (re.compile("[가-힣]"), 0.9),
    "gbk": (re.compile("[一-龥]"), 0.9),
    "big5": (re.compile("[一-龥]"), 0.9),
}
_COMMON = {"gbk": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}  # lead bytes of the everyday characters

_RUN = re.compile(rb"[\x80-\xff]+")
_EAST_RUN = re.compile(rb"(?:[\x80-\xff][\x40-\xfe]?)+")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")


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
    inside = _inside_words(data)
    return _best(inside, _LATIN) if inside else None


def _best(runs: dict[bytes, int], pages: dict[str, str]) -> str:
    return max(pages, key=lambda page: _score(runs, page, pages[page]))  # the first of equals


def _score(runs: dict[bytes, int], page: str, letters: str) -> int:
    return sum(count * sum(c in letters for c in run.decode(page, "replace")) for run, count in runs.items())


def _inside_words(data: bytes) -> dict[bytes, int]:
    """Count the runs that touch a plain letter: currency signs, dashes and quotation marks tell no language."""
    return Counter(run for before, run, after in re.findall(rb"(?s)(.?)([\x80-\xff]+)(?=(.?))", data)
                   if _ASCII_LETTER.match(before) or _ASCII_LETTER.match(after))  # fmt: skip


def _east(data: bytes) -> str | None:
    """Give the first double-byte page that the bytes obey and whose everyday characters they are, else None."""
    sample = b" ".join(_EAST_RUN.findall(data))
    for page, (usual, share) in _EAST.items():
        try:
            text = sample.decode(page)
        except UnicodeDecodeError:
            continue
        foreign = [c for c in text if ord(c) > 127]
        hits = len(usual.findall(text)) if page not in _COMMON else _everyday(text, page)
        if foreign and hits >= share * len(foreign):
            return page
    return None


def _everyday(text: str, page: str) -> int:
    return sum(ord(c) > 127 and c.encode(page)[0] in _COMMON[page] for c in text)
