"""What commands print: progress, the reconciliation of a load, the state of a store. Nothing from a file is markup."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from dashboard.checkup import Check
from dashboard.ingest import FileReport, Report
from dashboard.ingest import Progress as Report_
from dashboard.words import number

MOST_REJECTIONS = 20
MOST_OMISSIONS = 6
COUNTS = ("rows_in", "stored", "unchanged", "rejected", "skipped", "closed")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Report_]:
    """Give a function that shows how far a load is: a bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)


def reconciliation(report: Report) -> None:
    """Print, for each file, what became of its rows, then what was refused and why."""
    console = _console()
    if report.files:
        console.print(_files(report.files))
    for file in report.files:
        _file_remarks(console, file)
    if report.unknown:
        names = ", ".join(PurePath(path).name for path in report.unknown)
        console.print(Text(f"Passed over, because no loader knows them: {names}"))
    console.print(Text(_summary(report)))


def _summary(report: Report) -> str:
    if any(file.error for file in report.files) and not report.changed:
        return "Nothing was stored. Mend or leave out what was refused; --keep-going loads the rest."
    if not report.changed:
        return f"Nothing has changed; the newest revision is {report.revision or 'none'}."
    rows = sum(file.rejected for file in report.files)
    rejected = f" {number(rows, '0')} {'row was' if rows == 1 else 'rows were'} rejected." if rows else ""
    return f"Stored as revision {report.revision}.{rejected}"


def _console() -> Console:
    """Give a console; one that is no terminal is as wide as a table needs, so that a log stays readable."""
    console = Console(soft_wrap=True)
    return console if console.is_terminal else Console(soft_wrap=True, width=160)


def _files(files: Iterable[FileReport]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("file", "feed", "loader", "status date"):
        table.add_column(name, no_wrap=name == "status date", overflow="fold")
    for name in COUNTS:
        table.add_column(name.replace("_", " "), justify="right")
    for file in files:
        texts = (PurePath(file.path).name, file.feed or "", file.loader or "unknown", file.status_date or "")
        table.add_row(*map(Text, texts), *(Text(number(getattr(file, name), "0")) for name in COUNTS))
    return table


def _file_remarks(console: Console, file: FileReport) -> None:
    name = PurePath(file.path).name
    if file.error:
        console.print(Text(f"{name} was refused: {file.error}", style="bold red"))
    for note in file.notes:
        console.print(Text(f"{name}: {note}", style="yellow"))
    if file.status_date_from in ("saved", "exported", "recorded"):
        how = "the day it was loaded" if file.status_date_from == "recorded" else f"when it was {file.status_date_from}"
        console.print(Text(f"{name} states no status date; {file.status_date}, {how}, is used", style="dim"))
    for reason, count in file.omissions[:MOST_OMISSIONS]:
        console.print(Text(f"{name}: {count} skipped: {reason}", style="dim"))
    if len(file.omissions) > MOST_OMISSIONS:
        more = sum(count for _, count in file.omissions[MOST_OMISSIONS:])
        console.print(Text(f"{name}: {more} more skipped; --json and the loads page say why", style="dim"))
    for rejection in file.rejections[:MOST_REJECTIONS]:
        place = [rejection.sheet, f"row {rejection.row}" if rejection.row else None, rejection.field]
        where = ", ".join(part for part in place if part)
        console.print(Text(f"{name}, {where}: {rejection.reason}", style="red"))
    if len(file.rejections) > MOST_REJECTIONS:
        more = len(file.rejections) - MOST_REJECTIONS
        console.print(Text(f"{name}: {more} more rejections; --json and the loads page name them all", style="red"))


def standing(found: dict[str, Any]) -> None:
    """Print what a store holds."""
    console = _console()
    console.print(Text(found["sentence"]))
    feeds = Table(box=None, pad_edge=False)
    for name in ("feed", "loader", "newest file", "recorded", "status date", "age", "rejected"):
        feeds.add_column(name, overflow="fold")
    for feed in found["feeds"]:
        age = f"{feed['days']} days" + (", late" if feed["late"] else "")
        row = (feed["feed"], feed["loader"], feed["file"], feed["recorded_at"], feed["status_date"] or "", age)
        feeds.add_row(*map(Text, row), Text(str(feed["rejected"])))
    if found["feeds"]:
        console.print(feeds)
    for line in found["waiting"]:
        scope = f" of {line['scope']}" if line["scope"] else ""
        console.print(Text(f"{line['state']}: {line['feed']} names {line['wants']} {line['text']!r}{scope}"))


def checkup(checks: Iterable[Check]) -> None:
    """Print what the doctor found."""
    console = _console()
    styles = {"ok": "green", "advice": "yellow", "fault": "bold red"}
    for check in checks:
        console.print(Text(f"{check.state:>7}  {check.what}: {check.found}", style=styles[check.state]))
        if check.remedy:
            console.print(Text(f"         {check.remedy}"))
