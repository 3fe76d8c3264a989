"""Speaks what Chatwoot's application API answers, as far as conversations are read.

From Chatwoot's source: ``ConversationFinder`` (only open ones unless ``status`` says otherwise, 25
a page, the latest activity first, counts beside), ``MessageFinder`` (the latest 20, or those before
an ID), the serializers of conversations, messages and agents, ``AccessTokenAuthHelper`` (401 in its
words), ``ReportingEventListener``; from developers.chatwoot.com: Conversation Reporting Events.

Not here: what a token of an agent or of a bot does not see, labels, ratings, what the counts are
worth while a conversation is being written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.workspace.helpdesks.desk import Desk, Message, Person, Ticket
from bot.workspace.helpdesks.faults import is_revoked

Json: TypeAlias = dict[str, Any]

A_PAGE = 25
_MESSAGES = 20
_STATUSES = {"open": "open", "pending": "pending", "solved": "resolved", "closed": "resolved"}
_SENDERS = {"customer": "contact", "agent": "user", "bot": "agent_bot"}
_INCOMING, _OUTGOING, _ACTIVITY = 0, 1, 2
# Above any of the desk's own, so that an ID tells the ticket and the place in it.
_A_TICKET = 100_000


@dataclass
class Account:
    """A desk, the number of its account and a token; ``is_enterprise`` has reporting events."""

    desk: Desk
    token: str
    number: int = 1
    is_enterprise: bool = True
    a_page: int = A_PAGE


Endpoint: TypeAlias = Callable[[Request, Account], Response]


def chatwoot(account: Account) -> Starlette:
    """Return the app that answers for an account."""
    base = "/api/v1/accounts/{account:int}/conversations"
    paths: dict[str, Endpoint] = {
        base: _conversations,
        base + "/{id:int}/messages": _messages,
        base + "/{id:int}/reporting_events": _events,
    }
    return Starlette(
        routes=[Route(path, _handled(account, endpoint)) for path, endpoint in paths.items()]
    )


def _handled(account: Account, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        if is_revoked(request) or request.headers.get("api_access_token") != account.token:
            return JSONResponse({"error": "Invalid Access Token"}, 401)
        if request.path_params["account"] != account.number:
            return _absent()
        return endpoint(request, account)

    return handle


def _absent() -> JSONResponse:
    return JSONResponse({"error": "Resource could not be found"}, 404)


def _shown(account: Account) -> list[Ticket]:
    return [one for one in account.desk.tickets.values() if not one.is_deleted and not one.is_spam]


def _conversations(request: Request, account: Account) -> Response:
    status = request.query_params.get("status", "open")
    found = [one for one in _shown(account) if status in {"all", _STATUSES[one.status]}]
    found.sort(key=lambda one: (one.updated_at, one.id), reverse=True)
    page = int(request.query_params.get("page", "1"))
    begin = (page - 1) * account.a_page
    unassigned = sum(one.agent is None for one in found)
    meta = {
        "mine_count": 0,
        "assigned_count": len(found) - unassigned,
        "unassigned_count": unassigned,
        "all_count": len(found),
    }
    payload = [_conversation(one, account) for one in found[begin : begin + account.a_page]]
    return JSONResponse({"data": {"meta": meta, "payload": payload}})


def _conversation(ticket: Ticket, account: Account) -> Json:
    told = _told(ticket)
    meta: Json = {
        "sender": {**_person(ticket.requester), "type": "contact"},
        "channel": ticket.channel,
        "hmac_verified": False,
    }
    if ticket.agent:
        meta["assignee"] = {**_person(ticket.agent), "role": "agent"}
    if ticket.group:
        meta["team"] = {"id": ticket.group.id, "name": ticket.group.name}
    return {
        "meta": meta,
        "id": ticket.id,
        "messages": [_message(ticket, *told[-1])] if told else [],
        "account_id": account.number,
        "additional_attributes": {"mail_subject": ticket.subject},
        "labels": ticket.tags,
        "status": _STATUSES[ticket.status],
        "created_at": _epoch(ticket.opened_at),
        "timestamp": _epoch(ticket.updated_at),
        "first_reply_created_at": _epoch(ticket.first_answered_at),
        "last_activity_at": _epoch(ticket.updated_at),
        "waiting_since": _epoch(None if ticket.first_answered_at else ticket.opened_at),
        "priority": ticket.priority,
        "snoozed_until": None,
    }


def _messages(request: Request, account: Account) -> Response:
    ticket = _found(request, account)
    if ticket is None:
        return _absent()
    before = request.query_params.get("before", "")
    told = [_message(ticket, *one) for one in _told(ticket)]
    if before.isdecimal():
        told = [one for one in told if one["id"] < int(before)]
    return JSONResponse({"meta": {"labels": ticket.tags}, "payload": told[-_MESSAGES:]})


def _events(request: Request, account: Account) -> Response:
    ticket = _found(request, account)
    if ticket is None or not account.is_enterprise:
        return _absent()
    told = [("first_response", ticket.first_answered_at)]
    resolved = {ticket.first_solved_at, ticket.solved_at}
    told += [("conversation_resolved", at) for at in sorted(one for one in resolved if one)]
    events = [_event(ticket, name, at, account) for name, at in told if at]
    return JSONResponse(events)


def _event(ticket: Ticket, name: str, at: datetime, account: Account) -> Json:
    return {
        "name": name,
        "value": (at - ticket.opened_at).total_seconds(),
        "event_start_time": _iso(ticket.opened_at),
        "event_end_time": _iso(at),
        "account_id": account.number,
        "conversation_id": ticket.id,
        "user_id": ticket.agent and ticket.agent.id,
    }


def _found(request: Request, account: Account) -> Ticket | None:
    number = request.path_params["id"]
    return next((one for one in _shown(account) if one.id == number), None)


def _told(ticket: Ticket) -> list[tuple[int, Message | datetime]]:
    """Return the messages of a ticket by their IDs, and the activities: when it was resolved."""
    resolved = {ticket.first_solved_at, ticket.solved_at, ticket.reopened_at} - {None}
    told: list[tuple[datetime, Message | datetime]] = [(one.at, one) for one in ticket.messages]
    told += [(at, at) for at in resolved if at]
    told.sort(key=lambda one: one[0])
    return [(ticket.id * _A_TICKET + place, one) for place, (_, one) in enumerate(told)]


def _message(ticket: Ticket, number: int, told: Message | datetime) -> Json:
    if isinstance(told, datetime):
        return {
            "id": number,
            "content": "Conversation was marked resolved",
            "message_type": _ACTIVITY,
            "private": False,
            "created_at": _epoch(told),
            "conversation_id": ticket.id,
            "content_attributes": {},
        }
    body: Json = {
        "id": number,
        "content": told.text,
        "message_type": _INCOMING if told.author == "customer" else _OUTGOING,
        "private": not told.is_public,
        "created_at": _epoch(told.at),
        "conversation_id": ticket.id,
        "content_attributes": {},
    }
    if told.by or told.author == "bot":
        sender = _person(told.by) if told.by else {"id": 1, "name": "Bot"}
        body["sender"] = {**sender, "type": _SENDERS[told.author]}
    return body


def _person(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "email": person.email}


def _epoch(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
