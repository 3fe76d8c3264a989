"""What people write in the thread of a weekly review, kept in its record when it is finished."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from html import unescape
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.review import LONGEST_NOTE, MOST_NOTES, NoteFacts
from bot.metrics.texts import cleaned
from bot.models import ReviewNote
from bot.store import learning as store
from bot.store import people
from bot.store import review as reviews

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_LABELLED = re.compile(r"<[#!][^|>]*\|([^>]*)>")
_BROADCAST = re.compile(r"<!(\w+)[^>]*>")
_LINK = re.compile(r"<([a-z]+:[^|>]+)(?:\|([^>]*))?>")


class Reply(NamedTuple):
    """A person's message in a thread, as Slack has it."""

    ts: str
    user_id: str
    text: str


async def keep(database: Database, team_id: int, week: date, replies: Sequence[Reply]) -> None:
    """Keep what was written in a review's thread, each message once.

    The first 200; of one that is longer than 3,000 characters the beginning, ending in ….
    """
    async with database.write() as session:
        if await reviews.review(session, team_id, week, lock=True) is None:
            return
        known = {row.message_ts for row in await store.notes(session, team_id, week)}
        for one in replies[:MOST_NOTES]:
            said = cleaned(await _as_read(session, one.text))
            if said is None or one.ts in known:
                continue
            row = ReviewNote(
                team_id=team_id,
                week=week,
                message_ts=one.ts,
                said=said if len(said) <= LONGEST_NOTE else f"{said[: LONGEST_NOTE - 1]}…",
                said_by=one.user_id,
                said_at=datetime.fromtimestamp(float(one.ts), UTC),
            )
            await store.add(session, row)


async def of_review(session: AsyncSession, team_id: int, week: date) -> tuple[NoteFacts, ...]:
    """Return what was kept of a review's thread, oldest first."""
    rows = await store.notes(session, team_id, week)
    return tuple(NoteFacts(row.message_ts, row.said, row.said_by) for row in rows)


async def _as_read(session: AsyncSession, text: str) -> str:
    """Return a message's text as people read it in Slack, without its markup for mentions."""
    mentioned = [user_id for user_id, _ in _MENTION.findall(text)]
    names = await people.names(session, mentioned) if mentioned else {}
    return as_read(text, names)


def as_read(text: str, names: Mapping[str, str]) -> str:
    """Return a message's text with people by their names, links by address, escapes resolved."""
    text = _MENTION.sub(lambda one: f"@{one[2] or names.get(one[1], one[1])}", text)
    text = _BROADCAST.sub(r"@\1", _LABELLED.sub(r"\1", text))
    text = _LINK.sub(lambda one: f"{one[2]} ({one[1]})" if one[2] else one[1], text)
    return unescape(text)
