"""Near-threshold warnings: each working day is judged at its end, and what changed is posted."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.answers.cards import Shows
from bot.deps import Deps
from bot.metrics.clocks import judgements
from bot.metrics.warnings.report import ClearedNote, WarningCard
from bot.models import Card, Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.deliveries import Due
from bot.services.warnings import judging as service
from bot.services.warnings.cards import SUBJECT, VIEW, key_of, posted_card, shows_of
from bot.slack.client import Payload
from bot.views.warnings import card as view


def register(planner: Planner, deps: Deps) -> None:
    """Make the rhythm known, and how posted warnings are redrawn."""
    planner.add(_rhythm(deps))

    async def draw(card: Card) -> Payload | None:
        found = await posted_card(deps.database, card, deps.clock())
        return view.card(found) if found else None

    deps.cards.drawn_by(SUBJECT, VIEW, draw)


def _rhythm(deps: Deps) -> Rhythm:
    told: dict[str, service.Told] = {}

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        day, _, metric = row.slot.partition(":")
        told.pop(row.id, None)
        found = await service.judge(
            deps.database, row.team_id, metric, date.fromisoformat(day), now
        )
        if isinstance(found, str):
            return found
        told[row.id], row.thread_ts = found, found.thread_ts
        return view.posted(found.note)

    async def posted(row: Delivery, message_ts: str) -> None:
        found = told.pop(row.id, None) or await _told_before(deps, row)
        note = found.note if found else None
        if isinstance(note, WarningCard):
            await deps.cards.remember(row.channel_id, message_ts, [_shows(note)])
        if isinstance(note, ClearedNote):
            key = key_of(note.rule.metric, note.raised_on)
            await deps.cards.redraw(row.team_id, SUBJECT, key)

    return Rhythm(service.KIND, slots, build, posted, every=True, times=judgements, at_once=True)


async def _told_before(deps: Deps, row: Delivery) -> service.Told | None:
    """Return what a post told that another process made."""
    day, _, metric = row.slot.partition(":")
    return await service.told_before(
        deps.database, row.team_id, metric, date.fromisoformat(day), deps.clock()
    )


def _shows(note: WarningCard) -> Shows:
    return Shows(note.team.id, SUBJECT, *shows_of(note.rule.metric, note.raised_on, note.shown))
