"""One child process that reads, as the load sees it: asked, waited for, and ended when it takes too long."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Lock, Timer
from typing import Any, BinaryIO, NamedTuple, cast

from dashboard.reading.wire import receive, send
from loaders.base import Refused

# The child finds the modules that this process uses, however this one was started.
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from dashboard.reading.child import main; main()"
STOPPED = "it was not read, because the load was stopped"
_GO_ON = ("kind", "rows")  # frames after which others follow
_OUT_OF_MEMORY = 3  # how a Java machine ends that has none left
_SMALLER = "If it is whole, export a part of it at a time"


class Limits(NamedTuple):
    """How long a file may take, and how much memory; None leaves the memory to the reader itself."""

    seconds: int
    memory: int | None


class Child:
    """A process that reads one file after the other; a new one takes its place when one has ended."""

    def __init__(self, temporary: Path) -> None:
        self._temporary = temporary
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._turn = Lock()

    def start(self) -> None:
        """Start the process, where it does not run. Raises `Refused` when no more is to be read."""
        if self._process is not None and self._process.poll() is not None:
            self.stop()
        with self._turn:
            if self._over:
                raise Refused(STOPPED)
            self._process = self._process or self._begin()

    def _begin(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"TMPDIR": str(self._temporary)},
            start_new_session=True,  # an interrupt from the keyboard is for the load, which stops this one
        )

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        with self._turn:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    pass  # what it was not asked any more

    def close(self) -> None:
        """End the process for good; it may be closed while another thread reads with it."""
        with self._turn:
            self._over = True
        self.stop()

    def ask(self, limits: Limits, *request: Any) -> Iterator[tuple[Any, ...]]:
        """Send a request and yield the frames of the answer. Raises `Refused` where the process does not finish it."""
        self.start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise Refused("the process that reads it could not be started; load it again")
        late: list[bool] = []
        timer = Timer(limits.seconds, lambda: (late.append(True), process.kill()))
        timer.daemon = True
        timer.start()
        try:
            try:
                send(cast(BinaryIO, process.stdin), *request, *limits)
                process.stdin.flush()
            except (BrokenPipeError, OSError):
                pass  # it has ended, which the answer will show
            while (frame := receive(cast(BinaryIO, process.stdout))) is not None:
                if frame[0] == "memory":
                    self.stop()  # one that has run out of memory has little left to read with
                yield frame
                if frame[0] not in _GO_ON:
                    return
            raise Refused(self._ended(limits, bool(late)))
        finally:
            timer.cancel()

    def _ended(self, limits: Limits, late: bool) -> str:
        """Say why the process has ended before it had answered."""
        code = self._process.wait() if self._process else 0
        self.stop()
        if late or code == -getattr(signal, "SIGALRM", 0):
            return (
                f"reading it took more than {limits.seconds} seconds and was stopped: it is far larger than an export "
                f"of its kind should be, or damaged. {_SMALLER}"
            )
        if code == _OUT_OF_MEMORY:
            return out_of_memory(limits)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return (
            f"reading it ended the process that read it ({how}): it is damaged, or takes more memory than there is. "
            f"Open it in the tool that made it, save or export it again, and load that. {_SMALLER}"
        )


def out_of_memory(limits: Limits) -> str:
    """Say that a file takes more memory than it may."""
    most = f"{limits.memory / (1 << 30):.1f} GB" if limits.memory else "the Java machine has"
    return (
        f"reading it takes more memory than {most} and was stopped: it is far larger than an export of its kind should "
        f"be, or made to be. {_SMALLER}"
    )
