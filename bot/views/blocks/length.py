"""How much text a message may hold: Slack refuses the whole when it is too much."""

from collections.abc import Callable
from typing import Any

Payload = dict[str, Any]
MOST_CHARACTERS = 10_000
"""Of all blocks of a message; Slack refuses more than about 11,000."""

_OWN_LIMITS = frozenset({"table", "data_table", "data_visualization"})
_SHARES = (1.0, 0.8, 0.6, 0.4, 0.2)


def characters(node: object) -> int:
    """Return how long all texts and addresses in blocks are together, but for tables and charts."""
    if isinstance(node, list):
        return sum(map(characters, node))
    if not isinstance(node, dict) or node.get("type") in _OWN_LIMITS:
        return 0
    own = sum(len(said) for key in ("text", "url") if isinstance(said := node.get(key), str))
    return own + sum(map(characters, node.values()))


def as_much_as_fits(draw: Callable[[float], Payload]) -> Payload:
    """Return the message that `draw` makes of the largest share of its lists that fits into one.

    A list that is cut says how many are left out and where they are.
    """
    made: Payload = {}
    for share in _SHARES:
        made = draw(share)
        if characters(made["blocks"]) <= MOST_CHARACTERS:
            break
    return made
