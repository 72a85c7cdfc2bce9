"""The status of a project by its resources, beside the others; loads fill it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("standing", sa.Column("resources_status", TEXT, nullable=True))
