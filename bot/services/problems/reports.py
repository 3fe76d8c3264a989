"""Reports on problems: written down as they are when they are posted, and kept so."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.actions import ActionFacts
from bot.metrics.clocks import to_micros
from bot.metrics.history import Edit
from bot.metrics.problems.lists import ProblemCard
from bot.metrics.problems.problems import ProblemFacts
from bot.metrics.problems.report import (
    MOST_ACTIONS,
    MOST_TICKETS,
    ProblemReportFacts,
    ReportedAction,
    TicketTimes,
    says_the_same,
    times_of,
)
from bot.metrics.tickets import judge
from bot.models import Delivery, ProblemReport
from bot.registers.problems import PROBLEMS, REPORT, facts_of
from bot.services.deliveries import Due, planned_row
from bot.services.problems.opening import cards
from bot.services.problems.slots import KIND, key_of, slot_of
from bot.services.registers import Decision, Wish, considered, life
from bot.services.team import Asker, measured, require
from bot.store import actions, registers
from bot.store.deliveries import ledger as deliveries
from bot.store.problems import reports as store
from bot.store.team import teams
from bot.store.tickets import tickets

_FACTS = TypeAdapter(ProblemReportFacts)


@dataclass(frozen=True, slots=True)
class ReportForm:
    """What a report would say now, the channels it may go to, and those posted before.

    `channels` are (team's id, name) of the teams that have one, the problem's own first.
    `last` is the latest report as it was posted.
    """

    decision: Decision
    card: ProblemCard | None = None
    report: ProblemReportFacts | None = None
    channels: tuple[tuple[int, str], ...] = ()
    last: ProblemReportFacts | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a report; `due` are its deliveries, yet to be posted."""

    decision: Decision
    due: Sequence[Delivery] = field(default_factory=tuple)


async def look(database: Database, team_id: int, number: int, asker: Asker) -> ReportForm:
    """Return the form of a report; to somebody who may not post it what was posted before.

    Raises BotError for a stranger to the team who does not solve the problem.
    """
    who, now = asker.user_id, asker.now
    async with database.read() as session:
        decision = await considered(session, PROBLEMS, (team_id, number), who, REPORT)
        own = [decision.entry.owner_id] if decision.entry else []
        await require(session, asker, team_id, own)
        if decision.entry is None:
            return ReportForm(decision)
        problem = facts_of(decision.entry)
        (shown,) = await cards(session, [problem])
        last = shown.reports[0] if shown.reports else None
        kept = await store.report(session, team_id, number, last.number) if last else None
        return ReportForm(
            decision,
            shown,
            await _facts(session, problem, who, now),
            await _channels(session, team_id, who),
            read(kept) if kept else None,
        )


async def post(
    database: Database, wish: Wish, team_ids: Sequence[int], seen: int, now: datetime
) -> Reported:
    """Write a report down and plan it for the channels of some teams: `changed`, or why not.

    `seen` is how many reports there were when the form was drawn: where there are more, somebody
    (or the same click twice) was faster, and it is `unchanged`.
    """
    async with database.write() as session:
        place = (wish.team_id, wish.number)
        decision = await considered(session, PROBLEMS, place, wish.who, REPORT, lock=True)
        if decision.reason != "allowed":
            return Reported(decision)
        entry, problem = decision.facts, facts_of(decision.facts)
        before = await store.of_problems(session, wish.team_id, [wish.number])
        if len(before) != seen:
            return Reported(replace(decision, reason="unchanged"))
        channels = await _chosen(session, team_ids, wish.who)
        if not channels:
            wrong = {"teams": BotError("problem.error.no_channel")}
            return Reported(replace(decision, reason="invalid", errors=wrong))
        content = await _facts(session, problem, wish.who, now)
        channels = await _not_there(session, channels, before, content)
        if not channels:
            wrong = {"teams": BotError("problem.error.same")}
            return Reported(replace(decision, reason="invalid", errors=wrong))
        row = ProblemReport(
            team_id=wish.team_id,
            problem=wish.number,
            number=len(before) + 1,
            content=_FACTS.dump_json(content).decode(),
            made_by=wish.who,
            made_at=now,
        )
        await store.add(session, row)
        due = [
            planned_row(wish.team_id, Due(KIND, channel_id, slot_of(row), now), now)
            for channel_id in channels
        ]
        added = [one for one in due if await deliveries.add(session, one)]
        await registers.change(session, entry, {})
        after = {"report": row.number, "channels": " ".join(channels)}
        await life.note(session, entry, Edit("reported", wish.who, now, {}, after, None))
        present = await registers.entry(session, PROBLEMS, *place)
    return Reported(Decision("changed", present), added)


async def _not_there(
    session: AsyncSession,
    channels: Sequence[str],
    before: Sequence[ProblemReport],
    content: ProblemReportFacts,
) -> list[str]:
    """Return the channels in which the latest report, saying the same, does not stand yet."""
    if not before or not says_the_same(read(before[0]), content):
        return list(channels)
    rows_there = await deliveries.of_slots(session, KIND, [slot_of(before[0])])
    there = {row.channel_id for row in rows_there if row.status != "skipped"}
    return [channel_id for channel_id in channels if channel_id not in there]


async def content(database: Database, row: Delivery) -> tuple[ProblemReportFacts, str] | str:
    """Return a planned report and the language of its channel, or why there is none."""
    async with database.read() as session:
        kept = await store.report(session, *key_of(row.slot))
        if kept is None:
            return "no_report"
        there = await teams.all_teams(session, "")
    locales = {team.channel_id: team.locale for team in there}
    own = next((team.locale for team in there if team.id == row.team_id), "en")
    return read(kept), locales.get(row.channel_id, own)


def read(row: ProblemReport) -> ProblemReportFacts:
    """Return what a report said when it was posted."""
    return _FACTS.validate_json(row.content)


async def _facts(
    session: AsyncSession, problem: ProblemFacts, who: str, now: datetime
) -> ProblemReportFacts:
    made = await actions.of_problem(session, problem.team_id, problem.number)
    return ProblemReportFacts(
        team_name=problem.team_name,
        zone=problem.zone.key,
        number=problem.number,
        kind=problem.kind,
        seen=problem.seen,
        metric=problem.metric,
        status=problem.status,
        tickets=await _times(session, problem, now),
        more_tickets=max(len(problem.tickets) - MOST_TICKETS, 0),
        whys=problem.whys,
        cause=problem.cause,
        root_cause=problem.root_cause,
        direction=problem.direction,
        owner_id=problem.owner_id,
        due_on=problem.due_on,
        verification=problem.verification,
        actions=tuple(map(_action, made[:MOST_ACTIONS])),
        more_actions=max(len(made) - MOST_ACTIONS, 0),
        made_by=who,
        made_at=now,
        ticket_address=problem.addresses.own,
        desk_addresses=problem.addresses.desks,
    )


async def _times(
    session: AsyncSession, problem: ProblemFacts, now: datetime
) -> tuple[TicketTimes, ...]:
    keys, at = problem.tickets[:MOST_TICKETS], to_micros(now)
    if not keys:
        return ()
    how = await measured(session, problem.team_id, now)
    found = await tickets.with_keys(session, problem.team_id, keys)
    by_key = {(ticket.source, ticket.external_id): ticket for ticket in found}
    made = []
    for key in keys:
        ticket = by_key.get((key[0], key[1]))
        verdict = judge(ticket, at, how.clock, how.standards) if ticket else None
        made.append(times_of(key, ticket, verdict, at))
    return tuple(made)


def _action(action: ActionFacts) -> ReportedAction:
    return ReportedAction(
        action.number,
        action.measure,
        action.owner_id,
        action.due_on,
        action.status,
        action.verdict,
    )


async def _channels(session: AsyncSession, team_id: int, who: str) -> tuple[tuple[int, str], ...]:
    found = [team for team in await teams.all_teams(session, who) if team.channel_id]
    found.sort(key=lambda team: (team.id != team_id, team.name))
    return tuple((team.id, team.name) for team in found)


async def _chosen(session: AsyncSession, team_ids: Sequence[int], who: str) -> list[str]:
    there = {team.id: team.channel_id for team in await teams.all_teams(session, who)}
    found = (there.get(one) for one in team_ids)
    return list(dict.fromkeys(channel_id for channel_id in found if channel_id))
