"""Complaints about delay: reminders at 12 h and 22 h to lead and quality, a post at 24 h."""

from collections.abc import Sequence
from datetime import datetime

from bot.answers.cards import Shows
from bot.deps import Deps
from bot.metrics.complaints.report import Clocks
from bot.models import Card, Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.registers.problems import PROBLEM
from bot.services.complaints import clock as service
from bot.services.complaints.clock import KIND, SUBJECT, VIEW
from bot.services.deliveries import Due
from bot.slack.client import Payload
from bot.views.complaints import complaints as view


def register(planner: Planner, deps: Deps) -> None:
    """Make the rhythm known, and how the messages are redrawn that show a complaint."""

    async def redraw(card: Card) -> Payload | None:
        found = await service.shown_on(deps.database, card, deps.clock())
        return view.clocks(found) if found else None

    async def follow(team_id: int, number: str) -> None:
        for key in await service.keys_of_problem(deps.database, team_id, int(number)):
            await deps.cards.redraw(team_id, SUBJECT, key)

    planner.add(_rhythm(deps))
    deps.cards.drawn_by(SUBJECT, VIEW, redraw)
    deps.cards.followed_by(PROBLEM, follow)


def _rhythm(deps: Deps) -> Rhythm:
    told: dict[str, Clocks] = {}

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        await service.notice(deps.database, team, min(until, deps.clock()))
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        told.pop(row.id, None)
        found = await service.content(deps.database, row, now)
        if isinstance(found, str):
            return found
        told[row.id] = found
        return view.clocks(found)

    async def posted(row: Delivery, message_ts: str) -> None:
        found = told.pop(row.id, None) or await service.content(deps.database, row, row.due_at)
        if isinstance(found, str):
            return
        place = "channel" if found.is_breach else "direct"
        name = f"{VIEW}.{found.language}.{place}"
        keys = [service.subject_key(one.key) for one in found.complaints]
        shows = [Shows(row.team_id, SUBJECT, key, name) for key in keys]
        if found.is_breach:
            await deps.cards.remember(row.channel_id, message_ts, shows)
        else:
            await deps.cards.remember_direct(row.channel_id, message_ts, shows)

    return Rhythm(KIND, slots, build, posted, of_complaints=True)
