"""Within how long a team calls a ticket answered quickly.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    quick = sa.Column("quick_seconds", sa.Integer(), nullable=False, server_default="60")
    op.add_column("teams", quick)


def downgrade() -> None:
    with op.batch_alter_table("teams") as table:
        table.drop_column("quick_seconds")
