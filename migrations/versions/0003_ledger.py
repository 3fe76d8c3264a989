"""Leases and fences of deliveries, and channels on hold.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(sa.Column("fence", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("lease_until", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("sent_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("not_before", sa.BigInteger(), nullable=True))
        batch.create_index(batch.f("ix_deliveries_status"), ["status"])
    op.create_table(
        "holds",
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_holds")),
    )


def downgrade() -> None:
    op.execute("UPDATE deliveries SET status = 'ambiguous' WHERE status = 'unsure'")
    op.drop_table("holds")
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_index(batch.f("ix_deliveries_status"))
        batch.drop_column("not_before")
        batch.drop_column("sent_at")
        batch.drop_column("lease_until")
        batch.drop_column("fence")
