"""What the data say of a done action once its window has ended, found once and then kept."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.actions.actions import ActionFacts
from bot.metrics.actions.verification import (
    Measurement,
    Side,
    Windows,
    measurement,
    post_day,
    windows,
)
from bot.metrics.clocks import between, from_micros, reminder
from bot.metrics.figures import Interval
from bot.metrics.history import BOT
from bot.models import Card, Delivery, Team
from bot.services.actions.life import SUBJECT
from bot.services.deliveries import Due
from bot.services.figures import side_of
from bot.services.people import language_for
from bot.services.team import Measured, measured
from bot.store import actions as store
from bot.store import history
from bot.store.people import people
from bot.store.team import roles

KIND = "verification"
VIEW = "verdict"
EVENT = "measured"


@dataclass(frozen=True, slots=True)
class Found:
    """An action with what the data say of it, in its reader's language."""

    action: ActionFacts
    measurement: Measurement
    clock: str
    language: str


async def due(database: Database, team: Team, after: datetime, until: datetime) -> Sequence[Due]:
    """Return the verdicts due in this span, each for the action's owner and the team's leads.

    At the report time of the first working day after the window.
    """
    assert team.id is not None  # noqa: S101  a stored team has its id
    async with database.read() as session:
        found = await store.to_be_measured(session, team.id)
        if not found:
            return ()
        it = await measured(session, team.id, until)
        leading = await roles.leading(session, team.id)
    leads = [user_id for user_id, role in leading if role == "lead"]
    made = []
    for action in found:
        at = _posted_at(action, it)
        if at is not None and after < at <= until:
            people_told = dict.fromkeys((action.owner_id, *leads))
            made += [Due(KIND, user_id, slot_of(action), at) for user_id in people_told]
    return made


def slot_of(action: ActionFacts) -> str:
    """Return what names a window of an action."""
    return f"{action.team_id}:{action.number}:{action.verify_from}"


async def content(database: Database, row: Delivery, now: datetime) -> Found | str:
    """Return what the verdict of a row says, or the named reason why there is none.

    The first to ask measures, and writes what was found to the action and its history.
    """
    number = int(row.slot.split(":")[1])
    async with database.write() as session:
        action = await store.action(session, row.team_id, number, lock=True)
        if action is None or slot_of(action) != row.slot or action.status != "done":
            return "settled_since"
        person = await people.person(session, row.channel_id)
        if person is not None and person.deleted:
            return "person_deactivated"
        if action.verdict is None:
            action = await _measure(session, action, now)
        return await _found(session, action, language_for(person)) or "settled_since"


async def shown_on(database: Database, card: Card) -> Found | None:
    """Return what a posted verdict shows: the figures found then, the action as it stands now."""
    async with database.read() as session:
        action = await store.action(session, card.team_id, int(card.subject_key))
        language = card.view.partition(".")[2]
        return await _found(session, action, language) if action else None


async def _measure(session: AsyncSession, action: ActionFacts, now: datetime) -> ActionFacts:
    standard, done_at, first = action.standard, action.done_at, action.verify_from
    if standard is None or done_at is None or first is None:
        raise BotError("action.error.gone")
    it = await measured(session, action.team_id, now)
    spans = windows(done_at.astimezone(action.zone).date(), first, standard.days)
    after = await side_of(session, it, standard, spans.after, now)
    lag = now - between(*spans.after, action.zone).end
    until = between(*spans.before, action.zone).end + max(lag, timedelta(0))
    before = await side_of(session, it, standard, spans.before, min(until, now))
    # Drawing days again and again takes a while, during which clicks are still answered.
    made = await to_thread(measurement, standard.goal, spans, before, after)
    judged = {"verdict": made.verdict}
    await store.change(session, action.team_id, action.number, action.version, judged)
    await history.add(
        session,
        action.team_id,
        SUBJECT,
        str(action.number),
        EVENT,
        BOT,
        now,
        before=_written(made.before, spans.before),
        after={
            **_written(made.after, spans.after),
            **judged,
            "low": made.change.low if made.change else None,
            "high": made.change.high if made.change else None,
            "days": made.days,
            "clock": it.clock.name,
        },
    )
    found = await store.action(session, action.team_id, action.number)
    assert found  # noqa: S101  it is locked
    return found


async def _found(session: AsyncSession, action: ActionFacts, language: str) -> Found | None:
    rows = await history.of_subject(session, action.team_id, SUBJECT, str(action.number))
    row = next((row for row in reversed(rows) if row.event == EVENT), None)
    if row is None:
        return None
    before, after = history.values(row.before), history.values(row.after)
    measurement = read(before, after)
    return Found(action, measurement, str(after.get("clock")), language)


def read(before: dict[str, Any], after: dict[str, Any]) -> Measurement:
    """Return a measurement as the history holds it."""
    low, high = after.get("low"), after.get("high")
    return Measurement(
        Windows(_span(before), _span(after)),
        Side(before["value"], before["n"]),
        Side(after["value"], after["n"]),
        after["verdict"],
        None if low is None or high is None else Interval(low, high),
        after.get("days", 0),
    )


def _written(found: Side, span: tuple[date, date]) -> dict[str, str | int | float | None]:
    first, last = (day.isoformat() for day in span)
    return {"value": found.value, "n": found.samples, "first": first, "last": last}


def _span(values: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(values["first"]), date.fromisoformat(values["last"])


def _posted_at(action: ActionFacts, it: Measured) -> datetime | None:
    if action.measured_on is None:
        return None
    return from_micros(reminder(it.rhythm, post_day(it.business, action.measured_on)))
