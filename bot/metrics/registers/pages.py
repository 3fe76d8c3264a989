"""A page of a register, as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.metrics.registers.kinds import money_of
from bot.metrics.registers.register import AnyEntry, AnyRegister
from bot.metrics.team import TeamView

SCOPES = ("open", "mine", "overdue", "all")
Sums = Mapping[str, Mapping[str, Decimal]]
"""What amounts come to, by state and by currency."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page of a team's entries; `counts` is how many there are in each scope.

    `is_own` says that the reader sees only what is theirs; `sums` are of all that they see.
    """

    register: AnyRegister
    team: TeamView
    scope: str
    entries: tuple[AnyEntry, ...]
    counts: Mapping[str, int]
    page: int
    pages: int
    may_make: bool
    is_own: bool
    sums: Sums = field(default_factory=dict)


def scopes(register: AnyRegister, *, is_own: bool = False) -> tuple[str, ...]:
    """Return the lists that there are of a register: of one's own where it has holders."""
    without = {"mine"} if register.holder is None or is_own else set()
    without |= {"overdue"} if register.due is None else set()
    return tuple(scope for scope in SCOPES if scope not in without)


def sums_of(amounts: Iterable[tuple[str, str]]) -> Sums:
    """Return what amounts of money come to, each given with the state of its entry."""
    found: dict[str, dict[str, Decimal]] = {}
    for status, text in amounts:
        currency, amount = money_of(text)
        by_currency = found.setdefault(status, {})
        by_currency[currency] = by_currency.get(currency, Decimal(0)) + amount
    return found
