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
    "note"; "handoff" is the event that a bot left the ticket to people. None of the four ever stops
    a clock.
    """

    at: Micros
    kind: Literal["customer", "agent", "bot", "auto", "note", "handoff"]
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """What the messages say about responding; the names and units are those of TicketFacts.

    `handed_off_at` is told by an event, `after_bot_at` what the messages show of a hand-off.
    """

    waits_from: Micros | None
    first_response_at: Micros | None
    responder: str | None
    replies: int
    turns: tuple[tuple[Micros, Micros], ...]
    turn_authors: tuple[str | None, ...]
    agent_initiated: bool
    bot_first_response_at: Micros | None
    handed_off_at: Micros | None
    after_bot_at: Micros | None


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

    A bot replies from when the clock could start; it has no first response on a ticket initiated by
    us. Where it replied before a person did, what that person had to answer is the customer's first
    message after the bot's last, or that last one itself where the customer wrote no more.
    """
    told = sorted(messages, key=lambda message: message.at)
    people = [message for message in told if message.kind in {"customer", "agent"}]
    first = next(
        (message for message in told if message.kind in {"bot", "customer", "agent"}), None
    )
    agent_initiated = (
        first is not None and first.kind != "customer" and first.at - opened_at <= _AT_ONCE
    )
    asked_at = waits_from = _first_customer(people) if agent_initiated else opened_at
    if waits_from is not None and handed_off_at is not None:
        waits_from = max(waits_from, handed_off_at)
    response = _first_reply(people, waits_from)
    turns = _turns(people)
    bots = [message.at for message in told if message.kind == "bot"]
    bots = [] if asked_at is None else [at for at in bots if asked_at <= at]
    return ResponseTimes(
        waits_from=waits_from,
        first_response_at=response and response.at,
        responder=response and response.author,
        replies=sum(message.kind == "agent" for message in people),
        turns=tuple((asked.at, reply.at) for asked, reply in turns),
        turn_authors=tuple(reply.author for _, reply in turns),
        agent_initiated=agent_initiated,
        bot_first_response_at=bots[0] if bots and not agent_initiated else None,
        handed_off_at=next((said.at for said in told if said.kind == "handoff"), None),
        after_bot_at=response and _after_bot(people, bots, response.at),
    )


def _first_customer(people: list[Message]) -> Micros | None:
    return next((message.at for message in people if message.kind == "customer"), None)


def _first_reply(people: list[Message], since: Micros | None) -> Message | None:
    if since is None:
        return None
    return next((said for said in people if said.kind == "agent" and said.at >= since), None)


def _after_bot(people: list[Message], bots: list[Micros], answered: Micros) -> Micros | None:
    last = max((at for at in bots if at < answered), default=None)
    if last is None:
        return None
    asked = (said.at for said in people if said.kind == "customer" and last <= said.at < answered)
    return next(asked, last)


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
