"""The bytes of an XER file as text.

P6 writes the Windows code page of the machine that exports and does not say which. So: a byte order mark says it; else
a further field of the ERMHDR line that names a code page; else text that is valid UTF-8 is UTF-8; else the letters
decide, which a note then tells.
"""

import codecs
import re

from loaders.primavera.codepages import WESTERN, guess

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_UNMARKED = {b"E\0R\0M\0": "utf-16-le", b"\0E\0R\0M": "utf-16-be"}
_DECLARED = re.compile(r"(?i)(?:windows-?|cp)?(125[0-8]|932|936|949|950|874)|utf-?8")
_SAVE = "If names look wrong, save the file as UTF-8 with a byte order mark and load it again."


def starts_as_xer(head: bytes) -> bool:
    """Say whether the first bytes, in whatever encoding, are those of the ERMHDR line that opens every XER file."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head[:24].replace(b"\0", b"")[:6] == b"ERMHDR"


def decode(data: bytes) -> tuple[str, list[str]]:
    """Give the text of a file with line feeds as line ends, and notes on what had to be decided or left out."""
    text, notes = _decode(data)
    if lost := text.count("�"):
        notes.append(f"Broken characters of the file stand as � ({lost}).")
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        notes.append(f"NUL characters are no text and were left out ({nuls}).")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, notes


def _decode(data: bytes) -> tuple[str, list[str]]:
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), []
    if name := _UNMARKED.get(data[:6]):
        return data.decode(name, "replace"), []
    if data.isascii():
        return data.decode("ascii"), []
    if name := _declared(data):
        return data.decode(name, "replace"), [f"The file declares the code page {name}."]
    return _undeclared(data)


def _undeclared(data: bytes) -> tuple[str, list[str]]:
    """Decode as UTF-8 where three in four of its characters are whole, else in the code page that its letters tell."""
    text = data.decode("utf-8", "replace")
    if (broken := text.count("�")) * 3 < sum(map(len, re.findall("[^\x00-\x7f�]+", text))) or not broken:
        return text, []
    page = guess(data)
    if page is None:
        return data.decode(WESTERN, "replace"), []
    shown = page.replace("cp125", "Windows-125")
    return data.decode(page, "replace"), [f"The file declares no code page; its letters are read as {shown}. {_SAVE}"]


def _declared(data: bytes) -> str | None:
    """Find a code page named in the ERMHDR line beyond the nine fields that P6 writes."""
    fields = data[:4096].split(b"\n", 1)[0].decode("ascii", "replace").split("\t")
    for field in fields[9:]:
        if match := _DECLARED.fullmatch(field.strip()):
            return f"cp{match[1]}" if match[1] else "utf-8"
    return None
