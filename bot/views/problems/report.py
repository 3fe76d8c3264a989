"""A report on a problem: symptom, timeline, root cause, actions, verification."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from slackblocks import Block

from bot.metrics.problems.report import ProblemReportFacts, ReportedAction, TicketEvent, TicketTimes
from bot.metrics.tickets import Addresses
from bot.registers.problems import PROBLEMS
from bot.text import formats, t
from bot.views.blocks import (
    Payload,
    capital,
    context,
    header,
    literal,
    markup,
    message,
    metric_words,
    person,
    section,
    ticket_link,
)
from bot.views.problems.card import SHORT, cause_words, whys


def posted(report: ProblemReportFacts, language: str) -> Payload:
    """Return the report for a channel."""
    return message(_summary(report, language), report_blocks(report, language, "report"))


def report_blocks(report: ProblemReportFacts, language: str, name: str) -> list[Block | None]:
    """Return the report's blocks; `name` sets their ids apart from those of another report."""
    team = literal(report.team_name, 40)
    heading = t(language, "problem.report.title", number=report.number, team=team)
    return [
        header(heading, f"{name}.title"),
        context(_line(report, language), f"{name}.line"),
        _part(markup(report.seen, PROBLEMS.most("seen")), language, "seen", name),
        *_timeline(report, language, name),
        *whys(report.whys, language, f"{name}.whys"),
        _root_cause(report, language, name),
        _part(_escaped(report.direction, "direction"), language, "direction", name),
        _part(_actions(report, language), language, "actions", name),
        _part(_escaped(report.verification, "verification"), language, "verification", name),
        context(_small_print(report, language), f"{name}.made"),
    ]


def _summary(report: ProblemReportFacts, language: str) -> str:
    return t(
        language,
        "problem.report.text",
        number=report.number,
        team=markup(report.team_name, 40),
        seen=markup(report.seen, SHORT),
    )


def _line(report: ProblemReportFacts, language: str) -> str:
    parts = [capital(t(language, f"problem.kind.{report.kind}"))]
    if report.metric:
        parts.append(metric_words(language, report.metric))
    parts.append(t(language, f"problem.status.{report.status}"))
    if report.owner_id:
        due = report.due_on
        day = formats.days(language, due, due, years=True) if due else None
        who = person(report.owner_id, language)
        key = "problem.report.owner_due" if day else "problem.report.owner"
        parts.append(t(language, key, who=who, day=day or ""))
    return " · ".join(parts)


def _part(text: str | None, language: str, label: str, name: str) -> Block | None:
    if not text:
        return None
    return section(f"*{t(language, f'problem.label.{label}')}*\n{text}", f"{name}.{label}")


def _timeline(report: ProblemReportFacts, language: str, name: str) -> Iterable[Block | None]:
    heading = t(language, "problem.report.timeline", zone=report.zone)
    if not report.tickets:
        none = t(language, "problem.report.no_tickets")
        yield section(f"*{heading}*\n{none}", f"{name}.timeline")
        return
    yield section(f"*{heading}*", f"{name}.timeline")
    zone = ZoneInfo(report.zone)
    addresses = Addresses(report.ticket_address, report.desk_addresses)
    for at, ticket in enumerate(report.tickets):
        words = _times(ticket, addresses.of(ticket.source), zone, language)
        yield section(words, f"{name}.ticket-{at}")
    if report.more_tickets:
        more = t(language, "problem.report.more_tickets", n=report.more_tickets)
        yield context(more, f"{name}.more")


def _times(ticket: TicketTimes, address: str, zone: ZoneInfo, language: str) -> str:
    named = f"*{ticket_link(ticket.external_id, address, 60)}*"
    if not ticket.events:
        return f"{named}\n{t(language, 'problem.report.gone')}"
    lines = [_event(event, zone, language) for event in ticket.events]
    if ticket.left:
        lines.insert(5, t(language, "problem.report.left", n=ticket.left))
    if ticket.doubtful:
        doubts = (t(language, f"report.reason.{doubt}") for doubt in ticket.doubtful)
        lines.append(t(language, "report.comma").join(doubts))
    return "\n".join([named, *lines])


def _event(event: TicketEvent, zone: ZoneInfo, language: str) -> str:
    at = formats.instant(language, event.at, zone)
    if event.seconds is None:
        return f"{at} · {t(language, f'problem.event_of.{event.kind}')}"
    took = formats.duration(language, event.seconds)
    key = "within" if event.limit is None or event.seconds <= event.limit else "over"
    limit = formats.duration(language, event.limit or 0)
    words = t(language, f"problem.event_of.{event.kind}.{key}", took=took, limit=limit)
    return f"{at} · {words}"


def _root_cause(report: ProblemReportFacts, language: str, name: str) -> Block | None:
    words = cause_words(report.cause, report.root_cause, language)
    text = words or t(language, "problem.report.no_cause")
    return _part(text, language, "root_cause", name)


def _actions(report: ProblemReportFacts, language: str) -> str:
    if not report.actions:
        return t(language, "problem.report.no_actions")
    lines = [_action(one, language) for one in report.actions]
    if report.more_actions:
        lines.append(t(language, "problem.actions.more", n=report.more_actions))
    return "\n".join(lines)


def _action(action: ReportedAction, language: str) -> str:
    return t(
        language,
        "problem.action",
        number=action.number,
        state=t(language, f"action.state.{action.status}"),
        measure=markup(action.measure, SHORT),
        owner=person(action.owner_id, language),
        due=formats.days(language, action.due_on, action.due_on, years=True),
    )


def _small_print(report: ProblemReportFacts, language: str) -> str:
    at = formats.instant(language, report.made_at, ZoneInfo(report.zone))
    who = person(report.made_by, language)
    return t(language, "problem.report.made", who=who, at=at, zone=report.zone)


def _escaped(text: str | None, name: str) -> str | None:
    return markup(text, PROBLEMS.most(name)) if text else None
