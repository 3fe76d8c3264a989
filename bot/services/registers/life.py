"""Entries of registers: made and changed, each change with its reason and its history."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.registers import (
    HOLDER,
    MAKE,
    STATUS,
    WHY,
    AnyEntry,
    AnyRegister,
    AnyStep,
    Person,
    Values,
    may,
    read,
)
from bot.metrics.texts import cleaned
from bot.services.edits import base_of, edits, merged, write
from bot.services.people import Profile, owner_errors
from bot.services.registers.decisions import (
    Decision,
    Wish,
    considered,
    leading,
    people_told,
    require_entry,
)
from bot.services.seen import first_form
from bot.services.team import Asker
from bot.store import registers as store
from bot.store.team import roles, teams

People = Mapping[str, Profile | None]
"""What Slack says of those who are named in a form, by user ID; None when it would not say."""


async def create(
    database: Database,
    register: AnyRegister,
    step: AnyStep,
    wish: Wish,
    people: People,
    now: datetime,
) -> Decision:
    """Make an entry: `changed`, or `invalid`, `forbidden`, `unchanged` when sent twice.

    `step` is the register's MAKE.
    """
    async with database.write() as session:
        if not may(step, wish.who, await roles.role(session, wish.team_id, wish.who)):
            found = await leading(session, wish.team_id, step)
            return Decision("forbidden", step=step, leading=found)
        today = now.astimezone(await teams.zone(session, wish.team_id)).date()
        values, wrong = read(register, step, wish.typed, today, {})
        wrong |= _unknown(register, values, people)
        if register.checks_new is not None:
            wrong = {**register.checks_new(values), **wrong}
        if wrong:
            return Decision("invalid", step=step, errors=wrong)
        if wish.form and not await first_form(session, wish.form, now):
            return Decision("unchanged", step=step)
        row = {"team_id": wish.team_id, "status": step.to, "created_by": wish.who, **wish.born}
        row |= {register.column(name): value for name, value in values.items()}
        row |= register.adds(values) if register.adds is not None else {}
        number = await store.add(session, register, {**row, "created_at": now})
        entry = await store.entry(session, register, wish.team_id, number)
        made = Decision("changed", entry, step)
        after = {name: text for name, text in made.facts.texts().items() if text}
        await _note(session, made.facts, Edit(step.noted, wish.who, now, {}, after, None))
        return replace(made, told=await people_told(session, made.facts, step, wish.who))


async def consider(
    database: Database, register: AnyRegister, place: tuple[int, int], who: str, step: AnyStep
) -> Decision:
    """Return whether somebody may take a step with an entry as it stands now; MAKE needs none."""
    async with database.read() as session:
        if step.name != MAKE:
            return await considered(session, register, place, who, step)
        if may(step, who, await roles.role(session, place[0], who)):
            return Decision("allowed", step=step)
        found = await leading(session, place[0], step)
        return Decision("forbidden", step=step, leading=found)


async def change(
    database: Database,
    register: AnyRegister,
    step: AnyStep,
    wish: Wish,
    people: People,
    now: datetime,
) -> Decision:
    """Take a step: `changed`, or why not. Nobody's change is overwritten unseen.

    Whoever an entry is handed to hears of it.
    """
    async with database.write() as session:
        place = (wish.team_id, wish.number)
        found = await considered(session, register, place, wish.who, step, lock=True)
        if found.reason != "allowed" or found.step is None:
            return found
        entry, step = found.facts, found.step
        if entry.row.version != wish.version:
            return await _overtaken(session, found, wish)
        values, wrong = read(register, step, wish.typed, entry.today(now), entry.texts())
        wrong |= _unknown(register, values, people)
        if step.check is not None and not wrong:
            wrong |= step.check(entry, values)
        if wrong:
            return replace(found, reason="invalid", errors=wrong)
        edit, written = _taken(entry, step, values, wish.who, now)
        if not written and not edit.why:
            return replace(found, reason="unchanged")
        columns = {register.column(name): value for name, value in written.items()}
        await store.change(session, entry, columns)
        await _note(session, entry, edit)
        left = await store.entry(session, register, *place)
        if left is not None and left.owner_id != entry.owner_id:
            step = replace(step, tells=step.tells | {HOLDER})
        hears = await people_told(session, left or entry, step, wish.who)
        return Decision("changed", left, step, told=hears, why=edit.why)


async def look(
    database: Database, register: AnyRegister, team_id: int, number: int
) -> AnyEntry | None:
    """Return an entry as it stands now, for a card that was posted."""
    async with database.read() as session:
        return await store.entry(session, register, team_id, number)


async def seen(
    database: Database, register: AnyRegister, place: tuple[int, int], asker: Asker
) -> tuple[AnyEntry, tuple[AnyStep, ...]]:
    """Return an entry of a team, and the steps that who asks may take now. Raises BotError."""
    async with database.read() as session:
        entry = await store.entry(session, register, *place)
        if entry is None:
            raise BotError("register.error.gone")
        return entry, await require_entry(session, asker, entry)


def _taken(
    entry: AnyEntry, step: AnyStep, values: Mapping[str, object], who: str, now: datetime
) -> tuple[Edit, Values]:
    """Return what a step that may be taken leaves in the history, and what is written."""
    given = {name: value for name, value in values.items() if name != WHY}
    why = cleaned(str(values.get(step.said) or ""))
    present, kind = entry.texts(), entry.register.kind
    noted = {name: value for name, value in given.items() if name != step.said}

    def held(name: str) -> object:
        return given[name] if name in given else entry.value(name)

    before: dict[str, object] = {name: present[name] for name in (*noted, *step.keeps)}
    after: dict[str, object] = {name: kind(name).text(one, held) for name, one in noted.items()}
    written = dict(given)
    if step.to is not None and step.to != entry.status:
        written[STATUS] = step.to
        before[STATUS], after[STATUS] = entry.status, step.to
    if step.also is not None:
        written |= step.also(entry, {**written, WHY: why}, who, now)
    return Edit(step.noted, who, now, before, after, why), written


async def _overtaken(session: AsyncSession, found: Decision, wish: Wish) -> Decision:
    entry = found.facts
    made = await edits(session, entry.team_id, entry.register.name, entry.key)
    since, present = tuple(made[wish.version :]), entry.texts()
    again = merged(wish.typed, base_of(present, since), present)
    return replace(found, reason="stale", since=since, again=again)


def _unknown(register: AnyRegister, values: Values, people: People) -> dict[str, BotError]:
    wrong: dict[str, BotError] = {}
    for name, value in values.items():
        if value and isinstance(register.kind(name), Person):
            found = owner_errors(people.get(str(value))).get("owner")
            wrong |= {name: found} if found else {}
    return wrong


async def _note(session: AsyncSession, entry: AnyEntry, edit: Edit) -> None:
    await write(session, entry.team_id, entry.register.name, entry.key, edit)
