"""The answer to `/frt today` and its kin, for one reader and for a channel."""

from dataclasses import replace
from typing import NamedTuple

from slackblocks import Block, Element

from bot import ids
from bot.metrics.figures import Report, too_few
from bot.metrics.team import Reader
from bot.text import t
from bot.text.formats import duration
from bot.text.words import WAITING
from bot.views.blocks import (
    Payload,
    actions,
    as_of_team,
    as_of_words,
    button,
    capital,
    context,
    filter_words,
    header,
    literal,
    markup,
    message,
    period_words,
    section,
)
from bot.views.figures.also import also_line
from bot.views.figures.breakdown import OF_PEOPLE, breakdown_blocks
from bot.views.figures.chart import chart_blocks
from bot.views.figures.headline import (
    Tile,
    age,
    answered_words,
    expected_words,
    headline_value,
    in_time,
    in_time_label,
    outcome_counts,
    sure_words,
    waiting_tile,
)
from bot.views.figures.quality import quality_line
from bot.views.figures.tickets import why
from bot.views.figures.verdict import (
    before_line,
    behind_words,
    own_words,
    sees_only_own,
    verdict,
)

__all__ = ["answer", "chart", "shared", "why"]


def answer(report: Report, reader: Reader, *, is_direct: bool = False) -> Payload:
    """Return the answer for the one who asked, in their language, with its buttons.

    *Share* is left out in a direct conversation, where nobody else reads, and where the figures are
    those of individuals and the team keeps them private.
    """
    language = reader.language
    as_of = as_of_words(report.judged_at, reader, report.team.zone, report.as_of)
    own = sees_only_own(report, reader)
    told = replace(report, hidden_groups=0) if own else report
    quality = quality_line(told, language, reader.zone)
    private = _is_private(report)
    if private:
        quality = f"{t(language, 'report.quality.private')} · {quality}"
    buttons = [
        *_looks(report, language),
        *_more(report, language, shares=not (private or is_direct)),
    ]
    small = [_basis(report, language, as_of), quality]
    return _message(report, language, _Around([], small, buttons, is_own=own))


def chart(report: Report, reader: Reader) -> Payload:
    """Return the chart of an answer, for the one who asked for it; or why there is none."""
    title = _title(report, reader.language)
    shown = markup(title, len(title))
    as_of = as_of_words(report.judged_at, reader, report.team.zone, report.as_of)
    drawn = chart_blocks(reader.language, report)
    text = t(reader.language, "report.chart.text", title=shown)
    return message(text, [context(f"*{shown}*", "title"), *drawn, context(as_of, "basis")])


def shared(report: Report, shared_by: str) -> Payload:
    """Return the answer for a channel, in the team's language; `shared_by` is a Slack user ID.

    Raises ValueError for figures of individuals that the team keeps private: a channel is not told.
    """
    if _is_private(report):
        raise ValueError("individual figures of a team without an open leaderboard")
    language, zone = report.team.language, report.team.zone
    by = context(t(language, "report.shared_by", who=f"<@{shared_by}>"), "shared_by")
    basis = _basis(report, language, as_of_team(language, report.judged_at, zone))
    quality = quality_line(report, language, zone)
    return _message(report, language, _Around([by], [basis, quality], _looks(report, language)))


class _Around(NamedTuple):
    """What stands around the figures: above, in small print, and the buttons.

    With `is_own` its reader sees no row of a breakdown but their own.
    """

    above: list[Block | None]
    small_print: list[str]
    buttons: list[Element]
    is_own: bool = False


def _message(report: Report, language: str, around: _Around) -> Payload:
    title = _title(report, language)
    small = around.small_print
    top: list[Block | None] = [*around.above, header(title, "title")]
    if not report.figures.tickets:
        text, body = _nothing(report, language, title)
        waits = actions(_waits(report, language), "report")
        return message(text, [*top, body, waits, context("\n".join(small), "basis")])
    if around.is_own:
        said, blocks = _own(report, language)
    else:
        said, blocks = (_headline if report.ask.by is None else _groups)(report, language)
        small = [also_line(language, report), *small]
    parts = t(language, "report.semicolon").join(said)
    text = t(language, "report.text", title=markup(title, len(title)), said=parts)
    buttons = actions(around.buttons, "report")
    return message(text, [*top, *blocks, buttons, context("\n".join(small), "basis")])


def _title(report: Report, language: str) -> str:
    title = t(
        language,
        "report.title.person" if report.person else "report.title",
        person=literal(report.person or "", 40),
        team=literal(report.team.name, 40),
        period=_span(report, language),
        clock=t(language, f"report.clock.{report.clock}"),
    )
    if report.ask.by is None:
        return title
    return t(
        language, "report.title.by", title=title, by=t(language, f"breakdown.by.{report.ask.by}")
    )


