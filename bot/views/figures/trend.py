"""The line of the headline statistic over days, and the days it can't show."""

from datetime import date
from functools import lru_cache

from slackblocks import Block

from bot.metrics.figures.report import Trend
from bot.metrics.team import TeamView
from bot.text import t
from bot.text.formats import days, duration, short_day
from bot.views.blocks import MOST_POINTS, context, dates_words, line_chart, time_axis


def trend_blocks(language: str, team: TeamView, trend: Trend | None) -> list[Block | None]:
    """Return a chart with the team's limit beside the statistic, and notes on days left out.

    Less than two days with a value make no chart, which the note says. Minutes, or hours where
    the slowest day took more than ten.
    """
    if trend is None:
        return []
    if len(trend.values) < 2:
        return [context(t(language, "report.chart.too_few"), "chart_note")]
    chart = _chart(language, team, trend.values[-MOST_POINTS:])
    return [chart, context(_notes(language, trend), "chart_note")]


@lru_cache(maxsize=256)
def _chart(language: str, team: TeamView, shown: tuple[tuple[date, float], ...]) -> Block:
    labels = [short_day(language, day) for day, _ in shown]
    unit, axis = time_axis(language, max(seconds for _, seconds in shown))
    limit = duration(language, team.frt_limit_seconds)
    span = days(language, shown[0][0], shown[-1][0])
    return line_chart(
        t(language, f"report.chart.{team.statistic}", days=span),
        labels,
        [
            (
                t(language, f"report.series.{team.statistic}"),
                [round(seconds / unit, 1) for _, seconds in shown],
            ),
            (
                t(language, "report.series.limit", limit=limit),
                [round(team.frt_limit_seconds / unit, 1)] * len(shown),
            ),
        ],
        axis,
    )


def _notes(language: str, trend: Trend) -> str:
    notes = []
    if len(trend.values) > MOST_POINTS:
        notes.append(t(language, "report.chart.latest", n=MOST_POINTS))
    first = trend.values[-MOST_POINTS:][0][0]
    missing = tuple(day for day in trend.missing if day > first)
    if missing:
        listed, left = dates_words(language, missing)
        key = "report.chart.missing_more" if left else "report.chart.missing"
        notes.append(t(language, key, days=listed, n=left))
    is_cut = len(trend.values) > MOST_POINTS
    if off := tuple(day for day in trend.off if not is_cut or day > first):
        listed, left = dates_words(language, off)
        key = "report.chart.off_more" if left else "report.chart.off"
        notes.append(t(language, key, days=listed, n=left))
    return " ".join(notes)
