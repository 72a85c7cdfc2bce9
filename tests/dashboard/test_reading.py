"""Files are read in child processes: what one of them does there costs only that file, and its message says why."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.reading import process, readers, wire
from dashboard.reading.process import Limits
from dashboard.reading.readers import Found, Readers
from data.records import Project, Task
from loaders import register
from loaders.base import Export, Refused, Rejection, Skipped
from tests.dashboard.stores import empty_store
from tests.real.line import load

LOADER = register.LOADER  # whose name the fake one of the child has
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "exports"


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    """Give readers whose children have the fake loader, three seconds and a gigabyte."""
    monkeypatch.setattr(
        process, "_START", process._START.replace("dashboard.reading.child", "tests.dashboard.fake_loader")
    )
    monkeypatch.setattr(readers, "_limits", lambda size: Limits(3, 1 << 30))
    with Readers(most=2) as opened:
        yield opened


def write(folder: Path, what: str) -> Path:
    path = folder / f"{what.replace(' ', '-')}.txt"
    path.write_text(f"fake {what}\n")
    return path


def outcome(opened: Readers, path: Path) -> Export | str:
    """Give what was read, or why it was not."""
    try:
        return opened.read(LOADER, path, "feed").result()
    except Refused as refused:
        return str(refused)


def test_an_export_comes_through_whole(fakes: Readers, tmp_path: Path):
    export = outcome(fakes, write(tmp_path, "well"))
    assert isinstance(export, Export)
    assert export.records[Project] == [Project("P", name="well", sheet="Projects", row=2)]
    assert export.records[Task] == [Task(f"P.{number}", "P") for number in range(12_345)]
    assert (export.rows_in, export.guarded) == (12_346, None)


def test_all_that_an_export_says_goes_through_the_pipe():
    def said() -> Export:
        told = Rejection("why", "Sheet", 7, "name", "x", Task, "P.3"), Skipped("columns", 3, inside=True)
        found = Export({Project: [Project("P")]}, [told[0]], [told[1]], ["a note"], rows_in=2)
        found.status_date, found.status_date_from = "2026-10-31", "saved"
        found.lasting, found.lines, found.totals, found.guarded = (
            True,
            (Task, Project),
            {"projects": 1},
            frozenset({Task}),
        )
        return found

    pipe = io.BytesIO()
    wire.send_export(pipe, said())
    pipe.seek(0)
    frames: Iterator[tuple[Any, ...]] = iter(lambda: wire.receive(pipe), None)  # type: ignore[arg-type]
    assert wire.receive_export(frames) == said()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("refuse", "this is not it"),
        ("hang", "reading it took more than 3 seconds and was stopped: "),
        ("eat", "reading it takes more memory than 1.0 GB and was stopped: "),
        (
            "die",
            "reading it ended the process that read it (signal 11): it is damaged, or takes more memory than there",
        ),
        ("fail", "its loader failed on it, which is a fault of Throughline and not of the file, so please report it: "),
    ],
)
def test_what_a_file_does_costs_only_that_file(fakes: Readers, tmp_path: Path, what: str, said: str):
    before, after = write(tmp_path, "before"), write(tmp_path, "after")
    pending = [fakes.read(LOADER, path, "feed") for path in (before, write(tmp_path, what), after)]
    assert isinstance(pending[0].result(), Export)
    with pytest.raises(Refused) as refused:
        pending[1].result()
    assert str(refused.value).startswith(said)
    assert isinstance(pending[2].result(), Export)


def test_a_file_that_cannot_even_be_told_is_refused_beside_those_that_can(fakes: Readers, tmp_path: Path):
    slow, well, other = write(tmp_path, "slow to tell"), write(tmp_path, "well"), tmp_path / "other.txt"
    other.write_text("Dear diary")
    first, second, third = fakes.identify([slow, well, other])
    assert isinstance(first, Refused) and "took more than 3 seconds" in str(first)
    assert second == Found(LOADER)
    assert third == Found(None)


def test_what_was_read_is_what_the_loader_gives(tmp_path: Path):
    from loaders.registry import find_loader

    with Readers() as opened:
        for path in sorted(SAMPLES.glob("*/*")):
            if (loader := find_loader(path)) is None:
                continue  # what is read by a mapping
            assert opened.read(loader, path, "feed").result() == loader.read(path, "feed")


def test_a_file_that_may_not_be_read_is_the_systems_refusal():
    with Readers() as opened, pytest.raises(OSError, match=r"Is a directory|No such file"):
        opened.read(LOADER, Path("/nowhere/at all.csv"), "feed").result()


BEGIN = """
import signal
import sys
from pathlib import Path
from dashboard.reading import process
from dashboard.reading.readers import Readers, result
from loaders import register
process._START = process._START.replace("dashboard.reading.child", "tests.dashboard.fake_loader")
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell takes from what it starts in the background
with Readers(most=1) as readers:
    pending = readers.read(register.LOADER, Path(sys.argv[1]), "feed")
    print("reading", flush=True)
    result(pending)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end at once")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_load_that_is_killed_or_interrupted_leaves_no_child(tmp_path: Path, how: signal.Signals):
    path = write(tmp_path, "hang")
    command = [sys.executable, "-c", BEGIN, str(path)]
    load = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert load.stdout is not None
    load.stdout.readline()
    children = until(lambda: of_parent(load.pid))
    load.send_signal(how)
    load.wait(10)
    load.stdout.close()
    assert children
    assert until(lambda: not any(alive(child) for child in children))


def until(holds, seconds: float = 10):
    """Ask until the answer is true, and give it."""
    end = time.monotonic() + seconds
    while not (answer := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return answer


def of_parent(parent: int) -> list[int]:
    """Give the processes that any thread of a process has started."""
    return [
        int(number) for task in Path(f"/proc/{parent}/task").glob("*/children") for number in task.read_text().split()
    ]


def alive(number: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_bad_file_among_good_ones_is_named_and_the_rest_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(
        process, "_START", process._START.replace("dashboard.reading.child", "tests.dashboard.fake_loader")
    )
    monkeypatch.setattr("dashboard.ingest.Readers", Readers)
    monkeypatch.setattr(readers, "_limits", lambda size: Limits(3, 1 << 30))
    (tmp_path / "in").mkdir()
    for what in ("well", "die", "good"):
        write(tmp_path / "in", what)
    store = empty_store(tmp_path)
    report = load(store, tmp_path / "in", keep_going=True)
    assert [(Path(file.path).stem, file.error and file.error[:49]) for file in report.files] == [
        ("die", "reading it ended the process that read it (signal"),
        ("good", None),
        ("well", None),
    ]
    assert (report.changed, report.revision) == (True, 1)
    store.close()


def test_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Readers() as opened:
        opened.identify([SAMPLES / "mpxj" / "quay.mpx"])
        assert os.listdir(tmp_path)
    assert os.listdir(tmp_path) == []
