"""The children of one load: as many as there are processors, and one with a Java machine, each started when needed."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from dashboard.reading.process import STOPPED, Child, Limits, out_of_memory
from dashboard.reading.wire import AS, BY, receive_export
from data.export import Export
from loaders.base import Loader, Refused
from loaders.mapped import Mapped
from loaders.registry import LOADERS, runs_java
from loaders.trackers.tool import Tool

_MOST = 8  # children; more would only wait for the disk
_SECONDS, _SECONDS_A_MB = 60, 2
_MEMORY, _MEMORY_A_BYTE = 1 << 30, 12  # a plan takes about five times the memory of its file
_MB = 1 << 20
_LOOK_UP = 0.2  # seconds

Read = TypeVar("Read")


class Found(NamedTuple):
    """What a file or folder is: its loader, or what it seems to be and what to do with it."""

    loader: Loader | None
    why: str | None = None


class Readers:
    """Reads files in child processes; a file that ends one of them costs only itself."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most or min(_processors(), _MOST)
        self._temporary = tempfile.TemporaryDirectory(prefix="throughline-", ignore_cleanup_errors=True)
        self._idle: dict[bool, LifoQueue[Child]] = {False: LifoQueue(), True: LifoQueue()}
        self._children: list[Child] = []
        self._over = False
        self._turn = Lock()
        self._threads = {java: ThreadPoolExecutor(1 if java else self._most) for java in (False, True)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all children, also in the middle of a file."""
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)
        with self._turn:
            self._over = True
        for child in self._children:
            child.close()
        for threads in self._threads.values():
            threads.shutdown(wait=True)
        self._temporary.cleanup()

    def identify(self, paths: Iterable[Path]) -> list[Found | Refused | OSError]:
        """Say of each file or folder what it is; a `Refused` or `OSError` stands for one that cannot be looked into."""
        asked = [self._threads[False].submit(self._identify, path) for path in paths]
        return [_outcome(future) for future in asked]

    def read(self, loader: Loader, path: Path, feed: str) -> "Future[Export]":
        """Read a file. The future raises `Refused` or `OSError`."""
        if isinstance(loader, Mapped) and loader.plan.query:  # whose rows are here already
            return self._threads[False].submit(loader.read, path, feed)
        return self._threads[runs_java(loader)].submit(self._read, loader, path, feed)

    def propose(self, path: Path, sheet: str | None, becomes: str | None) -> str:
        """Give the text of a mapping proposed for a table. Raises `Refused` or `OSError`."""
        limits = _limits(_size(path))
        with self._child(java=False) as child:
            (frame,) = child.ask(limits, "propose", str(path.absolute()), sheet or "", becomes or "")
        _raise(frame, limits)
        return frame[1]

    def _identify(self, path: Path) -> Found:
        limits = _limits(0)
        with self._child(java=False) as child:
            (frame,) = child.ask(limits, "identify", str(path.absolute()), "", "")
        _raise(frame, limits)
        return Found(next((loader for loader in LOADERS if loader.name == frame[1]), None), frame[2])

    def _read(self, loader: Loader, path: Path, feed: str) -> Export:
        java = runs_java(loader)
        limits = _limits(_size(path))
        if java:  # whose machine limits itself, and could not even start within a limit of the system
            limits = limits._replace(memory=None)
        with self._child(java) as child:
            return receive_export(
                _checked(child.ask(limits, "read", str(path.absolute()), _called(loader), feed), limits)
            )

    @contextmanager
    def _child(self, java: bool) -> Iterator[Child]:
        try:
            child = self._idle[java].get_nowait()
        except Empty:
            child = self._another()
        try:
            yield child
        finally:
            self._idle[java].put(child)

    def _another(self) -> Child:
        with self._turn:
            if self._over:
                raise Refused(STOPPED)
            self._children.append(Child(Path(self._temporary.name)))
            return self._children[-1]


def _called(loader: Loader) -> str:
    """Give what a loader is called between the two sides: its name with what is declared, or where its mapping lies."""
    if isinstance(loader, Mapped):
        return f"{BY}{loader.path.absolute()}"
    return f"{loader.name}{AS}{loader.percentages}" if isinstance(loader, Tool) and loader.percentages else loader.name


def _checked(frames: Iterator[tuple[Any, ...]], limits: Limits) -> Iterator[tuple[Any, ...]]:
    for frame in frames:
        _raise(frame, limits)
        yield frame


def _raise(frame: tuple[Any, ...], limits: Limits) -> None:
    """Raise what the child could not do. Raises `Refused`, and `OSError` for what the system refuses."""
    raises: dict[str, Callable[[], Exception]] = {
        "refused": lambda: Refused(frame[1]),
        "memory": lambda: Refused(out_of_memory(limits)),
        "unreadable": lambda: OSError(0, frame[1]),
        "fault": lambda: Refused(
            "its loader failed on it, which is a fault of Throughline and not of the file, so please report it: "
            f"{frame[1]}"
        ),
    }
    if frame[0] in raises:
        raise raises[frame[0]]()


def result(future: "Future[Read]") -> Read:
    """Wait for what is read, looking up now and then: an interrupt that comes just before a wait does not end it."""
    while not wait([future], _LOOK_UP).done:
        pass
    return future.result()


def _outcome(future: "Future[Found]") -> Found | Refused | OSError:
    try:
        return result(future)
    except (Refused, OSError) as error:
        return error


def _limits(size: int) -> Limits:
    return Limits(_SECONDS + _SECONDS_A_MB * (size // _MB), _MEMORY + _MEMORY_A_BYTE * size)


def _size(path: Path) -> int:
    try:
        files = [path] if path.is_file() else [part for part in path.rglob("*") if part.is_file()]
        return sum(file.stat().st_size for file in files)
    except OSError:
        return 0  # reading it will say why


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
