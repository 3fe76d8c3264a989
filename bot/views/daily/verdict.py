"""What a daily report comes to in a sentence or two, plain and as `mrkdwn`."""

from math import floor
from typing import NamedTuple

from bot.metrics.daily.pattern import Pattern, Standout, pattern
from bot.metrics.daily.report import DailyReport
from bot.metrics.figures import too_few
from bot.text import t
from bot.text.formats import hours, number, share
from bot.views.blocks import markup, target_value
from bot.views.figures import outcome_counts


class Verdict(NamedTuple):
    """What is said first, in bold, and what explains it; both are sentences and `mrkdwn`."""

    first: str
    more: str = ""

    def markup(self) -> str:
        """Return both on a line each, the first in bold."""
        return "\n".join(filter(None, (f"*{self.first}*", self.more)))


def together(language: str, *sentences: str) -> str:
    """Return sentences one after the other; empty ones are left out."""
    return ("" if language == "zh" else " ").join(filter(None, sentences))


def verdict_of(report: DailyReport, language: str) -> Verdict:
    """Return how much was in time against the target, and where the others stand out.

    Where nothing can be judged it says what there is instead, neither good nor bad.
    """
    if not report.figures.judged:
        return Verdict(_unjudged(report, language), _earlier(report, language))
    if not report.figures.missed:
        return Verdict(_all_in_time(report, language), _earlier(report, language))
    found = pattern(report.channels, report.hours)
    return Verdict(_against_target(report, language), _pattern(found, language) if found else "")


def _unjudged(report: DailyReport, language: str) -> str:
    figures = report.figures
    if not figures.tickets:
        return t(language, "daily.none.quiet")
    if figures.is_untold:
        return t(language, "daily.verdict.untold")
    counts = outcome_counts(language, figures)
    key = "unjudged" if counts else "nothing"
    return t(language, f"daily.verdict.{key}", counts=counts)


def _all_in_time(report: DailyReport, language: str) -> str:
    figures = report.figures
    if figures.pending or figures.no_response:
        return t(language, "daily.good.counts", counts=outcome_counts(language, figures))
    return t(language, "daily.good.all", n=figures.met)


def _earlier(report: DailyReport, language: str) -> str:
    return t(language, "daily.verdict.earlier", n=report.earlier) if report.earlier else ""


def _against_target(report: DailyReport, language: str) -> str:
    figures, target = report.figures, report.targets["attainment"]
    value, wanted = figures.attainment or 0.0, target.goal.value
    if too_few(figures.judged):
        return t(language, "daily.verdict.few", met=figures.met, n=figures.judged)
    named = target_value(language, target)
    if target.reached_by(value):
        key = "daily.verdict.reached"
        return t(language, key, share=share(language, value), target=named)
    digits, points = _points(value, wanted)
    return t(
        language,
        "daily.verdict.short",
        n=1 if points == 1 else 2,
        share=share(language, _cut(value, digits), digits),
        points=number(language, points, 1),
        target=named,
    )


def _points(value: float, wanted: float) -> tuple[int, float]:
    """Return the digits to write a share with that lies below another, and by how many points."""
    digits = 0 if abs(wanted * 100 - round(wanted * 100)) < 0.05 else 1
    if round(100 * value) >= 100 * wanted:
        digits = 1
    return digits, round(100 * wanted - 100 * _cut(value, digits), 1)


def _cut(value: float, digits: int) -> float:
    """Return a share as it is written: rounded, but with a digit cut so that it stays below."""
    return floor(1_000 * value) / 1_000 if digits else round(value, 2)


def _pattern(found: Pattern, language: str) -> str:
    channel, late = found.channel, found.hours
    if channel and late:
        return t(
            language,
            "daily.pattern.both",
            missed=found.missed,
            part=channel.missed,
            channel=markup(str(channel.key), 40),
            opened=late.missed,
            hours=_when(late),
        )
    if channel:
        name = markup(str(channel.key), 40)
        key = "daily.pattern.channel"
        return t(language, key, missed=found.missed, part=channel.missed, channel=name)
    if late is None:
        return ""
    part, when = late.missed, _when(late)
    return t(language, "daily.pattern.hours", missed=found.missed, part=part, hours=when)


def _when(found: Standout) -> str:
    return hours(int(found.key), (found.last + 1) % 24)
