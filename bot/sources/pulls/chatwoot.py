"""Chatwoot: the list of conversations, the latest activity first, and the messages of each.

Known from Chatwoot's source: `ConversationFinder` (25 a page, by `last_activity_at`, without a
cursor; the counts beside a page), `MessageFinder` (20 a page, `before` an ID), the serializers
under `app/views/api/v1`, and from developers.chatwoot.com: Conversation Reporting Events, which
are part of its enterprise edition, as is app.chatwoot.com.

The list is walked from its top down to what was known before. Whatever becomes active meanwhile
goes to the top and pushes the others down, so nothing is skipped: the rest of the walk sees some
twice, and the next walk begins at the time of this one's top. Only a conversation that is deleted
pulls the others up; the count tells, and the walk goes back by as many. The cursor of each page
has the page that comes next, so that a cut walk, also one of years, goes on where it was: what
happened meanwhile has only pushed things down.
"""

from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any
from urllib.parse import quote

from bot.sources.pulls.answer import Answer, PullError
from bot.sources.pulls.asking import Asker
from bot.sources.pulls.chatwoot_rows import is_worth_events, messages_of, row_of
from bot.sources.pulls.places import address_of
from bot.sources.pulls.protocol import Ask, Cursor, Page, Place, Row

_OVERLAP = 300
"""Seconds that are read again: what is written at the same time is not seen at the same time."""
_MESSAGES_A_PAGE = 20
_FINE = frozenset({200})
_OTHER_SHAPE = (AttributeError, TypeError, ValueError)
_OR_GONE = frozenset({200, 404})
_MISSING = 3
"""So many conversations without reporting events, one after the other: there are none here."""


class Chatwoot:
    """Chatwoot, hosted by its makers or by anybody, as a product that is asked for tickets."""

    key = "chatwoot"
    title = "Chatwoot"
    asks: tuple[Ask, ...] = (Ask("address"), Ask("account"), Ask("token", is_secret=True))

    def address(self, told: str) -> str:
        """Return the address of a server; without one, that of Chatwoot's own."""
        return address_of(told) if told.strip() else "https://app.chatwoot.com"

    def ticket_address(self, place: Place) -> str:
        """Return where a ticket is in the agents' view."""
        return f"{place.address}/app/accounts/{quote(place.account, safe='')}/conversations/{{id}}"

    async def pages(
        self, asker: Asker, place: Place, cursor: Cursor, since: datetime
    ) -> AsyncIterator[Page]:
        """Yield the conversations with activity since, page by page, the newest first.

        Each cursor goes on in the same walk, and the last one begins the next. Raises PullError.
        """
        account = _Account(asker, place)
        walk = _begun(cursor, since)
        is_last, before = False, ""
        while not is_last:
            page = await account.page(walk.page)
            lost = 0 if walk.count is None else max(walk.count - page.count, 0)
            if lost and walk.page > 1:
                # The last page is shorter than the others; too far back is no harm.
                back = ceil(lost / max(len(page.shown), 1))
                walk = replace(walk, page=max(walk.page - back, 1), count=page.count)
                before = ""
                continue
            if page.ids and page.ids == before:
                raise PullError("repeats", f"page {walk.page}")
            before = page.ids
            top = walk.top or max(walk.since, page.top)
            wanted = [one for one in page.shown if _active(one) >= walk.since - _OVERLAP]
            is_last = len(wanted) < len(page.shown) or not page.shown
            rows = [one async for one in account.rows(wanted)]
            walk = _Walk(walk.since, top, walk.page + 1, page.count)
            yield Page(rows, {"since": top} if is_last else asdict(walk), is_last)

    async def newest(self, asker: Asker, place: Place, most: int) -> AsyncIterator[Row]:
        """Yield the conversations with the latest activity. Raises PullError."""
        account = _Account(asker, place)
        page = await account.page(1)
        async for one in account.rows(page.shown[:most]):
            yield one


