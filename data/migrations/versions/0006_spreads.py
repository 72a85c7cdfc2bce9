"""The assignments of people laid over days, packed; loads fill it. Those that state a skill are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "spread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("project", TEXT, nullable=False),
        sa.Column("projects", TEXT, nullable=False),
        sa.Column("calendars", TEXT, nullable=False),
        sa.Column("pieces", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), server_default="2147483647", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("spread_person", "spread", ["person", "since"], unique=False)
    op.create_index("spread_project", "spread", ["project", "since"], unique=False)
    skilled = sa.text("skill IS NOT NULL")
    op.create_index(
        "assignment_skill", "assignment", ["feed", "key"], unique=False, sqlite_where=skilled, postgresql_where=skilled
    )
