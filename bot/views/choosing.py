"""A select of teams, where it is not clear which is meant."""

from collections.abc import Sequence

from bot.ids import Value
from bot.text import t
from bot.views.outside import literal
from bot.views.parts import Payload, context, message, section, select

MOST = 100
"""How many options a select holds."""


def choosing(
    language: str,
    key: str,
    action_id: str,
    options: Sequence[tuple[str, Value]],
    more: str | None = None,
) -> Payload:
    """Return the question `key` with a select of (name, value), the first 100 of them.

    `more` is said below, of those that are left out.
    """
    text = t(language, key)
    made = [(literal(name, 75), value.dump()) for name, value in options[:MOST]]
    menu = select(action_id, made, placeholder=t(language, "team.placeholder"))
    return message(text, [section(text, "team", menu), context(more, "more")])
