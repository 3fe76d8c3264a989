"""What does not stand in a daily report itself: every figure, where and when, how it is counted."""

from slackblocks import Block

from bot.metrics.daily.report import DailyReport
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import days, duration
from bot.views.blocks import (
    Payload,
    actions,
    as_of_team,
    context,
    markup,
    message,
    section,
)
from bot.views.daily.figures import figures_table
from bot.views.daily.report import cases_button, title
from bot.views.daily.revised import revised_line
from bot.views.daily.worst import worst_blocks
from bot.views.figures import (
    answered_words,
    expected_words,
    outcome_counts,
    quality_line,
    spread_tile,
)


def details(report: DailyReport, reader: Reader) -> Payload:
    """Return the answer to *Details* in the reader's language, as of the instant of the report.

    Instants are in the team's zone, as in the report itself.
    """
    language = reader.language
    as_of = as_of_team(language, report.judged_at, report.team.zone)
    named = title(report, language)
    text = t(language, "report.details", title=markup(named, len(named)), as_of=as_of)
    causes = cases_button(report, language)
    blocks: list[Block | None] = [
        section(f"*{text}*", "title"),
        section("\n".join(_counts(report, language)), "counts"),
        figures_table(report, language),
        *worst_blocks(report, language),
        *revised_line(report, language),
        actions([causes] if causes else [], "daily"),
        context(_small_print(report, language, as_of), "basis"),
    ]
    return message(text, blocks)


def _counts(report: DailyReport, language: str) -> list[str]:
    """Return how many there are of what: tickets answered, how they came out, not met."""
    figures, team = report.figures, report.team
    slow = spread_tile(language, team.statistic, figures)
    lines = [
        answered_words(language, figures) if figures.tickets else t(language, "daily.none.quiet"),
        *expected_words(language, team, figures),
        outcome_counts(language, figures),
        " · ".join(slow.markup(language).split("\n")) if slow else "",
    ]
    if report.earlier:
        total = t(language, "cases.total", n=len(report.not_met))
        earlier = t(language, "daily.cases.earlier", n=report.earlier)
        lines.append(f"{total} · {earlier}")
    return [line for line in lines if line]


def _small_print(report: DailyReport, language: str, as_of: str) -> str:
    lines = [
        t(
            language,
            "report.basis",
            clock=t(language, f"report.clock.{report.clock}"),
            limit=duration(language, report.team.frt_limit_seconds),
            as_of=as_of,
        )
    ]
    if report.usual:
        span = days(language, report.usual.first_day, report.usual.last_day)
        lines.append(t(language, "daily.basis.usual", n=report.usual.days, days=span))
    lines.append(t(language, "daily.basis.events"))
    lines.append(quality_line(report, language, report.team.zone))
    return "\n".join(lines)
