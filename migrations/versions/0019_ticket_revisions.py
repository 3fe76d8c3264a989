"""What was known of tickets before a later file said something else.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEY = ("team_id", "source", "external_id")


def upgrade() -> None:
    op.create_table(
        "ticket_revisions",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("import_number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            _KEY,
            [f"tickets.{name}" for name in _KEY],
            name=op.f("fk_ticket_revisions_team_id_source_external_id"),
        ),
        sa.PrimaryKeyConstraint(*_KEY, "import_number", "field", name=op.f("pk_ticket_revisions")),
    )
    op.create_index("ix_ticket_revisions_at", "ticket_revisions", ["at"])


def downgrade() -> None:
    op.drop_index("ix_ticket_revisions_at", table_name="ticket_revisions")
    op.drop_table("ticket_revisions")
