"""Well-known files that no loader reads: what they are, and what to do."""

import mmap
from pathlib import Path

from loaders.xml import root_name

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how compound files begin: .xls, and what has a password

# Names of streams, as the directory of a compound file holds them, and what each tells.
_TELLING: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("EncryptedPackage",),
        "the file has a password, so that nothing in it can be read: open it, remove the password (in Excel: File > "
        "Info > Protect Workbook > Encrypt with Password, and leave it empty), save it, and load it again",
    ),
    (
        ("Workbook", "Book"),
        "this is a workbook in the old .xls format, which is read of OpenProject and by a mapping only: open it, save "
        "it as .xlsx, and load that",
    ),
)


_BEGINNINGS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    (
        (b"\x1f\x8b", b"PK\3\4", b"7z\xbc\xaf\x27\x1c", b"Rar!"),
        "this is a packed file: unpack it, and load what is in it",
    ),
)
_JSON = "this is JSON of no tool that is known: `throughline map FILE` proposes a mapping by which its rows are read"
_CYPHER = "this is a script for a graph database, which is never run: export its rows as CSV or JSON, and map these"
_LIBREPLAN = (
    "this is an exchange file of LibrePlan, of which only the plan would be of use: in LibrePlan open the project, "
    "export it for Microsoft Project (XML), and load that; people and absences go into the register"
)
_PAGE = (
    "this is a web page: one that asks to sign in, or a list that calls itself Excel and is none. Open it in a browser "
    "to see which; export the list as CSV or .xlsx and load that"
)
_CUT = (
    "this is XML that is cut off or broken before its first element is whole, or whose bytes are not in the encoding "
    "that it declares: export it again from the tool that made it"
)


def why_no_table(head: bytes) -> str | None:
    """Say of a web page that it is one, whatever it is called."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:14].lower()
    return _PAGE if begin.startswith((b"<!doctype html", b"<html")) else None


def why_no_export(path: Path, head: bytes) -> str | None:
    """Say what a well-known file is and what to do with it; None for any other file."""
    if head.startswith(OLE):
        return _of_streams(path)
    for beginnings, said in _BEGINNINGS:
        if head.startswith(beginnings):
            return said
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")) and path.suffix.casefold() in (".json", ".jsonl", ".ndjson"):
        return _JSON
    if path.suffix.casefold() == ".cypher":
        return _CYPHER
    if not text.startswith(b"<?xml"):
        return None
    if b"http://rest.ws.libreplan." in head or b"<expense-sheet-list" in head:
        return _LIBREPLAN
    return _CUT if root_name(head) is None else None


def _of_streams(path: Path) -> str | None:
    """Say what a compound file is, by the streams that its directory names."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for names, said in _TELLING:
            if any(content.find(_entry(name)) >= 0 for name in names):
                return said
    return None


def _entry(name: str) -> bytes:
    """Give the beginning of a stream's entry in the directory: its name, ended by a zero."""
    return f"{name}\0".encode("utf-16-le")
