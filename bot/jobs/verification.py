"""Verdicts: what the data say of an action once its window has ended, to owner and lead."""

from collections.abc import Sequence
from datetime import datetime

from bot.answers.cards import Shows
from bot.deps import Deps
from bot.metrics.clocks import reminders
from bot.models import Card, Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.actions import KIND, SUBJECT, VIEW, Found
from bot.services.actions import verification as service
from bot.services.deliveries import Due
from bot.slack.client import Payload
from bot.views.actions import verdict as view


def register(planner: Planner, deps: Deps) -> None:
    """Make verdicts known to the planner, and say how posted ones are redrawn."""

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        found = await service.content(deps.database, row, now)
        return found if isinstance(found, str) else _drawn(found)

    async def posted(row: Delivery, message_ts: str) -> None:
        found = await service.content(deps.database, row, deps.clock())
        if not isinstance(found, str):
            key, name = str(found.action.number), f"{VIEW}.{found.language}"
            shows = Shows(row.team_id, SUBJECT, key, name)
            await deps.cards.redraw(row.team_id, SUBJECT, key)
            await deps.cards.remember_direct(row.channel_id, message_ts, [shows])

    async def redraw(card: Card) -> Payload | None:
        found = await service.shown_on(deps.database, card)
        return _drawn(found) if found else None

    planner.add(Rhythm(KIND, slots, build, posted, every=True, times=reminders))
    deps.cards.drawn_by(SUBJECT, VIEW, redraw)


def _drawn(found: Found) -> Payload:
    return view.verdict(found.action, found.measurement, found.clock, found.language)
