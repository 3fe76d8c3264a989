"""Problems changed and analysed: nothing is overwritten unseen, each change has its history."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.history import Edit
from bot.metrics.problems.problems import WHYS, ProblemFacts, status_after, tickets_text
from bot.metrics.texts import Texts, cleaned
from bot.services.people import Profile
from bot.services.problems.form import analysis_errors, columns, errors_of, read_tickets
from bot.services.problems.life import ProblemDecision, considered, note, overtaken, present
from bot.services.registers import Wish
from bot.services.typed import Errors
from bot.store.problems import problems as store


async def change(
    database: Database, wish: Wish, owner: Profile | None, now: datetime
) -> ProblemDecision:
    """Change what a problem is about: `changed`, or why not.

    One that was changed meanwhile is `stale`: nobody's change is overwritten unseen.
    """
    async with database.write() as session:
        found = await _to_change(session, wish)
        if found.reason != "allowed":
            return found
        problem, wanted = found.facts, _wanted(found.facts, wish.typed)
        wrong = errors_of(wish.typed, wanted, owner, problem.today(now))
        tickets = problem.tickets
        unknown: Errors = {}
        if "tickets" in wanted:
            place = (session, problem.team_id, wanted["tickets"])
            tickets, unknown = await read_tickets(*place, problem.tickets)
        if wrong or unknown:
            return replace(found, reason="invalid", errors={**wrong, **unknown})
        if "tickets" in wanted:
            wanted["tickets"] = tickets_text(tickets)
            await store.put_tickets(session, problem.team_id, problem.number, tickets)
        return await _written(session, found, wish, wanted, ("changed", now))


async def analyse(database: Database, wish: Wish, now: datetime) -> ProblemDecision:
    """Save five whys with the root cause: `changed`, or why not; `stale` as in `change`.

    The first whys saved start the analysis; a root cause with its class makes it analysed.
    """
    async with database.write() as session:
        found = await _to_change(session, wish)
        if found.reason != "allowed":
            return found
        problem, wanted = found.facts, _wanted(found.facts, wish.typed)
        today = problem.today(now)
        wrong = {**errors_of(wish.typed, wanted, None, today), **analysis_errors(wish.typed)}
        if wrong:
            return replace(found, reason="invalid", errors=wrong)
        if set(WHYS) & set(wanted):
            typed = {**problem.texts(), **wish.typed}
            whys = [kept for name in WHYS if (kept := cleaned(typed[name]))]
            await store.put_whys(session, problem.team_id, problem.number, whys)
        return await _written(session, found, wish, wanted, ("analysed", now))


async def _to_change(session: AsyncSession, wish: Wish) -> ProblemDecision:
    place = (wish.team_id, wish.number)
    found = await considered(session, place, wish.who, "analyse", lock=True)
    if found.reason == "allowed" and found.facts.version != wish.version:
        return await overtaken(session, found.facts, wish)
    return found


def _wanted(problem: ProblemFacts, typed: Texts) -> dict[str, str]:
    present = problem.texts()
    return {
        name: text
        for name, text in typed.items()
        if name in present and (cleaned(text) or "") != present[name]
    }


async def _written(
    session: AsyncSession,
    found: ProblemDecision,
    wish: Wish,
    wanted: Texts,
    step: tuple[str, datetime],
) -> ProblemDecision:
    problem, (event, now) = found.facts, step
    starts = event == "analysed" and problem.analysis_started_at is None
    if not wanted and not starts:
        return replace(found, reason="unchanged")
    values = columns(wanted)
    before = {name: problem.texts()[name] for name in wanted}
    after = {name: cleaned(text) or "" for name, text in wanted.items()}
    status = status_after(problem.status, {**problem.texts(), **after})
    if event == "analysed" and status != problem.status:
        values["status"] = status
        before["status"], after["status"] = problem.status, status
    if starts:
        values |= {"analysis_started_by": wish.who, "analysis_started_at": now}
    await store.change(session, problem.team_id, problem.number, wish.version, values)
    await note(session, problem, Edit(event, wish.who, now, before, after, None))
    return ProblemDecision("changed", await present(session, problem.team_id, problem.number))
