"""What a source tells of first responses and solving, and tickets that are over by their status.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_SOLVED = (
    "solved|resolved|closed|done|completed|complete|finished|fixed|closed complete|"
    "已解决|解决|已关闭|关闭|已完成|完成|已完结|完结|已结束|结束|已结单|结单|已处理"
)
_CANCELLED = (
    "cancelled|canceled|rejected|declined|withdrawn|abandoned|closed incomplete|closed skipped|"
    "已取消|取消|已撤销|撤销|已撤回|已拒绝|已作废|作废"
)
_DELETED = "deleted|trashed|in trash|已删除|删除"


def upgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("ended_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("ended_as", sa.String(), nullable=True))
        for name in ("response_told", "resolution_told"):
            told = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true())
            batch.add_column(told)
    _check("'merged', 'spam', 'test', 'deleted'")
    _end("solved", _SOLVED)
    _end("cancelled", _CANCELLED)
    statement = sa.text(
        "UPDATE tickets SET excluded = 'deleted' WHERE excluded IS NULL AND lower(status) IN :words"
    )
    op.get_bind().execute(_listing(statement), {"words": _DELETED.split("|")})
    _untell("response_told", ("first_response_at", "turns"), "first_response")
    _untell("resolution_told", ("solved_at", "status"), "resol")


def downgrade() -> None:
    op.execute("UPDATE tickets SET excluded = NULL WHERE excluded = 'deleted'")
    _check("'merged', 'spam', 'test'")
    with op.batch_alter_table("tickets") as batch:
        for name in ("resolution_told", "response_told", "ended_as", "ended_at"):
            batch.drop_column(name)


def _check(words: str) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("tickets") as batch:
        if not is_sqlite:  # SQLite's table is made anew, without it
            batch.drop_constraint(op.f("ck_tickets_excluded"), type_="check")
        batch.create_check_constraint(op.f("ck_tickets_excluded"), f"excluded IN ({words})")


def _end(ended_as: str, words: str) -> None:
    """What was solved without a known time is over; the last thing known of it stands for when."""
    statement = sa.text(
        "UPDATE tickets SET ended_as = :ended_as, "
        "ended_at = coalesce(first_response_at, handed_off_at, opened_at) "
        "WHERE solved_at IS NULL AND lower(status) IN :words"
    )
    op.get_bind().execute(_listing(statement), {"ended_as": ended_as, "words": words.split("|")})


def _listing(statement: sa.TextClause) -> sa.TextClause:
    return statement.bindparams(sa.bindparam("words", expanding=True))


def _untell(column: str, filled: tuple[str, ...], field: str) -> None:
    """Mark the tickets of sources of which no ticket and no reading of a file has such a value."""
    bind = op.get_bind()
    known = " OR ".join(f"{name} IS NOT NULL" for name in filled)
    told = f"max(CASE WHEN {known} THEN 1 ELSE 0 END)"
    sources = bind.execute(
        sa.text(f"SELECT team_id, source FROM tickets GROUP BY team_id, source HAVING {told} = 0")  # noqa: S608
    )
    for team_id, source in sources.all():
        where = {"team_id": team_id, "source": source}
        readings = bind.execute(
            sa.text("SELECT reading FROM imports WHERE team_id = :team_id AND source = :source"),
            where,
        )
        if any(f'"{field}' in reading for (reading,) in readings.all()):
            continue
        bind.execute(
            sa.text(
                f"UPDATE tickets SET {column} = :no "  # noqa: S608
                "WHERE team_id = :team_id AND source = :source"
            ),
            {**where, "no": False},
        )
