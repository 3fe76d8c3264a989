"""How watched values, their days and their states are written."""

from collections.abc import Sequence

from bot.metrics.figures import direction, unit
from bot.metrics.warnings.report import DayLine
from bot.metrics.warnings.watched import Rule
from bot.text import formats, t
from bot.views.blocks import dates_words, value_words


def values_words(language: str, rule: Rule, clock: str) -> str:
    """Return the values in force and the clock: `warning value 12 min · limit 15 min · …`."""
    named = [("warning_value", rule.warning_value), ("limit", rule.limit_value)]
    if rule.target is not None:
        named.append(("target", rule.target))
    parts = [
        t(language, f"warning.value.{name}", value=value_words(language, rule.metric, value))
        for name, value in named
    ]
    if unit(rule.metric) != "rating":
        parts.append(t(language, f"report.clock.{clock}"))
    return " · ".join(parts)


def samples_words(language: str, rule: Rule) -> str:
    """Return what n counts: `tickets answered`."""
    return t(language, f"figure.samples.{rule.metric}")


def passed_words(language: str, rule: Rule) -> str:
    """Return which side of the warning value is near the limit: `at or above 12 min`."""
    value = value_words(language, rule.metric, rule.warning_value)
    return t(language, f"warning.passed.{direction(rule.metric)}", value=value)


def day_words(language: str, rule: Rule, line: DayLine) -> str:
    """Return a judged day with its value and what that is of: `Mon 21 Sep 12 min 30 s (n = 9)`."""
    day = formats.day(language, line.day)
    if line.value is not None:
        value = value_words(language, rule.metric, line.value)
        return t(language, "warning.day.value", day=day, value=value, n=line.samples)
    return t(language, f"warning.day.{line.reason}" if line.reason else "warning.day.none", day=day)


def run_words(language: str, rule: Rule, lines: Sequence[DayLine]) -> str:
    """Return the days with data, one a line, and the days between that were not counted."""
    counted = [f"• {day_words(language, rule, one)}" for one in lines if one.kind != "no_data"]
    skipped = tuple(one.day for one in lines if one.kind == "no_data")
    if skipped:
        days, _ = dates_words(language, skipped, most=60)
        counted.append(f"• {t(language, 'warning.run.skipped', days=days)}")
    return "\n".join(counted)
