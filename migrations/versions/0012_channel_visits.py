"""Who was seen in which channel, so that a modal opened there goes on answering them.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_visits",
        sa.Column("slack_user_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slack_user_id", "channel_id", name=op.f("pk_channel_visits")),
    )
    op.create_index("ix_channel_visits_seen_at", "channel_visits", ["seen_at"])


def downgrade() -> None:
    op.drop_index("ix_channel_visits_seen_at", table_name="channel_visits")
    op.drop_table("channel_visits")
