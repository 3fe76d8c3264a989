"""Cards: messages that show something which may change, posted, remembered and redrawn."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

import aiohttp
import structlog

from bot.db import Database
from bot.models import Card
from bot.services import cards as store
from bot.slack.client import Payload, Slack
from bot.slack.failures import PostFailed

log = structlog.get_logger()
Draw = Callable[[Card], Awaitable[Payload | None]]
Follow = Callable[[int, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Shows:
    """What a message shows: a subject of a team, drawn as `view`.

    `view` is a name that a `Draw` was given under, and after a point what else it needs to know,
    such as the language.
    """

    team_id: int
    subject: str
    subject_key: str
    view: str


class Cards:
    """Posts cards and redraws them wherever they stand."""

    def __init__(self, database: Database, slack: Slack) -> None:
        self._database = database
        self._slack = slack
        self._draws: dict[tuple[str, str], Draw] = {}
        self._follows: dict[str, list[Follow]] = {}
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    def drawn_by(self, subject: str, view: str, draw: Draw) -> None:
        """Say how messages that show a subject are drawn; None from `draw` leaves one alone."""
        self._draws[subject, view] = draw

    def followed_by(self, subject: str, follow: Follow) -> None:
        """Have `follow` told of every change of a subject, with the team's id and the key."""
        self._follows.setdefault(subject, []).append(follow)

    async def post(
        self,
        channel_id: str,
        message: Payload,
        shows: Sequence[Shows],
        *,
        thread_ts: str | None = None,
    ) -> str:
        """Post a message and remember what it shows; return its `ts`. Raises PostFailed."""
        ts = await self._slack.post(channel_id, message, thread_ts=thread_ts)
        await self.remember(channel_id, ts, shows)
        return ts

    async def send(self, user_id: str, message: Payload, shows: Sequence[Shows]) -> str:
        """Post a message to somebody's direct conversation and remember it. Raises PostFailed."""
        ts = await self._slack.post(user_id, message)
        await self.remember_direct(user_id, ts, shows)
        return ts

    async def remember(self, channel_id: str, message_ts: str, shows: Sequence[Shows]) -> None:
        """Remember what a posted message shows."""
        rows = [
            Card(
                team_id=one.team_id,
                subject=one.subject,
                subject_key=one.subject_key,
                channel_id=channel_id,
                message_ts=message_ts,
                view=one.view,
            )
            for one in shows
        ]
        await store.remember(self._database, rows)

    async def remember_direct(self, user_id: str, message_ts: str, shows: Sequence[Shows]) -> None:
        """Remember what a direct message shows; one that Slack does not find again stays."""
        try:
            channel_id = await self._slack.direct(user_id)
        except PostFailed as error:
            log.warning("a message will not be redrawn", user=user_id, reason=error.reason)
        else:
            await self.remember(channel_id, message_ts, shows)

    async def of(self, team_id: int, subject: str, subject_key: str) -> Sequence[Card]:
        """Return where a subject is shown."""
        return await store.of_subject(self._database, team_id, subject, subject_key)

    async def say_below(
        self,
        channel_id: str | None,
        team_id: int,
        subject: str,
        subject_key: str,
        said: Payload,
    ) -> bool:
        """Say something below a subject's card in a channel; return False where that is not."""
        found = await self.of(team_id, subject, subject_key)
        card = next((one for one in found if one.channel_id == channel_id), None)
        if card is None:
            return False
        try:
            await self._slack.post(card.channel_id, said, thread_ts=card.message_ts)
        except PostFailed as error:
            log.warning("not told below the card", reason=error.reason)
            return False
        return True

    async def redraw(self, team_id: int, subject: str, subject_key: str) -> None:
        """Bring every message that shows a subject up to its present state."""
        found = await self.of(team_id, subject, subject_key)
        ended = await asyncio.gather(*map(self._redraw, found), return_exceptions=True)
        for card, error in zip(found, ended, strict=True):
            if isinstance(error, BaseException):
                log.error("redrawing failed", channel=card.channel_id, exc_info=error)
        await self.tell(team_id, subject, subject_key)

    async def tell(self, team_id: int, subject: str, subject_key: str) -> None:
        """Tell those who follow a subject that it is new or has changed."""
        follows = self._follows.get(subject, [])
        told = (follow(team_id, subject_key) for follow in follows)
        for error in await asyncio.gather(*told, return_exceptions=True):
            if isinstance(error, BaseException):
                log.error("following failed", subject=subject, exc_info=error)

    async def _redraw(self, card: Card) -> None:
        draw = self._draws.get((card.subject, card.view.partition(".")[0]))
        if draw is None:
            return
        key = (card.channel_id, card.message_ts)
        # Reading inside the lock lets the later of two redraws show the later state.
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            message = await draw(card)
            if message is None:
                return
            try:
                await self._slack.redraw(card.channel_id, card.message_ts, message)
            except (TimeoutError, aiohttp.ClientError) as error:
                log.warning("not redrawn", channel=card.channel_id, error=type(error).__name__)
