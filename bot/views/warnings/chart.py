"""The line of a watched metric over its last working days, with its target and warning value."""

from collections.abc import Sequence

from slackblocks import Block

from bot.metrics.figures import unit
from bot.metrics.warnings.report import DayLine
from bot.metrics.warnings.watched import Rule
from bot.text import t
from bot.text.formats import days, short_day
from bot.views.blocks import context, dates_words, line_chart, time_axis, value_words


def chart_blocks(language: str, rule: Rule, lines: Sequence[DayLine]) -> list[Block | None]:
    """Return a chart and a note that names the working days without a value.

    Less than two days with a value make no chart, which the note says.
    """
    shown = [(line, line.value) for line in lines if line.value is not None]
    missing = tuple(line.day for line in lines if line.value is None)
    note = None
    if missing:
        named, _ = dates_words(language, missing, most=14)
        note = t(language, "warning.chart.missing", days=named)
    if len(shown) < 2:
        return [context(t(language, "warning.chart.too_few"), "chart_note")]
    values = [value for _, value in shown]
    factor, y_label = _scale(language, rule, values)
    name = t(language, f"figure.series.{rule.metric}")
    span = days(language, shown[0][0].day, shown[-1][0].day)
    series = [(name, [_drawn(value, factor) for value in values])]
    series.append(
        (
            _named(language, rule, "warning_value", rule.warning_value),
            [_drawn(line.warning_value, factor) for line, _ in shown],
        )
    )
    for key, level in (("target", rule.target), ("limit", rule.limit_value)):
        if level is not None:
            flat = [_drawn(level, factor)] * len(shown)
            series.append((_named(language, rule, key, level), flat))
    chart = line_chart(
        t(language, "warning.chart.title", metric=name, days=span),
        [short_day(language, line.day) for line, _ in shown],
        series,
        y_label,
    )
    return [chart, context(note, "chart_note")]


def _named(language: str, rule: Rule, key: str, level: float) -> str:
    value = value_words(language, rule.metric, level)
    return t(language, f"warning.series.{key}", value=value)


def _drawn(value: float, factor: float) -> float:
    return round(value * factor, 2)


def _scale(language: str, rule: Rule, values: Sequence[float]) -> tuple[float, str]:
    kind = unit(rule.metric)
    if kind == "share":
        return 100, t(language, "warning.unit.percent")
    if kind == "rating":
        return 1, t(language, "warning.unit.rating")
    seconds, axis = time_axis(language, max(*values, rule.warning_value, rule.limit_value))
    return 1 / seconds, axis
