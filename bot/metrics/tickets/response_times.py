"""First response and response turns, derived from a ticket's messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.metrics.clocks import SECOND, Micros

_AT_ONCE = 5 * SECOND


class Message(NamedTuple):
    """One message of a ticket.

    "agent" is a public reply sent by a person. What a bot or a campaign writes is "bot", replies
    that are sent by themselves and macros fired by a trigger are "auto", internal notes and events
    "note". None of the three ever stops a clock.
    """

    at: Micros
    kind: Literal["customer", "agent", "bot", "auto", "note"]
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """What the messages say about responding; the names and units are those of TicketFacts."""

    waits_from: Micros | None
    first_response_at: Micros | None
    responder: str | None
    replies: int
    turns: tuple[tuple[Micros, Micros], ...]
    turn_authors: tuple[str | None, ...]
    agent_initiated: bool


def derive(
    messages: Iterable[Message], opened_at: Micros, handed_off_at: Micros | None = None
) -> ResponseTimes:
    """Return the first response and the response turns of a ticket with these messages.

    The clock starts at the opening, or at the hand-off from a bot where the team counts from there;
    on a ticket initiated by an agent, a bot or a campaign at the customer's first message after it:
    one whose first message is theirs and came within 5 seconds of the opening. A later first
    message of an agent means that the text the customer opened with is not among the messages.
    It stops at the first public human reply from then on. Messages may come in any order; equal
    times keep theirs.
    """
    told = sorted(messages, key=lambda message: message.at)
    people = [message for message in told if message.kind in {"customer", "agent"}]
    first = next((message for message in told if message.kind not in {"auto", "note"}), None)
    agent_initiated = (
        first is not None and first.kind != "customer" and first.at - opened_at <= _AT_ONCE
    )
    waits_from = _first_customer(people) if agent_initiated else opened_at
    if waits_from is not None and handed_off_at is not None:
        waits_from = max(waits_from, handed_off_at)
    response = _first_reply(people, waits_from)
    turns = _turns(people)
    return ResponseTimes(
        waits_from=waits_from,
        first_response_at=response and response.at,
        responder=response and response.author,
        replies=sum(message.kind == "agent" for message in people),
        turns=tuple((asked.at, reply.at) for asked, reply in turns),
        turn_authors=tuple(reply.author for _, reply in turns),
        agent_initiated=agent_initiated,
    )


def _first_customer(people: list[Message]) -> Micros | None:
    return next((message.at for message in people if message.kind == "customer"), None)


def _first_reply(people: list[Message], since: Micros | None) -> Message | None:
    if since is None:
        return None
    return next((said for said in people if said.kind == "agent" and said.at >= since), None)


def _turns(people: list[Message]) -> list[tuple[Message, Message]]:
    turns = []
    asked: Message | None = None
    for message in people:
        if message.kind == "customer":
            asked = asked or message
        elif asked:
            turns.append((asked, message))
            asked = None
    return turns
