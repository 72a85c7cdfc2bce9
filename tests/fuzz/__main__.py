"""`python -m tests.fuzz [--count N] [--first N] [LOADER ...]`: damages the samples of every loader so many times.

Prints, for each loader, what became of the files, and of each fault the seed that makes it again; ends with 1 if any.
"""

import argparse
import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.fuzz.hold import MEMORY, NAMES, Bench


def main() -> int:
    """Run it, and give its exit code."""
    asked = argparse.ArgumentParser(prog="make fuzz")
    asked.add_argument("loaders", nargs="*", help="names of loaders; none: all")
    asked.add_argument("--count", type=int, default=10_000, help="damaged files of each loader")
    asked.add_argument("--first", type=int, default=0, help="the first seed")
    options = asked.parse_args()
    faults = 0
    for name in NAMES:
        if options.loaders and name not in options.loaders:
            continue
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder, closing(Bench(name, Path(folder))) as bench:
            bench.try_found()
            bench.try_seeds(range(options.first, options.first + options.count))
        counts = ", ".join(f"{count} {what}" for what, count in bench.outcome.counts.most_common())
        print(f"{name}: {counts}; {time.monotonic() - start:.0f} s", flush=True)
        for what, fault in bench.outcome.faults.items():
            print(f"  {what}: {fault}", flush=True)
        faults += len(bench.outcome.faults)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{most >> 20} MB of memory at most")
    return 1 if faults or most > MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
