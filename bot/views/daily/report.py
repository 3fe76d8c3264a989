"""The daily report, for the team's channel and as a preview for one person."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slackblocks import Block, Element

from bot import ids
from bot.metrics.daily.report import EVENTS, DailyReport, PostState
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import day, days, duration, instant, share
from bot.views.blocks import (
    Payload,
    actions,
    as_of_team,
    as_of_words,
    button,
    context,
    fields,
    header,
    literal,
    markup,
    message,
    section,
    short_value,
)
from bot.views.daily.cases import message_row
from bot.views.daily.figures import figures_table, opening_tiles
from bot.views.daily.revised import revised_line
from bot.views.daily.worst import worst_blocks
from bot.views.figures import outcome_counts, quality_line, waiting_tile


class _Frame(NamedTuple):
    """For whom a report is drawn: language, zone of instants, and when figures were taken."""

    language: str
    zone: ZoneInfo
    as_of: str
    preview: tuple[date, datetime] | None


def posted(report: DailyReport) -> Payload:
    """Return the report for its channel, in the team's language; nobody is named in it."""
    language, zone = report.team.language, report.team.zone
    frame = _Frame(language, zone, as_of_team(language, report.judged_at, zone), None)
    return _message(report, frame, [], _case_buttons(report, language))


def preview(report: DailyReport, reader: Reader, state: PostState) -> Payload:
    """Return the report for one person, with *Post to channel* unless it stands there already."""
    language = reader.language
    as_of = as_of_words(report.judged_at, reader, report.team.zone, report.as_of)
    frame = _Frame(language, reader.zone, as_of, (report.day, report.as_of))
    buttons = _case_buttons(report, language)
    if report.team.channel_id and state.status in {None, "skipped", "held"}:
        value = ids.DailyValue(team=report.team.id, day=report.day)
        buttons.append(button(t(language, "daily.post"), ids.DAILY_POST, value))
    note = t(language, "daily.only_you", state=_state(report, reader, state))
    return _message(report, frame, [context(note, "preview")], buttons)


def _state(report: DailyReport, reader: Reader, state: PostState) -> str:
    language = reader.language
    if report.team.channel_id is None:
        return t(language, "daily.state.no_channel")
    at = instant(language, state.since, reader.zone) if state.since else ""
    return t(language, f"daily.state.{state.status or 'none'}", at=at)


def _message(
    report: DailyReport, frame: _Frame, above: list[Block | None], buttons: list[Element]
) -> Payload:
    language = frame.language
    title = _title(report, language)
    if not report.figures.tickets and not report.not_met:
        lead, body = _no_tickets(report, frame)
    elif not report.not_met:
        lead, body = _good_day(report, language)
    else:
        lead, body = _not_met(report, frame)
    blocks = [
        *above,
        header(title, "title"),
        context(_span_note(report, language), "span"),
        *body,
        *revised_line(report, language),
        actions(buttons, "daily"),
        context(_small_print(report, frame), "basis"),
    ]
    text = t(language, "daily.text", title=markup(title, len(title)), lead=lead)
    return message(text, blocks)


def _title(report: DailyReport, language: str) -> str:
    return t(
        language,
        "daily.title",
        team=literal(report.team.name, 40),
        days=_days(report, language),
    )


def _days(report: DailyReport, language: str) -> str:
    first, last = report.period.first_day, report.period.last_day
    if first == last and first.year == report.day.year:
        return day(language, first)
    return days(language, first, last, years=last.year != report.day.year)


def _dates(report: DailyReport, language: str) -> str:
    return days(language, report.period.first_day, report.period.last_day)


def _span_note(report: DailyReport, language: str) -> str | None:
    if report.span.reason == "regular":
        return None
    first = day(language, report.span.first_day)
    return t(language, f"daily.span.{report.span.reason}", day=first)


def _no_tickets(report: DailyReport, frame: _Frame) -> tuple[str, list[Block | None]]:
    language, until = frame.language, report.covered_until
    if until is None:
        lead = t(language, "daily.none.never")
    elif until < report.period.start:
        lead = t(language, "daily.none.stale", at=instant(language, until, frame.zone))
    else:
        lead = t(language, "daily.none.quiet")
    lines = [
        lead,
        waiting_tile(language, report.figures, report.data, report.as_of).markup(language),
    ]
    if report.now["solved"]:
        lines.append(_events(report, language))
    return lead, [section("\n".join(lines), "headline")]


