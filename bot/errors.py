"""Errors that a user can do something about."""


class BotError(Exception):
    """An expected failure: `key` names a sentence in `bot/text` that says what to do next.

    `params` fill the sentence's placeholders; nothing secret may stand in them.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params
