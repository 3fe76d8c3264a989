"""What slipped in a week: actions whose date was moved, and those that are overdue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.metrics.actions.actions import ActionFacts


@dataclass(frozen=True, slots=True)
class Move:
    """A due date that was moved, at an instant, from one local date."""

    number: int
    at: datetime
    before: date


@dataclass(frozen=True, slots=True)
class Slipped:
    """An action that slipped: how often its date was ever moved, and what it was at first."""

    action: ActionFacts
    moves: int
    first_due: date


def slipped(
    actions: Sequence[ActionFacts], moves: Sequence[Move], since: datetime, now: datetime
) -> tuple[Slipped, ...]:
    """Return the open actions that are overdue or were moved since an instant.

    `moves` are all that were ever made, oldest first. Those that slipped most often come first.
    """
    of_action: Mapping[int, list[Move]] = {one.number: [] for one in actions}
    for move in moves:
        if move.number in of_action:
            of_action[move.number].append(move)
    found = [
        Slipped(one, len(made), made[0].before if made else one.due_on)
        for one in actions
        for made in [of_action[one.number]]
        if one.days_late(now) or any(move.at >= since for move in made)
    ]
    return tuple(sorted(found, key=lambda one: (-one.moves, one.action.due_on)))
