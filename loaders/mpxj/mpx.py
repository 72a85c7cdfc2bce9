"""MPX: the bytes of a file in the code page that its first line declares, whatever it was saved in since."""

import codecs
import re
from pathlib import Path

from loaders.base import Refused

BEGINNINGS = (b"MPX,", b"MPX;", b"MPX\t")
_PARTED = re.compile(r"[,;\t]")
_CODE_PAGES = {"850": "cp850", "437": "cp437", "MAC": "mac_roman"}  # else ANSI
_ANSI = "cp1252"


def is_mpx(head: bytes) -> bool:
    """Say whether a file begins as MPX does, also behind the mark of UTF-8."""
    return head.removeprefix(codecs.BOM_UTF8).startswith(BEGINNINGS)


def in_code_page(path: Path) -> bytes:
    """Give a file as MPXJ reads it: one that an editor saved in UTF-8 would give other names than it holds.

    Raises `Refused` where it holds letters that its code page does not have.
    """
    data = path.read_bytes()
    if data.isascii():
        return data
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data
    declared = [*_PARTED.split(text.partition("\n")[0]), "", "", "", ""][3].strip(' "\r').upper()
    try:
        return text.encode(_CODE_PAGES.get(declared, _ANSI))
    except UnicodeEncodeError as error:
        raise Refused(
            f"it was saved in UTF-8 and holds '{text[error.start]}', which MPX has no place for: load the file as it "
            "was exported, or save the plan as Microsoft Project XML, and load that"
        ) from None
