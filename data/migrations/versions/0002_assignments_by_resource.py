"""Assignments are found by who does them."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("assignment_resource", "assignment", ["feed", "resource", "since"], unique=False)
