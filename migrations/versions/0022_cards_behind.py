"""What cards are to show and do show, and new cards that are still to be posted.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("wanted", "drawn"):
        op.add_column("cards", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in ("busy_until", "not_before"):
        op.add_column("cards", sa.Column(name, sa.BigInteger(), nullable=True))
    behind = sa.text("wanted > drawn OR busy_until IS NOT NULL")
    op.create_index(
        "ix_cards_behind", "cards", ["team_id"], sqlite_where=behind, postgresql_where=behind
    )
    op.create_index("ix_cards_message", "cards", ["channel_id", "message_ts"])
    op.create_table(
        "new_cards",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id"), nullable=False, index=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("busy_until", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("new_cards")
    op.drop_index("ix_cards_message", "cards")
    op.drop_index("ix_cards_behind", "cards")
    with op.batch_alter_table("cards") as table:
        for name in ("not_before", "busy_until", "drawn", "wanted"):
            table.drop_column(name)
