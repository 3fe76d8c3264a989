"""Which tickets wait, in an index of those alone: it held all that nobody ever answered.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_UNANSWERED = sa.text("first_response_at IS NULL")
_WAITING = sa.text("first_response_at IS NULL AND solved_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.drop_index("ix_tickets_unanswered", "tickets")
    _make("ix_tickets_waiting", _WAITING)


def downgrade() -> None:
    op.drop_index("ix_tickets_waiting", "tickets")
    _make("ix_tickets_unanswered", _UNANSWERED)


def _make(name: str, where: sa.TextClause) -> None:
    columns = ["team_id", "opened_at"]
    op.create_index(name, "tickets", columns, sqlite_where=where, postgresql_where=where)
