"""Where the real exports are, and the mark for tests that need them."""

import os
from pathlib import Path

import pytest

EXPORTS = Path(os.environ.get("THROUGHLINE_EXPORTS", Path(__file__).parents[1] / ".." / "shared" / "exports")).resolve()

needs_exports = pytest.mark.skipif(
    not EXPORTS.is_dir(), reason=f"real exports not found in {EXPORTS}; set THROUGHLINE_EXPORTS to their folder"
)
