"""The week in a weekly review: its figures against target and the weeks before, and the causes."""

from typing import Literal

from slackblocks import Block, Element

from bot import ids
from bot.metrics.clocks import Period
from bot.metrics.figures import too_few
from bot.metrics.review.review import CauseCounts, Review, Week
from bot.metrics.team import TeamView
from bot.text import t
from bot.text.formats import days, duration, instant, share, short_day, weekday_time
from bot.views.blocks import button, context, fields, line_chart, section, time_axis
from bot.views.figures import (
    Compared,
    Tile,
    against_words,
    attainment_tile,
    headline_value,
    response_tile,
    waiting_tile,
)

PRIMARY: Literal["primary"] = "primary"
"""The style of the button that is pressed first."""


def opening_tiles(review: Review, language: str) -> list[Tile]:
    """Return first response against its target, attainment, and who waits."""
    compared = Compared(
        review.team,
        review.figures,
        review.before,
        review.before_period,
        {},
        review.attainment_target.goal.value,
    )
    response = response_tile(language, compared)
    against = _against_target(review, language)
    if against:
        response = response._replace(notes=(response.notes[0], against, *response.notes[1:]))
    return [
        response,
        attainment_tile(language, compared),
        waiting_tile(language, review.figures, review.data, review.as_of, is_past=review.is_past),
    ]


def number_lines(review: Review, language: str) -> str:
    """Return the three numbers as `mrkdwn`, each with what it is held against.

    The share in time is said first, in words, where there are enough tickets to judge. What was
    before is of the same part of the week before, which the details say.
    """
    figures = review.figures
    response, in_time, waiting = opening_tiles(review, language)
    first = in_time.row(language)
    if figures.attainment is not None and not too_few(figures.judged):
        words = against_words(language, figures.attainment, review.attainment_target)
        first = " · ".join((f"*{words}*", *_share_before(review, language)))
    last = waiting.row(language)
    if review.data.is_live and figures.open_waits_now == 0 and not review.is_past:
        last = t(language, "report.nobody_waits")
    return "\n".join((first, _short(review, language, response).row(language), last))


def _share_before(review: Review, language: str) -> list[str]:
    before = review.before
    if before.attainment is None or too_few(before.judged):
        return []
    return [t(language, "report.was", before=share(language, before.attainment))]


def _short(review: Review, language: str, response: Tile) -> Tile:
    """Return the first response time against its target, and of enough tickets what it was."""
    if response.value is None:
        return response._replace(notes=response.notes[:1])
    was = headline_value(review.before, review.team.statistic)
    notes = [_against_target(review, language)]
    if was is not None and not too_few(review.before.answered):
        notes.append(t(language, "report.was", before=duration(language, was)))
    return response._replace(notes=tuple(filter(None, notes)))


def week_blocks(review: Review, language: str) -> list[Block | None]:
    """Return the figures of the week so far, and the chart of it and the four weeks before."""
    tiles = [tile.markup(language) for tile in opening_tiles(review, language)]
    known = [*review.known_weeks]
    value = headline_value(review.figures, review.team.statistic)
    if value is not None:
        known.append(Week(review.period, review.figures.tickets, value, review.figures.attainment))
    chart = _chart(review, language, known) if len(known) > 1 else None
    notes = [] if chart else [t(language, "review.chart.too_few")]
    notes += [*_usual(review, language), *_missing(review, language, is_drawn=chart is not None)]
    return [fields(tiles, "headline"), chart, context(" ".join(notes), "chart_note")]


def causes_block(review: Review, language: str) -> Block | None:
    """Return the not-met tickets by cause; while none has one, *Name causes* says how many."""
    cases = review.cases
    if not cases.total:
        if not review.figures.met:
            return None
        return section(t(language, "review.cases.none"), "cases")
    is_told = cases.named or review.state.is_finished
    causes = cause_words(review, language) if is_told else ""
    title = f"*{_cases_title(review, language)}*"
    return section(" · ".join(filter(None, (title, causes))), "cases")