@dataclass(frozen=True, slots=True)
class _Walk:
    """Down to where, from where (0: not known yet), the page that is next, how many there were."""

    since: int
    top: int = 0
    page: int = 1
    count: int | None = None


def _begun(cursor: Cursor, since: datetime) -> _Walk:
    if "since" not in cursor:
        return _Walk(int(since.timestamp()))
    return _Walk(
        int(cursor["since"]),
        int(cursor.get("top") or 0),
        int(cursor.get("page") or 1),
        cursor.get("count"),
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A page of the list: its conversations, and how many there are in all."""

    shown: list[dict[str, Any]]
    count: int
    top: int

    @property
    def ids(self) -> str:
        return ",".join(str(one.get("id")) for one in self.shown)


class _Account:
    """An account that is asked with a token."""

    def __init__(self, asker: Asker, place: Place) -> None:
        if not place.account.isdecimal():
            raise PullError("address", "the account is a number")
        self._asker = asker
        self._token = {"api_access_token": place.secret.get("token", "")}
        self._url = f"{place.address}/api/v1/accounts/{place.account}/conversations"
        self._missing = 0

    async def page(self, number: int) -> _Listed:
        answer = await self._get("", {"status": "all", "page": str(number)})
        data = answer.mapping().get("data")
        meta = data.get("meta") if isinstance(data, dict) else None
        count = meta.get("all_count") if isinstance(meta, dict) else None
        if not isinstance(data, dict) or not isinstance(count, int):
            raise PullError("answer", "no conversations")
        shown = _objects(data.get("payload"), "conversations")
        return _Listed(shown, count, _top(answer, shown))

    async def rows(self, conversations: list[dict[str, Any]]) -> AsyncIterator[Row]:
        """Yield the rows of conversations; those that are deleted meanwhile have none."""
        for one in conversations:
            messages = await self._messages(one)
            if messages is None:
                continue
            events = await self._events(one) if is_worth_events(one, messages) else []
            try:
                drawn = row_of(one, messages_of(messages), events)
            except _OTHER_SHAPE as error:
                raise PullError("answer", "a conversation of another shape") from error
            yield drawn

    async def _messages(self, conversation: dict[str, Any]) -> list[dict[str, Any]] | None:
        found: list[dict[str, Any]] = []
        asked: dict[str, str] = {}
        while True:
            answer = await self._get(f"/{conversation.get('id')}/messages", asked, fine=_OR_GONE)
            if answer.status == 404:
                return None
            some = _objects(answer.mapping().get("payload"), "messages")
            found = [*some, *found]
            if len(some) < _MESSAGES_A_PAGE:
                return found
            first = min(int(one.get("id") or 0) for one in some)
            if asked and first >= int(asked["before"]):
                raise PullError("repeats", "the messages of a conversation")
            asked = {"before": str(first)}

    async def _events(self, conversation: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what reports count of a conversation; the community edition tells nothing."""
        if self._missing >= _MISSING:
            return []
        path = f"/{conversation.get('id')}/reporting_events"
        answer = await self._get(path, {}, fine=_OR_GONE)
        if answer.status == 404:
            self._missing += 1
            return []
        self._missing = 0
        return _objects(answer.sequence(), "events")

    async def _get(
        self, path: str, params: dict[str, str], *, fine: frozenset[int] = _FINE
    ) -> Answer:
        return await self._asker.get(self._url + path, params, self._token, fine=fine)


def _objects(found: object, what: str) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise PullError("answer", f"no {what}")
    return found


def _active(conversation: dict[str, Any]) -> int:
    told = conversation.get("last_activity_at")
    if not isinstance(told, int | float):
        raise PullError("answer", "no last_activity_at")
    return int(told)


def _top(answer: Answer, shown: list[dict[str, Any]]) -> int:
    """Return the latest activity of a page, but none after it was answered.

    A channel may date a message in the future; nothing after it would be seen until then.
    """
    top = max((_active(one) for one in shown), default=0)
    now = answer.at()
    return top if now is None else min(top, int(now.timestamp()))
