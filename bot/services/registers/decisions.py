"""Who may see an entry and take which step, decided from the database at every click."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.registers import (
    HOLDER,
    MEMBER,
    AnyEntry,
    AnyRegister,
    AnyStep,
    Errors,
    may,
)
from bot.metrics.texts import Texts
from bot.metrics.tickets import TicketKey
from bot.services.people import language_for
from bot.services.team import Asker, require
from bot.store import registers as store
from bot.store.people import people
from bot.store.team import roles

Reason = Literal[
    "allowed", "changed", "unchanged", "forbidden", "state", "stale", "invalid", "gone"
]


Told = tuple[str, str]
"""The user ID of who hears of a step, and their language."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a wish: the named reason, the step, and the entry as it stands now.

    `errors` are by field. For `stale`, `since` are the changes made meanwhile and `again` is what
    the form should show. `leading` are those who may do what is `forbidden`, `told` who hears of a
    change, `why` what was given as its reason.
    """

    reason: Reason
    entry: AnyEntry | None = None
    step: AnyStep | None = None
    errors: Errors = field(default_factory=dict)
    since: tuple[Edit, ...] = ()
    again: Mapping[str, str] = field(default_factory=dict)
    leading: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    why: str | None = None

    @property
    def facts(self) -> AnyEntry:
        """The entry. Raises BotError when there is none."""
        if self.entry is None:
            raise BotError("register.error.gone")
        return self.entry


@dataclass(frozen=True, slots=True)
class Wish:
    """The fields of a form as texts, and the version of the entry that it was drawn from.

    `number` is 0 for a new one, of which `born` is what else is known, by column, and `ticket` the
    one that it is made from, which its id alone may not tell; `form` is the view that was sent, if
    any, `wrong` what could not even be read of it, by field.
    """

    team_id: int
    number: int
    version: int
    who: str
    typed: Texts
    form: str = ""
    born: Mapping[str, object] = field(default_factory=dict)
    ticket: TicketKey | None = None
    wrong: Errors = field(default_factory=dict)


def sees_all(register: AnyRegister, role: str | None) -> bool:
    """Return whether somebody with a role in the team sees the entries of everybody in it."""
    return register.sees is None or role in register.sees


async def require_entry(
    session: AsyncSession, asker: Asker, entry: AnyEntry
) -> tuple[AnyStep, ...]:
    """Return which steps who sees an entry may take now. Raises BotError for who may not see it.

    It is the team's to see, or only some people's; its holder and whoever made it see it anywhere.
    """
    own = (entry.owner_id, entry.row.created_by)
    await require(session, asker, entry.team_id, own)
    role = await roles.role(session, entry.team_id, asker.user_id)
    if asker.user_id not in own and not sees_all(entry.register, role):
        raise BotError("register.error.private")
    return tuple(
        step
        for step in entry.steps()
        if any(
            may(entry.register.step(name), asker.user_id, role, entry)
            for name in filter(None, (step.name, step.instead))
        )
    )


async def considered(
    session: AsyncSession,
    register: AnyRegister,
    place: tuple[int, int],
    who: str,
    step: AnyStep,
    *,
    lock: bool = False,
) -> Decision:
    """Return whether somebody may take a step with an entry of a team, and who else may.

    For who may not the step instead of it, if they may that one.
    """
    entry = await store.entry(session, register, *place, lock=lock)
    if entry is None:
        return Decision("gone", step=step)
    role = await roles.role(session, place[0], who)
    if not may(step, who, role, entry) and step.instead:
        step = register.step(step.instead)
    if not may(step, who, role, entry):
        return Decision("forbidden", entry, step, leading=await leading(session, place[0], step))
    if step.is_of(entry):
        return Decision("allowed", entry, step)
    was_taken = step.at_once and entry.status in step.of
    return Decision("unchanged" if was_taken else "state", entry, step)


async def leading(session: AsyncSession, team_id: int, step: AnyStep) -> tuple[str, ...]:
    """Return the user IDs of a team's members whose roles give them the right to a step."""
    names = sorted(step.may - {MEMBER, HOLDER, "admin"}, key=lambda name: (name != "lead", name))
    return await roles.with_roles(session, team_id, names)


async def people_told(
    session: AsyncSession, entry: AnyEntry, step: AnyStep, who: str
) -> tuple[Told, ...]:
    """Return who hears of a step: those with the roles, then whose it is; never who took it."""
    found = await roles.with_roles(session, entry.team_id, sorted(step.tells - {HOLDER}))
    holder = (entry.owner_id,) if HOLDER in step.tells and entry.owner_id else ()
    told = [one for one in dict.fromkeys((*found, *holder)) if one != who]
    return tuple([(one, language_for(await people.person(session, one))) for one in told])
