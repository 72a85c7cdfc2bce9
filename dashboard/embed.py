"""Single views without the frame, for the pages of others: where they are, and who may frame them."""

from dashboard.settings import Settings

PREFIX = "/embed/"


def is_embedded(path: str) -> bool:
    """Say whether a path is below /embed/: a Dash app of its own, so that the frame is not there rather than hidden."""
    return path == "/embed" or path.startswith(PREFIX)


def framers(path: str, settings: Settings) -> tuple[str, ...]:
    """Give the origins whose pages may frame what is at a path: those of the settings, for embedded views only."""
    return settings.embed_origins if is_embedded(path) else ()
