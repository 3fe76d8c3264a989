"""Credentials of helpdesks, sealed before they are kept: the key is in the settings alone."""

import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import BotError
from bot.redaction import hide
from bot.settings import Settings, several

Secret = dict[str, str]


class SealError(Exception):
    """What was sealed can't be opened: no key is set, or none that it was sealed with."""


class Sealer:
    """Seals with the first of several keys and opens with any; without a key it does neither.

    A key is 32 bytes in URL-safe base64, as https://github.com/fernet/spec has it: AES-128 in CBC
    mode, with an HMAC.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, the newest first. Raises ValueError for what is none."""
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None

    @property
    def is_ready(self) -> bool:
        """Return whether there is a key."""
        return self._fernet is not None

    def seal(self, secret: Mapping[str, str], owner: str) -> str:
        """Return a secret so that nobody reads it without a key. Raises SealError without one.

        It opens for the same owner alone: copied into somebody else's row it is worth nothing.
        """
        text = json.dumps({"of": owner, "is": dict(secret)})
        return self._known().encrypt(text.encode()).decode()

    def unseal(self, sealed: str, owner: str) -> Secret:
        """Return a secret, whose values no log shows from now on. Raises SealError."""
        try:
            told = json.loads(self._known().decrypt(sealed.encode()))
        except InvalidToken as error:
            raise SealError("sealed with another key") from error
        if told["of"] != owner:
            raise SealError("sealed for another")
        secret: Secret = told["is"]
        hide(*secret.values())
        return secret

    def renewed(self, sealed: str) -> str:
        """Return a sealed secret as sealed with the first key. Raises SealError."""
        try:
            return self._known().rotate(sealed.encode()).decode()
        except InvalidToken as error:
            raise SealError("sealed with another key") from error

    def _known(self) -> MultiFernet:
        if self._fernet is None:
            raise SealError("no key")
        return self._fernet


def sealer_for(settings: Settings) -> Sealer:
    """Return what seals with the keys of the settings. Raises BotError for a key that is none."""
    try:
        return Sealer(several(settings.sealing_keys))
    except ValueError as error:
        raise BotError("feeds.error.bad_key") from error


def new_key() -> str:
    """Return a key to seal with."""
    return Fernet.generate_key().decode()
