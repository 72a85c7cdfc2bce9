"""Sends to an app what a page in a browser would send."""

from typing import Any

from dash import Dash
from dash._utils import split_callback_id
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def body(app: Dash, output: str, *values: Any) -> dict[str, Any]:
    """Give the body of a callback, with values for its inputs and then its states."""
    declared = app.callback_map[output]
    given = iter([*values, *[None] * 20])
    inputs, state = (
        [{"id": one["id"], "property": one["property"], "value": next(given)} for one in declared[kind]]
        for kind in ("inputs", "state")
    )
    changed = [f"{one['id']}.{one['property']}" for one in inputs]
    return {
        "output": output,
        "outputs": split_callback_id(output),
        "inputs": inputs,
        "state": state,
        "changedPropIds": changed,
    }


def fire(client: FlaskClient, app: Dash, output: str, *values: Any) -> TestResponse:
    """Post a callback to an app."""
    path = f"{app.config.requests_pathname_prefix}_dash-update-component"
    return client.post(path, json=body(app, output, *values))


def server_side(app: Dash) -> list[str]:
    """Give the outputs of the callbacks that run in Python."""
    return [output for output, callback in app.callback_map.items() if "callback" in callback]
