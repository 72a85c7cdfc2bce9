"""Serving the dashboard with several threads and workers, and loading what changes in a watched folder."""

import multiprocessing
import socket
import threading
import webbrowser
from pathlib import Path
from typing import Any

from dashboard.app import create_app
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
    """Serve the store at an address until it is stopped."""
    port = _bound(host, port)
    shown = f"http://{'[' + host + ']' if ':' in host else host}:{port}/"
    print(f"Throughline is at {shown}  (stop with Ctrl-C)", flush=True)
    if watch:
        _start_watching(store, watch)
    if browser:
        threading.Timer(1.0, webbrowser.open, [shown]).start()
    _run(store, settings, f"{host}:{port}", workers)


def _bound(host: str, port: int) -> int:
    """Give the port, or a free one for 0. Raises `SystemExit`, saying why, when it cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                f"throughline: cannot listen on {host}, port {port}: {error}; choose another --port"
            ) from None
        return int(probe.getsockname()[1])


def _run(store: str, settings: Settings, bind: str, workers: int) -> None:
    from gunicorn.app.base import BaseApplication

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
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return create_app(Store.open(store), settings).server

    Server().run()


def _start_watching(store: str, folder: Path) -> None:
    """Load changed exports of a folder in a process of its own, so that no page waits for a load."""
    multiprocessing.get_context("spawn").Process(target=watch_folder, args=(store, folder), daemon=True).start()


def watch_folder(store: str, folder: Path) -> None:
    """Load a folder now, and again whenever something in it has changed; what is refused is said, the rest stored."""
    from watchfiles import watch

    from dashboard import ingest, printing

    opened = Store.open(store)
    options = ingest.Options(keep_going=True)
    printing.reconciliation(ingest.load(opened, [folder], options))
    for _ in watch(folder, debounce=1000, recursive=True):
        try:
            report = ingest.load(opened, [folder], options)
        except Exception as error:
            print(f"loading {folder} failed: {error}; it is tried again when something changes", flush=True)
            continue
        if report.changed or report.exit_code:
            printing.reconciliation(report)
