"""How a team, and the reader, stand today: a sentence each."""

from bot.metrics.figures import Figures, Report, too_few
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import duration, number, share
from bot.views.blocks import as_of_words
from bot.views.figures import headline_value, waiting_tile


def team_words(report: Report, language: str) -> str:
    """Return how a team does so far today against its target, and who waits."""
    figures = report.figures
    waits = waiting_tile(language, figures, report.data, report.as_of)
    if waits.value is None:
        waiting = waits.notes[0] if waits.notes else waits.label
    elif figures.open_waits_now and figures.oldest_wait_seconds is not None:
        longest = duration(language, figures.oldest_wait_seconds)
        waiting = t(language, "home.waits", n=figures.open_waits_now, longest=longest)
    else:
        waiting = t(language, "home.waits.none")
    return f"{_in_time(report, language)}\n{waiting}"


def own_words(report: Report, language: str) -> str:
    """Return what the reader did so far today."""
    figures = report.figures
    value = headline_value(figures, report.team.statistic)
    if value is None or not figures.judged:
        return t(language, "home.own.none")
    return t(
        language,
        "home.own",
        met=number(language, figures.met),
        n=figures.judged,
        label=t(language, f"report.frt.{report.team.statistic}"),
        value=duration(language, value),
    )


def basis_words(report: Report, reader: Reader) -> str:
    """Return on which clock and against which limit that is, and as of when."""
    language = reader.language
    return t(
        language,
        "report.basis",
        clock=t(language, f"report.clock.{report.clock}"),
        limit=duration(language, report.team.frt_limit_seconds),
        as_of=as_of_words(report.judged_at, reader, report.team.zone, report.as_of),
    )


def _in_time(report: Report, language: str) -> str:
    figures, target = report.figures, report.target.goal.value
    if figures.attainment is None:
        return t(language, "home.state.untold" if figures.untold else "home.state.none")
    value = _value(report, figures, language)
    if too_few(figures.judged):
        met = number(language, figures.met)
        return t(language, "home.state.early", n=figures.judged, met=met, value=value)
    reached = figures.attainment >= target
    return t(
        language,
        f"home.state.{'reached' if reached else 'short'}",
        share=share(language, figures.attainment),
        target=share(language, target),
        value=value,
    )


def _value(report: Report, figures: Figures, language: str) -> str:
    value = headline_value(figures, report.team.statistic)
    if value is None:
        return ""
    label = t(language, f"report.frt.{report.team.statistic}")
    return t(language, "home.state.value", label=label, value=duration(language, value))
