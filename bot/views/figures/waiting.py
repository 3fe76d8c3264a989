"""Who is waiting for a first reply (`/frt waiting`)."""

from slackblocks import Block

from bot.metrics.figures.report import TicketLine, WaitingList
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import duration, instant, number
from bot.views.blocks import (
    MOST_ROWS,
    Cell,
    Payload,
    as_of_words,
    context,
    header,
    literal,
    markup,
    message,
    section,
    table,
    ticket_cell,
)

_PAGE = 10
_OPTIONAL = ("channel", "tier", "agent", "subject")


def answer(waiting: WaitingList, reader: Reader) -> Payload:
    """Return the list for the one who asked: how many, how many too long, and which."""
    language = reader.language
    basis = t(
        language,
        "waiting.basis",
        clock=t(language, f"report.clock.{waiting.clock}"),
        as_of=as_of_words(waiting.as_of, reader, waiting.team.zone, waiting.asked),
    )
    stale = None if waiting.data.is_live else _stale(waiting, reader)
    if stale and not waiting.total:
        text = t(language, "waiting.text.stale", team=markup(waiting.team.name, 40))
        return message(text, [section(stale, "headline"), context(basis, "basis")])
    if not waiting.total and waiting.untold:
        text = t(language, "waiting.text.untold", team=markup(waiting.team.name, 40))
        told = section(t(language, "waiting.untold"), "headline")
        return message(text, [told, context(basis, "basis")])
    if not waiting.total:
        text = t(language, "waiting.text.none", team=markup(waiting.team.name, 40))
        return message(
            text, [section(t(language, "waiting.none"), "headline"), context(basis, "basis")]
        )
    key = "waiting.title.stale" if stale else "waiting.title"
    title = t(language, key, team=literal(waiting.team.name, 40), n=waiting.total)
    blocks: list[Block | None] = [
        header(title, "title"),
        section(stale, "stale") if stale else None,
        section(_summary(waiting, language), "headline"),
        _table(waiting, language),
        context("\n".join((*_more(waiting, language), basis)), "basis"),
    ]
    return message(_text(waiting, language, title), blocks)


def _stale(waiting: WaitingList, reader: Reader) -> str:
    at = instant(reader.language, waiting.as_of, reader.zone)
    return t(reader.language, "waiting.stale", at=at)


def _summary(waiting: WaitingList, language: str) -> str:
    over = (
        t(language, "waiting.over", n=waiting.over_limit)
        if waiting.over_limit
        else t(language, "waiting.in_time")
    )
    oldest = _oldest(waiting)
    if oldest is None:
        return over
    return f"{over} · {t(language, 'waiting.oldest', wait=duration(language, oldest))}"


def _text(waiting: WaitingList, language: str, title: str) -> str:
    return t(
        language,
        "waiting.text",
        title=markup(title, len(title)),
        over=number(language, waiting.over_limit),
        wait=duration(language, _oldest(waiting) or 0),
    )


def _oldest(waiting: WaitingList) -> float | None:
    waits = (line.verdict.waited_seconds for line in waiting.lines)
    return max((wait for wait in waits if wait is not None), default=None)


def _more(waiting: WaitingList, language: str) -> list[str]:
    left = waiting.total - min(len(waiting.lines), MOST_ROWS)
    more = [t(language, "waiting.more", n=left)] if left > 0 else []
    return [*more, t(language, "waiting.also_untold")] if waiting.untold else more


def _table(waiting: WaitingList, language: str) -> Block | None:
    if not waiting.lines:
        return None
    lines = waiting.lines[:MOST_ROWS]
    optional = [name for name in _OPTIONAL if any(getattr(line, name) for line in lines)]
    columns = [
        t(language, f"waiting.column.{name}") for name in ("ticket", "waiting", "limit", *optional)
    ]
    rows = [_row(line, language, optional, waiting.team.ticket_address) for line in lines]
    return table(t(language, "waiting.table"), columns, rows, page=_PAGE)


def _row(line: TicketLine, language: str, optional: list[str], pattern: str) -> list[Cell]:
    missing = t(language, "waiting.unnamed")
    details = (getattr(line, name) for name in optional)
    return [
        ticket_cell(line.external_id, pattern),
        _wait(line, language),
        _limit(line, language),
        *(literal(text, 60) if text else missing for text in details),
    ]


def _wait(line: TicketLine, language: str) -> Cell:
    waited = line.verdict.waited_seconds
    if waited is None:
        return t(language, "report.no_data")
    return round(waited), duration(language, waited)


def _limit(line: TicketLine, language: str) -> str:
    limit, late = line.verdict.limit_seconds, line.verdict.late_by_seconds
    if limit is None:
        return t(language, "report.no_data")
    if late is None:
        return duration(language, limit)
    return t(language, "waiting.over_by", late=duration(language, late))
