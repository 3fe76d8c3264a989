"""From what happened to a ticket, event by event, to the ticket.

A ticket is what the ordered set of its events says: in which order they come, how often and in how
many parts changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from bot.metrics.clocks import SECOND, Micros, from_micros

_ORDER = {
    name: place
    for place, name in enumerate(
        (
            "opened",
            "customer_message",
            "call",
            "bot_reply",
            "transferred",
            "assigned",
            "tagged",
            "agent_reply",
            "note",
            "status",
            "rated",
            "merged",
            "deleted",
        )
    )
}
"""Which of several events of one instant comes first: a question before its answer."""
_FIELDS = (
    *("channel", "agent", "group", "priority", "tier", "category", "kind", "complexity"),
    *("customer", "subject"),
)
_LEFT_OUT = {"spam", "test"}

Told = Mapping[str, Any]


class Event(NamedTuple):
    """Something that happened to a ticket; `told` is what else was said of it, by its type."""

    id: str
    at: Micros
    ticket: str
    type: str
    told: Told


class Outcome(NamedTuple):
    """What became of an event, and why, unless it was applied."""

    outcome: Literal["applied", "held", "ignored"]
    reason: str | None = None


_APPLIED = Outcome("applied")


@dataclass(slots=True)
class _Ticket:
    """A ticket as far as its events have been read."""

    opened: Event
    fields: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(_FIELDS))
    messages: list[tuple[Micros, str, str | None]] = field(default_factory=list)
    status: str | None = None
    excluded: str | None = None
    first_resolved: Micros | None = None
    resolved: Micros | None = None
    closed: Micros | None = None
    rating: float | None = None
    came_back: bool = False

    def tell(self, told: Told) -> str | None:
        """Take what an event says of the ticket's fields; return why that is nothing."""
        said = {name: told[name] for name in _FIELDS if name in told}
        self.fields |= said
        return None if said else "says_nothing"

    def say(self, at: Micros, kind: str, author: str | None = None) -> None:
        """Add a message."""
        self.messages.append((at, kind, author))


def fold(events: Iterable[Event]) -> tuple[dict[str, object] | None, dict[str, Outcome]]:
    """Return a ticket from all that is known to have happened to it, and what became of each event.

    The ticket is a row as helpdesks that are asked give it, always with the same keys. It is None
    as long as nobody said that it was opened: its events are held until somebody does.
    """
    known = {event.id: event for event in events}
    ordered = sorted(known.values(), key=lambda one: (one.at, _ORDER[one.type], one.id))
    opened = next((event for event in ordered if event.type == "opened"), None)
    if opened is None:
        return None, dict.fromkeys(known, Outcome("held", "not_opened"))
    ticket = _Ticket(opened)
    outcomes = {}
    for event in ordered:
        reason = _STEPS[event.type](ticket, event)
        outcomes[event.id] = Outcome("ignored", reason) if reason else _APPLIED
    return _row(ticket), outcomes


def _opened(ticket: _Ticket, event: Event) -> str | None:
    if event.id != ticket.opened.id:
        return "opened_before"
    ticket.tell(event.told)
    by = event.told.get("by", "customer")
    ticket.say(event.at, by, event.told.get("agent") if by == "agent" else None)
    return None


def _customer_message(ticket: _Ticket, event: Event) -> None:
    ticket.say(event.at, "customer")


def _agent_reply(ticket: _Ticket, event: Event) -> None:
    ticket.say(event.at, "agent", event.told.get("agent"))


def _bot_reply(ticket: _Ticket, event: Event) -> None:
    ticket.say(event.at, "auto" if event.told.get("automatic") else "bot")


def _note(ticket: _Ticket, event: Event) -> None:
    ticket.say(event.at, "note", event.told.get("agent"))


def _transferred(ticket: _Ticket, event: Event) -> str | None:
    reason = ticket.tell(event.told)
    if not event.told.get("from_bot"):
        return reason
    ticket.say(event.at, "handoff")
    return None


def _told(ticket: _Ticket, event: Event) -> str | None:
    return ticket.tell(event.told)


def _call(ticket: _Ticket, event: Event) -> None:
    """Take a call for what it is to a customer: ringing asks, picking up answers."""
    if event.told["direction"] == "in":
        ticket.say(event.at, "customer")
    after = event.told.get("answered_after")
    if after is not None:
        ticket.say(event.at + round(after * SECOND), "agent", event.told.get("agent"))


def _rated(ticket: _Ticket, event: Event) -> None:
    ticket.rating = event.told["score"]


def _merged(ticket: _Ticket, _event: Event) -> None:
    ticket.excluded = ticket.excluded or "merged"


def _deleted(ticket: _Ticket, _event: Event) -> None:
    ticket.excluded = "deleted"


def _status(ticket: _Ticket, event: Event) -> str | None:
    told = event.told["status"]
    if told == "solved":
        return _solved(ticket, event.at)
    if told in {"closed", "cancelled"}:
        return _closed(ticket, event.at, told)
    if told not in _LEFT_OUT:
        was_over = ticket.resolved is not None or ticket.closed is not None
        ticket.came_back |= was_over or told == "reopened"
        ticket.resolved = ticket.closed = None
    ticket.status = told
    return None


def _solved(ticket: _Ticket, at: Micros) -> str | None:
    ticket.status = "solved"
    if ticket.resolved is not None:
        return "solved_before"
    ticket.resolved = at
    if ticket.first_resolved is None:
        ticket.first_resolved = at
    return None


def _closed(ticket: _Ticket, at: Micros, told: str) -> str | None:
    ticket.status = told
    if ticket.closed is not None:
        return "closed_before"
    ticket.closed = at
    return None


_STEPS: dict[str, Callable[[_Ticket, Event], str | None]] = {
    "opened": _opened,
    "customer_message": _customer_message,
    "agent_reply": _agent_reply,
    "bot_reply": _bot_reply,
    "note": _note,
    "assigned": _told,
    "tagged": _told,
    "status": _status,
    "rated": _rated,
    "transferred": _transferred,
    "merged": _merged,
    "deleted": _deleted,
    "call": _call,
}


def _row(ticket: _Ticket) -> dict[str, object]:
    is_left_out = ticket.status in _LEFT_OUT
    is_open = ticket.resolved is None and ticket.closed is None
    return {
        "external_id": ticket.opened.ticket,
        "opened_at": _text(ticket.opened.at),
        # Else a ticket that came back and was only called open since would not say so any more.
        "status": "reopened" if ticket.came_back and is_open else ticket.status,
        "first_resolved_at": _text(ticket.first_resolved),
        "resolved_at": _text(ticket.resolved),
        "closed_at": _text(ticket.closed),
        "excluded": ticket.excluded or (ticket.status if is_left_out else None),
        "csat_score": ticket.rating,
        **ticket.fields,
        "messages": [
            {"at": _text(at), "kind": kind, "author": author}
            for at, kind, author in sorted(ticket.messages, key=lambda one: one[0])
        ],
    }


def _text(at: Micros | None) -> str | None:
    return None if at is None else from_micros(at).isoformat(timespec="microseconds")
