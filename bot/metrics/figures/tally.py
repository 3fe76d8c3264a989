"""The counts and samples behind the figures of one group of tickets."""

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Clock, Micros
from bot.metrics.figures.percentiles import median, percentile
from bot.metrics.figures.samples import Samples
from bot.metrics.figures.survival import Expected, expected
from bot.metrics.tickets import Standards

SATISFIED = 4
"""From this rating on a customer is satisfied."""


class Rules(NamedTuple):
    """How tickets are judged: at an instant, on a clock, by standards, on days of a zone.

    With `is_headline` nothing has to be counted but what the headline is made of.
    """

    as_of: Micros
    clock: Clock
    standards: Standards
    zone: ZoneInfo
    is_headline: bool = False


class Reach(NamedTuple):
    """When anything became known of a day's settled tickets last, and how soon they were answered.

    Judged at `told` or later, their first responses are what they are for ever; at `last` or later
    all of their figures are.
    """

    last: Micros
    told: Micros


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a cohort; None where there is no value, never 0. Seconds are on its clock.

    `tickets` leaves out the excluded. `attainment`, `resolution_rate` and `csat_top2` are shares of
    1; `csat_mean` is on the 1–5 scale. `open_waits` are the cohort's, `open_waits_now` and
    `oldest_wait_seconds` the whole team's. `data_issues` counts tickets left out of a statistic for
    an impossible value. `one_touch` is None where no solved ticket's replies are counted, which
    `replies_counted` are; `replies_timed` are those of the average response time. `handled` are
    those solved after a first response, `resolvable` all but those with an
    impossible time of solving. `complaints` are of `kinds_known`. Of `settled` tickets it
    is known whether their customer came back; `settled_solved` of them had been solved.
    Whether one was reopened is told by its messages only: `reopenings_known` of those solved,
    `fcr_known` of `settled_solved`. `complaints_due` are those about delay whose 24 hours are over.
    `quickly_judged` were answered, or wait longer already than what the team calls quickly.
    Of `untold` tickets the source tells nothing of first responses: where it tells of none,
    `open_waits`, `open_waits_now` and `no_response` are None. `closed_late` of `no_response` are
    among the missed, too. `expected_median` and `expected_p90` count those that still wait as well
    as those answered. `resolved` are those solved, `resolutions_timed` those of known length.
    `bot_replies_timed` had a first response of a bot, `handovers_timed` one of a person after a bot
    had left them to people.
    """

    tickets: int
    answered: int
    frt_mean_seconds: float | None
    frt_median_seconds: float | None
    frt_p90_seconds: float | None
    open_waits: int | None
    open_waits_now: int | None
    oldest_wait_seconds: float | None
    met: int
    missed: int
    pending: int
    no_response: int | None
    attainment: float | None
    art_mean_seconds: float | None
    resolved: int
    resolution_mean_seconds: float | None
    resolution_median_seconds: float | None
    resolution_rate: float | None
    csat_rated: int
    csat_mean: float | None
    csat_top2: float | None
    data_issues: int
    excluded: int
    excluded_reasons: dict[str, int]
    one_touch: int | None
    reopened: int
    replies_timed: int
    resolvable: int
    replies_counted: int
    one_touch_rate: float | None
    reopenings_known: int
    reopened_rate: float | None
    handled: int
    handling_mean_seconds: float | None
    kinds_known: int
    complaints: int
    complaint_rate: float | None
    complaints_resolvable: int
    complaint_resolved: float | None
    complaints_closed: int
    complaint_close_median_seconds: float | None
    complaints_due: int
    complaint_started_24h: float | None
    quickly_judged: int
    answered_within: float | None
    settled: int
    repeat_rate: float | None
    settled_solved: int
    fcr_known: int
    fcr: float | None
    durable_resolution: float | None
    untold: int
    closed_late: int
    resolutions_timed: int
    expected_median: Expected | None
    expected_p90: Expected | None
    bot_replies_timed: int
    bot_first_response_seconds: float | None
    handovers_timed: int
    handover_response_seconds: float | None

    @property
    def many_wait(self) -> bool:
        """Tell whether a tenth or more of the tickets still wait, so that the answered mislead."""
        return bool(self.open_waits) and 10 * (self.open_waits or 0) >= self.tickets - self.untold

    @property
    def judged(self) -> int:
        """Return how many tickets attainment is of."""
        return self.met + self.missed

    @property
    def is_untold(self) -> bool:
        """Tell whether the sources tell of first responses for none of the tickets."""
        return _is_untold(self.tickets, self.untold)


class Headline(NamedTuple):
    """Those figures of a cohort that its first responses alone say."""

    answered: int
    frt_mean_seconds: float | None
    frt_median_seconds: float | None
    frt_p90_seconds: float | None
    judged: int
    attainment: float | None

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """Return them of all figures."""
        return cls(*(getattr(figures, name) for name in cls._fields))


@dataclass(slots=True)
class Total:
    """How many there are of something, and their sum in millionths: seconds, or ratings."""

    n: int = 0
    millionths: int = 0

    def add(self, value: float) -> None:
        """Count one more."""
        self.n += 1
        self.millionths += round(value * 1e6)

    @property
    def mean(self) -> float | None:
        """Return the arithmetic mean; None of none."""
        return self.millionths / (self.n * 1e6) if self.n else None

    def __iadd__(self, other: "Total") -> "Total":
        """Count those of another, too."""
        self.n += other.n
        self.millionths += other.millionths
        return self


@dataclass(slots=True)
class Tally:
    """What has been counted so far for one group."""

    tickets: int = 0
    answered: int = 0
    open_waits: int = 0
    met: int = 0
    missed: int = 0
    pending: int = 0
    no_response: int = 0
    answered_quickly: int = 0
    answered_slowly: int = 0
    resolved: int = 0
    solved_of_own: int = 0
    unresolvable: int = 0
    data_issues: int = 0
    counted_replies: int = 0
    one_touch: int = 0
    reopened: int = 0
    reopenings_known: int = 0
    known_reopened: int = 0
    kinds_known: int = 0
    complaints: int = 0
    complaints_solved: int = 0
    complaints_resolvable: int = 0
    complaints_due: int = 0
    complaints_started: int = 0
    settled: int = 0
    came_back: int = 0
    settled_solved: int = 0
    fcr_known: int = 0
    first_contact: int = 0
    untold: int = 0
    waits_untold: int = 0
    closed_late: int = 0
    durable: int = 0
    satisfied: int = 0
    first_responses: Samples = field(default_factory=Samples)
    resolutions: Samples = field(default_factory=Samples)
    bot_responses: Samples = field(default_factory=Samples)
    handovers: Samples = field(default_factory=Samples)
    complaint_resolutions: Samples = field(default_factory=Samples)
    waits_now: Samples = field(default_factory=Samples)
    waited: Samples = field(default_factory=Samples)
    responses: Total = field(default_factory=Total)
    handlings: Total = field(default_factory=Total)
    ratings: Total = field(default_factory=Total)
    excluded: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Tally") -> "Tally":
        """Count what another has counted, too."""
        for name in _NAMES:
            mine = getattr(self, name)
            mine += getattr(other, name)
            setattr(self, name, mine)
        return self

    def headline(self) -> Headline:
        """Return what the first responses counted say, for a small part of what all takes."""
        first_responses = self.first_responses.ordered()
        judged = self.met + self.missed
        return Headline(
            answered=self.answered,
            frt_mean_seconds=self.first_responses.mean,
            frt_median_seconds=median(first_responses),
            frt_p90_seconds=percentile(first_responses, 0.9),
            judged=judged,
            attainment=_share(self.met, judged),
        )

    def figures(self) -> Figures:
        """Return the figures of everything counted."""
        first_responses = self.first_responses.ordered()
        resolutions = self.resolutions.ordered()
        median_too, p90_too = expected(first_responses, self.waited.ordered(), 0.5, 0.9)
        told = not _is_untold(self.tickets, self.untold)
        told_now = bool(len(self.waits_now)) or not self.waits_untold
        return Figures(
            tickets=self.tickets,
            answered=self.answered,
            frt_mean_seconds=self.first_responses.mean,
            frt_median_seconds=median(first_responses),
            frt_p90_seconds=percentile(first_responses, 0.9),
            open_waits=self.open_waits if told else None,
            open_waits_now=len(self.waits_now) if told_now else None,
            oldest_wait_seconds=max(self.waits_now.ordered(), default=None),
            met=self.met,
            missed=self.missed,
            pending=self.pending,
            no_response=self.no_response if told else None,
            attainment=_share(self.met, self.met + self.missed),
            quickly_judged=self.answered_quickly + self.answered_slowly,
            answered_within=_share(
                self.answered_quickly, self.answered_quickly + self.answered_slowly
            ),
            art_mean_seconds=self.responses.mean,
            resolved=self.resolved,
            resolution_mean_seconds=self.resolutions.mean,
            resolution_median_seconds=median(resolutions),
            resolution_rate=_share(self.solved_of_own, self.tickets - self.unresolvable),
            csat_rated=self.ratings.n,
            csat_mean=self.ratings.mean,
            csat_top2=_share(self.satisfied, self.ratings.n),
            data_issues=self.data_issues,
            excluded=self.excluded.total(),
            excluded_reasons=dict(sorted(self.excluded.items())),
            one_touch=self.one_touch if self.counted_replies else None,
            reopened=self.reopened,
            replies_timed=self.responses.n,
            resolvable=self.tickets - self.unresolvable,
            replies_counted=self.counted_replies,
            one_touch_rate=_share(self.one_touch, self.counted_replies),
            reopenings_known=self.reopenings_known,
            reopened_rate=_share(self.known_reopened, self.reopenings_known),
            handled=self.handlings.n,
            handling_mean_seconds=self.handlings.mean,
            kinds_known=self.kinds_known,
            complaints=self.complaints,
            complaint_rate=_share(self.complaints, self.kinds_known),
            complaints_resolvable=self.complaints_resolvable,
            complaint_resolved=_share(self.complaints_solved, self.complaints_resolvable),
            complaints_closed=len(self.complaint_resolutions),
            complaint_close_median_seconds=median(self.complaint_resolutions.ordered()),
            complaints_due=self.complaints_due,
            complaint_started_24h=_share(self.complaints_started, self.complaints_due),
            settled=self.settled,
            repeat_rate=_share(self.came_back, self.settled),
            settled_solved=self.settled_solved,
            fcr_known=self.fcr_known,
            fcr=_share(self.first_contact, self.fcr_known),
            durable_resolution=_share(self.durable, self.settled_solved),
            untold=self.untold,
            closed_late=self.closed_late,
            resolutions_timed=len(self.resolutions),
            expected_median=median_too,
            expected_p90=p90_too,
            bot_replies_timed=len(self.bot_responses),
            bot_first_response_seconds=median(self.bot_responses.ordered()),
            handovers_timed=len(self.handovers),
            handover_response_seconds=median(self.handovers.ordered()),
        )


_NAMES = tuple(one.name for one in fields(Tally))
COUNTS = tuple(one.name for one in fields(Tally) if one.default == 0)
TOTALS = tuple(one.name for one in fields(Tally) if one.default_factory is Total)
SAMPLES = tuple(one.name for one in fields(Tally) if one.default_factory is Samples)


def _is_untold(tickets: int, untold: int) -> bool:
    return 0 < tickets == untold


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
