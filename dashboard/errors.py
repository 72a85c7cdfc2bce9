"""What is answered when something cannot be: problem documents to programs, a page to people, no traces to anybody."""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from dash import set_props
from flask import Flask, request
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from dashboard.panels.parts import note
from dashboard.shell import Ids

_LOG = logging.getLogger("throughline")
_FAULT = "A part of this page could not be drawn. The fault is in the log of the server; the rest is as it should be."


def problem(status: int, detail: str) -> Response:
    """Give an RFC 9457 problem document."""
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(document), status, content_type="application/problem+json")


def answer_errors(server: Flask, page: Callable[[], str]) -> None:
    """Answer every error by who asked: a problem document under /api/, the frame for an unknown page, else one line."""

    @server.errorhandler(HTTPException)
    def answer(error: HTTPException) -> Response:
        status = error.code or 500
        if error.response is not None or status < 400:
            return cast(Response, error.get_response())
        if request.path.startswith(("/api/", "/healthz")):
            return problem(status, _detail(error))
        if status == 404 and request.method in ("GET", "HEAD") and request.accept_mimetypes.accept_html:
            return Response(page(), 404, content_type="text/html; charset=utf-8")
        return Response(f"{status} {HTTPStatus(status).phrase}. {_detail(error)}\n", status, content_type="text/plain")


def report_fault(error: Exception) -> None:
    """Write the fault of a callback to the log and say on the page that there was one. Raises what is an answer."""
    if isinstance(error, HTTPException):
        raise error
    _LOG.error("a part of a page could not be drawn", exc_info=error)
    set_props(Ids.FAULT, {"children": note(_FAULT, "warning")})


def _detail(error: HTTPException) -> str:
    return error.description or HTTPStatus(error.code or 500).phrase
