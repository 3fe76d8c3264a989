"""What Freshdesk tells of a ticket, in our words. Its numbers are those of its API v2."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sources.pulls.protocol import Row, row

_OPEN, _PENDING, _RESOLVED, _CLOSED = 2, 3, 4, 5
_STATUSES = {_OPEN: "open", _PENDING: "pending", _RESOLVED: "resolved", _CLOSED: "closed"}
_PRIORITIES = {1: "low", 2: "medium", 3: "high", 4: "urgent"}
_SOURCES = {
    1: "email",
    2: "portal",
    3: "phone",
    7: "chat",
    9: "feedback widget",
    10: "outbound email",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names of agents and groups by their ids; empty where the key may not read them."""

    agents: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)


def drawn(ticket: Mapping[str, Any], names: Names, excluded: str | None) -> Row:
    """Return the row of a ticket; what is not told of it is None."""
    stats = _inner(ticket, "stats")
    first, last = _resolved(stats)
    return row(
        external_id=_text(ticket.get("id")),
        opened_at=ticket.get("created_at"),
        updated_at=ticket.get("updated_at"),
        first_response_at=stats.get("first_responded_at"),
        first_resolved_at=first,
        resolved_at=last,
        closed_at=stats.get("closed_at"),
        status=_status(ticket.get("status"), stats),
        kind=ticket.get("type"),
        channel=_word(_SOURCES, ticket.get("source")),
        priority=_word(_PRIORITIES, ticket.get("priority")),
        agent=_word(names.agents, ticket.get("responder_id")),
        group=_word(names.groups, ticket.get("group_id")),
        customer=_inner(ticket, "requester").get("email") or _text(ticket.get("requester_id")),
        subject=ticket.get("subject"),
        excluded=excluded,
    )


def _resolved(stats: Mapping[str, Any]) -> tuple[object, object]:
    """Return when a ticket was resolved for the first and for the last time, as far as is told.

    It is one instant, and nothing published says which; what lies before the reopening was not the
    last.
    """
    resolved, reopened = stats.get("resolved_at"), stats.get("reopened_at")
    is_first = bool(resolved and reopened) and str(resolved) < str(reopened)
    return (resolved, None) if is_first else (None, resolved)


def _status(code: object, stats: Mapping[str, Any]) -> str | None:
    """Return the status; of a ticket that was solved once and is not now, that it was reopened."""
    if stats.get("reopened_at") and code not in {_RESOLVED, _CLOSED}:
        return "reopened"
    return _word(_STATUSES, code)


def _inner(ticket: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = ticket.get(name)
    return found if isinstance(found, dict) else {}


def _word(words: Mapping[int, str], code: object) -> str | None:
    """Return the word for a number, the number itself where there is none."""
    return (words.get(code) if isinstance(code, int) else None) or _text(code)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
