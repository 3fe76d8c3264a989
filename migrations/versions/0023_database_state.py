"""The rows that every writer changes last, by which readers know what they may keep.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    states = op.create_table(
        "database_state",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("anything", sa.BigInteger(), nullable=False),
        sa.Column("figures", sa.BigInteger(), nullable=False),
        sa.Column("shared", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(states, [{"id": 1, "anything": 0, "figures": 0, "shared": 0}])
    op.create_table(
        "team_states",
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id"), primary_key=True),
        sa.Column("tickets", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("team_states")
    op.drop_table("database_state")
