"""A problem closed through its actions or with a reason, and reopened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.problems.problems import LIMITS, ProblemFacts
from bot.metrics.texts import cleaned
from bot.services.problems.life import ProblemDecision, considered, note, overtaken
from bot.services.registers import Wish
from bot.services.typed import text_error
from bot.store import actions
from bot.store.problems import problems as store


async def close(database: Database, wish: Wish, now: datetime) -> ProblemDecision:
    """Close a problem: `changed`, or why not; `stale` as in `change`.

    Without a reason at least one of its actions has to be verified: done is what its owner says,
    verified is what the lead or the data say.
    """
    async with database.write() as session:
        found = await considered(session, (wish.team_id, wish.number), wish.who, "close", lock=True)
        if found.reason != "allowed":
            return found
        problem = found.facts
        if problem.version != wish.version:
            return await overtaken(session, problem, wish)
        why = cleaned(wish.typed.get("close"))
        wrong = text_error("close", why, LIMITS["close"])
        made = await actions.of_problem(session, problem.team_id, problem.number)
        if why is None and not any(action.status == "verified" for action in made):
            wrong = {"close": BotError("problem.error.close_why")}
        if wrong:
            return replace(found, reason="invalid", errors=wrong)
        values = {
            "status": "closed",
            "closed_by": wish.who,
            "closed_at": now,
            "closed_why": why,
        }
        both = ({"status": problem.status}, {"status": "closed"})
        return await _turned(session, problem, values, Edit("closed", wish.who, now, *both, why))


async def reopen(database: Database, wish: Wish, now: datetime) -> ProblemDecision:
    """Reopen a closed problem for the reason in `typed["reopen"]`: `changed`, or why not."""
    async with database.write() as session:
        place = (wish.team_id, wish.number)
        found = await considered(session, place, wish.who, "reopen", lock=True)
        if found.reason != "allowed":
            return found
        problem = found.facts
        if problem.version != wish.version:
            return await overtaken(session, problem, wish)
        why = cleaned(wish.typed.get("reopen"))
        if wrong := text_error("reopen", why, LIMITS["reopen"], needed=True):
            return replace(found, reason="invalid", errors=wrong)
        values = {"status": "reopened", "closed_by": None, "closed_at": None, "closed_why": None}
        both = ({"status": "closed"}, {"status": "reopened"})
        return await _turned(session, problem, values, Edit("reopened", wish.who, now, *both, why))


async def _turned(
    session: AsyncSession, problem: ProblemFacts, values: Mapping[str, object], edit: Edit
) -> ProblemDecision:
    place = (problem.team_id, problem.number)
    await store.change(session, *place, problem.version, values)
    await note(session, problem, edit)
    return ProblemDecision("changed", await store.problem(session, *place))
