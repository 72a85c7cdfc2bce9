"""The strategy map: frames in, cytoscape elements, stylesheet and SVG out."""

from dashboard.figures.strategy_map.drawing import Drawing, draw
from dashboard.figures.strategy_map.frames import StrategyMap
from dashboard.figures.strategy_map.style import stylesheet
from dashboard.figures.strategy_map.svg import svg
from dashboard.figures.strategy_map.throughline import throughline

__all__ = ["Drawing", "StrategyMap", "draw", "stylesheet", "svg", "throughline"]
