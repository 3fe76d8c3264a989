"""Speaks what Zendesk publishes of its Support API, as far as tickets are read.

From developer.zendesk.com: Incremental Exports and the guide to them (cursor, ``end_of_stream``, 10
requests a minute, the last minute left out, order by ``generated_timestamp``), OAuth Tokens for
Grant Types, Ticket Comments, Ticket Metrics, Side-loading; and from connectors of others: a cursor
is time and ID in base64 (an example in the papers), a start that is too recent is refused with 422
``InvalidValue`` (embulk-input-zendesk), comments take ``include=users`` and ``page[size]``.

Not seen anywhere: with which status a lost cursor is refused (``lost_status``) and in which words;
how long a token of client credentials lasts (``lasts``). Not here: business hours, audits, brands.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.workspace.helpdesks import zendesk_json as drawn
from bot.workspace.helpdesks.desk import Desk, Ticket
from bot.workspace.helpdesks.faults import is_revoked

Json: TypeAlias = dict[str, Any]

MOST_ROWS = 1000
_LEFT_OUT = timedelta(minutes=1)
_MINUTE = timedelta(minutes=1)
_EXPIRED = "The access token provided is expired, revoked, malformed or invalid."
_TOO_RECENT = "Too recent start_time. Use a start_time older than 1 minute"


@dataclass
class Account:
    """A desk with an OAuth client, the tokens that it was given, and how exports are limited.

    ``most_rows`` and ``most_comments`` are how many a page has at most; ``per_minute`` None has no
    limit. Cursors are known by ``cursors``: take them away and they are lost.
    """

    desk: Desk
    client_id: str
    client_secret: str
    lasts: int = 1800
    most_rows: int = MOST_ROWS
    most_comments: int = 100
    per_minute: int | None = 10
    lost_status: int = 400
    tokens: dict[str, datetime] = field(default_factory=dict)
    cursors: set[str] = field(default_factory=set)
    exported: list[datetime] = field(default_factory=list)

    def at(self, ticket: Ticket) -> tuple[float, int]:
        """Return the place of a ticket in the order of an export."""
        return ticket.updated_at.timestamp(), ticket.id


Endpoint: TypeAlias = Callable[[Request, Account], Response]


def zendesk(account: Account) -> Starlette:
    """Return the app that answers for an account."""

    async def token(request: Request) -> Response:
        return _token(await _told(request), account, is_refused=is_revoked(request))

    paths: dict[str, Endpoint] = {
        "/api/v2/incremental/tickets/cursor.json": _export,
        "/api/v2/tickets.json": _list,
        "/api/v2/tickets/{id:int}/comments.json": _comments,
    }
    routes = [Route(path, _handled(account, endpoint)) for path, endpoint in paths.items()]
    return Starlette(routes=[Route("/oauth/tokens", token, methods=["POST"]), *routes])


async def _told(request: Request) -> Json:
    try:
        told = await request.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _token(told: Json, account: Account, *, is_refused: bool) -> Response:
    if told.get("grant_type") != "client_credentials":
        return _wrong(400, "unsupported_grant_type", "The grant type is not supported.")
    is_known = (told.get("client_id"), told.get("client_secret")) == (
        account.client_id,
        account.client_secret,
    )
    if is_refused or not is_known:
        return _wrong(401, "invalid_client", "Client authentication failed.")
    if "read" not in str(told.get("scope", "")).split():
        return _wrong(400, "invalid_scope", "The requested scope is invalid.")
    token = secrets.token_hex(32)
    account.tokens[token] = account.desk.now() + timedelta(seconds=account.lasts)
    body = {
        "access_token": token,
        "token_type": "bearer",
        "scope": told["scope"],
        "expires_in": account.lasts,
    }
    return JSONResponse(body)


def _handled(account: Account, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        until = account.tokens.get(token) if scheme.lower() == "bearer" else None
        if is_revoked(request) or until is None or until <= account.desk.now():
            return _wrong(401, "invalid_token", _EXPIRED)
        return endpoint(request, account)

    return handle


def _wrong(status: int, error: str, description: str) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": description}, status)


def _invalid(description: str, status: int = 400) -> JSONResponse:
    return JSONResponse({"error": "InvalidValue", "description": description}, status)


def _export(request: Request, account: Account) -> Response:
    wait = _too_many(account)
    if wait:
        text = "Number of allowed incremental ticket export API requests per minute exceeded"
        return JSONResponse(
            {"error": "APIRateLimitExceeded", "description": text},
            429,
            {"Retry-After": str(wait)},
        )
    asked, now = request.query_params, account.desk.now()
    at = asked.get("cursor")
    if at is not None:
        if at not in account.cursors:
            return _invalid("Invalid cursor", account.lost_status)
        after = _place(at)
    elif not asked.get("start_time", "").isdecimal():
        return _invalid("start_time is required")
    else:
        after = float(asked["start_time"]), 0
        if after[0] > (now - _LEFT_OUT).timestamp():
            return _invalid(_TOO_RECENT, 422)
    return _exported(request, account, after)


def _exported(request: Request, account: Account, after: tuple[float, int]) -> Response:
    size = _size(request, "per_page", account.most_rows)
    until = account.desk.now() - _LEFT_OUT
    found = sorted(
        (
            one
            for one in account.desk.tickets.values()
            if one.updated_at <= until and account.at(one) > after
        ),
        key=account.at,
    )
    page = found[:size]
    cursor = _cursor(account.at(page[-1]) if page else after)
    account.cursors.add(cursor)
    url = f"{request.url.replace(query='')}?cursor={cursor}"
    body = {
        **drawn.tickets(page, account.desk, _included(request)),
        "after_cursor": cursor,
        "after_url": url,
        "before_cursor": None,
        "before_url": None,
        "end_of_stream": len(found) <= size,
    }
    return JSONResponse(body)


def _cursor(place: tuple[float, int]) -> str:
    return base64.b64encode(f"{place[0]}||{place[1]}|".encode()).decode()


def _place(cursor: str) -> tuple[float, int]:
    at, _, number = base64.b64decode(cursor).decode().rstrip("|").partition("||")
    return float(at), int(number)


def _too_many(account: Account) -> int:
    """Count a request for an export; return for how many seconds there may be no more."""
    if account.per_minute is None:
        return 0
    now = account.desk.now()
    account.exported = [at for at in account.exported if now - at < _MINUTE]
    if len(account.exported) >= account.per_minute:
        return max(int((account.exported[0] + _MINUTE - now).total_seconds()), 1)
    account.exported.append(now)
    return 0


def _list(request: Request, account: Account) -> Response:
    found = [one for one in account.desk.tickets.values() if not drawn.is_gone(one)]
    by = request.query_params.get("sort_by", "id")
    is_falling = request.query_params.get("sort_order", "asc") == "desc"
    found.sort(key=account.at if by == "updated_at" else _number, reverse=is_falling)
    page = found[: _size(request, "per_page", 100)]
    body = drawn.tickets(page, account.desk, _included(request))
    return JSONResponse({**body, "count": len(found), "next_page": None, "previous_page": None})


def _number(ticket: Ticket) -> tuple[float, int]:
    return 0.0, ticket.id


def _comments(request: Request, account: Account) -> Response:
    ticket = account.desk.tickets.get(request.path_params["id"])
    if ticket is None or drawn.is_gone(ticket):
        body = {"error": "RecordNotFound", "description": "Not found"}
        return JSONResponse(body, 404)
    size = _size(request, "page[size]", account.most_comments)
    begin = int(request.query_params.get("page[after]") or 0)
    found = drawn.comments(ticket, account.desk, _included(request), slice(begin, begin + size))
    has_more = begin + size < drawn.how_many(ticket)
    meta = {"has_more": has_more, "after_cursor": str(begin + size) if has_more else None}
    return JSONResponse({**found, "meta": {**meta, "before_cursor": None}})


def _size(request: Request, name: str, most: int) -> int:
    told = request.query_params.get(name, "")
    return min(int(told), most) if told.isdecimal() and int(told) else most


def _included(request: Request) -> set[str]:
    return set(request.query_params.get("include", "").split(","))
