"""What slipped in a week, for the lead."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from bot.metrics.actions.slipping import Slipped
from bot.text import formats, t
from bot.views.actions.card import due_words, state_words
from bot.views.blocks import Payload, context, markup, message, section

_MOST = 12
_SHORT = 120


def slipped(team_name: str, found: Sequence[Slipped], language: str, now: datetime) -> Payload:
    """Return what slipped, the most often first, each with its owner and how often."""
    text = t(language, "action.slipped", n=len(found), team=markup(team_name, 40))
    blocks: list[Block | None] = [section(f"*{text}*", "title")]
    blocks += [
        section(_line(one, language, now), f"slipped_{one.action.number}") for one in found[:_MOST]
    ]
    left = len(found) - _MOST
    more = t(language, "action.left.more", n=left) if left > 0 else None
    return message(text, [*blocks, context(more, "more")])


def _line(one: Slipped, language: str, now: datetime) -> str:
    action = one.action
    details = [
        f"<@{action.owner_id}>",
        due_words(action, language, now),
        state_words(action, language, now),
    ]
    if one.moves:
        first = formats.days(language, one.first_due, one.first_due)
        details.append(t(language, "action.slipped.moves", n=one.moves, first=first))
    measure = f"*{action.number}* · {markup(action.measure, _SHORT)}"
    return f"{measure}\n{' · '.join(details)}"
