"""The read-only API under /api/v1/, described by OpenAPI at /api/v1/openapi.json."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC
from typing import Any

import pandas as pd
from flask import abort, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug import Response

from dashboard import errors
from dashboard.api import across, capacity, lending, make, options, parts, rows, skills
from dashboard.api.answers import Asked, AskedOf, At, KeyPath, RevisionPath, answer, page, table
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.site import Site
from dashboard.view import View
from data.store import Store

_LOG = logging.getLogger("throughline")
DESCRIPTION = (
    "Everything on screen, to read. Collections are bare arrays, complete unless limit and offset are given; "
    "format=csv gives the same table as CSV. as_of=YYYY-MM-DD or revision=N reads what the store said then. "
    "Percentages are 0-100, indices plain ratios, hours decimal, slip_days working days (positive is late), dates "
    "YYYY-MM-DD with finish inclusive, money in the currency beside it; missing is null. "
    "Errors are RFC 9457 problem documents."
)
_NOTHING = {"number": 0, "recorded_at": None, "title": None}


class Newest(BaseModel):
    """A revision: 0 with nothing else in an empty store."""

    number: int
    recorded_at: str | None
    title: str | None


class Problem(BaseModel):
    """What is wrong with a request, or with the server (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFUSALS: dict[Any, Any] = {
    400: {"description": "A parameter that this address does not know, or a value that it cannot read"},
    404: {"description": "No such key or revision"},
}


def make_server(name: str) -> OpenAPI:
    """Give the Flask application that pages and API share, with the description of the API."""
    return OpenAPI(
        name,
        static_folder=None,
        info=Info(title="Throughline", version="1", description=DESCRIPTION),
        doc_prefix="/api/v1",
        doc_url="/openapi.json",
        validation_error_status=400,
        validation_error_model=Problem,
        validation_error_callback=_refuse,
    )


def register(server: OpenAPI, site: Site) -> None:
    """Add all addresses of the API."""
    responses: Any = {status: {**said, "content": _PROBLEM} for status, said in _REFUSALS.items()}
    api = APIBlueprint("api", __name__, url_prefix="/api/v1", abp_responses=responses)

    def view(query: At) -> View:
        return _view(site.store, site.settings, query)

    _add_collections(api, view)
    _add_singles(api, view)
    _add_parts(api, view)
    across.add(api, view)
    capacity.add(api, view, site.conflicts)
    options.add(api, view, site)
    skills.add(api, view, site)
    lending.add(api, view)

    @api.get(
        "/revision",
        operation_id="revision",
        summary="The newest load, for those who ask often: it has an ETag",
        responses={200: Newest},
    )
    def newest(query: At) -> Response:
        found = view(query).revision if query.model_fields_set else site.store.revision()
        response = answer(asdict(found) if found else _NOTHING)
        response.set_etag(f"{found.number}-{found.recorded_at}" if found else "0")
        response.cache_control.no_cache = True
        return response.make_conditional(request)

    server.register_api(api)

    @server.get("/healthz", operation_id="health", summary="Whether the store answers: 200, else 503")
    def healthz() -> Response:
        site.store.revision()
        return answer({"status": "ok"})

    @server.errorhandler(OperationalError)
    @server.errorhandler(InterfaceError)
    def unavailable(error: Exception) -> Response:
        _LOG.error("the store does not answer", exc_info=error)
        return errors.problem(503, "The store does not answer. Try again in a moment; the log of the server says why.")


def _view(store: Store, settings: Settings, query: At) -> View:
    """Give the view at the moment that is asked for. Aborts for parameters that contradict each other."""
    lists = {name for name in type(query).model_fields if isinstance(getattr(query, name), list)}
    twice = [name for name, values in request.args.lists() if len(values) > 1 and name not in lists]
    if twice:
        abort(400, f"{', '.join(twice)}: given more than once; give one value.")
    if "\0" in str((request.view_args or {}).get("key")):
        abort(404, "There is no key with a NUL in it.")  # which PostgreSQL cannot even be asked for
    if query.as_of and query.revision:
        abort(400, "as_of and revision both say a moment; give one of them.")
    asked = View(store, Selection(as_of=query.revision or query.as_of), settings.moment().astimezone(UTC))
    if query.revision and asked.revision is None:
        abort(404, f"There is no revision {query.revision}.")
    return asked


MakeView = Callable[[At], View]
MakeFrame = Callable[[View], pd.DataFrame]
MakeSome = Callable[[View, list[str]], pd.DataFrame]
MakeWhole = Callable[[View, str], dict[str, Any] | None]


def _add_collections(api: APIBlueprint, view: MakeView) -> None:
    def add(path: str, of: type[rows.Row], make_frame: MakeFrame, summary: str) -> None:
        name = path.strip("/")

        @api.get(path, endpoint=name, operation_id=name, summary=summary, responses={200: rows.many(of)})
        def many(query: Asked) -> Response:
            return table(make_frame(view(query)), of, query)

    def add_paged(path: str, kind: str, of: type[rows.Row], make_some: MakeSome, summary: str) -> None:
        name = path.strip("/")

        @api.get(path, endpoint=name, operation_id=name, summary=summary, responses={200: rows.many(of)})
        def some(query: Asked) -> Response:
            asked = view(query)
            return page(make_some(asked, asked.keys(kind)[query.window]), of, query)

    add("/objectives", rows.Objective, make.objectives, "Objectives with their results")
    add("/kpis", rows.Kpi, make.kpis, "KPIs with their figures")
    add_paged("/projects", "project", rows.Project, make.projects, "Projects, put together from all their sources")
    add_paged("/milestones", "milestone", rows.Milestone, make.milestones, "Milestones with their slips")
    add_paged("/people", "person", rows.Person, make.people, "People of registers and schedules")
    add("/contributions", parts.Contribution, make.contributions, "What projects and milestones do for KPIs")
    add("/money", parts.MoneyRow, make.money, "Money of projects by month and kind, as stated")
    add("/risks", parts.Risk, make.risks, "Threats, opportunities and issues")
    add("/dependencies", parts.Dependency, make.dependencies, "Hand-overs between projects, the worst first")
    add("/decisions", parts.Decision, make.decisions, "Decisions, actions and approved changes")
    add("/loads", rows.Load, make.loads, "Loads, the newest first")


def _add_singles(api: APIBlueprint, view: MakeView) -> None:
    def add(path: str, kind: str, of: type[rows.Row], make_whole: MakeWhole) -> None:
        summary = f"One {kind} with everything behind it"

        @api.get(f"{path}/<string:key>", endpoint=kind, operation_id=kind, summary=summary, responses={200: of})
        def one(path: KeyPath, query: At) -> Response:
            asked = view(query)
            return answer(_found(make_whole(asked, asked.key_of(kind, path.key)), f"{kind} {path.key!r}"))

    add("/objectives", "objective", parts.ObjectiveWhole, make.objective)
    add("/kpis", "kpi", parts.KpiWhole, make.kpi)
    add("/projects", "project", parts.ProjectWhole, make.project)
    add("/milestones", "milestone", parts.MilestoneWhole, make.milestone)
    add("/people", "person", parts.PersonWhole, make.person)

    @api.get(
        "/loads/<int:revision>",
        operation_id="load",
        summary="One load with its files and what it refused and left out",
        responses={200: parts.LoadWhole},
    )
    def load(path: RevisionPath, query: At) -> Response:
        return answer(_found(make.load(view(query), path.revision), f"revision {path.revision}"))


def _add_parts(api: APIBlueprint, view: MakeView) -> None:
    @api.get("/map", operation_id="map", summary="The whole strategy map", responses={200: parts.Map})
    def strategy_map(query: At) -> Response:
        return answer(make.strategy_map(view(query)))

    @api.get(
        "/kpis/<string:key>/readings",
        operation_id="readings",
        summary="One row per measurement of the source, never merged",
        responses={200: rows.many(rows.Reading)},
    )
    def readings(path: KeyPath, query: Asked) -> Response:
        asked = view(query)
        found = make.readings(asked, asked.key_of("kpi", path.key))
        return table(_found(found, f"kpi {path.key!r}"), rows.Reading, query)

    @api.get(
        "/findings",
        operation_id="findings",
        summary="Everything that is computed of a subject, with its rule, inputs and sources",
        responses={200: rows.many(parts.Explanation)},
    )
    def findings(query: AskedOf) -> Response:
        kind, _, key = query.subject.partition(":")
        if "\0" in key:
            abort(404, "There is no key with a NUL in it.")
        asked = view(query)
        found = make.findings(asked, kind, asked.key_of(kind, key))
        return table(_found(found, f"{kind} {key!r}"), parts.Explanation, query)

    @api.get(
        "/loads/<int:revision>/rejections",
        operation_id="rejections",
        summary="Rows that a load refused, each with its place and reason",
        responses={200: rows.many(rows.Rejection)},
    )
    def rejections(path: RevisionPath, query: Asked) -> Response:
        found = make.rejections(view(query), path.revision)
        return table(_found(found, f"revision {path.revision}"), rows.Rejection, query)


def _found(thing: Any, named: str) -> Any:
    if thing is None:
        abort(404, f"There is no {named}.")
    return thing


def _refuse(error: ValidationError) -> Response:
    """Answer parameters that cannot be read, naming each, what was found and what was expected."""
    asked = (Asked, AskedOf, across.AskedBetween, capacity.AskedDays, capacity.AskedLoad, skills.AskedGaps)
    known = {model.__name__: model for model in asked}.get(error.title, At)
    faults = []
    for fault in error.errors():
        name, found = ".".join(map(str, fault["loc"])), fault["input"]
        if fault["type"] == "extra_forbidden":
            there = ", ".join(field.alias or named for named, field in known.model_fields.items())
            faults.append(f"{name} is not a parameter here; there are {there}")
        elif fault["type"] == "missing":
            faults.append(f"{name} is missing, and is needed here")
        else:
            faults.append(f"{name} is {found!r}; {fault['msg'].removeprefix('Value error, ')}")
    abort(400, f"{request.path} cannot be answered: {'. '.join(faults)}.")
