"""Taking what a helpdesk sends: kept at once and whole, worked off later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.db import Database
from bot.models import Feed
from bot.sealing import Sealer, SealError
from bot.services.feeds.pulling import owner
from bot.sources.hooks import Sent, taken
from bot.store import feed_events as store
from bot.store import feeds

log = structlog.get_logger()
SECRET, FORMER = "secret", "former"
_MOST_NUMBER = 2**31


class NotNowError(Exception):
    """The bot can't take anything at the moment: to be sent again later."""


class Accepted(NamedTuple):
    """How many events of a request are kept by it, and how many were kept before."""

    new: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Receiver:
    """Knows the secrets of helpdesks that send, and keeps their events."""

    database: Database
    sealer: Sealer

    async def secrets(self, team_id: int, number: int) -> list[str]:
        """Return what requests to a hook may be signed with; none where there is no such hook.

        Nor for one that is paused or was taken away. Raises NotNowError.
        """
        if max(team_id, number) >= _MOST_NUMBER:
            return []
        try:
            async with self.database.read() as session:
                feed = await feeds.get(session, team_id, number)
            if feed is None or not is_open(feed):
                return []
            known = self.sealer.unseal(feed.secret or "", owner(feed))
        except SQLAlchemyError as error:
            log.exception("no database to say who sends", error=type(error).__name__)
            raise NotNowError from error
        except SealError as error:
            log.exception("the secret of a hook can't be opened", team=team_id, feed=number)
            raise NotNowError from error
        return [known[name] for name in (SECRET, FORMER) if name in known]

    async def keep(
        self, team_id: int, number: int, events: Sequence[Sent], now: datetime
    ) -> Accepted:
        """Keep the events of a request, all or none. Raises Refusal, or NotNowError."""
        place = store.Place(team_id, number)
        by_id = _by_id(events)
        rows = [
            {
                "event_id": one.id,
                "occurred_at": one.occurred_at,
                "ticket": one.ticket,
                "type": one.type,
                "body": one.body,
            }
            for one in by_id.values()
        ]
        try:
            async with self.database.write() as session:
                new = await store.keep(session, place, rows, now)
                if len(new) < len(by_id):
                    known = await store.told(session, place, by_id.keys() - new)
                    _check(events, known)
                await store.heard(session, place, now)
        except SQLAlchemyError as error:
            log.exception("events could not be kept", error=type(error).__name__)
            raise NotNowError from error
        return Accepted(len(new), len(events) - len(new))


def is_open(feed: Feed) -> bool:
    """Return whether a helpdesk may send."""
    return feed.kind == "hook" and feed.state == "on" and feed.secret is not None


def _by_id(events: Sequence[Sent]) -> dict[str, Sent]:
    """Return each event once. Raises Refusal where one says something else than its namesake."""
    by_id: dict[str, Sent] = {}
    other = [at for at, one in enumerate(events) if by_id.setdefault(one.id, one) != one]
    if other:
        raise taken(other)
    return by_id


def _check(events: Sequence[Sent], known: dict[str, tuple[str, str, datetime, str]]) -> None:
    """Raise Refusal where an event says something else than the one that is kept under its id."""
    other = [
        at
        for at, one in enumerate(events)
        if known.get(one.id, one[1:]) != (one.ticket, one.type, one.occurred_at, one.body)
        and one.id in known
    ]
    if other:
        raise taken(other)
