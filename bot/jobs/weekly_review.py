"""The weekly review: its prompt planned, built and posted, its minutes, and both kept in step."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog

from bot import slack_threads
from bot.cards import Shows
from bot.clock import Clock
from bot.db import Database
from bot.deps import Deps, deps_for
from bot.metrics.review import MOST_NOTES
from bot.metrics.slots import weekly_reviews
from bot.models import Card, Delivery, Team
from bot.planner import Planner
from bot.rhythm import Rhythm
from bot.services import actions, causes, review_notes
from bot.services import review as service
from bot.services.delivery import Due, Ended, missed_before, of_slot
from bot.services.review import KIND, MINUTES, SUBJECT, VIEW
from bot.services.review_asking import due_named
from bot.services.review_steps import open_review
from bot.settings import Settings
from bot.slack import Payload
from bot.slack_failures import PostFailed
from bot.views import review as view
from bot.views import review_minutes as minutes_view
from bot.views.delivery import with_missed

log = structlog.get_logger()
_SHORT_WAIT = timedelta(seconds=10)


class PostedByHand(NamedTuple):
    """What became of a review asked for in the shell: the team, its week and how it ended."""

    team: str
    week: date
    ended: Ended


def register(planner: Planner, deps: Deps) -> None:
    """Make prompts and minutes known, and how prompts are redrawn when something changes."""
    planner.add(_prompts(deps))
    planner.add(_minutes(deps))

    async def draw(card: Card) -> Payload | None:
        row = await of_slot(deps.database, KIND, card.channel_id, card.subject_key)
        return await _drawn(deps, row, deps.clock()) if row else None

    async def redraw_open(team_id: int, _: str) -> None:
        weeks = await service.open_weeks(deps.database, team_id, deps.clock())
        await asyncio.gather(
            *(deps.cards.redraw(team_id, SUBJECT, week.isoformat()) for week in weeks)
        )

    deps.cards.drawn_by(SUBJECT, VIEW, draw)
    for subject in (actions.SUBJECT, causes.SUBJECT):
        deps.cards.followed_by(subject, redraw_open)


async def post_by_hand(
    settings: Settings, database: Database, team_name: str, clock: Clock | None = None
) -> PostedByHand:
    """Open the present week's review without a running bot, once.

    Raises BotError for a missing token, an unknown team, and one without a channel.
    """
    deps = deps_for(settings, database, clock)
    planner = Planner(deps)
    register(planner, deps)
    team, due = await due_named(database, team_name, deps.clock())
    ended = await planner.post_by_hand(team, due)
    return PostedByHand(team.name, date.fromisoformat(due.slot), ended)


def _prompts(deps: Deps) -> Rhythm:
    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due_between(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        if not await service.posts_to(deps.database, row.team_id, row.channel_id):
            return "channel_changed"
        week = date.fromisoformat(row.slot)
        await open_review(deps.database, row.team_id, week, now)
        return await _drawn(deps, row, now)

    async def posted(row: Delivery, message_ts: str) -> None:
        shows = Shows(row.team_id, SUBJECT, row.slot, VIEW)
        await deps.cards.remember(row.channel_id, message_ts, [shows])

    return Rhythm(KIND, slots, build, posted, may_hold=lambda span: span.holds(weekly_reviews))


async def _drawn(deps: Deps, row: Delivery, now: datetime) -> Payload:
    week = date.fromisoformat(row.slot)
    made = await service.content(deps.database, row.team_id, week, now)
    missed = await missed_before(deps.database, row)
    return with_missed(made.team.language, view.prompt(made), KIND, missed)


def _minutes(deps: Deps) -> Rhythm:
    """Minutes are planned when a review is finished; here they are only built."""

    async def build(row: Delivery, now: datetime) -> Payload | str:
        week = date.fromisoformat(row.slot)
        place = await service.prompt_place(deps.database, row.team_id, week)
        here = place is not None and place.channel_id == row.channel_id
        row.thread_ts = place.message_ts if place and here else None
        was_read = place is None or await _thread_kept(deps, place, week)
        made = await service.content(deps.database, row.team_id, week, now)
        return minutes_view.minutes(made if was_read or made.notes else replace(made, notes=None))

    return Rhythm(MINUTES, None, build, every=True)


async def _thread_kept(deps: Deps, place: Card, week: date) -> bool:
    """Keep what people wrote below a review; return False when it could not be read.

    When Slack asks to wait a little it is read once more: later nobody would.
    """
    where = (deps.slack.client, place.channel_id, place.message_ts)
    try:
        try:
            found = await slack_threads.replies(*where, MOST_NOTES)
        except PostFailed as busy:
            if busy.wait is None or busy.wait > _SHORT_WAIT:
                raise
            await asyncio.sleep(busy.wait.total_seconds())
            found = await slack_threads.replies(*where, MOST_NOTES)
    except PostFailed as error:
        log.warning("thread not read", channel=place.channel_id, reason=error.reason)
        return False
    await review_notes.keep(deps.database, place.team_id, week, found)
    return True
