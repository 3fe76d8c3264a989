"""When a bot replied first, and what a person answered first after it.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000_000
_SPOKEN = "m.kind IN ('customer', 'agent', 'bot')"


def _of(what: str, which: str) -> str:
    """Return what selects something of a ticket's own messages."""
    return (
        f"SELECT {what} FROM ticket_messages AS m WHERE m.team_id = tickets.team_id "  # noqa: S608
        f"AND m.source = tickets.source AND m.external_id = tickets.external_id AND {which}"
    )


_BOT = _of("1", "m.kind = 'bot'")
_FIRST = _of("m.kind", f"{_SPOKEN} ORDER BY m.at, m.position LIMIT 1")
_BEGAN = _of("min(m.at)", _SPOKEN)
_OPENED_BY_CUSTOMER = f"(({_FIRST}) = 'customer' OR ({_BEGAN}) > opened_at + {_AT_ONCE})"
_FIRST_REPLY = _of("min(m.at)", "m.kind = 'bot' AND m.at >= tickets.opened_at")
_LAST_REPLY = _of(
    "max(m.at)",
    "m.kind = 'bot' AND m.at >= tickets.waits_from AND m.at < tickets.first_response_at",
)
_ASKED = _of(
    "min(m.at)",
    "m.kind = 'customer' AND m.at >= tickets.after_bot_at AND m.at < tickets.first_response_at",
)


def upgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("bot_first_response_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("after_bot_at", sa.BigInteger(), nullable=True))
    _fill(f"bot_first_response_at = ({_FIRST_REPLY})", _OPENED_BY_CUSTOMER)
    _fill(f"after_bot_at = ({_LAST_REPLY})", "first_response_at IS NOT NULL")
    _fill(f"after_bot_at = coalesce(({_ASKED}), after_bot_at)", "after_bot_at IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        for name in ("after_bot_at", "bot_first_response_at"):
            batch.drop_column(name)


def _fill(what: str, where: str) -> None:
    """Tell of tickets taken in before what their messages, which are kept, tell of bots."""
    op.execute(f"UPDATE tickets SET {what} WHERE EXISTS ({_BOT}) AND {where}")  # noqa: S608
