"""What *Chart* shows below an answer: the days of a statistic, or the groups of a breakdown."""

from collections.abc import Sequence

from slackblocks import Block

from bot.metrics.figures import BREAKDOWNS, FEWEST, Figures, Report, too_few, wilson
from bot.metrics.figures.report import Group
from bot.text import t
from bot.text.formats import share
from bot.views.blocks import (
    MOST_POINTS,
    bar_chart,
    context,
    literal,
    markup,
)
from bot.views.figures.breakdown import OF_PEOPLE, group_name
from bot.views.figures.trend import trend_blocks

_LABEL = 20
_NAMED = 6


def chart_blocks(language: str, report: Report) -> list[Block | None]:
    """Return the chart of an answer with notes on what is left out, or why there is none."""
    if report.ask.by is None:
        return trend_blocks(language, report.team, report.trend)
    return _bars(language, report, report.ask.by)


def _bars(language: str, report: Report, by: str) -> list[Block | None]:
    """Return bars of the share in time of the groups that have one, and which are left out."""
    enough = [one for one in report.groups if not too_few(one.figures.judged)]
    if len(enough) < 2:
        return [context(t(language, "report.bars.too_few", n=FEWEST), "chart_note")]
    shown = _most(enough, by)
    target = share(language, report.target.goal.value)
    title = t(language, "report.bars", by=t(language, f"breakdown.by.{by}"), target=target)
    names = [group_name(language, by, one.key) for one in shown]
    drawn = bar_chart(title, _labels(names), _series(language, by, shown), "%")
    return [drawn, context(_notes(language, report, by, len(enough)), "chart_note")]


def _most(groups: Sequence[Group], by: str) -> Sequence[Group]:
    """Return as many as a chart holds: the latest days, of others those with most tickets."""
    if BREAKDOWNS[by].written == "date":
        return groups[-MOST_POINTS:]
    largest = sorted(groups, key=lambda one: -one.figures.tickets)[:MOST_POINTS]
    return [one for one in groups if one in largest]


def _labels(names: Sequence[str]) -> list[str]:
    """Return the names within what a label holds, none like another."""
    found: list[str] = []
    for name in names:
        made, number = literal(name, _LABEL), 1
        while made in found:
            number += 1
            end = f" {number}"
            made = literal(name, _LABEL - len(end)) + end
        found.append(made)
    return found


def _series(language: str, by: str, groups: Sequence[Group]) -> list[tuple[str, Sequence[float]]]:
    """Return the share of each group in percent; of people between which shares it lies."""
    drawn = [one.figures for one in groups]
    own = (
        t(language, "report.column.attainment"),
        [_percent(one.attainment or 0.0) for one in drawn],
    )
    if by != OF_PEOPLE:
        return [own]
    least, most = zip(*map(_between, drawn), strict=True)
    return [(t(language, "report.bars.least"), least), own, (t(language, "report.bars.most"), most)]


def _between(figures: Figures) -> tuple[float, float]:
    low, high = wilson(figures.met, figures.judged)
    return _percent(low), _percent(high)


def _percent(value: float) -> float:
    return round(100 * value, 1)


def _notes(language: str, report: Report, by: str, enough: int) -> str:
    notes = []
    if by == OF_PEOPLE:
        notes.append(t(language, "report.bars.between"))
    if enough > MOST_POINTS:
        which = "latest" if BREAKDOWNS[by].written == "date" else "largest"
        notes.append(t(language, f"report.bars.{which}", n=MOST_POINTS))
    few = [one for one in report.groups if too_few(one.figures.judged)]
    if few:
        names = [markup(group_name(language, by, one.key), 40) for one in few[:_NAMED]]
        left = len(few) - len(names)
        key = "report.bars.few_more" if left else "report.bars.few"
        listed = t(language, "report.comma").join(names)
        notes.append(t(language, key, groups=listed, fewest=FEWEST, n=left))
    return " ".join(notes)
