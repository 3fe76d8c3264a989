"""The tickets behind a daily report that were not met, and the causes named for them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.ids import CasesValue
from bot.metrics.clocks import Clock, Micros, Period, between, from_micros, to_micros
from bot.metrics.daily.cases import Case, CaseList
from bot.metrics.daily.groups import Grouping, grouped
from bot.metrics.figures import TicketLine, Verdict, judge
from bot.metrics.paging import Page, page_at
from bot.metrics.team import Reader
from bot.metrics.tickets import Standards, TicketFacts, TicketKey
from bot.services.figures import beside
from bot.services.team import Choice, Measured, Names, Request, Standing, names_in, resolve
from bot.store import causes
from bot.store.imports import data_at
from bot.store.tickets import tickets

PAGE = 10
EARLIER = timedelta(days=28)


class NotMet(NamedTuple):
    """A ticket that was not met; `earlier` as in `Case`."""

    ticket: TicketFacts
    verdict: Verdict
    earlier: bool

    @property
    def key(self) -> TicketKey:
        """The ticket within its team."""
        return TicketKey(self.ticket.source, self.ticket.external_id)


class Moment(NamedTuple):
    """When the tickets of a report are judged: as of `at`; those of the report before, `before`.

    `start` is when the days of the report begin.
    """

    at: Micros
    before: Micros | None
    start: Micros


def not_met(
    found: Iterable[TicketFacts], moment: Moment, clock: Clock, standards: Standards
) -> list[NotMet]:
    """Return the tickets not met, the latest first.

    Of those opened before the days of the report only the ones that the report before could not
    tell of yet, since they were still within their limit then; so that none is ever left out.
    """
    judged = []
    for ticket in found:
        is_earlier = ticket.opened_at < moment.start
        if is_earlier and not _was_pending(ticket, moment, clock, standards):
            continue
        verdict = judge(ticket, moment.at, clock, standards)
        if verdict.outcome == "missed":
            judged.append(NotMet(ticket, verdict, is_earlier))
    return sorted(judged, key=lambda one: (-(one.verdict.late_by_seconds or 0), one.key))


def _was_pending(ticket: TicketFacts, moment: Moment, clock: Clock, standards: Standards) -> bool:
    before = moment.before
    if before is None or ticket.opened_at > before:
        return False
    if ticket.first_response_at is not None and ticket.first_response_at <= before:
        return False
    return judge(ticket, before, clock, standards).outcome == "pending"


def drawn(
    found: Iterable[NotMet],
    named: Mapping[TicketKey, str],
    agent: Callable[[str | None], str | None] = lambda _: None,
) -> tuple[Case, ...]:
    """Return the cases as they are shown; nobody is named unless `agent` says so."""
    return tuple(
        Case(
            TicketLine(
                source=one.ticket.source,
                external_id=one.ticket.external_id,
                subject=one.ticket.subject,
                channel=one.ticket.channel,
                tier=one.ticket.tier,
                agent=agent(one.ticket.responder or one.ticket.agent),
                opened_at=from_micros(one.ticket.opened_at),
                verdict=one.verdict,
            ),
            named.get(one.key),
            one.earlier,
        )
        for one in found
    )


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases and the one it was made for."""

    cases: CaseList
    reader: Reader


class Behind(NamedTuple):
    """Which page of the cases of which report.

    `first` and `last` are the local dates of the report, `before` is when the one before was
    posted. `since` is when its days begin, if not with `first`, `opened`
    when the list was opened: it keeps the order of then. `group` is the key of a group of them.
    """

    team_id: int
    first: date
    last: date
    before: datetime | None
    page: int
    since: datetime | None = None
    opened: datetime | None = None
    group: str | None = None


