"""The number of the newest revision, asked for by every open page every other second."""

from dataclasses import asdict

from flask import Flask, jsonify, request
from werkzeug import Response

from data.store import Store

_NOTHING = {"number": 0, "recorded_at": None, "title": None}


def register(server: Flask, store: Store) -> None:
    """Answer /api/v1/revision with number, recorded_at and title, and an ETag; 304 to who knows it already."""

    @server.get("/api/v1/revision")
    def newest() -> Response:
        revision = store.revision()
        response = jsonify(asdict(revision) if revision else _NOTHING)
        response.set_etag(f"{revision.number}-{revision.recorded_at}" if revision else "0")
        response.cache_control.no_cache = True
        return response.make_conditional(request)
