"""The tickets behind a figure: which were late, by how much, what is left out and why."""

from dataclasses import asdict

from slackblocks import Block, Element

from bot import ids
from bot.metrics.figures.report import TicketLine, TicketList
from bot.metrics.team import Reader
from bot.metrics.tickets import OUTCOMES, ticket_url
from bot.text import t
from bot.text.formats import instant, number
from bot.views.blocks import (
    Payload,
    actions,
    as_of_words,
    context,
    filter_words,
    item,
    literal,
    markup,
    modal,
    page_words,
    period_words,
    section,
    select,
    turns,
    verdict_words,
)

_MOST_ITEMS = 90


def why(tickets: TicketList, reader: Reader) -> Payload:
    """Return the modal with one page of tickets; `private_metadata` is its `WhyValue`."""
    language = reader.language
    here = _here(tickets)
    addresses = tickets.team.addresses
    lines = [
        _line(line, reader, f"ticket-{at}", addresses.of(line.source))
        for at, line in enumerate(tickets.lines[:_MOST_ITEMS])
    ]
    if not lines:
        lines = [section(t(language, "report.why.none"), "none")]
    blocks = [
        context(_basis(tickets, reader), "basis"),
        actions([_filter(tickets, language)], "filter"),
        *lines,
        *_pages(tickets, language, here),
    ]
    return modal(
        t(language, "report.why.title"),
        blocks,
        close=t(language, "report.why.close"),
        callback_id=ids.REPORT_WHY,
        metadata=here,
    )


def _here(tickets: TicketList) -> ids.WhyValue:
    ask = {**asdict(tickets.ask), "team": tickets.team.name, "as_of": tickets.as_of}
    page = {"outcome": tickets.outcome, "page": tickets.page, "where": tickets.ask.where or None}
    return ids.WhyValue.model_validate(ask | page)


def _basis(tickets: TicketList, reader: Reader) -> str:
    language = reader.language
    parts = (
        markup(tickets.team.name, 40),
        period_words(language, tickets.period, tickets.as_of),
        *(markup(part) for part in filter_words(language, tickets.ask.where)),
        t(language, f"report.clock.{tickets.clock}"),
        as_of_words(tickets.as_of, reader, tickets.team.zone),
    )
    return " · ".join(parts)


def _filter(tickets: TicketList, language: str) -> Element:
    counts = dict(tickets.counts)
    total = counts.pop("all", sum(counts.values()))
    chosen = [name for name in OUTCOMES if counts.get(name) or name == tickets.outcome]
    options = [
        (_option(language, name, total if name == "all" else counts.get(name, 0)), name)
        for name in ("all", *chosen)
    ]
    placeholder = t(language, "report.why.filter")
    return select(ids.REPORT_WHY_FILTER, options, placeholder=placeholder, initial=tickets.outcome)


def _option(language: str, outcome: str, count: int) -> str:
    name = t(language, f"report.outcome.{outcome}")
    return t(language, "report.why.option", outcome=name, count=number(language, count))


def _line(line: TicketLine, reader: Reader, block_id: str, pattern: str) -> Block:
    language = reader.language
    title = literal(line.external_id, 40)
    if line.subject:
        subject = literal(line.subject, 120)
        title = t(language, "report.why.ticket", id=title, subject=subject)
    opened = instant(language, line.opened_at, reader.zone)
    details = [
        verdict_words(language, line.verdict),
        t(language, "report.why.opened", at=opened),
        *(literal(name, 40) for name in (line.channel, line.tier, line.agent) if name),
    ]
    return item(title, " · ".join(details), block_id, ticket_url(pattern, line.external_id))


def _pages(tickets: TicketList, language: str, here: ids.WhyValue) -> list[Block | None]:
    at = (tickets.page, tickets.pages)
    return [
        turns(language, at, ids.REPORT_WHY, here),
        context(page_words(language, at), "page"),
    ]
