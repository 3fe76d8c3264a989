"""A weekly review that nobody finished: one direct message to the lead, the next working day."""

from collections.abc import Sequence
from datetime import datetime

from bot.answers.cards import Shows
from bot.deps import Deps
from bot.metrics.clocks import noons
from bot.models import Card, Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.deliveries import Due
from bot.services.review import REMINDER, SUBJECT, StillOpen
from bot.services.review import reminder as service
from bot.slack.client import Payload
from bot.views.review import reminder as view


def register(planner: Planner, deps: Deps) -> None:
    """Make the reminder known to the planner, and say how a posted one is redrawn."""

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        found = await service.content(deps.database, row, now)
        return found if isinstance(found, str) else await drawn(found)

    async def posted(row: Delivery, message_ts: str) -> None:
        found = await service.content(deps.database, row, deps.clock())
        if not isinstance(found, str):
            key, name = found.review.state.week.isoformat(), f"{REMINDER}.{found.language}"
            shows = Shows(row.team_id, SUBJECT, key, name)
            await deps.cards.remember_direct(row.channel_id, message_ts, [shows])

    async def redraw(card: Card) -> Payload | None:
        return await drawn(await service.shown_on(deps.database, card, deps.clock()))

    async def drawn(found: StillOpen) -> Payload:
        prompt, link = found.prompt, None
        if prompt is not None:
            link = await deps.slack.permalink(prompt.channel_id, prompt.message_ts)
        return view.reminder(found.review, found.language, link)

    planner.add(Rhythm(REMINDER, slots, build, posted, times=noons))
    deps.cards.drawn_by(SUBJECT, REMINDER, redraw)