def causes_button(review: Review, language: str) -> Element | None:
    """Return *Name causes*, or *All cases* once all are named; None where there are none."""
    cases = review.cases
    if not cases.total:
        return None
    value = cases_value(review.team, review.period, cases)
    if cases.unnamed:
        return button(t(language, "cases.name", n=cases.unnamed), ids.CASES_OPEN, value, PRIMARY)
    return button(t(language, "review.all_cases", n=cases.total), ids.CASES_OPEN, value)


def cases_value(team: TeamView, period: Period, cases: CauseCounts) -> ids.CasesValue:
    """Return what names the tickets not met of a review in the button that lists them."""
    return ids.CasesValue(
        team=team.id,
        first=cases.since.astimezone(team.zone).date(),
        last=period.last_day,
        as_of=period.end,
        before=cases.before,
        since=cases.since,
    )


def cause_words(review: Review, language: str) -> str:
    """Return how many tickets not met have no cause, and how many have which."""
    cases = review.cases
    parts = [t(language, "cases.unnamed", n=cases.unnamed)] if cases.unnamed else []
    for cause, n in cases.named:
        name = t(language, f"cases.cause.{cause}")
        parts.append(t(language, "review.cases.cause", cause=name, n=n))
    return " · ".join(parts)


def week_words(review: Review, language: str) -> str:
    """Return the dates of the week so far."""
    first, last = review.period.first_day, review.period.last_day
    return days(language, first, last)


def _against_target(review: Review, language: str) -> str | None:
    value = headline_value(review.figures, review.team.statistic)
    if value is None or review.frt_target is None:
        return None
    key = "reached" if value <= review.frt_target else "missed"
    return t(language, f"review.frt.{key}", target=duration(language, review.frt_target))


def _chart(review: Review, language: str, known: list[Week]) -> Block:
    statistic, target = review.team.statistic, review.frt_target
    values = [week.frt_seconds or 0.0 for week in known]
    unit, axis = time_axis(language, max(values))
    line = review.team.frt_limit_seconds if target is None else target
    key = "report.series.limit" if target is None else "review.series.target"
    return line_chart(
        t(language, f"review.chart.{statistic}"),
        [short_day(language, week.period.first_day) for week in known],
        [
            (t(language, f"report.series.{statistic}"), [round(one / unit, 1) for one in values]),
            (
                t(language, key, limit=duration(language, line)),
                [round(line / unit, 1)] * len(known),
            ),
        ],
        axis,
    )


def _usual(review: Review, language: str) -> list[str]:
    if review.usual_frt is None:
        return []
    key = "review.usual.frt" if review.usual_attainment is None else "review.usual"
    mean = t(
        language,
        key,
        n=len(review.known_weeks),
        frt=duration(language, review.usual_frt),
        attainment=share(language, review.usual_attainment or 0),
    )
    moment = weekday_time(language, review.as_of, review.team.zone)
    return [mean, t(language, "review.elapsed", moment=moment)]


def _missing(review: Review, language: str, *, is_drawn: bool) -> list[str]:
    found = [week.period for week in review.weeks if week.frt_seconds is None]
    if headline_value(review.figures, review.team.statistic) is None:
        found.append(review.period)
    if not found:
        return []
    listed = t(language, "report.comma").join(short_day(language, one.first_day) for one in found)
    key = "review.chart.missing" if is_drawn else "review.missing"
    return [t(language, key, n=len(found), weeks=listed)]


def _cases_title(review: Review, language: str) -> str:
    cases, zone = review.cases, review.team.zone
    if cases.before is None:
        key = "review.cases.then" if review.is_past else "review.cases.week"
        return t(language, key, n=cases.total)
    since = instant(language, cases.since, zone)
    return t(language, "review.cases.since", n=cases.total, since=since)
