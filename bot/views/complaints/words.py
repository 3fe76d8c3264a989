"""How a complaint about delay is written: its ticket, its clock, why it is one, its buttons."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from slackblocks import Block, Element

from bot import ids
from bot.metrics.complaints.complaints import OPEN, ComplaintFacts, Progress
from bot.metrics.history import Edit
from bot.metrics.team import Reader
from bot.text import formats, t
from bot.views.blocks import (
    actions,
    button,
    history_button,
    literal,
    markup,
    section,
    select,
    ticket_link,
)

_MARKS = {"running": "◐", "over": "✗", "in_time": "✓", "too_late": "✗", "set_aside": "○"}
_A_WEEK = timedelta(days=6)
_LONGEST_BLOCK_ID = 255


def rows(  # noqa: PLR0913  what is drawn, for whom, and what they may do
    one: ComplaintFacts,
    language: str,
    place: tuple[datetime, ZoneInfo],
    problems: Sequence[tuple[int, str]],
    listed: ids.ComplaintsValue | None = None,
    *,
    pattern: str,
    may_start: bool = True,
    may_decide: bool = True,
) -> list[Block | None]:
    """Return a complaint as it stands, with a button for each thing that is left to do.

    `place` is as of when, and the zone that instants are written in; `pattern` is where the team's
    tickets are found.
    """
    value = ids.ComplaintValue(team=one.team_id, source=one.source, id=one.external_id)
    value = value.model_copy(update={"listed": listed})
    named = value.dump() if len(value.dump()) <= _LONGEST_BLOCK_ID else None
    name = sha256("/".join(one.key).encode()).hexdigest()[:16]
    waits = one.state(place[0]) in OPEN
    elements: list[Element] = []
    if waits and may_start:
        start = t(language, "complaint.button.start")
        elements.append(button(start, ids.COMPLAINT_START, value, "primary"))
        if problems and named:
            elements.append(_join(problems, language))
    if waits and may_decide:
        no = t(language, "complaint.button.not_delay")
        elements.append(button(no, ids.COMPLAINT_NOT_DELAY, value))
    if one.set_aside and not one.analysis and may_decide:
        elements.append(delay_button(value, language))
    if one.has_history:
        key = f"{one.source}/{one.external_id}"
        elements.append(history_button(language, one.team_id, "complaint", key))
    lines = (
        title(one, pattern),
        clock_words(one, language, *place),
        why_words(one, language, *place),
    )
    return [section("\n".join(lines), f"is_{name}"), actions(elements, named or f"do_{name}")]


def delay_button(value: ids.ComplaintValue, language: str) -> Element:
    """Return the button by which somebody says that a complaint is about delay."""
    return button(t(language, "complaint.button.delay"), ids.COMPLAINT_DELAY, value)


def title(one: ComplaintFacts, pattern: str) -> str:
    """Return the ticket, a link where the team said where it is, with its subject, as `mrkdwn`."""
    name = f"*{ticket_link(one.external_id, pattern, 60)}*"
    return f"{name} · {markup(one.subject, 120)}" if one.subject else name


def clock_words(one: ComplaintFacts, language: str, now: datetime, zone: ZoneInfo) -> str:
    """Return how its 24 hours stand: `◐ 11 h 20 min left, until Tue 09:40`."""
    state = one.state(now)
    left = one.left(one.analysis.at if one.analysis else now)
    who = one.analysis.who if one.analysis else one.set_aside.who if one.set_aside else ""
    words = t(
        language,
        f"complaint.clock.{state}",
        who=f"<@{who}>",
        at=moment(language, one.analysis.at if one.analysis else one.due_at, now, zone),
        left=duration(language, left if left > timedelta(0) else -left),
        after=duration(language, (one.analysis.at if one.analysis else now) - one.opened_at),
        problem=one.analysis.problem if one.analysis else "",
        why=markup(one.set_aside.why, 300) if one.set_aside else "",
    )
    if state == "over" and -left >= timedelta(minutes=1):
        words += t(language, "complaint.clock.over.by", left=duration(language, -left))
    return f"{_MARKS.get(state, '○')} {words}"


def why_words(one: ComplaintFacts, language: str, now: datetime, zone: ZoneInfo) -> str:
    """Return since when it is a complaint and why it is about delay."""
    return t(
        language,
        f"complaint.why.{one.reason}",
        at=moment(language, one.opened_at, now, zone),
        who=f"<@{one.said_by}>",
        category=markup(one.category or "", 60),
    )


def progress_words(made: Progress, language: str) -> str:
    """Return how many clocks run and are over, and the share begun in time; `no data` for none."""
    running = t(language, "complaint.count.running", n=made.running)
    over = t(language, "complaint.count.over", n=made.over)
    share = t(language, "report.no_data")
    if made.share is not None:
        decided = made.in_time + made.too_late + made.over
        text = formats.share(language, made.share)
        share = t(language, "complaint.count.share", n=made.in_time, of=decided, share=text)
    in_time = t(language, "complaint.count.in_time", share=share)
    return " · ".join((over, running, in_time) if made.over else (running, in_time))


def step_words(edit: Edit, reader: Reader) -> str:
    """Return what somebody did with a complaint and when, with their reason."""
    language = reader.language
    at = formats.instant(language, edit.at, reader.zone)
    problem = edit.after.get("problem")
    words = t(language, f"complaint.event.{edit.event}", who=f"<@{edit.who}>", problem=problem)
    return f"{at} · {words}" + (f"\n{markup(edit.why, 300)}" if edit.why else "")


def duration(language: str, span: timedelta) -> str:
    """Return a length of time in whole minutes, rounded down."""
    return formats.duration(language, span // timedelta(minutes=1) * 60)


def moment(language: str, at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return an instant by its weekday where that is clear, by its date where it is far."""
    if abs(at - now) < _A_WEEK:
        return formats.weekday_time(language, at, zone)
    return formats.instant(language, at, zone)


def _join(problems: Sequence[tuple[int, str]], language: str) -> Element:
    options = [
        (literal(f"#{number} {seen}", 75), ids.JoinValue(problem=number).dump())
        for number, seen in problems
    ]
    return select(ids.COMPLAINT_JOIN, options, placeholder=t(language, "complaint.button.join"))
