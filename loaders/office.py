"""Files of Microsoft programs that no loader reads: what they are, and what to do."""

import mmap
from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how compound files begin: .mpp, .xls, and what has a password

# Names of streams, as the directory of a compound file holds them, and what each tells.
_TELLING: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("EncryptedPackage",),
        "the file has a password, so that nothing in it can be read: open it, remove the password (in Excel: File > "
        "Info > Protect Workbook > Encrypt with Password, and leave it empty), save it, and load it again",
    ),
    (
        ("TBkndTask", "Props14", "Props12", "Props9"),
        "this is a plan of Microsoft Project in its own format (.mpp), which is not read: open it in Microsoft "
        "Project, choose File > Save As > XML Format (*.xml), and load the .xml",
    ),
    (
        ("Workbook", "Book"),
        "this is a workbook in the old .xls format, which is not read: open it, save it as .xlsx, and load that",
    ),
)


def why_no_export(path: Path, head: bytes) -> str | None:
    """Say what a compound file is and what to do with it; None for any other file."""
    if not head.startswith(OLE):
        return None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for names, said in _TELLING:
            if any(content.find(_entry(name)) >= 0 for name in names):
                return said
    return None


def _entry(name: str) -> bytes:
    """Give the beginning of a stream's entry in the directory: its name, ended by a zero."""
    return f"{name}\0".encode("utf-16-le")
