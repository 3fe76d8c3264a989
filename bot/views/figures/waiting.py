"""Which ticket to answer next, and who else waits for a first reply (`/frt waiting`)."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from slackblocks import (
    Block,
    Element,
    RichText,
    RichTextBlock,
    RichTextLink,
    RichTextList,
    RichTextSection,
)

from bot import ids
from bot.metrics.figures.report import Scope, TicketLine, WaitingList
from bot.metrics.team import Reader
from bot.metrics.tickets import NOWHERE, Addresses
from bot.text import t
from bot.text.formats import duration, instant
from bot.views.blocks import (
    Payload,
    actions,
    as_of_words,
    button,
    capital,
    context,
    filter_words,
    header,
    literal,
    markup,
    message,
    page_words,
    section,
    ticket_cell,
    ticket_link,
    turns,
)

_MOST_SUBJECT = 300
_MINUTE = 60
_TABS: dict[Scope, str] = {
    "mine": ids.WAITS_MINE,
    "unassigned": ids.WAITS_UNASSIGNED,
    "all": ids.WAITS_ALL,
}


def answer(waiting: WaitingList, reader: Reader) -> Payload:
    """Return the list for the one who asked: which is next, how many wait, and which."""
    language = reader.language
    team = markup(_whose(waiting, language), 120)
    stale = None if waiting.data.is_live else _stale(waiting, reader)
    nobody = not waiting.counts.get("all", waiting.total)
    if stale and nobody:
        return _only(stale, t(language, "waiting.text.stale", team=team), waiting, reader)
    if nobody and waiting.untold:
        told = t(language, "waiting.untold")
        return _only(told, t(language, "waiting.text.untold", team=team), waiting, reader)
    if nobody:
        none = t(language, "waiting.none")
        return _only(none, t(language, "waiting.text.none", team=team), waiting, reader)
    title = _title(waiting, language, is_stale=stale is not None)
    plain = markup(title, len(title))
    above: list[Block | None]
    if stale:
        above = [header(title, "title"), section(stale, "stale")]
        text = plain
    else:
        verdict = _verdict(waiting, language, waiting.team.addresses)
        counted = " · ".join(filter(None, (plain, _summary(waiting, language))))
        above = [section(f"*{verdict}*\n{counted}", "headline")]
        text = t(
            language, "waiting.text", verdict=_verdict(waiting, language, NOWHERE), title=plain
        )
    at, here = (waiting.page, waiting.pages), _here(waiting)
    basis = [page_words(language, at), _order(waiting, language), _basis(waiting, reader)]
    also = [t(language, "waiting.also_untold")] if waiting.untold else []
    blocks = [
        *above,
        actions(list(_tabs(waiting, language)), "scopes"),
        *_groups(waiting, language),
        turns(language, at, ids.WAITS, here),
        context("\n".join([*also, capital(" · ".join(filter(None, basis)))]), "basis"),
    ]
    return message(text, blocks)


def _only(said: str, text: str, waiting: WaitingList, reader: Reader) -> Payload:
    return message(
        text, [section(said, "headline"), context(capital(_basis(waiting, reader)), "basis")]
    )


def _basis(waiting: WaitingList, reader: Reader) -> str:
    return t(
        reader.language,
        "waiting.basis",
        clock=t(reader.language, f"report.clock.{waiting.clock}"),
        as_of=as_of_words(waiting.as_of, reader, waiting.team.zone, waiting.asked),
    )


def _stale(waiting: WaitingList, reader: Reader) -> str:
    at = instant(reader.language, waiting.as_of, reader.zone)
    return t(reader.language, "waiting.stale", at=at)


def _whose(waiting: WaitingList, language: str) -> str:
    """Return the team, and what is asked of its tickets: `North Desk · email`."""
    name = literal(waiting.team.name, 40)
    return " · ".join((name, *filter_words(language, waiting.where)))


def _title(waiting: WaitingList, language: str, *, is_stale: bool) -> str:
    key, count = f"waiting.title.{waiting.scope}", waiting.total
    if is_stale:
        key = "waiting.title.stale"
    elif waiting.shown:
        key = "waiting.title.person"
    elif not count:
        key, count = "waiting.title.all", waiting.counts.get("all", 0)
    return t(
        language,
        key,
        team=_whose(waiting, language),
        person=literal(waiting.shown or "", 40),
        n=count,
    )


def _verdict(waiting: WaitingList, language: str, addresses: Addresses) -> str:
    """Return what to answer next, or that nothing of the reader's waits, as `mrkdwn`."""
    first = waiting.first
    if first is None:
        return t(language, f"waiting.next.none.{waiting.scope}")
    ticket = ticket_link(first.external_id, addresses.of(first.source))
    left = _left(first, language)
    key = f"waiting.next.{_next(waiting, first)}"
    return t(language, key, ticket=ticket, left=left, n=waiting.over_limit)


