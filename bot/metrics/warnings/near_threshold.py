"""The warning rule: three days near a threshold raise a warning, two good ones clear it."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias, get_args

from bot.metrics.figures import Direction, Missing

DayKind: TypeAlias = Literal["near", "good", "no_data"]
Phase: TypeAlias = Literal["normal", "near", "warning", "acknowledged", "recovering"]

NEAR_DAYS_TO_WARN = 3
GOOD_DAYS_TO_CLEAR = 2
NO_DATA_DAYS_TO_NOTICE = 2


class Day(NamedTuple):
    """A working day's judgement and the reason for it.

    near: value_at_or_past_warning, waited_past_warning. good: value_within_warning,
    nothing_late. no_data: nothing_opened, not_covered, or another one of SAYS_NOTHING and what a
    metric is missing.
    """

    kind: DayKind
    reason: str


SAYS_NOTHING = frozenset({"no_complaint", "nothing_settled"})
"""Why a day may have no data though none are missing: nothing happened that would be measured."""

TOLD = {"not_covered", "nothing_opened", "nothing_solved", *get_args(Missing)} - SAYS_NOTHING
"""Why there may be no data, in a notice that says what to do about it."""


class Change(NamedTuple):
    """What a day or a person changed; `posts` says whether it is told in the channel.

    Reasons that post: warning_raised, cleared, no_data_notice. Silent ones: near_started,
    near_ended, recovering, warning_restored, data_resumed, acknowledged.
    """

    reason: str
    posts: bool


@dataclass(frozen=True, slots=True)
class WarningState:
    """Where one metric of a team stands; days without data do not move the phase.

    `near_days` and `good_days` are runs that skip days without data, `no_data_days` is the current
    run of those. `acknowledged` outlives a recovery that does not hold.
    """

    phase: Phase = "normal"
    near_days: int = 0
    good_days: int = 0
    no_data_days: int = 0
    acknowledged: bool = False

    @property
    def name(self) -> Phase | Literal["no_data"]:
        """The state shown to people: the phase, or no_data from the second day without data."""
        return "no_data" if self.no_data_days >= NO_DATA_DAYS_TO_NOTICE else self.phase

    @property
    def warned(self) -> bool:
        """Whether a warning has been raised and not cleared."""
        return self.phase in {"warning", "acknowledged", "recovering"}


def default_warning_value(limit: float) -> float:
    """Return the warning value of a duration limit unless one is set: 80 % of it."""
    return limit * 0.8


def judge_day(
    value: float | None,
    warning_value: float,
    direction: Direction,
    *,
    opened: int,
    longest_wait: float | None = None,
    covered: bool = True,
) -> Day:
    """Return whether a working day was near its threshold, good, or without data.

    `value` is the day's statistic, None when nothing was answered. `opened` is the number of
    tickets opened, `covered` whether a feed or import has covered the day. `longest_wait` is the
    longest any ticket of the day has waited, in the unit of the warning value; it counts only when
    there is no value and lower is better.
    """
    if not covered:
        return Day("no_data", "not_covered")
    if opened == 0:
        return Day("no_data", "nothing_opened")
    if value is not None:
        lower = direction == "lower_is_better"
        past = value >= warning_value if lower else value <= warning_value
        return Day("near", "value_at_or_past_warning") if past else _GOOD
    waited = longest_wait if direction == "lower_is_better" else None
    if waited is not None and waited > warning_value:
        return Day("near", "waited_past_warning")
    return Day("good", "nothing_late")


_GOOD = Day("good", "value_within_warning")


def step(state: WarningState, day: Day | DayKind) -> tuple[WarningState, Change | None]:
    """Return the state after a judged working day, and what changed, if anything."""
    if isinstance(day, Day) and day.reason in SAYS_NOTHING:
        return state, None
    kind = day.kind if isinstance(day, Day) else day
    if kind == "no_data":
        return _without_data(state)
    resumed = state.name == "no_data"
    state = replace(state, no_data_days=0)
    state, change = _near(state) if kind == "near" else _good(state)
    return state, change or (Change("data_resumed", posts=False) if resumed else None)


def acknowledge(state: WarningState) -> tuple[WarningState, Change | None]:
    """Return the state after a person has taken a warning on; nothing changes without one."""
    if not state.warned or state.acknowledged:
        return state, None
    phase: Phase = "acknowledged" if state.phase == "warning" else state.phase
    return replace(state, phase=phase, acknowledged=True), Change("acknowledged", posts=False)


def _without_data(state: WarningState) -> tuple[WarningState, Change | None]:
    state = replace(state, no_data_days=state.no_data_days + 1)
    notice = state.no_data_days == NO_DATA_DAYS_TO_NOTICE
    return state, Change("no_data_notice", posts=True) if notice else None


def _near(state: WarningState) -> tuple[WarningState, Change | None]:
    state = replace(state, near_days=state.near_days + 1, good_days=0)
    if state.warned:
        restored = state.phase == "recovering"
        phase: Phase = "acknowledged" if state.acknowledged else "warning"
        change = Change("warning_restored", posts=False) if restored else None
        return replace(state, phase=phase), change
    if state.near_days >= NEAR_DAYS_TO_WARN:
        return replace(state, phase="warning"), Change("warning_raised", posts=True)
    change = Change("near_started", posts=False) if state.near_days == 1 else None
    return replace(state, phase="near"), change


def _good(state: WarningState) -> tuple[WarningState, Change | None]:
    if not state.warned:
        change = Change("near_ended", posts=False) if state.phase == "near" else None
        return WarningState(), change
    state = replace(state, near_days=0, good_days=state.good_days + 1)
    if state.good_days >= GOOD_DAYS_TO_CLEAR:
        return WarningState(), Change("cleared", posts=True)
    return replace(state, phase="recovering"), Change("recovering", posts=False)
