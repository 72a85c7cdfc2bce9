"""One index finds findings, standings and staff and holds that one version of each is open; there were two."""

from alembic import op

revision = "0007"
down_revision = "0006"

_OF = {
    "finding_subject": ("subject_kind", "subject", "measure"),
    "standing_project": ("project",),
    "staff_person": ("person",),
}


def upgrade() -> None:
    for index, columns in _OF.items():
        table, _, _ = index.partition("_")
        op.drop_index(f"{table}_open", table)
        op.drop_index(index, table)
        op.create_index(index, table, [*columns, "until"], unique=True)
