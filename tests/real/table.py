"""`python -m tests.real.table > docs/formats/checked.md`: what becomes of every real export, beside what it holds.

The counts of the index were taken by others: by hand-written counters and by MPXJ itself.
"""

import re
import tempfile
from pathlib import Path

from dashboard import ingest
from data.store import Store
from tests.exports_dir import EXPORTS
from tests.real.test_every_export import index

HEAD = """# Checked against real exports

What becomes of exports that other people made with real tools, each loaded by itself into an empty store; made by
`python -m tests.real.table > docs/formats/checked.md`. *Counted* is what an independent count found in the file: it
counts every element, also the row of the project itself, blank rows and the tool's placeholder for nobody, which are no
tasks and no people here. Rows in = stored + rejected + skipped. The files belong to others and are no part of
Throughline.

| file | counted | read by | holds | rows in | stored | rejected | skipped |
|---|---|---|---|---:|---:|---:|---:|"""
COUNTED = re.compile(
    r"projects|tasks?|ms|milestones|res|resources?|asg|allocations?|assignments|links|depend|predecessor|goals|objectives"
    r"|indicators|PROJECT|TASK|RSRC|TASKRSRC|TASKPRED|Activity|Resource|ResourceAssignment|Relationship|rows"
)
LONGEST = 160  # characters of a reason


def main() -> None:
    """Print the table."""
    print(HEAD)
    for path in sorted(path for path in EXPORTS.rglob("*") if path.is_file() and path.name != "INDEX.md"):
        print(f"| {' | '.join(row(path))} |")


def row(path: Path) -> list[str]:
    """Give the cells of one file."""
    name = path.relative_to(EXPORTS).as_posix()
    found = index().get(name, {})
    counted = ", ".join(f"{key} {value}" for key, value in found.items() if COUNTED.fullmatch(key) and value.isdigit())
    file = loaded(path)
    if file.error:
        return [name, counted, file.loader or "", f"refused: {shortened(file.error)}", "", "", "", ""]
    holds = ", ".join(f"{key} {value}" for key, value in file.totals.items() if value)
    counts = [str(each) for each in (file.rows_in, file.stored, file.rejected, file.skipped)]
    return [name, counted, file.loader or "", holds or "nothing to keep", *counts]


def loaded(path: Path) -> ingest.FileReport:
    """Load one file into an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(str(Path(folder) / "store.db"))
        (file,) = ingest.load(store, [path], ingest.Options(as_of="2026-11-01")).files
        store.close()
    return file


def shortened(reason: str) -> str:
    """Give the first words of a reason, without what a table would take for its own."""
    said = re.sub(r"; expected one of: .*", "", " ".join(reason.split())).replace("|", "/")
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


if __name__ == "__main__":
    main()
