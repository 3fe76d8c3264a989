"""Resources that a team asks for: people, licences, courses, budget; approved or refused."""

from datetime import date, datetime
from typing import Annotated

from bot.metrics.registers import (
    HOLDER,
    MEMBER,
    Choice,
    Day,
    Entry,
    Money,
    Number,
    Person,
    Register,
    Step,
    Text,
    Values,
)
from bot.models.registers import EntryRow


class Resource(EntryRow, table=True):
    """Something that is asked for, and what was decided on it."""

    __tablename__ = "resources"

    what: Annotated[str, Text(needed=True, most=120)]
    kind: Annotated[str, Choice(needed=True, of=("people", "licence", "course", "budget"))]
    asked_by: Annotated[str, Person(needed=True, listed=True)]
    amount: Annotated[float | None, Number(listed=True)] = None
    unit: Annotated[str | None, Text(most=20, listed=True)] = None
    cost: Annotated[str | None, Money(listed=True)] = None
    due_on: Annotated[date | None, Day(ahead=True)] = None
    reason: Annotated[str | None, Text(lines=True)] = None
    decided_by: Annotated[str | None, Person(late=True)] = None
    decided_on: Annotated[date | None, Day(late=True)] = None
    decided_why: Annotated[str | None, Text(late=True, lines=True)] = None


_DECIDES = frozenset({"lead", "admin"})
_ASKS = frozenset({"lead", "operations", "admin", HOLDER})


def _decided(entry: Entry[Resource], _values: Values, who: str, now: datetime) -> Values:
    return {"decided_by": who, "decided_on": entry.today(now)}


def _undecided(_entry: Entry[Resource], _values: Values, _who: str, _now: datetime) -> Values:
    return dict.fromkeys(("decided_by", "decided_on", "decided_why"))


RESOURCES = Register[Resource](
    name="resources",
    model=Resource,
    title="what",
    holder="asked_by",
    due="due_on",
    sums="cost",
    makes=frozenset({MEMBER, "admin"}),
    states={"asked": "○", "approved": "✓", "received": "✓", "refused": "✗", "withdrawn": "–"},
    open=frozenset({"asked", "approved"}),
    steps=(
        Step(name="approve", of=("asked",), to="approved", may=_DECIDES, is_likely=True,
             asks=("cost", "decided_why"), also=_decided, tells=frozenset({HOLDER})),
        Step(name="refuse", of=("asked",), to="refused", may=_DECIDES,
             asks=("decided_why",), needs=("decided_why",), also=_decided,
             tells=frozenset({HOLDER})),
        Step(name="receive", of=("approved",), to="received", may=_ASKS, is_likely=True,
             asks=("cost",)),
        Step(name="change", of=("asked",), may=_ASKS,
             asks=("what", "kind", "asked_by", "amount", "unit", "cost", "due_on", "reason"),
             needs=("what", "kind", "asked_by")),
        Step(name="ask_again", of=("refused", "withdrawn"), to="asked", may=_ASKS,
             asks=("reason",), needs=("reason",), also=_undecided, tells=frozenset({"lead"})),
        Step(name="withdraw", of=("asked", "approved"), to="withdrawn", may=_ASKS,
             asks=("why",), needs=("why",)),
    ),
    words={"en": ("resources", "resource"), "zh": ("资源", "资源需求", "资源需求清单")},
)  # fmt: skip
