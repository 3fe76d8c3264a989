"""Problems: made, their analysis started, looked at; each change with its history."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.problems.problems import Draft, ProblemFacts
from bot.metrics.texts import Texts, cleaned
from bot.metrics.tickets import TicketKey
from bot.models import Problem
from bot.services.edits import base_of, edits, merged, write
from bot.services.people import Profile
from bot.services.problems.form import errors_of, read_day, read_tickets
from bot.services.problems.rights import Deed, deciders, may
from bot.services.registers import Wish
from bot.services.seen import first_form
from bot.services.typed import Errors
from bot.store.problems import problems as store
from bot.store.team import roles, teams

SUBJECT = "problem"
Reason = Literal[
    "made", "allowed", "changed", "unchanged", "forbidden", "closed", "stale", "invalid", "gone"
]


@dataclass(frozen=True, slots=True)
class ProblemDecision:
    """What became of a wish: the named reason and the problem as it stands now.

    `errors` are by field; for `stale`, `since` are the changes made meanwhile and `again` is what
    to show in the form. `leading` may do what a `forbidden` one may not. `closed` says that it has
    to be reopened first, or is closed already. `owner_role` is the role in the team of who solves
    a new one.
    """

    reason: Reason
    problem: ProblemFacts | None = None
    errors: Errors = field(default_factory=dict)
    since: tuple[Edit, ...] = ()
    again: Texts = field(default_factory=dict)
    leading: tuple[str, ...] = ()
    owner_role: str | None = None

    @property
    def facts(self) -> ProblemFacts:
        """The problem; raises BotError when there is none."""
        if self.problem is None:
            raise BotError("problem.error.gone")
        return self.problem


@dataclass(frozen=True, slots=True)
class NewProblem:
    """The form of a new problem as it came back, and where it was opened from.

    `ticket` is the key of the one it was made from, which its id alone may not tell. `form` is the
    view that was sent.
    """

    team_id: int
    typed: Texts
    who: str
    origin: str
    origin_ref: str | None = None
    ticket: TicketKey | None = None
    form: str | None = None


async def create(
    database: Database, new: NewProblem, owner: Profile | None, now: datetime
) -> ProblemDecision:
    """Make a problem: `made`, or `invalid` with what is wrong, or `forbidden` to a non-member.

    `unchanged` when it was made of the same form before. `owner` is what Slack says of who is to
    solve it, None when nobody was chosen or it is unknown.
    """
    async with database.write() as session:
        if not may("make", await roles.role(session, new.team_id, new.who)):
            return ProblemDecision("forbidden")
        today = now.astimezone(await teams.zone(session, new.team_id)).date()
        typed = {"kind": "", "seen": "", **new.typed}
        wrong = errors_of(typed, set(typed), owner, today)
        named, known = typed.get("tickets", ""), [new.ticket] if new.ticket else []
        tickets, unknown = await read_tickets(session, new.team_id, named, known)
        if wrong or unknown:
            return ProblemDecision("invalid", errors={**wrong, **unknown})
        if new.form is not None and not await first_form(session, new.form, now):
            return ProblemDecision("unchanged")
        draft = Draft(
            team_id=new.team_id,
            kind=typed["kind"],
            seen=cleaned(typed["seen"]) or "",
            origin=new.origin,
            origin_ref=new.origin_ref,
            metric=typed.get("metric") or None,
            tickets=tickets,
            direction=cleaned(typed.get("direction")),
            owner_id=typed.get("owner") or None,
            due_on=read_day(typed.get("due")),
            verification=cleaned(typed.get("verification")),
        )
        made = await add(session, draft, new.who, now)
        owner_role = await roles.role(session, made.team_id, made.owner_id or "")
        return ProblemDecision("made", made, owner_role=owner_role)


async def add(session: AsyncSession, draft: Draft, maker: str, now: datetime) -> ProblemFacts:
    """Write a checked problem with its history in a transaction; return it under its number."""
    row = await store.add(
        session,
        Problem(
            team_id=draft.team_id,
            number=0,
            kind=draft.kind,
            seen=draft.seen,
            metric=draft.metric,
            direction=draft.direction,
            owner_id=draft.owner_id,
            due_on=draft.due_on,
            verification=draft.verification,
            origin=draft.origin,
            origin_ref=draft.origin_ref,
            created_by=maker,
            created_at=now,
        ),
    )
    await store.put_tickets(session, row.team_id, row.number, draft.tickets)
    problem = await present(session, row.team_id, row.number)
    after = {name: text for name, text in problem.texts().items() if text}
    await note(session, problem, Edit("created", maker, now, {}, after, None))
    return problem


async def start_analysis(
    database: Database, team_id: int, number: int, who: str, now: datetime
) -> ProblemDecision:
    """Say that the analysis has begun: `changed`, or `unchanged` when it had begun before."""
    async with database.write() as session:
        found = await considered(session, (team_id, number), who, "analyse", lock=True)
        if found.reason != "allowed":
            return found
        problem = found.facts
        if problem.analysis_started_at is not None:
            return replace(found, reason="unchanged")
        values = {"analysis_started_by": who, "analysis_started_at": now}
        await store.change(session, team_id, number, problem.version, values)
        started = Edit("analysis_started", who, now, {}, {"started": True}, None)
        await note(session, problem, started)
        return ProblemDecision("changed", await present(session, team_id, number))


async def considered(
    session: AsyncSession, place: tuple[int, int], who: str, deed: Deed, *, lock: bool = False
) -> ProblemDecision:
    """Return whether somebody may do something with a problem of a team as it stands."""
    problem = await store.problem(session, *place, lock=lock)
    if problem is None:
        return ProblemDecision("gone")
    role = await roles.role(session, place[0], who)
    if not may(deed, role, is_owner=who == problem.owner_id):
        leading = await deciders(session, place[0], deed)
        return ProblemDecision("forbidden", problem, leading=leading)
    wrong_state = problem.is_closed != (deed == "reopen")
    if wrong_state and deed != "report":
        return ProblemDecision("closed", problem)
    return ProblemDecision("allowed", problem)


async def look(database: Database, team_id: int, number: int) -> ProblemFacts | None:
    """Return a problem as it stands now."""
    async with database.read() as session:
        return await store.problem(session, team_id, number)


async def consider(
    database: Database, team_id: int, number: int, who: str, deed: Deed
) -> ProblemDecision:
    """Return whether somebody may do something with a problem as it stands now."""
    async with database.read() as session:
        return await considered(session, (team_id, number), who, deed)


async def note(session: AsyncSession, problem: ProblemFacts, edit: Edit) -> None:
    """Write one change of a problem, in the transaction that counts its version up by one."""
    await write(session, problem.team_id, SUBJECT, str(problem.number), edit)


async def overtaken(session: AsyncSession, problem: ProblemFacts, wish: Wish) -> ProblemDecision:
    """Return what to show somebody whose form was drawn from an earlier version."""
    made = await edits(session, problem.team_id, SUBJECT, str(problem.number))
    since = tuple(_since(made, problem.version - wish.version))
    present = problem.texts()
    again = merged(wish.typed, base_of(present, since), present)
    return ProblemDecision("stale", problem, since=since, again=again)


def _since(made: Sequence[Edit], count: int) -> Sequence[Edit]:
    return made[max(len(made) - count, 0) :] if count > 0 else ()


async def present(session: AsyncSession, team_id: int, number: int) -> ProblemFacts:
    """Return a problem as it stands now. Raises BotError when there is none."""
    problem = await store.problem(session, team_id, number)
    if problem is None:
        raise BotError("problem.error.gone")
    return problem
