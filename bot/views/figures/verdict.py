"""What an answer says first, in a sentence: is it good, is it better, who is behind."""

from bot.metrics.figures import Behind, Figures, Report, behind, too_few
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import days, duration, number, share
from bot.views.blocks import before_words, markup
from bot.views.figures.against import against_words
from bot.views.figures.breakdown import OF_PEOPLE, group_name
from bot.views.figures.headline import (
    SIGNS,
    Tile,
    compared_of,
    headline_value,
    in_time,
    in_time_between,
    in_time_label,
    points_claim,
    response_claim,
)


def verdict(language: str, report: Report) -> str:
    """Return the share in time against the target, and the change where chance does not explain it.

    Of too few tickets it is how many there are and how many were in time.
    """
    figures = report.figures
    if figures.is_untold:
        return t(language, "report.verdict.untold")
    if figures.attainment is None or too_few(figures.judged):
        return _few(language, report)
    compared = compared_of(report)
    said = [_against(language, report)]
    if points := points_claim(language, compared):
        said.append(points.lstrip(SIGNS))
    if response := response_claim(language, compared):
        said.append(t(language, "report.verdict.response", claim=response.lstrip(SIGNS)))
    return t(language, "report.semicolon").join(said)


def _few(language: str, report: Report) -> str:
    figures = report.figures
    key = "early" if report.goes_on else "few"
    if not figures.judged:
        return t(language, f"report.verdict.{key}_none", n=figures.tickets)
    every = figures.judged == figures.tickets
    return t(
        language,
        f"report.verdict.{key}" if every else f"report.verdict.{key}_judged",
        n=figures.tickets,
        judged=number(language, figures.judged),
        met=number(language, figures.met),
    )


def _against(language: str, report: Report) -> str:
    found = report.figures.attainment or 0.0
    sure = None if report.person is None else in_time_between(language, report.figures)
    return against_words(language, found, report.target, sure)


def before_line(language: str, report: Report) -> str:
    """Return what it was in the period before, and what of it has not clearly changed."""
    if report.data_since is not None:
        since = days(language, report.data_since, report.data_since, years=True)
        return t(language, "report.frt.since", day=since)
    before, named = report.before, before_words(language, report.before_period)
    statistic, compared = report.team.statistic, compared_of(report)
    former = headline_value(before, statistic)
    if former is None and before.attainment is None:
        return t(language, "report.frt.no_before", before=named)
    parts = []
    if before.attainment is not None:
        claim = points_claim(language, compared)
        notes = _unclear(language, report, "attainment", claim)
        tile = Tile(in_time(language, before), in_time_label(language, before), notes)
        parts.append(tile.sentence(language))
    if former is not None:
        notes = _unclear(language, report, f"frt_{statistic}", response_claim(language, compared))
        label = t(language, f"report.frt.{statistic}")
        parts.append(Tile(duration(language, former), label, notes).sentence(language))
    parts.append(t(language, "report.before.answered", n=before.answered))
    return t(language, "report.before", before=named, figures=" · ".join(parts))


def _unclear(language: str, report: Report, metric: str, claim: str | None) -> tuple[str, ...]:
    """Return that a metric has not clearly changed, where that was looked at."""
    if claim or metric not in report.told:
        return ()
    return (t(language, "report.before.unclear"),)


def sees_only_own(report: Report, reader: Reader) -> bool:
    """Tell whether a breakdown by agent has no row but the reader's own."""
    sees_all = reader.leads or report.team.leaderboard_open or report.person is not None
    return report.ask.by == OF_PEOPLE and not sees_all


def own_words(language: str, report: Report) -> str:
    """Return the reader's own figures, of a breakdown that has no other row."""
    if not report.groups:
        return t(language, "report.own.none")
    figures: Figures = report.groups[0].figures
    parts = [t(language, "report.own.tickets", n=figures.tickets)]
    if figures.attainment is not None:
        value, label = in_time_between(language, figures), in_time_label(language, figures)
        parts.append(Tile(value, label, ()).sentence(language))
    seconds = headline_value(figures, report.team.statistic)
    if seconds is not None:
        label = t(language, f"report.frt.{report.team.statistic}")
        parts.append(Tile(duration(language, seconds), label, ()).sentence(language))
    return t(language, "report.own", figures=" · ".join(parts))


def behind_words(language: str, report: Report) -> str | None:
    """Return which group is behind all others for certain, if one is; people are not named so."""
    by = report.ask.by
    if by is None or by == OF_PEOPLE:
        return None
    found = behind(report.groups, report.target.goal.value)
    return _behind(language, by, found) if found else None


def _behind(language: str, by: str, found: Behind) -> str:
    figures = found.group.figures
    return t(
        language,
        "report.behind",
        group=markup(group_name(language, by, found.group.key), 60),
        value=in_time(language, figures),
        rest=share(language, found.rest),
        own=number(language, figures.missed),
        n=found.missed,
    )
