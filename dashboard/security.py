"""One gate before every path, where what is not on the list is not there, and the headers of every answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import Dash
from dash._utils import split_callback_id
from flask import Flask, Response, abort, request

from dashboard.embed import framers, is_embedded
from dashboard.settings import Settings

MOST_BYTES = 1_000_000  # of a request; callbacks send ids and addresses, which are small

_OPEN = tuple(
    (methods, re.compile(pattern))
    for methods, pattern in (
        ({"GET", "HEAD"}, r"/(embed/)?(assets|_dash-component-suites)/.+"),
        ({"GET", "HEAD"}, r"/(embed/)?_dash-(layout|dependencies)"),
        ({"POST"}, r"/(embed/)?_dash-update-component"),
        ({"GET", "HEAD"}, r"/favicon\.ico|/healthz|/missing\.xlsx|/api/v1/.+"),
    )
)

_ANYTHING = "/<path:path>"  # the rule by which Dash answers every path that nobody else does

# Mantine, AG Grid and Plotly write style elements while they run, and Plotly style attributes as well, with text that
# changes with the theme: no hash can be known beforehand. Styles cannot run code; scripts are by hash or by file.
_STYLES = "style-src 'self' 'unsafe-inline'"


def guard(server: Flask, settings: Settings, is_page: Callable[[str], bool], apps: Mapping[str, Dash]) -> None:
    """Put the gate before the server, and the headers on what leaves it. `apps` by the path of their callbacks.

    Call it after all browser-side callbacks are registered: their hashes are part of the headers.
    """
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    if settings.hosts:
        server.config["TRUSTED_HOSTS"] = list(settings.hosts)
    hashes = {is_embedded(path): app.csp_hashes() for path, app in apps.items()}

    @server.before_request
    def gate() -> None:
        rule = request.url_rule and request.url_rule.rule
        if (rule == _ANYTHING and not is_page(request.path)) or not is_open(request.method, request.path, is_page):
            known = "; /api/v1/openapi.json lists what there is" if request.path.startswith("/api") else ""
            abort(404, f"There is nothing at this address{known}.")
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            abort(403, "Another site may not send this.")
        if request.method == "POST" and request.path in apps:
            check_callback(_read_json(), apps[request.path].callback_map)

    @server.after_request
    def add_headers(response: Response) -> Response:
        path = request.path
        response.headers.update(headers(framers(path, settings), hashes[is_embedded(path)]))
        if response.mimetype in ("text/html", "application/json") and not response.cache_control:
            response.cache_control.no_cache = True
        return response


def is_open(method: str, path: str, is_page: Callable[[str], bool]) -> bool:
    """Say whether a request asks for something that is there for it."""
    if any(method in methods and pattern.fullmatch(path) for methods, pattern in _OPEN):
        return True
    return method in ("GET", "HEAD") and is_page(path)


def headers(origins: Sequence[str], script_hashes: Sequence[str]) -> dict[str, str]:
    """Give the security headers of an answer that may be framed by pages of some origins, or of none."""
    policy = "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *script_hashes)),
            _STYLES,
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            " ".join(("frame-ancestors", *(origins or ("'none'",)))),
        )
    )
    framing = {} if origins else {"X-Frame-Options": "DENY"}  # which knows no list of origins
    return framing | {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def check_callback(body: Any, callbacks: Mapping[str, Any]) -> None:
    """Abort with 400 for a callback that no page of ours sends; Dash itself would fail over it with 500."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str) or body["output"] not in callbacks:
        abort(400, "The body names no callback of this dashboard.")
    declared = callbacks[body["output"]]
    for name, expected in (("inputs", declared["inputs"]), ("state", declared["state"])):
        if not _fits(body.get(name, []), expected):
            abort(400, f"The {name} of the body are not those of the callback.")
    if not declared.get("no_output") and not _are(body.get("outputs"), split_callback_id(body["output"])):
        abort(400, "The outputs of the body are not those of the callback.")
    if not _are_texts(body.get("changedPropIds", [])):
        abort(400, "The changedPropIds of the body cannot be read.")


def _read_json() -> Any:
    try:
        return request.get_json()
    except RecursionError:
        abort(400, "The body is nested too deeply.")


def _fits(sent: Any, expected: Sequence[Mapping[str, Any]]) -> bool:
    if not isinstance(sent, list) or len(sent) != len(expected):
        return False
    return all(_is_one(one, wanted) for one, wanted in zip(sent, expected, strict=True))


def _is_one(sent: Any, wanted: Mapping[str, Any]) -> bool:
    if str(wanted["id"]).startswith("{"):  # a pattern of ids, sent as one component or as a list of them
        return all(_is_target(each) for each in (sent if isinstance(sent, list) else [sent]))
    return _is_target(sent) and (sent["id"], sent["property"]) == (wanted["id"], wanted["property"])


def _are(sent: Any, wanted: Any) -> bool:
    return _fits(sent, wanted) if isinstance(wanted, list) else _is_one(sent, wanted)


def _is_target(sent: Any) -> bool:
    return isinstance(sent, dict) and isinstance(sent.get("id"), str | dict) and isinstance(sent.get("property"), str)


def _are_texts(sent: Any) -> bool:
    return isinstance(sent, list) and all(isinstance(one, str) for one in sent)
