"""The answer to `/frt today` and its kin, for one reader and for a channel."""

from slackblocks import Block, Element

from bot import ids
from bot.metrics.figures.report import Report
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import duration
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
    period_words,
    section,
)
from bot.views.figures.breakdown import breakdown_blocks
from bot.views.figures.headline import (
    Tile,
    age,
    attainment_tile,
    compared_of,
    more_line,
    response_tile,
    spread_tile,
    waiting_tile,
)
from bot.views.figures.quality import quality_line
from bot.views.figures.tickets import why
from bot.views.figures.trend import trend_blocks

__all__ = ["answer", "shared", "why"]


def answer(report: Report, reader: Reader) -> Payload:
    """Return the answer for the one who asked, in their language, with its buttons.

    *Share* is left out where the figures are those of individuals and the team keeps them private.
    """
    language = reader.language
    as_of = as_of_words(report.judged_at, reader, report.team.zone, report.as_of)
    quality = quality_line(report, language, reader.zone)
    private = _is_private(report)
    if private:
        quality = f"{t(language, 'report.quality.private')} · {quality}"
    buttons = actions(_buttons(report, language, private=private), "report")
    return _message(report, language, [], [_basis(report, language, as_of), quality], buttons)


def shared(report: Report, shared_by: str) -> Payload:
    """Return the answer for a channel, in the team's language; `shared_by` is a Slack user ID.

    Raises ValueError for figures of individuals that the team keeps private: a channel is not told.
    """
    if _is_private(report):
        raise ValueError("individual figures of a team without an open leaderboard")
    language, zone = report.team.language, report.team.zone
    by = t(language, "report.shared_by", who=f"<@{shared_by}>")
    basis = _basis(report, language, as_of_team(language, report.judged_at, zone))
    quality = quality_line(report, language, zone)
    buttons = actions([_why(report, language)], "report")
    return _message(report, language, [context(by, "shared_by")], [basis, quality], buttons)


def _message(
    report: Report,
    language: str,
    above: list[Block | None],
    small_print: list[str],
    buttons: Block | None,
) -> Payload:
    title = _title(report, language)
    blocks: list[Block | None] = [*above, header(title, "title")]
    if not report.figures.tickets:
        text, body = _nothing(report, language, title)
        return message(text, [*blocks, body, context("\n".join(small_print), "basis")])
    tiles = _tiles(report, language)
    frt, attainment, waiting = (tile.sentence(language) for tile in tiles[:3])
    text = t(
        language,
        "report.text",
        title=markup(title, len(title)),
        frt=frt,
        attainment=attainment,
        waiting=waiting,
    )
    blocks += [
        fields([tile.markup(language) for tile in tiles], "headline"),
        section(more_line(language, report.figures), "more"),
        *trend_blocks(language, report.team, report.trend),
        *_breakdown(report, language),
        context("\n".join(small_print), "basis"),
        buttons,
    ]
    return message(text, blocks)


def _title(report: Report, language: str) -> str:
    title = t(
        language,
        "report.title.person" if report.person else "report.title",
        person=literal(report.person or "", 40),
        team=literal(report.team.name, 40),
        period=period_words(language, report.period, report.as_of),
        clock=t(language, f"report.clock.{report.clock}"),
    )
    if report.ask.by is None:
        return title
    return t(
        language, "report.title.by", title=title, by=t(language, f"breakdown.by.{report.ask.by}")
    )


def _tiles(report: Report, language: str) -> list[Tile]:
    team, figures = report.team, report.figures
    compared = compared_of(report)
    tiles = [
        response_tile(language, compared),
        attainment_tile(language, compared),
        waiting_tile(language, figures, report.data, report.as_of),
    ]
    spread = spread_tile(language, team.statistic, figures)
    return [*tiles, spread] if spread else tiles


def _nothing(report: Report, language: str, title: str) -> tuple[str, Block]:
    if report.person:
        sentences = [t(language, "report.none.person", person=markup(report.person, 40))]
    else:
        sentences = [t(language, "report.none")]
    waiting, oldest = report.figures.open_waits_now, report.figures.oldest_wait_seconds
    if not report.data.is_live:
        ago = age(language, report.data, report.as_of)
        sentences.append(t(language, "report.none.stale", ago=ago))
    elif waiting and oldest is not None:
        wait = duration(language, oldest)
        sentences.append(t(language, "report.none.waiting", n=waiting, wait=wait))
    text = t(language, "report.none.text", title=markup(title, len(title)))
    return text, section("\n".join(sentences), "headline")


def _breakdown(report: Report, language: str) -> list[Block | None]:
    by = report.ask.by
    if by is None:
        return []
    caption = t(
        language,
        "report.table",
        by=t(language, f"breakdown.by.{by}"),
        period=period_words(language, report.period, report.as_of),
    )
    return breakdown_blocks(language, by, report.team.statistic, report.groups, caption)


def _basis(report: Report, language: str, as_of: str) -> str:
    basis = t(
        language,
        "report.basis",
        clock=t(language, f"report.clock.{report.clock}"),
        limit=duration(language, report.team.frt_limit_seconds),
        as_of=as_of,
    )
    if report.team.frt_start == "handoff":
        basis = f"{basis} · {t(language, 'report.from_handoff')}"
    return f"{basis}\n{t(language, 'report.told')}" if report.told else basis


def _buttons(report: Report, language: str, *, private: bool) -> list[Element]:
    made = (
        []
        if private
        else [button(t(language, "report.button.share"), ids.REPORT_SHARE, _value(report))]
    )
    made.append(_why(report, language))
    if report.other_clock is not None:
        other = _value(report).model_copy(update={"clock": report.other_clock})
        label = t(language, f"report.button.{report.other_clock}")
        made.append(button(label, ids.REPORT_CLOCK, other))
    return made


def _why(report: Report, language: str) -> Element:
    value = ids.WhyValue(**_value(report).model_dump())
    return button(t(language, "report.button.why"), ids.REPORT_WHY, value)


def _value(report: Report) -> ids.AskValue:
    ask = report.ask
    return ids.AskValue(
        period=ask.period,
        by=ask.by,
        person=ask.person,
        team=report.team.name,
        clock=ask.clock,
        as_of=report.as_of,
    )


def _is_private(report: Report) -> bool:
    individual = report.person is not None or report.ask.by == "agent"
    return individual and not report.team.leaderboard_open
