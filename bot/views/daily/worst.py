"""Where and when tickets were not met: the worst channels and hours, and their chart."""

from collections.abc import Callable, Sequence

from slackblocks import Block

from bot.metrics.daily.report import DailyReport, Share, worst
from bot.metrics.figures import Key
from bot.text import t
from bot.text.formats import hour, number
from bot.views.blocks import MOST_POINTS, bar_chart, markup, section

_MOST = 3


def worst_blocks(report: DailyReport, language: str) -> list[Block | None]:
    """Return the channels and hours with most tickets not met, and the hours as bars."""
    lines = [
        _line(language, "channels", worst(report.channels), _channel),
        _line(language, "hours", worst(report.hours), _hour),
    ]
    text = "\n".join(line for line in lines if line)
    return [section(text, "worst") if text else None, _chart(report, language)]


def _line(
    language: str, name: str, found: Sequence[Share], named: Callable[[str, Key], str]
) -> str | None:
    if not found:
        return None
    shown = [
        t(
            language,
            "daily.worst.share",
            name=named(language, one.key),
            missed=number(language, one.missed),
            judged=number(language, one.judged),
        )
        for one in found[:_MOST]
    ]
    return t(language, f"daily.worst.{name}", listed=" · ".join(shown))


def _channel(language: str, key: Key) -> str:
    return t(language, "breakdown.without.channel") if key is None else markup(str(key), 40)


def _hour(_language: str, key: Key) -> str:
    return hour(int(key or 0))


def _chart(report: DailyReport, language: str) -> Block | None:
    """Return the bars of the (busiest) hours of opening; one hour alone makes no chart."""
    busiest = sorted(report.hours, key=lambda one: -one.judged)[:MOST_POINTS]
    shown = sorted(busiest, key=lambda one: int(one.key or 0))
    if len(shown) < 2:
        return None
    return bar_chart(
        t(language, "daily.chart"),
        [f"{int(one.key or 0):02}:00" for one in shown],
        [
            (t(language, "daily.chart.missed"), [one.missed for one in shown]),
            (t(language, "daily.chart.met"), [one.judged - one.missed for one in shown]),
        ],
        t(language, "daily.chart.tickets"),
    )
