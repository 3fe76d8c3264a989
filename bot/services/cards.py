"""Where cards stand, whether they show what is so, and who is drawing or posting one.

A card is a subject shown in a message, which may show others too. Whoever changes a subject marks
its cards in the same transaction; whoever draws a message has all of it for a minute, and what is
not drawn by then is `behind`: the next process that looks draws it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.models import Card, NewCard
from bot.store import cards as store

KEPT = timedelta(days=1)
"""How long it is tried to post a new card."""

Shown = tuple[int, str, str]
"""What a card shows: the team's id, the subject and its key."""

_TRIES, _PAUSE = 20, 0.05


async def remember(database: Database, cards: Sequence[Card], new: str | None = None) -> None:
    """Remember what a message shows, and that a `new` card is one that was to be posted."""
    async with database.write() as session:
        await store.add(session, cards)
        if new is not None:
            await store.forget_new(session, new)


async def of_subject(
    database: Database, team_id: int, subject: str, subject_key: str
) -> Sequence[Card]:
    """Return the messages that show a subject."""
    async with database.read() as session:
        return await store.of_subject(session, team_id, subject, subject_key)


async def take(database: Database, what: Shown, now: datetime) -> list[Card]:
    """Note that what a subject's messages show has changed; take on those that nobody is drawing.

    Whoever is drawing the others sees it once they have drawn them, and does so again.
    """
    team_id, subject, key = what
    async with database.write() as session:
        marked = await store.mark(session, team_id, subject, [key])
        return [one for one in marked if await _take(session, one, now)]


async def take_behind(database: Database, card: Card, now: datetime) -> Card | None:
    """Take on the message of a card that was behind; None when it is drawn, or being drawn."""
    async with database.write() as session:
        found = await store.again(session, card)
        return found if found and await _take(session, found, now) else None


async def _take(session: AsyncSession, card: Card, now: datetime) -> bool:
    """Take a whole message on, which several subjects may share; return whether there is need."""
    rows = await store.whole(session, card)
    is_behind = any(one.wanted > one.drawn or one.busy_until is not None for one in rows)
    if not is_behind or not all(store.is_free(one, now) for one in rows):
        return False
    _begin(rows, now)
    return True


def _begin(rows: Sequence[Card], now: datetime) -> None:
    for one in rows:
        one.drawn, one.busy_until, one.not_before = one.wanted, now + store.LEASE, None


async def drawn(database: Database, card: Card, now: datetime) -> Card | None:
    """Let a message go that was drawn; return its card when what it shows has changed since.

    A message that somebody else has taken on meanwhile may show either state now, so it is marked.
    """
    async with _held(database, card) as rows:
        row = _of(rows, card)
        if row is None:
            return None
        if row.busy_until != card.busy_until:
            row.wanted += 1
            return None
        if any(one.wanted > one.drawn for one in rows):
            _begin(rows, now)
            return row
        for one in rows:
            one.busy_until = None
        return None


async def put_off(database: Database, card: Card, until: datetime) -> None:
    """Let a message go that could not be drawn, until `until` or until it changes."""
    async with _held(database, card) as rows:
        row = _of(rows, card)
        if row is None or row.busy_until != card.busy_until:
            return
        for one in rows:
            one.busy_until = None
        if all(one.wanted == one.drawn for one in rows):
            row.wanted, row.not_before = row.wanted + 1, until


@asynccontextmanager
async def _held(database: Database, card: Card) -> AsyncIterator[Sequence[Card]]:
    """Yield all that a card's message shows, locked; nothing when others do not let it go.

    Then it stays taken on until that is over, and is drawn again.
    """
    for _ in range(_TRIES):
        async with database.write() as session:
            if rows := await store.whole(session, card):
                yield rows
                return
        await asyncio.sleep(_PAUSE)
    yield ()


def _of(rows: Sequence[Card], card: Card) -> Card | None:
    key = (card.team_id, card.subject, card.subject_key)
    return next((one for one in rows if (one.team_id, one.subject, one.subject_key) == key), None)


async def all_behind(
    database: Database, team_id: int, now: datetime
) -> tuple[Sequence[Card], Sequence[NewCard]]:
    """Return a team's cards that don't show what is so, and its new ones that nobody is posting."""
    async with database.read() as session:
        behind = await store.behind(session, team_id, now)
        return behind, await store.left_behind(session, team_id, now)


async def begin(database: Database, what: Shown, now: datetime) -> str | None:
    """Take on the card of what is new, to post it; None when it is posted or somebody else's.

    Nobody else has had it when it is still kept for whoever made it.
    """
    async with database.write() as session:
        found = await store.to_post(session, *what)
        if found is None or found.busy_until != found.made_at + store.LEASE:
            return None
        found.busy_until = now + store.LEASE
        return found.id


async def take_new(database: Database, new: NewCard, now: datetime) -> bool:
    """Take on a new card that nobody is posting; return False when somebody else has."""
    async with database.write() as session:
        found = await store.to_post(session, new.team_id, new.subject, new.subject_key)
        if found is None or found.busy_until != new.busy_until:
            return False
        found.busy_until = now + store.LEASE
        return True


async def put_off_new(database: Database, new: NewCard, until: datetime) -> None:
    """Let a new card go that could not be posted, until it is tried again."""
    async with database.write() as session:
        found = await store.to_post(session, new.team_id, new.subject, new.subject_key)
        if found is not None:
            found.busy_until = until


async def give_up(database: Database, card_id: str) -> None:
    """Post a new card no more."""
    async with database.write() as session:
        await store.forget_new(session, card_id)
