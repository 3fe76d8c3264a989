"""Problems as they are shown: a card with what came of it, a page of them, causes that recur."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.metrics.actions import ActionFacts
from bot.metrics.clocks import Period
from bot.metrics.complaints import Progress
from bot.metrics.problems.problems import ProblemFacts
from bot.metrics.team import TeamView
from bot.metrics.tickets import TicketKey, Verdict


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """Where a report stands: `status` as its delivery has it, `message_ts` None until it does."""

    channel_id: str
    status: str
    reason: str | None = None
    message_ts: str | None = None


@dataclass(frozen=True, slots=True)
class PostedReport:
    """A report on a problem, by its number, and where it was posted."""

    number: int
    made_by: str
    made_at: datetime
    places: tuple[ReportPlace, ...]


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """A problem with the actions made from it, by due date, and its reports, the latest first."""

    problem: ProblemFacts
    actions: tuple[ActionFacts, ...] = ()
    reports: tuple[PostedReport, ...] = ()

    @property
    def verified(self) -> int:
        """How many of its actions are verified: by the data or the lead."""
        return sum(action.status == "verified" for action in self.actions)


@dataclass(frozen=True, slots=True)
class ProblemForm:
    """An empty form for a problem: the teams it may be for, and what is filled in already.

    `case` is a ticket with what became of it, `warned` a watched metric with the local date that
    raised its warning, `text` what somebody wrote; `is_cut` says that it was longer than it may be.
    """

    teams: tuple[TeamView, ...]
    text: str = ""
    is_cut: bool = False
    case: tuple[TicketKey, Verdict] | None = None
    warned: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A type of problem and class of root cause, None where none is named yet.

    `numbers` are the problems, the latest first; `tickets` counts each ticket once, `share` is of
    all problems of the period.
    """

    kind: str
    cause: str | None
    numbers: tuple[int, ...]
    tickets: int
    share: float


@dataclass(frozen=True, slots=True)
class ProblemList:
    """A page of a team's problems, and the causes that recur among all of its scope.

    `scope` is open, all or a period as typed, which `period` then is. `counts` is how many are open
    and how many there are. `ranking` is None where only open ones are shown. `clocks` is how the
    team's complaints about delay of the last 30 days stand.
    """

    team: TeamView
    scope: str
    period: Period | None
    problems: tuple[ProblemCard, ...]
    total: int
    counts: tuple[int, int]
    page: int
    pages: int
    ranking: tuple[Recurring, ...] | None
    clocks: Progress = field(default_factory=Progress)


def ranked(problems: Iterable[ProblemFacts]) -> tuple[Recurring, ...]:
    """Return how often each type came of each class of cause, the most frequent first.

    Of two with as many problems the one with more tickets comes first; what has no cause named
    comes last.
    """
    groups: dict[tuple[str, str | None], list[ProblemFacts]] = defaultdict(list)
    for problem in problems:
        groups[problem.kind, problem.cause].append(problem)
    total = sum(map(len, groups.values()))
    found = [_recurring(key, members, total) for key, members in groups.items()]
    return tuple(
        sorted(
            found,
            key=lambda one: (one.cause is None, -len(one.numbers), -one.tickets, one.numbers),
        )
    )


def _recurring(
    key: tuple[str, str | None], members: Sequence[ProblemFacts], total: int
) -> Recurring:
    tickets = {ticket for problem in members for ticket in problem.tickets}
    numbers = tuple(sorted((problem.number for problem in members), reverse=True))
    return Recurring(*key, numbers, len(tickets), len(members) / total)
