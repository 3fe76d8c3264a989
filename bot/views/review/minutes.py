"""The minutes of a weekly review: what was decided, promised, learned and said, and by whom.

As posted they fit a screen; *Details* and `/frt review` have all of them.
"""

from collections.abc import Mapping

from slackblocks import Block

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.review.review import LONGEST_DECISION, Review
from bot.text import t
from bot.text.formats import instant
from bot.views.blocks import (
    Payload,
    actions,
    as_much_as_fits,
    context,
    header,
    literal,
    markup,
    message,
    modal,
    section,
)
from bot.views.review.learning import case_blocks
from bot.views.review.lists import action_list, decision_list, note_list
from bot.views.review.week import cause_words, opening_tiles, week_words
from bot.views.review.week_card import (
    checklist_block,
    details_button,
    open_promises,
    outcome_words,
)

MINUTES = "minutes"
"""The block_id of *Details* below the minutes. It opens a modal: they stand in a thread as well as
in the channel, and an answer in the thread is not seen from the channel."""
_PROMISED, _MEASURES, _DECISIONS, _NOTES, _FEW = 12, 30, 40, 20, 5
_SHORT = 200
_CHARACTERS = 8_000


def minutes(review: Review) -> Payload:
    """Return what a finished review came to; as a reply it stands in the channel too."""
    language = review.team.language
    title = _title(review, language)
    most = {"decisions": _FEW, "measures": _FEW}
    blocks = [
        header(title, "title"),
        section(_summary(review, language), "summary"),
        *_recorded(review, most, _SHORT),
        open_promises(review, language) if review.actions.promised else None,
        context(t(language, "review.notes.unread"), "notes") if review.notes is None else None,
        actions([details_button(review, language)], MINUTES),
    ]
    return {**message(_text(review, title), blocks), "reply_broadcast": True}


def record(review: Review, links: str | None) -> Payload:
    """Return a review of an earlier week for one person, finished or not.

    `links` is a line of `mrkdwn` with the addresses of its messages.
    """
    language = review.team.language
    title = _title(review, language)
    top = [header(title, "title"), section(_summary(review, language), "summary")]
    text, below = _text(review, title), context(links, "links")
    return as_much_as_fits(lambda share: message(text, [*top, *_body(review, share), below]))


def whole(review: Review) -> Payload:
    """Return all of a finished review's minutes as a modal, in its team's language as given."""
    language = review.team.language
    title = _title(review, language)
    top = [section(f"*{markup(title, len(title))}*", "title")]
    top.append(section(_summary(review, language), "summary"))
    return as_much_as_fits(
        lambda share: modal(
            t(language, "review.minutes.modal"),
            [*top, *_body(review, share)],
            close=t(language, "notice.close"),
            callback_id=ids.REVIEW_DETAILS,
            metadata=ids.ReviewValue(team=review.team.id, week=review.state.week),
        )
    )


def _body(review: Review, share: float) -> list[Block | None]:
    language = review.team.language
    found = review.actions
    most = {"decisions": int(_DECISIONS * share), "measures": int(_MEASURES * share)}
    each = int(_CHARACTERS * share) // max(len(review.decisions), 1)
    return [
        *_recorded(review, most, max(_SHORT, min(LONGEST_DECISION, each))),
        _listed(review, "became", found.promised, int(_PROMISED * share), found.moves)
        if found.promised
        else None,
        *case_blocks(review, language, may_change=False),
        checklist_block(review, language) if review.state.is_finished else None,
        _said(review, int(_NOTES * share)),
    ]


def _recorded(review: Review, most: Mapping[str, int], longest: int) -> list[Block]:
    language, decided = review.team.language, review.decisions
    title = t(language, "review.decisions", n=len(decided))
    made = most["decisions"]
    return [
        decision_list(language, title, decided, most=made, longest=longest, block_id="decisions"),
        _listed(review, "measures", review.actions.measures, most["measures"]),
    ]


def _said(review: Review, most: int) -> Block | None:
    language, notes = review.team.language, review.notes
    if notes is None:
        return context(t(language, "review.notes.unread"), "notes")
    if not notes:
        return None
    title = t(language, "review.notes", n=len(notes))
    return note_list(language, title, notes, most=most, longest=_SHORT)


def _listed(
    review: Review,
    name: str,
    found: tuple[ActionFacts, ...],
    most: int,
    moves: Mapping[int, int] | None = None,
) -> Block:
    language = review.team.language
    counts = outcome_words(review, language) if moves is not None else ""
    title = t(language, f"review.{name}", n=len(found), counts=counts)
    return action_list(language, title, found, review.now, most=most, block_id=name, moves=moves)


def _title(review: Review, language: str) -> str:
    return t(
        language,
        "review.minutes.title",
        team=literal(review.team.name, 40),
        week=week_words(review, language),
    )


def _text(review: Review, title: str) -> str:
    language = review.team.language
    return t(
        language,
        "review.minutes.text",
        title=markup(title, len(title)),
        decisions=t(language, "review.count.decisions", n=len(review.decisions)),
        measures=t(language, "review.count.measures", n=len(review.actions.measures)),
    )


def _summary(review: Review, language: str) -> str:
    tiles = opening_tiles(review, language)[:2]
    figures = t(language, "review.semicolon").join(tile.sentence(language) for tile in tiles)
    cases = t(language, "cases.total", n=review.cases.total)
    if review.cases.total:
        causes = cause_words(review, language)
        cases = t(language, "review.minutes.cases", total=cases, causes=causes)
    return f"{_state(review, language)}\n{figures}\n{cases}"


def _state(review: Review, language: str) -> str:
    state = review.state
    if not state.is_finished:
        at = instant(language, state.opened_at, review.team.zone)
        return t(language, "review.minutes.never", at=at)
    at = instant(language, state.finished_at or review.now, review.team.zone)
    return t(language, "review.minutes.by", who=f"<@{state.finished_by}>", at=at)
