"""A team set up from nothing, or changed, in one step: all of it or nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.team.settings_form import FIELDS, Changed, Moved, SavedSettings, SettingsForm
from bot.models import Team
from bot.services.forms import first_form, was_made
from bot.services.team import leads
from bot.services.team.fields import choices_of, read_fields, values_of
from bot.services.team.phrases import phrases_met
from bot.services.team.settings import SUBJECT, apply, create
from bot.store import history, locks
from bot.store.team import roles
from bot.store.team import writes as store

Reason = Literal["saved", "unchanged", "invalid", "stale"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came back: `typed` and the digests of what had been shown, by field.

    `form` is the ID of its view.
    """

    team_id: int | None
    typed: Mapping[str, str]
    seen: Mapping[str, str]
    turn: int
    who: str
    form: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: `errors` by field, the form to look at again, or what was saved."""

    reason: Reason
    errors: Mapping[str, BotError] = field(default_factory=dict)
    form: SettingsForm | None = None
    saved: SavedSettings | None = None


async def present_form(
    database: Database, team_id: int, who: str, now: datetime, *, made_admin: bool = False
) -> SettingsForm:
    """Return the form of a team as it stands. Raises BotError to those who may not change it."""
    async with database.read() as session:
        await leads.refuse(session, team_id, who)
        team = await _team(session, team_id)
        values, met = await _values(session, team, now), await phrases_met(session, team)
    return SettingsForm(team_id, values, _digests(values), made_admin=made_admin, phrases=met)


async def new_form(
    database: Database,
    who: str,
    now: datetime,
    suggested: Mapping[str, str],
    *,
    made_admin: bool = False,
) -> SettingsForm:
    """Return the form for a new team, with what is suggested filled in. Raises BotError."""
    async with database.read() as session:
        await _refuse_new(session, who)
        channel_id = suggested.get("channel")
        taken = channel_id and await store.team_in_channel(session, channel_id)
    values = _nothing(now) | dict(suggested) | ({"channel": ""} if taken else {})
    return SettingsForm(None, values, {}, made_admin=made_admin)


async def save(database: Database, sent: Sent, now: datetime) -> Outcome:
    """Save a form that was sent: `saved`, or why nothing was.

    `invalid` comes with its errors; `stale` with the form drawn anew, in which what somebody
    else has changed since is named and stands unless the sender changed it too. Raises BotError to
    those who may not. What a form of an earlier version does not ask for stays.
    """
    async with database.write() as session:
        await locks.settings_in_turn(session)
        if sent.team_id is None:
            await _refuse_new(session, sent.who)
            team, before = None, _nothing(now)
        else:
            await leads.refuse(session, sent.team_id, sent.who)
            team = await _team(session, sent.team_id)
            before = await _values(session, team, now)
        values, errors = read_fields({**before, **sent.typed})
        if team is None and await was_made(session, sent.form):
            return await _made_before(session, values)
        errors |= await _taken(session, sent.team_id, values)
        if errors:
            return Outcome("invalid", errors)
        moved = await _moved(session, sent, values, before)
        if moved:
            return Outcome("stale", form=_merged(sent, values, before, moved))
        return await _save(session, team, (values, before), sent, now)


async def _save(
    session: AsyncSession,
    team: Team | None,
    texts: tuple[Mapping[str, str], Mapping[str, str]],
    sent: Sent,
    now: datetime,
) -> Outcome:
    values, before = texts
    is_new = team is None
    changed = tuple(
        Changed(name, "" if is_new else before[name], values[name])
        for name in FIELDS
        if values[name] != ("" if is_new else before[name])
    )
    choices = choices_of(values, before)
    if team is None:
        await first_form(session, sent.form, now)
        team = await create(session, values["name"], choices, now)
    elif changed:
        team.name = values["name"]
        await apply(session, team, choices, now)
    team_id = team.id or 0
    if changed:
        await history.add(
            session,
            team_id,
            SUBJECT,
            str(team_id),
            "created" if is_new else "changed",
            sent.who,
            now,
            before=None if is_new else {one.field: one.before for one in changed},
            after={one.field: one.after for one in changed},
        )
    has_tickets = await store.has_tickets(session, team_id)
    saved = SavedSettings(team_id, team.name, team.channel_id, is_new, has_tickets, changed)
    return Outcome("saved" if changed else "unchanged", saved=saved)


async def _made_before(session: AsyncSession, values: Mapping[str, str]) -> Outcome:
    """Return the team that a form made before. Raises BotError when it is called otherwise."""
    team = await store.team_named(session, values.get("name", ""))
    if team is None:
        raise BotError("error.button")
    changed = tuple(Changed(name, "", values[name]) for name in FIELDS if values.get(name))
    has_tickets = await store.has_tickets(session, team.id or 0)
    saved = SavedSettings(team.id or 0, team.name, team.channel_id, True, has_tickets, changed)
    return Outcome("unchanged", saved=saved)


async def _refuse_new(session: AsyncSession, who: str) -> None:
    if await roles.role(session, 0, who) != "admin":
        raise BotError("setup.admins_only")


async def _team(session: AsyncSession, team_id: int) -> Team:
    team = await session.get(Team, team_id)
    if team is None:
        raise BotError("error.button")
    return team


async def _values(session: AsyncSession, team: Team, now: datetime) -> dict[str, str]:
    team_id = team.id or 0
    hours = await store.hours_of(session, team_id)
    return values_of(team, hours, await store.standards_of(session, team_id), now)


def _nothing(now: datetime) -> dict[str, str]:
    return values_of(Team(name="", created_at=now), (), (), now)


async def _taken(
    session: AsyncSession, team_id: int | None, values: Mapping[str, str]
) -> dict[str, BotError]:
    errors = {}
    named = await store.team_named(session, values["name"]) if "name" in values else None
    if named and named.id != team_id:
        errors["name"] = BotError("setup.name_exists", name=named.name)
    channel_id = values.get("channel")
    there = await store.team_in_channel(session, channel_id) if channel_id else None
    if there and there.id != team_id:
        errors["channel"] = BotError("setup.channel_in_use", name=there.name)
    return errors


async def _moved(
    session: AsyncSession, sent: Sent, values: Mapping[str, str], before: Mapping[str, str]
) -> tuple[Moved, ...]:
    if sent.team_id is None:
        return ()
    fields = [
        name
        for name in FIELDS
        if _digest(before[name]) != sent.seen.get(name) and before[name] != values[name]
    ]
    if not fields:
        return ()
    rows = await history.of_subject(session, sent.team_id, SUBJECT, str(sent.team_id))
    moved = []
    for name in fields:
        row = next((row for row in reversed(rows) if name in history.values(row.after)), None)
        who, at = (row.who, row.at) if row else (None, None)
        moved.append(Moved(name, before[name], who, at))
    return tuple(moved)


def _merged(
    sent: Sent, values: Mapping[str, str], before: Mapping[str, str], moved: tuple[Moved, ...]
) -> SettingsForm:
    merged = {
        name: before[name] if _digest(values[name]) == sent.seen.get(name) else values[name]
        for name in FIELDS
    }
    form = SettingsForm(sent.team_id, merged, _digests(before))
    return replace(form, turn=sent.turn + 1, moved=moved)


def _digests(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _digest(text) for name, text in values.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
