"""The metrics that can be watched, planned for and verified with: one table."""

from collections.abc import Callable
from math import inf
from typing import Literal, NamedTuple, TypeAlias, cast

from bot.metrics.figures.samples import Samples
from bot.metrics.figures.tally import Figures, Tally
from bot.metrics.tickets import Event

Unit: TypeAlias = Literal["duration", "share", "rating"]
Direction: TypeAlias = Literal["lower_is_better", "higher_is_better"]
Missing: TypeAlias = Literal[
    "nothing_rated",
    "not_measured",
    "nothing_solved",
    "nothing_answered",
    "nothing_settled",
    "replies_untold",
    "solving_untold",
    "no_customers",
    "no_contacts",
    "no_kinds",
    "no_complaint",
    "no_bot",
    "no_handover",
]
Row: TypeAlias = Literal["opened", "event"]


class Metric(NamedTuple):
    """A metric of tickets.

    `value` is in seconds, a share of 1 or a rating from 1 to 5, None without samples; `n` counts
    what it is of. `of` is what puts a ticket on a day: most of what becomes of tickets is told by
    the day on which it is known, as those opened on a day have only had time for quick solutions.
    `words` are what it may be called after `/frt`, beside its key. `missing` is why a day with
    tickets may have no value of it, where there is another reason than that nobody has answered.
    With `in_effect` it stands in what is seen of a plan's effect. `row` gives it one in the daily
    report: of the tickets opened on its days, or of what became of any ticket then. A metric that
    is a quantile says so, and what of; any other is a mean over its `n`.
    """

    value: Callable[[Figures], float | None]
    n: Callable[[Figures], int]
    unit: Unit = "duration"
    of: Event = "opening"
    lower_is_better: bool = False
    words: tuple[str, ...] = ()
    missing: Missing | None = None
    in_effect: bool = False
    row: Row | None = None
    samples: Callable[[Tally], Samples] | None = None
    quantile: float | None = None
    is_headline: bool = False

    def made_of(self, tally: Tally) -> Figures:
        """Return what has its value and number: for a headline one no more than the headline."""
        return cast("Figures", tally.headline()) if self.is_headline else tally.figures()

    @property
    def direction(self) -> Direction:
        """Which way it gets better."""
        falls = self.unit == "duration" or self.lower_is_better
        return "lower_is_better" if falls else "higher_is_better"


def _answered(made: Figures) -> int:
    return made.answered


