"""A row a project of its figures, whom it serves and what it brings; loads fill it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=True),
        sa.Column("fresh_until", TEXT, nullable=True),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("bac", sa.Double(), nullable=True),
        sa.Column("pv", sa.Double(), nullable=True),
        sa.Column("ev", sa.Double(), nullable=True),
        sa.Column("ac", sa.Double(), nullable=True),
        sa.Column("eac", sa.Double(), nullable=True),
        sa.Column("etc", sa.Double(), nullable=True),
        sa.Column("vac", sa.Double(), nullable=True),
        sa.Column("cpi", sa.Double(), nullable=True),
        sa.Column("spi", sa.Double(), nullable=True),
        sa.Column("spi_t", sa.Double(), nullable=True),
        sa.Column("tcpi", sa.Double(), nullable=True),
        sa.Column("es", sa.Double(), nullable=True),
        sa.Column("ieac_t", sa.Double(), nullable=True),
        sa.Column("slip_days", sa.Double(), nullable=True),
        sa.Column("on_time_rate", sa.Double(), nullable=True),
        sa.Column("schedule_status", TEXT, nullable=True),
        sa.Column("cost_status", TEXT, nullable=True),
        sa.Column("milestones_status", TEXT, nullable=True),
        sa.Column("deliverables_status", TEXT, nullable=True),
        sa.Column("risks_status", TEXT, nullable=True),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("enables", TEXT, nullable=True),
        sa.Column("objectives", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("slips", TEXT, nullable=True),
        sa.Column("slips_to", TEXT, nullable=True),
        sa.Column("short_kpi", TEXT, nullable=True),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("late", TEXT, nullable=True),
        sa.Column("late_weight", sa.Double(), nullable=True),
        sa.Column("late_reaches", TEXT, nullable=True),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), server_default="2147483647", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "standing_open",
        "standing",
        ["project"],
        unique=True,
        sqlite_where=sa.text("until = 2147483647"),
        postgresql_where=sa.text("until = 2147483647"),
    )
    op.create_index("standing_project", "standing", ["project", "since"], unique=False)
