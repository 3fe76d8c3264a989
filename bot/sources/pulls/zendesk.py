"""Zendesk Support: the incremental export of tickets, by its cursor.

What it answers is told at developer.zendesk.com: Incremental Exports and the guide to them (cursor,
`end_of_stream`, ten requests a minute, the last minute left out), OAuth Tokens for Grant Types, API
tokens to OAuth (client credentials, for an administrator's client), Ticket Comments, Ticket
Metrics.

When somebody first answered is counted from the comments of each ticket. `metric_set` has whole
minutes, too coarse for a limit of three. The incremental streams of metric events and of ticket
events have the second, but only what happened in their span, while a row tells all of a ticket: one
that is tagged on Tuesday would lose Monday's answer. Metric events beside a ticket can be had for
single tickets only. Comments cost the same single request, under the limit of the account (200 a
minute and more) and not that of exports, and tell besides who wrote, in public or not.
Conversations of messaging are one comment; for those, and only for those, `reply_time_in_seconds`
is told.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from bot.sources.pulls.answer import Answer, PullError
from bot.sources.pulls.asking import Asker
from bot.sources.pulls.places import address_of
from bot.sources.pulls.protocol import Ask, Cursor, Page, Place, Row
from bot.sources.pulls.zendesk_rows import Beside, is_spoken, messages_of, row_of

_EXPORT = "/api/v2/incremental/tickets/cursor.json"
_LIST = "/api/v2/tickets.json"
_BESIDE = "users,groups,metric_sets"
# Each ticket costs a request for its comments: a page has to fit into a minute's.
_A_PAGE = "100"
_MOST_COMMENTS = 100
_TOO_RECENT = 120
"""Seconds before now that an export may begin at; it refuses the last minute."""
_DAY = 86_400
_FINE = frozenset({200})
_OTHER_SHAPE = (AttributeError, TypeError, ValueError)


class Zendesk:
    """Zendesk Support as a product that is asked for tickets.

    The client's ID is no secret, but comes and goes with its secret, so both are sealed together.
    """

    key = "zendesk"
    title = "Zendesk"
    asks: tuple[Ask, ...] = (
        Ask("address"),
        Ask("client_id", is_secret=True),
        Ask("client_secret", is_secret=True),
    )

    def address(self, told: str) -> str:
        """Return the address of an account: `acme` is https://acme.zendesk.com."""
        return address_of(told, "zendesk.com")

    def ticket_address(self, place: Place) -> str:
        """Return where a ticket is in the agents' view."""
        return f"{place.address}/agent/tickets/{{id}}"

    async def pages(
        self, asker: Asker, place: Place, cursor: Cursor, since: datetime
    ) -> AsyncIterator[Page]:
        """Yield the tickets that changed, page by page, each with the cursor after it.

        `known` in the cursor is the latest change that was seen. Where Zendesk knows the cursor no
        more, the export begins again a day before it. Raises PullError.
        """
        desk = _Desk(asker, place)
        at, known = cursor.get("cursor"), int(cursor.get("known") or since.timestamp())
        is_last = False
        while not is_last:
            body = await _exported(desk, at, known)
            seen = [_generated(ticket) for ticket in _tickets(body)]
            after, is_last = body.get("after_cursor"), body.get("end_of_stream") is True
            if not is_last and after in {at, None, ""}:
                raise PullError("repeats", "the cursor stays where it was")
            at = after or at
            known = max([known, *seen])
            rows = [one async for one in _rows(desk, body)]
            yield Page(rows, {"cursor": at, "known": known}, is_last)

    async def newest(self, asker: Asker, place: Place, most: int) -> AsyncIterator[Row]:
        """Yield the tickets that were updated last. Raises PullError."""
        desk = _Desk(asker, place)
        asked = {"sort_by": "updated_at", "sort_order": "desc", "per_page": str(most)}
        body = (await desk.get(_LIST, asked | {"include": _BESIDE})).mapping()
        async for one in _rows(desk, body):
            yield one


