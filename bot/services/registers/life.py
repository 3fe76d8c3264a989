"""Entries of registers: made and changed, each change with its reason and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

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
    Form,
    Tickets,
    Values,
    may,
    people_in,
    read,
)
from bot.metrics.texts import cleaned
from bot.metrics.tickets import TicketKey
from bot.services.forms import base_of, edits, first_form, merged, write
from bot.services.people import Profile, owner_errors
from bot.services.registers.decisions import (
    Decision,
    Wish,
    considered,
    leading,
    people_told,
    require_entry,
)
from bot.services.team import Asker
from bot.store import cards
from bot.store import registers as store
from bot.store.team import roles, teams
from bot.store.tickets import tickets

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
        form = await _form(session, register, step, wish, today)
        values, wrong = read(register, step, form, {})
        wrong |= {**_unknown(register, values, people), **wish.wrong}
        if register.checks_new is not None:
            wrong = {**register.checks_new(values), **wrong}
        if wrong:
            return Decision("invalid", step=step, errors=wrong)
        if wish.form and not await first_form(session, wish.form, now):
            return Decision("unchanged", step=step)
        more = register.adds(values) if register.adds is not None else {}
        given = {**wish.born, **values, **more}
        entry = await made(session, register, wish.team_id, given, (wish.who, now))
        hears = await people_told(session, entry, step, wish.who)
        return Decision("changed", entry, step, told=hears)


async def made(
    session: AsyncSession,
    register: AnyRegister,
    team_id: int,
    values: Values,
    by: tuple[str, datetime],
) -> AnyEntry:
    """Write a new entry with its history in a transaction; return it under its number.

    `values` are checked, by field or by column; `by` is who makes it, and when.
    """
    who, now = by
    step = register.make
    row = {"team_id": team_id, "status": step.to, "created_by": who, "created_at": now, **values}
    entry = await _present(session, register, team_id, await store.add(session, register, row))
    after = {name: text for name, text in entry.texts().items() if text}
    await note(session, entry, Edit(step.noted, who, now, {}, after, None))
    await _await_card(session, entry, now)
    return entry


async def _await_card(session: AsyncSession, entry: AnyEntry, now: datetime) -> None:
    """Note that a new entry's card is to stand in the channel, where everybody there sees it."""
    if entry.register.sees is None and entry.channel_id is not None:
        what = (entry.team_id, entry.register.name, entry.key)
        await cards.add_new(session, what, entry.channel_id, now)


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
        if entry.row.version != wish.version and not step.at_once:
            return await _overtaken(session, found, wish)
        form = await _form(session, register, step, wish, entry.today(now), entry)
        values, wrong = read(register, step, form, entry.texts())
        wrong |= {**_unknown(register, values, people), **wish.wrong}
        if step.check is not None and not wrong:
            wrong |= step.check(entry, values)
        if wrong:
            return replace(found, reason="invalid", errors=wrong)
        taken = await take(session, entry, step, values, (wish.who, now))
        if taken is None:
            return replace(found, reason="unchanged")
        left, why = taken
        if left.owner_id != entry.owner_id:
            step = replace(step, tells=step.tells | {HOLDER})
        hears = await people_told(session, left, step, wish.who)
        return Decision("changed", left, step, told=hears, why=why)


async def take(
    session: AsyncSession,
    entry: AnyEntry,
    step: AnyStep,
    values: Values,
    by: tuple[str, datetime],
) -> tuple[AnyEntry, str | None] | None:
    """Take a step with checked values in the transaction that has locked the entry.

    `by` is who takes it, and when. Return the entry as it stands then and what was given as the
    reason; None where nothing would change.
    """
    edit, written = _taken(entry, step, values, *by)
    if not written and not edit.why:
        return None
    await store.change(session, entry, written)
    await note(session, entry, edit)
    return await _present(session, entry.register, entry.team_id, entry.number), edit.why


async def look(
    database: Database, register: AnyRegister, team_id: int, number: int
) -> AnyEntry | None:
    """Return an entry as it stands now, for a card that was posted."""
    async with database.read() as session:
        return await store.entry(session, register, team_id, number)


async def holder_role(database: Database, entry: AnyEntry) -> str | None:
    """Return the role in its team of whose an entry is, None for who is not in it."""
    async with database.read() as session:
        return await roles.role(session, entry.team_id, entry.owner_id or "")


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
    given = {
        name: value
        for name, value in values.items()
        if name != WHY and (name in step.anew or value != entry.value(name))
    }
    why = cleaned(str(values.get(step.said) or ""))
    present, kind = entry.texts(), entry.register.kind
    noted = {name: value for name, value in given.items() if name != step.said}

    def held(name: str) -> object:
        return given[name] if name in given else entry.value(name)

    before: dict[str, object] = {name: present[name] for name in (*noted, *step.keeps)}
    after: dict[str, object] = {name: kind(name).text(one, held) for name, one in noted.items()}
    written = dict(given)
    if (status := step.leaves(entry, given)) != entry.status:
        written[STATUS] = status
        before[STATUS], after[STATUS] = entry.status, status
    if step.also is not None:
        written |= step.also(entry, {**written, WHY: why}, who, now)
    return Edit(step.noted, who, now, before, after, why), written


async def _overtaken(session: AsyncSession, found: Decision, wish: Wish) -> Decision:
    entry = found.facts
    past = await edits(session, entry.team_id, entry.register.name, entry.key)
    newer = max(entry.row.version - wish.version, 0)
    since, present = tuple(past[max(len(past) - newer, 0) :]), entry.texts()
    again = merged(wish.typed, base_of(present, since), present)
    return replace(found, reason="stale", since=since, again=again)


def _unknown(register: AnyRegister, values: Values, people: People) -> dict[str, BotError]:
    wrong: dict[str, BotError] = {}
    for name, value in values.items():
        for user_id in people_in(register.kind(name), str(value or "")):
            found = owner_errors(people.get(user_id)).get("owner")
            wrong |= {name: found} if found else {}
    return wrong


async def note(session: AsyncSession, entry: AnyEntry, edit: Edit) -> None:
    """Write one change of an entry, in the transaction that counts its version up by one."""
    await write(session, entry.team_id, entry.register.name, entry.key, edit)


async def _form(
    session: AsyncSession,
    register: AnyRegister,
    step: AnyStep,
    wish: Wish,
    today: date,
    entry: AnyEntry | None = None,
) -> Form:
    """Return what the fields of a form are read in."""
    names = [name for name in step.asks if isinstance(register.kind(name), Tickets)]
    named = {one for name in names for one in Tickets.named(wish.typed.get(name, ""))}
    if not named:
        return Form(today, wish.typed)
    ids = {*named, *(one.partition("/")[2] for one in named if "/" in one)}
    attached: Sequence[TicketKey] = [
        *((wish.ticket,) if wish.ticket else ()),
        *(key for name in names if entry for key in _keys(entry.value(name))),
    ]
    stored = await tickets.with_ids(session, wish.team_id, sorted(ids))
    return Form(today, wish.typed, (attached, stored))


def _keys(held: object) -> Sequence[TicketKey]:
    return held if isinstance(held, tuple) else ()


async def _present(
    session: AsyncSession, register: AnyRegister, team_id: int, number: int
) -> AnyEntry:
    found = await store.entry(session, register, team_id, number)
    if found is None:
        raise BotError("register.error.gone")
    return found
