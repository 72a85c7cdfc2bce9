"""What commands print: progress, the state of a store, what the doctor found. Nothing from a file is markup."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from dashboard import ingest
from dashboard.checkup import Check


@contextmanager
def progress(*, quiet: bool) -> Iterator[ingest.Progress]:
    """Give a function that shows how far a load is: a bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)


def new_console() -> Console:
    """Give a console; one that is no terminal is as wide as a table needs, so that a log stays readable."""
    console = Console(soft_wrap=True)
    return console if console.is_terminal else Console(soft_wrap=True, width=160)


def holdings(found: dict[str, Any]) -> None:
    """Print what a store holds."""
    console = new_console()
    console.print(Text(found["sentence"]))
    feeds = Table(box=None, pad_edge=False)
    for name in ("feed", "loader", "kept by", "newest file", "status date", "its age", "loaded", "rejected"):
        feeds.add_column(name, overflow="fold")
    for feed in found["feeds"]:
        age = "" if feed["status_days"] is None else _days(feed["status_days"])
        loaded = f"{feed['recorded_at'][:10]}, {_days(feed['days'])} ago" + (", late" if feed["late"] else "")
        row = (feed["feed"], feed["loader"], feed["owner"] or "", feed["file"], feed["status_date"] or "", age, loaded)
        feeds.add_row(*map(Text, row), Text(str(feed["rejected"])))
    if found["feeds"]:
        console.print(feeds)
    for line in found["awaited"]:
        owner = f" by {line['owner']}" if line["owner"] else ""
        console.print(Text(f"late: {line['feed']} was never delivered; expected every {line['every']}{owner}"))
    for line in found["waiting"]:
        scope = f" of {line['scope']}" if line["scope"] else ""
        console.print(Text(f"{line['state']}: {line['feed']} names {line['wants']} {line['text']!r}{scope}"))


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def checkup(checks: Iterable[Check]) -> None:
    """Print what the doctor found."""
    console = new_console()
    styles = {"ok": "green", "advice": "yellow", "fault": "bold red"}
    for check in checks:
        console.print(Text(f"{check.state:>7}  {check.what}: {check.found}", style=styles[check.state]))
        if check.remedy:
            console.print(Text(f"         {check.remedy}"))
