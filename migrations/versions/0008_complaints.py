"""Complaints about delay, and what people said of them.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("noticed_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.Column("started_by", sa.String(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.Integer(), nullable=True),
        sa.Column("set_aside_by", sa.String(), nullable=True),
        sa.Column("set_aside_at", sa.BigInteger(), nullable=True),
        sa.Column("set_aside_why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_complaints_team_id")),
        sa.PrimaryKeyConstraint("team_id", "source", "external_id", name=op.f("pk_complaints")),
    )


def downgrade() -> None:
    op.drop_table("complaints")
