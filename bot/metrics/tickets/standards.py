"""Service standards: the limit a ticket's first response is judged by."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.metrics.clocks import Micros
from bot.metrics.tickets.tickets import TicketFacts

DEFAULT_LIMIT_SECONDS = 15 * 60
QUICK_SECONDS = 60
DIMENSIONS = ("tier", "channel", "category", "priority")
"""What a rule may ask of a ticket."""

_Dimensions = tuple[str | None, str | None, str | None, str | None]


class Standard(NamedTuple):
    """One rule: tickets of this tier, channel, category and priority (None: any) get this limit.

    In force for tickets opened from `valid_from` (0: always) until `valid_until` (None: until a
    later rule of the same dimensions). A rule without dimensions is the team's default. Limits are
    seconds on the team's clock.
    """

    valid_from: Micros
    tier: str | None
    channel: str | None
    category: str | None
    priority: str | None
    limit_seconds: int
    valid_until: Micros | None = None


class Standards:
    """A team's service standards; without any, every ticket's limit is 15 minutes.

    `quick` is within how many seconds on the team's clock a ticket is answered quickly.
    """

    def __init__(self, standards: Iterable[Standard] = (), quick: int = QUICK_SECONDS) -> None:
        self.quick = quick
        self._ranked = sorted(standards, key=_rank, reverse=True)
        self._by_ticket: dict[_Dimensions, list[Standard]] = {}

    @property
    def ranked(self) -> Sequence[Standard]:
        """Return the rules, the one that wins first."""
        return self._ranked

    def limit_for(self, ticket: TicketFacts) -> int:
        """Return the limit in seconds in force when the ticket was opened.

        The rule naming most dimensions wins; of equals the one naming tier, then channel, category,
        priority; of the same dimensions the latest. Letter case does not matter.
        """
        dimensions = (ticket.tier, ticket.channel, ticket.category, ticket.priority)
        candidates = self._by_ticket.get(dimensions)
        if candidates is None:
            candidates = [rule for rule in self._ranked if _applies(rule, dimensions)]
            self._by_ticket[dimensions] = candidates
        for rule in candidates:
            if rule.valid_from <= ticket.opened_at and (
                rule.valid_until is None or ticket.opened_at < rule.valid_until
            ):
                return rule.limit_seconds
        return DEFAULT_LIMIT_SECONDS


def _dimensions(rule: Standard) -> _Dimensions:
    return (rule.tier, rule.channel, rule.category, rule.priority)


def _rank(rule: Standard) -> tuple[int, list[bool], Micros]:
    named = [value is not None for value in _dimensions(rule)]
    return sum(named), named, rule.valid_from


def _applies(rule: Standard, dimensions: _Dimensions) -> bool:
    return all(
        wanted is None or (value is not None and alike(wanted, value))
        for wanted, value in zip(_dimensions(rule), dimensions, strict=True)
    )


def alike(one: str, other: str) -> bool:
    """Return whether a rule that names one value is about tickets with another."""
    return one.strip().casefold() == other.strip().casefold()
