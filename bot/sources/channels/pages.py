"""A channel read again and again: what changed in it since it was read last, as tickets.

Everything stands in Slack, so nothing has to be heard: edits, deletions, ticks and a night without
the bot are read from it alike. A thread is read when Slack says that something in it is new.
"""

import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol

from bot.sources.channels.talk import Json, Talk, Team, instant, talks
from bot.sources.pulls import Cursor, Page, Row, row

DAYS_BACK = 7
"""So long after it was asked it is seen that something became of a ticket."""
_AT_ONCE = 20


class Reader(Protocol):
    """Reads a channel; raises PullError where Slack does not let it."""

    def history(self, channel_id: str, oldest: float) -> AsyncIterator[list[Json]]:
        """Yield pages of what was written in a channel since an instant, in seconds."""
        ...

    def replies(self, channel_id: str, ts: str) -> AsyncIterator[list[Json]]:
        """Yield pages of a thread, its first message among them."""
        ...


async def pages(
    reader: Reader, channel_id: str, team: Team, cursor: Cursor, times: tuple[datetime, datetime]
) -> AsyncIterator[Page]:
    """Yield the tickets of a channel that changed since the cursor.

    `times` are since when it is read at first, and now. A ticket counts as solved from when it was
    first seen that it is ticked: Slack does not say when that was done. Raises PullError.
    """
    since, now = times
    known = _Known(cursor)
    oldest = max(since, now - timedelta(days=DAYS_BACK)) if known.was_read else since
    told = reader.history(channel_id, oldest.timestamp())
    found = talks([one async for page in told for one in page], team)
    found = [talk for talk in found if not known.goes_on(talk, oldest)]
    fresh = (talk for talk in found if known.is_news(talk, team))
    while some := list(islice(fresh, _AT_ONCE)):
        rows = [await _row(reader, channel_id, talk, team, known, now) for talk in some]
        for talk in some:
            known.keep(talk, team)
        yield Page(rows, known.written(oldest), is_last=False)
    known.was_read = True
    gone = [_gone(ts) for ts in known.lost({talk.id for talk in found}, oldest)]
    yield Page(gone, known.written(oldest), is_last=True)


class _Known:
    """What a cursor knows of tickets: how each looked when it was read, and when it was ticked.

    `more` has of every further message of a ticket which that is.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.was_read = bool(cursor.get("was_read"))
        self.more: dict[str, str] = dict(cursor.get("more") or {})
        self.seen: dict[str, str] = dict(cursor.get("seen") or {})
        self.solved: dict[str, str] = dict(cursor.get("solved") or {})

    def is_news(self, talk: Talk, team: Team) -> bool:
        """Return whether a ticket looks otherwise than when it was read."""
        return self.seen.get(talk.id) != _looks(talk, team)

    def keep(self, talk: Talk, team: Team) -> None:
        """Keep that a ticket was read as it looks."""
        self.seen[talk.id] = _looks(talk, team)
        self.more |= {str(one["ts"]): talk.id for one in talk.messages[1:]}

    def goes_on(self, talk: Talk, oldest: datetime) -> bool:
        """Return whether a ticket goes on with one so old that its beginning is not read again."""
        first = self.more.get(talk.id)
        return first is not None and float(first) < oldest.timestamp()

    def solved_at(self, talk: Talk, now: datetime) -> str | None:
        """Return since when a ticket is known to be solved, None for one that is not."""
        if not talk.is_solved:
            self.solved.pop(talk.id, None)
            return None
        return self.solved.setdefault(talk.id, now.isoformat())

    def lost(self, found: set[str], oldest: datetime) -> Iterator[str]:
        """Yield and forget the tickets that were there and are no more."""
        for ts in sorted(self.seen):
            if ts not in found and float(ts) >= oldest.timestamp():
                del self.seen[ts]
                yield ts

    def written(self, oldest: datetime) -> dict[str, Any]:
        """Return it as a cursor, without tickets that are not looked at any more."""
        first = oldest.timestamp()
        kept = {ts: looks for ts, looks in self.seen.items() if float(ts) >= first}
        return {
            "was_read": self.was_read,
            "seen": kept,
            "solved": {ts: at for ts, at in self.solved.items() if ts in kept},
            "more": {ts: of for ts, of in self.more.items() if float(ts) >= first},
        }


def _looks(talk: Talk, team: Team) -> str:
    """Return a short digest of what Slack tells of a ticket without reading its threads."""
    told = [
        (
            one["ts"],
            one.get("latest_reply"),
            one.get("reply_count"),
            (one.get("edited") or {}).get("ts"),
            one.get("subtype"),
            team.kind(one),
        )
        for one in talk.messages
    ]
    return hashlib.sha256(repr((told, talk.is_solved)).encode()).hexdigest()[:12]


async def _row(
    reader: Reader, channel_id: str, talk: Talk, team: Team, known: _Known, now: datetime
) -> Row:
    said = [one async for one in _said(reader, channel_id, talk)]
    agents = [one for one in said if team.kind(one) == "agent"]
    solved = known.solved_at(talk, now)
    return row(
        external_id=talk.id,
        opened_at=instant(talk.id),
        resolved_at=solved,
        status="solved" if solved else "open",
        channel="slack",
        agent=team.name(agents[-1]) if agents else None,
        customer=talk.customer,
        subject=talk.subject,
        excluded="deleted" if talk.is_gone else None,
        messages=[_message(one, team) for one in said],
    )


async def _said(reader: Reader, channel_id: str, talk: Talk) -> AsyncIterator[Json]:
    """Yield every message of a ticket, those in threads too."""
    for top in talk.messages:
        yield top
        if top.get("reply_count"):
            async for page in reader.replies(channel_id, str(top["ts"])):
                for one in page:
                    if one["ts"] != top["ts"]:
                        yield one


def _message(message: Json, team: Team) -> dict[str, object]:
    kind = team.kind(message)
    return {
        "at": instant(str(message["ts"])),
        "kind": kind,
        "author": team.name(message) if kind == "agent" else None,
        "text": str(message.get("text") or ""),
    }


def _gone(ts: str) -> Row:
    """Return a ticket whose message was deleted, as far as it is known still."""
    fields: Sequence[str] = ("resolved_at", "channel", "agent", "customer", "subject")
    told: dict[str, object] = dict.fromkeys(fields)
    return row(
        external_id=ts,
        opened_at=instant(ts),
        status="open",
        excluded="deleted",
        messages=[{"at": instant(ts), "kind": "customer", "author": None, "text": ""}],
        **told,
    )