def _good_day(report: DailyReport, language: str) -> tuple[str, list[Block | None]]:
    frt, _, waiting = opening_tiles(report, language)[:3]
    figures = report.figures
    if figures.met and not figures.pending + (figures.no_response or 0):
        lead = t(language, "daily.good.all", n=figures.met)
    else:
        lead = t(language, "daily.good.counts", counts=outcome_counts(language, figures))
    month = report.month
    so_far = [t(language, "daily.good.month", days=_month(report, language))]
    if month["frt"] is not None:
        value = duration(language, month["frt"])
        label = t(language, f"report.frt.{report.team.statistic}")
        so_far.append(t(language, "report.text.value", value=value, label=label))
    if month["attainment"] is not None:
        so_far.append(
            t(
                language,
                "daily.good.attainment",
                value=share(language, month["attainment"]),
                target=share(language, report.team.attainment_target),
            )
        )
    body: list[Block | None] = [
        section(f"*✓ {lead}*", "lead"),
        fields([frt.markup(language), waiting.markup(language)], "headline"),
        section("\n".join([_events(report, language), " · ".join(so_far)]), "more"),
    ]
    return t(language, "daily.good.text", lead=lead, frt=frt.sentence(language)), body


def _events(report: DailyReport, language: str) -> str:
    now = report.now
    parts = [t(language, "daily.solved", n=round(now["solved"] or 0))]
    if now["resolution"] is not None:
        value = duration(language, now["resolution"])
        parts.append(t(language, "daily.solved.median", value=value))
    for metric in EVENTS:
        if (found := now[metric]) is not None:
            value, n = short_value(language, metric, found), now.samples[metric]
            parts.append(t(language, f"figure.brief.{metric}", value=value, n=n))
    return " · ".join(parts)


def _not_met(report: DailyReport, frame: _Frame) -> tuple[str, list[Block | None]]:
    language = frame.language
    tiles = opening_tiles(report, language)
    rows = [
        block
        for numbered in enumerate(report.cases, 1)
        for block in message_row(language, frame.zone, report.team.id, numbered, frame.preview)
    ]
    sentences = [tile.sentence(language) for tile in tiles[:3]]
    lead = t(
        language,
        "daily.lead",
        cases=t(language, "cases.total", n=report.not_met),
        rest=t(language, "daily.semicolon").join(sentences),
    )
    body = [
        fields([tile.markup(language) for tile in tiles], "headline"),
        figures_table(report, language, (_dates(report, language), _month(report, language))),
        *worst_blocks(report, language),
        section(_cases_title(report, language), "cases"),
        *rows,
    ]
    return lead, body


def _month(report: DailyReport, language: str) -> str:
    period = report.month_period
    return days(language, period.first_day, period.last_day)


def _cases_title(report: DailyReport, language: str) -> str:
    title = t(language, "daily.cases", n=report.not_met)
    parts = [f"*{title}*"]
    if report.not_met > len(report.cases):
        parts.append(t(language, "daily.cases.worst", n=len(report.cases)))
    if report.earlier:
        parts.append(t(language, "daily.cases.earlier", n=report.earlier))
    return " · ".join(parts)


def _case_buttons(report: DailyReport, language: str) -> list[Element]:
    if not report.not_met:
        return []
    value = ids.CasesValue(
        team=report.team.id,
        first=report.span.first_day,
        last=report.span.last_day,
        as_of=report.as_of,
        before=report.before,
    )
    label = t(language, "daily.all_cases", n=report.not_met)
    return [button(label, ids.CASES_OPEN, value)]


def _small_print(report: DailyReport, frame: _Frame) -> str:
    language = frame.language
    lines = [
        t(
            language,
            "report.basis",
            clock=t(language, f"report.clock.{report.clock}"),
            limit=duration(language, report.team.frt_limit_seconds),
            as_of=frame.as_of,
        )
    ]
    if report.usual and report.figures.tickets:
        span = days(language, report.usual.first_day, report.usual.last_day)
        lines.append(t(language, "daily.basis.usual", n=report.usual.days, days=span))
    if report.not_met:
        lines.append(t(language, "daily.basis.events"))
    lines.append(quality_line(report, language, frame.zone))
    return "\n".join(lines)
