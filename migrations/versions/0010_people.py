"""Whether somebody is reminded of what is due.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    reminded = sa.Column("reminders", sa.Boolean, nullable=False, server_default=sa.true())
    with op.batch_alter_table("slack_users") as batch:
        batch.add_column(reminded)


def downgrade() -> None:
    with op.batch_alter_table("slack_users") as batch:
        batch.drop_column("reminders")
