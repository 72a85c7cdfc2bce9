"""Which rows of a long table are asked for."""

from dataclasses import dataclass

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Page:
    """Rows from `first` (from 0), `rows` of them, in the order of a column, and only those with a text in their name.

    Raises ValueError for rows that no table asks for.
    """

    first: int = 0
    rows: int = 100
    order: tuple[str, bool] | None = None  # a column, and whether it falls
    named: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.first <= 10**9 or not 1 <= self.rows <= MOST_ROWS:
            raise ValueError(f"rows {self.first} to {self.first + self.rows} are not a page; at most {MOST_ROWS}")
