"""Helpdesks that tickets come in from by themselves.

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_since", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("live_since", sa.BigInteger(), nullable=True),
        sa.Column("heard_at", sa.BigInteger(), nullable=True),
        sa.Column("brought_at", sa.BigInteger(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("failed_since", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_feeds_team_id_teams"),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_feeds"),
    )
    op.add_column("imports", sa.Column("feed_number", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("imports") as table:
        table.drop_column("feed_number")
    op.drop_table("feeds")
