"""Rows of what Slack says of people."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import SlackUser


class PersonRow(NamedTuple):
    """A Slack user as kept; `refreshed_at` in microseconds, 0 before Slack was ever asked."""

    id: str
    name: str
    locale: str
    language: str | None
    zone: str
    is_bot: bool
    is_guest: bool
    deleted: bool
    is_stranger: bool
    reminders: bool
    refreshed_at: int


_PERSON = select(
    col(SlackUser.id),
    col(SlackUser.name),
    col(SlackUser.locale),
    col(SlackUser.language),
    col(SlackUser.zone),
    col(SlackUser.is_bot),
    col(SlackUser.is_guest),
    col(SlackUser.deleted),
    col(SlackUser.is_stranger),
    col(SlackUser.reminders),
    type_coerce(col(SlackUser.refreshed_at), BigInteger),
)


async def person(session: AsyncSession, user_id: str) -> PersonRow | None:
    """Return what is kept of a Slack user."""
    connection = await session.connection()
    row = (await connection.execute(_PERSON.where(col(SlackUser.id) == user_id))).first()
    return PersonRow._make(row) if row else None


async def save_person(session: AsyncSession, user: SlackUser) -> None:
    """Keep what Slack says of a user; their own settings and being admin stay as they are."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = module.insert(SlackUser).values(user.model_dump())
    told = {
        name: insert.excluded[name]
        for name in SlackUser.model_fields
        if name not in {"id", "is_admin", "language", "reminders"}
    }
    await connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=told))


async def choose(session: AsyncSession, user_id: str, name: str, value: str | bool | None) -> None:
    """Keep what a known user chose: `language` (None is the one of their Slack) or `reminders`."""
    chosen = update(SlackUser).where(col(SlackUser.id) == user_id).values({name: value})
    await (await session.connection()).execute(chosen)


async def names(session: AsyncSession, user_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of the Slack users that are known."""
    query = select(col(SlackUser.id), col(SlackUser.name)).where(col(SlackUser.id).in_(user_ids))
    rows = await (await session.connection()).execute(query)
    return {user_id: name for user_id, name in rows if name}


async def ids_of(session: AsyncSession, names: Sequence[str]) -> dict[str, str]:
    """Return the Slack user of each name that exactly one of those who are still there has."""
    query = select(col(SlackUser.name), col(SlackUser.id)).where(
        col(SlackUser.name).in_(names), col(SlackUser.deleted).is_(False)
    )
    found: dict[str, set[str]] = {}
    for name, user_id in await (await session.connection()).execute(query):
        found.setdefault(name, set()).add(user_id)
    return {name: users.pop() for name, users in found.items() if len(users) == 1}
