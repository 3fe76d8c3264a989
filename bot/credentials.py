"""The secrets that hold now: files are read again when they change, so nothing is restarted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import SecretStr

from bot.redaction import hide
from bot.settings import Settings, read_secret, several

log = structlog.get_logger()
CHECKED_SECONDS = 2.0
GRACE_SECONDS = 600.0
"""How long the signing secret that a file held before is still accepted."""


class _Secret:
    """A secret that may come from a file."""

    def __init__(self, value: SecretStr | None, path: Path | None) -> None:
        self.value = value.get_secret_value() if value else None
        self._path = path
        self._mark: object = None

    def renew(self) -> str | None:
        """Return the value that was replaced, None when the file says the same as before."""
        if self._path is None:
            return None
        try:
            state = self._path.stat()
            mark = (state.st_mtime_ns, state.st_size, state.st_ino)
            if mark == self._mark:
                return None
            found, self._mark = read_secret(self._path), mark
        except (OSError, ValueError) as error:
            log.warning("a secret's file can't be read", error=type(error).__name__)
            return None
        if found == self.value:
            return None
        hide(found)
        before, self.value = self.value, found
        return before


@dataclass(slots=True)
class _Old:
    secrets: tuple[str, ...]
    until: float


class Credentials:
    """Tokens and signing secrets; files are looked at again at most every 2 seconds.

    `seconds` is a clock that never goes back.
    """

    def __init__(self, settings: Settings, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._checked: float | None = None
        self._bot = _Secret(settings.slack_bot_token, settings.slack_bot_token_file)
        self._app = _Secret(settings.slack_app_token, settings.slack_app_token_file)
        self._signing = _Secret(settings.slack_signing_secret, settings.slack_signing_secret_file)
        self._old = _Old((), 0)

    def bot_token(self) -> str | None:
        """Return the bot token."""
        self._renew()
        return self._bot.value

    def app_token(self) -> str | None:
        """Return the app-level token."""
        self._renew()
        return self._app.value

    def signing_secrets(self) -> tuple[str, ...]:
        """Return the signing secrets that are accepted, those just replaced among them."""
        self._renew()
        now = _split(self._signing.value)
        return now + (self._old.secrets if self._seconds() < self._old.until else ())

    def _renew(self) -> None:
        now = self._seconds()
        if self._checked is not None and now - self._checked < CHECKED_SECONDS:
            return
        self._checked = now
        for secret, name in ((self._bot, "bot token"), (self._app, "app token")):
            if secret.renew() is not None:
                log.info("renewed", what=name)
        before = self._signing.renew()
        if before is not None:
            self._old = _Old(_split(before), now + GRACE_SECONDS)
            hide(*_split(self._signing.value))
            log.info("renewed", what="signing secret")


def _split(value: str | None) -> tuple[str, ...]:
    return several(SecretStr(value) if value else None)
