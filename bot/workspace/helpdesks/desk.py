"""The desk behind every stand-in: tickets, who writes in them, and what becomes of them when.

Instants are aware and in UTC; whoever plays says when something happens. Whatever changes a ticket
sets its ``updated_at``, as helpdesks do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

Author: TypeAlias = Literal["customer", "agent", "bot"]
Status: TypeAlias = Literal["open", "pending", "solved", "closed"]

_FIRST_PERSON = 1001


@dataclass(frozen=True)
class Person:
    """An agent or a customer."""

    id: int
    name: str
    email: str


@dataclass(frozen=True)
class Group:
    """Agents who share tickets."""

    id: int
    name: str


@dataclass(frozen=True)
class Message:
    """What somebody wrote in a ticket; ``is_public`` is False for a note among agents."""

    id: int
    at: datetime
    author: Author
    by: Person | None
    text: str
    is_public: bool = True


@dataclass
class Ticket:
    """A ticket; ``first_answered_at`` is the first public message of an agent."""

    id: int
    subject: str
    requester: Person
    opened_at: datetime
    updated_at: datetime
    channel: str = "email"
    priority: str = "normal"
    kind: str | None = None
    status: Status = "open"
    agent: Person | None = None
    group: Group | None = None
    first_answered_at: datetime | None = None
    first_solved_at: datetime | None = None
    solved_at: datetime | None = None
    reopened_at: datetime | None = None
    closed_at: datetime | None = None
    reopens: int = 0
    rating: int | None = None
    tags: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    is_deleted: bool = False
    is_spam: bool = False


def utc_now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


class Desk:
    """Agents, groups and tickets by their ids; ``now`` is the clock that stand-ins go by."""

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self.now = now
        self.tickets: dict[int, Ticket] = {}
        self.agents: dict[int, Person] = {}
        self.customers: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self._last_person = _FIRST_PERSON - 1
        self._last_message = 0

    def add_agent(self, name: str) -> Person:
        """Return a new agent."""
        person = self._person(name)
        self.agents[person.id] = person
        return person

    def add_customer(self, name: str) -> Person:
        """Return a new customer."""
        person = self._person(name)
        self.customers[person.id] = person
        return person

    def add_group(self, name: str) -> Group:
        """Return a new group."""
        group = Group(len(self.groups) + 1, name)
        self.groups[group.id] = group
        return group

    def open(self, at: datetime, subject: str = "Where is my parcel?", **told: Any) -> Ticket:  # noqa: ANN401  fields of a ticket
        """Return a ticket that a customer opens; any other field of it may be told."""
        requester = told.pop("requester", None) or self._somebody()
        number = max(self.tickets, default=0) + 1
        ticket = Ticket(number, subject, requester, opened_at=at, updated_at=at, **told)
        self.tickets[number] = ticket
        self.write(ticket, at, "customer", subject, by=requester)
        return ticket

    def write(
        self,
        ticket: Ticket,
        at: datetime,
        author: Author,
        text: str = "…",
        *,
        by: Person | None = None,
        is_public: bool = True,
    ) -> Message:
        """Return a message that somebody adds to a ticket, without a change of its status."""
        self._last_message += 1
        message = Message(self._last_message, at, author, by, text, is_public)
        ticket.messages.append(message)
        if author == "agent" and is_public and ticket.first_answered_at is None:
            ticket.first_answered_at = at
        ticket.updated_at = at
        return message

    def answer(self, ticket: Ticket, at: datetime, by: Person | None = None) -> Message:
        """Return an agent's public reply; whoever replies has the ticket from then on."""
        ticket.agent = by or ticket.agent
        return self.write(ticket, at, "agent", "Let me have a look.", by=ticket.agent)

    def solve(self, ticket: Ticket, at: datetime) -> None:
        """Solve a ticket."""
        ticket.status, ticket.solved_at = "solved", at
        ticket.first_solved_at = ticket.first_solved_at or at
        ticket.updated_at = at

    def close(self, ticket: Ticket, at: datetime) -> None:
        """Close a ticket for good."""
        ticket.status, ticket.closed_at, ticket.updated_at = "closed", at, at

    def reopen(self, ticket: Ticket, at: datetime) -> None:
        """Open a ticket again; when it was solved before stays known."""
        ticket.status, ticket.reopened_at, ticket.closed_at = "open", at, None
        ticket.reopens += 1
        ticket.updated_at = at

    def change(self, ticket: Ticket, at: datetime, **told: Any) -> None:  # noqa: ANN401  fields of a ticket
        """Change fields of a ticket: its agent, group, tags, priority, subject."""
        for name, value in told.items():
            setattr(ticket, name, value)
        ticket.updated_at = at

    def delete(self, ticket: Ticket, at: datetime) -> None:
        """Move a ticket to the bin."""
        ticket.is_deleted, ticket.updated_at = True, at

    def call_spam(self, ticket: Ticket, at: datetime) -> None:
        """Move a ticket to the spam."""
        ticket.is_spam, ticket.updated_at = True, at

    def _person(self, name: str) -> Person:
        self._last_person += 1
        return Person(self._last_person, name, f"{name.split(maxsplit=1)[0].lower()}@example.com")

    def _somebody(self) -> Person:
        return next(iter(self.customers.values()), None) or self.add_customer("Ada Byron")
