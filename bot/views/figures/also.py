"""What stands in the small print of an answer: the figures beyond the three that matter."""

from bot.metrics.figures import METRICS, Figures, Report, rows, too_few
from bot.text import t
from bot.text.formats import duration, number, share
from bot.views.blocks import short_value
from bot.views.figures.headline import answered_words, outcome_counts, spread_tile


def also_line(language: str, report: Report) -> str:
    """Return how slow the slow ones were, the average response, what was solved, satisfaction.

    Beside a table, which leaves no room for them above, the counts of all tickets come first.
    """
    figures = report.figures
    spread = spread_tile(language, report.team.statistic, figures)
    parts = [
        spread.sentence(language) if spread else "",
        _more(language, figures),
    ]
    if report.ask.by is not None:
        counts = (answered_words(language, figures), outcome_counts(language, figures))
        parts = [*counts, *parts]
    return " · ".join(filter(None, parts))


def _more(language: str, figures: Figures) -> str:
    art = figures.art_mean_seconds
    value = t(language, "report.no_data") if art is None else duration(language, art)
    parts = (
        t(language, "report.more.art", value=value),
        _resolved(language, figures),
        *(_event(language, metric, figures) for metric in rows("event")),
    )
    return " · ".join(parts)


def _resolved(language: str, figures: Figures) -> str:
    if figures.resolution_rate is None:
        return t(language, "report.more.no_resolved")
    rate, of = figures.resolution_rate, figures.resolvable
    key, value = "report.more.resolved", share(language, rate)
    if too_few(of):
        key, value = "report.more.resolved_few", number(language, round(rate * of))
    return t(language, key, value=value, tickets=number(language, of))


def _event(language: str, metric: str, figures: Figures) -> str:
    value, n = METRICS[metric].value(figures), METRICS[metric].n(figures)
    if value is None:
        return t(language, f"figure.none.{metric}")
    shown = short_value(language, metric, value)
    return t(language, f"figure.more.{metric}", value=shown, n=n)
