"""Cards: messages that show something which may change, posted, remembered and redrawn."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.models import Card, NewCard
from bot.services import cards as store
from bot.slack.client import Payload, Slack
from bot.slack.failures import PostFailed

log = structlog.get_logger()
Draw = Callable[[Card], Awaitable[Payload | None]]
Follow = Callable[[int, str], Awaitable[None]]

_SHORT, _LONG = timedelta(minutes=1), timedelta(hours=1)


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
    """Posts cards and redraws them wherever they stand, by whichever process."""

    def __init__(self, database: Database, slack: Slack, clock: Clock) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._draws: dict[tuple[str, str], Draw] = {}
        self._follows: dict[str, list[Follow]] = {}
        self._posting: set[str] = set()

    def drawn_by(self, subject: str, view: str, draw: Draw) -> None:
        """Say how messages that show a subject are drawn; None from `draw` leaves one alone."""
        self._draws[subject, view] = draw

    def followed_by(self, subject: str, follow: Follow) -> None:
        """Have `follow` told of every change of a subject, with the team's id and the key."""
        self._follows.setdefault(subject, []).append(follow)

    async def post(self, channel_id: str, message: Payload, shows: Sequence[Shows]) -> str:
        """Post a message and remember what it shows; return its `ts`. Raises PostFailed."""
        ts = await self._slack.post(channel_id, message)
        await self.remember(channel_id, ts, shows)
        return ts

    async def post_new(
        self, channel_id: str, message: Payload, shows: Shows, thread_ts: str | None = None
    ) -> None:
        """Post the card of a new subject, unless another process has done so. Raises PostFailed.

        In a thread it stands in the channel too; where Slack takes no such reply, there alone.
        What Slack does not refuse for good is posted later.
        """
        await self._slack.pace.post(channel_id)
        place = (shows.team_id, shows.subject, shows.subject_key)
        card_id = await store.begin(self._database, place, self._clock())
        if card_id is None:
            return
        self._posting.add(card_id)
        try:
            ts = await self._post_once(channel_id, message, card_id, thread_ts)
        except PostFailed as failed:
            if failed.outcome == "skipped":
                await store.give_up(self._database, card_id)
            raise
        finally:
            self._posting.discard(card_id)
        await self.remember(channel_id, ts, [shows], card_id)

    async def _post_once(
        self, channel_id: str, message: Payload, card_id: str, thread_ts: str | None
    ) -> str:
        post = partial(self._slack.post, channel_id, delivery_id=card_id, in_turn=True)
        if thread_ts is None:
            return await post(message)
        try:
            return await post({**message, "reply_broadcast": True}, thread_ts=thread_ts)
        except PostFailed as refused:
            if refused.outcome == "unsure" or refused.wait is not None:
                raise
            return await post(message)

    async def send(self, user_id: str, message: Payload, shows: Sequence[Shows]) -> str:
        """Post a message to somebody's direct conversation and remember it. Raises PostFailed."""
        ts = await self._slack.post(user_id, message)
        await self.remember_direct(user_id, ts, shows)
        return ts

    async def remember(
        self, channel_id: str, message_ts: str, shows: Sequence[Shows], new: str | None = None
    ) -> None:
        """Remember what a posted message shows; `new` is the id of a card that was to be posted."""
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
        await store.remember(self._database, rows, new)

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
        """Bring every message that shows a subject up to its present state.

        One that another process is drawing is left to it: that process sees that it has changed.
        """
        what = (team_id, subject, subject_key)
        await self._redraw_all(await store.take(self._database, what, self._clock()))
        await self.tell(*what)

    async def catch_up(self, team_id: int) -> None:
        """Draw and post what of a team a process that was killed or not answered left behind.

        A new card is looked for in its channel first.
        """
        behind, new = await store.all_behind(self._database, team_id, self._clock())
        for card in behind:
            if taken := await store.take_behind(self._database, card, self._clock()):
                await self._redraw_all([taken])
                await self.tell(taken.team_id, taken.subject, taken.subject_key)
        for one in new:
            # After a jump of the clock, or a pause of the machine, a post looks left behind.
            is_ours = one.id in self._posting
            if not is_ours and await store.take_new(self._database, one, self._clock()):
                await self._post_left(one)

    async def tell(self, team_id: int, subject: str, subject_key: str) -> None:
        """Tell those who follow a subject that it is new or has changed."""
        follows = self._follows.get(subject, [])
        told = (follow(team_id, subject_key) for follow in follows)
        for error in await asyncio.gather(*told, return_exceptions=True):
            if isinstance(error, BaseException):
                log.error("following failed", subject=subject, exc_info=error)

    async def _redraw_all(self, cards: Sequence[Card]) -> None:
        ended = await asyncio.gather(*map(self._redraw, cards), return_exceptions=True)
        for card, error in zip(cards, ended, strict=True):
            if isinstance(error, BaseException):
                log.error("redrawing failed", channel=card.channel_id, exc_info=error)
                await store.put_off(self._database, card, self._clock() + _LONG)

    async def _redraw(self, taken: Card) -> None:
        card: Card | None = taken
        while card is not None:
            message = await self._drawn(card)
            try:
                if message is not None:
                    await self._slack.redraw(card.channel_id, card.message_ts, message)
            except PostFailed as failed:
                log.warning("not redrawn", channel=card.channel_id, reason=failed.reason)
                if failed.outcome != "skipped":
                    await store.put_off(self._database, card, self._clock() + _wait(failed))
                    return
            card = await store.drawn(self._database, card, self._clock())

    async def _drawn(self, card: Card) -> Payload | None:
        draw = self._draws.get((card.subject, card.view.partition(".")[0]))
        return None if draw is None else await draw(card)

    async def _post_left(self, new: NewCard) -> None:
        now = self._clock()
        shows = Shows(new.team_id, new.subject, new.subject_key, new.view)
        try:
            ts = await self._found_or_posted(new, now)
        except PostFailed as failed:
            log.warning("card not posted", channel=new.channel_id, reason=failed.reason)
            if failed.outcome == "skipped" or now - new.made_at > store.KEPT:
                await store.give_up(self._database, new.id)
            else:
                await store.put_off_new(self._database, new, now + _wait(failed))
            return
        if ts is None:
            await store.give_up(self._database, new.id)
            return
        await self.remember(new.channel_id, ts, [shows], new.id)
        # It may have been changed after whoever posted it had drawn it, and before it was known.
        await self.redraw(new.team_id, new.subject, new.subject_key)

    async def _found_or_posted(self, new: NewCard, now: datetime) -> str | None:
        """Return where a new card stands, posted now if need be.

        None when it is too old to be news, or there is none to draw. Raises PostFailed, also where
        the channel can't be read: then it may stand there.
        """
        found = await self._slack.find(new.channel_id, new.id, now - new.made_at)
        if found is not None or now - new.made_at > store.KEPT:
            return found
        message = await self._drawn(_card_of(new))
        if message is None:
            return None
        return await self._slack.post(new.channel_id, message, delivery_id=new.id)


def _card_of(new: NewCard) -> Card:
    return Card(**new.model_dump(exclude={"id", "made_at", "busy_until"}), message_ts="")


def _wait(failed: PostFailed) -> timedelta:
    """Return how long to leave alone what Slack did not take: an hour for what people mend."""
    return failed.wait or (_LONG if failed.held else _SHORT)
