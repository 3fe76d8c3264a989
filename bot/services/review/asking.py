"""Who asks for the weekly review, what they are shown, and who may open it before its time."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import from_micros, weekly_review
from bot.metrics.figures import Ask
from bot.metrics.review.review import Found, Present, ReviewState
from bot.metrics.review.review import Review as Content
from bot.metrics.team import MAY_LEAD, Reader, TeamView
from bot.models import Review, Team
from bot.services.deliveries import Due, standing
from bot.services.people import Profile
from bot.services.review.week import KIND, content_of, monday_of, state_of
from bot.services.team import Choice, Request, find_team, measured, resolve
from bot.store.deliveries import ledger as deliveries
from bot.store.review import review as store
from bot.store.team import roles
from bot.text import t
from bot.text.formats import days
from bot.text.words import LAST_WORDS, split_team

CHOICE = "review"
"""The word for the review that stands where a period would, while its team is chosen."""

LAST = "last"
_DATE = re.compile(r"[12]\d[\d./-]{1,12}")
_NOT_THERE = frozenset({"skipped", "ambiguous", "held"})


@dataclass(frozen=True, slots=True)
class ReviewAsk:
    """A request for the review: a team's name, if any, and which review.

    `which` is None for the present week, `last`, or a date in the week that is meant, as typed.
    """

    team: str | None = None
    which: str | None = None

    @property
    def choice(self) -> str:
        """What stands in place of a period where a team is to be chosen for it."""
        return f"{CHOICE}:{self.which}" if self.which else CHOICE


@dataclass(frozen=True, slots=True)
class Past:
    """A review of an earlier week, for one person in their language, and where it can be read."""

    review: Content
    found: Found
    reader: Reader


def read(rest: str) -> ReviewAsk:
    """Return the request for the review that these words after its name make. Raises BotError."""
    before, team = split_team(rest, glued=True)
    which = before.strip(" :").casefold()
    if which in LAST_WORDS:
        which = LAST
    elif which and not _DATE.fullmatch(which):
        raise BotError("error.not_understood", text=rest)
    return ReviewAsk(team, which or None)


async def asked(
    database: Database,
    profile: Profile,
    channel_id: str,
    asked_for: tuple[ReviewAsk, int | None],
    now: datetime,
) -> Present | Past | Choice:
    """Return the review that is asked for, or the teams it may be about. Raises BotError.

    `asked_for` is the request, and the team that was chosen for it, if any.
    """
    ask, team_id = asked_for
    async with database.read() as session:
        request = Request(profile, channel_id, Ask(ask.choice, team=ask.team), now)
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        present = monday_of(now, standing.team.zone)
        week = await _week_meant(session, standing.team, ask.which, present)
        if week in {None, present}:
            return await _present(session, standing.team, standing.reader, now)
        return await _past(session, standing.team, standing.reader, (week or present, now))


async def _week_meant(
    session: AsyncSession, team: TeamView, which: str | None, present: date
) -> date | None:
    if which is None:
        return None
    if which == LAST:
        row = await store.before(session, team.id, present)
        if row is None:
            raise BotError("review.answer.none_before", team=team.name)
        return row.week
    try:
        day = date.fromisoformat(re.sub(r"[./]", "-", which))
    except ValueError:
        raise BotError("review.answer.bad_date", text=which) from None
    return day - timedelta(days=day.weekday())


async def _past(
    session: AsyncSession, team: TeamView, reader: Reader, when: tuple[date, datetime]
) -> Past:
    week, now = when
    row = await store.review(session, team.id, week)
    if row is None:
        said = t(reader.language, "review.week_of", day=days(reader.language, week, week))
        raise BotError("review.answer.none_then", team=team.name, week=said)
    made = await content_of(session, state_of(row), now)
    made = replace(made, team=replace(made.team, language=reader.language))
    return Past(made, await _found(session, state_of(row)), reader)


async def details(database: Database, request: Request, team_id: int, week: date) -> Content:
    """Return a review in the language of whoever asks, as it stands now, for who sees the team.

    Raises BotError for a stranger to the team, and for a week without a review.
    """
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        row = None
        if not isinstance(standing, Choice):
            row = await store.review(session, team_id, week)
        if isinstance(standing, Choice) or row is None:
            raise BotError("error.button")
        made = await content_of(session, state_of(row), request.as_of)
        return replace(made, team=replace(made.team, language=standing.reader.language))


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
        if await roles.role(session, team_id, profile.user_id) not in MAY_LEAD:
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
    may_open = reader.role in MAY_LEAD and bool(team.channel_id) and is_free
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
