"""Lists in a weekly review: actions with owners and dates, and decisions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from slackblocks import (
    Block,
    RichText,
    RichTextBlock,
    RichTextElement,
    RichTextList,
    RichTextObject,
    RichTextSection,
    RichTextUser,
)

from bot.metrics.actions import ActionFacts
from bot.metrics.review.review import DecisionFacts, NoteFacts
from bot.text import t
from bot.views.actions import due_words, state_words
from bot.views.blocks import literal

_MEASURE = 160
_WHY = 120


def action_list(  # noqa: PLR0913  what is listed, and how much of it
    language: str,
    title: str,
    actions: Sequence[ActionFacts],
    now: datetime,
    *,
    most: int,
    block_id: str,
    moves: Mapping[int, int] | None = None,
) -> Block:
    """Return actions under a title: measure, owner, due date, state; at most `most` of them.

    With `moves`, how often dates were moved by number, they are promises: it says of each what
    became of it, and why.
    """
    items = [_action(language, action, now, moves) for action in actions[:most]]
    left = len(actions) - most
    more = t(language, "review.actions.more", n=left) if left > 0 else None
    return _bullets(title, items, more, block_id)


def decision_list(
    language: str,
    title: str,
    decisions: Sequence[DecisionFacts],
    *,
    most: int,
    longest: int,
    block_id: str,
) -> Block:
    """Return decisions under a title with who recorded them; the latest `most` of them."""
    items = [
        RichTextSection(
            [RichText(f"{literal(one.text, longest)} · "), RichTextUser(one.recorded_by)]
        )
        for one in decisions[-most:]
    ]
    left = len(decisions) - most
    more = t(language, "review.decisions.more", n=left) if left > 0 else None
    return _bullets(title, items, more, block_id)


def note_list(
    language: str, title: str, notes: Sequence[NoteFacts], *, most: int, longest: int
) -> Block:
    """Return what people wrote under a title, each with who wrote it; the first `most` of them."""
    items = [
        RichTextSection([RichTextUser(one.said_by), RichText(f" {literal(one.text, longest)}")])
        for one in notes[:most]
    ]
    left = len(notes) - most
    more = t(language, "review.notes.more", n=left) if left > 0 else None
    return _bullets(title, items, more, "notes")


def _action(
    language: str, action: ActionFacts, now: datetime, moves: Mapping[int, int] | None
) -> RichTextSection:
    became = _became(language, action, moves) if moves is not None else []
    parts: list[RichTextElement] = [
        RichText(f"{literal(action.measure, _MEASURE)} ", bold=True),
        RichText(f"({action.number})\n"),
        RichTextUser(action.owner_id),
        RichText(
            t(
                language,
                "review.action",
                due=due_words(action, language, now),
                state=state_words(action, language, now),
            )
            + "".join(f" · {words}" for words in became)
        ),
    ]
    return RichTextSection(parts)


def _became(language: str, action: ActionFacts, moves: Mapping[int, int]) -> list[str]:
    """Return what else became of a promise: not effective, moved, and why."""
    said = []
    if moved := moves.get(action.number):
        said.append(t(language, "review.promise.moved", n=moved))
    if action.status == "done" and action.verdict == "not_met":
        said.append(t(language, "review.promise.not_met"))
    if action.is_open and action.settled_at:
        said.append(t(language, "review.promise.not_effective"))
    if action.settled_why and (action.status == "dropped" or action.is_open):
        said.append(literal(action.settled_why, _WHY))
    return said


def _bullets(title: str, items: list[RichTextSection], more: str | None, block_id: str) -> Block:
    parts: list[RichTextObject] = [RichTextSection([RichText(title, bold=True)])]
    if items:
        parts.append(RichTextList("bullet", items))
    if more:
        parts.append(RichTextSection([RichText(more)]))
    return RichTextBlock(parts, block_id=block_id)
