"""Whose figures: the names that a helpdesk uses for a person, and what is credited to whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.figures import Cohort
from bot.metrics.tickets import TicketFacts
from bot.services.team.standing import Standing
from bot.store.people import people
from bot.store.team import teams as store


@dataclass(frozen=True, slots=True)
class Names:
    """The helpdesk names of a team's members: one name for each person.

    `of_user` is each Slack user's name in figures, `alias` what their other names become.
    """

    of_user: Mapping[str, str]
    alias: Mapping[str, str]

    def unify(self, tickets: Cohort) -> Cohort:
        """Return the tickets of a cohort with each person under one name."""
        if isinstance(tickets, Sequence):
            return self.unified(tickets)
        return tickets.renamed(self.alias)

    def unified(self, tickets: Sequence[TicketFacts]) -> Sequence[TicketFacts]:
        """Return the tickets with each person under one name."""
        if not self.alias:
            return tickets
        return [self._unified(ticket) for ticket in tickets]

    def _unified(self, ticket: TicketFacts) -> TicketFacts:
        alias = self.alias
        return ticket._replace(
            agent=alias.get(ticket.agent or "", ticket.agent),
            responder=alias.get(ticket.responder or "", ticket.responder),
            resolver=alias.get(ticket.resolver or "", ticket.resolver),
            turn_authors=tuple(alias.get(name or "", name) for name in ticket.turn_authors),
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose individual figures are asked for: their name in figures and to people."""

    key: str
    shown: str


async def names_in(session: AsyncSession, team_id: int) -> Names:
    """Return the helpdesk names of a team's members."""
    of_user: dict[str, str] = {}
    alias: dict[str, str] = {}
    for name, user_id in (await store.helpdesk_names(session, team_id)).items():
        first = of_user.setdefault(user_id, name)
        if first != name:
            alias[name] = first
    return Names(of_user, alias)


async def person_asked(
    session: AsyncSession, standing: Standing, names: Names, user_id: str
) -> Person:
    """Return the person whose figures the reader may see. Raises BotError when they may not."""
    is_own = user_id == standing.reader.user_id and standing.reader.role is not None
    if not is_own and not standing.sees_people:
        raise BotError("error.person_forbidden", team=standing.team.name)
    key = names.of_user.get(user_id)
    if key is None:
        raise BotError("error.person_unknown", user_id=user_id, team=standing.team.name)
    row = await people.person(session, user_id)
    return Person(key, row.name if row and row.name else key)


def responded_by(key: str) -> Callable[[TicketFacts], bool]:
    """Return whether a ticket counts in somebody's first-response figures."""

    def counts(ticket: TicketFacts) -> bool:
        if ticket.first_response_at is None:
            return ticket.agent == key
        return (ticket.responder or ticket.agent) == key

    return counts
