"""What helpdesks send of their tickets, event by event.

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_NEW = sa.text("outcome = 'new'")


def upgrade() -> None:
    op.create_table(
        "feed_events",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("feed_number", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "feed_number"],
            ["feeds.team_id", "feeds.number"],
            name="fk_feed_events_team_id_feed_number_feeds",
        ),
        sa.PrimaryKeyConstraint("team_id", "feed_number", "event_id", name="pk_feed_events"),
    )
    op.create_index("ix_feed_events_ticket", "feed_events", ["team_id", "feed_number", "ticket"])
    op.create_index(
        "ix_feed_events_new",
        "feed_events",
        ["team_id", "feed_number", "received_at"],
        sqlite_where=_NEW,
        postgresql_where=_NEW,
    )
    op.add_column("feeds", sa.Column("quiet_seconds", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("feeds") as table:
        table.drop_column("quiet_seconds")
    op.drop_table("feed_events")
