"""Whom a daily report of days that were not good mentions, and whether leads get it directly.

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    mentions = sa.Column("report_mentions", sa.String(), nullable=False, server_default="lead")
    op.add_column("teams", mentions)
    direct = sa.Column("report_direct", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("teams", direct)


def downgrade() -> None:
    with op.batch_alter_table("teams") as table:
        table.drop_column("report_direct")
        table.drop_column("report_mentions")
