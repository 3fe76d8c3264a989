"""Tickets, comments and what comes beside them, as Zendesk writes them.

Fields are those of its papers on Tickets, Ticket Metrics, Ticket Comments and Users.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from bot.workspace.helpdesks.desk import Desk, Group, Message, Person, Ticket

Json: TypeAlias = dict[str, Any]

MESSAGING = {"native_messaging", "whatsapp"}
_MINUTE = 60
_SYSTEM = -1


def is_gone(ticket: Ticket) -> bool:
    """Return whether a ticket was deleted; what is marked as spam is deleted, too."""
    return ticket.is_deleted or ticket.is_spam


def tickets(found: Iterable[Ticket], desk: Desk, include: set[str]) -> Json:
    """Return tickets with what is asked for beside them."""
    found = list(found)
    people = [one for ticket in found for one in (ticket.requester, ticket.agent)]
    body: Json = {"tickets": [_ticket(one, with_metrics="metric_sets" in include) for one in found]}
    if "users" in include:
        body["users"] = _users(people, desk)
    if "groups" in include:
        body["groups"] = _groups(ticket.group for ticket in found)
    return body


def comments(ticket: Ticket, desk: Desk, include: set[str], part: slice) -> Json:
    """Return a part of the comments of a ticket, the oldest first."""
    told = _told(ticket)[part]
    body: Json = {"comments": [_comment(ticket, one) for one in told]}
    if "users" in include:
        body["users"] = _users((one.by for one in told), desk)
    return body


def how_many(ticket: Ticket) -> int:
    """Return how many comments a ticket has."""
    return len(_told(ticket))


def _told(ticket: Ticket) -> list[Message]:
    """Return the comments of a ticket; a conversation of messaging is one."""
    return ticket.messages[:1] if ticket.channel in MESSAGING else ticket.messages


def _ticket(ticket: Ticket, *, with_metrics: bool) -> Json:
    body: Json = {
        "id": ticket.id,
        "external_id": None,
        "via": {"channel": ticket.channel, "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": _iso(ticket.opened_at),
        "updated_at": _iso(ticket.updated_at),
        "generated_timestamp": int(ticket.updated_at.timestamp()),
        "type": ticket.kind,
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": ticket.messages[0].text if ticket.messages else None,
        "priority": ticket.priority,
        "status": "deleted" if is_gone(ticket) else ticket.status,
        "requester_id": ticket.requester.id,
        "submitter_id": ticket.requester.id,
        "assignee_id": ticket.agent and ticket.agent.id,
        "group_id": ticket.group and ticket.group.id,
        "from_messaging_channel": ticket.channel in MESSAGING,
        "satisfaction_rating": {"score": _score(ticket.rating)},
        "tags": ticket.tags,
    }
    return body | ({"metric_set": _metrics(ticket)} if with_metrics else {})


def _score(rating: int | None) -> str:
    if rating is None:
        return "unoffered"
    return "good" if rating > 2 else "bad"


def _metrics(ticket: Ticket) -> Json:
    replied, solved = ticket.first_answered_at, ticket.first_solved_at
    said = [one for one in ticket.messages if one.author == "agent" and one.is_public]
    body = {
        "ticket_id": ticket.id,
        "reopens": ticket.reopens,
        "replies": len(said),
        "solved_at": ticket.solved_at and _iso(ticket.solved_at),
        "reply_time_in_minutes": _minutes(ticket, replied),
        "first_resolution_time_in_minutes": _minutes(ticket, solved),
        "full_resolution_time_in_minutes": _minutes(ticket, ticket.solved_at),
        "latest_comment_added_at": _iso(ticket.messages[-1].at) if ticket.messages else None,
    }
    if ticket.channel in MESSAGING:
        seconds = replied and int((replied - ticket.opened_at).total_seconds())
        body["reply_time_in_seconds"] = {"calendar": seconds}
    return body


def _minutes(ticket: Ticket, until: datetime | None) -> Json:
    length = until and int((until - ticket.opened_at).total_seconds() // _MINUTE)
    return {"calendar": length, "business": length}


def _comment(ticket: Ticket, message: Message) -> Json:
    channel = "rule" if message.author == "bot" else ticket.channel
    return {
        "id": message.id,
        "type": "Comment",
        "author_id": message.by.id if message.by else _SYSTEM,
        "body": message.text,
        "public": message.is_public,
        "via": {"channel": channel, "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": _iso(message.at),
    }


def _users(people: Iterable[Person | None], desk: Desk) -> list[Json]:
    found = {one.id: one for one in people if one}
    return [
        {
            "id": one.id,
            "name": one.name,
            "email": one.email,
            "role": "agent" if one.id in desk.agents else "end-user",
        }
        for one in found.values()
    ]


def _groups(found: Iterable[Group | None]) -> list[Json]:
    return [{"id": number, "name": name} for number, name in {(g.id, g.name) for g in found if g}]


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
