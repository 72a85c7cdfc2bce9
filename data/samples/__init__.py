"""The sample portfolio: an invented organisation, written as the export files that its project office would have."""

from data.samples.large import Large, write_large, write_long
from data.samples.portfolio import LOADS, MONTHS, NOW, write_portfolio

__all__ = ["LOADS", "MONTHS", "NOW", "Large", "write_large", "write_long", "write_portfolio"]
