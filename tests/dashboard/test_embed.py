"""Who may frame what."""

import pytest

from dashboard.embed import framers, is_embedded
from dashboard.settings import Settings

ORIGINS = ("https://intranet.example.org",)


@pytest.mark.parametrize("path", ["/embed", "/embed/map", "/embed/_dash-layout"])
def test_below_embed_the_origins_of_the_settings_may_frame(path: str):
    assert is_embedded(path)
    assert framers(path, Settings(embed_origins=ORIGINS)) == ORIGINS
    assert framers(path, Settings()) == ()


@pytest.mark.parametrize("path", ["/", "/embedded", "/loads", "/api/v1/map", "/objective/embed"])
def test_elsewhere_nobody_may(path: str):
    assert not is_embedded(path)
    assert framers(path, Settings(embed_origins=ORIGINS)) == ()
