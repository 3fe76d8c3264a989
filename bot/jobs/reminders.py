"""Reminders: a direct message to the owner the day before an action is due, and on the day."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.cards import Shows
from bot.deps import Deps
from bot.models import Card, Delivery, Team
from bot.planner import Planner, Rhythm
from bot.services import reminders as service
from bot.services.actions import SUBJECT
from bot.services.delivery import Due
from bot.services.reminders import KIND, VIEW, Reminder
from bot.slack import Payload
from bot.slack_failures import PostFailed
from bot.views import action_list as view

log = structlog.get_logger()


def register(planner: Planner, deps: Deps) -> None:
    """Make reminders known to the planner, and say how posted ones are redrawn."""

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        content = await service.content(deps.database, row)
        return content if isinstance(content, str) else _drawn(content, now)

    async def posted(row: Delivery, message_ts: str) -> None:
        content = await service.content(deps.database, row)
        if isinstance(content, str):
            return
        try:
            channel_id = await deps.slack.direct(row.channel_id)
        except PostFailed as error:
            log.warning("a reminder will not be redrawn", slot=row.slot, reason=error.reason)
            return
        shows = [
            Shows(row.team_id, SUBJECT, str(action.number), f"{VIEW}.{content.language}")
            for action in content.actions
        ]
        await deps.cards.remember(channel_id, message_ts, shows)

    async def redraw(card: Card) -> Payload | None:
        content = await service.shown_on(deps.database, card)
        return _drawn(content, deps.clock(), again=True) if content else None

    planner.add(Rhythm(KIND, slots, build, posted))
    deps.cards.drawn_by(SUBJECT, VIEW, redraw)


def _drawn(content: Reminder, now: datetime, *, again: bool = False) -> Payload:
    return view.reminder(content.team_name, content.actions, content.language, now, again=again)
