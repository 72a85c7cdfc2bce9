"""Tables of the organisation's own form: a small file of YAML says what their columns mean."""

from loaders.mapped.loader import Mapped, bound, is_mapping, of_text
from loaders.mapped.model import KINDS, schema
from loaders.mapped.propose import propose

__all__ = ["KINDS", "Mapped", "bound", "is_mapping", "of_text", "propose", "schema"]
