"""The metrics that can be watched, planned for and verified with: one table."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from bot.metrics.figures.tally import Figures

Unit: TypeAlias = Literal["duration", "share", "rating"]
Direction: TypeAlias = Literal["lower_is_better", "higher_is_better"]
Missing: TypeAlias = Literal["nothing_rated", "not_measured"]
Row: TypeAlias = Literal["opened", "event"]


class Metric(NamedTuple):
    """A metric of a cohort.

    `value` is in seconds, a share of 1 or a rating from 1 to 5, None without samples; `n` counts
    what it is of. `words` are what it may be called after `/frt`, beside its key. `missing` is why
    a day with tickets may have no value of it, where there is another reason than that nobody has
    answered. With `in_effect` it stands in what is seen of a plan's effect. `row` gives it one in
    the daily report: of the tickets opened on its days, or of what became of any ticket then.
    """

    value: Callable[[Figures], float | None]
    n: Callable[[Figures], int]
    unit: Unit = "duration"
    words: tuple[str, ...] = ()
    missing: Missing | None = None
    in_effect: bool = False
    row: Row | None = None

    @property
    def direction(self) -> Direction:
        """Which way it gets better."""
        return "lower_is_better" if self.unit == "duration" else "higher_is_better"


def _answered(made: Figures) -> int:
    return made.answered


METRICS: dict[str, Metric] = {
    "frt_median": Metric(
        lambda made: made.frt_median_seconds,
        _answered,
        words=("frt", "median", "median frt", "首次响应时长", "首次响应时长中位数", "中位数"),
        in_effect=True,
    ),
    "frt_mean": Metric(
        lambda made: made.frt_mean_seconds,
        _answered,
        words=("mean", "mean frt", "average", "平均首次响应时长", "平均值"),
    ),
    "frt_p90": Metric(
        lambda made: made.frt_p90_seconds,
        _answered,
        words=("p90", "p90 frt", "首次响应时长p90"),
        row="opened",
    ),
    "attainment": Metric(
        lambda made: made.attainment,
        lambda made: made.met + made.missed,
        unit="share",
        words=("达标率",),
        row="opened",
    ),
    "art_mean": Metric(
        lambda made: made.art_mean_seconds,
        lambda made: made.replies_timed,
        words=("art", "平均响应时长"),
        missing="not_measured",
        in_effect=True,
        row="opened",
    ),
    "csat_mean": Metric(
        lambda made: made.csat_mean,
        lambda made: made.csat_rated,
        unit="rating",
        words=("csat", "客户满意度", "满意度"),
        missing="nothing_rated",
        in_effect=True,
        row="event",
    ),
}
"""By key, in the order in which they are offered; definitions: docs/figures.md."""


def rows(of: Row) -> tuple[str, ...]:
    """Return the metrics that have such a row in the daily report."""
    return tuple(key for key, metric in METRICS.items() if metric.row == of)


def unit(metric: str) -> Unit:
    """Return what a metric's values are counted in."""
    return METRICS[metric].unit


def direction(metric: str) -> Direction:
    """Return which way a metric gets better."""
    return METRICS[metric].direction
