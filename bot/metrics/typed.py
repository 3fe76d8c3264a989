"""Values that people type, read and checked: durations, shares, metrics, goals."""

import re
import unicodedata

from bot.errors import BotError
from bot.metrics.figures import COMPARISONS, METRICS, Comparison, Goal, direction, unit
from bot.metrics.texts import Texts

_NAMES = {
    86_400: ("days", "day", "d", "天", "日"),
    3_600: ("hours", "hour", "hrs", "hr", "h", "小时", "时"),
    60: ("minutes", "minute", "mins", "min", "m", "分钟", "分"),
    1: ("seconds", "second", "secs", "sec", "s", "秒"),
}
_UNITS = {name: seconds for seconds, names in _NAMES.items() for name in names}
_PART = re.compile(rf"(\d+(?:\.\d+)?)\s*({'|'.join(_UNITS)})")
_LONGEST = 30 * 86_400
_RATINGS = (1, 5)


def normalised(text: str) -> str:
    """Return the text without outer spaces, its full-width characters as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def read_duration(text: str) -> int:
    """Return the seconds of `90s`, `15m`, `2h`, `1h30m`, `15分钟`. Raises BotError.

    A day has 24 hours, on whatever clock: so lengths are shown, too.
    """
    plain = normalised(text).casefold()
    parts = _PART.findall(plain)
    seconds = sum(float(count) * _UNITS[unit] for count, unit in parts)
    if _PART.sub("", plain).strip() or not 1 <= seconds <= _LONGEST or seconds % 1:
        raise BotError("setup.bad_duration", value=text)
    return int(seconds)


def write_duration(seconds: int) -> str:
    """Return a duration as `read_duration` reads it back: `15m`, `1h30m`, `90s`."""
    if seconds % 60:
        return f"{seconds}s"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}h" * bool(hours) + f"{minutes}m" * bool(minutes)


def read_share(text: str) -> float:
    """Return a share of 1 written `90%`, `90` or `0.9`. Raises BotError."""
    plain = normalised(text)
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*(%?)", plain)
    number = float(match[1]) if match else 0
    share = number / 100 if match and (match[2] or number > 1) else number
    if not 0 < share <= 1:
        raise BotError("setup.bad_share", value=text)
    return share


def read_value(metric: str, text: str) -> float:
    """Return a value written `12m`, `90%` or `4.2`, as fits the metric. Raises BotError."""
    if unit(known_metric(metric)) == "duration":
        return float(read_duration(text))
    if unit(metric) == "share":
        return read_share(text)
    plain = normalised(text)
    if not re.fullmatch(r"\d(?:\.\d+)?", plain):
        raise BotError("warning.error.range.rating")
    return float(plain)


def reached(metric: str, text: str) -> float:
    """Return a value that a metric is to reach: a rating is one of the scale. Raises BotError."""
    value = read_value(metric, text)
    low, high = _RATINGS
    if unit(metric) == "rating" and not low <= value <= high:
        raise BotError("warning.error.range.rating")
    return value


def known_metric(metric: str) -> str:
    """Return the metric. Raises BotError for one that nobody can watch."""
    if metric not in METRICS:
        raise BotError("warning.error.unknown_metric", metric=metric, metrics=", ".join(METRICS))
    return metric


def goal_text(goal: Goal) -> str:
    """Return a goal's value as it is typed: `10m`, `90%`, `4.5`."""
    if unit(goal.metric) == "duration":
        return write_duration(round(goal.value))
    return f"{goal.value * 100:g}%" if unit(goal.metric) == "share" else f"{goal.value:g}"


def fitting(metric: str) -> Comparison:
    """Return which comparison suits a metric: at most for what gets better as it falls."""
    return "at_most" if direction(metric) == "lower_is_better" else "at_least"


def unfitting(metric: str) -> BotError:
    """Return what is wrong with the other comparison."""
    return BotError(f"plan.error.comparison.{fitting(metric)}")


def read_goal(typed: Texts) -> tuple[Goal | None, dict[str, BotError]]:
    """Return the goal of the fields metric, comparison and value, or None with what is wrong."""
    metric, comparison = typed.get("metric", ""), typed.get("comparison", "")
    if metric not in METRICS or comparison not in COMPARISONS:
        raise BotError("error.button")
    errors: dict[str, BotError] = {}
    if comparison != fitting(metric):
        errors["comparison"] = unfitting(metric)
    try:
        return Goal(metric, comparison, read_value(metric, typed.get("value", ""))), errors
    except BotError as error:
        return None, {**errors, "value": error}
