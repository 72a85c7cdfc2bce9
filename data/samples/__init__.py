"""The sample portfolio: an invented organisation, written as the export files that its project office would have."""

from data.samples.portfolio import LOADS, MONTHS, NOW, write_portfolio

__all__ = ["LOADS", "MONTHS", "NOW", "write_portfolio"]
