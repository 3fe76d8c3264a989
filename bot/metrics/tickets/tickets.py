"""A ticket as the figures see it, what it looked like at an instant, what is impossible in it."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.metrics.clocks import Micros


class TicketKey(NamedTuple):
    """A ticket within its team."""

    source: str
    external_id: str


class TicketFacts(NamedTuple):
    """The facts of one ticket; instants in microseconds UTC, None where something is not known.

    `waits_from` starts the first-response clock: the opening, a hand-off from a bot, or the
    customer's first message on an agent-initiated ticket. None means the customer has not written,
    so there is no first response time and no open wait. `solved_at` is the last resolution of a
    ticket that is solved now. `replies` counts public human replies. `csat` is on a 1–5 scale.
    `agent` is the assignee, `responder` the sender of the first response, `resolver` who solved it;
    ticket-level files fill only `agent`. `excluded` is "merged", "spam", "test" or "deleted".
    A ticket that its status says is over, without a known time of solving, has `ended_as` "solved"
    or "cancelled" and `ended_at`: its closing, else the last instant known of it. `response_told`
    and `resolution_told` are False where the source tells nothing of first responses, or of
    solving: no reply is then unknown, not unanswered. `turns` are
    (first unanswered customer message, next public human reply); `turn_authors` names the sender
    of each of those replies, in the same order, and is empty where that is not known.
    `came_back` is whether its customer opened another about the same within a week, None while not
    known, `analysed` whether the analysis of a complaint about delay began within 24 hours.
    `bot_first_response_at` is a bot's first reply, None on a ticket that we initiated, and
    `handed_off_at` when a bot left the ticket to people: as told, else as its messages show.
    """

    source: str
    external_id: str
    opened_at: Micros
    waits_from: Micros | None
    first_response_at: Micros | None = None
    first_solved_at: Micros | None = None
    solved_at: Micros | None = None
    replies: int | None = None
    reopened: bool = False
    csat: float | None = None
    channel: str | None = None
    agent: str | None = None
    responder: str | None = None
    resolver: str | None = None
    group: str | None = None
    tier: str | None = None
    category: str | None = None
    priority: str | None = None
    kind: str | None = None
    subject: str | None = None
    customer: str | None = None
    excluded: str | None = None
    turns: tuple[tuple[Micros, Micros], ...] | None = None
    turn_authors: tuple[str | None, ...] = ()
    rated_at: Micros | None = None
    came_back: bool | None = None
    analysed: bool | None = None
    ended_at: Micros | None = None
    ended_as: str | None = None
    response_told: bool = True
    resolution_told: bool = True
    bot_first_response_at: Micros | None = None
    handed_off_at: Micros | None = None
    complexity: str | None = None

    @property
    def over_at(self) -> Micros | None:
        """Return when nobody waits any more: its solving, else its end by its status."""
        return self.ended_at if self.solved_at is None else self.solved_at


RESPONSE_BEFORE_OPENING = "response_before_opening"
RESPONSE_BEFORE_WAIT = "response_before_wait"
RESOLVED_BEFORE_OPENING = "resolved_before_opening"
CSAT_OUT_OF_SCALE = "csat_out_of_scale"
TURN_REVERSED = "turn_reversed"
BOT_BEFORE_OPENING = "bot_before_opening"
HANDED_OFF_BEFORE_OPENING = "handed_off_before_opening"

IMPOSSIBLE_RESPONSE = frozenset({RESPONSE_BEFORE_OPENING, RESPONSE_BEFORE_WAIT})


def impossibilities(ticket: TicketFacts) -> tuple[str, ...]:
    """Return the reason codes of values that cannot be true and that some statistic would use.

    A value that is odd but leaves every statistic computable, such as a resolution before the
    first response, is not among them.
    """
    found = []
    response, waits_from, solved = ticket.first_response_at, ticket.waits_from, ticket.solved_at
    if response is not None:
        if response < ticket.opened_at:
            found.append(RESPONSE_BEFORE_OPENING)
        elif waits_from is not None and response < waits_from:
            found.append(RESPONSE_BEFORE_WAIT)
    if solved is not None and solved < ticket.opened_at:
        found.append(RESOLVED_BEFORE_OPENING)
    if ticket.csat is not None and not 1 <= ticket.csat <= 5:
        found.append(CSAT_OUT_OF_SCALE)
    if ticket.turns and any(replied < asked for asked, replied in ticket.turns):
        found.append(TURN_REVERSED)
    if ticket.bot_first_response_at is not None or ticket.handed_off_at is not None:
        found += _impossible_bot(ticket)
    return tuple(found)


def _impossible_bot(ticket: TicketFacts) -> Iterator[str]:
    replied, handed_off = ticket.bot_first_response_at, ticket.handed_off_at
    if replied is not None and replied < ticket.opened_at:
        yield BOT_BEFORE_OPENING
    if handed_off is not None and handed_off < ticket.opened_at:
        yield HANDED_OFF_BEFORE_OPENING


def as_seen(ticket: TicketFacts, as_of: Micros) -> TicketFacts | None:
    """Return the ticket with only what had happened by an instant; None if not yet opened.

    A later resolution falls back to the first one if that had happened. The number of replies and
    a rating without a time of its own can not be clipped, except to none before the first response.
    """
    if ticket.opened_at > as_of:
        return None
    return ticket if _latest(ticket) <= as_of else _clipped(ticket, as_of)


def _latest(ticket: TicketFacts) -> Micros:
    latest = ticket.opened_at
    for at in (
        ticket.waits_from,
        ticket.first_response_at,
        ticket.first_solved_at,
        ticket.solved_at,
        ticket.rated_at,
        ticket.ended_at,
        ticket.bot_first_response_at,
        ticket.handed_off_at,
    ):
        if at is not None and at > latest:
            latest = at
    for _, replied in ticket.turns or ():
        latest = max(latest, replied)
    return latest


def _clipped(ticket: TicketFacts, as_of: Micros) -> TicketFacts:
    response = _by(ticket.first_response_at, as_of)
    first_solved = _by(ticket.first_solved_at, as_of)
    solved_later = ticket.solved_at is not None and ticket.solved_at > as_of
    turns, authors = _turns_by(ticket, as_of)
    unanswered_yet = ticket.first_response_at is not None and response is None
    rated_later = ticket.rated_at is not None and ticket.rated_at > as_of
    ended = _by(ticket.ended_at, as_of)
    return ticket._replace(
        waits_from=_by(ticket.waits_from, as_of),
        first_response_at=response,
        responder=None if unanswered_yet else ticket.responder,
        replies=0 if unanswered_yet and ticket.replies is not None else ticket.replies,
        first_solved_at=first_solved,
        solved_at=first_solved if solved_later else ticket.solved_at,
        reopened=ticket.reopened and first_solved is not None and not solved_later,
        csat=None if rated_later else ticket.csat,
        rated_at=_by(ticket.rated_at, as_of),
        ended_at=ended,
        ended_as=None if ended is None else ticket.ended_as,
        turns=turns,
        turn_authors=authors,
        bot_first_response_at=_by(ticket.bot_first_response_at, as_of),
        handed_off_at=_by(ticket.handed_off_at, as_of),
    )


def _by(at: Micros | None, as_of: Micros) -> Micros | None:
    return at if at is not None and at <= as_of else None


def _turns_by(
    ticket: TicketFacts, as_of: Micros
) -> tuple[tuple[tuple[Micros, Micros], ...] | None, tuple[str | None, ...]]:
    if ticket.turns is None:
        return None, ticket.turn_authors
    kept = [index for index, (_, replied) in enumerate(ticket.turns) if replied <= as_of]
    authors = ticket.turn_authors and tuple(ticket.turn_authors[index] for index in kept)
    return tuple(ticket.turns[index] for index in kept), authors
