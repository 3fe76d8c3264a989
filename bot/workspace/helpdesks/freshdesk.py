"""Speaks what Freshdesk publishes of its API v2, as far as tickets are read.

From developers.freshdesk.com/api as quoted by those who use it: parameters, the 30 days that a list
without ``updated_since`` goes back, 300 pages of 100, ``Link``, rate headers and numbers of status,
priority and source (ktsaou/freshdesk_mcp, n8n, withone.ai); the shapes of tickets, agents and
groups (schemas of singer-io/tap-freshdesk); ``stats`` (freshdeskr, and a C# and a SQL reader of
it); errors (a look-alike for another connector; docs.nirvana-ai.com on 401 and 403). Spam and
deleted tickets come only by their ``filter``, with ``updated_since`` beside it (tap-freshdesk).

Not seen anywhere, so both are offered: whether ``resolved_at`` outlives the reopening of a ticket
(``keeps_resolved``). Not here: scopes of agents, custom fields, archived tickets, attachments.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.workspace.helpdesks.desk import Desk, Group, Person, Ticket
from bot.workspace.helpdesks.faults import is_revoked

Json: TypeAlias = dict[str, Any]
Errors: TypeAlias = list[dict[str, str]]

STATUSES = {"open": 2, "pending": 3, "solved": 4, "closed": 5}
PRIORITIES = {"low": 1, "normal": 2, "high": 3, "urgent": 4}
SOURCES = {
    "email": 1,
    "portal": 2,
    "phone": 3,
    "chat": 7,
    "feedback": 9,
    "outbound_email": 10,
}
_CHOICES = {
    "filter": ("new_and_my_open", "watching", "spam", "deleted"),
    "order_by": ("created_at", "due_by", "updated_at", "status"),
    "order_type": ("asc", "desc"),
    "include": ("stats", "requester", "description", "company"),
}
MOST_PAGES = 300
MOST_ROWS = 100
_ROWS = 30
_DAYS = 30
_KNOWN = {"filter", "updated_since", "order_by", "order_type", "include", "page", "per_page"}


@dataclass
class Account:
    """A desk and how it is asked for: an API key, perhaps without a right to see agents.

    ``most_rows`` is how many a page has at most, whatever is asked for; ``per_minute`` is what the
    rate headers tell. ``keeps_resolved`` tells when a ticket was solved although it is open again.
    """

    desk: Desk
    key: str
    may_see_agents: bool = True
    most_rows: int = MOST_ROWS
    per_minute: int = 400
    keeps_resolved: bool = False
    used: int = 0


Endpoint: TypeAlias = Callable[[Request, Account], Response]


def freshdesk(account: Account) -> Starlette:
    """Return the app that answers for an account."""
    paths: dict[str, Endpoint] = {
        "/api/v2/tickets": _tickets,
        "/api/v2/tickets/{id:int}": _ticket,
        "/api/v2/agents": _agents,
        "/api/v2/groups": _groups,
    }
    return Starlette(
        routes=[Route(path, _handled(account, endpoint)) for path, endpoint in paths.items()]
    )


def _handled(account: Account, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        if is_revoked(request) or not _is_known(request, account.key):
            return _refusal(401, "invalid_credentials", "You have to be logged in to do this.")
        answer = endpoint(request, account)
        cost = 1 + 2 * len(_included(request))
        account.used += cost
        answer.headers["X-RateLimit-Total"] = str(account.per_minute)
        answer.headers["X-RateLimit-Remaining"] = str(max(account.per_minute - account.used, 0))
        answer.headers["X-RateLimit-Used-CurrentRequest"] = str(cost)
        return answer

    return handle


def _is_known(request: Request, key: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, _ = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return scheme.lower() == "basic" and user == key


def _refusal(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"code": code, "message": message}, status)


def _invalid(errors: Errors) -> JSONResponse:
    return JSONResponse({"description": "Validation failed", "errors": errors}, 400)


def _tickets(request: Request, account: Account) -> Response:
    errors = list(_mistakes(request))
    if errors:
        return _invalid(errors)
    asked = request.query_params
    found = [one for one in account.desk.tickets.values() if _is_listed(one, asked.get("filter"))]
    if "updated_since" in asked:
        since = datetime.fromisoformat(asked["updated_since"])
        found = [one for one in found if one.updated_at.replace(microsecond=0) >= since]
    else:
        oldest = account.desk.now() - timedelta(days=_DAYS)
        found = [one for one in found if one.opened_at >= oldest]
    by = asked.get("order_by", "created_at")
    is_falling = asked.get("order_type", "desc") == "desc"
    rows = [_drawn(one, account, _included(request)) for one in found]
    rows.sort(key=lambda row: (row[by], row["id"]), reverse=is_falling)
    return _page(request, account, rows)


def _ticket(request: Request, account: Account) -> Response:
    ticket = account.desk.tickets.get(request.path_params["id"])
    if ticket is None:
        return Response(status_code=404)
    return JSONResponse(_drawn(ticket, account, _included(request)))


def _agents(request: Request, account: Account) -> Response:
    return _people(request, account, [_agent(one) for one in account.desk.agents.values()])


def _groups(request: Request, account: Account) -> Response:
    return _people(request, account, [_group(one) for one in account.desk.groups.values()])


def _people(request: Request, account: Account, rows: list[Json]) -> Response:
    if not account.may_see_agents:
        return _refusal(403, "access_denied", "You are not authorized to perform this action.")
    errors = [one for one in _mistakes(request) if one["field"] in {"page", "per_page"}]
    return _invalid(errors) if errors else _page(request, account, rows)


def _page(request: Request, account: Account, rows: list[Json]) -> Response:
    asked = request.query_params
    size = min(int(asked.get("per_page", _ROWS)), account.most_rows)
    page = int(asked.get("page", 1))
    answer = JSONResponse(rows[(page - 1) * size : page * size])
    if len(rows) > page * size:
        following = urlencode({**asked, "page": page + 1})
        answer.headers["Link"] = f'<{request.url.replace(query=following)}>; rel="next"'
    return answer


def _included(request: Request) -> list[str]:
    return [one for one in request.query_params.get("include", "").split(",") if one]


def _is_listed(ticket: Ticket, by: str | None) -> bool:
    if by == "deleted":
        return ticket.is_deleted
    if by == "spam":
        return ticket.is_spam and not ticket.is_deleted
    return not ticket.is_deleted and not ticket.is_spam


def _mistakes(request: Request) -> Iterable[dict[str, str]]:
    """Yield what is wrong with the parameters of a list."""
    asked = request.query_params
    for name in asked:
        if name not in _KNOWN:
            yield _mistake(name, "Unexpected/invalid field in request", "invalid_field")
    for name, most in (("page", MOST_PAGES), ("per_page", MOST_ROWS)):
        if not _is_count(asked.get(name, "1"), most):
            yield _mistake(name, f"It should be a Positive Integer less than or equal to {most}")
    for name, allowed in _CHOICES.items():
        if not set(asked.get(name, allowed[0]).split(",")) <= set(allowed):
            yield _mistake(name, f"It should be one of these values: '{','.join(allowed)}'")
    if not _is_instant(asked.get("updated_since")):
        yield _mistake("updated_since", "It should be in the 'combined date and time ISO8601'")


def _is_count(told: str, most: int) -> bool:
    return told.isdecimal() and 1 <= int(told) <= most


def _mistake(name: str, message: str, code: str = "invalid_value") -> dict[str, str]:
    return {"field": name, "message": message, "code": code}


def _is_instant(told: str | None) -> bool:
    if told is None:
        return True
    try:
        return datetime.fromisoformat(told).tzinfo is not None
    except ValueError:
        return False


def _drawn(ticket: Ticket, account: Account, included: list[str]) -> Json:
    """Return a ticket as a list shows it."""
    row: Json = {
        "id": ticket.id,
        "subject": ticket.subject,
        "type": ticket.kind,
        "status": STATUSES[ticket.status],
        "priority": PRIORITIES[ticket.priority],
        "source": SOURCES[ticket.channel],
        "requester_id": ticket.requester.id,
        "responder_id": ticket.agent and ticket.agent.id,
        "group_id": ticket.group and ticket.group.id,
        "company_id": None,
        "product_id": None,
        "email_config_id": None,
        "created_at": _instant(ticket.opened_at),
        "updated_at": _instant(ticket.updated_at),
        "due_by": _instant(ticket.opened_at + timedelta(days=3)),
        "fr_due_by": _instant(ticket.opened_at + timedelta(days=1)),
        "fr_escalated": False,
        "is_escalated": False,
        "spam": ticket.is_spam,
        "tags": ticket.tags,
        "cc_emails": [],
        "fwd_emails": [],
        "reply_cc_emails": [],
        "to_emails": None,
        "custom_fields": {},
    }
    if ticket.is_deleted:
        row["deleted"] = True
    if "requester" in included:
        row["requester"] = _requester(ticket.requester)
    if "stats" in included:
        row["stats"] = _stats(ticket, account)
    return row


def _stats(ticket: Ticket, account: Account) -> Json:
    is_over = ticket.status in {"solved", "closed"} or account.keeps_resolved
    public = [one for one in ticket.messages if one.is_public]
    return {
        "agent_responded_at": _latest(one.at for one in public if one.author == "agent"),
        "requester_responded_at": _latest(one.at for one in public[1:] if one.author == "customer"),
        "first_responded_at": _instant(ticket.first_answered_at),
        "status_updated_at": _instant(ticket.updated_at),
        "reopened_at": _instant(ticket.reopened_at),
        "resolved_at": _instant((ticket.solved_at or ticket.closed_at) if is_over else None),
        "closed_at": _instant(ticket.closed_at),
        "pending_since": _instant(ticket.updated_at) if ticket.status == "pending" else None,
    }


def _latest(instants: Iterable[datetime]) -> str | None:
    return _instant(max(instants, default=None))


def _instant(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _requester(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "mobile": None,
        "phone": None,
    }


def _agent(person: Person) -> Json:
    return {
        "id": person.id,
        "available": False,
        "occasional": False,
        "ticket_scope": 1,
        "type": "support_agent",
        "group_ids": [],
        "role_ids": [],
        "contact": {"active": True, "name": person.name, "email": person.email, "job_title": None},
    }


def _group(group: Group) -> Json:
    return {"id": group.id, "name": group.name, "description": None, "escalate_to": None}
