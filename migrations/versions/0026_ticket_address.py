"""Where a team's tickets are found in its helpdesk.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    address = sa.Column("ticket_address", sa.String(), nullable=False, server_default="")
    op.add_column("teams", address)


def downgrade() -> None:
    with op.batch_alter_table("teams") as table:
        table.drop_column("ticket_address")
