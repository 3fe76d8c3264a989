"""Metrics, their values and goals in words."""

from bot.metrics.figures import Goal, Target, unit
from bot.text import formats, t
from bot.views.blocks.words import capital


def metric_words(language: str, metric: str) -> str:
    """Return a metric's name within a sentence: `median first response`."""
    return t(language, f"figure.metric.{metric}")


def metric_title(language: str, metric: str) -> str:
    """Return a metric's name as a sentence begins with it."""
    return capital(metric_words(language, metric))


def value_words(language: str, metric: str, value: float) -> str:
    """Return a value as its metric is counted: `12 min 30 s`, `92.5%`, `4.2 of 5`."""
    if unit(metric) == "duration":
        return formats.duration(language, value)
    if unit(metric) == "rating":
        return t(language, "warning.rating", value=formats.number(language, value, 2))
    digits = 0 if abs(value * 100 - round(value * 100)) < 0.05 else 1
    return formats.share(language, value, digits)


def short_value(language: str, metric: str, value: float) -> str:
    """Return a value with its unit, as short as a goal is written: `12 min 30 s`, `93%`, `4.2`."""
    if unit(metric) == "duration":
        return formats.duration(language, value)
    if unit(metric) == "share":
        return formats.share(language, value)
    return formats.number(language, value, 1)


def goal_words(goal: Goal, language: str) -> str:
    """Return a goal in words: `median first response at most 10 min`."""
    return t(
        language,
        f"plan.goal.{goal.comparison}",
        metric=metric_words(language, goal.metric),
        value=short_value(language, goal.metric, goal.value),
    )


def target_words(language: str, target: Target) -> str:
    """Return a target, short, with who says so: `plan: ≤ 10 min`, `default limit 15 min`."""
    value = target_value(language, target)
    sign = "≤" if target.goal.comparison == "at_most" else "≥"
    return t(language, f"figure.target.{target.origin}", value=value, sign=sign)


def target_value(language: str, target: Target) -> str:
    """Return what is to be reached, as exactly as it was set: `10 min`, `92.5%`, `4.25`."""
    metric, value = target.goal.metric, target.goal.value
    if unit(metric) == "rating":
        return formats.number(language, value, 2)
    return value_words(language, metric, value)
