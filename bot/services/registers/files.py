"""Every entry of a team's register, for a file; and entries from one: all of them, or none."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.registers import (
    MAKE,
    STATUS,
    AnyEntry,
    AnyRegister,
    Choice,
    Day,
    Form,
    Kind,
    People,
    Person,
    people_in,
    read,
)
from bot.metrics.texts import Texts
from bot.registers import REGISTERS
from bot.services.forms import write
from bot.services.team import find_team
from bot.store import registers as store
from bot.store.people import people
from bot.store.team import teams

_USER = re.compile(r"[UW][A-Z0-9]{4,}")
_BETWEEN = re.compile("[;；、\n]")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Exported:
    """The entries of a register by number, and the names of the people in them, where known."""

    register: AnyRegister
    entries: tuple[AnyEntry, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows became entries, and how many were entries already; or what is wrong.

    `faults` are (row, field, what is wrong with it), rows counted from 1 below the header.
    """

    added: int = 0
    same: int = 0
    faults: tuple[tuple[int, str, BotError], ...] = ()


def named(name: str) -> AnyRegister:
    """Return a register by its name. Raises BotError with all of them for another."""
    register = REGISTERS.get(name)
    if register is None:
        raise BotError("register.error.unknown", name=name, names=", ".join(REGISTERS))
    return register


async def export(database: Database, name: str, team_name: str) -> Exported:
    """Return every entry of a team. Raises BotError for an unknown register or team."""
    register = named(name)
    fields = _people(register)
    async with database.read() as session:
        team = await find_team(session, team_name)
        entries = await store.all_of(session, register, team.id or 0)
        texts = [(register.kind(field), one.texts()[field]) for one in entries for field in fields]
        held = {user_id for kind, text in texts for user_id in people_in(kind, text)}
        names = await people.names(session, sorted(held))
    return Exported(register, tuple(entries), names)


async def take_in(
    database: Database,
    register: AnyRegister,
    team_name: str,
    rows: Sequence[Texts],
    by: tuple[str, datetime],
) -> Imported:
    """Make an entry of each row, a text for each field; one that is there already stays alone.

    `by` is who does it and when. People are given by Slack ID, or by a name that only one person
    has. When anything is wrong nothing is written. Raises BotError for an unknown team.
    """
    who, now = by
    async with database.write() as session:
        team = await find_team(session, team_name)
        team_id = team.id or 0
        today = now.astimezone(await teams.zone(session, team_id)).date()
        told = sorted({one for row in rows for one in _named(register, row)})
        users = await people.ids_of(session, told)
        found = [_read(register, row, today, users) for row in rows]
        faults = [
            (number, field, error)
            for number, (_, wrong) in enumerate(found, 1)
            for field, error in wrong.items()
        ]
        if faults:
            return Imported(faults=tuple(faults))
        known = [_known(one) for one in await store.all_of(session, register, team_id)]
        new = [values for values, _ in found if _texts(register, values) not in known]
        for values in new:
            made = {"team_id": team_id, "created_by": who, "created_at": now}
            number = await store.add(session, register, {**made, **values})
            after = {name: text for name, text in _texts(register, values).items() if text}
            edit = Edit(MAKE, who, now, {}, after, None)
            await write(session, team_id, register.name, str(number), edit)
    return Imported(len(new), len(rows) - len(new))


def _read(
    register: AnyRegister, row: Texts, today: date, users: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, BotError]]:
    """Return the values of a row with its state, and what is wrong with it by field.

    What was planned ahead once may have passed.
    """
    typed = {name: row.get(name, "") for name in register.fields}
    typed |= {name: _ids(register.kind(name), typed[name], users) for name in _people(register)}
    days = {name: kind for name, kind in register.fields.items() if isinstance(kind, Day)}
    typed[STATUS] = row.get(STATUS) or next(iter(register.states))
    wrong = {
        name: BotError("register.error.date", value=typed[name][:40])
        for name in days
        if _day(typed[name]) is None
    }
    wrong |= _unknown_words(register, typed)
    typed |= dict.fromkeys(wrong, "")
    typed |= {name: _day(typed[name]) or "" for name in days}
    ahead = {name: typed[name] for name in days if typed[name] and days[name].ahead}
    left = tuple(name for name in register.fields if name not in {*ahead, *wrong})
    asked = replace(register.make, asks=left)
    values, more = read(register, asked, Form(today, typed), {})
    values |= {name: date.fromisoformat(text) for name, text in ahead.items()}
    for name in _people(register):
        for one in people_in(register.kind(name), str(values.get(name) or "")):
            if not _USER.fullmatch(one):
                wrong[name] = BotError("register.error.person", name=one[:60])
    return {STATUS: typed[STATUS], **values}, {**more, **wrong}


def _unknown_words(register: AnyRegister, typed: Texts) -> dict[str, BotError]:
    """Return what is wrong where one of a few words stands for a field, or for the state."""
    words: dict[str, Collection[str]] = {STATUS: register.states}
    words |= {name: kind.of for name, kind in register.fields.items() if isinstance(kind, Choice)}
    return {
        name: BotError("register.error.choice", value=typed[name][:40], choices=", ".join(known))
        for name, known in words.items()
        if typed[name] and typed[name] not in known
    }


def _day(text: str) -> str | None:
    """Return a date as a form gives it, nothing for nothing; None for what is no date."""
    found = _DAY.fullmatch(text)
    if not text or found is None:
        return None if text else ""
    try:
        return date.fromisoformat(found[1]).isoformat()
    except ValueError:
        return None


def _people(register: AnyRegister) -> list[str]:
    fields = register.fields.items()
    return [name for name, kind in fields if isinstance(kind, Person | People)]


def _named(register: AnyRegister, row: Texts) -> list[str]:
    """Return who is named in a row, as it is written there."""
    return [
        one for name in _people(register) for one in _each(register.kind(name), row.get(name, ""))
    ]


def _ids(kind: Kind, text: str, users: Mapping[str, str]) -> str:
    return ",".join(users.get(one, one) for one in _each(kind, text))


def _each(kind: Kind, text: str) -> list[str]:
    """Return whom a cell names: several between semicolons, as a name may hold a comma."""
    parts = _BETWEEN.split(text) if isinstance(kind, People) else [text]
    return [part.strip() for part in parts if part.strip()]


def _known(entry: AnyEntry) -> dict[str, str]:
    return {STATUS: entry.status, **entry.texts()}


def _texts(register: AnyRegister, values: Mapping[str, object]) -> dict[str, str]:
    held = values.get
    texts = {name: kind.text(held(name), held) for name, kind in register.fields.items()}
    return {STATUS: str(values[STATUS]), **texts}
