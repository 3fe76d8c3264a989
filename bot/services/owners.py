"""Who can own an action or an item."""

from collections.abc import Mapping

from bot.errors import BotError
from bot.services.readers import Profile


def owner_errors(owner: Profile | None) -> Mapping[str, BotError]:
    """Return why somebody can't own an action: bots, guests and deactivated people can't."""
    if owner is None:
        return {"owner": BotError("action.error.owner_unknown")}
    if owner.refused is None:
        return {}
    return {"owner": BotError(f"action.error.owner.{owner.refused}", name=owner.name)}
