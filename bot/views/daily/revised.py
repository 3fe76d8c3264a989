"""Tickets that later files changed: the line in the report, and the modal that lists them."""

from slackblocks import Block

from bot import ids
from bot.metrics.daily.report import DailyReport
from bot.metrics.daily.revised import RevisedList, RevisedTicket
from bot.metrics.team import Reader
from bot.metrics.tickets import ticket_url
from bot.text import t
from bot.text.formats import instant
from bot.views.blocks import (
    Payload,
    actions,
    as_of_words,
    button,
    context,
    history_button,
    item,
    literal,
    markup,
    modal,
    page_words,
    revision_words,
    section,
    turns,
    verdict_words,
)

_LONGEST = 2_900
_LONGEST_KEY = 255


def revised_line(report: DailyReport, language: str) -> list[Block | None]:
    """Return how many tickets a later file changed, with *Show*; nothing when there are none."""
    if not report.revised or report.before is None:
        return []
    value = ids.RevisedValue(team=report.team.id, before=report.before, as_of=report.as_of)
    shows = button(t(language, "daily.revised.show"), ids.REVISED_OPEN, value)
    line = section(t(language, "daily.revised", n=report.revised), "revised")
    return [line, actions([shows], "revised_show")]


def all_revised(listed: RevisedList, reader: Reader) -> Payload:
    """Return the modal with a page of changed tickets: before → after, and both verdicts."""
    language = reader.language
    here = ids.RevisedValue(
        team=listed.team.id, before=listed.before, as_of=listed.as_of, page=listed.page
    )
    at = (listed.page, listed.pages)
    key = "daily.revised" if listed.total else "daily.revised.none"
    blocks = [
        section(t(language, key, n=listed.total), "summary"),
        context(_basis(listed, reader), "basis"),
        *(
            block
            for place, one in enumerate(listed.tickets)
            for block in _row(listed, reader, place, one)
        ),
        turns(language, at, ids.REVISED_PREVIOUS.rpartition(".")[0], here),
        context(page_words(language, at), "page"),
    ]
    return modal(
        t(language, "daily.revised.title"),
        blocks,
        close=t(language, "notice.close"),
        callback_id=ids.REVISED_OPEN,
        metadata=here,
    )


def _row(listed: RevisedList, reader: Reader, at: int, one: RevisedTicket) -> list[Block | None]:
    language, ticket = reader.language, one.revised.ticket
    place = (language, reader.zone)
    title = literal(ticket.external_id, 40)
    if ticket.subject:
        subject = literal(ticket.subject, 100)
        title = t(language, "report.why.ticket", id=title, subject=subject)
    lines = [
        t(
            language,
            "daily.revised.verdict",
            before=verdict_words(language, one.revised.before),
            now=verdict_words(language, one.revised.now),
        ),
        *(
            revision_words(place, each.field, each.before, each.after, literal)
            for each in one.changes
        ),
        t(language, "daily.revised.file", file=literal(one.file, 100)),
    ]
    key = "/".join(one.revised.key)
    url = ticket_url(listed.team.addresses.of(ticket.source), ticket.external_id)
    row = item(title, "\n".join(lines)[:_LONGEST], f"revised-{at}", url)
    if len(key) > _LONGEST_KEY:
        return [row]
    return [row, actions([history_button(language, listed.team.id, "case", key)], f"history-{at}")]


def _basis(listed: RevisedList, reader: Reader) -> str:
    language = reader.language
    since = instant(language, listed.before, reader.zone)
    parts = (
        markup(listed.team.name, 40),
        t(language, "daily.revised.since", at=since),
        t(language, f"report.clock.{listed.clock}"),
        as_of_words(listed.as_of, reader, listed.team.zone),
    )
    return " · ".join(parts)
