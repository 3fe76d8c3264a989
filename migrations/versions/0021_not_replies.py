"""Phrases of a team that are no reply.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    phrases = sa.Column("not_replies", sa.String(), nullable=False, server_default="")
    op.add_column("teams", phrases)


def downgrade() -> None:
    with op.batch_alter_table("teams") as table:
        table.drop_column("not_replies")
