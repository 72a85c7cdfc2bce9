"""Serving as an administrator does it: processes that start, answer, load what changes, and end without leftovers."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.loaders import mspdi, xer

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds; a busy machine is slow, not wrong


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "dashboard", *map(str, arguments)]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("THROUGHLINE_")}
    return kept | {"PYTHONPATH": str(REPOSITORY)}


@contextmanager
def running(folder: Path, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a command that serves; give it and its address. At the end nothing of it runs any more."""
    out = folder / "out.txt"
    with out.open("w") as file:
        process = subprocess.Popen(
            command(*arguments),
            cwd=folder,
            env=environment(),
            stdout=file,
            stderr=file,
            text=True,
            start_new_session=True,
        )
    try:
        address = until(lambda: re.search(r"is at (http://\S+)", out.read_text()), process, out)[1]
        yield process, address
    finally:
        if members(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


@contextmanager
def started(folder: Path, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a command that serves; give it and its address. At the end it is stopped, and must stop."""
    with running(folder, *arguments) as (process, address):
        yield process, address
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        said = (folder / "out.txt").read_text()
        assert process.returncode == 0, said
        until(lambda: not members(process.pid))
        assert "Traceback" not in said, said


def until(
    ask: Callable[[], Any],
    process: subprocess.Popen[str] | None = None,
    out: Path | None = None,
    patience: float = PATIENCE,
) -> Any:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = ask()
        if found:
            return found
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"waited in vain: {out.read_text() if out else ask}")


def answer(address: str) -> Any:
    try:
        with urlopen(address, timeout=10) as response:
            return json.load(response)
    except (URLError, ConnectionError, TimeoutError):
        return None


def members(group: int) -> list[str]:
    """The processes of a group that still run, by their numbers."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, member_of = stat.read_text().rsplit(") ", 1)[1].split()[:3]
        except (OSError, ValueError):
            continue
        if int(member_of) == group and state != "Z":
            found.append(stat.parent.name)
    return found


def test_it_serves_and_watches_until_it_is_told_to_stop_and_leaves_no_process_behind(tmp_path: Path):
    (tmp_path / "inbox").mkdir()
    with started(tmp_path, "serve", "--port", 0, "--workers", 2, "--watch", "inbox") as (process, address):
        assert answer(address + "api/v1/revision") == {"number": 0, "recorded_at": None, "title": None}
        until(lambda: len(members(process.pid)) == 4)  # the server, two workers, and what watches
    assert (tmp_path / "throughline.db").exists()


def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            command("serve", "--port", port), cwd=tmp_path, env=environment(), capture_output=True, text=True
        )
    assert done.returncode == 1 and done.stdout == ""
    assert f"cannot listen on 127.0.0.1, port {port}: address already in use. Choose another --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_export_reaches_the_page_within_seconds_and_watching_ends_with_a_killed_server(
    tmp_path: Path,
):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "plan.xml").write_text(mspdi.plan(mspdi.task(1, Name="A")), encoding="utf-8")
    with running(tmp_path, "serve", "--port", 0, "--watch", inbox) as (process, address):
        assert until(lambda: (answer(address + "api/v1/revision") or {}).get("number") == 1)
        (inbox / "road.xer").write_text(xer.small(), encoding="utf-8")
        begun = time.monotonic()
        assert until(lambda: (answer(address + "api/v1/revision") or {}).get("number") == 2)
        assert time.monotonic() - begun < 15
        (inbox / "broken.xer").write_text("ERMHDR\tnonsense")
        until(lambda: "broken.xer was refused" in (tmp_path / "out.txt").read_text())
        assert {row["feed"] for row in answer(address + "api/v1/projects")} == {"plan", "road"}
        assert len(members(process.pid)) == 3
        process.kill()
        process.wait(PATIENCE)
        until(lambda: not members(process.pid))


def test_the_demo_that_was_made_before_is_served_as_it_is(tmp_path: Path, demo_address: str):
    made = Path(demo_address.removeprefix("sqlite:///")).parent
    shutil.copytree(made, tmp_path / "throughline-demo", ignore=shutil.ignore_patterns("exports"))
    with started(tmp_path, "demo", "--port", 0, "--no-browser") as (_, address):
        newest = answer(address + "api/v1/revision")
        assert (newest["number"], newest["recorded_at"]) == (6, "2026-10-31T23:59:59Z")
        assert len(answer(address + "api/v1/objectives")) == 18
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.txt", "throughline-demo"]
    assert not (tmp_path / "throughline-demo" / "exports").exists()  # which making it anew would write
