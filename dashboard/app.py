"""The web application, made from a store and settings; nothing exists before it is asked for."""

from collections.abc import Callable
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from dash import Dash, Output, html
from dash.development.base_component import Component
from flask import Flask, request, send_from_directory

from dashboard import api, embed, errors, security, shell
from dashboard.pages import ASIDE, PAGES, find_page, missing, name_of
from dashboard.panels.still import folded
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.site import Site
from data.store import Store

_ASSETS = Path(__file__).parents[1] / "assets"
_DESCRIPTION = "Strategy map with drill-downs"
_INDEX = """<!DOCTYPE html>
<html lang="en"EMBEDDED>
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" href="PREFIXassets/icons/logo.svg" type="image/svg+xml">
    {%css%}
    <script src="PREFIXassets/head.js"></script>
  </head>
  <body>
    <noscript>This dashboard is drawn by JavaScript, which is switched off here.</noscript>
    {%app_entry%}
    <div id="live" role="status" aria-live="polite"></div>
    {%config%}
    {%scripts%}
    {%renderer%}
  </body>
</html>
"""


class _Dash(Dash):
    """Dash whose callbacks send what only shows something folded, whichever page they belong to."""

    def callback(self, *args: Any, **options: Any) -> Callable[..., Any]:
        """Register a callback as Dash does, its outputs, inputs and states one after the other."""
        register = super().callback(*args, **options)
        drawn = [one.component_property == "children" for one in args if isinstance(one, Output)]

        def added(answer: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(answer)
            def answers(*given: Any) -> Any:
                found = answer(*given)
                if len(drawn) == 1:
                    return folded(found) if drawn[0] else found
                return [folded(one) if shown else one for one, shown in zip(found, drawn, strict=True)]

            register(answers)
            return answer

        return added


def create_app(store: Store, settings: Settings) -> Dash:
    """Give the dashboard of a store: pages, embedded views, and the gate before them. Its WSGI server is `.server`."""
    site = Site(store, settings)
    server = api.make_server("throughline")
    server.secret_key = settings.secret_key
    server.config["COMPRESS_STREAMS"] = False  # files: flask-compress never closes those that it has compressed
    app = _dash(server, site, "/")
    shell.register_frame(app, site, find_page)
    places = [shell.Place(name_of(page), page.PLACE, page.PATH, page.PATH in ASIDE) for page in PAGES if page.PLACE]
    _lay_out(app, lambda: shell.frame(settings, places, _newest(store)))
    bare = _dash(server, site, embed.PREFIX)
    _lay_out(bare, lambda: shell.bare(_newest(store)))
    api.register(server, site)
    missing.serve(server, site)
    # Browsers ask for it by this name beside answers that are no page of ours, such as those of the API.
    server.add_url_rule("/favicon.ico", "favicon", lambda: send_from_directory(_ASSETS, "icons/logo.svg"))
    errors.answer_errors(server, lambda: (bare if embed.is_embedded(request.path) else app).index())
    callbacks = {"/_dash-update-component": app, f"{embed.PREFIX}_dash-update-component": bare}
    security.guard(server, settings, is_page, callbacks)
    return app


def is_page(path: str) -> bool:
    """Say whether a page answers at a decoded path."""
    return find_page(Selection.parse(quote(path))) is not None


def _dash(server: Flask, site: Site, prefix: str) -> Dash:
    app = _Dash(
        "throughline",
        server=cast(Any, server),  # which the annotation of Dash forgets
        url_base_pathname=prefix,
        assets_folder=str(_ASSETS),
        assets_ignore=r"^head\.js$",  # stands in the head
        compress=prefix == "/",  # which is for the whole server
        index_string=_INDEX.replace("PREFIX", prefix).replace("EMBEDDED", " data-embedded" * (prefix != "/")),
        title=escape(site.settings.title),
        update_title="",
        meta_tags=[{"name": "robots", "content": "noindex"}, {"name": "description", "content": _DESCRIPTION}],
        add_log_handler=False,
        enable_mcp=False,
        on_error=errors.report_fault,
    )
    shell.register(app, site, find_page)
    for page in PAGES:
        page.register(app, site)
    return app


def _lay_out(app: Dash, layout: Callable[[], Component]) -> None:
    """Set the layout, and tell Dash of every id that may come, so that a mistyped one is found."""
    pages = [page.layout(Selection()) for page in PAGES]
    app.validation_layout = html.Div([layout(), *shell.content("", Selection(), None, empty=False), *pages])

    def quick() -> Component:
        whole: Any = layout()
        whole.children = folded(whole.children)
        return whole

    app.layout = quick


def _newest(store: Store) -> int:
    revision = store.revision()
    return revision.number if revision else 0
