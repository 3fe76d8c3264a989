"""The latest note on how an action goes.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("actions", sa.Column("progress", sa.String(), nullable=True))
    op.add_column("actions", sa.Column("progress_by", sa.String(), nullable=True))
    op.add_column("actions", sa.Column("progress_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("actions") as table:
        for name in ("progress_at", "progress_by", "progress"):
            table.drop_column(name)
