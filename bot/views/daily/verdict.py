"""What a daily report comes to in a sentence or two, plain and as `mrkdwn`."""

from typing import NamedTuple

from bot.metrics.daily.pattern import Pattern, Standout, pattern
from bot.metrics.daily.report import DailyReport
from bot.metrics.figures import too_few
from bot.text import t
from bot.text.formats import hours, number
from bot.views.blocks import markup
from bot.views.figures import against_words, outcome_counts


class Verdict(NamedTuple):
    """What is said first, in bold, and what explains it; both are sentences and `mrkdwn`."""

    first: str
    more: str = ""

    def markup(self, beside: str = "") -> str:
        """Return both on a line each, the first in bold, what is `beside` it between them."""
        return "\n".join(filter(None, (f"*{self.first}*", beside, self.more)))


def together(language: str, *sentences: str) -> str:
    """Return sentences one after the other; empty ones are left out."""
    return ("" if language == "zh" else " ").join(filter(None, sentences))


def sentence(language: str, words: str) -> str:
    """Return words as a sentence."""
    return t(language, "daily.sentence", text=words)


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
        return sentence(language, t(language, "report.verdict.untold"))
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
    figures = report.figures
    if not too_few(figures.judged):
        target = report.targets["attainment"]
        return sentence(language, against_words(language, figures.attainment or 0.0, target))
    every = figures.judged == figures.tickets
    words = t(
        language,
        "report.verdict.few" if every else "report.verdict.few_judged",
        n=figures.tickets,
        judged=number(language, figures.judged),
        met=number(language, figures.met),
    )
    return sentence(language, words)


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
        key = "daily.pattern.channel" if channel.missed < found.missed else "daily.pattern.all"
        return t(language, key, missed=found.missed, part=channel.missed, channel=name)
    if late is None:
        return ""
    part, when = late.missed, _when(late)
    return t(language, "daily.pattern.hours", missed=found.missed, part=part, hours=when)


def _when(found: Standout) -> str:
    return hours(int(found.key), (found.last + 1) % 24)