def behind_of(value: CasesValue, now: datetime) -> Behind:
    """Return what a button or a modal names; a list keeps the order of when it was opened."""
    return Behind(
        team_id=value.team,
        first=value.first,
        last=value.last,
        before=value.before,
        page=value.page,
        since=value.since,
        opened=value.opened or now,
        group=value.group,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets not met behind a report, for somebody, and the causes named for them.

    `first` are those that were named when the list was opened.
    """

    standing: Standing
    names: Names
    period: Period
    missed: list[NotMet]
    named: Mapping[TicketKey, str]
    first: Mapping[TicketKey, str]

    def grouping(self) -> Grouping:
        """Return them in groups, the latest of each first."""
        return grouped([one.ticket for one in self.missed], self.standing.team.zone)

    def list_of(self, request: Request, behind: Behind, at: Page) -> dict[str, Any]:
        """Return what a page of whatever list of them says, by the names in `Listed`."""
        return {
            "team": self.standing.team,
            "period": self.period,
            "as_of": request.as_of,
            "before": behind.before,
            "since": behind.since,
            "opened": behind.opened,
            "clock": self.standing.clock.name,
            "page": at.number,
            "pages": at.pages,
            "may_name": self.standing.reader.role is not None,
        }


async def found_behind(session: AsyncSession, request: Request, behind: Behind) -> Found:
    """Return the tickets not met behind a report; `request` is as of when it was made.

    Raises BotError.
    """
    standing = await resolve(session, request, behind.team_id)
    if isinstance(standing, Choice):
        raise BotError("error.button")
    team_id = standing.team.id
    period = between(behind.first, behind.last, standing.team.zone)
    period = replace(period, start=behind.since or period.start)
    names = await names_in(session, team_id)
    moment = await moment_of(session, standing, period, request.as_of, behind.before)
    found = names.unified(await around(session, team_id, period, moment))
    missed = await beside(found, not_met, found, moment, standing.clock, standing.standards)
    keys = [one.key for one in missed]
    named = await causes.latest(session, team_id, keys)
    first = await causes.latest(session, team_id, keys, behind.opened) if behind.opened else named
    return Found(standing, names, period, missed, named, first)


async def case_page(database: Database, request: Request, behind: Behind) -> CasePage:
    """Return a page of the not-met tickets of a report, of one group of them if it is named.

    Those without a cause come first, then by cause, each the latest first. A page beyond the last
    is the last. Agents are named to those who may see individual figures, and to themselves.
    Raises BotError, also for a group that is there no more.
    """
    async with database.read() as session:
        found = await found_behind(session, request, behind)
    standing, listed, common = found.standing, found.missed, None
    if behind.group is not None:
        grouping = found.grouping()
        wanted = grouping.of(behind.group)
        if wanted is None:
            raise BotError("cases.error.group")
        of_group = frozenset(wanted)
        listed = [one for one in listed if one.key in of_group]
        common = grouping.slice_of(behind.group)
    listed = sorted(listed, key=lambda one: found.first.get(one.key, ""))
    own = found.names.of_user.get(request.profile.user_id)
    at = page_at(behind.page, len(listed), PAGE)
    shown = drawn(
        at.of(listed),
        found.named,
        lambda name: name if standing.sees_people or name == own else None,
    )
    made = CaseList(
        **found.list_of(request, behind, at),
        total=len(listed),
        unnamed=sum(one.key not in found.named for one in listed),
        cases=shown,
        group=behind.group,
        slice=common,
    )
    return CasePage(made, standing.reader)


async def moment_of(
    session: AsyncSession,
    it: Standing | Measured,
    period: Period,
    as_of: datetime,
    before: datetime | None,
) -> Moment:
    """Return when the tickets of a report are judged, and were by the report before.

    Where the data end earlier than that, it is there.
    """

    async def judged(at: datetime) -> Micros:
        asked = to_micros(at)
        return (await data_at(session, it.team.id, asked, it.business)).judged(asked)

    told = await judged(before) if before else None
    return Moment(await judged(as_of), told, to_micros(period.start))


async def around(
    session: AsyncSession, team_id: int, period: Period, moment: Moment
) -> list[TicketFacts]:
    """Return the tickets that `not_met` chooses from, for the days of a report."""
    end = min(to_micros(period.end), moment.at + 1)
    found = await tickets.opened_between(session, team_id, moment.start, end)
    if moment.before is None:
        return found
    since = to_micros(period.start - EARLIER)
    return [*await tickets.open_at(session, team_id, moment.before, since, moment.start), *found]
