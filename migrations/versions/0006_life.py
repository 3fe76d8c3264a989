"""The whole life of actions: standards in numbers, verdicts, who verified, dropped or reopened.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS = {
    "verify_metric": sa.String,
    "verify_comparison": sa.String,
    "verify_value": sa.Float,
    "verify_days": sa.Integer,
    "verify_hours": sa.String,
    "verify_from": sa.Date,
    "verdict": sa.String,
    "impact": sa.String,
    "ease": sa.String,
    "drop_why": sa.String,
    "settled_by": sa.String,
    "settled_at": sa.BigInteger,
    "settled_why": sa.String,
}


def upgrade() -> None:
    with op.batch_alter_table("actions") as batch:
        for name, kind in _COLUMNS.items():
            batch.add_column(sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE actions SET status = 'done' WHERE status IN ('verified', 'dropped')")
    with op.batch_alter_table("actions") as batch:
        for name in reversed(_COLUMNS):
            batch.drop_column(name)
