"""The weekly review: its prompt planned, built and posted, its minutes, and both kept in step."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog

from bot.answers.cards import Shows
from bot.clock import Clock
from bot.db import Database
from bot.deps import Deps, deps_for
from bot.metrics.clocks import weekly_reviews
from bot.metrics.review import MOST_NOTES
from bot.models import Card, Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.actions import life as actions
from bot.services.daily import causes
from bot.services.deliveries import Due, Ended, missed_before, of_slot
from bot.services.review import KIND, MINUTES, SUBJECT, VIEW, due_named, open_review
from bot.services.review import notes as review_notes
from bot.services.review import week as service
from bot.settings import Settings
from bot.slack import threads as slack_threads
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.views.deliveries import with_missed
from bot.views.review import minutes as minutes_view
from bot.views.review import week_card as view

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

    return Rhythm(KIND, slots, build, posted, times=weekly_reviews)


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

    return Rhythm(MINUTES, None, build, every=True, at_once=True)


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
