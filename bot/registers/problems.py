"""Problems: what was seen, why it came to it, what was done about it.

They are made and changed as every register's entries; their lists, cards and reports are their own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.errors import BotError
from bot.metrics.daily import CAUSES
from bot.metrics.problems import KINDS, MOST_TICKETS, WHYS, ProblemFacts
from bot.metrics.registers import (
    HOLDER,
    MEMBER,
    WHY,
    Choice,
    Day,
    Entry,
    Errors,
    Metric,
    Person,
    Register,
    Rows,
    Step,
    Text,
    Tickets,
    Values,
)
from bot.metrics.tickets import TicketKey
from bot.models import Action, Problem, ProblemTicket, ProblemWhy

PROBLEM = "problem"
"""What cards and history call the subject."""
ACTED_ON = "actions"
"""The states of the actions that were made from it."""
_OPEN = ("open", "analysed", "reopened")
_CLOSES = frozenset({"lead", "quality", "admin"})
_ANYBODY = frozenset({MEMBER, "admin"})

_Problem = Entry[Problem]


def _answers(rows: Sequence[ProblemWhy]) -> Values:
    return dict(zip(WHYS, (row.why for row in rows), strict=False))


def _answered(values: Values) -> list[Mapping[str, object]]:
    """Return the answers in their order; a gap between them closes."""
    whys = [values[name] for name in WHYS if values.get(name)]
    return [{"position": at, "why": why} for at, why in enumerate(whys, 1)]


def _attached(rows: Sequence[ProblemTicket]) -> Values:
    return {"tickets": tuple(TicketKey(row.source, row.external_id) for row in rows)}


def _attaching(values: Values) -> list[Mapping[str, object]]:
    keys = values.get("tickets")
    return [TicketKey(*key)._asdict() for key in (keys if isinstance(keys, tuple) else ())]


def _acted_on(rows: Sequence[Action]) -> Values:
    return {ACTED_ON: tuple(row.status for row in rows)}


def acted_on(problem: _Problem) -> tuple[str, ...]:
    """Return the states of the actions that were made from a problem."""
    held = problem.value(ACTED_ON)
    return held if isinstance(held, tuple) else ()


def _is_not_started(problem: _Problem) -> bool:
    return problem.row.analysis_started_at is None


def _started(problem: _Problem, _values: Values, who: str, now: datetime) -> Values:
    """Return who has begun the analysis: the first who says so, or writes down why."""
    begun = {"analysis_started_by": who, "analysis_started_at": now}
    return begun if _is_not_started(problem) else {}


def _analysed(problem: _Problem, values: Values) -> str:
    """Return the state once a root cause is written, or taken away."""
    held = (values.get(name, problem.value(name)) for name in ("root_cause", "cause"))
    if all(held):
        return "analysed"
    return "open" if problem.status == "analysed" else problem.status


def _named(problem: _Problem, values: Values) -> Errors:
    """Return what is wrong with a root cause: it has its kind, and the kind is of one."""
    root, cause = (values.get(one, problem.value(one)) for one in ("root_cause", "cause"))
    if root and not cause:
        return {"cause": BotError("problem.error.cause")}
    return {"root_cause": BotError("problem.error.root_cause")} if cause and not root else {}


def _unproven(problem: _Problem) -> tuple[str, ...]:
    """Return that a reason is needed: done is what its owner says, verified what lead or data."""
    return () if "verified" in acted_on(problem) else ("close",)


def _proven(problem: _Problem, values: Values) -> Errors:
    lacking = [name for name in _unproven(problem) if not values.get(name)]
    return {name: BotError("problem.error.close_why") for name in lacking}


def _closed(_problem: _Problem, _values: Values, who: str, now: datetime) -> Values:
    return {"closed_by": who, "closed_at": now}


def _reopened(_problem: _Problem, _values: Values, _who: str, _now: datetime) -> Values:
    return dict.fromkeys(("closed_by", "closed_at", "closed_why"))


_ABOUT = ("kind", "seen", "metric", "tickets", "direction", "owner", "due", "verification")
PROBLEMS = Register[Problem](
    name=PROBLEM,
    model=Problem,
    title="seen",
    holder="owner",
    due="due",
    makes=_ANYBODY,
    states={"open": "○", "reopened": "○", "analysed": "◐", "closed": "✓"},
    open=frozenset(_OPEN),
    held_in={"owner": "owner_id", "due": "due_on", "close": "closed_why"},
    made="created",
    first=("kind", "seen", "owner", "due"),
    origins=("case", "warning", "message", "command"),
    rows=(
        Rows(model=ProblemWhy, entry="problem", order=("position",), fields=WHYS,
             read=_answers, written=_answered),
        Rows(model=ProblemTicket, entry="problem", order=("external_id", "source"),
             fields=("tickets",), read=_attached, written=_attaching),
        Rows(model=Action, entry="origin_ref", number=str, where={"origin": PROBLEM},
             fields=(ACTED_ON,), read=_acted_on),
    ),
    kinds={
        "kind": Choice(needed=True, of=KINDS),
        "seen": Text(needed=True, lines=True),
        "metric": Metric(),
        "tickets": Tickets(most=MOST_TICKETS),
        "direction": Text(lines=True),
        "owner": Person(),
        "due": Day(ahead=True),
        "verification": Text(lines=True),
        **dict.fromkeys(WHYS, Text(late=True, most=300)),
        "root_cause": Text(late=True, lines=True),
        "cause": Choice(late=True, of=CAUSES, said="cases.cause."),
        "close": Text(late=True, lines=True),
    },
    steps=(
        Step(name="start", of=_OPEN, may=_ANYBODY, at_once=True, when=_is_not_started,
             event="analysis_started", also=_started),
        Step(name="whys", of=_OPEN, may=_ANYBODY, event="analysed",
             asks=(*WHYS, "root_cause", "cause", "direction"), needs=WHYS[:1],
             check=_named, also=_started, leads=_analysed),
        Step(name="change", of=_OPEN, may=_ANYBODY, event="changed",
             asks=_ABOUT, needs=("kind", "seen")),
        Step(name="close", of=_OPEN, to="closed", may=_CLOSES, event="closed",
             asks=("close",), insists=_unproven, said="close", check=_proven, also=_closed),
        Step(name="reopen", of=("closed",), to="reopened", may=_CLOSES, event="reopened",
             asks=(WHY,), needs=(WHY,), also=_reopened),
    ),
    words={},
)  # fmt: skip
REPORT = Step[Problem](
    name="report",
    of=(*_OPEN, "closed"),
    may=frozenset({"lead", "quality", "operations", "admin", HOLDER}),
)
"""The report on a problem, which is posted and not written into it."""


def facts_of(problem: Entry[Problem]) -> ProblemFacts:
    """Return an entry as the values that the subject's own views are given."""
    record = {name: getattr(problem, name) for name in _RECORD}
    told = problem.row.model_dump(exclude={"team_id", "number"})
    whys = tuple(str(one) for one in map(problem.value, WHYS) if one)
    return ProblemFacts(**record, **told, whys=whys, tickets=_tickets(problem))


def _tickets(problem: Entry[Problem]) -> tuple[TicketKey, ...]:
    held = problem.value("tickets")
    return held if isinstance(held, tuple) else ()


_RECORD = ("team_id", "team_name", "channel_id", "zone", "language", "number", "addresses")
