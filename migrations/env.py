"""Alembic's entry: `bot.db.migrate` hands the connection over."""

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from bot.db import NOT_COUNTED, sync_engine
from bot.models import Instant
from bot.settings import Settings


def _render(kind: str, item: object, _context: object) -> str | bool:
    """Write plain column types, so that a migration never depends on today's models."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def _run(connection: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    _run(handed_over)
else:
    engine = sync_engine(Settings().database_url).execution_options(**NOT_COUNTED)
    with engine.begin() as own:
        _run(own)
