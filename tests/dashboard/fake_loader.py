"""A child whose only loader does what its file says: the worst that reading can do."""

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dashboard.reading import child, wire
from data.records import Project, Task
from loaders import registry
from loaders.base import Export, Refused


class Fake:
    """Reads files that begin with `fake`; the second word says what happens."""

    name = "register"
    version = 1
    formats: Sequence[str] = ()
    suffixes: Sequence[str] = ()

    def identify(self, path: Path, head: bytes) -> bool:
        if head.startswith(b"fake slow to tell"):
            time.sleep(60)
        return head.startswith(b"fake ")

    def read(self, path: Path, feed: str) -> Export:
        what = path.read_text().split()[1]
        if what == "hang":
            while True:
                time.sleep(1)
        if what == "eat":
            bytearray(8 << 30)
        if what == "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        if what == "fail":
            raise KeyError("no such thing")
        if what == "refuse":
            raise Refused("this is not it")
        print("what readers print goes nowhere", flush=True)
        sys.stderr.write("nor does this")
        project = Project("P", name=what, sheet="Projects", row=2)
        return Export({Project: [project], Task: [Task(f"P.{n}", "P") for n in range(12_345)]}, rows_in=12_346)


def main() -> None:
    registry.LOADERS = wire.LOADERS = (Fake(),)  # type: ignore[assignment]
    child.main()
