"""Who asks for the weekly review, what they are shown, and who may open it before its time."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.instants import from_micros
from bot.metrics.report import Ask, Reader, TeamView
from bot.metrics.review import Found, Present, ReviewState
from bot.metrics.slots import weekly_review
from bot.models import Review, Team
from bot.services.delivery import Due, standing
from bot.services.measured import measured
from bot.services.readers import Profile
from bot.services.review import KIND, monday_of, state_of
from bot.services.review_steps import MAY_FINISH
from bot.services.standing import Choice, Request, resolve
from bot.services.teams import find_team
from bot.store import actions, deliveries
from bot.store import review as store
from bot.text.words import REVIEW_WORDS, normalised

CHOICE = "review"
"""What a request for the review puts where a period would stand."""

_TEAM = re.compile(r"(?:\bteam |团队 ?)(.+)$", re.IGNORECASE)
_QUOTES = "\"“”「」' "

_NOT_THERE = frozenset({"skipped", "ambiguous", "held"})


@dataclass(frozen=True, slots=True)
class ReviewAsk:
    """A request for the review: a team's name, if any."""

    team: str | None = None


def parse(text: str) -> ReviewAsk | None:
    """Return a request for the review, None when the text is about something else."""
    rest = normalised(text)
    found = _TEAM.search(rest)
    team = found[1].strip(_QUOTES) if found else None
    rest = (rest[: found.start()] if found else rest).strip().casefold()
    return ReviewAsk(team) if rest in REVIEW_WORDS else None


def is_choice(period: str) -> bool:
    """Return whether a choice of teams was offered for the review."""
    return period == CHOICE


async def asked(
    database: Database,
    profile: Profile,
    channel_id: str,
    asked_for: tuple[ReviewAsk, int | None],
    now: datetime,
) -> Present | Choice:
    """Return the present week's review, or the teams it may be about. Raises BotError.

    `asked_for` is the request, and the team that was chosen for it, if any.
    """
    ask, team_id = asked_for
    async with database.read() as session:
        request = Request(profile, channel_id, Ask(CHOICE, team=ask.team), now)
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        return await _present(session, standing.team, standing.reader, now)


async def due_for(
    database: Database, profile: Profile, team_id: int, week: date, now: datetime
) -> tuple[Team, Due]:
    """Return the post that somebody asks for by a button.

    Raises BotError for another week than the present one, for a team without a channel, and for
    everybody who neither leads the team nor is its operations specialist or an admin.
    """
    async with database.read() as session:
        team = await store.team(session, team_id)
        if team is None:
            raise BotError("error.button")
        if await actions.role(session, team_id, profile.user_id) not in MAY_FINISH:
            raise BotError("review.error.leads_only", team=team.name)
        return team, await _due(session, team, week, now)


async def due_named(database: Database, team_name: str, now: datetime) -> tuple[Team, Due]:
    """Return the post of the present week that somebody asks for in the shell. Raises BotError."""
    async with database.read() as session:
        team = await find_team(session, team_name)
        return team, await _due(session, team, None, now)


async def _due(session: AsyncSession, team: Team, week: date | None, now: datetime) -> Due:
    if team.id is None or team.channel_id is None:
        raise BotError("review.error.no_channel", team=team.name)
    it = await measured(session, team.id, now)
    present = monday_of(now, it.team.zone)
    if week not in {None, present}:
        raise BotError("review.error.other_week")
    return Due(KIND, team.channel_id, present.isoformat(), now)


async def _present(session: AsyncSession, team: TeamView, reader: Reader, now: datetime) -> Present:
    it = await measured(session, team.id, now)
    week = monday_of(now, team.zone)
    slot = weekly_review(it.rhythm, week)
    row = await store.review(session, team.id, week)
    last = await store.before(session, team.id, week)
    post = None
    if team.channel_id:
        post = await deliveries.of_slot(session, KIND, team.channel_id, week.isoformat())
    is_free = standing(post) in {None, "skipped", "held"}
    may_open = reader.role in MAY_FINISH and bool(team.channel_id) and is_free
    return Present(
        team=team,
        reader=reader,
        week=week,
        due_at=from_micros(slot.due) if slot else None,
        review=await _found(session, state_of(row)) if row else None,
        unfinished=await _unfinished(session, last),
        failed=post.reason if post and standing(post) in _NOT_THERE else None,
        may_open=may_open and not (row and row.status == "finished"),
    )


async def _unfinished(session: AsyncSession, row: Review | None) -> Found | None:
    return await _found(session, state_of(row)) if row and row.status == "open" else None


async def _found(session: AsyncSession, state: ReviewState) -> Found:
    prompt = await store.prompt(session, state.team_id, state.week)
    minutes = await store.minutes(session, state.team_id, state.week)
    return Found(
        state=state,
        channel_id=prompt.channel_id if prompt else None,
        message_ts=prompt.message_ts if prompt else None,
        minutes_ts=minutes.message_ts if minutes else None,
        decisions=len(await store.decisions(session, state.team_id, state.week)),
        measures=len(await store.measures(session, state.team_id, state.week.isoformat())),
    )