class _Desk:
    """An account that is asked with a token, which is got once and again when it has expired."""

    def __init__(self, asker: Asker, place: Place) -> None:
        self._asker, self._place, self._token = asker, place, ""

    async def get(self, path: str, params: dict[str, str], fine: frozenset[int] = _FINE) -> Answer:
        """Return what is answered. Raises PullError, of credentials for a second 401."""
        self._token = self._token or await self._new_token()
        try:
            return await self._asked(path, params, fine)
        except PullError as error:
            if not error.detail.startswith("401"):
                raise
        self._token = await self._new_token()
        return await self._asked(path, params, fine)

    async def _asked(self, path: str, params: dict[str, str], fine: frozenset[int]) -> Answer:
        bearer = {"Authorization": f"Bearer {self._token}"}
        try:
            return await self._asker.get(self._place.address + path, params, bearer, fine=fine)
        except PullError as error:
            # A token is not among the secrets that all errors hide: there is a new one each pull.
            detail = error.detail.replace(self._token, "…")
            raise PullError(error.reason, detail, error.wait) from None

    async def _new_token(self) -> str:
        secret = self._place.secret
        told = {
            "grant_type": "client_credentials",
            "client_id": secret.get("client_id", ""),
            "client_secret": secret.get("client_secret", ""),
            "scope": "read",
        }
        try:
            answer = await self._asker.post(f"{self._place.address}/oauth/tokens", told)
        except PullError as error:
            # What is wrong with a client or its scope is answered with 400 as well as with 401.
            if error.reason == "refused":
                raise PullError("credentials", error.detail) from error
            raise
        return _token(answer)


def _token(answer: Answer) -> str:
    """Return the token of an answer; what else it is, is not told, for it may hold a token."""
    try:
        token = answer.mapping().get("access_token")
    except PullError:
        token = None
    if not isinstance(token, str) or not token:
        raise PullError("answer", "no token")
    return token


async def _exported(desk: _Desk, at: str | None, known: int) -> dict[str, Any]:
    """Return the page at a cursor; without one, or where it is lost, what changed since then."""
    asked = {"per_page": _A_PAGE, "include": _BESIDE}
    if at:
        try:
            return (await desk.get(_EXPORT, asked | {"cursor": at})).mapping()
        except PullError as error:
            if error.reason not in {"refused", "address"}:
                raise
        known -= _DAY
    start = str(max(known - _TOO_RECENT, 0))
    return (await desk.get(_EXPORT, asked | {"start_time": start})).mapping()


def _tickets(body: dict[str, Any]) -> list[dict[str, Any]]:
    return _objects(body, "tickets")


def _objects(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = body.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise PullError("answer", f"no {name}")
    return found


def _generated(ticket: dict[str, Any]) -> int:
    told = ticket.get("generated_timestamp")
    return told if isinstance(told, int) else 0


async def _rows(desk: _Desk, body: dict[str, Any]) -> AsyncIterator[Row]:
    try:
        beside = Beside(body)
        for ticket in _tickets(body):
            comments = [] if is_spoken(ticket) else await _comments(desk, ticket)
            yield row_of(ticket, beside, comments)
    except _OTHER_SHAPE as error:
        raise PullError("answer", "a ticket of another shape") from error


async def _comments(desk: _Desk, ticket: dict[str, Any]) -> list[Row]:
    """Return the messages of a ticket; none of one that is gone meanwhile."""
    path, after = f"/api/v2/tickets/{ticket.get('id')}/comments.json", ""
    found: list[Row] = []
    while True:
        asked = {"include": "users", "page[size]": str(_MOST_COMMENTS)}
        asked |= {"page[after]": after} if after else {}
        answer = await desk.get(path, asked, _FINE | {404})
        if answer.status == 404:
            return []
        body = answer.mapping()
        found += messages_of(ticket, _objects(body, "comments"), Beside(body))
        meta = body.get("meta") or {}
        if not meta.get("has_more"):
            return found
        if meta.get("after_cursor") in {after, None}:
            raise PullError("repeats", "the comments of a ticket")
        after = str(meta["after_cursor"])
