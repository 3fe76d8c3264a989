"""What a weekly review does not say itself: the weeks before, cases, checklist, small print."""

from slackblocks import Block, Element

from bot.metrics.review.review import Review
from bot.text import t
from bot.text.formats import duration
from bot.views.blocks import (
    Payload,
    actions,
    as_much_as_fits,
    as_of_team,
    context,
    history_button,
    markup,
    message,
    section,
)
from bot.views.figures import quality_line
from bot.views.review.learning import case_blocks
from bot.views.review.lists import decision_list
from bot.views.review.week import week_blocks
from bot.views.review.week_card import checklist_block, listed, promised_list, title_of

_PROMISED, _OVERDUE, _LAST_DECISIONS = 12, 3, 3
_SHORT = 300


def details(review: Review) -> Payload:
    """Return the answer to *Details*, in the language that the review's team is given in."""
    language = review.team.language
    named = title_of(review, language)
    as_of = as_of_team(language, review.judged_at, review.team.zone)
    text = t(language, "report.details", title=markup(named, len(named)), as_of=as_of)
    top = section(f"*{text}*", "title")
    return as_much_as_fits(
        lambda share: message(text, [top, *_body(review, language, share)]),
    )


def _body(review: Review, language: str, share: float) -> list[Block | None]:
    found, most = review.actions.promised, max(1, int(_PROMISED * share))
    return [
        *week_blocks(review, language),
        promised_list(review, language, found, most) if found else None,
        _decided(review, language),
        *case_blocks(review, language, may_change=not review.state.is_finished),
        checklist_block(review, language),
        *_this_week(review, language),
        None if review.state.is_finished else actions([_past(review, language)], "review"),
        context(_small_print(review, language), "basis"),
    ]


def _past(review: Review, language: str) -> Element:
    return history_button(language, review.team.id, "review", review.state.week.isoformat())


def _decided(review: Review, language: str) -> Block | None:
    before = review.last_decisions
    if not before:
        return None
    return decision_list(
        language,
        t(language, "review.last_decisions", n=len(before)),
        before,
        most=_LAST_DECISIONS,
        longest=_SHORT,
        block_id="last_decisions",
    )


def _this_week(review: Review, language: str) -> list[Block | None]:
    found = review.actions
    known = {one.number: one for one in (*found.promised, *found.measures, *found.overdue)}
    late = sum(one.state(review.now) == "overdue" for one in known.values())
    counts = [
        t(language, "review.count.made", n=found.made),
        t(language, "review.count.done", n=found.done),
        t(language, "review.count.overdue", n=late),
    ]
    if not (found.made or found.done or late):
        return []
    line = t(language, "review.actions", counts=" · ".join(counts))
    rest = listed(review, "overdue", found.overdue, _OVERDUE) if found.overdue else None
    return [section(line, "actions"), rest]


def _small_print(review: Review, language: str) -> str:
    zone = review.team.zone
    basis = t(
        language,
        "report.basis",
        clock=t(language, f"report.clock.{review.clock}"),
        limit=duration(language, review.team.frt_limit_seconds),
        as_of=as_of_team(language, review.judged_at, zone),
    )
    return f"{basis}\n{quality_line(review, language, zone)}"
