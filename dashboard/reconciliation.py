"""What `load` prints: counts first, then in few lines what was refused, passed over and is to be told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.grouping import alike, grouped
from dashboard.ingest import UNKNOWN, FileReport, Report
from dashboard.printing import new_console
from dashboard.words import number

MOST_LINES = 5  # of a file: of what was rejected, and of what else is to be told
MOST_LINES_OF_MANY = 12  # of what else is to be told of several files
LONGEST_LINE = 240
COUNTS = ("rows_in", "stored", "unchanged", "rejected", "skipped", "closed")
_DAYS = MappingProxyType({
    "saved": "when it was saved",
    "changed": "when something in it was last changed",
    "exported": "when it was exported",
    "recorded": "the day it was loaded",
})  # fmt: skip


def reconciliation(report: Report) -> None:
    """Print, for each file, what became of its rows, then in few lines what was refused and why."""
    console = new_console()
    if report.files:
        console.print(_files(report.files))
    told = [*_refused(console, report.files), _remarks(console, report.files)]
    _passed_over(console, report.unknown)
    if not all(told):
        page = f"on the page /loads?load={report.revision}, or " if report.changed else ""
        console.print(Text(f"Every line in full: {page}with --json"))
    console.print(Text(_summary(report)))


def _summary(report: Report) -> str:
    if any(file.error for file in report.files) and not report.changed:
        others = " Mend or leave out what was refused; --keep-going loads the rest." if len(report.files) > 1 else ""
        return f"Nothing was stored.{others}"
    if not report.changed:
        newest = f"the newest revision is {report.revision}" if report.revision else "the store is still empty"
        return f"Nothing has changed; {newest}."
    rows = sum(file.rejected for file in report.files)
    rejected = f" {number(rows, '0')} {'row was' if rows == 1 else 'rows were'} rejected." if rows else ""
    if report.files and not any(file.stored or file.unchanged or file.closed for file in report.files):
        return f"No row was stored: revision {report.revision} only keeps what was rejected, and why.{rejected}"
    return f"Stored as revision {report.revision}.{rejected}"


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


# --- what was refused -------------------------------------------------------------------------------------------------


def _refused(console: Console, files: Iterable[FileReport]) -> Iterator[bool]:
    """Print what was refused of each file; yield whether every rejection has a line."""
    for file in files:
        name = PurePath(file.path).name
        if file.error:
            console.print(Text(f"{name} was refused: {file.error}", style="bold red"))
        elif nothing := _nothing_kept(file):
            console.print(
                Text(f"Nothing of {name} was kept: {nothing}", style="bold red" if file.rejected else "yellow")
            )
        groups = grouped(file.rejections)
        for group in groups[:MOST_LINES]:
            console.print(Text(f"{name}, {group.said()}", style="red"))
        if rest := sum(group.faults for group in groups[MOST_LINES:]):
            console.print(Text(f"{name}: {number(rest, '0')} more rejections, for other reasons", style="red"))
        yield len(groups) == len(file.rejections) and not rest


def _nothing_kept(file: FileReport) -> str | None:
    """Say why no row of a file is in the store, or None where some are."""
    if file.stored or file.unchanged or file.error:
        return None
    if not file.rows_in:
        return "it holds no rows"
    if file.rejected == file.rows_in:
        return "its only row was rejected" if file.rows_in == 1 else f"all {number(file.rows_in)} rows were rejected"
    if file.skipped == file.rows_in:
        return "its rows were all passed over"
    return f"{number(file.rejected)} of its rows were rejected, {number(file.skipped)} passed over"


# --- what else is to be told ------------------------------------------------------------------------------------------


def _remarks(console: Console, files: list[FileReport]) -> bool:
    """Print what else is to be told, once where it is the same of several files; give whether that was all."""
    remarks = [(PurePath(file.path).name, remark) for file in files for remark in _told(file)]
    groups = sorted(alike(remarks), key=lambda group: len(group[0][1]) > LONGEST_LINE)  # long lists come last
    most = MOST_LINES if len(files) == 1 else MOST_LINES_OF_MANY
    for group in groups[:most]:
        console.print(Text(_said(group), style="dim"))
    if rest := len(groups) - most if len(groups) > most else 0:
        console.print(Text(f"{rest} more remark{'' if rest == 1 else 's'}", style="dim"))
    cut = any(len(remark) > LONGEST_LINE for _, remark in remarks) or any(len(file.omissions) > 1 for file in files)
    return len(groups) == len(remarks) and not rest and not cut


def _said(group: list[tuple[str, str]]) -> str:
    """Give the first of remarks that are alike, and of how many files it is told, or how often of one."""
    name, remark = group[0]
    others = len({name for name, _ in group}) - 1
    often = f" (the first of {len(group)} alike)" if len(group) > others + 1 else ""
    return f"{name}{f' and {others} more' if others else ''}: {_shortened(remark)}{often}"


def _told(file: FileReport) -> Iterator[str]:
    """Give what else is to be told of a file: the day it stands for, its notes, and what was skipped most."""
    if how := _DAYS.get(file.status_date_from or ""):
        yield f"states no status date; {file.status_date}, {how}, is used"
    if file.omissions:
        yield _skipped(file.omissions)
    yield from file.notes


def _skipped(omissions: Iterable[tuple[str, int]]) -> str:
    """Give the most frequent reason for skipping, whatever was skipped, and count the rest."""
    by_reason: Counter[str] = Counter()
    for reason, count in omissions:
        by_reason[reason.partition(": ")[2] or reason] += count
    ((most, count),) = by_reason.most_common(1)
    rest = by_reason.total() - count
    return f"{number(count)} skipped: {most}" + (f"; {number(rest)} more for other reasons" if rest else "")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE].rsplit(' ', 1)[0]} …"


def _passed_over(console: Console, unknown: Mapping[str, str]) -> None:
    """Name the files of a folder that no loader knows, and say of a few what they seem to be."""
    if unknown:
        names = ", ".join(PurePath(path).name for path in unknown)
        console.print(Text(f"Passed over, because no loader knows them: {names}"))
    explained = [(path, why) for path, why in unknown.items() if why != UNKNOWN]
    for path, why in explained[:MOST_LINES]:
        console.print(Text(f"{PurePath(path).name}: {why.removeprefix(f'{UNKNOWN}: ')}", style="yellow"))
