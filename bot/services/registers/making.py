"""What a new entry is made from, and for which teams somebody may make it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.daily import About
from bot.metrics.registers import AnyRegister, may
from bot.metrics.team import TeamView
from bot.metrics.tickets import TicketKey
from bot.services.team import Choice, Request, Standing
from bot.store.team import roles


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry is made from; `text` is what Slack sent, `ticket` the key of a ticket.

    `about` is what it is made from, where that was found already.
    """

    origin: str
    ref: str | None = None
    text: str = ""
    ticket: TicketKey | None = None
    about: About | None = None


@dataclass(frozen=True, slots=True)
class New:
    """What is proposed for a new entry: the teams it may be of, and fields as texts.

    `cut` names the field that was longer than it may be, if one was; `about` is what it is made
    from, where that is a ticket or a group of them.
    """

    teams: tuple[TeamView, ...]
    texts: Mapping[str, str]
    cut: str | None = None
    about: About | None = None


async def teams_to_make_for(
    session: AsyncSession, register: AnyRegister, request: Request, standing: Standing | Choice
) -> tuple[TeamView, ...]:
    """Return the teams for which who asks may make an entry. Raises BotError for none."""
    views = standing.teams if isinstance(standing, Choice) else (standing.team,)
    who, step = request.profile.user_id, register.make
    kept = [one for one in views if may(step, who, await roles.role(session, one.id, who))]
    if not kept:
        raise BotError(f"{register.name}.error.members_only", team=views[0].name)
    return tuple(kept)
