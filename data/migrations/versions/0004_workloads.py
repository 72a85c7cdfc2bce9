"""What people have and what is asked of them, and what a project still brings; loads fill it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
OPEN = sa.text("until = 2147483647")


def upgrade() -> None:
    op.add_column("standing", sa.Column("brings", TEXT, nullable=True))
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("department", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("pool", TEXT, nullable=True),
        sa.Column("skills", TEXT, nullable=True),
        sa.Column("line_manager", TEXT, nullable=True),
        sa.Column("cost_per_hour", sa.Double(), nullable=True),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), server_default="2147483647", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("staff_person", "staff", ["person", "since"], unique=False)
    op.create_index("staff_open", "staff", ["person"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "workload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("project", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("skill", TEXT, nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.LargeBinary(), nullable=True),
        sa.Column("done", sa.LargeBinary(), nullable=True),
        sa.Column("firm", sa.LargeBinary(), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=True),
        sa.Column("overdue", sa.LargeBinary(), nullable=True),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), server_default="2147483647", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("workload_block", "workload", ["unit", "block"], unique=False)
    op.create_index("workload_person", "workload", ["person", "since"], unique=False)
    op.create_index("workload_project", "workload", ["project", "since"], unique=False)
    op.create_table(
        "overload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("week", TEXT, nullable=False),
        sa.Column("capacity", sa.Double(), nullable=False),
        sa.Column("demand", sa.Double(), nullable=False),
        sa.Column("first", TEXT, nullable=False),
        sa.Column("last", TEXT, nullable=False),
        sa.Column("projects", TEXT, nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), server_default="2147483647", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("overload_week", "overload", ["week"], unique=False)
    op.create_index("overload_person", "overload", ["person", "since"], unique=False)
