"""Where cards stand, whether they show what is so, and who is drawing or posting one.

A card is known by what it shows and where. Whoever changes that marks its row in the same
transaction, whoever draws it has the row to themselves for a minute, and what is not drawn by
then is `behind`: the next process that looks draws it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.db import Database
from bot.models import Card, NewCard
from bot.store import cards as store

KEPT = timedelta(days=1)
"""How long it is tried to post a new card."""

Behind = tuple[int, str, str]
"""What is not shown as it is: the team's id, the subject and its key."""


async def remember(database: Database, cards: Sequence[Card], new: str | None = None) -> None:
    """Remember what a message shows, and that a `new` card is one that was to be posted."""
    async with database.write() as session:
        for card in cards:
            await store.add(session, card)
        if new is not None:
            await store.forget_new(session, new)


async def of_subject(
    database: Database, team_id: int, subject: str, subject_key: str
) -> Sequence[Card]:
    """Return the messages that show a subject."""
    async with database.read() as session:
        return await store.of_subject(session, team_id, subject, subject_key)


async def take(database: Database, what: Behind, now: datetime) -> list[Card]:
    """Note that what a subject's messages show has changed; take on those that nobody is drawing.

    Whoever is drawing the others sees it once they have drawn them, and does so again.
    """
    team_id, subject, key = what
    async with database.write() as session:
        found = await store.mark(session, team_id, subject, [key])
        return _taken([one for one in found if store.is_free(one.busy_until, now)], now)


async def take_behind(database: Database, what: Behind, now: datetime) -> list[Card]:
    """Take on those of a subject's messages that do not show it as it is and may be drawn now."""
    team_id, subject, key = what
    async with database.write() as session:
        return _taken(
            [
                one
                for one in await store.locked(session, team_id, subject, [key])
                if one.wanted > one.drawn
                and store.is_free(one.busy_until, now)
                and store.is_free(one.not_before, now)
            ],
            now,
        )


def _taken(cards: list[Card], now: datetime) -> list[Card]:
    for card in cards:
        card.busy_until = now + store.LEASE
    return cards


async def drawn(database: Database, card: Card, now: datetime) -> Card | None:
    """Note that a card shows what it was taken on for; return it when that has changed since.

    A card that somebody else has taken on meanwhile may show either state now, so it is marked.
    """
    async with database.write() as session:
        row = await store.again(session, card)
        if row is None:
            return None
        if row.busy_until != card.busy_until:
            row.wanted += 1
            return None
        row.drawn = card.wanted
        is_behind = row.wanted > row.drawn
        row.busy_until = now + store.LEASE if is_behind else None
        return row if is_behind else None


async def put_off(database: Database, card: Card, until: datetime) -> None:
    """Let a card go that could not be drawn; it is tried again at `until`, or once it changes."""
    async with database.write() as session:
        row = await store.again(session, card)
        if row is not None and row.busy_until == card.busy_until:
            row.busy_until = None
            row.not_before = until if row.wanted == card.wanted else None


async def all_behind(
    database: Database, team_id: int, now: datetime
) -> tuple[Sequence[Behind], Sequence[NewCard]]:
    """Return what of a team is not shown as it is, and the new cards that nobody is posting."""
    async with database.read() as session:
        behind = await store.behind(session, team_id, now)
        return behind, await store.left_behind(session, team_id, now)


async def begin(database: Database, what: Behind, now: datetime) -> str | None:
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
