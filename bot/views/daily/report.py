"""The daily report on one phone screen, for the team's channel and as a preview for one person."""

from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from slackblocks import Block, Element

from bot import ids
from bot.metrics.daily.report import DailyReport, PostState
from bot.metrics.figures import too_few
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import day, days, instant
from bot.views.blocks import (
    Payload,
    actions,
    as_of_team,
    as_of_words,
    button,
    capital,
    context,
    header,
    literal,
    markup,
    message,
    section,
)
from bot.views.daily.figures import now_waiting, number_lines, response_tile, share_before
from bot.views.daily.tickets import ticket_lines
from bot.views.daily.verdict import Verdict, sentence, together, verdict_of
from bot.views.figures import reach_parts

_PRIMARY: Literal["primary"] = "primary"


class _Frame(NamedTuple):
    """For whom a report is drawn: language, zone of instants, and when figures were taken."""

    language: str
    zone: ZoneInfo
    as_of: str


def posted(report: DailyReport) -> Payload:
    """Return the report for its channel, in the team's language; nobody is named in it."""
    language, zone = report.team.language, report.team.zone
    frame = _Frame(language, zone, as_of_team(language, report.judged_at, zone))
    return _message(report, frame, [], buttons(report, language))


def preview(report: DailyReport, reader: Reader, state: PostState) -> Payload:
    """Return the report for one person, with *Post to channel* unless it stands there already."""
    language = reader.language
    as_of = as_of_words(report.judged_at, reader, report.team.zone, report.as_of)
    shown = buttons(report, language)
    if report.team.channel_id and state.status in {None, "skipped", "held"}:
        value = ids.DailyValue(team=report.team.id, day=report.day)
        shown.append(button(t(language, "daily.post"), ids.DAILY_POST, value))
    note = t(language, "daily.only_you", state=_state(report, reader, state))
    frame = _Frame(language, reader.zone, as_of)
    return _message(report, frame, [context(note, "preview")], shown)


def title(report: DailyReport, language: str) -> str:
    """Return what a report is called, for plain text: its team and days."""
    first, last = report.period.first_day, report.period.last_day
    is_plain = first == last and first.year == report.day.year
    named = (
        day(language, first)
        if is_plain
        else days(language, first, last, years=last.year != report.day.year)
    )
    return t(language, "daily.title", team=literal(report.team.name, 40), days=named)


def cases_button(report: DailyReport, language: str) -> Element | None:
    """Return what opens all tickets that were not met, while there are any."""
    total = len(report.not_met)
    if not total:
        return None
    value = ids.CasesValue(
        team=report.team.id,
        first=report.span.first_day,
        last=report.span.last_day,
        as_of=report.as_of,
        before=report.before,
    )
    if report.unnamed:
        label = t(language, "cases.name", n=report.unnamed)
        return button(label, ids.CASES_OPEN, value, _PRIMARY)
    return button(t(language, "daily.all_cases", n=total), ids.CASES_OPEN, value)


def buttons(report: DailyReport, language: str) -> list[Element]:
    """Return *Name causes* and *Details*, as far as there is something behind them."""
    causes = cases_button(report, language)
    shown = [causes] if causes else []
    if report.covered_until is not None:
        value = ids.DailyDetailsValue(team=report.team.id, day=report.day, as_of=report.as_of)
        shown.append(button(t(language, "report.button.details"), ids.DAILY_DETAILS, value))
    return shown


def _state(report: DailyReport, reader: Reader, state: PostState) -> str:
    language = reader.language
    if report.team.channel_id is None:
        return t(language, "daily.state.no_channel")
    at = instant(language, state.since, reader.zone) if state.since else ""
    return t(language, f"daily.state.{state.status or 'none'}", at=at)


def _message(
    report: DailyReport, frame: _Frame, above: list[Block | None], shown: list[Element]
) -> Payload:
    language, named = frame.language, title(report, frame.language)
    unknown = _no_data(report, frame)
    verdict = unknown or verdict_of(report, language)
    waiting = "" if unknown else _waiting(report, language)
    blocks = [
        *above,
        header(named, "title"),
        context(_span_note(report, language), "span"),
        *_body(report, language, verdict, waiting),
        actions(shown, "daily"),
        context(_small_print(report, frame), "basis"),
    ]
    lead = together(language, verdict.first, verdict.more, waiting)
    text = t(language, "daily.text", title=markup(named, len(named)), lead=lead)
    return message(text, blocks)


def _body(report: DailyReport, language: str, verdict: Verdict, waiting: str) -> list[Block | None]:
    figures = report.figures
    if figures.missed:
        verdict_lines = verdict.markup(share_before(report, language))
        numbers = section(number_lines(report, language), "numbers")
        return [section(verdict_lines, "verdict"), numbers, *ticket_lines(report, language)]
    if not report.not_met and not too_few(figures.judged):
        verdict = verdict._replace(first=f"✓ {verdict.first}")
    response = _response(report, language) if figures.tickets else ""
    verdict = verdict._replace(more=together(language, verdict.more, response, waiting))
    return [section(verdict.markup(), "verdict"), *ticket_lines(report, language)]


def _no_data(report: DailyReport, frame: _Frame) -> Verdict | None:
    """Return why nothing is known of the days; None where something is."""
    language, until = frame.language, report.covered_until
    if report.figures.tickets or report.not_met:
        return None
    if until is None:
        return Verdict(t(language, "daily.none.never"))
    if until < report.period.start:
        at = instant(language, until, frame.zone)
        return Verdict(t(language, "daily.none.stale", at=at))
    return None


def _response(report: DailyReport, language: str) -> str:
    """Return the first response time in a sentence; a default limit is met by each ticket."""
    tile = response_tile(report, language)
    if tile.value is None:
        return ""
    target = report.targets.get(f"frt_{report.team.statistic}")
    notes = tile.notes[1:] if target and target.origin == "limit" else tile.notes
    words = [tile._replace(notes=()).sentence(language), *filter(None, notes)]
    return sentence(language, t(language, "daily.comma").join(words))


def _waiting(report: DailyReport, language: str) -> str:
    tile = now_waiting(report, language)
    if tile is None:
        return t(language, "report.nobody_waits")
    return sentence(language, capital(tile.sentence(language)))


def _span_note(report: DailyReport, language: str) -> str | None:
    if report.span.reason == "regular":
        return None
    first = day(language, report.span.first_day)
    return t(language, f"daily.span.{report.span.reason}", day=first)


def _small_print(report: DailyReport, frame: _Frame) -> str:
    language = frame.language
    clock = capital(t(language, f"report.clock.{report.clock}"))
    parts = [t(language, "report.basis.short", clock=clock, as_of=frame.as_of)]
    if report.revised and report.before is not None:
        parts.append(t(language, "daily.revised", n=report.revised))
    return " · ".join([*parts, *reach_parts(report, language, frame.zone)])
