"""A file in Slack as the evidence of a checklist's item: its id, name and permalink.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COLUMNS = ("file_id", "file_name", "file_link")


def upgrade() -> None:
    with op.batch_alter_table("plan_items") as batch:
        for name in _COLUMNS:
            batch.add_column(sa.Column(name, sa.String))


def downgrade() -> None:
    with op.batch_alter_table("plan_items") as batch:
        for name in _COLUMNS:
            batch.drop_column(name)
