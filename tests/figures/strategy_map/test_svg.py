"""The map as SVG."""

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from dashboard.figures.strategy_map import draw, svg
from tests.figures.maps import chain, random_maps, strategy_map

SVG = "{http://www.w3.org/2000/svg}"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_maps(most=15))
def test_every_map_is_well_formed(of):
    root = etree.fromstring(svg(draw(of, selected="objective:O000"), near=True))
    assert root.tag == f"{SVG}svg"


def test_text_from_a_file_is_text():
    name = '<script>alert(1)</script> & "x" <b>'
    of = strategy_map(
        [{"key": "A", "band": "Customer", "name": name, "owner": "<i>Ines</i>"}], vision="</svg><script>1</script>"
    )
    document = svg(draw(of))
    root = etree.fromstring(document)
    assert "<script" not in document
    assert {element.tag for element in root.iter()} <= {
        SVG + tag
        for tag in ("svg", "defs", "pattern", "path", "rect", "circle", "g", "text", "tspan", "title", "polyline")
    }
    assert name in [title.text for title in root.iter(f"{SVG}title")]


def test_it_shows_far_only_objectives_and_near_the_kpis_too():
    drawing = draw(chain())
    far = "".join(map(str, etree.fromstring(svg(drawing)).itertext()))
    near = "".join(map(str, etree.fromstring(svg(drawing, near=True)).itertext()))
    assert "KPI K1" not in far.replace("KPI K1: ", "")
    assert "KPI K1" in near
    assert "Objective L1" in far
    assert "Objective L1" in near


@pytest.mark.parametrize(("theme", "page"), [("light", "#F6F7F9"), ("dark", "#14181D")])
def test_it_has_the_colours_of_its_theme(theme, page):
    assert f'fill="{page}"' in svg(draw(chain()), theme=theme)


def test_a_link_that_lowers_ends_in_a_bar_and_what_is_not_lit_is_faded():
    document = svg(draw(chain(), selected="objective:C1"))
    assert 'stroke-width="4"/>' in document
    assert 'opacity="0.25"' in document
    assert "opacity=" not in svg(draw(strategy_map([{"key": "A", "band": "Customer"}]))).replace("stroke-opacity", "")
