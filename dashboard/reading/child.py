"""The process that reads files for a load: it is asked through its standard input and answers through its output.

It is limited, because nobody vouches for what it reads: in memory by the system, in time by the load that asks, and by
an alarm that the system sounds should that have gone.
"""

import gc
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from dashboard.reading.wire import loader_called, receive, send, send_export
from loaders.base import Refused
from loaders.registry import find_loader, why_unknown

_SIGNAL_AT_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG
_SPARE = 10  # seconds that the alarm gives the load itself to stop us


def main() -> None:
    """Answer until nobody asks any more. The second argument of the process is the number of the load that asks."""
    _die_with_parent(int(sys.argv[2]))
    requests, answers = _pipes()
    gc.disable()  # reading makes rows, no circles; looking for circles among a hundred thousand of them takes time
    gc.freeze()
    while (request := receive(requests)) is not None:
        try:
            _answer(answers, *request)
            answers.flush()
            gc.collect()
        except BrokenPipeError:
            return


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes to ourselves: what a reader prints goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the load that asks is interrupted, and stops us
    return requests, answers


def _die_with_parent(parent: int) -> None:
    """End with the load that asks, should it be killed while a file is read; elsewhere the alarm does it, later."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SIGNAL_AT_DEATH_OF_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it has gone already
            sys.exit()


def _answer(answers: BinaryIO, what: str, path: str, loader: str, feed: str, seconds: int, memory: int | None) -> None:
    _limit(seconds, memory)
    try:
        if what == "identify":
            found = find_loader(Path(path))
            send(answers, "found", found and found.name, None if found else why_unknown(Path(path)))
        elif what == "propose":  # for one of its sheets, and what its rows become, where these are given
            from loaders.mapped import propose  # not needed, and long to be there, where a loader knows the file

            sheet, becomes = loader or None, feed or None
            send(answers, "proposal", propose(Path(path), sheet, becomes).text)
        else:
            send_export(answers, loader_called(loader).read(Path(path), feed))
    except Refused as refused:
        send(answers, "refused", str(refused))
    except MemoryError:
        send(answers, "memory")
    except OSError as error:
        send(answers, "unreadable", error.strerror or str(error))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        send(answers, "fault", f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")


def _limit(seconds: int, memory: int | None) -> None:
    """Hold this process to so many seconds from now, and so many bytes of memory where the system can."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds + _SPARE)
    if memory is None or sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
