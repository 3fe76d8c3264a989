"""Reminders: a direct message to the owner of what is due; the work of who left, to the lead."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.answers.cards import Draw, Shows
from bot.answers.people import look_up
from bot.deps import Deps
from bot.metrics.actions import ActionFacts
from bot.metrics.clocks import reminders
from bot.models import Card, Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.registers import REGISTERS
from bot.registers.problems import PROBLEM
from bot.services import reminders as service
from bot.services.actions import SUBJECT
from bot.services.deliveries import Due
from bot.services.plans import PLAN
from bot.services.reminders import KIND, LEFT, VIEW, Left, Reminder
from bot.slack.client import Payload
from bot.views.actions import listed as view
from bot.views.home import left as left_view


def register(planner: Planner, deps: Deps) -> None:
    """Make reminders known to the planner, and say how posted ones are redrawn."""

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        content = await service.content(deps.database, row)
        return content if isinstance(content, str) else _drawn(content, now)

    async def posted(row: Delivery, message_ts: str) -> None:
        content = await service.content(deps.database, row)
        if not isinstance(content, str):
            name = f"{VIEW}.{content.language}"
            shows = _shows(row, content.actions, name)
            shows += [
                Shows(row.team_id, one.register.name, one.key, name) for one in content.entries
            ]
            await deps.cards.remember_direct(row.channel_id, message_ts, shows)

    async def redraw(card: Card) -> Payload | None:
        content = await service.shown_on(deps.database, card)
        return _drawn(content, deps.clock(), again=True) if content else None

    planner.add(Rhythm(KIND, slots, build, posted, times=reminders))
    planner.add(_left(deps))
    _drawn_by(deps, (SUBJECT, *REGISTERS), VIEW, redraw)


def _left(deps: Deps) -> Rhythm:
    """Return the offers of an owner's open work to the lead once they left."""
    asked: dict[tuple[int | None, str], date] = {}

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        owners = await service.owners_to_check(deps.database, team, after, until)
        for owner in owners:
            if asked.get((team.id, owner)) != until.date():
                await look_up(deps.slack, deps.database, owner, until)
                asked[team.id, owner] = until.date()
        return await service.left_due(deps.database, team, owners, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        content = await service.left_content(deps.database, row, now)
        return content if isinstance(content, str) else _offered(content, now)

    async def posted(row: Delivery, message_ts: str) -> None:
        content = await service.left_content(deps.database, row, deps.clock())
        if not isinstance(content, str):
            name = f"{LEFT}.{content.language}.{content.owner_id}"
            shows = _left_shows(row, content, name)
            await deps.cards.remember_direct(row.channel_id, message_ts, shows)

    async def redraw(card: Card) -> Payload | None:
        content = await service.left_shown_on(deps.database, card)
        return _offered(content, deps.clock()) if content else None

    _drawn_by(deps, (SUBJECT, PLAN, PROBLEM, *REGISTERS), LEFT, redraw)
    return Rhythm(LEFT, slots, build, posted, every=True, times=reminders)


def _drawn_by(deps: Deps, subjects: Sequence[str], view_name: str, draw: Draw) -> None:
    for subject in subjects:
        deps.cards.drawn_by(subject, view_name, draw)


def _left_shows(row: Delivery, content: Left, view_name: str) -> list[Shows]:
    keys = [(PLAN, str(plan)) for plan in sorted({item.plan for item in content.items})]
    keys += [(PROBLEM, str(one.number)) for one in content.problems]
    keys += [(one.register.name, one.key) for one in content.entries]
    shown = [Shows(row.team_id, subject, key, view_name) for subject, key in keys]
    return [*_shows(row, content.actions, view_name), *shown]


def _shows(row: Delivery, shown: Sequence[ActionFacts], view_name: str) -> list[Shows]:
    return [Shows(row.team_id, SUBJECT, str(action.number), view_name) for action in shown]


def _drawn(content: Reminder, now: datetime, *, again: bool = False) -> Payload:
    own = (content.team_name, content.actions, content.language)
    return view.reminder(*own, now, again=again, entries=content.entries)


def _offered(content: Left, now: datetime) -> Payload:
    return left_view(
        content.owner_id,
        (content.team_name, content.zone),
        (content.actions, content.items, content.problems),
        content.language,
        now,
        content.entries,
    )
