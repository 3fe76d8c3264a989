"""What is said of warnings, as values: services fill these in, views draw them."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.metrics.team import TeamView
from bot.metrics.warnings.near_threshold import DayKind
from bot.metrics.warnings.watched import Rule


@dataclass(frozen=True, slots=True)
class DayLine:
    """A working day of a watched metric.

    `kind` and `reason` are None for a day before the watch began, which was never judged.
    `samples` counts what the value is of.
    """

    day: date
    value: float | None
    samples: int
    kind: DayKind | None
    reason: str | None
    warning_value: float


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who took a warning on, and when."""

    user_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WarningCard:
    """A warning as its message shows it.

    `run` are the judged days from the first that counted through the one that raised it, `shown` is
    the last. `mentions` are user IDs, none when it was posted while nobody works (`quiet`). `rule`
    holds the values in force then, `judged_at` is the end of the last day.
    """

    team: TeamView
    rule: Rule
    clock: str
    run: tuple[DayLine, ...]
    raised_on: date
    shown: date
    judged_at: datetime
    mentions: tuple[str, ...]
    acknowledged: Acknowledgement | None
    cleared_on: date | None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ClearedNote:
    """That a warning has cleared, for its thread; `days` are the good ones that cleared it."""

    team: TeamView
    rule: Rule
    clock: str
    raised_on: date
    days: tuple[DayLine, ...]


@dataclass(frozen=True, slots=True)
class NoDataNote:
    """That working days passed without data; `ends_at` is when the last one ended.

    `covered_until` is the opening of the last ticket ever taken in, if any. It mentions nobody when
    it is posted while nobody works (`quiet`).
    """

    team: TeamView
    rule: Rule
    days: tuple[DayLine, ...]
    ends_at: datetime
    mentions: tuple[str, ...]
    covered_until: datetime | None
    quiet: bool = False


Note = WarningCard | ClearedNote | NoDataNote


@dataclass(frozen=True, slots=True)
class WatchLine:
    """Where one watched metric stands after its last judged day (None: not judged yet).

    `state` is normal, near, warning, acknowledged, recovering or no_data; `near_days` and
    `good_days` are the runs that count. `raised_on` is set while a warning is up.
    """

    rule: Rule
    state: str
    near_days: int
    good_days: int
    last: DayLine | None
    raised_on: date | None
    acknowledged: Acknowledgement | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of state: its named reason, and the day judged or the person who made it."""

    reason: str
    at: datetime
    user_id: str | None
    day: date | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Watch:
    """The answer to `/frt warnings`: every watched metric, and one of them in detail.

    `days` are the last 14 working days and `changes` the latest changes, newest first, of the
    metric `chosen`. `next_at` is when the next day is judged. `is_default` says that the team has
    chosen nothing to watch, `may_set` that the reader may set it. `unknown_years` have no published
    make-up days yet.
    """

    team: TeamView
    clock: str
    lines: tuple[WatchLine, ...]
    chosen: Rule
    days: tuple[DayLine, ...]
    changes: tuple[ChangeLine, ...]
    next_at: datetime | None
    is_default: bool
    unknown_years: tuple[int, ...]
    may_set: bool = False