METRICS: dict[str, Metric] = {
    "frt_median": Metric(
        lambda made: made.frt_median_seconds,
        _answered,
        words=("frt", "median", "median frt", "首次响应时长", "首次响应时长中位数", "中位数"),
        in_effect=True,
        samples=lambda tally: tally.first_responses,
        quantile=0.5,
        is_headline=True,
    ),
    "frt_mean": Metric(
        lambda made: made.frt_mean_seconds,
        _answered,
        words=("mean", "mean frt", "average", "平均首次响应时长", "平均值"),
        is_headline=True,
    ),
    "frt_p90": Metric(
        lambda made: made.frt_p90_seconds,
        _answered,
        words=("p90", "p90 frt", "首次响应时长p90"),
        row="opened",
        samples=lambda tally: tally.first_responses,
        quantile=0.9,
        is_headline=True,
    ),
    "attainment": Metric(
        lambda made: made.attainment,
        lambda made: made.judged,
        unit="share",
        words=("达标率",),
        row="opened",
        is_headline=True,
    ),
    "answered_within": Metric(
        lambda made: made.answered_within,
        lambda made: made.quickly_judged,
        unit="share",
        words=("quickly", "answered quickly", "快速响应率"),
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
    "resolution_median": Metric(
        lambda made: made.resolution_median_seconds,
        lambda made: made.resolutions_timed,
        of="solving",
        words=("resolution time", "time to solve", "解决时长", "解决时长中位数"),
        samples=lambda tally: tally.resolutions,
        quantile=0.5,
    ),
    "handling_mean": Metric(
        lambda made: made.handling_mean_seconds,
        lambda made: made.handled,
        of="solving",
        words=("handling", "handling time", "处理时长", "平均处理时长"),
        missing="nothing_answered",
    ),
    "resolution_rate": Metric(
        lambda made: made.resolution_rate,
        lambda made: made.resolvable,
        unit="share",
        words=("resolution", "solve rate", "解决率"),
        missing="solving_untold",
    ),
    "reopened_rate": Metric(
        lambda made: made.reopened_rate,
        lambda made: made.reopenings_known,
        unit="share",
        of="solving",
        lower_is_better=True,
        words=("reopened", "重开率"),
        missing="not_measured",
    ),
    "one_touch": Metric(
        lambda made: made.one_touch_rate,
        lambda made: made.replies_counted,
        unit="share",
        of="solving",
        words=("one touch rate", "一次回复解决率"),
        missing="not_measured",
    ),
    "fcr": Metric(
        lambda made: made.fcr,
        lambda made: made.fcr_known,
        unit="share",
        of="quiet",
        words=("first contact resolution", "首次解决率", "一次解决率"),
        missing="no_contacts",
    ),
    "durable_resolution": Metric(
        lambda made: made.durable_resolution,
        lambda made: made.settled_solved,
        unit="share",
        of="quiet",
        words=("durable", "有效解决率"),
        missing="no_customers",
    ),
    "repeat_rate": Metric(
        lambda made: made.repeat_rate,
        lambda made: made.settled,
        unit="share",
        of="quiet",
        lower_is_better=True,
        words=("repeat", "repeat contacts", "重复来访率", "重复咨询率"),
        missing="no_customers",
    ),
    "complaint_rate": Metric(
        lambda made: made.complaint_rate,
        lambda made: made.kinds_known,
        unit="share",
        lower_is_better=True,
        words=("complaints", "投诉率"),
        missing="no_kinds",
    ),
    "complaint_close_median": Metric(
        lambda made: made.complaint_close_median_seconds,
        lambda made: made.complaints_closed,
        of="solving",
        words=("complaint time", "投诉解决时长"),
        missing="no_complaint",
        samples=lambda tally: tally.complaint_resolutions,
        quantile=0.5,
    ),
    "complaint_resolved": Metric(
        lambda made: made.complaint_resolved,
        lambda made: made.complaints_resolvable,
        unit="share",
        words=("complaints resolved", "complaints solved", "投诉解决率"),
        missing="no_complaint",
    ),
    "complaint_started_24h": Metric(
        lambda made: made.complaint_started_24h,
        lambda made: made.complaints_due,
        unit="share",
        of="analysis",
        words=("started in 24h", "analysis in 24h", "24小时启动率", "投诉24小时启动率"),
        missing="no_complaint",
    ),
    "bot_first_response": Metric(
        lambda made: made.bot_first_response_seconds,
        lambda made: made.bot_replies_timed,
        words=("bot", "bot response", "机器人首次响应时长", "机器人首次响应"),
        missing="no_bot",
        samples=lambda tally: tally.bot_responses,
        quantile=0.5,
    ),
    "handover_response": Metric(
        lambda made: made.handover_response_seconds,
        lambda made: made.handovers_timed,
        words=(
            "handover",
            "hand-off",
            "handoff",
            "转人工响应时长",
            "转人工后首次响应时长",
            "转人工",
        ),
        missing="no_handover",
        samples=lambda tally: tally.handovers,
        quantile=0.5,
    ),
}
"""By key, in the order in which they are offered; definitions: docs/figures.md."""


_POSSIBLE: dict[Unit, tuple[float, float]] = {
    "duration": (0.0, inf),
    "share": (0.0, 1.0),
    "rating": (1.0, 5.0),
}


def rows(of: Row) -> tuple[str, ...]:
    """Return the metrics that have such a row in the daily report."""
    return tuple(key for key, metric in METRICS.items() if metric.row == of)


def unit(metric: str) -> Unit:
    """Return what a metric's values are counted in."""
    return METRICS[metric].unit


def possible(metric: str) -> tuple[float, float]:
    """Return the least and the greatest value that a metric can have."""
    return _POSSIBLE[METRICS[metric].unit]


def room(metric: str, value: float) -> float:
    """Return by how much a value of a metric can get better at most."""
    least, most = possible(metric)
    return value - least if direction(metric) == "lower_is_better" else most - value


def direction(metric: str) -> Direction:
    """Return which way a metric gets better."""
    return METRICS[metric].direction
