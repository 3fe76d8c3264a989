"""When each stage of a complaint is told of: worked out once, in working time.

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_COLUMNS = ("half_at", "late_at", "breach_at")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("complaints", sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("complaints") as table:
        for name in reversed(_COLUMNS):
            table.drop_column(name)
