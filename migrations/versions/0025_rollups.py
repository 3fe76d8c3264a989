"""What whole days come to, kept beside their tickets.

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_STATES = ("database_state", "team_states")


def upgrade() -> None:
    op.create_table(
        "rollups",
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id"), primary_key=True),
        sa.Column("day", sa.Integer(), primary_key=True),
        sa.Column("breakdown", sa.String(), primary_key=True),
        sa.Column("rules", sa.String(), primary_key=True),
        sa.Column("first_instant", sa.BigInteger(), nullable=False),
        sa.Column("next_instant", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    for table in _STATES:
        column = sa.Column("rolled", sa.BigInteger(), nullable=False, server_default="0")
        op.add_column(table, column)
    op.execute("UPDATE database_state SET rolled = shared")
    op.execute("UPDATE team_states SET rolled = tickets")


def downgrade() -> None:
    for table in _STATES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("rolled")
    op.drop_table("rollups")
