"""The two cases that a weekly review learns from: proposed by rule, kept, read as they stand."""

from collections.abc import Sequence
from typing import get_args

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, from_micros, to_micros
from bot.metrics.figures import TicketLine, judge
from bot.metrics.review.learning import (
    KINDS,
    Candidate,
    Kind,
    Ranked,
    Reason,
    best_solved,
    longest_waiting,
)
from bot.metrics.review.review import LearningCase, ReviewState
from bot.metrics.tickets import TicketFacts, TicketKey
from bot.models import ReviewCase
from bot.services.review.span import Span, span_of, tickets_of, week_so_far
from bot.services.team import Measured
from bot.store.review import learning as store
from bot.store.review import review as reviews

_REASONS = frozenset(get_args(Reason))


async def proposed(session: AsyncSession, it: Measured, state: ReviewState) -> dict[Kind, Ranked]:
    """Return the tickets that a review may learn from, ranked, of the time since the one before."""
    last = await reviews.before(session, state.team_id, state.week)
    span = span_of(week_so_far(state, it), last)
    asked = await tickets_of(session, state.team_id, span)
    start, end = to_micros(span.since), span.moment.at + 1
    rated = await store.rated_between(session, state.team_id, start, end)
    return {
        "waited": longest_waiting(_candidate(it, span, one) for one in asked),
        "solved": best_solved(_candidate(it, span, *one) for one in rated),
    }


async def keep_proposed(session: AsyncSession, it: Measured, state: ReviewState, who: str) -> None:
    """Write the cases that the rules choose for a review that is being opened."""
    for kind, ranked in (await proposed(session, it, state)).items():
        if not ranked.candidates:
            continue
        first = ranked.candidates[0].ticket
        row = ReviewCase(
            team_id=state.team_id,
            week=state.week,
            kind=kind,
            source=first.source,
            external_id=first.external_id,
            reason=ranked.reason,
            chosen_by=who,
        )
        await store.add(session, row)


async def of_review(
    session: AsyncSession, it: Measured, state: ReviewState
) -> tuple[LearningCase, ...]:
    """Return the cases of a review, the one that waited first; only those there are."""
    rows = {row.kind: row for row in await store.chosen(session, state.team_id, state.week)}
    found = [await facts(session, it, state, rows[kind]) for kind in KINDS if kind in rows]
    return tuple(found)


async def facts(
    session: AsyncSession, it: Measured, state: ReviewState, row: ReviewCase
) -> LearningCase:
    """Return a case as it stands, its ticket as of the opening of the review."""
    kind: Kind = "solved" if row.kind == "solved" else "waited"
    reason: Reason = row.reason if row.reason in _REASONS else "chosen"  # type: ignore[assignment]
    found = await store.ticket(session, row.team_id, TicketKey(row.source, row.external_id))
    ticket, complexity = found or (None, None)
    as_of = to_micros(week_so_far(state, it).end)
    return LearningCase(
        kind=kind,
        reason=reason,
        external_id=row.external_id,
        line=_line(it, ticket, as_of) if ticket else None,
        ticket_kind=ticket.kind if ticket else None,
        rating=ticket.csat if ticket else None,
        replies=ticket.replies if ticket else None,
        complexity=complexity,
        handling_seconds=_handling(it, ticket) if ticket else None,
        learned=row.learned,
        learned_by=row.learned_by,
        chosen_by=row.chosen_by,
        version=row.version,
        ticket_address=it.team.addresses.of(row.source),
    )


def lines(it: Measured, ranked: Ranked, as_of: Micros) -> Sequence[tuple[Candidate, TicketLine]]:
    """Return ranked candidates with what is shown of each."""
    return [(one, _line(it, one.ticket, as_of)) for one in ranked.candidates]


def _candidate(
    it: Measured, span: Span, ticket: TicketFacts, complexity: str | None = None
) -> Candidate:
    verdict = judge(ticket, span.moment.at, it.clock, it.standards)
    return Candidate(ticket, verdict, complexity, _handling(it, ticket))


def _handling(it: Measured, ticket: TicketFacts) -> float | None:
    if ticket.solved_at is None or ticket.solved_at < ticket.opened_at:
        return None
    return it.clock.seconds(ticket.opened_at, ticket.solved_at)


def _line(it: Measured, ticket: TicketFacts, as_of: Micros) -> TicketLine:
    at = max(as_of, ticket.opened_at)
    return TicketLine(
        source=ticket.source,
        external_id=ticket.external_id,
        subject=ticket.subject,
        channel=ticket.channel,
        tier=ticket.tier,
        agent=None,
        opened_at=from_micros(ticket.opened_at),
        verdict=judge(ticket, at, it.clock, it.standards),
    )
