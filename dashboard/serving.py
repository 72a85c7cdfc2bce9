"""Serving the dashboard with several threads and workers, and beside it the loading of a watched folder."""

import os
import signal
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Any

from dashboard.settings import Settings
from data.store import Store

THREADS = 8


def serve(
    store: str,
    settings: Settings,
    host: str,
    port: int,
    workers: int,
    watch: Path | None = None,
    *,
    browser: bool = False,
) -> None:
    """Serve the store at an address until it is stopped. Raises `SystemExit`, saying why, when it cannot."""
    port = free_port(host, port)
    bind = f"{'[' + host + ']' if ':' in host else host}:{port}"
    watcher = _start_watching(store, watch) if watch else None
    _run(store, settings, bind, workers, watcher, browser=browser)


def free_port(host: str, port: int) -> int:
    """Give the port, or a free one for 0. Raises `SystemExit`, saying why, when it cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SystemExit(
                f"throughline: cannot listen on {host}, port {port}: {reason}. Choose another --port (0 takes a free "
                "one), or stop what listens there"
            ) from None
        return int(probe.getsockname()[1])


def _run(store: str, settings: Settings, bind: str, workers: int, watcher: int | None, *, browser: bool) -> None:
    from dashboard.app import create_app  # slow; what is said about the port comes before it, and workers share it

    try:
        from gunicorn.app.base import BaseApplication
    except ImportError:
        raise SystemExit("throughline: serving needs Linux or macOS; on Windows use the Linux subsystem") from None

    class Server(BaseApplication):
        """Gunicorn with our settings; each worker opens the store for itself."""

        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": bind,
                "workers": workers,
                "worker_class": "gthread",
                "threads": THREADS,
                "loglevel": "warning",
                "accesslog": None,
                "control_socket_disable": True,
                "when_ready": lambda _: _say(f"http://{bind}/", browser=browser),
                "on_exit": lambda _: _stop(watcher),
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return create_app(Store.open(store), settings).server

    Server().run()


def _say(address: str, *, browser: bool) -> None:
    """Say the address, which is listened on now: whoever follows it at once waits for the first page, and gets it."""
    print(f"Throughline is at {address}  (stop with Ctrl-C)", flush=True)
    if browser:
        threading.Timer(0.1, webbrowser.open, [address]).start()


def _start_watching(store: str, folder: Path) -> int:
    """Load changed exports of a folder in a process of its own, so that no page waits for a load. Give its number."""
    from dashboard.watching import watch_folder

    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        watch_folder(Store.open(store), folder)
    except KeyboardInterrupt:
        pass  # Ctrl-C reaches all processes of a terminal
    finally:
        os._exit(0)


def _stop(watcher: int | None) -> None:
    if watcher is not None:
        try:
            os.kill(watcher, signal.SIGTERM)
        except ProcessLookupError:
            pass  # it has ended by itself
