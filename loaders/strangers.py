"""Well-known files that no loader reads: what they are, and what to do."""

import csv
import json
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    (
        ("__nameid_version1.0", "__properties_version1.0"),
        "this is a mail of Outlook: open it, save what is attached to it, and load that",
    ),
    (
        ("WordDocument", "PowerPoint Document"),
        "this is a document of Word, Writer or PowerPoint, whose tables are not read: copy the table into a workbook, "
        "and load that",
    ),
)
_DOCUMENT = _TELLING[-1][1]
_MAIL = "this is a mail: save what is attached to it, and load that"
_MAIL_LINE = re.compile(
    rb"(?:From|To|Date|Subject|Received|Return-Path|Delivered-To|MIME-Version|X-[\w-]+): [^\r\n]+\r?\n"
)
_NO_PLAN = (
    "it is called as a plan of Microsoft Project, and no plan can be found in it: it is cut off or damaged. Open it in "
    "Microsoft Project, save it again, or save it as XML, and load that"
)
_PICTURE = (
    "this is a {}, made to be looked at, in which no row can be told from another: in the tool that made it export the "
    "plan or list itself (XML, XER, Excel or CSV), and load that"
)
_NUMBERS = "this is a document of Apple Numbers: export it as Excel or CSV, and load that"
_OLD_XML = (
    "this is a workbook in the XML format of Excel 2003, whatever it is called: open it in Excel, save it as .xlsx, "
    "and load that"
)
_WRAPPED = (
    "every row of it is one text in quotation marks, as when a CSV was opened with another separator and saved again: "
    "load the file as it was exported"
)
_PACKED = "this is a packed file: unpack it, and load what is in it"
_LOCKED = "this is a packed file with a password: unpack it with that password, and load what is in it"
_ANSWER = (
    "this is no export but the answer of a tool that gave none: '{}'. Sign in or correct what was asked for, export it "
    "again, and load that"
)
_ANSWERS = frozenset({"message", "error", "errors", "errormessages", "error_description", "code", "status", "typekey"})
_FEW = 3  # files of a packed one that are named
_SHOWN = 120  # characters of what a tool answered


_BEGINNINGS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!"), _PACKED),
    ((b"%PDF",), _PICTURE.format("PDF")),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), _PICTURE.format("picture")),
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
    "that it declares, or before whose first line something stands: export it again from the tool that made it"
)


def why_no_table(head: bytes) -> str | None:
    """Say of a web page that it is one, whatever it is called, and of a CSV whose rows are one text each."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:14].lower().startswith((b"<!doctype html", b"<html")):
        return _PAGE
    return _WRAPPED if text.startswith(b'"') and _is_wrapped(text) else None


def _is_wrapped(text: bytes) -> bool:
    """Say whether the first rows are one text in quotation marks each, in which further texts are quoted."""
    lines = text.decode("utf-8", "replace").splitlines()[:5]
    try:
        rows = list(csv.reader(lines))
        inside = [next(csv.reader([row[0]])) for row in rows if len(row) == 1]
    except (csv.Error, StopIteration):
        return False
    return len(inside) == len(rows) and any('""' in line for line in lines) and all(len(row) > 1 for row in inside)


def why_no_export(path: Path, head: bytes) -> str | None:
    """Say what a well-known file is and what to do with it; None for any other file."""
    if head.startswith(OLE):
        told = _of_streams(path)
        return _NO_PLAN if told is None and path.suffix.casefold() in (".mpp", ".mpt") else told
    if head.startswith(b"PK\3\4"):
        return _of_parts(path)
    for beginnings, said in _BEGINNINGS:
        if head.startswith(beginnings):
            return said
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")) and path.suffix.casefold() in (".json", ".jsonl", ".ndjson"):
        return _answered(text) or _JSON
    if _MAIL_LINE.match(text) and b"\nContent-Type:" in head:
        return _MAIL
    if path.suffix.casefold() == ".cypher":
        return _CYPHER
    if not text.startswith(b"<?xml"):
        return None
    if root_name(head) == ("urn:schemas-microsoft-com:office:spreadsheet", "Workbook"):
        return _OLD_XML
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


def _of_parts(path: Path) -> str:
    """Say what a packed file is, by the names of its parts and whether they are locked."""
    try:
        with zipfile.ZipFile(path) as found:
            parts = found.infolist()
            written = any(part.filename == "mimetype" for part in parts) and b"opendocument.text" in found.read(
                "mimetype"
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return _PACKED
    if written or any(part.filename.startswith(("word/", "ppt/")) for part in parts):
        return _DOCUMENT
    if any(part.filename.endswith(".iwa") for part in parts):
        return _NUMBERS
    if any(part.flag_bits & 1 for part in parts):
        return _LOCKED
    held = [part.filename.rpartition("/")[2] for part in parts if not part.is_dir()]
    named = ", ".join(held[:_FEW]) + (f" and {len(held) - _FEW} more" if len(held) > _FEW else "")
    return _PACKED.replace("file", f"file with {named}", 1) if held else _PACKED


def _answered(text: bytes) -> str | None:
    """Say what a tool answered in place of an export."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not found or not {str(name).casefold() for name in found} <= _ANSWERS:
        return None
    said = next(_texts(found), "")
    return _ANSWER.format(" ".join(said.split())[:_SHOWN]) if said else None


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _texts(one)


def _entry(name: str) -> bytes:
    """Give the beginning of a stream's entry in the directory: its name, ended by a zero."""
    return f"{name}\0".encode("utf-16-le")
