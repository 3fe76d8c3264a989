"""The daily report: planned, built, posted, and redrawn when a cause is named."""

from asyncio import Lock
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.answers.cards import Shows
from bot.clock import Clock
from bot.db import Database
from bot.deps import Deps, deps_for
from bot.metrics.clocks import daily_reports
from bot.metrics.daily import DailyReport
from bot.models import Card, Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.daily import SUBJECT, due_named, mentions, subject_key
from bot.services.daily import report as daily
from bot.services.deliveries import Due, Ended
from bot.settings import Settings
from bot.slack.client import Payload
from bot.views.daily import mentions as asking
from bot.views.daily import report as view
from bot.views.deliveries import with_missed

VIEW = "daily"
_MOST_SHOWN = 200


class PostedByHand(NamedTuple):
    """What became of a report asked for in the shell: the team, its slot and how it ended."""

    team: str
    day: date
    ended: Ended


def register(planner: Planner, deps: Deps) -> None:
    """Make the rhythm known, and how the messages are redrawn that show a not-met ticket."""
    planner.add(_rhythm(deps))
    planner.add(_direct(deps))

    async def draw(card: Card) -> Payload | None:
        place = (card.channel_id, card.message_ts)
        found = await daily.posted_at(deps.database, *place, deps.clock())
        return await _drawn(deps, found, found.report.as_of) if found else None

    deps.cards.drawn_by(SUBJECT, VIEW, draw)


async def post_by_hand(
    settings: Settings,
    database: Database,
    team_name: str,
    day: date | None = None,
    clock: Clock | None = None,
) -> PostedByHand:
    """Post the report of a local date (none: today) without a running bot, each slot once.

    Raises BotError for a missing token, an unknown team, one without a channel, a future date.
    """
    deps = deps_for(settings, database, clock)
    planner = Planner(deps)
    register(planner, deps)
    team, due = await due_named(database, team_name, day, deps.clock())
    ended = await planner.post_by_hand(team, due)
    return PostedByHand(team.name, date.fromisoformat(due.slot), ended)


def _rhythm(deps: Deps) -> Rhythm:
    shown: dict[str, DailyReport] = {}
    # Several that are worked out at once end no sooner, and leave no processor to who asks.
    working_out = Lock()

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await daily.due_between(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        async with working_out:
            told = await daily.to_post(deps.database, row, now)
        if told.report.team.channel_id != row.channel_id:
            return "channel_changed"
        shown[row.id] = told.report
        return await _drawn(deps, told, now)

    async def posted(row: Delivery, message_ts: str) -> None:
        report = shown.pop(row.id, None)
        if report is None:
            found = await daily.posted_at(deps.database, row.channel_id, message_ts, deps.clock())
            report = found.report if found else None
        await deps.cards.remember(row.channel_id, message_ts, _shows(report) if report else [])
        if report is not None:
            await mentions.plan_direct(deps.database, report, row, deps.clock())

    return Rhythm(daily.KIND, slots, build, posted, times=daily_reports, at_once=True)


def _direct(deps: Deps) -> Rhythm:
    """Direct messages are planned when a report is posted; here they are only built."""

    async def build(row: Delivery, now: datetime) -> Payload | str:
        found = await mentions.direct(deps.database, row, now)
        if isinstance(found, str):
            return found
        link = await deps.slack.permalink(found.channel_id, found.message_ts)
        return asking.direct(found.report, link)

    return Rhythm(mentions.DIRECT, None, build, every=True)


async def _drawn(deps: Deps, told: daily.Told, posted: datetime) -> Payload:
    made, language = told.report, told.report.team.language
    message = with_missed(language, view.posted(made), daily.KIND, told.missed)
    users = await mentions.mentioned(deps.database, made, told.row, posted)
    return asking.with_mentions(language, message, users)


def _shows(made: DailyReport) -> list[Shows]:
    """Return the tickets that a report counts as not met; of very many the worst.

    It says how many have no cause: named one by one, those beyond are counted with the next.
    """
    keys = made.not_met[:_MOST_SHOWN]
    return [Shows(made.team.id, SUBJECT, subject_key(key), VIEW) for key in keys]
