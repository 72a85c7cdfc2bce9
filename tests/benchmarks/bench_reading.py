"""How long files take that are read in child processes: a folder of many small ones, and a single one."""

import sys
import time
from pathlib import Path

from dashboard import ingest
from dashboard.reading.readers import Readers
from data.store import Store
from loaders.ms_project import LOADER
from tests.loaders.mspdi import plan, task

FILES, SECONDS = 500, 60
TASKS = 40
ONE = 0.2  # seconds that a child may take to be there and hand one small file over


def write(path: Path, title: str) -> Path:
    """Write a small plan."""
    days = [f"2026-{1 + number // 28:02}-{1 + number % 28:02}" for number in range(TASKS)]
    tasks = (
        task(number, Name=f"Task {number}", Start=f"{day}T08:00:00", Finish=f"{day}T17:00:00", Duration="PT8H0M0S")
        for number, day in enumerate(days, start=1)
    )
    path.write_text(plan(*tasks, Title=title), "utf-8")
    return path


def test_a_folder_of_many_small_exports_takes_at_most_a_minute(tmp_path: Path):
    folder = tmp_path / "exports"
    folder.mkdir()
    for number in range(FILES):
        write(folder / f"plan{number}x.xml", f"Plan {number}")
    store = Store.open(str(tmp_path / "store.db"))
    start = time.monotonic()
    report = ingest.load(store, [folder], ingest.Options())
    seconds = time.monotonic() - start
    store.close()
    print(f"\n{FILES} exports of {TASKS} tasks in {seconds:.1f} s")
    assert len(report.files) == FILES
    assert report.changed and report.exit_code == 0
    assert seconds <= SECONDS


def test_a_single_small_file_waits_little_for_its_child(tmp_path: Path):
    path = write(tmp_path / "plan.xml", "Plan")
    LOADER.read(path, "plan")  # what it needs is there
    start = time.monotonic()
    LOADER.read(path, "plan")
    here = time.monotonic() - start
    start = time.monotonic()
    with Readers() as readers:
        found = readers.identify([path])
        readers.read(LOADER, path, "plan").result()
        there = time.monotonic() - start
    assert len(found) == 1
    print(f"\nread here in {1000 * here:.0f} ms, in a child of its own in {1000 * there:.0f} ms ({sys.platform})")
    assert there - here <= ONE
