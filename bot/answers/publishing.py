"""A new entry shown: its card in the team's channel, and to whoever can't see it there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.answers.cards import Cards, Shows
from bot.answers.clicks import apology
from bot.db import Database
from bot.metrics.registers import AnyEntry
from bot.services.people import Profile
from bot.services.registers import Decision, Told, life
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.blocks import markup

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Press:
    """What publishes the entries of one register.

    `draw` is given an entry, a language, the present instant and what stands above the card, and
    returns the card.
    """

    cards: Cards
    database: Database
    draw: Callable[[AnyEntry, str, datetime, str | None], Payload]


async def publish(
    press: Press, found: Decision, maker: Profile, now: datetime, thread_ts: str | None = None
) -> None:
    """Post the card of a new entry, into a thread if given; who can't see it gets their own."""
    entry = found.facts
    failed = await _post_to_channel(press, entry, maker.language, now, thread_ts)
    if failed is not None:
        await send(press, entry, (maker.user_id, maker.language), failed, now)
    role = await life.holder_role(press.database, entry)
    sees_channel = failed is None and role not in {None, "admin"}
    for owner in () if sees_channel else found.told:
        who = f"<@{maker.user_id}>"
        said = t(owner[1], f"{entry.register.name}.told.yours", who=who)
        await send(press, entry, owner, said, now)
    place = (entry.register, entry.team_id, entry.number)
    present = await life.look(press.database, *place)
    is_changed = present is not None and present.row.version != entry.row.version
    show = press.cards.redraw if is_changed else press.cards.tell
    await show(entry.team_id, entry.register.name, entry.key)


async def send(press: Press, entry: AnyEntry, to: Told, above: str, now: datetime) -> None:
    """Send an entry's card to somebody, with a sentence of `mrkdwn` above it."""
    user_id, language = to
    card = press.draw(entry, language, now, above)
    try:
        await press.cards.send(user_id, card, [_shows(entry, f"card.{language}")])
    except PostFailed as error:
        log.warning("card not sent", user=user_id, reason=error.reason)


async def _post_to_channel(
    press: Press, entry: AnyEntry, language: str, now: datetime, thread_ts: str | None
) -> str | None:
    """Post a card to the team's channel; return why it is not there, None when it is."""
    if entry.channel_id is None:
        return _not_posted(entry, None, language)
    card = press.draw(entry, entry.language, now, None)
    try:
        await press.cards.post_new(entry.channel_id, card, _shows(entry, "card"), thread_ts)
    except PostFailed as error:
        log.warning("card not posted", channel=entry.channel_id, reason=error.reason)
        return _not_posted(entry, error, language)
    return None


def _not_posted(entry: AnyEntry, failed: PostFailed | None, language: str) -> str:
    """Return that an entry is saved and what is known of its post; None: no channel."""
    key = f"{entry.register.name}.told.{'not_posted' if failed else 'no_channel'}"
    return t(
        language,
        key,
        number=entry.number,
        team=markup(entry.team_name, 40),
        channel=entry.channel_id or "",
        why=apology(failed, language) if failed else "",
    )


def _shows(entry: AnyEntry, view: str) -> Shows:
    return Shows(entry.team_id, entry.register.name, entry.key, view)
