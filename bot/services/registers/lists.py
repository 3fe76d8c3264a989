"""Lists of a register, for who may see its entries."""

from bot.db import Database
from bot.errors import BotError
from bot.metrics.paging import page_at
from bot.metrics.registers import AnyRegister, EntryPage, may, scopes, sums_of
from bot.metrics.team import TeamView
from bot.services.registers.decisions import sees_all
from bot.services.team import Choice, Request, resolve
from bot.store import registers as store
from bot.store.team import roles

PAGE = 10


async def page(
    database: Database,
    register: AnyRegister,
    request: Request,
    at: tuple[str, int],
    team_id: int | None = None,
) -> EntryPage | Choice:
    """Return a page (scope, number) of a team's entries, or the teams to choose from.

    Raises BotError.
    """
    scope, wanted = at
    if scope not in scopes(register):
        raise BotError("error.button")
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        team, who = standing.team, request.profile.user_id
        role = await roles.role(session, team.id, who)
        everyone = sees_all(register, role)
        today = request.as_of.astimezone(team.zone).date()
        wheres = {
            name: store.within(register, team.id, name, who, today, sees_all=everyone)
            for name in scopes(register)
        }
        counts = await store.counts(session, register, wheres)
        shown = page_at(wanted, counts[scope], PAGE)
        found = await store.listed(session, register, wheres[scope], shown.start, PAGE)
        amounts = await store.amounts(session, register, wheres["all"])
    return EntryPage(
        register=register,
        team=team,
        scope=scope,
        entries=tuple(found),
        counts=counts,
        page=shown.number,
        pages=shown.pages,
        may_make=may(register.make, who, role),
        is_own=not everyone,
        sums=sums_of(amounts),
    )


async def team_of(
    database: Database, request: Request, team_id: int | None = None
) -> TeamView | Choice:
    """Return the team that a request is about, or those to choose from. Raises BotError."""
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        return standing if isinstance(standing, Choice) else standing.team