def _next(waiting: WaitingList, first: TicketLine) -> str:
    if first.whose == "mine":
        return "mine"
    is_known = "mine" in waiting.counts
    if not _is_grouped(waiting):
        return "any"
    if first.whose == "unassigned":
        return "take" if is_known and waiting.scope == "all" else "unassigned"
    if not is_known:
        return "any"
    if waiting.over_limit:
        return "others.over"
    return "none.mine" if waiting.uncounted else "others"


def _left(line: TicketLine, language: str) -> str:
    left = line.verdict.left_seconds
    if left is None:
        return t(language, "waiting.no_hours")
    key = "waiting.left" if left >= 0 else "waiting.over_by"
    return t(language, key, time=_minutes(language, abs(left)))


def _minutes(language: str, seconds: float) -> str:
    """Return a length of time in whole minutes, rounded down."""
    if seconds < _MINUTE:
        return t(language, "waiting.moment")
    return duration(language, seconds // _MINUTE * _MINUTE)


def _summary(waiting: WaitingList, language: str) -> str | None:
    if waiting.over_limit:
        return t(language, "waiting.over", n=waiting.over_limit)
    is_known = waiting.total and not waiting.uncounted
    return t(language, "waiting.in_time") if is_known else None


def _order(waiting: WaitingList, language: str) -> str | None:
    if waiting.total < 2:
        return None
    mine, free = (waiting.counts.get(scope, 0) for scope in ("mine", "unassigned"))
    others = waiting.counts.get("all", 0) - mine - free
    is_one = waiting.scope != "all" or sum(map(bool, (mine, free, others))) == 1
    if is_one or not _is_grouped(waiting):
        return t(language, "waiting.order.plain")
    return t(language, f"waiting.order.{'mine' if mine else 'unassigned'}")


def _is_grouped(waiting: WaitingList) -> bool:
    return waiting.shared_out and waiting.person is None


def _here(waiting: WaitingList) -> ids.WaitsValue:
    return ids.WaitsValue(
        team=waiting.team.id,
        scope=waiting.scope,
        page=waiting.page,
        person=waiting.person,
        clock=waiting.asked_clock,
        where=waiting.where or None,
    )


def _tabs(waiting: WaitingList, language: str) -> Iterator[Element]:
    """Return a button for each scope, none where there is nothing to choose between."""
    if not _is_grouped(waiting):
        return
    here = _here(waiting)
    for scope, action_id in _TABS.items():
        if scope in waiting.counts:
            text = t(language, f"waiting.tab.{scope}", n=waiting.counts[scope])
            value = here.model_copy(update={"scope": scope, "page": 1})
            yield button(text, action_id, value, "primary" if scope == waiting.scope else None)


def _groups(waiting: WaitingList, language: str) -> Iterator[Block]:
    """Return the tickets of the page under whose they are, numbered in their order."""
    start = waiting.start
    for whose, found in groupby(waiting.lines, key=lambda line: line.whose):
        lines = list(found)
        name = t(language, f"waiting.group.{whose}") if _is_grouped(waiting) and whose else None
        yield _numbered(name, [_line(line, waiting, language) for line in lines], start)
        start += len(lines)


def _numbered(name: str | None, lines: Sequence[RichTextSection], start: int) -> Block:
    above = [RichTextSection([RichText(name, bold=True)])] if name else []
    listed = RichTextList("ordered", list(lines), offset=start or None)
    return RichTextBlock([*above, listed], block_id=f"from_{start + 1}")


def _line(line: TicketLine, waiting: WaitingList, language: str) -> RichTextSection:
    number, url = ticket_cell(line.external_id, waiting.team.addresses.of(line.source))
    named = RichTextLink(url, number, bold=True) if url else RichText(number, bold=True)
    subject = f" {literal(line.subject, _MOST_SUBJECT)}" if line.subject else ""
    left = line.verdict.left_seconds
    mark = "✗ " if left is not None and left < 0 else ""
    agent = line.agent if line.whose == "others" else None
    details = [f"{mark}{_left(line, language)}"]
    details += [literal(text, 60) for text in (line.tier, line.channel, agent) if text]
    return RichTextSection([named, RichText(f"{subject}\n{' · '.join(details)}")])
