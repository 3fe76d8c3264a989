"""The lead chooses another case for a weekly review, and writes down what is learned from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.instants import to_micros
from bot.metrics.learning import Candidate, Kind, Ranked
from bot.metrics.membership import MAY_LEAD
from bot.metrics.report import TicketLine
from bot.metrics.review import LONGEST_LEARNED, LearningCase, ReviewState
from bot.metrics.texts import cleaned
from bot.metrics.tickets import TicketKey
from bot.models import Review, ReviewCase
from bot.services.measured import Measured, measured
from bot.services.review import SUBJECT, state_of
from bot.services.review_learning import facts, lines, proposed
from bot.services.review_span import week_so_far
from bot.store import history, roles
from bot.store import learning as store
from bot.store import review as reviews

MOST_CANDIDATES = 20
_NONE = Ranked("chosen", ())
Reason = Literal[
    "changed",
    "unchanged",
    "forbidden",
    "gone",
    "already",
    "stale",
    "unknown",
    "unchosen",
    "long",
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a case, as it stood in `version`: a ticket, and what is learned.

    `ticket` is a candidate; `number` was typed and counts before it.
    """

    kind: Kind
    version: int
    who: str
    ticket: TicketKey | None = None
    number: str | None = None
    learned: str | None = None


@dataclass(frozen=True, slots=True)
class CaseStep:
    """What became of it: the named reason, the review and the case as they stand now.

    `candidates` are what may be chosen instead. `leading` are the user IDs of those who may choose,
    `language` is the team's.
    """

    reason: Reason
    state: ReviewState | None = None
    case: LearningCase | None = None
    candidates: tuple[tuple[Candidate, TicketLine], ...] = ()
    leading: tuple[str, ...] = ()
    language: str = "en"


async def look(database: Database, team_id: int, week: date, kind: Kind, who: str) -> CaseStep:
    """Return a case with its candidates for somebody who may change it: `changed`, or why not."""
    async with database.read() as session:
        step, row = await _considered(session, team_id, week, who)
        if step.reason != "changed" or row is None or step.state is None:
            return step
        return await _standing(session, step.state, kind, "changed")


async def change(
    database: Database, team_id: int, week: date, wanted: Wanted, now: datetime
) -> CaseStep:
    """Change a case and write its history, or say why not.

    A case that somebody else changed since `version` is `stale`, and nothing is written.
    """
    learned = cleaned(wanted.learned)
    async with database.write() as session:
        step, _ = await _considered(session, team_id, week, wanted.who, lock=True)
        if step.reason != "changed" or step.state is None:
            return step
        state = step.state
        row = await store.case(session, team_id, week, wanted.kind)
        if (row.version if row else 0) != wanted.version:
            return await _standing(session, state, wanted.kind, "stale")
        if learned is not None and len(learned) > LONGEST_LEARNED:
            return CaseStep("long", state)
        key = await _meant(session, team_id, wanted, row)
        if key is None:
            return CaseStep("unknown" if (wanted.number or "").strip() else "unchosen", state)
        before, after = _texts(row), {"ticket": key.external_id, "learned": learned}
        changed = {name for name, text in after.items() if before[name] != text}
        if row is not None and (row.source, row.external_id) != key:
            changed.add("ticket")
        if not changed:
            return await _standing(session, state, wanted.kind, "unchanged")
        await _write(session, (state, wanted, row), key, learned)
        await history.add(
            session,
            team_id,
            SUBJECT,
            week.isoformat(),
            f"case_{wanted.kind}",
            wanted.who,
            now,
            before={name: before[name] for name in sorted(changed)},
            after={name: after[name] for name in sorted(changed)},
        )
        return await _standing(session, state, wanted.kind, "changed")


async def _meant(
    session: AsyncSession, team_id: int, wanted: Wanted, row: ReviewCase | None
) -> TicketKey | None:
    number = (wanted.number or "").strip()
    if number:
        found = await store.numbered(session, team_id, number)
        return found or await store.numbered(session, team_id, number.removeprefix("#").strip())
    if wanted.ticket is not None:
        found_ticket = await store.ticket(session, team_id, wanted.ticket)
        return wanted.ticket if found_ticket else None
    return TicketKey(row.source, row.external_id) if row else None


async def _write(
    session: AsyncSession,
    about: tuple[ReviewState, Wanted, ReviewCase | None],
    key: TicketKey,
    learned: str | None,
) -> None:
    state, wanted, row = about
    if row is None:
        row = ReviewCase(
            team_id=state.team_id,
            week=state.week,
            kind=wanted.kind,
            source=key.source,
            external_id=key.external_id,
            reason="chosen",
            chosen_by=wanted.who,
        )
    else:
        row.version += 1
    if (row.source, row.external_id) != key:
        row.source, row.external_id = key
        row.reason, row.chosen_by = "chosen", wanted.who
    if row.learned != learned:
        row.learned, row.learned_by = learned, wanted.who if learned else None
    await store.add(session, row)


async def _standing(
    session: AsyncSession, state: ReviewState, kind: Kind, reason: Reason
) -> CaseStep:
    it = await measured(session, state.team_id, state.opened_at)
    row = await store.case(session, state.team_id, state.week, kind)
    case = await facts(session, it, state, row) if row else None
    candidates = await _candidates(session, it, state, kind)
    return CaseStep(reason, state, case, candidates, language=it.team.language)


async def _candidates(
    session: AsyncSession, it: Measured, state: ReviewState, kind: Kind
) -> tuple[tuple[Candidate, TicketLine], ...]:
    ranked = (await proposed(session, it, state)).get(kind, _NONE)
    most = ranked._replace(candidates=ranked.candidates[:MOST_CANDIDATES])
    return tuple(lines(it, most, to_micros(week_so_far(state, it).end)))


async def _considered(
    session: AsyncSession, team_id: int, week: date, who: str, *, lock: bool = False
) -> tuple[CaseStep, Review | None]:
    row = await reviews.review(session, team_id, week, lock=lock)
    if row is None:
        return CaseStep("gone"), None
    if await roles.role(session, team_id, who) not in MAY_LEAD:
        leading = await roles.leading(session, team_id)
        told = tuple(user_id for user_id, _ in leading)
        return CaseStep("forbidden", state_of(row), leading=told), row
    if row.status == "finished":
        return CaseStep("already", state_of(row)), row
    return CaseStep("changed", state_of(row)), row


def _texts(row: ReviewCase | None) -> Mapping[str, str | None]:
    if row is None:
        return {"ticket": None, "learned": None}
    return {"ticket": row.external_id, "learned": row.learned}
