"""A team's own days off beside its country's holidays.

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    days = sa.Column("days_off", sa.String(), nullable=False, server_default="")
    op.add_column("teams", days)


def downgrade() -> None:
    with op.batch_alter_table("teams") as table:
        table.drop_column("days_off")
