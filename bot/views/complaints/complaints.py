"""Complaints about delay: the reminder, the breach in the channel, the list, form and history."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slackblocks import Block, InputBlock, PlainText, PlainTextInput

from bot import ids
from bot.metrics.complaints.complaints import OPEN, REASON_LENGTH, ComplaintFacts
from bot.metrics.complaints.report import Clocks, ComplaintPage
from bot.text import t
from bot.views.blocks import (
    INPUT,
    Payload,
    actions,
    as_of_team,
    capital,
    context,
    form,
    header,
    literal,
    markup,
    message,
    page_words,
    section,
    ticket_link,
    turns,
)
from bot.views.complaints.words import (
    clock_words,
    delay_button,
    moment,
    progress_words,
    rows,
    title,
)

WHY = "why"
"""The field of the form that says why a complaint is not about delay."""

_MOST = 10
_MOST_STEPS = 45
_DECIDE = frozenset({"lead", "quality", "admin"})


def clocks(made: Clocks) -> Payload:
    """Return a reminder of complaints without an analysis, or that their 24 hours are over."""
    language, zone = made.language, made.team.zone
    kind = "breach" if made.is_breach else "reminder"
    team = markup(made.team.name, 40)
    waiting = [one for one in made.complaints if one.state(made.as_of) in OPEN]
    key = f"complaint.{kind}" if waiting else f"complaint.{kind}.none"
    lead = t(language, key, n=len(waiting) or len(made.complaints), team=team)
    told = " ".join(f"<@{user_id}>" for user_id in made.told)
    if made.is_breach and not told:
        told = t(language, "complaint.nobody")
    blocks: list[Block | None] = [
        header(t(language, f"complaint.{kind}.title", team=literal(made.team.name, 40)), "title"),
        section(_lines(told if made.is_breach else None, lead, _leaves(made)), "lead"),
    ]
    for one in made.complaints[:_MOST]:
        pattern = made.team.addresses.of(one.source)
        blocks += rows(one, language, (made.as_of, zone), made.open_problems, pattern=pattern)
    left = len(made.complaints) - _MOST
    more = t(language, "complaint.more", n=left) if left > 0 else None
    as_of = capital(as_of_team(language, made.as_of, zone))
    blocks.append(context(_lines(more, as_of, t(language, "complaint.basis")), "basis"))
    mentions = f"{told} " if made.told and waiting else ""
    return message(f"{mentions}{lead} {_first(made, language)}".strip(), blocks)


def answer(made: ComplaintPage) -> Payload:
    """Return a page of a team's clocks, or one complaint, to the one who asked."""
    language, zone = made.reader.language, made.reader.zone
    heading = t(language, "complaint.list.title", team=literal(made.team.name, 40))
    counted = None if made.ticket or made.unmarked else progress_words(made.progress, language)
    here = ids.ComplaintsValue(team_id=made.team.id, page=made.page, ticket=made.ticket)
    blocks: list[Block | None] = [
        header(heading, "title"),
        section(counted, "counts") if counted else None,
        section(_nothing(made, language), "none") if not made.complaints else None,
        _other(made, here, language),
    ]
    for one in made.complaints:
        blocks += rows(
            one,
            language,
            (made.as_of, zone),
            made.open_problems,
            here,
            pattern=made.team.addresses.of(one.source),
            may_start=made.reader.role is not None,
            may_decide=made.reader.role in _DECIDE,
        )
    blocks += [
        turns(language, (made.page, made.pages), ids.COMPLAINTS_TURN, here),
        context(_hint(made), "hint"),
    ]
    said = counted if made.complaints and counted else _nothing(made, language)
    text = markup(heading, len(heading))
    if made.ticket and made.complaints:
        one = made.complaints[0]
        said = clock_words(one, language, made.as_of, zone)
    return message(t(language, "complaint.list.text", title=text, said=said), blocks)


def why_not_delay(one: ComplaintFacts, value: ids.ComplaintValue, language: str) -> Payload:
    """Return the form in which somebody says why a complaint is not about delay."""
    field = InputBlock(
        PlainText(t(language, "complaint.form.why")),
        PlainTextInput(
            INPUT,
            multiline=True,
            max_length=REASON_LENGTH,
            placeholder=PlainText(t(language, "complaint.form.why.hint")),
        ),
        block_id=WHY,
    )
    blocks = [section(title(one, ""), "complaint"), field]
    words = t(language, "complaint.form.title"), t(language, "complaint.form.submit")
    callback_id = ids.COMPLAINT_NOT_DELAY_FORM
    return form(words[0], blocks, language, callback_id, value, submit=words[1])


def said_before(language: str, one: ComplaintFacts, now: datetime, zone: ZoneInfo) -> str:
    """Return that a click changed nothing, and how the complaint stands, as `mrkdwn`."""
    return t(language, "complaint.said.before", state=clock_words(one, language, now, zone))


def _lines(*lines: str | None) -> str:
    return "\n".join(filter(None, lines))


def _leaves(made: Clocks) -> str | None:
    """Return that somebody has to start before they leave, where that is so."""
    if made.resumes is None:
        return None
    at = moment(made.language, made.resumes, made.as_of, made.team.zone)
    return t(made.language, "complaint.reminder.leaves", at=at)


def _first(made: Clocks, language: str) -> str:
    shown = made.complaints[:3]
    words = [
        f"{markup(one.external_id, 40)}: {clock_words(one, language, made.as_of, made.team.zone)}"
        for one in shown
    ]
    return t(language, "action.semicolon").join(words)


def _nothing(made: ComplaintPage, language: str) -> str:
    if made.other is not None:
        link = ticket_link(made.ticket or "", made.team.addresses.of(made.other[0]), 60)
        return t(language, "complaint.other", id=link)
    return t(language, "complaint.list.no_data" if made.unmarked else "complaint.list.none")


def _other(made: ComplaintPage, here: ids.ComplaintsValue, language: str) -> Block | None:
    if made.other is None or made.reader.role not in _DECIDE:
        return None
    source, external_id = made.other
    value = ids.ComplaintValue(team=made.team.id, source=source, id=external_id, listed=here)
    return actions([delay_button(value, language)], "other")


def _hint(made: ComplaintPage) -> str:
    language = made.reader.language
    page = page_words(language, (made.page, made.pages))
    basis = t(language, "complaint.basis")
    as_of = capital(as_of_team(language, made.as_of, made.reader.zone))
    hint = None if made.unmarked else t(language, "complaint.hint")
    parts = (page, as_of, basis, hint)
    return "\n".join(filter(None, parts))
