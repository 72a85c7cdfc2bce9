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

from data import samples

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds; a busy machine is slow, not wrong


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "dashboard", *map(str, arguments)]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("THROUGHLINE_")}
    return kept | {"PYTHONPATH": str(REPOSITORY)}


@contextmanager
def started(folder: Path, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a command that serves; give it and its address. At the end it is stopped, and must stop."""
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
        until(lambda: answer(address + "healthz"), process, out)
        yield process, address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, out.read_text()
    until(lambda: not members(process.pid))
    assert "Traceback" not in out.read_text(), out.read_text()


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


@pytest.mark.parametrize("workers", [1, 2])
def test_it_serves_until_it_is_told_to_stop_and_leaves_no_process_behind(tmp_path: Path, workers: int):
    with started(tmp_path, "serve", "--port", 0, "--workers", workers) as (process, address):
        assert answer(address + "api/v1/revision") == {"number": 0, "recorded_at": None, "title": None}
        until(lambda: len(members(process.pid)) == workers + 1)
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


def test_a_changed_export_in_a_watched_folder_reaches_the_page_within_seconds(tmp_path: Path):
    inbox, month = tmp_path / "inbox", tmp_path / "month"
    for folder in (inbox, month):
        folder.mkdir()
    samples.write_portfolio(month, samples.MONTHS[0])
    shutil.copy(month / "field-app.xml", inbox)
    with started(tmp_path, "serve", "--port", 0, "--watch", inbox) as (process, address):
        assert until(lambda: (answer(address + "api/v1/revision") or {}).get("number") == 1)
        shutil.copy(month / "engineering.xer", inbox)
        begun = time.monotonic()
        assert until(lambda: (answer(address + "api/v1/revision") or {}).get("number") == 2)
        assert time.monotonic() - begun < 15
        (inbox / "broken.xer").write_text("ERMHDR\tnonsense")
        until(lambda: "broken.xer was refused" in (tmp_path / "out.txt").read_text())
        assert {row["key"] for row in answer(address + "api/v1/projects")} >= {"engineering.VEL-LINE1"}
        assert process.poll() is None


def test_what_watches_ends_with_a_server_that_is_killed(tmp_path: Path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    process = subprocess.Popen(
        command("serve", "--port", 0, "--watch", inbox), cwd=tmp_path, env=environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until(lambda: len(members(process.pid)) == 3)
    process.kill()
    process.wait()
    until(lambda: not members(process.pid))


def test_the_demo_is_made_once_stands_in_its_own_folder_and_is_remade_when_it_was_stopped_half_way(tmp_path: Path):
    def show() -> tuple[float, dict[str, Any]]:
        begun = time.monotonic()
        with started(tmp_path, "demo", "--port", 0, "--no-browser") as (_, address):
            took = time.monotonic() - begun
            newest = answer(address + "api/v1/revision")
            assert len(answer(address + "api/v1/objectives")) == 18
        return took, newest

    first, newest = show()
    assert (newest["number"], newest["recorded_at"]) == (6, "2026-10-31T23:59:59Z")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.txt", "throughline-demo"]
    own = tmp_path / "throughline-demo" / "my notes.txt"
    own.write_text("mine")
    second, same = show()
    assert (second < first, same) == (True, newest)
    (tmp_path / "throughline-demo" / "made-by.txt").unlink()
    assert show()[1]["number"] == 6
    assert own.read_text() == "mine"


def test_a_demo_in_a_named_store_starts_again_and_leaves_another_store_alone(tmp_path: Path):
    for _ in range(2):
        with started(tmp_path, "demo", "--port", 0, "--no-browser", "--store", "mine.db") as (_, address):
            assert answer(address + "api/v1/revision")["number"] == 6
    (tmp_path / "throughline-demo" / "made-by.txt").unlink()
    done = subprocess.run(
        command("demo", "--port", 0, "--store", "mine.db"),
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and "already holds something" in done.stderr and "Traceback" not in done.stderr
