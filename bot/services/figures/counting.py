"""What a request is counted from: its tickets, and how they come to figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.metrics.clocks import Micros, Period
from bot.metrics.figures import Summed
from bot.metrics.figures.breakdowns import BREAKDOWNS
from bot.metrics.figures.cohort import (
    AnyCohort,
    Figures,
    figures,
    grouped,
    headline,
    with_groups,
)
from bot.metrics.figures.report import Group
from bot.metrics.figures.tally import Headline, Rules
from bot.metrics.tickets import TicketFacts
from bot.services.figures.cohorts import opened_within
from bot.services.figures.grouping import individual, partitioned
from bot.services.figures.spans import Spans
from bot.services.team import Names, Person, Standing


@dataclass(frozen=True, slots=True)
class Material:
    """The tickets of a request and how to count them, for everyone or for one person."""

    standing: Standing
    spans: Spans
    as_of: Micros
    person: Person | None
    tickets: AnyCohort
    waiting: Sequence[TicketFacts]

    def figures_of(self, period: Period, as_of: Micros, waiting: Sequence[TicketFacts]) -> Figures:
        """Return the figures of the tickets opened in a period."""
        return self.figures_in(opened_within(self.tickets, period), as_of, waiting)

    def headline_before(self) -> Headline:
        """Return what the first responses of the period before say."""
        period, as_of = self.spans.before, self.spans.before_as_of
        if self.person is not None:
            return Headline.of(self.figures_of(period, as_of, []))
        clock, standards = self.standing.clock, self.standing.standards
        tickets = opened_within(self.tickets, period)
        return headline(tickets, as_of=as_of, clock=clock, standards=standards)

    def figures_in(
        self, tickets: AnyCohort, as_of: Micros, waiting: Sequence[TicketFacts]
    ) -> Figures:
        """Return the figures of some tickets, or the person's part of them."""
        clock, standards = self.standing.clock, self.standing.standards
        if self.person is None:
            return figures(tickets, as_of=as_of, clock=clock, standards=standards, waiting=waiting)
        people = grouped(
            tickets,
            "agent",
            as_of=as_of,
            clock=clock,
            standards=standards,
            zone=self.standing.team.zone,
            waiting=waiting,
        )
        return individual(people, self.person.key)


def counted(
    material: Material, by: str | None, names: Names
) -> tuple[Figures, tuple[Group, ...], int]:
    """Return the figures, those of the groups that are shown, and how many others there are."""
    of_all = material.spans.period, material.as_of, material.waiting
    if by is None:
        return material.figures_of(*of_all), (), 0
    standing, key_by = material.standing, _breakdown(by)
    tickets = opened_within(material.tickets, material.spans.period)
    if material.person is not None and not isinstance(tickets, Summed):
        parts = partitioned(tickets, material.waiting, key_by, standing.team.zone)
        found = [
            (key, material.figures_in(part, material.as_of, waits)) for key, part, waits in parts
        ]
        groups = [Group(_text(key), made) for key, made in found if made.tickets or made.answered]
        return material.figures_of(*of_all), tuple(groups), 0
    rules = Rules(material.as_of, standing.clock, standing.standards, standing.team.zone)
    present, rows = with_groups(tickets, key_by, rules, material.waiting)
    made = [Group(_text(key), values) for key, values in rows]
    if by != "agent" or standing.sees_people:
        return present, tuple(made), 0
    own = names.of_user.get(standing.reader.user_id)
    shown = tuple(group for group in made if group.key is not None and group.key == own)
    return present, shown, sum(group.key is not None for group in made) - len(shown)


def _breakdown(name: str) -> str:
    if name not in BREAKDOWNS:
        raise BotError("error.button")
    return name


def _text(key: str | int | None) -> str | None:
    return None if key is None else str(key)
