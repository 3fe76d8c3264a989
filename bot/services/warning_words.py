"""What somebody typed after `/frt` about warnings, understood."""

import re
from dataclasses import dataclass

from bot.errors import BotError
from bot.metrics.watched import METRICS
from bot.text.words import normalised

CHOICE = "warnings"
"""What a request for the warnings starts with where a period would stand."""

_HEAD = re.compile(
    r"(?:warnings?|warning values?|near thresholds?|预警(?:值|状态|情况|列表|记录)?)(?:$|[\s:：])",
    re.IGNORECASE,
)
_TEAM = re.compile(r"(?:^|\s)(?:team\s|团队\s?)\s*[\"“「]?(.+?)[\"”」]?\s*$", re.IGNORECASE)
METRIC_WORDS: dict[str, str] = {
    **{metric.replace("_", " "): metric for metric in METRICS},
    "frt": "frt_median",
    "median": "frt_median",
    "median frt": "frt_median",
    "mean": "frt_mean",
    "mean frt": "frt_mean",
    "average": "frt_mean",
    "p90": "frt_p90",
    "p90 frt": "frt_p90",
    "art": "art_mean",
    "csat": "csat_mean",
    "首次响应时长": "frt_median",
    "首次响应时长中位数": "frt_median",
    "中位数": "frt_median",
    "平均首次响应时长": "frt_mean",
    "平均值": "frt_mean",
    "首次响应时长p90": "frt_p90",
    "达标率": "attainment",
    "平均响应时长": "art_mean",
    "客户满意度": "csat_mean",
    "满意度": "csat_mean",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to see the warnings, of one `metric` in detail if named, of `team` if named."""

    metric: str | None = None
    team: str | None = None

    @property
    def choice(self) -> str:
        """What stands for the wish where a team is chosen for it."""
        return f"{CHOICE} {self.metric or ''}".strip()


def read(typed: str) -> Words | None:
    """Return what is wished, or None when it is about something else.

    Raises BotError for a metric that is not known.
    """
    text = normalised(typed)
    head = _HEAD.match(text)
    if head is None:
        return None
    rest = text[head.end() :]
    team = _TEAM.search(rest)
    named = (rest[: team.start()] if team else rest).strip()
    return Words(read_metric(named) if named else None, team[1] if team else None)


def concerns(typed: str) -> bool:
    """Return whether something typed is about warnings, understood or not."""
    return _HEAD.match(normalised(typed)) is not None


def chosen(period: str) -> Words | None:
    """Return the wish that a choice of teams was offered for; None when for something else."""
    head, _, metric = period.partition(" ")
    if head != CHOICE:
        return None
    return Words(metric if metric in METRICS else None)


def read_metric(text: str) -> str:
    """Return the metric that was typed, in either language. Raises BotError."""
    found = METRIC_WORDS.get(normalised(text).casefold().replace("_", " "))
    if found is None:
        raise BotError("warning.error.unknown_metric", metric=text, metrics=", ".join(METRICS))
    return found
