"""The read-only API under /api/v1/, described by OpenAPI at /api/v1/openapi.json."""

from datetime import UTC
from typing import Any

from flask import Response, abort, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import RootModel, ValidationError

from dashboard.api import rows
from dashboard.api.answers import Asked, KeyPath, RevisionPath, answer, table
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from data.store import Store

DESCRIPTION = (
    "Everything on screen, to read. Collections are bare arrays, complete unless limit and offset are given; "
    "format=csv gives the same table as CSV. as_of=YYYY-MM-DD or revision=N reads what the store said then. "
    "Percentages are 0-100, indices plain ratios, slip_days working days (positive is late), dates YYYY-MM-DD with "
    "finish inclusive; missing is null. Errors are RFC 9457 problem documents."
)


def make_server(name: str) -> OpenAPI:
    """Give the Flask application that pages and API share, with the description of the API."""
    return OpenAPI(
        name,
        static_folder=None,
        info=Info(title="Throughline", version="1", description=DESCRIPTION),
        doc_prefix="/api/v1",
        doc_url="/openapi.json",
        validation_error_status=400,
        validation_error_callback=_refuse,
    )


def register(server: OpenAPI, store: Store, settings: Settings) -> None:
    """Add all addresses of the API."""
    api = APIBlueprint("api", __name__, url_prefix="/api/v1")

    def view(query: Asked) -> View:
        asked = View(store, Selection(as_of=query.revision or query.as_of), settings.moment().astimezone(UTC))
        if query.revision and asked.revision is None:
            abort(404, f"There is no revision {query.revision}.")
        return asked

    def collection(path: str, of: type[rows.Row], make: Any, summary: str) -> None:
        @api.get(
            path, endpoint=path, operation_id=path.strip("/"), summary=summary, responses={200: RootModel[list[of]]}
        )
        def many(query: Asked) -> Response:
            return table(make(view(query)), of, query)

    def single(path: str, kind: str, make: Any) -> None:
        @api.get(
            f"{path}/<string:key>", endpoint=kind, operation_id=kind, summary=f"One {kind} with everything behind it"
        )
        def one(path: KeyPath, query: Asked) -> Response:
            found = make(view(query), path.key)
            if found is None:
                abort(404, f"There is no {kind} {path.key!r}.")
            return answer(found)

    collection("/objectives", rows.Objective, rows.objectives, "Objectives with their results")
    collection("/kpis", rows.Kpi, rows.kpis, "KPIs with their figures")
    collection("/projects", rows.Project, rows.projects, "Projects, put together from all their sources")
    collection("/milestones", rows.Milestone, rows.milestones, "Milestones with their slips")
    collection("/people", rows.Person, rows.people, "People of registers and schedules")
    collection("/loads", rows.Load, rows.loads, "Loads, the newest first")
    single("/objectives", "objective", rows.objective)
    single("/kpis", "kpi", rows.kpi)
    single("/projects", "project", rows.project)
    single("/milestones", "milestone", rows.milestone)
    single("/people", "person", rows.person)

    @api.get("/map", operation_id="map", summary="The whole strategy map")
    def strategy_map(query: Asked) -> Response:
        return answer(rows.strategy_map(view(query)))

    @api.get("/kpis/<string:key>/readings", operation_id="readings", responses={200: RootModel[list[rows.Reading]]})
    def readings(path: KeyPath, query: Asked) -> Response:
        """One row per measurement of the source, never merged."""
        found = view(query).kpi(path.key)
        if found is None:
            abort(404, f"There is no kpi {path.key!r}.")
        return table(found.readings, rows.Reading, query)

    @api.get(
        "/loads/<int:revision>/rejections", operation_id="rejections", responses={200: RootModel[list[rows.Rejection]]}
    )
    def rejections(path: RevisionPath, query: Asked) -> Response:
        """Rows that a load refused, each with its place and reason."""
        found = view(query).load(path.revision)
        if found is None:
            abort(404, f"There is no revision {path.revision}.")
        return table(found.rejections, rows.Rejection, query)

    server.register_api(api)

    @server.get("/healthz", doc_ui=False)
    def healthz() -> Response:
        store.revision()
        return answer({"status": "ok"})


def _refuse(error: ValidationError) -> Response:
    """Answer parameters that cannot be read, naming each, what was found and what was expected."""
    faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']} (found {e['input']!r})" for e in error.errors()]
    abort(400, f"{request.path} cannot be answered. {'; '.join(faults)}")
