"""Errors that a user can do something about."""

import errno

_FULL = {errno.ENOSPC, errno.EDQUOT}


class BotError(Exception):
    """An expected failure: `key` names a sentence in `bot/text` that says what to do next.

    `params` fill the sentence's placeholders; nothing secret may stand in them.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params


def is_full(error: BaseException | None) -> bool:
    """Return whether an error, or one that led to it, is that no room is left on a disk."""
    while error is not None:
        if getattr(error, "errno", None) in _FULL or "database or disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