def _span(report: Report, language: str) -> str:
    """Return the period and what is asked of its tickets: `last month, 1–31 Oct · email`."""
    period = period_words(language, report.period, report.as_of)
    return " · ".join((period, *filter_words(language, report.ask.where)))


def _headline(report: Report, language: str) -> tuple[list[str], list[Block | None]]:
    """Return what is said of the figures, and the blocks: the verdict and three numbers."""
    first, tiles = verdict(language, report), _tiles(report, language)
    said = [first, *(tile.sentence(language) for tile in tiles[1:]), before_line(language, report)]
    numbers = section("\n".join(tile.row(language) for tile in tiles), "headline")
    return said, [section(f"*{first}*", "verdict"), numbers, _before(report, language)]


def _groups(report: Report, language: str) -> tuple[list[str], list[Block | None]]:
    """Return what is said of a breakdown, and the blocks: who is behind, the table, the numbers."""
    first = behind_words(language, report)
    tiles = _brief(report, language)
    said = [tile.sentence(language) for tile in tiles]
    numbers = section(" · ".join(tile.line(language) for tile in tiles), "headline")
    below = [*_table(report, language), numbers, _before(report, language)]
    if first is None:
        return said, below
    return [first, *said], [section(f"*{first}*", "verdict"), *below]


def _own(report: Report, language: str) -> tuple[list[str], list[Block | None]]:
    """Return what is said of the reader's own row, and the blocks: it is not the team's."""
    first, others = own_words(language, report), t(language, "report.own.others")
    line = " · ".join(tile.line(language) for tile in _brief(report, language))
    team = t(language, "report.own.team", figures=line)
    return [first, others], [
        section(f"*{first}*\n{others}", "verdict"),
        *_table(report, language),
        section(team, "headline"),
    ]


def _before(report: Report, language: str) -> Block | None:
    return context(capital(before_line(language, report)), "before")


def _brief(report: Report, language: str) -> list[Tile]:
    """Return the three numbers without the counts that the small print has beside a table."""
    *numbers, waiting = _tiles(report, language)
    return [*(tile._replace(notes=()) for tile in numbers), waiting]


def _tiles(report: Report, language: str) -> list[Tile]:
    """Return the three numbers that matter: in time, first response, waiting now."""
    team, figures = report.team, report.figures
    is_few = too_few(figures.judged)
    counts = outcome_counts(language, figures, judged=not is_few)
    met = None if figures.attainment is None else in_time(language, figures)
    notes = [counts] if counts else []
    if report.person and not is_few:
        notes.append(sure_words(language, figures))
    value = headline_value(figures, team.statistic)
    seconds = None if value is None else duration(language, value)
    answered = (answered_words(language, figures), *expected_words(language, team, figures))
    return [
        Tile(met, in_time_label(language, figures), tuple(notes)),
        Tile(seconds, t(language, f"report.frt.{team.statistic}"), answered),
        waiting_tile(language, figures, report.data, report.as_of),
    ]


def _table(report: Report, language: str) -> list[Block | None]:
    by = report.ask.by or ""
    caption = t(
        language,
        "report.table",
        by=t(language, f"breakdown.by.{by}"),
        period=_span(report, language),
    )
    return breakdown_blocks(language, by, report.team.statistic, report.groups, caption)


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
        wait, key = duration(language, oldest), "waiting" if oldest >= 1 else "begun"
        sentences.append(t(language, f"report.none.{key}", n=waiting, wait=wait))
    text = t(language, "report.none.text", title=markup(title, len(title)))
    return text, section("\n".join(sentences), "headline")


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


def _looks(report: Report, language: str) -> list[Element]:
    """Return the buttons of whoever sees the answer: who waits, the chart, the tickets."""
    chart_of = button(t(language, "report.button.chart"), ids.REPORT_CHART, _value(report))
    return [*_waits(report, language), chart_of, _why(report, language)]


def _waits(report: Report, language: str) -> list[Element]:
    """Return the button that lists who is waiting; none where nobody does."""
    if report.data.is_live and report.figures.open_waits_now == 0:
        return []
    value = _value(report).model_copy(update={"period": WAITING, "by": None, "as_of": None})
    return [button(t(language, "report.button.waiting"), ids.REPORT_WAITING, value)]


def _more(report: Report, language: str, *, shares: bool) -> list[Element]:
    """Return the buttons of the one who asked: share it, and the other clock."""
    share = button(t(language, "report.button.share"), ids.REPORT_SHARE, _value(report))
    made = [share] if shares else []
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
        where=ask.where or None,
        as_of=report.as_of,
    )


def _is_private(report: Report) -> bool:
    individual = report.person is not None or report.ask.by == OF_PEOPLE
    return individual and not report.team.leaderboard_open
