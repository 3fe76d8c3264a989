"""Lists in a weekly review: actions with owners and dates, and decisions."""

from collections.abc import Sequence
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
from bot.metrics.review import DecisionFacts
from bot.text import t
from bot.views.action import due_words, state_words
from bot.views.outside import literal

_MEASURE = 160


def action_list(
    language: str,
    title: str,
    actions: Sequence[ActionFacts],
    now: datetime,
    *,
    most: int,
    block_id: str,
) -> Block:
    """Return actions under a title: measure, owner, due date, state; at most `most` of them."""
    items = [_action(language, action, now) for action in actions[:most]]
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


def _action(language: str, action: ActionFacts, now: datetime) -> RichTextSection:
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
        ),
    ]
    return RichTextSection(parts)


def _bullets(title: str, items: list[RichTextSection], more: str | None, block_id: str) -> Block:
    parts: list[RichTextObject] = [RichTextSection([RichText(title, bold=True)])]
    if items:
        parts.append(RichTextList("bullet", items))
    if more:
        parts.append(RichTextSection([RichText(more)]))
    return RichTextBlock(parts, block_id=block_id)
