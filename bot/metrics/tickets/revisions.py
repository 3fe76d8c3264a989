"""What a ticket was known as before later files, and whether that changes how it is judged."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.metrics.clocks import Clock, Micros, to_micros
from bot.metrics.tickets.standards import DIMENSIONS, Standards
from bot.metrics.tickets.tickets import TicketFacts, TicketKey
from bot.metrics.tickets.verdicts import Verdict, judge

_CLOCKED = frozenset(
    {
        "opened_at",
        "waits_from",
        "handed_off_at",
        "first_response_at",
        "first_solved_at",
        "solved_at",
        "ended_at",
    }
)
INSTANT_FIELDS = _CLOCKED | {"bot_first_response_at"}
JUDGED_FIELDS = _CLOCKED | {"ended_as", "excluded", *DIMENSIONS}
"""What a verdict may follow from."""
TELLING_FIELDS = ("response_told", "resolution_told")
"""Whether a source tells of responses and of solving at all; only ever from no to yes."""
TOLD_FIELDS = (
    "opened_at",
    "bot_first_response_at",
    "handed_off_at",
    "first_response_at",
    "first_solved_at",
    "solved_at",
    "status",
    "excluded",
    "kind",
    "channel",
    "group_name",
    "priority",
    "tier",
    "category",
    "complexity",
    "subject",
    "csat",
    "replies",
)
"""What is told of a ticket, in this order: none that names a person."""
MOVED = 60.0
"""By more seconds than this a response time has moved."""


class Revision(NamedTuple):
    """One value that a file changed: `before` and `after` as text, instants in ISO format.

    `row` is its line in the file, whose import has a `number`.
    """

    key: TicketKey
    field: str
    at: Micros
    before: str
    after: str | None
    number: int
    row: int | None


class Foretold(NamedTuple):
    """One value that a file would change: as text, None where nothing is known or told."""

    key: TicketKey
    field: str
    before: str | None
    after: str | None


class Known(NamedTuple):
    """A ticket as known now, with what its clock starts from.

    `open_since` is where it starts without hand-offs; `from_handoff` is whether they count.
    """

    facts: TicketFacts
    open_since: Micros | None
    handed_off_at: Micros | None
    from_handoff: bool

    @property
    def key(self) -> TicketKey:
        """The ticket within its team."""
        return TicketKey(self.facts.source, self.facts.external_id)

    @property
    def seen(self) -> TicketFacts:
        """Return the facts, the clock started as the team has it start."""
        start, handed_off = self.open_since, self.handed_off_at
        if self.from_handoff and start is not None and handed_off is not None:
            start = max(start, handed_off)
        return self.facts._replace(waits_from=start)


class Revised(NamedTuple):
    """A ticket that files changed: as it `was` and as it is, both judged as of one instant."""

    was: TicketFacts
    ticket: TicketFacts
    before: Verdict
    now: Verdict
    revisions: tuple[Revision, ...] = ()

    @property
    def key(self) -> TicketKey:
        """The ticket within its team."""
        return TicketKey(self.ticket.source, self.ticket.external_id)

    @property
    def turned(self) -> bool:
        """Whether another verdict follows."""
        return self.before.outcome != self.now.outcome

    @property
    def matters(self) -> bool:
        """Whether another verdict follows, or a response time more than a minute away."""
        before, now = self.before.frt_seconds, self.now.frt_seconds
        moved = before is not None and now is not None and abs(before - now) > MOVED
        return self.turned or moved


def as_known(known: Known, revisions: Iterable[Revision]) -> Known:
    """Return a ticket as known before these revisions; of several of a field the first counts."""
    first: dict[str, str] = {}
    for one in sorted(revisions, key=lambda one: (one.at, one.number)):
        first.setdefault(one.field, one.before)
    for field, text in first.items():
        known = _with(known, field, text)
    return known


def _with(known: Known, field: str, text: str | None) -> Known:
    if field in TELLING_FIELDS:
        flag: Any = text is not None
        return known._replace(facts=known.facts._replace(**{field: flag}))
    if field not in JUDGED_FIELDS:
        return known
    is_instant = text is not None and field in INSTANT_FIELDS
    value: Any = to_micros(datetime.fromisoformat(text or "")) if is_instant else text or None
    if field == "waits_from":
        return known._replace(open_since=value)
    if field == "handed_off_at":
        return known._replace(handed_off_at=value)
    return known._replace(facts=known.facts._replace(**{field: value}))


def revised(
    known: Known,
    revisions: Sequence[Revision],
    until: Micros,
    as_of: Micros,
    measures: tuple[Clock, Standards],
) -> Revised:
    """Return what a ticket's revisions up to an instant did to it, judged as of another.

    `revisions` are all since the instant that it is held against, also those made after `until`.
    """
    now = as_known(known, (one for one in revisions if one.at > until)).seen
    was = as_known(known, revisions).seen
    made = tuple(one for one in revisions if one.at <= until)
    return Revised(was, now, judge(was, as_of, *measures), judge(now, as_of, *measures), made)


def foretold(
    known: Known, told: Sequence[Foretold], as_of: Micros, measures: tuple[Clock, Standards]
) -> Revised:
    """Return what a file would do to a ticket, both judged as of an instant.

    As after an import, what is only filled in is held against neither.
    """
    now = known
    for one in told:
        now = _with(now, one.field, one.after)
    was = now
    for one in told:
        was = was if one.before is None else _with(was, one.field, one.before)
    before, after = judge(was.seen, as_of, *measures), judge(now.seen, as_of, *measures)
    return Revised(was.seen, now.seen, before, after)


def worst_first(found: Iterable[Revised]) -> list[Revised]:
    """Return those that matter: first what was missed and is met now, then other verdicts."""
    return sorted((one for one in found if one.matters), key=lambda one: (_rank(one), one.key))


def _rank(one: Revised) -> int:
    if (one.before.outcome, one.now.outcome) == ("missed", "met"):
        return 0
    return 1 if one.turned else 2


class Change(NamedTuple):
    """What became of one field: its value before all of some revisions, and after them."""

    field: str
    before: str
    after: str | None
    number: int
    row: int | None


def changes(revisions: Iterable[Revision]) -> list[Change]:
    """Return what revisions of one ticket come to, by field; not what is as it was.

    The import and the line are the last that changed it.
    """
    made: dict[str, Change] = {}
    for one in sorted(revisions, key=lambda one: (one.at, one.number)):
        before = made[one.field].before if one.field in made else one.before
        made[one.field] = Change(one.field, before, one.after, one.number, one.row)
    return [one for one in made.values() if one.before != (one.after or "")]
