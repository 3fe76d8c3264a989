"""Open actions by impact and ease, as a list of four fields."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from bot.metrics.actions.actions import ActionFacts, Matrix
from bot.metrics.team import Reader
from bot.text import t
from bot.views.actions.card import due_words, state_words
from bot.views.blocks import Payload, context, header, literal, markup, message, section

_MOST = 8
_SHORT = 120


def matrix(found: Matrix, reader: Reader, now: datetime) -> Payload:
    """Return the four fields, those to do first on top, and what nobody has judged."""
    language = reader.language
    title = t(language, "action.matrix", team=literal(found.team.name, 40))
    blocks: list[Block | None] = [header(title, "title")]
    for (impact, ease), actions in found.fields.items():
        blocks.append(_field(f"{impact}_{ease}", actions, language, now))
    if found.rest:
        blocks.append(_field("rest", found.rest, language, now))
    blocks.append(context(t(language, "action.matrix.hint"), "hint"))
    return message(markup(title, len(title)), blocks)


def _field(name: str, actions: Sequence[ActionFacts], language: str, now: datetime) -> Block:
    lines = [f"*{t(language, f'action.matrix.{name}', count=len(actions))}*"]
    lines += [_line(one, language, now) for one in actions[:_MOST]]
    left = len(actions) - _MOST
    if left > 0:
        lines.append(t(language, "action.left.more", n=left))
    if not actions:
        lines.append(t(language, "action.matrix.none"))
    return section("\n".join(lines), name)


def _line(one: ActionFacts, language: str, now: datetime) -> str:
    words = (
        f"{one.number} · {markup(one.measure, _SHORT)}",
        f"<@{one.owner_id}>",
        due_words(one, language, now),
        state_words(one, language, now),
    )
    return f"• {' · '.join(words)}"
