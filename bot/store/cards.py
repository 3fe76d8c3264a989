"""Rows of posted messages that show something which may change, and of cards still to be posted."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import uuid4

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, delete, func, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Card, NewCard

LEASE = timedelta(minutes=1)
"""How long whoever draws or posts a card has it to themselves."""

AT_ONCE = 10
"""So much of a team is caught up with in one look, so that its posts do not wait for its cards."""

_MOST_KEYS = 10_000
"""So many keys are asked for in one query; SQLite takes no more than 32,766 values."""

LONGEST_WAIT = timedelta(hours=2)
"""Nobody has a card for longer than this; who seems to have was told the time by a wrong clock."""


async def add(session: AsyncSession, cards: Sequence[Card]) -> None:
    """Remember what messages show, at once; of what is known already the row is left alone."""
    if not cards:
        return
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    rows = [card.model_dump() for card in cards]
    await connection.execute(module.insert(Card).on_conflict_do_nothing(), rows)


async def of_subject(
    session: AsyncSession, team_id: int, subject: str, subject_key: str
) -> Sequence[Card]:
    """Return the messages that show a subject, oldest first."""
    query = (
        select(Card)
        .where(_shows(team_id, subject, [subject_key]))
        .order_by(col(Card.message_ts), Card.channel_id)
    )
    return (await session.exec(query)).all()


async def of_message(session: AsyncSession, channel_id: str, message_ts: str) -> Sequence[Card]:
    """Return everything that a message shows, by subject."""
    query = (
        select(Card)
        .where(Card.channel_id == channel_id, Card.message_ts == message_ts)
        .order_by(col(Card.team_id), Card.subject, Card.subject_key)
    )
    return (await session.exec(query)).all()


async def mark(
    session: AsyncSession, team_id: int, subject: str, keys: Sequence[str]
) -> list[Card]:
    """Note that what these subjects' messages show has changed, in the transaction that changes it.

    Return them, locked: in one order, whoever asks, so that no two wait for each other.
    """
    found: list[Card] = []
    for at in range(0, len(keys), _MOST_KEYS):
        query = (
            select(Card)
            .where(_shows(team_id, subject, keys[at : at + _MOST_KEYS]))
            .order_by(col(Card.channel_id), Card.message_ts, Card.subject_key)
            .with_for_update()
        )
        found += (await session.exec(query)).all()
    for card in found:
        card.wanted += 1
        card.not_before = None
    return found


async def whole(session: AsyncSession, card: Card) -> Sequence[Card]:
    """Return all that a card's message shows, locked; nothing while somebody changes any of it.

    It does not wait for them, who may be waiting for something that is locked here.
    """
    is_of = and_(col(Card.channel_id) == card.channel_id, col(Card.message_ts) == card.message_ts)
    query = select(Card).where(is_of).with_for_update(skip_locked=True)
    rows = (await session.exec(query.execution_options(populate_existing=True))).all()
    count = (await session.exec(select(func.count()).select_from(Card).where(is_of))).one()
    return rows if len(rows) == count else ()


async def again(session: AsyncSession, card: Card) -> Card | None:
    """Return a card's row as it stands now; None when it is gone."""
    key = (card.team_id, card.subject, card.subject_key, card.channel_id, card.message_ts)
    return await session.get(Card, key)


async def teams_behind(session: AsyncSession, now: datetime) -> set[int]:
    """Return the teams of which something is not shown as it is that may be shown now."""
    connection = await session.connection()
    return set((await connection.execute(_teams_behind(), _at(now))).scalars())


@cache
def _teams_behind() -> CompoundSelect[int]:
    """Return what asks for them: built once, for every look of the planner does."""
    new = select(NewCard.team_id).where(_is_free(col(NewCard.busy_until)))
    return select(Card.team_id).where(_is_behind()).union(new)


async def behind(session: AsyncSession, team_id: int, now: datetime) -> Sequence[Card]:
    """Return a team's cards that do not show what is so and may be drawn now, by message."""
    query = (
        select(Card)
        .where(col(Card.team_id) == team_id, _is_behind())
        .order_by(col(Card.channel_id), Card.message_ts, Card.subject, Card.subject_key)
        .limit(AT_ONCE)
    )
    return (await session.exec(query, params=_at(now))).all()


async def left_behind(session: AsyncSession, team_id: int, now: datetime) -> Sequence[NewCard]:
    """Return a team's cards still to be posted that nobody is posting, oldest first."""
    query = (
        select(NewCard)
        .where(col(NewCard.team_id) == team_id, _is_free(col(NewCard.busy_until)))
        .order_by(col(NewCard.made_at), NewCard.id)
        .limit(AT_ONCE)
    )
    return (await session.exec(query, params=_at(now))).all()


async def add_new(
    session: AsyncSession, what: tuple[int, str, str], channel_id: str, now: datetime
) -> None:
    """Note that the card of a new subject is to be posted, which whoever makes it does at once."""
    team_id, subject, key = what
    card = NewCard(
        id=f"card-{uuid4().hex}",
        team_id=team_id,
        subject=subject,
        subject_key=key,
        channel_id=channel_id,
        view="card",
        made_at=now,
        busy_until=now + LEASE,
    )
    session.add(card)
    await session.flush()


async def to_post(
    session: AsyncSession, team_id: int, subject: str, subject_key: str
) -> NewCard | None:
    """Return the card of a new subject that is still to be posted, locked."""
    query = (
        select(NewCard)
        .where(
            NewCard.team_id == team_id,
            NewCard.subject == subject,
            NewCard.subject_key == subject_key,
        )
        .with_for_update()
    )
    return (await session.exec(query)).first()


async def forget_new(session: AsyncSession, card_id: str) -> None:
    """Take a card out of those that are still to be posted."""
    await session.exec(delete(NewCard).where(col(NewCard.id) == card_id))


def is_free(card: Card, now: datetime) -> bool:
    """Return whether nobody is drawing a card's message."""
    until = card.busy_until
    return until is None or not now < until <= now + LONGEST_WAIT


def _at(now: datetime) -> dict[str, datetime]:
    """Return the instants that what is behind and free is asked by."""
    return {"now": now, "latest": now + LONGEST_WAIT}


def _is_behind() -> ColumnElement[bool]:
    return and_(
        or_(col(Card.wanted) > col(Card.drawn), col(Card.busy_until).is_not(None)),
        _is_free(col(Card.busy_until)),
        _is_free(col(Card.not_before)),
    )


def _is_free(until: Mapped[datetime] | Mapped[datetime | None]) -> ColumnElement[bool]:
    return or_(until.is_(None), until <= bindparam("now"), until > bindparam("latest"))


def _shows(team_id: int, subject: str, keys: Collection[str]) -> ColumnElement[bool]:
    return and_(
        col(Card.team_id) == team_id,
        col(Card.subject) == subject,
        col(Card.subject_key).in_(keys),
    )
